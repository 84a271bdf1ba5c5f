"""How much one file may ask for: every bound of every reader, with its default."""

from time import monotonic

import msgspec

from kejian.errors import LimitError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds for reading. The defaults read any honest report; a hostile file hits one of them early.

    Of one file: ``max_bytes`` as it comes, ``max_characters`` of text and ``max_blocks`` read from it,
    ``max_cells`` of its tables and sheets together, ``max_pages`` of a PDF or an image, ``max_pixels`` of one
    image, ``max_depth`` of nested lists, quotations and elements, ``max_warnings`` kept, ``max_seconds`` of
    wall time (``max_page_seconds`` more for each page that the character recogniser reads).
    Of an archive: ``max_members``, ``max_member_bytes`` and ``max_archive_bytes`` unpacked (one member, all
    of them), ``max_ratio`` unpacked to packed, ``max_nesting`` of archives in archives.

    >>> Limits(max_seconds=5).max_pages
    2000
    """

    max_bytes: int = 128 * 2**20
    max_characters: int = 20_000_000
    max_blocks: int = 1_000_000
    max_cells: int = 2_000_000
    max_pages: int = 2_000
    max_pixels: int = 100_000_000
    max_depth: int = 64
    max_warnings: int = 100
    max_seconds: float = 120.0
    max_page_seconds: float = 20.0
    max_members: int = 10_000
    max_member_bytes: int = 128 * 2**20
    max_archive_bytes: int = 2**30
    max_ratio: float = 200.0
    max_nesting: int = 3


DEFAULT = Limits()


class Deadline:
    """The moment by which one file must have been read.

    A reader calls `check` inside its loops: it costs a tenth of a microsecond and raises `LimitError` once
    the time is over. ``extend`` grants more, for example for a page that needs recognising.
    """

    def __init__(self, seconds: float, *, where: str) -> None:
        self._seconds, self._end, self._where = seconds, monotonic() + seconds, where

    def extend(self, seconds: float) -> None:
        """Grant ``seconds`` more."""
        self._seconds += seconds
        self._end += seconds

    def check(self) -> None:
        """Raise `LimitError` if the time is over."""
        if monotonic() > self._end:
            raise LimitError(
                f"not read within {self._seconds:g} s",
                where=self._where,
                hint="split the file, or allow more with Limits(max_seconds=…)",
            )


def within(value: float, bound: float, *, what: str, where: str, option: str) -> None:
    """Raise `LimitError` if ``value`` (of ``what``) is above ``bound``, naming the `Limits` field ``option``.

    >>> within(3, 2, what="pages", where="a.pdf", option="max_pages")
    Traceback (most recent call last):
    kejian.errors.LimitError: a.pdf: more than 2 pages; split it, or allow more with Limits(max_pages=…)
    """
    if value > bound:
        raise LimitError(
            f"more than {bound:g} {what}" if bound < 1e6 else f"more than {bound:,.0f} {what}",
            where=where,
            hint=f"split it, or allow more with Limits({option}=…)",
        )

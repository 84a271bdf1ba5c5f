"""Runs, cells and entries: what readers hand to the builder, and what it keeps of them."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from kejian.model import BlockKind, Bytes, Page, Place


class Run(msgspec.Struct, frozen=True, gc=False):
    """Characters that stand together at ``place`` of the original; None if the reader added them.

    ``exact`` as in `Segment`: one character of the text is one of the place. A `Page` place has one box for
    each character of ``text``.
    """

    text: str
    place: Place | None = None
    exact: bool = True


class CellRuns(NamedTuple):
    """A cell for `Builder.row`. ``column`` None: the next free one."""

    runs: Sequence[Run]
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    header: bool = False


class Entry(msgspec.Struct, kw_only=True):
    """A block being built; ``runs`` are trimmed and clean. Cells follow their row."""

    kind: BlockKind
    runs: list[Run]
    text: str
    level: int = 0
    depth: int = 0
    guess: bool = False
    strong: bool = False
    table: int | None = None
    row: int | None = None
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    header: bool = False


def cut(run: Run, start: int, end: int, *, encoding: str | None) -> Run:
    """The characters ``start:end`` of a run with their part of its place.

    >>> cut(Run("甲乙丙", Bytes(start=6, end=15)), 1, 2, encoding="utf-8")
    Run(text='乙', place=Bytes(start=9, end=12), exact=True)
    """
    text, place = run.text[start:end], run.place
    if place is None or not run.exact or (start == 0 and end == len(run.text)):
        return Run(text, place, run.exact)
    if isinstance(place, Bytes):
        before = place.start + len(run.text[:start].encode(encoding or "utf-8"))
        return Run(text, Bytes(start=before, end=before + len(text.encode(encoding or "utf-8"))))
    if isinstance(place, Page):
        return Run(text, Page(number=place.number, boxes=place.boxes[start:end]))
    return Run(text, msgspec.structs.replace(place, offset=place.offset + start))


class Knife:
    """Cuts a run from left to right, in time linear in its length however often.

    >>> knife = Knife(Run("甲乙丙", Bytes(start=6, end=15)), encoding="utf-8")
    >>> knife.upto(2).place, knife.upto(3).place
    (Bytes(start=6, end=12), Bytes(start=12, end=15))
    """

    def __init__(self, run: Run, *, encoding: str | None) -> None:
        self._run, self._encoding, self._at = run, encoding or "utf-8", 0
        self._byte = run.place.start if isinstance(run.place, Bytes) else 0

    def upto(self, position: int) -> Run:
        """The characters from where the last cut was made to ``position``."""
        run, start, self._at = self._run, self._at, position
        if not run.exact or not isinstance(run.place, Bytes):
            return cut(run, start, position, encoding=self._encoding)
        text, byte = run.text[start:position], self._byte
        self._byte += len(text.encode(self._encoding, "replace"))
        return Run(text, Bytes(start=byte, end=self._byte))

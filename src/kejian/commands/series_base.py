"""`kejian series` on an evidence base, which keeps the series of its documents."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kejian.commands.series_formats import CHARTS, WRITERS, SeriesFormat
from kejian.commands.terminal import say

if TYPE_CHECKING:
    from kejian.base import Base
    from kejian.base.series import Entry
    from kejian.linking import Series

_PAGE = 500  # series looked up at once


def print_stored(base: "Base", words: str, format_: SeriesFormat, *, all_: bool, limit: int) -> int:
    """Print the series whose names hold the words; returns how many there are.

    For people, so many as can be looked at; for programs all, read as they are written.
    """
    periods = 1 if all_ or words else 2
    page = base.series(words, periods=periods, limit=CHARTS if words else limit)
    if format_ is SeriesFormat.TEXT:
        WRITERS[format_](_full(base, page.entries), bool(words))
        _say_rest(base, len(page.entries), page.total, words)
    else:
        WRITERS[format_](_all(base, words, periods), bool(words))
    return page.total


def _all(base: "Base", words: str, periods: int) -> Iterator["Series"]:
    offset = 0
    while (page := base.series(words, periods=periods, limit=_PAGE, offset=offset)).entries:
        yield from _full(base, page.entries)
        offset += _PAGE


def _full(base: "Base", entries: "tuple[Entry, ...]") -> Iterator["Series"]:
    """The series of entries, in their order."""
    from kejian.base.series import all_series

    keys = [entry.key for entry in entries]
    found = {one.entry.key: one.series for one in all_series(base.alias, viewer=base.viewer, keys=keys)}
    yield from (found[key] for key in keys if key in found)


def _say_rest(base: "Base", shown: int, total: int, words: str) -> None:
    waiting = base.unlinked()
    if waiting:
        say(f"{waiting} documents are not linked yet: run `kejian link`", err=True)
    if not shown and words:
        say(f"no series holds {' and '.join(words.split())}", err=True)
        return
    parts = [f"{total} series"]
    if total > shown:
        parts.append(f"the first {shown} are {'drawn' if words else 'listed'}")
    say("; ".join(parts), err=True)

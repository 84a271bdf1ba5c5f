"""What footnotes and notes under tables say of the definition of figures."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

import regex

from kejian.linking.words import plain, words
from kejian.model import Block, BlockKind, Document, Figure, Value

_LONGEST = 400  # characters of a note that are read
_MOST = 200  # notes of a document
_PART = regex.compile(r"[^。；;\n]+")
_SINCE = regex.compile(r"(?:自|从|于)?((?:19|20)\d\d)年(?:\d{1,2}月)?(?:起|开始|以来|以后)")


class Note(Value, frozen=True, kw_only=True):
    """A sentence of a note on a definition; ``start:end`` is the table that it stands under, if it does."""

    words: str
    start: int = 0
    end: int = 0

    def is_on(self, figure: Figure, names: Iterable[str]) -> bool:
        """Whether it is on a figure: it names its measure by one of its ``names``, or all of its table.

        A note under a table that names the measure of another row is on that one alone.
        """
        text = plain(self.words)
        if any(len(name) > 2 and name in text for name in {plain(figure.measure or ""), *map(plain, names)}):
            return True
        return self.start <= figure.passage.start < self.end and text.startswith(_general())


@cache
def _general() -> tuple[str, ...]:
    """Words with which a note is on the whole table."""
    return ("本表", "表中", "以上", "数据", "统计口径", "口径", "自", "从", "各项", "20", "19")


def notes(document: Document) -> tuple[Note, ...]:
    """The notes of a document that say by which definition, or since when by another one."""
    found: list[Note] = []
    tables = _tables(document.blocks)
    for block in document.blocks:
        text = document.text[block.start : min(block.end, block.start + _LONGEST)]
        if block.kind is not BlockKind.FOOTNOTE and not _begins().match(text):
            continue
        above = bisect_right(tables, (block.start, block.start)) - 1
        start, end = tables[above] if above >= 0 and block.start - tables[above][1] < _LONGEST else (0, 0)
        for part in _PART.findall(_begins().sub("", text)):
            if _telling().search(part) and len(found) < _MOST:
                found.append(Note(words=part.strip(), start=start, end=end))
    return tuple(found)


def since(note: str) -> int | None:
    """The year from which on a note says that figures are of another definition.

    >>> since("自2021年起，该指标包括非企业单位"), since("按可比口径计算")
    (2021, None)
    """
    match = _SINCE.search(note)
    return int(match[1]) if match else None


def breaks(note: str) -> bool:
    """Whether a note says that earlier figures are of another definition.

    >>> breaks("2021年起口径调整"), breaks("数据来自年报")
    (True, False)
    """
    return since(note) is not None or regex.search("|".join(words().breaks), note) is not None


@cache
def _begins() -> regex.Pattern[str]:
    listed = "|".join(map(regex.escape, words().notes))
    return regex.compile(rf"\s*[*＊※①②③④⑤⑥⑦⑧⑨]?\s*(?:{listed})\s*\d{{0,2}}\s*[:：]\s*\d{{0,2}}[.．、]?")


@cache
def _telling() -> regex.Pattern[str]:
    return regex.compile("|".join((*words().breaks, *words().definition, _SINCE.pattern, "口径")))


def _tables(blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    """Where each table begins and ends, in order."""
    found: dict[int, tuple[int, int]] = {}
    for block in blocks:
        if block.kind is BlockKind.ROW and block.table is not None:
            start, _ = found.get(block.table, (block.start, 0))
            found[block.table] = (start, block.end)
    return sorted(found.values())

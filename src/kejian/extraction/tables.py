"""The cells of a document's tables with what stands at the head of their row and column."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, takewhile

import msgspec

from kejian import kinds
from kejian.model import Block, Document, Mention

_UNIT = re.compile(r"\s*(?:计量)?单\s*位\s*|(?i:units?)")
_SERIAL = re.compile(r"序\s*号|编\s*号|项次|(?i:no\.?|#)")
_WIDEST = 1000  # rows or columns that a head may span
_NO_TITLE = (kinds.ROW, kinds.CELL, kinds.ITEM)
# what stands before the number of a table is no title of it
_NUMBERED = re.compile(r"\s*(?:附?表|Table)\s?\d")
# a row that goes on with the one above it
_HANGING = re.compile(
    r"其\s*中|[＃#]|—|－|(?:比|较)(?:上年|年初)|同比|(?:增长率?|增速|增幅|增减)(?:\s*[（(]|$)"
)
_DIGIT = re.compile(r"\d")
_ONLY_UNIT = re.compile(r"[（(][^（）()\d]{1,10}[)）]")
_OF_WHICH = re.compile(r"(?:[＃#]|其\s*中)[^（()）]*")
_OWN_UNIT = re.compile(r"[（(][^（）()]{1,14}[)）]$")
# what a head may say in digits: a year, months, a unit
_DATED = re.compile(r"(?:19|20)\d\d年?|\d{1,2}[—–~-]?\d{0,2}月|[（(][^（）()]*[)）]")
_TITLE_BLOCKS = 2  # how many blocks before a table may be its title, note or unit line
_TITLE_LENGTH = 80


class TableCell(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A cell ``start:end`` of the document's text.

    ``row_head`` is the text of the row's first cell (empty for that cell itself), ``column_head`` the texts
    of the head cells above, ``title`` the caption and short lines right before the table, ``unit`` what the
    row's cell under the head 单位 says. ``header`` says that the cell is a head itself,
    ``heads_row`` that it names its row (serial numbers do not), ``whole`` is its text. ``over`` is the head
    of the row above that this row is a part of (其中：企业) or tells the growth of.
    """

    start: int
    end: int
    row: int
    column: int
    row_head: str = ""
    column_head: str = ""
    title: str = ""
    unit: str = ""
    header: bool = False
    heads_row: bool = False
    whole: str = ""
    over: str = ""

    def text_is(self, mention: Mention) -> bool:
        """Whether ``mention`` is all that stands in the cell."""
        return self.whole == mention.surface


class Tables(msgspec.Struct, frozen=True):
    """All cells of a document, in reading order; ``starts`` is where each begins."""

    cells: tuple[TableCell, ...] = ()
    starts: tuple[int, ...] = ()

    def cell_at(self, offset: int) -> TableCell | None:
        """The cell that the character at ``offset`` stands in."""
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.cells[index].end:
            return self.cells[index]
        return None

    def cells_between(self, start: int, end: int) -> list[TableCell]:
        """The cells that begin in ``start:end``: those of a row."""
        first = bisect_right(self.starts, start - 1)
        last = bisect_right(self.starts, end - 1)
        return list(self.cells[first:last])


def read_tables(document: Document) -> Tables:
    """The cells of ``document``; of a table that marks no heads the first row is taken as head."""
    numbered = [(i, b) for i, b in enumerate(document.blocks) if b.kind is kinds.CELL]
    found: list[TableCell] = []
    for _, group in groupby(numbered, key=lambda pair: pair[1].table):
        cells = list(group)
        found += _table(document, [b for _, b in cells], _title(document, cells[0][0]))
    return Tables(tuple(found), tuple(c.start for c in found))


def _title(document: Document, first: int) -> str:
    """Text of the short blocks before the table whose first cell is the block ``first``."""
    texts: list[str] = []
    for block in reversed(document.blocks[max(first - 1 - _TITLE_BLOCKS, 0) : max(first - 1, 0)]):
        if block.kind in _NO_TITLE or block.end - block.start > _TITLE_LENGTH:
            break
        text = document.text[block.start : block.end]
        if text.rstrip().endswith(("。", "；", "！", "？")) and "单位" not in text:
            break  # a sentence is no title
        texts.insert(0, text)
        if _NUMBERED.match(texts[0]):
            break
    return " ".join(texts)


def _second_heads(document: Document, blocks: list[Block], first: int) -> int | None:
    """The row of heads under heads that span several columns, where the table does not mark it."""
    top = list(takewhile(lambda block: (block.row or 0) <= first + 1, blocks))
    text = {b.start: document.text[b.start : b.end].strip() for b in top}
    above = [b for b in top if b.row == first and (b.column or 0) > 0]
    row = [b for b in top if b.row == first + 1]
    named = [text[b.start] for b in row if (b.column or 0) > 0 and text[b.start]]
    spans = any(b.column_span > 1 or not text[b.start] for b in above)
    nameless = not row or (row[0].column or 0) > 0 or not text[row[0].start]
    figures = any(_DIGIT.search(_DATED.sub("", name)) for name in named)
    if nameless and len(named) > 1 and all(_ONLY_UNIT.fullmatch(name) for name in named):
        return first + 1  # a row that gives each column its unit
    return first + 1 if spans and nameless and len(named) > 1 and not figures else None


def _table(document: Document, blocks: list[Block], title: str) -> list[TableCell]:
    marked = any(b.header and (b.column or 0) > 0 for b in blocks)
    first_row = blocks[0].row or 0
    second = _second_heads(document, blocks, first_row)
    first_text = document.text[blocks[0].start : blocks[0].end].strip()
    naming = 1 if _SERIAL.fullmatch(first_text) else 0
    heads: dict[int, list[str]] = {}
    row_heads: dict[int, str] = {}
    units: dict[int, str] = {}
    over, last = dict[int, str](), ""
    found = []
    for block in blocks:
        text = document.text[block.start : block.end].strip()
        row, column = block.row or 0, block.column or 0
        on_top = block.header and (column > 0 or row == first_row) if marked else row == first_row
        on_top = on_top or row == second
        if row == first_row and second is not None and not text and column > naming + 1:
            heads[column] = list(heads.get(column - 1, ()))  # 2023年 over two columns
        found.append(
            TableCell(
                start=block.start,
                end=block.end,
                row=row,
                column=column,
                row_head=row_heads.get(row, ""),
                column_head=" ".join(heads.get(column, ())),
                title=title,
                unit=units.get(row, ""),
                header=on_top,
                heads_row=column == naming,
                whole=text,
                over=over.get(row, ""),
            )
        )
        if column == naming and not on_top:
            last = last if _HANGING.match(text) else text
            over[row] = last if last != text else ""
        if column == naming:
            row_heads |= dict.fromkeys(range(row, row + min(block.row_span, _WIDEST)), text)
        if not on_top and column > naming and _UNIT.fullmatch(" ".join(heads.get(column, ()))):
            units[row] = text
        if on_top:
            for covered in range(column, column + min(block.column_span, _WIDEST)):
                if text and text not in heads.setdefault(covered, []):
                    heads[covered].append(text + _unit_before(text, heads.get(column - 1, ())))
    return found


def _unit_before(text: str, before: Sequence[str]) -> str:
    """The unit that a column #政府资金 shares with the one it is a part of, the last before it."""
    unit = _OWN_UNIT.search(before[-1]) if before and _OF_WHICH.fullmatch(text) else None
    return unit[0] if unit else ""

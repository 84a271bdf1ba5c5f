"""Rows of cells → the title, unit, table and notes that a statistical sheet is made of."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from kejian.model import BlockKind
from kejian.reading.builder import Builder
from kejian.reading.runs import CellRuns, Run
from kejian.reading.table_heads import header_rows, heads_of_rows, is_figure

_UNIT = re.compile(r"[（(]?\s*(?:(?:计量)?单\s*位|計量單位|單\s*位|Units?)\s*[:：]", re.IGNORECASE)
_NOTE = re.compile(
    r"[（(]?(?:注|附注|备注|註|備註|说明|說明|资料来源|資料來源|数据来源|來源|来源|Notes?|Sources?)\s*\d*\s*[:：.]|[*※①-⑳]",
    re.IGNORECASE,
)
_TITLE = 60  # characters; a longer line above a table is a paragraph


class Filled(msgspec.Struct):
    """A cell with text in it: its column from 0, its runs, how far it reaches."""

    column: int
    runs: list[Run]
    text: str
    row_span: int = 1
    column_span: int = 1


Row = Sequence[Filled]


def write_sheet(build: Builder, rows: Sequence[Row]) -> None:
    """Add the blocks of a sheet. A row without cells is a blank one.

    A sheet is a sequence of tables, parted by blank rows. What stands alone in its row above a table is its
    title or unit, below it a note; between rows of figures it heads those that follow.
    """
    for stretch in _stretches(rows):
        build.deadline.check()
        first, last = _extent(stretch)
        for row in stretch[:first]:
            _above(build, row, table=first < last)
        if first < last:
            _table(build, stretch[first:last])
        for row in stretch[last:]:
            for cell in row:
                build.add(BlockKind.PARAGRAPH, cell.runs, guess=first == last)


def _stretches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows without blank ones between; a blank row between two groups of a table parts nothing."""
    stretch: list[Row] = []
    blank = False
    for row in rows:
        if not row:
            blank = True
            continue
        if blank and stretch and not _goes_on(stretch, row):
            yield stretch
            stretch = []
        stretch.append(row)
        blank = False
    if stretch:
        yield stretch


def _goes_on(stretch: Sequence[Row], row: Row) -> bool:
    """Whether a row after a blank one belongs to the table above: figures in both, in the same columns.

    A title or a unit above the blank row belongs to what follows.
    """
    if all(_is_lone(above) for above in stretch):
        return True
    if _is_lone(row):
        return False
    figures = {cell.column for cell in row if is_figure(cell.text)}
    return bool(figures) and figures <= {cell.column for above in stretch[-3:] for cell in above}


def _is_lone(row: Row) -> bool:
    """Whether a row is no row of a table: one cell, or a title beside a unit."""
    return len(row) == 1 or (len(row) == 2 and any(_UNIT.match(cell.text) for cell in row))


def _extent(rows: Sequence[Row]) -> tuple[int, int]:
    """Where the table in ``rows`` begins and ends; the same twice where there is none."""
    first = next((index for index, row in enumerate(rows) if not _is_lone(row)), len(rows))
    last = len(rows)
    while last > first and len(rows[last - 1]) == 1 and _is_note(rows[last - 1][0]):
        last -= 1
    if first == len(rows) and any(is_figure(cell.text) for row in rows for cell in row):
        return 0, last  # one column of figures
    return first, max(first, last)


def _is_note(cell: Filled) -> bool:
    return bool(_NOTE.match(cell.text)) or len(cell.text) > _TITLE


def _above(build: Builder, row: Row, *, table: bool) -> None:
    for cell in row:
        caption = (
            table and len(cell.text) <= _TITLE and cell.text[-1] not in "。；" and not _NOTE.match(cell.text)
        )
        if caption or _UNIT.match(cell.text):
            build.add(BlockKind.CAPTION, cell.runs)
        else:
            build.add(BlockKind.PARAGRAPH, cell.runs, guess=True)


def _table(build: Builder, rows: Sequence[Row]) -> None:
    number = build.table()
    words = [[(cell.column, cell.text) for cell in row] for row in rows]
    heads = max(
        header_rows(words), min((cell.row_span for cell in rows[0] if cell.column_span > 1), default=0)
    )
    named = heads_of_rows(words[heads:])
    left = min(cell.column for row in rows for cell in row)
    for index, row in enumerate(rows):
        build.row(
            number,
            [
                CellRuns(
                    cell.runs,
                    cell.column - left,
                    cell.row_span,
                    cell.column_span,
                    index < heads or (named and cell.column == left),
                )
                for cell in row
            ],
        )

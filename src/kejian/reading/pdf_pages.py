"""Pages as they were found, by reading or by recognising → blocks of a document."""

from collections.abc import Iterator, Sequence

import msgspec

from kejian.model import BlockKind
from kejian.reading.builder import Builder
from kejian.reading.pdf_flow import (
    Look,
    Piece,
    classify,
    is_indented,
    joins,
    look_of,
    mark_length,
    notes_of,
    paragraphs,
    runs_of,
    same_table,
)
from kejian.reading.pdf_furniture import furniture
from kejian.reading.pdf_glyphs import Rule
from kejian.reading.pdf_layout import Region, arrange
from kejian.reading.pdf_lines import Line
from kejian.reading.pdf_tables import Table, TableCell
from kejian.reading.runs import CellRuns
from kejian.reading.table_heads import header_rows, heads_of_rows


class PageContent(msgspec.Struct):
    """A page: its size in the direction of reading, pieces of lines, ruled tables, ruling lines.

    Text set sideways makes a page content of its own with the same number.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Table] = []
    rules: list[Rule] = []


Element = Piece | Table


def write(build: Builder, pages: Sequence[PageContent]) -> None:
    """Add the blocks of all pages to a document."""
    look = look_of(line for page in pages for line in page.lines)
    dropped = furniture([(page.number, page.height, page.lines) for page in pages])
    elements: list[tuple[list[Element], list[Piece]]] = []
    for page, gone in zip(pages, dropped, strict=True):
        build.deadline.check()
        lines = [line for index, line in enumerate(page.lines) if index not in gone]
        regions = arrange([*lines, *page.tables], rules=page.rules)
        elements.append(_elements(regions, look, height=page.height))
    classify([piece for body, _ in elements for piece in body if isinstance(piece, Piece)], look)
    for element in _joined(elements):
        if isinstance(element, Piece):
            _add(build, element)
        else:
            _add_table(build, element)


def _elements(regions: Sequence[Region], look: Look, *, height: float) -> tuple[list[Element], list[Piece]]:
    """The paragraphs and tables of a page in reading order, and its footnotes."""
    body, notes = notes_of(regions, look, height=height)
    found: list[Element] = []
    for region in body:
        found.extend([region.table] if region.table else paragraphs(region, look))
    footnotes = [piece for region in notes for piece in paragraphs(region, look)]
    for piece in footnotes:
        piece.kind = BlockKind.FOOTNOTE
    return found, footnotes


def _joined(pages: Sequence[tuple[list[Element], list[Piece]]]) -> Iterator[Piece | list[Table]]:
    """Elements with paragraphs joined across columns and pages, tables across pages.

    Footnotes follow the paragraph that was being read at the foot of their page.
    """
    indented = is_indented(one for body, _ in pages for one in body if isinstance(one, Piece))
    open_: Piece | list[Table] | None = None
    notes: list[Piece] = []
    for body, footnotes in pages:
        for element in body:
            if isinstance(open_, Piece) and isinstance(element, Piece) and _meets(open_, element, indented):
                open_.lines.extend(element.lines)
                open_.right = element.right
                continue
            if isinstance(open_, list) and isinstance(element, Table) and same_table(open_[-1], element):
                open_.append(element)
                continue
            if open_ is not None:
                yield open_
            yield from notes
            notes = []
            open_ = [element] if isinstance(element, Table) else element
        notes.extend(footnotes)
    if open_ is not None:
        yield open_
    yield from notes


def _meets(last: Piece, first: Piece, indented: bool) -> bool:
    """Whether two paragraphs in different columns or pages are one."""
    before, after = last.lines[-1], first.lines[0]
    apart = before.page != after.page or after.top < before.top
    return apart and joins(last, first, indented=indented)


def _add(build: Builder, piece: Piece) -> None:
    skip = mark_length(piece.lines) if piece.kind is BlockKind.ITEM else 0
    build.add(
        piece.kind,
        runs_of(piece.lines, skip=skip),
        level=piece.level,
        guess=piece.kind is BlockKind.PARAGRAPH,
        strong=piece.strong,
    )


def _add_table(build: Builder, parts: Sequence[Table]) -> None:
    """Add a table; the heads that it repeats on each page only once."""
    number = build.table()
    texts = [[[(cell.column, cell.text) for cell in row] for row in part.rows] for part in parts]
    heads = header_rows(texts[0])
    for index, (part, words) in enumerate(zip(parts, texts, strict=True)):
        again = index > 0 and words[:heads] == texts[0][:heads]
        named = heads_of_rows(words[heads:])
        for at, row in enumerate(part.rows):
            header = at < heads and (again or not index)
            if not (header and again):
                build.row(number, [_cell(cell, header=header or (named and not cell.column)) for cell in row])


def _cell(cell: TableCell, *, header: bool) -> CellRuns:
    runs = list(runs_of(cell.lines)) if cell.lines else []
    return CellRuns(runs, cell.column, cell.row_span, cell.column_span, header)

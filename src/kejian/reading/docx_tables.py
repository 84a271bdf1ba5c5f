"""The tree of a DOCX: what wraps blocks without changing them, and the cells of tables."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kejian.reading.docx_styles import W, is_on, number, value
from kejian.reading.office import Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


def unwrapped(parent: Element) -> Iterator[Element]:
    """The children of an element, those in content controls and tracked insertions too."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from unwrapped(child)
        elif child.tag == MC + "AlternateContent":
            yield from unwrapped(chosen(child))
        elif isinstance(child.tag, str):
            yield child


def chosen(element: Element) -> Element:
    """Which of several forms of the same content is read: the first, unless it is empty."""
    choices = [child for child in element if child.tag == MC + "Choice" and len(child)]
    fallback = element.find(MC + "Fallback")
    return choices[0] if choices else fallback if fallback is not None else element


class TableCell(msgspec.Struct):
    """A cell of a row: its column from 0, how many it spans, and whether it continues the cell above."""

    element: Element
    column: int
    span: int
    merged: bool
    begins: bool


def is_kept(row: Element) -> bool:
    """Whether a row is not deleted."""
    properties = row.find(W + "trPr")
    return properties is None or properties.find(W + "del") is None


def is_head(row: Element) -> bool:
    """Whether a row is marked as one to repeat on each page."""
    return bool(is_on(row.find(W + "trPr"), "tblHeader"))


def cells(row: Element) -> Iterator[TableCell]:
    """The cells of a row, those that continue the cell above too."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = max(number(value(before), 0) or 0, 0)
    for element in unwrapped(row):
        if element.tag != W + "tc":
            continue
        properties = element.find(W + "tcPr")
        span, merge = 1, None
        if properties is not None:
            span = max(number(value(properties.find(W + "gridSpan")), 1) or 1, 1)
            merge = properties.find(W + "vMerge")
        begins = merge is not None and value(merge) == "restart"
        yield TableCell(element, column, span, merge is not None and not begins, begins)
        column += span


def row_spans(rows: Sequence[Iterable[TableCell]]) -> dict[tuple[int, int], int]:
    """How many rows the cells reach down that others continue, by row and column."""
    spans: dict[tuple[int, int], int] = {}
    open_: dict[int, int] = {}  # column → row of the cell that is being continued
    for at, row in enumerate(rows):
        seen = {}
        for cell in row:
            if cell.begins:
                seen[cell.column] = at
            elif cell.merged and cell.column in open_:
                seen[cell.column] = open_[cell.column]
                spans[open_[cell.column], cell.column] = at - open_[cell.column] + 1
        open_ = seen
    return spans

"""Tables as checks see them: rows of cells with the number that a cell holds."""

from collections import defaultdict
from decimal import Decimal

import regex

from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import BlockKind, Document, Passage, Value

_NUMBER = regex.compile(r"^[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[-−]?\d{1,18}(?:\.\d{1,9})?%?$")
_SCALED = regex.compile(r"[万亿千百]|%|元|[a-zA-Z]")  # units whose whole numbers are rounded ones
_HALF = Decimal("0.5")


class Cell(Value, frozen=True, kw_only=True):
    """A cell; ``value`` and the digits after its point if it holds a number and nothing else."""

    text: str
    row: int
    column: int
    passage: Passage
    value: Decimal | None = None
    decimals: int = 0

    def bounds(self, *, rounded: bool) -> Interval:
        """What the number can stand for; a whole number is exact unless its table counts in large units."""
        value = self.value or Decimal(0)
        if not self.decimals and not rounded:
            return Interval.exactly(value)
        half = _HALF.scaleb(-self.decimals)
        return Interval(value - half, value + half)


class Grid(Value, frozen=True, kw_only=True):
    """A table: its rows of cells, and whether the unit of a row or column makes whole numbers rounded."""

    rows: tuple[tuple[Cell, ...], ...]

    def head(self, column: int) -> str:
        """The words above a column."""
        words = [c.text for row in self.rows[:2] for c in row if c.column == column and c.value is None]
        return " ".join(words)

    def label(self, row: tuple[Cell, ...]) -> str:
        """The words that open a row, behind its number where it has one."""
        worded = [c.text for c in row[:2] if c.value is None and any(x.isalpha() for x in c.text)]
        return worded[0] if worded else ""

    def rounded(self, column: int) -> bool:
        """Whole numbers of the column stand for a stretch: money, per cent, large units."""
        cells = [c for row in self.rows for c in row if c.column == column and c.value is not None]
        words = " ".join(
            [self.head(column), *(c.text for row in self.rows for c in row[:2] if c.value is None)]
        )
        return any(c.decimals for c in cells) or bool(_SCALED.search(words))


def grids(document: Document) -> list[Grid]:
    """The tables of a document."""
    tables: dict[int, dict[int, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for block in document.blocks:
        if block.kind is BlockKind.CELL and block.table is not None:
            cell = _cell(document, block.start, block.end, block.row or 0, block.column or 0)
            tables[block.table][cell.row].append(cell)
    return [
        Grid(rows=tuple(tuple(sorted(row, key=lambda c: c.column)) for _, row in sorted(rows.items())))
        for _, rows in sorted(tables.items())
    ]


def _cell(document: Document, start: int, end: int, row: int, column: int) -> Cell:
    text = normal(document.text[start:end]).strip()
    value, decimals = None, 0
    if _NUMBER.match(text):
        digits = text.replace(",", "").replace("−", "-").rstrip("%")
        value, decimals = Decimal(digits), len(digits.partition(".")[2])
    return Cell(
        text=text,
        row=row,
        column=column,
        passage=document.passage(start, end),
        value=value,
        decimals=decimals,
    )

"""Tables with a row or column of totals: the others are added up."""

from decimal import Decimal
from itertools import pairwise

import regex

from kejian.auditing.grids import Cell, Grid
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.intervals import Interval

_TOTAL_LABEL = regex.compile(r"^(?:全[市省区县国]|各[区县市])?(?:合\s*计|总\s*计|共\s*计|总\s*和)$")
_NO_SUM = regex.compile(
    r"累计|增|降|率|速|均|名次|位次|排名|序号|强度|每|时间|年份|±|密度|指数|得分|比上年|备注"
)
_PART_SHARES = regex.compile(r"占比|比重|构成|份额")
_INNER = regex.compile(
    r"其中|小\s*计|^[#＃]|^\s*[（(]?[一二三四五六七八九十\d]+[)）.、]|^(?:全市|全省|全国|总量)"
)
_YEARS = regex.compile(r"^(?:年份|年度|时间|序号)$")
_LARGEST = 200  # rows of a table whose parts are added up
_WHOLE = Decimal(100)
_FEWEST = 2


def total_lines(grid: Grid) -> list[Finding]:
    """Totals of a table that its rows or columns do not add up to."""
    return [*_columns(grid), *_rows(grid)]


def _columns(grid: Grid) -> list[Finding]:
    """Each column above or below the row of totals."""
    totals = [row for row in grid.rows if _TOTAL_LABEL.match(grid.label(row))]
    others = [
        row
        for row in grid.rows
        if row not in totals and any(c.value is not None for c in row) and grid.label(row)
    ]
    if len(totals) != 1 or not _FEWEST <= len(others) <= _LARGEST:
        return []
    if any(_INNER.search(grid.label(row)) for row in others) or _left_out(others):
        return []
    found = []
    for total in totals[0]:
        parts = [c for row in others for c in row if c.column == total.column and c.value is not None]
        head = grid.head(total.column)
        if total.value is None or len(parts) != len(others) or _NO_SUM.search(head):
            continue
        if "%" in head and total.value != _WHOLE:
            continue  # rates, which are not added up
        if not head.strip() and _among(total, parts):
            continue  # rates, whose head was lost on the way from the page
        found += _added(grid, total, parts)
    return found


def _left_out(rows: list[tuple[Cell, ...]]) -> bool:
    """Rows numbered 1, 12, 16: an extract of a longer table."""
    numbers = [row[0].text.strip() for row in rows if row]
    if len(numbers) != len(rows) or not all(n.isascii() and n.isdigit() and len(n) < 4 for n in numbers):
        return False
    counted = [int(n) for n in numbers]
    return counted[0] <= 1 and all(a < b for a, b in pairwise(counted)) and counted[-1] > len(rows)


def _rows(grid: Grid) -> list[Finding]:
    """Each row before or after its column of totals."""
    heads = [c for c in (grid.rows[0] if grid.rows else ()) if _TOTAL_LABEL.match(c.text)]
    if len(heads) != 1:
        return []
    column = heads[0].column
    inner = [c for c in grid.rows[0] if c.column != column and not _YEARS.match(c.text)]
    skipped = {c.column for c in grid.rows[0] if _YEARS.match(c.text)}
    if any(_INNER.search(c.text) or _NO_SUM.search(c.text) or _PART_SHARES.search(c.text) for c in inner):
        return []
    found = []
    for row in grid.rows[1:]:
        total = [c for c in row if c.column == column and c.value is not None]
        parts = [c for c in row if c.column not in (column, *skipped) and c.value is not None]
        if (
            total
            and len(parts) >= _FEWEST
            and len(parts) == len(inner) - (not skipped)
            and not _NO_SUM.search(grid.label(row))
        ):
            found += _added(grid, total[0], parts)
    return found


def _added(grid: Grid, total: Cell, parts: list[Cell]) -> list[Finding]:
    rounded = grid.rounded(total.column)
    added = Interval.exactly(Decimal(0))
    for place, part in enumerate(parts):
        added = added + part.bounds(rounded=rounded)
        if place and added.meets(total.bounds(rounded=rounded)):
            return []  # the first rows are one breakdown of the total; what follows may be another
    shares = _PART_SHARES.search(grid.head(total.column)) and total.value == _WHOLE
    if _nested(parts):
        return []
    plain = sum((p.value or Decimal(0) for p in parts), Decimal(0))
    return [
        Finding(
            check="totals",
            severity=Severity.ERROR,
            case=tell(
                "totals.share_cells" if shares else "totals.cells",
                total=total.text,
                parts=" + ".join(p.text for p in parts),
                computed=plain,
            ),
            passages=(total.passage, *(p.passage for p in parts)),
        )
    ]


def _among(total: Cell, parts: list[Cell]) -> bool:
    """No sum but something like an average: between the least and the most of the parts."""
    values = [p.value or Decimal(0) for p in parts]
    return min(values) <= (total.value or Decimal(0)) <= max(values)


def _nested(parts: list[Cell]) -> bool:
    """Some part is itself the sum of parts that follow it, so that the table has inner totals."""
    values = [p.value or Decimal(0) for p in parts]
    for first, value in enumerate(values):
        added = Decimal(0)
        for later, other in enumerate(values[first + 1 :]):
            added += other
            if later and added == value:
                return True
    return False

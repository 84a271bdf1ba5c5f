"""Tables whose first or last line is the sum of the others, whatever it is called."""

from collections.abc import Iterator
from decimal import Decimal

import regex

from kejian.auditing.checks.share_lines import Line, columns, rows
from kejian.auditing.grids import Cell, Grid
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.intervals import Interval

_NO_SUM = regex.compile(r"累计|增长|增速|增幅|降|率|均|名次|位次|排名|强度|每|密度|指数|得分")
_WHOLE = regex.compile(r"合\s*计|总\s*计|总[量数额]|^全|全[市省]")
_FEWEST = 2  # parts
_MOST = 60
_FAR = Decimal("0.3")  # of the sum: beyond, the line is no sum at all


def unnamed_sums(grid: Grid) -> Iterator[Finding]:
    """The one line in which the outermost cell is not the sum of the others, as it is in another line."""
    for lines, across in ((columns(grid), rows(grid)), (rows(grid), columns(grid))):
        kept = [line for line in lines if not _NO_SUM.search(line[0]) and len(line[1]) > _FEWEST]
        places = sorted({place for _, cells in kept for place in cells})
        if len(kept) < _FEWEST or not _FEWEST < len(places) <= _MOST:
            continue
        for end in (places[0], places[-1]):
            yield from _odd(kept, end, labels=across)


def _odd(lines: list[Line], end: int, *, labels: list[Line]) -> Iterator[Finding]:
    sums = [_judged(cells, end) for _, cells in lines if end in cells]
    odd = [one for one in sums if one is not None and not one[2]]
    fits = [one for one in sums if one is not None and one[2]]
    if len(odd) != 1 or not fits or len(sums) != len(odd) + len(fits):
        return
    total, parts, _ = odd[0]
    plain = sum((p.value or Decimal(0) for p in parts), Decimal(0))
    if abs(plain - (total.value or Decimal(0))) > plain * _FAR:
        return
    called = any(_WHOLE.search(name) for name, cells in labels if total in cells.values())
    yield Finding(
        check="totals",
        severity=Severity.ERROR if called else Severity.DOUBT,
        case=tell("totals.cells", total=total.text, parts=" + ".join(p.text for p in parts), computed=plain),
        passages=(total.passage, *(p.passage for p in parts)),
    )


def _judged(cells: dict[int, Cell], end: int) -> tuple[Cell, list[Cell], bool] | None:
    """The outermost cell, the others, and whether they add up to it."""
    total, parts = cells[end], [cell for place, cell in cells.items() if place != end]
    if len(parts) < _FEWEST or any((p.value or 0) <= 0 for p in (total, *parts)):
        return None
    added = Interval.exactly(Decimal(0))
    for part in parts:
        added = added + part.bounds(rounded=bool(part.decimals))
    return total, parts, added.meets(total.bounds(rounded=bool(total.decimals)))

"""Tables in which two rows or columns are part and whole, and a third prints the share."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

import regex

from kejian.auditing.grids import Cell, Grid
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.intervals import percent

_SHARES = regex.compile(r"占比|比重|份额|占[^，。]{0,16}(?:比例|比)|所占")
_FEWEST = 2  # pairs that fit, beside the one that does not
_MOST = 12  # rows or columns that are tried as part and whole
_SLACK = Decimal("0.0006")  # a share that was cut off instead of rounded
_MOVED = Decimal("0.004")  # moved about so that the shares make up a hundred
_HUNDREDTH = Decimal("0.01")
Line = tuple[str, dict[int, Cell]]


def against_lines(grid: Grid) -> Iterator[Finding]:
    """The share that is no quotient of the two lines whose quotients the others of its line are."""
    for lines in (columns(grid), rows(grid)):
        shares = [(name, cells) for name, cells in lines if _SHARES.search(name)]
        values = [line for line in lines if not _SHARES.search(line[0])][:_MOST]
        for _, printed in shares:
            yield from _odd(printed, values)


def _odd(printed: dict[int, Cell], values: list[Line]) -> Iterator[Finding]:
    found: list[tuple[Cell, Cell, Cell]] = []
    for (_, parts), (_, wholes) in permutations(values, 2):
        at = [place for place in printed if place in parts and place in wholes]
        fits = [place for place in at if _fits(printed[place], parts[place], wholes[place], slack=_SLACK)]
        if len(at) == len(fits) and len(at) >= _FEWEST:
            return  # these are the lines, and all is well
        odd = [place for place in at if place not in fits]
        if len(odd) == 1 and len(fits) >= _FEWEST and len(at) == len(printed):
            found.append((printed[odd[0]], parts[odd[0]], wholes[odd[0]]))
    if len(found) == 1:
        share, part, whole = found[0]
        close = _fits(share, part, whole, slack=_MOVED)
        quotient = part.bounds(rounded=True).over(whole.bounds(rounded=True))
        yield Finding(
            check="shares",
            severity=Severity.DOUBT if close else Severity.ERROR,
            case=tell(
                "shares.part_of_whole",
                part=part.text,
                whole=whole.text,
                printed=share.text,
                computed=percent(quotient),
            ),
            passages=(share.passage, part.passage, whole.passage),
        )


def _fits(share: Cell, part: Cell, whole: Cell, *, slack: Decimal) -> bool:
    one, other = part.bounds(rounded=True), whole.bounds(rounded=True)
    if not (one.positive and other.positive) or (part.value or 0) >= (whole.value or 0):
        return False
    return one.over(other).meets(share.bounds(rounded=True).times(_HUNDREDTH).widened(slack))


def columns(grid: Grid) -> list[Line]:
    """The numbers of each column by row, under the words of its head."""
    heads = {c.column: c.text for c in (grid.rows[0] if grid.rows else ()) if c.value is None}
    return [
        (head, {c.row: c for row in grid.rows[1:] for c in row if c.column == column and c.value is not None})
        for column, head in heads.items()
    ]


def rows(grid: Grid) -> list[Line]:
    """The numbers of each row by column, under the words in it."""
    return [
        (
            " ".join(c.text for c in row if c.value is None),
            {c.column: c for c in row if c.value is not None},
        )
        for row in grid.rows[1:]
    ]

"""Shares listed with each other: a column of a table against the values beside it, a list in a sentence."""

from collections.abc import Iterator
from decimal import Decimal

import regex

from kejian.auditing.grids import Cell, Grid
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import sum_of
from kejian.auditing.said import Said
from kejian.auditing.telling import tell
from kejian.intervals import Interval, percent
from kejian.model import Aspect

_SHARES = regex.compile(
    r"^(?:所)?占[^，。]{0,12}(?:比重|比例|份额)|^(?:所)?(?:占比|比重|构成|份额|占总[量数额]?的?(?:比重|比例)?)(?:[（(]?%[)）]?)?$|占比"
)
_TOTAL = regex.compile(r"^(?:合\s*计|总\s*计|共\s*计|总\s*和|全\s*市|全\s*省)$")
_FEWEST = 3  # parts by which the column of values is told
_HUNDRED = Decimal(100)
_ONE = Decimal(1)
_GAP = Decimal("0.12")  # below the whole, a part that is left out is likely
_MOVED = Decimal("0.4")  # per cent
# what opens a list of parts that do not overlap
_DIVIDED = regex.compile(
    r"按[^，。；]{1,12}(?:分|划分|看|来看)|从[^，。；]{1,12}(?:结构|构成|来源|类别|类型|分布|部门|领域|层次)?(?:看|来看)|其中|分别占|结构为|占比(?:分别|依次)|比重(?:分别|依次)|所占(?:比重|比例)|构成"
)
_OVERLAP = regex.compile(r"以上|及以上|含|另|又|女性|合计|两者|三者")


def against_values(grid: Grid) -> Iterator[Finding]:
    """The share of a row that does not fit, where the others are shares of a column's total."""
    for head in grid.rows[0] if grid.rows else ():
        if head.value is None and _SHARES.search(head.text):
            yield from _column(grid, head.column)


def _column(grid: Grid, column: int) -> Iterator[Finding]:
    totals = [row for row in grid.rows[1:] if _TOTAL.match(grid.label(row)) or _all(row, column)]
    rows = [row for row in grid.rows[1:] if row not in totals]
    shares = [(row, share) for row in rows if (share := _at(row, column)) is not None]
    if len(shares) < _FEWEST or len(totals) > 1:
        return
    found: list[Finding] = []
    for head in grid.rows[0]:
        if head.column >= column:
            break
        pairs = [(part, share) for row, share in shares if (part := _at(row, head.column)) is not None]
        total = _at(totals[0], head.column) if totals else None
        if len(pairs) != len(shares) or (totals and total is None):
            continue
        rounded = grid.rounded(head.column)
        whole = total.bounds(rounded=rounded) if total else _sum([p for p, _ in pairs], rounded=rounded)
        if not whole.positive:
            continue
        odd = [
            (part, share)
            for part, share in pairs
            if not _share(part, whole, rounded=rounded).meets(
                share.bounds(rounded=True).widened(Decimal("0.05"))
            )
        ]
        if not odd:
            return  # they are shares of this column
        if len(odd) == 1 and len(pairs) - len(odd) >= _FEWEST - 1:
            part, share = odd[0]
            fits = percent(part.bounds(rounded=rounded).over(whole))
            found.append(
                Finding(
                    check="shares",
                    severity=Severity.DOUBT
                    if _close(part, share, whole, rounded=rounded)
                    else Severity.ERROR,
                    case=tell(
                        "shares.column", printed=share.text, part=part.text, whole=total.text, computed=fits
                    )
                    if total
                    else tell(
                        "shares.column_without_total", printed=share.text, part=part.text, computed=fits
                    ),
                    passages=(share.passage, part.passage, *((total.passage,) if total else ())),
                )
            )
    yield from found[:1]


def _all(row: tuple[Cell, ...], column: int) -> bool:
    """Its share is 100 per cent."""
    share = _at(row, column)
    return share is not None and share.value == _HUNDRED


def _close(part: Cell, share: Cell, whole: Interval, *, rounded: bool) -> bool:
    """Off by no more than what is moved about so that the shares make up a hundred."""
    return _share(part, whole, rounded=rounded).meets(share.bounds(rounded=True).widened(_MOVED))


def _at(row: tuple[Cell, ...], column: int) -> Cell | None:
    return next((c for c in row if c.column == column and c.value is not None), None)


def _sum(parts: list[Cell], *, rounded: bool) -> Interval:
    added = Interval.exactly(Decimal(0))
    for part in parts:
        added = added + part.bounds(rounded=rounded)
    return added


def _share(part: Cell, whole: Interval, *, rounded: bool) -> Interval:
    return part.bounds(rounded=rounded).over(whole).times(_HUNDRED)


def above_whole(sentence: tuple[Said, ...], *, left_out: bool = False) -> Iterator[Finding]:
    """Shares of one division that are together more than the whole: `企业占76.4%，高校占18.2%，…占12.3%`.

    ``left_out`` says that the parts themselves leave room for others.
    """
    quote, offset = sentence[0].figure.sentence.quote, sentence[0].figure.sentence.start
    divided = _DIVIDED.search(quote)
    if divided is None or _OVERLAP.search(quote):
        return
    run: list[Said] = []
    stop = quote.find("；", divided.end())
    for said in sentence:
        if said.start < offset + divided.end() - len("占"):
            continue
        if 0 <= stop < said.start - offset or _whole(run):
            break  # what follows is of another whole
        if said.figure.aspect is Aspect.SHARE and said.exact and said.hard.bounded:
            run.append(said)
        elif said.figure.aspect is not Aspect.LEVEL:
            break  # a growth or rank: what follows is of something else
    if len(run) < _FEWEST:
        return
    added = sum_of(run)
    short = added.upper is not None and _ONE - _GAP < added.upper < _ONE and not divided[0].startswith("其中")
    if short and not left_out:
        yield Finding(
            check="shares",
            severity=Severity.DOUBT,
            case=tell(
                "shares.below_whole",
                parts=" + ".join(s.passage.quote for s in run),
                computed=percent(added),
            ),
            passages=tuple(s.passage for s in run),
        )
    if added.lower is not None and added.lower > _ONE:
        yield Finding(
            check="shares",
            severity=Severity.ERROR if not divided[0].startswith("其中") else Severity.DOUBT,
            case=tell(
                "shares.above_whole",
                parts=" + ".join(s.passage.quote for s in run),
                computed=percent(added),
            ),
            passages=tuple(s.passage for s in run),
        )


def _whole(run: list[Said]) -> bool:
    """The shares are the whole already."""
    return len(run) > 1 and sum_of(run).meets(Interval.exactly(_ONE))

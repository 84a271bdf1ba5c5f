"""A figure that is 10, 100 or 10 000 times its neighbours in the series: a slip of 万, 亿 or a digit."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

import msgspec
import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.sizes import sizes
from kejian.auditing.groups import Group
from kejian.auditing.levels import levels
from kejian.auditing.model import Finding, Severity
from kejian.auditing.readings import by_words
from kejian.auditing.said import Said
from kejian.auditing.telling import tell
from kejian.model import Document

NAME = "jumps"
_FACTORS = (Decimal(10), Decimal(100), Decimal(1000), Decimal(10_000), Decimal(10**8))
_LOW, _HIGH = Decimal("0.75"), Decimal("1.35")  # a year of growth on top of the slip
_SMALLEST = 10  # counts below may well grow tenfold
_YEAR = 4
_FROM = regex.compile(r"[由从自](?:(?:上年|去年|(?:19|20)\d{2}年)[末底]?)?的?$")
_TO = regex.compile(
    r"^[，,]?(?:迅速|快速|稳步)?(?:增加|增长|提高|提升|上升|扩大|发展|壮大|跃升|攀升|增|升)[到至为]"
)
_APART = 2  # years: over more, a real tenfold growth is common


def check(body: Body) -> list[Finding]:
    """Compare each yearly level of a document with those of the periods beside it."""
    found = _judged(body.said)
    for sentence in body.sentences():
        document = body.reads[sentence[0].document - body.first].document
        found += [f for a, b in pairwise(sentence) if (f := _risen(a, b, document)) is not None]
    known = {passage for finding in found for passage in finding.passages}
    for group in by_words(body.again):
        found += [f for f in _judged(group, together=True) if not known.intersection(f.passages)]
    known = {passage for finding in found for passage in finding.passages}
    return [*found, *(f for f in sizes(body) if not known.intersection(f.passages))]


def across(group: Group) -> list[Finding]:
    """The same through several documents."""
    return _judged(group.figures, apart=True, together=True) if group.measures else []


def _judged(figures: Iterable[Said], *, apart: bool = False, together: bool = False) -> list[Finding]:
    found = []
    told = [_counted(said) for said in figures]
    for _, periods in levels(told, together=together).series():
        years = sorted(p for p in periods if len(p) == _YEAR)
        for kind in {(s.figure.aspect, s.accumulation) for p in years for s in periods[p]}:
            line = [
                one
                for p in years
                if (one := next((s for s in periods[p] if (s.figure.aspect, s.accumulation) == kind), None))
            ]
            pairs = [(a, b) for a, b in pairwise(line) if not (apart and a.document == b.document)]
            found += [finding for a, b in pairs if (finding := _jump(a, b)) is not None]
    return found


def _counted(said: Said) -> Said:
    """About a number is near enough to ask whether it is ten times another."""
    if said.figure.comparator != "~" or said.figure.value is None:
        return said
    return msgspec.structs.replace(said, figure=msgspec.structs.replace(said.figure, comparator="="))


def _risen(a: Said, b: Said, document: Document) -> Finding | None:
    """`从3847人增加到42513人`: a slip if it is about ten times as many."""
    between = document.text[a.passage.end : b.start]
    if a.figure.unit != b.figure.unit or not (_FROM.search(a.lead) and _TO.match(between)):
        return None
    years = [s.period[:_YEAR] for s in (a, b)]
    if all(y.isdigit() for y in years) and int(years[1]) - int(years[0]) > _APART:
        return None
    return _by_factor(a, b)


def _jump(a: Said, b: Said) -> Finding | None:
    if int(b.period) - int(a.period) > _APART:
        return None
    return _by_factor(a, b)


def _by_factor(a: Said, b: Said) -> Finding | None:
    small, large = sorted((a.figure.value or Decimal(0), b.figure.value or Decimal(0)))
    counts = a.figure.unit != "1" and small == small.to_integral_value()
    if small <= 0 or (small < _SMALLEST and counts):
        return None
    factor = large / small
    near = [f for f in _FACTORS if _LOW <= factor / f <= _HIGH]
    if not near:
        return None
    return Finding(
        check=NAME,
        severity=Severity.DOUBT,
        case=tell(
            "jumps.factor",
            measure=a.figure.measure or "",
            one=a.passage.quote,
            one_period=a.period,
            other=b.passage.quote,
            other_period=b.period,
            fold=near[0],
            factor=f"{factor:.1f}",
        ),
        passages=(b.passage, a.passage),
    )

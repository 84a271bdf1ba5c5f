"""Two different things that claim the same first."""

from collections import defaultdict
from itertools import combinations

from kejian.auditing.body import Body
from kejian.auditing.events import Told, told
from kejian.auditing.groups import Group, Kind
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell

NAME = "claims"
_MANY = 40  # claims of one first that are compared each with each


def check(body: Body) -> list[Finding]:
    """Pair the events of a document that claim the first of one kind in one place, by different names."""
    claims: dict[str, list[Told]] = defaultdict(list)
    for number, read in body.numbered():
        for event in told(number, read):
            if event.first:
                claims[event.first].append(event)
    return [finding for group in claims.values() for finding in _pairs(group)]


def across(group: Group) -> list[Finding]:
    """The same for claims of several documents."""
    if group.kind is not Kind.CLAIM:
        return []
    return _pairs(group.events, apart=True)


def _pairs(group: list[Told] | tuple[Told, ...], *, apart: bool = False) -> list[Finding]:
    return [
        Finding(
            check=NAME,
            severity=Severity.DOUBT,
            case=tell(
                "claims.both",
                one=a.names[0],
                other=b.names[0],
                claim=a.claim,
                kind=a.first.partition("|")[2],
            ),
            passages=(a.passage, b.passage),
        )
        for a, b in combinations(group[:_MANY], 2)
        if not set(a.names) & set(b.names) and a.date != b.date and not (apart and a.document == b.document)
    ]

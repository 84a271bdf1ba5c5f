"""Two different things that claim the same first."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from kejian.auditing.body import Body
from kejian.auditing.groups import Group, Kind
from kejian.auditing.happenings import Happening, happenings
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell

NAME = "claims"
_MANY = 40  # claims of one first that are compared each with each


def check(body: Body) -> list[Finding]:
    """Pair the sentences of a document that claim the first of one kind in one place, by different names."""
    found: dict[str, list[Happening]] = defaultdict(list)
    for number, read in body.numbered():
        for happening in happenings(number, read):
            for claim in happening.claims:
                found[claim].append(happening)
    return [finding for claim, group in found.items() for finding in _pairs(claim, group)]


def across(group: Group) -> list[Finding]:
    """The same for claims of several documents."""
    if group.kind is not Kind.CLAIM:
        return []
    return _pairs("|".join(group.key.split("|")[-2:]), group.happenings, apart=True)


def _pairs(claim: str, group: Sequence[Happening], *, apart: bool = False) -> list[Finding]:
    where, _, kind = claim.partition("|")
    return [
        Finding(
            check=NAME,
            severity=Severity.DOUBT,
            case=tell("claims.both", one=a.names[0], other=b.names[0], claim=f"{where}首个", kind=kind),
            passages=(a.passage, b.passage),
        )
        for a, b in combinations(group[:_MANY], 2)
        if not set(a.names) & set(b.names) and not (apart and a.document == b.document)
    ]

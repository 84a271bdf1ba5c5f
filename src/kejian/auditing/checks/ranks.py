"""Ranks: two ranks of one thing, places gained or lost against the ranks of both years, values ranked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from kejian.auditing.body import Body
from kejian.auditing.checks.orderings import in_sentences
from kejian.auditing.checks.placings import placings
from kejian.auditing.checks.rankings import in_tables, in_text
from kejian.auditing.groups import Group, Kind
from kejian.auditing.model import Finding, Severity
from kejian.auditing.standings import Standing, one_list, standings
from kejian.auditing.telling import tell
from kejian.model import Passage

NAME = "ranks"
_MANY = 60  # places of one holder in one year that are compared each with each


def check(body: Body) -> list[Finding]:
    """Compare the places that a document tells with each other and with the values that they rank."""
    found: list[Finding] = []
    for number, read in body.numbered():
        found += _judged(standings(number, read))
        found += [*in_sentences(read), *in_tables(read), *in_text(read)]
        known = [(p.start, p.end) for f in found for p in f.passages if p.document == read.document.name]
        found += [f for f in placings(read) if not any(_overlap(p, known) for p in f.passages)]
    return found


def _overlap(passage: Passage, known: Sequence[tuple[int, int]]) -> bool:
    return any(start < passage.end and passage.start < end for start, end in known)


def across(group: Group) -> list[Finding]:
    """The same for the places that several documents tell."""
    return _judged(group.standings, apart=True) if group.kind is Kind.STANDING else []


def _judged(told: Iterable[Standing], *, apart: bool = False) -> list[Finding]:
    by_year: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for one in told:
        by_year[one.subject, one.year].append(one)
    found = []
    for (subject, _), now in by_year.items():
        found += _two(now[:_MANY], apart=apart)
        for one in now[:_MANY]:
            then = by_year.get((subject, one.since), [])[:_MANY]
            finding = _moved(one, then, apart=apart) if one.moved is not None else None
            found += [finding] if finding is not None else []
    return found


def _two(group: Sequence[Standing], *, apart: bool) -> list[Finding]:
    for a, b in combinations(group, 2):
        if apart == (a.document == b.document) or (a.document, a.sentence) == (b.document, b.sentence):
            continue
        if a.worst >= b.best and b.worst >= a.best:
            continue
        if not one_list(a, b) or _two_editions(a, b):
            continue
        sure = a.dated and b.dated and (a.title, a.topic) == (b.title, b.topic) and a.scope == b.scope
        return [
            Finding(
                check=NAME,
                severity=Severity.ERROR if sure else Severity.DOUBT,
                case=tell(
                    "ranks.two",
                    subject=a.subject,
                    one=a.passage.quote,
                    other=b.passage.quote,
                    measure=a.title or a.topic or b.topic,
                    period=a.year,
                ),
                passages=(b.passage, a.passage),
            )
        ]
    return []


def _two_editions(a: Standing, b: Standing) -> bool:
    """One place is that from which the other moved: the years are not told, and two editions are meant."""
    if a.dated and b.dated:
        return False
    return any(now.moved and then.best - now.best == now.moved for now, then in ((a, b), (b, a)))


def _moved(now: Standing, then: Sequence[Standing], *, apart: bool) -> Finding | None:
    """Places gained against the place of the year before."""
    if now.move is None or now.moved is None or now.best != now.worst:
        return None
    of_list = [one for one in then if one.best == one.worst and one_list(now, one)]
    if apart and any(one.document == now.document for one in of_list):
        return None  # looked at in the document itself
    if not of_list or any(one.best - now.best == now.moved for one in of_list):
        return None
    before = of_list[0]
    return Finding(
        check=NAME,
        severity=Severity.ERROR if before.document == now.document else Severity.DOUBT,
        case=tell(
            "ranks.moved",
            earlier=before.passage.quote,
            now=now.passage.quote,
            printed=now.move.quote,
            place_before=before.best,
            place_now=now.best,
            gained=before.best - now.best,
        ),
        passages=(now.move, now.passage, before.passage),
    )

"""All checks over documents: within each, and across what several documents say of one thing."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from kejian.auditing.body import Body, body, main_subject
from kejian.auditing.checks import (
    agreement,
    claims,
    cumulative,
    dates,
    events,
    growth,
    jumps,
    lists,
    names,
    parts,
    periods,
    ranks,
    rates,
    shares,
    structure,
    terms,
    totals,
    wording,
)
from kejian.auditing.groups import Group, groups
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.same import place_key, subject_key
from kejian.linking.subjects import place_of
from kejian.model import Passage

Within = Callable[[Body], list[Finding]]
Across = Callable[[Group], list[Finding]]

# the checks in the order in which findings of one severity and place are listed: a name, the check of one
# document, and the check of a group that several documents contribute to, where there is one
CHECKS: tuple[tuple[str, Within, Across | None], ...] = (
    (growth.NAME, growth.check, growth.across),
    (shares.NAME, shares.check, None),
    (totals.NAME, totals.check, None),
    (agreement.NAME, agreement.check, agreement.across),
    (lists.NAME, lists.check, None),
    (ranks.NAME, ranks.check, ranks.across),
    (parts.NAME, parts.check, None),
    (rates.NAME, rates.check, None),
    (cumulative.NAME, cumulative.check, cumulative.across),
    (periods.NAME, periods.check, None),
    (jumps.NAME, jumps.check, jumps.across),
    (names.NAME, names.check, names.across),
    (terms.NAME, terms.check, None),
    (events.NAME, events.check, events.across),
    (claims.NAME, claims.check, claims.across),
    (dates.NAME, dates.check, None),
    (wording.NAME, wording.check, None),
    (structure.NAME, structure.check, None),
)
NAMES = tuple(name for name, _, _ in CHECKS)
# counts up whenever what the checks find changes, so that a base knows what to audit again
VERSION = 13
_WORST = tuple(Severity)


def audit(reads: Iterable[Read], *, only: Sequence[str] | None = None) -> list[Finding]:
    """Findings on documents that are audited as one body, worst first, then in reading order.

    ``only`` names the checks to run; without it all run.
    """
    kept = list(reads)
    city = only_city(kept)
    bodies = [body([read], first=number, city=city) for number, read in enumerate(placed(kept))]
    found = [finding for one in bodies for finding in within(one, only=only)]
    if len(bodies) > 1:
        alone = all(place_key(read.facts) == "" for read in kept)
        found += [
            f
            for group in groups(bodies, together=alone, one_city=bool(city))
            for f in across(group, only=only)
        ]
    return sort(found, documents=[read.document.name for read in kept])


def only_city(reads: Sequence[Read]) -> str:
    """The city that all documents are about that say so; empty where they say none, or several."""
    about = [place_of(read.facts.about, [f.subject for f in read.facts.figures]) for read in reads]
    names = {subject_key(one.name, main="") for one in about if one is not None}
    cities = {name for name in names if not name.endswith(("区", "县"))}
    return cities.pop() if len(cities) == 1 else ""


def placed(reads: Sequence[Read]) -> list[Read]:
    """The documents, those that do not say which place they are about taken for that of all the others.

    Only if all others are about one place: who audits them together says that they belong together.
    """
    about = [place_of(read.facts.about, [f.subject for f in read.facts.figures]) for read in reads]
    names = {one.name for one in about if one is not None}
    if len(names) != 1 or None not in about:
        return list(reads)
    (name,) = names
    found = []
    for read, one in zip(reads, about, strict=True):
        main = main_subject(read.facts)
        if one is None and (main == name or not main.endswith(("区", "县"))):
            told = msgspec.structs.replace(read.facts.about, publisher=name)
            read = Read(document=read.document, facts=msgspec.structs.replace(read.facts, about=told))
        found.append(read)
    return found


def within(one: Body, *, only: Sequence[str] | None = None) -> Iterator[Finding]:
    """What the checks find in one document by itself."""
    for name, check, _ in CHECKS:
        if only is None or name in only:
            yield from check(one)


def across(group: Group, *, only: Sequence[str] | None = None) -> Iterator[Finding]:
    """What the checks find between the documents that contribute to a group, and in none of them alone."""
    for name, _, check in CHECKS:
        if check is not None and (only is None or name in only):
            yield from check(group)


def sort(findings: Iterable[Finding], *, documents: Sequence[str]) -> list[Finding]:
    """Each finding once: worst first, then in the order of the documents and places."""
    order = {name: number for number, name in enumerate(documents)}

    def rank(finding: Finding) -> tuple[int, int, int]:
        first = finding.passages[0]
        return _WORST.index(finding.severity), order.get(first.document, 0), first.start

    once: dict[tuple[str, frozenset[Passage]], Finding] = {}
    for finding in sorted(dict.fromkeys(findings), key=rank):
        once.setdefault((finding.check, frozenset(finding.passages)), finding)
    return list(once.values())

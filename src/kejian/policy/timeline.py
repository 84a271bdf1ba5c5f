"""When versions hold, what supersedes what, and that no policy needs itself."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from kejian.policy.errors import RuleError
from kejian.policy.fields import fields
from kejian.policy.model import Cases, Condition, Group, Leaf, Policy, Requires, Term, Version
from kejian.policy.places import Spot

_YEAR = re.compile(r"〔(\d{4})〕|(\d{4})年第")
_DAY = timedelta(days=1)
_DEEPEST = 8  # policies that need each other in a chain


def dated(versions: tuple[Version, ...], *, spot: Spot) -> tuple[Version, ...]:
    """Versions with the days they are taken to be in force; `RuleError` where two overlap.

    A start that is not known is taken as the first day of the document's year; an end that is not known as
    the day before the next version.
    """
    found: list[Version] = []
    for version in versions:
        first = version.start or _first_day(version.document)
        if found:
            before = found[-1]
            if first <= before.first or (before.end is not None and before.end >= first):
                spot.wrong(
                    f"has overlapping versions: one from {before.first} to {before.end or 'open'}, "
                    f"the next from {first}",
                    "versions in order, each ending before the next starts",
                )
            found[-1] = replace(before, last=min(before.last, first - _DAY))
        found.append(replace(version, first=first, last=version.end or date.max))
    return tuple(found)


def _first_day(document: str | None) -> date:
    match = _YEAR.search(document or "")
    return date(int(match[1] or match[2]), 1, 1) if match else date.min


def supersede(policies: dict[str, Policy]) -> dict[str, Policy]:
    """Policies, each ending before the one that supersedes it starts."""
    found = dict(policies)
    for policy in policies.values():
        if policy.superseded_by is None:
            continue
        end = policies[policy.superseded_by].versions[0].first - _DAY
        last = policy.versions[-1]
        versions = (*policy.versions[:-1], replace(last, last=min(last.last, end)))
        found[policy.id] = replace(policy, versions=versions)
    return found


def check_references(policies: dict[str, Policy]) -> None:
    """`RuleError` for a policy that is named but missing, and for prerequisites in a circle."""
    granting = {p.grants: p.id for p in policies.values() if p.grants}
    needs: dict[str, set[str]] = {}
    for policy in policies.values():
        needed = set()
        for name in _policies_in(policy):
            if name not in policies:
                raise _unknown(policy, name)
            needed.add(name)
        needed |= {granting[figure] for figure in figures_of(policy) if figure in granting}
        needs[policy.id] = needed
    _check_chains(needs, "prerequisites")
    after: dict[str, set[str]] = {}
    for policy in policies.values():
        if policy.superseded_by is not None and policy.superseded_by not in policies:
            raise _unknown(policy, policy.superseded_by)
        after[policy.id] = {policy.superseded_by} if policy.superseded_by else set()
    _check_chains(after, "successors", longest=len(after))


def _check_chains(needs: dict[str, set[str]], what: str, *, longest: int = _DEEPEST) -> None:
    """`RuleError` where one policy leads to another in a circle, or in a chain longer than ``longest``."""
    deep: dict[str, int] = {}
    for start in needs:
        path = [start]
        while path:
            at = path[-1]
            later = next((name for name in sorted(needs[at]) if name not in deep), None)
            if later is None:
                deep[at] = 1 + max((deep[name] for name in needs[at]), default=0)
                path.pop()
            elif later in path:
                circle = " → ".join((*path[path.index(later) :], later))
                raise RuleError(
                    f"{what} run in a circle: {circle}",
                    where=f"policy {later}",
                    hint="remove one of them",
                )
            else:
                path.append(later)
        if deep[start] > longest:
            raise RuleError(
                f"{what} lead on through {deep[start]} policies",
                where=f"policy {start}",
                hint=f"expected at most {longest}",
            )


def _unknown(policy: Policy, name: str) -> RuleError:
    return RuleError(
        f"names the policy “{name}”, which is not known",
        where=f"policy {policy.id}",
        hint="expected the id of a rule file",
    )


def leaves(condition: Condition) -> Iterator[Condition]:
    """The innermost conditions of ``condition``."""
    if isinstance(condition, Group):
        for part in condition.of:
            yield from leaves(part)
    elif isinstance(condition, Cases):
        for case in condition.cases:
            yield from leaves(case.when)
            yield from leaves(case.then)
        yield from leaves(condition.otherwise)
    else:
        yield condition


def conditions_of(policy: Policy, *, version: Version | None = None) -> Iterator[Condition]:
    """The innermost conditions of a version, or of all."""
    for one in (version,) if version else policy.versions:
        for condition in one.conditions:
            yield from leaves(condition)
        for option in one.options:
            for condition in option.conditions:
                yield from leaves(condition)


def terms_of(policy: Policy, *, version: Version | None = None) -> Iterator[Term]:
    """All formulas and parts of formulas of a version, or of all."""
    for one in (version,) if version else policy.versions:
        for option in one.options:
            for term in (option.benefit.rate, option.benefit.amount):
                if term is not None:
                    yield from _parts(term)


def _parts(term: Term) -> Iterator[Term]:
    yield term
    for part in term.of:
        yield from _parts(part)


def figures_of(policy: Policy, *, version: Version | None = None) -> set[str]:
    """The fields that the conditions of ``policy`` look at."""
    return {leaf.figure for leaf in conditions_of(policy, version=version) if isinstance(leaf, Leaf)}


def facts_of(policy: Policy, *, version: Version | None = None) -> set[str]:
    """The fields to be stated for the conditions of ``policy``."""
    return {fact for figure in figures_of(policy, version=version) for fact in fields().facts_of(figure)}


def _policies_in(policy: Policy) -> Iterator[str]:
    for condition in conditions_of(policy):
        if isinstance(condition, Requires):
            yield condition.policy
    for term in terms_of(policy):
        if term.op == "policy":
            yield term.name

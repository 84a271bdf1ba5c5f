"""Which fact to ask for next: the one that settles most verdicts."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from kejian.model import Value
from kejian.policy.fields import Field, fields
from kejian.policy.model import Leaf, Policy, RuleBook
from kejian.policy.profile import Fact, Profile
from kejian.policy.timeline import conditions_of
from kejian.policy.verdicts import Kind, judge


class Question(Value, frozen=True, kw_only=True):
    """A fact to ask for: how many verdicts it can settle, and those it concerns."""

    field: str
    question: str
    settles: int
    concerns: tuple[str, ...]


def questions(
    profile: Profile, *, day: date, book: RuleBook, skipped: Collection[str] = ()
) -> tuple[Question, ...]:
    """The facts still worth asking for, most useful first; none when nothing is left to settle.

    What stands in ``skipped`` is not known to the enterprise either, and is not asked for.

    For each fact some answers on either side of the thresholds are tried; ``settles`` is the most verdicts
    that one of them settles. Of equals the fact that concerns more policies comes first, then the order of
    the list of fields.
    """
    pending = {}
    for policy in book.policies.values():
        verdict = judge(policy, profile, day=day, book=book)
        if verdict.kind is Kind.NEEDS and verdict.needs:
            pending[policy.id] = verdict.needs
    names = dict.fromkeys(name for needs in pending.values() for name in needs if name not in skipped)
    order = {name: at for at, name in enumerate(fields().by_name)}
    found = []
    for name in names:
        concerned = tuple(policy for policy, needs in pending.items() if name in needs)
        settled = _settled(name, concerned, profile, day=day, book=book)
        entry = fields()[name]
        found.append(
            Question(field=name, question=entry.question or entry.label, settles=settled, concerns=concerned)
        )
    return tuple(sorted(found, key=lambda q: (-q.settles, -len(q.concerns), order[q.field])))


def _settled(name: str, concerned: tuple[str, ...], profile: Profile, *, day: date, book: RuleBook) -> int:
    most = 0
    policies = [book.policies[policy] for policy in concerned]
    for answer in _answers(fields()[name], policies, day):
        tried = profile.with_facts(**{name: answer})
        kinds = [judge(policy, tried, day=day, book=book).kind for policy in policies]
        most = max(most, sum(kind is not Kind.NEEDS for kind in kinds))
    return most


def _answers(entry: Field, policies: list[Policy], day: date) -> list[Fact]:
    if entry.kind == "flag":
        return [True, False]
    if entry.kind == "choice":
        return list(entry.choices)
    if entry.kind == "set":
        return [frozenset((choice,)) for choice in entry.choices]
    if entry.kind == "date":
        return [day, date(day.year - 4, 1, 1), date(day.year - 20, 1, 1)]
    if entry.kind == "year":
        return [day.year, day.year - 20]
    around: set[Fact] = {0}
    for policy in policies:
        for leaf in conditions_of(policy):
            if isinstance(leaf, Leaf) and leaf.figure == entry.name and leaf.parameter:
                limit = policy.parameters[leaf.parameter].at(day)
                if isinstance(limit, Fraction):
                    around |= {_as(entry, limit), _as(entry, limit * 2), _as(entry, limit / 2)}
    return sorted(around | {_as(entry, Fraction(10**13))}, key=lambda v: Fraction(v))  # type: ignore[arg-type]


def _as(entry: Field, value: Fraction) -> int | Fraction:
    return int(value) if entry.kind in ("money", "count") else value

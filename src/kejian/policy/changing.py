"""What would change a verdict: the smallest change in each single fact that turns it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor

from kejian.model import Value
from kejian.policy.evaluating import Step
from kejian.policy.fields import fields
from kejian.policy.figures import anniversary
from kejian.policy.model import RuleBook
from kejian.policy.profile import Fact, Profile
from kejian.policy.verdicts import Kind, Verdict, judge

_MOST = 400  # values tried


class Change(Value, frozen=True, kw_only=True):
    """One fact with another value, and the verdict that it gives."""

    field: str
    value: Fact
    to: Fact
    verdict: Kind


def changes(verdict: Verdict, profile: Profile, *, day: date, book: RuleBook) -> tuple[Change, ...]:
    """For each stated fact that alone can turn ``verdict``: the nearest value that does.

    A verdict turns when the enterprise becomes eligible, or stops being so. Whole numbers change by one
    person or one fen, shares by one hundredth of a percent past the threshold, choices to another choice.
    """
    turned = verdict.kind is not Kind.ELIGIBLE
    policy = book.policies[verdict.id]
    found: dict[str, Change] = {}
    for name, to in _candidates(verdict, profile, day):
        value = profile.get(name)
        if value is None or value == to or (name in found and _far(value, to) >= _far(value, found[name].to)):
            continue
        after = judge(policy, profile.with_facts(**{name: to}), day=day, book=book)
        if (after.kind is Kind.ELIGIBLE) is turned and after.kind is not verdict.kind:
            found[name] = Change(field=name, value=value, to=to, verdict=after.kind)
    return tuple(found.values())


def turns_on(verdict: Verdict, profile: Profile, *, day: date, book: RuleBook) -> date | None:
    """The first later day within ten years on which the verdict is another one, all facts as they are.

    Looked for at the starts and ends of versions, where thresholds change, at anniversaries that conditions
    name, and at the start of each year where one counts the years of a benefit.
    """
    policy = book.policies[verdict.id]
    days = {v.first for v in policy.versions}
    days |= {date.fromordinal(v.last.toordinal() + 1) for v in policy.versions if v.last < date.max}
    days |= {start for parameter in policy.parameters.values() for start, _ in parameter.values}
    if any(step.figure and fields()[step.figure].computed == "year_number" for step in verdict.steps):
        days |= {date(day.year + years, 1, 1) for years in range(1, 11)}
    for step in verdict.steps:
        if step.figure and fields()[step.figure].kind == "age" and isinstance(step.threshold, Fraction):
            start = profile.get(fields()[step.figure].parts[0])
            if isinstance(start, date) and len(fields()[step.figure].parts) == 1:
                reached = anniversary(start, int(step.threshold))
                days |= {reached, date.fromordinal(reached.toordinal() + 1)}
    for later in sorted(d for d in days if day < d < date(day.year + 10, 12, 31)):
        if judge(policy, profile, day=later, book=book).kind is not verdict.kind:
            return later
    return None


def _candidates(verdict: Verdict, profile: Profile, day: date) -> Iterator[tuple[str, Fact]]:
    tried = 0
    for step in verdict.steps:
        if step.figure is None or step.threshold is None:
            continue
        for name, to in _around(step, profile, day):
            tried += 1
            if tried > _MOST:
                return
            if name in fields() and _possible(name, to):
                yield name, to


def _possible(name: str, to: Fact) -> bool:
    return fields()[name].signed or not isinstance(to, int | Fraction) or to >= 0


def _around(step: Step, profile: Profile, day: date) -> Iterator[tuple[str, Fact]]:
    name = step.figure or ""
    entry = fields()[name]
    if isinstance(step.threshold, tuple):
        yield from _others(name, step.threshold, profile.get(name))
    elif isinstance(step.threshold, date):
        for shift in (-1, 0, 1):
            yield name, date.fromordinal(step.threshold.toordinal() + shift)
    elif step.threshold is not None:
        if entry.computed == "ratio" and profile.get(name) is None:
            yield from _ratio(entry.parts, step.threshold, profile)
        elif entry.kind == "age":
            yield from _started(entry.parts[0], int(step.threshold), day)
        elif entry.kind in ("money", "count"):
            for shift in (-1, 0, 1):
                yield name, int(step.threshold) + shift
        elif entry.computed is None or profile.get(name) is not None:
            grain = Fraction(1, 10_000) if entry.kind == "share" else Fraction(1)
            for shift in (-1, 0, 1):
                yield name, step.threshold + shift * grain


def _others(name: str, choices: tuple[str, ...], value: Fact | None) -> Iterator[tuple[str, Fact]]:
    entry = fields()[name]
    stated = value if isinstance(value, frozenset) else frozenset()
    if entry.kind == "flag":
        yield name, True
        yield name, False
    elif entry.kind == "set":
        for choice in choices:
            yield name, stated | {choice}
        yield name, (stated - frozenset(choices)) or frozenset({"other"})
    else:
        for choice in (*choices, *(c for c in entry.choices if c not in choices)):
            yield name, choice


def _ratio(parts: tuple[str, ...], share: Fraction, profile: Profile) -> Iterator[tuple[str, Fact]]:
    top, whole = profile.get(parts[0]), profile.get(parts[1])
    if isinstance(whole, int):
        for near in (floor(share * whole), ceil(share * whole)):
            for shift in (-1, 0, 1):
                yield parts[0], near + shift
    if isinstance(top, int) and share > 0:
        for near in (floor(top / share), ceil(top / share)):
            for shift in (-1, 0, 1):
                yield parts[1], near + shift


def _started(name: str, months: int, day: date) -> Iterator[tuple[str, Fact]]:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    start = date(year, month + 1, min(day.day, 28))
    for shift in range(-1, 5):
        yield name, date.fromordinal(start.toordinal() + shift)


def _far(value: Fact, to: Fact) -> Fraction:
    if isinstance(value, date) and isinstance(to, date):
        return Fraction(abs(value.toordinal() - to.toordinal()))
    if isinstance(value, frozenset) and isinstance(to, frozenset):
        return Fraction(len(value ^ to))
    if isinstance(value, int | Fraction) and isinstance(to, int | Fraction):
        return abs(Fraction(value) - Fraction(to))
    return Fraction(1)

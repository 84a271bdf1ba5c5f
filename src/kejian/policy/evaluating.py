"""Conditions and formulas over one profile: met, not met or unknown; exact or unknown; every step kept."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from operator import ge, gt, le, lt

from kejian.model import Value
from kejian.policy.fields import fields
from kejian.policy.figures import figure
from kejian.policy.model import Cases, Condition, Group, Leaf, Open, Policy, RuleBook, Term, Version
from kejian.policy.profile import Fact

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": ge, "more_than": gt, "at_most": le, "less_than": lt,
}  # fmt: skip


class Step(Value, frozen=True, kw_only=True):
    """One condition as it was looked at: the figure, the threshold and since when it holds, the result.

    ``met`` is None where it is unknown; ``missing`` are the fields that would tell.
    """

    id: str
    text: str
    met: bool | None
    verified: bool
    figure: str | None = None
    value: Fact | None = None
    comparison: str | None = None
    threshold: Fraction | date | tuple[str, ...] | None = None
    threshold_since: date | None = None
    reference: str | None = None
    missing: tuple[str, ...] = ()
    open: str | None = None
    decides: bool = True


class Outcome(Value, frozen=True, kw_only=True):
    """The result of a condition with its steps; ``verified`` if all of its parts are."""

    met: bool | None
    verified: bool
    steps: tuple[Step, ...]

    @property
    def deciding(self) -> tuple[Step, ...]:
        """The steps that make the condition what it is: of an unmet one those not met, else the unknown."""
        return tuple(s for s in self.steps if s.decides and s.met is self.met)


class Facts:
    """The facts of an enterprise (and of one of its projects) on a day, under a rule book."""

    def __init__(self, facts: Mapping[str, Fact], *, day: date, book: RuleBook) -> None:
        self.facts, self.day, self.book = facts, day, book

    def judge(self, condition: Condition, policy: Policy, version: Version) -> Outcome:
        """What ``condition`` of ``policy`` comes to."""
        if isinstance(condition, Leaf):
            return self._leaf(condition, policy, version)
        if isinstance(condition, Group):
            parts = tuple(self.judge(part, policy, version) for part in condition.of)
            return _joined(
                any_of(p.met for p in parts) if condition.any else all_of(p.met for p in parts), parts
            )
        if isinstance(condition, Cases):
            return self._cases(condition, policy, version)
        if isinstance(condition, Open):
            step = Step(id="open", text=condition.text, met=None, verified=True, open=condition.text)
            return Outcome(met=None, verified=True, steps=(step,))
        return self._requires(condition.policy)

    def _leaf(self, leaf: Leaf, policy: Policy, version: Version) -> Outcome:
        value = figure(leaf.figure, self.facts, day=self.day)
        if leaf.presumed and value is None:
            return Outcome(met=True, verified=leaf.verified, steps=())
        threshold: Fraction | date | tuple[str, ...] | None = leaf.choices or None
        since, reference, met = None, version.document, None
        if leaf.parameter is not None:
            parameter = policy.parameters[leaf.parameter]
            threshold, since = parameter.at(self.day), parameter.since(self.day)
            reference = parameter.reference or version.document
            if value is not None and threshold is not None:
                met = compared(value, leaf.comparison, threshold, kind=fields()[leaf.figure].kind)
        elif value is not None:
            met = belongs(value, leaf)
        missing = () if value is not None else self._missing(leaf.figure)
        step = Step(
            id=leaf.id, text=leaf.text, met=met, verified=leaf.verified, figure=leaf.figure, value=value,
            comparison=leaf.comparison, threshold=threshold, threshold_since=since, reference=reference,
            missing=missing, open=f"{leaf.text}：未查到" if threshold is None else None,
        )  # fmt: skip
        return Outcome(met=met, verified=leaf.verified, steps=(step,))

    def _missing(self, name: str) -> tuple[str, ...]:
        return tuple(f for f in fields().facts_of(name) if self.facts.get(f) is None) or (
            fields().facts_of(name)[-1],
        )

    def _cases(self, cases: Cases, policy: Policy, version: Version) -> Outcome:
        result = self.judge(cases.otherwise, policy, version)
        for case in reversed(cases.cases):
            when = self.judge(case.when, policy, version)
            then = self.judge(case.then, policy, version)
            chosen = {True: (then,), False: (result,), None: (when, then, result)}[when.met]
            met = by_case(when.met, then.met, result.met)
            aside = tuple(_aside(s) for s in when.steps) if when.met is not None else ()
            joined = _joined(met, chosen)
            parts = (when, then, result)
            result = Outcome(met=met, verified=all(p.verified for p in parts), steps=(*aside, *joined.steps))
        return result

    def _requires(self, name: str) -> Outcome:
        policy = self.book.policies[name]
        version = policy.version_on(self.day)
        if version is None:
            step = Step(id=name, text=f"{policy.title}：当日无有效版本", met=False, verified=True)
            return Outcome(met=False, verified=True, steps=(step,))
        common = [self.judge(c, policy, version) for c in version.conditions]
        options = [
            all_of(o.met for c in option.conditions if (o := self.judge(c, policy, version)).verified)
            for option in version.options
        ]
        steps = tuple(s for o in common for s in o.steps)
        met = all_of([*(o.met for o in common if o.verified), any_of(options)])
        return Outcome(met=met, verified=True, steps=steps)

    def amount(self, term: Term, policy: Policy) -> Fraction | None:
        """The exact value of a formula; money in fen. None where a part is unknown or not verified."""
        if term.op == "figure":
            value = figure(term.name, self.facts, day=self.day)
            return None if value is None or isinstance(value, str | date | frozenset) else Fraction(value)
        if term.op == "parameter":
            return known(policy.parameters[term.name].at(self.day), policy, term.name)
        if term.op == "policy":
            return self._amount_of(term.name)
        if term.op == "steps":
            return self._steps(term, policy)
        return _combined(term.op, [self.amount(part, policy) for part in term.of])

    def _amount_of(self, name: str) -> Fraction | None:
        policy = self.book.policies[name]
        version = policy.version_on(self.day)
        term = version.options[0].benefit.amount if version else None
        return self.amount(term, policy) if term else None

    def _steps(self, term: Term, policy: Policy) -> Fraction | None:
        value = figure(term.name, self.facts, day=self.day)
        for limit, then in zip(term.limits, term.of, strict=True):
            threshold = policy.parameters[limit].at(self.day)
            if value is None or threshold is None:
                return None
            if compared(value, "at_most", threshold, kind=fields()[term.name].kind):
                return self.amount(then, policy)
        return None


def known(value: Fraction | date | None, policy: Policy, name: str) -> Fraction | None:
    """The number of a parameter, None where it is open or not verified."""
    return value if isinstance(value, Fraction) and policy.parameters[name].verified else None


def _combined(op: str, parts: list[Fraction | None]) -> Fraction | None:
    numbers = [part for part in parts if part is not None]
    if len(numbers) < len(parts):
        return None
    if op == "times":
        product = Fraction(1)
        for number in numbers:
            product *= number
        return product
    if op == "minus":
        return numbers[0] - numbers[1]
    return {"plus": sum, "least": min, "most": max}[op](numbers)  # type: ignore[operator,no-any-return]


def compared(value: Fact, comparison: str, threshold: Fraction | date, *, kind: str) -> bool:
    """Whether ``value`` stands to ``threshold`` as ``comparison`` says; ages are in half months."""
    if isinstance(value, date) and isinstance(threshold, date):
        value, threshold = value.toordinal(), Fraction(threshold.toordinal())
    assert isinstance(value, int | Fraction)
    assert isinstance(threshold, Fraction)
    return _COMPARE[comparison](Fraction(value), threshold * 2 if kind == "age" else threshold)


def belongs(value: Fact, leaf: Leaf) -> bool:
    """Whether ``value`` is among the choices that ``leaf`` names."""
    if isinstance(value, bool):
        return value is (leaf.choices[0] == "true")
    if isinstance(value, frozenset):
        return bool(value & set(leaf.choices))
    return (value in leaf.choices) is not (leaf.comparison == "none_of")


def all_of(parts: "object") -> bool | None:
    """Met if all are met, not met if one is not, else unknown."""
    found = list(parts)  # type: ignore[call-overload]
    return False if False in found else None if None in found else True


def any_of(parts: "object") -> bool | None:
    """Met if one is met, not met if none is, else unknown."""
    found = list(parts)  # type: ignore[call-overload]
    return True if True in found else None if None in found else False


def by_case(when: bool | None, then: bool | None, otherwise: bool | None) -> bool | None:
    """What a case comes to; where the case itself is unknown, what both ways agree on."""
    if when is None:
        return then if then is otherwise else None
    return then if when else otherwise


def _joined(met: bool | None, parts: tuple[Outcome, ...]) -> Outcome:
    """Parts as one; those that say otherwise than the whole do not decide."""
    steps = tuple(step if part.met is met else _aside(step) for part in parts for step in part.steps)
    return Outcome(met=met, verified=all(p.verified for p in parts), steps=steps)


def _aside(step: Step) -> Step:
    from msgspec.structs import replace

    return replace(step, decides=False)

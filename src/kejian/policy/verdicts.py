"""The verdict on each policy for one enterprise on one day, with every step that led to it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from msgspec.structs import replace

from kejian.model import Value
from kejian.policy.evaluating import Facts, Outcome, Step, all_of, known
from kejian.policy.fields import fields
from kejian.policy.model import Benefit, Leaf, Option, Policy, Requires, RuleBook, Term, Version, Window
from kejian.policy.profile import Profile, check_dates
from kejian.policy.timeline import conditions_of


class Kind(StrEnum):
    """What a policy is to an enterprise on a day."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    NEEDS = "needs"
    NOT_IN_FORCE = "not_in_force"
    LEAD = "lead"


class Verdict(Value, frozen=True, kw_only=True):
    """What one policy is to the enterprise.

    ``amount`` is in fen, rounded down, and is what ``amount_of`` says; ``rate`` is exact. ``failing`` and
    ``needs`` say why it is not (yet) eligible, ``unverified`` which conditions nobody has seen in the rule,
    ``amount_needs`` which facts would give the amount, ``open`` what the sources leave open.
    """

    id: str
    title: str
    document: str | None
    kind: Kind
    reason: str
    start: date | None = None
    end: date | None = None
    option: str | None = None
    benefit: str | None = None
    rate: Fraction | None = None
    amount: int | None = None
    amount_of: str | None = None
    at_most: bool = False
    failing: tuple[Step, ...] = ()
    needs: tuple[str, ...] = ()
    amount_needs: tuple[str, ...] = ()
    unverified: tuple[Step, ...] = ()
    open: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    window: Window | None = None


class _Tried(Value, frozen=True, kw_only=True):
    """One option with its conditions judged."""

    option: Option
    met: bool | None
    outcomes: tuple[Outcome, ...]
    rate: Fraction | None = None
    amount: Fraction | None = None


def check(profile: Profile, *, day: date, book: RuleBook) -> tuple[Verdict, ...]:
    """The verdicts on all policies on ``day``; `ProfileError` for dates after it."""
    check_dates(profile, day)
    return tuple(judge(policy, profile, day=day, book=book) for policy in book.policies.values())


def judge(policy: Policy, profile: Profile, *, day: date, book: RuleBook) -> Verdict:
    """The verdict on one policy."""
    if lead(policy) and not any(v.verified for v in policy.versions):
        return _lead(policy, profile, day=day, book=book)
    version = policy.version_on(day)
    if version is None:
        return _not_in_force(policy, day, book=book)
    if lead(policy, version=version):
        return _lead(policy, profile, day=day, book=book)
    if not (policy.per_project and profile.projects):
        return _judge(policy, version, Facts(profile.facts, day=day, book=book))
    return _projects(policy, version, profile, day=day, book=book)


def lead(policy: Policy, *, version: Version | None = None) -> bool:
    """Whether nothing in the policy's conditions is verified."""
    inner = conditions_of(policy, version=version)
    return not any(c.verified if isinstance(c, Leaf) else isinstance(c, Requires) for c in inner)


def _judge(policy: Policy, version: Version, facts: Facts) -> Verdict:
    common = tuple(facts.judge(c, policy, version) for c in version.conditions)
    tried = [_try(option, policy, version, facts) for option in version.options]
    base = all_of(o.met for o in common if o.verified)
    best = _best(tried)
    met = all_of((base, best.met))
    shown = (*common, *(o for t in _shown(tried, best) for o in t.outcomes))
    decided = [o for o in shown if o.verified and o.met is met and met is not True]
    deciding = [step for o in decided for step in o.deciding]
    missing = distinct(name for step in deciding for name in step.missing) if met is None else ()
    kind = {True: Kind.ELIGIBLE, False: Kind.NOT_ELIGIBLE, None: Kind.NEEDS}[met]
    benefit = best.option.benefit
    given = met is True
    amount = _floor(best.amount) if given else None
    if amount is not None and policy.year_cap:
        amount = _capped(amount, policy, facts)
    return Verdict(
        id=policy.id,
        title=policy.title,
        document=version.document,
        kind=kind,
        reason=_reason(kind, deciding, missing),
        start=version.start,
        end=version.end,
        option=best.option.title if given else None,
        benefit=benefit.text if given or len(tried) == 1 else None,
        rate=best.rate if given else None,
        amount=amount,
        amount_of=benefit.of if amount is not None else None,
        at_most=benefit.at_most,
        failing=tuple(deciding) if met is False else (),
        needs=missing,
        amount_needs=_amount_needs(benefit, best, facts) if given else (),
        unverified=tuple(s for o in shown for s in o.steps if not s.verified),
        open=(*_open_dates(version), *version.open, *distinct(s.open for s in deciding if s.open)),
        steps=tuple(s for o in shown for s in o.steps),
        window=window(policy, facts.day),
    )


def _try(option: Option, policy: Policy, version: Version, facts: Facts) -> _Tried:
    outcomes = tuple(facts.judge(c, policy, version) for c in option.conditions)
    met = all_of(o.met for o in outcomes if o.verified)
    benefit = option.benefit
    rate = facts.amount(benefit.rate, policy) if benefit.rate else None
    amount = facts.amount(benefit.amount, policy) if benefit.amount else None
    if benefit.of == "tax_saved" and benefit.normal and rate is not None:
        normal = known(policy.parameters[benefit.normal].at(facts.day), policy, benefit.normal)
        income = facts.amount(Term(op="figure", name="taxable_income"), policy)
        if normal is not None and income is not None:
            amount = max(income, Fraction(0)) * (normal - rate)
    return _Tried(option=option, met=met, outcomes=outcomes, rate=rate, amount=amount)


def _best(tried: list[_Tried]) -> _Tried:
    """The met option that gives most (of equals the first), else one that may be met, else the first."""
    for met in (True, None):
        some = [t for t in tried if t.met is met]
        if some:
            return max(some, key=_worth) if met else some[0]
    return tried[0]


def _worth(tried: _Tried) -> tuple[Fraction, Fraction]:
    rate = tried.rate or Fraction(0)
    lower_is_better = tried.option.benefit.of == "tax_saved"
    return tried.amount or Fraction(0), -rate if lower_is_better else rate


def _shown(tried: list[_Tried], best: _Tried) -> list[_Tried]:
    """Whose steps are shown: the best option's where one is met, else those that are as open as it."""
    return [best] if best.met else [t for t in tried if t.met is best.met]


def _floor(value: Fraction | None) -> int | None:
    return None if value is None else value.numerator // value.denominator


def _capped(amount: int, policy: Policy, facts: Facts) -> int:
    assert policy.year_cap
    cap = known(policy.parameters[policy.year_cap].at(facts.day), policy, policy.year_cap)
    received = facts.facts.get(policy.year_received or "", 0)
    if cap is None or not isinstance(received, int):
        return amount
    return min(amount, max(int(cap) - received, 0))


def _amount_needs(benefit: Benefit, best: _Tried, facts: Facts) -> tuple[str, ...]:
    if best.amount is not None:
        return ()
    named = {"taxable_income"} if benefit.of == "tax_saved" else set()
    terms = [t for t in (benefit.rate, benefit.amount) if t is not None]
    while terms:
        term = terms.pop()
        terms.extend(term.of)
        if term.op in ("figure", "steps"):
            named |= set(fields().facts_of(term.name))
        if term.op == "policy":
            version = facts.book.policies[term.name].version_on(facts.day)
            inner = version.options[0].benefit.amount if version else None
            terms.extend([inner] if inner else [])
    return tuple(sorted(name for name in named if facts.facts.get(name) is None))


def _open_dates(version: Version) -> tuple[str, ...]:
    said = ((version.start, "施行日期未查到"), (version.end, "截止日期未查到"))
    return tuple(text for value, text in said if value is None)


def _reason(kind: Kind, deciding: list[Step], missing: tuple[str, ...]) -> str:
    if kind is Kind.ELIGIBLE:
        return "已核实的条件全部满足"
    if kind is Kind.NOT_ELIGIBLE:
        return "不满足：" + "、".join(distinct(s.text for s in deciding))
    labels = [fields()[name].label for name in missing]
    opened = [step.open for step in deciding if step.open]
    return "、".join(filter(None, ["需要：" + "、".join(labels) if labels else "", *distinct(opened)]))


def distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    """The names that are there, each once, in their order."""
    return tuple(dict.fromkeys(name for name in names if name))


def _not_in_force(policy: Policy, day: date, *, book: RuleBook) -> Verdict:
    before = [v for v in policy.versions if v.last < day]
    version = before[-1] if before else policy.versions[0]
    if before:
        successor = book.policies[policy.superseded_by].title if policy.superseded_by else None
        after = f"，由“{successor}”接替" if successor else "，未查到接续文件"
        # where the end is not known, only the successor's start is
        ended = f"已于{version.end}截止" if version.end else f"在{version.last}之后失效"
        reason = f"{ended}{after}"
    else:
        reason = f"自{version.first}起施行" if version.start else f"当日尚无此文件（{version.document}）"
    return Verdict(
        id=policy.id, title=policy.title, document=version.document, kind=Kind.NOT_IN_FORCE, reason=reason,
        start=version.start, end=version.end, open=(*_open_dates(version), *version.open),
    )  # fmt: skip


def _lead(policy: Policy, profile: Profile, *, day: date, book: RuleBook) -> Verdict:
    version = policy.version_on(day) or policy.versions[-1]
    facts = Facts(profile.facts, day=day, book=book)
    outcomes = [facts.judge(c, policy, version) for c in version.conditions]
    steps = tuple(s for o in outcomes for s in o.steps)
    return Verdict(
        id=policy.id, title=policy.title, document=version.document, kind=Kind.LEAD,
        reason="仅为线索：没有一项条件经过核实，请查阅原文", start=version.start, end=version.end,
        unverified=steps, open=(*_open_dates(version), *version.open), steps=steps,
        window=window(policy, day),
    )  # fmt: skip


def _projects(policy: Policy, version: Version, profile: Profile, *, day: date, book: RuleBook) -> Verdict:
    """One verdict over all projects: eligible if one is, the amounts added and held under the year's cap."""
    found = [
        _judge(policy, version, Facts({**profile.facts, **project}, day=day, book=book))
        for project in profile.projects
    ]
    order = (Kind.ELIGIBLE, Kind.NEEDS, Kind.NOT_ELIGIBLE)
    best = next(v for kind in order for v in found if v.kind is kind)
    amounts = [v.amount for v in found if v.kind is Kind.ELIGIBLE and v.amount is not None]
    if best.kind is not Kind.ELIGIBLE or not amounts:
        return best
    total = sum(amounts)
    if policy.year_cap:
        total = _capped(total, policy, Facts(profile.facts, day=day, book=book))
    steps = tuple(replace(s, id=f"项目{i}:{s.id}") for i, v in enumerate(found, 1) for s in v.steps)
    return replace(best, amount=total, option=f"{len(amounts)}个项目", steps=steps)


def window(policy: Policy, day: date) -> Window | None:
    """The window open on ``day``, else the next one."""
    return next((w for w in sorted(policy.windows, key=lambda w: w.start) if w.end >= day), None)

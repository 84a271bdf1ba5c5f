"""The best lawful combination of what an enterprise is eligible for, and which standing opens what."""

from datetime import date
from fractions import Fraction

from kejian.model import Value
from kejian.policy.evaluating import Step
from kejian.policy.model import RuleBook
from kejian.policy.profile import Profile
from kejian.policy.verdicts import Kind, Verdict, check
from kejian.policy.wording import Language


class Choice(Value, frozen=True, kw_only=True):
    """Of benefits that exclude each other: the one to take, those left out, and why."""

    group: str
    taken: str
    left: tuple[str, ...]
    reason: str
    rate: Fraction | None = None

    def shown(self, language: Language = "zh") -> str:
        """Why it is taken: what it gives, in words."""
        if language == "zh" or self.rate is None:
            return self.reason
        return f"{'lowest' if self.group == 'income_tax' else 'highest'} rate, {float(self.rate * 100):g}%"


class Path(Value, frozen=True, kw_only=True):
    """A standing the enterprise does not have: the policy that gives it, what it opens, what it lacks."""

    policy: str
    verdict: Kind
    opens: tuple[str, ...]
    failing: tuple[Step, ...]
    needs: tuple[str, ...]


class Combination(Value, frozen=True, kw_only=True):
    """What to take together, and the choices made."""

    take: tuple[str, ...]
    choices: tuple[Choice, ...]


def combine(verdicts: tuple[Verdict, ...], *, book: RuleBook) -> Combination:
    """The benefits that can be had at once, the best of each competing group.

    Of tax rates and exemptions the lowest rate counts, of deductions the highest; where both amounts are
    known, the higher amount. Of equals the first in the order of the rules.
    """
    eligible = [v for v in verdicts if v.kind is Kind.ELIGIBLE]
    groups: dict[str, list[Verdict]] = {}
    for verdict in eligible:
        group = book.policies[verdict.id].competes
        if group:
            groups.setdefault(group, []).append(verdict)
    choices = tuple(_choose(group, of) for group, of in groups.items())
    left = {name for choice in choices for name in choice.left}
    return Combination(take=tuple(v.id for v in eligible if v.id not in left), choices=choices)


def _choose(group: str, of: list[Verdict]) -> Choice:
    lowest = group == "income_tax"
    rated = [v for v in of if v.rate is not None]
    if not rated:
        return Choice(group=group, taken=of[0].id, left=tuple(v.id for v in of[1:]), reason="唯一可选")
    best = (min if lowest else max)(rated, key=lambda v: v.rate or 0)
    others = tuple(v.id for v in of if v.id != best.id)
    assert best.rate is not None
    said = f"{'税率最低' if lowest else '比例最高'}（{float(best.rate * 100):g}%）"
    unknown = [v.title for v in of if v.rate is None]
    note = f"；{'、'.join(unknown)}的比例未知，未参加比较" if unknown else ""
    reason = f"{said}，与{len(others)}项不得叠加{note}" if others else "唯一可选"
    return Choice(group=group, taken=best.id, left=others, reason=reason, rate=best.rate)


def paths(profile: Profile, verdicts: tuple[Verdict, ...], *, day: date, book: RuleBook) -> tuple[Path, ...]:
    """For each standing the enterprise does not have: what it would open on ``day``, and what it takes."""
    before = {v.id: v for v in verdicts}
    found = []
    for policy in book.policies.values():
        if policy.grants is None or profile.get(policy.grants) is True:
            continue
        after = check(profile.with_facts(**{policy.grants: True}), day=day, book=book)
        opens = tuple(
            v.id for v in after if v.kind is Kind.ELIGIBLE and before[v.id].kind is not Kind.ELIGIBLE
        )
        if opens:
            own = before[policy.id]
            found.append(
                Path(policy=policy.id, verdict=own.kind, opens=opens, failing=own.failing, needs=own.needs)
            )
    return tuple(found)

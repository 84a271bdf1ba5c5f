"""Conditions and formulas as polars expressions over exact columns: one pass for a million enterprises.

Booleans are three-valued as polars has them (null: unknown). A number is a pair of whole-number expressions,
so that nothing is rounded before the end.
"""

from datetime import date
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import and_, or_

import polars as pl
from msgspec.structs import replace

from kejian.policy.columns import NUMBER, SHARE
from kejian.policy.errors import RuleError
from kejian.policy.fields import fields
from kejian.policy.model import (
    Benefit,
    Cases,
    Condition,
    Group,
    Leaf,
    Open,
    Option,
    Policy,
    RuleBook,
    Term,
    Version,
)
from kejian.policy.timeline import leaves
from kejian.policy.verdicts import Kind, lead

_UNKNOWN = pl.lit(None, dtype=pl.Boolean)
_SCALE = {"share": SHARE, "number": NUMBER}
Pair = tuple[pl.Expr, int]
_NOTHING: Pair = (pl.lit(None, dtype=pl.Int64), 1)


class Vectors:
    """Expressions for the verdicts and amounts of all policies on one day, given the columns there are."""

    def __init__(self, book: RuleBook, *, day: date, columns: frozenset[str]) -> None:
        self.book, self.day, self.columns = book, day, columns

    def verdict(self, policy: Policy) -> tuple[pl.Expr, pl.Expr | None]:
        """The verdict (a text) and the amount in fen (None where the policy has none) of ``policy``."""
        version = policy.version_on(self.day)
        if lead(policy) and not any(v.verified for v in policy.versions):
            return pl.lit(Kind.LEAD.value), None
        if version is None:
            return pl.lit(Kind.NOT_IN_FORCE.value), None
        if lead(policy, version=version):
            return pl.lit(Kind.LEAD.value), None
        common = all_met([self.met(c, policy) for c in version.conditions if is_verified(c)])
        ways = [self._option(option, policy) for option in version.options]
        met = common & any_met(ways)
        kind = (
            pl.when(met).then(pl.lit(Kind.ELIGIBLE.value))
            .when(~met).then(pl.lit(Kind.NOT_ELIGIBLE.value))
            .otherwise(pl.lit(Kind.NEEDS.value))
        )  # fmt: skip
        return kind, self._best_amount(policy, version, ways, met)

    def _option(self, option: Option, policy: Policy) -> pl.Expr:
        return all_met([self.met(c, policy) for c in option.conditions if is_verified(c)])

    def _best_amount(
        self, policy: Policy, version: Version, ways: list[pl.Expr], met: pl.Expr
    ) -> pl.Expr | None:
        amounts = []
        for option, way in zip(version.options, ways, strict=True):
            pair = self._benefit(option.benefit, policy)
            if pair is not None:
                amounts.append(pl.when(way).then(pair[0] // pair[1]))
        if not amounts:
            return None
        best = pl.max_horizontal(amounts) if len(amounts) > 1 else amounts[0]
        cap = policy.parameters[policy.year_cap].at(self.day) if policy.year_cap else None
        if isinstance(cap, Fraction):
            received = self.column(policy.year_received or "", pl.Int64).fill_null(0)
            best = pl.when(best.is_not_null()).then(
                pl.min_horizontal(best, pl.max_horizontal(pl.lit(int(cap)) - received, 0))
            )
        return pl.when(met).then(best)

    def chosen(self, policy: Policy, version: Version, ways: list[pl.Expr]) -> list[pl.Expr]:
        """Of the options that are met, where each is the one that gives most; of equals the first."""
        worths = []
        for option, way in zip(version.options, ways, strict=True):
            pair = self._benefit(option.benefit, policy)
            amount = pl.lit(0, dtype=pl.Int64) if pair is None else (pair[0] // pair[1]).fill_null(0)
            worths.append(pl.when(way).then(amount))
        most = pl.max_horizontal(worths)
        found: list[pl.Expr] = []
        earlier = pl.lit(False)
        for worth in worths:
            best = (worth == most).fill_null(False)
            found.append(best & ~earlier)
            earlier = earlier | best
        return found

    def absent(self, name: str) -> pl.Expr:
        """Where the figure ``name`` is not known."""
        if fields()[name].kind in ("date", "flag", "choice", "set", "text"):
            return pl.col(name).is_null() if name in self.columns else pl.lit(True)
        top, bottom = self.figure(name)
        return top.is_null() | bottom.is_null()

    def _benefit(self, benefit: Benefit, policy: Policy) -> Pair | None:
        if benefit.of == "tax_saved" and benefit.rate and benefit.normal:
            income = self.column("taxable_income", pl.Int64)
            normal = Term(op="parameter", name=benefit.normal)
            saved = self.number(Term(op="minus", of=(normal, benefit.rate)), policy)
            return pl.when(income > 0).then(income).when(income <= 0).then(0) * saved[0], saved[1]
        return self.number(benefit.amount, policy) if benefit.amount else None

    def column(self, name: str, kind: type[pl.DataType]) -> pl.Expr:
        """The column of a field, all unknown where the table has none."""
        return pl.col(name) if name in self.columns else pl.lit(None, dtype=kind)

    def met(self, condition: Condition, policy: Policy) -> pl.Expr:
        """A condition as a three-valued expression."""
        if isinstance(condition, Leaf):
            return self._leaf(condition, policy)
        if isinstance(condition, Group):
            parts = [self.met(part, policy) for part in condition.of]
            return any_met(parts) if condition.any else all_met(parts)
        if isinstance(condition, Cases):
            result = self.met(condition.otherwise, policy)
            for case in reversed(condition.cases):
                when, then = self.met(case.when, policy), self.met(case.then, policy)
                result = (when & then) | (~when & result) | (then & result)
            return result
        if isinstance(condition, Open):
            return _UNKNOWN
        other = self.book.policies[condition.policy]
        version = other.version_on(self.day)
        if version is None:
            return pl.lit(False)
        common = all_met([self.met(c, other) for c in version.conditions if is_verified(c)])
        return common & any_met([self._option(option, other) for option in version.options])

    def _leaf(self, leaf: Leaf, policy: Policy) -> pl.Expr:
        entry = fields()[leaf.figure]
        if leaf.presumed:
            return self._leaf(replace(leaf, presumed=False), policy).fill_null(True)
        if leaf.parameter is None:
            return self._belongs(leaf, entry.kind)
        threshold = policy.parameters[leaf.parameter].at(self.day)
        if threshold is None:
            return _UNKNOWN
        if isinstance(threshold, date):
            return _compare(self.column(leaf.figure, pl.Date), leaf.comparison, pl.lit(threshold))
        top, bottom = self.figure(leaf.figure)
        if entry.kind == "age":
            threshold *= 2
        left = top * threshold.denominator
        return _compare(left, leaf.comparison, bottom * threshold.numerator)

    def _belongs(self, leaf: Leaf, kind: str) -> pl.Expr:
        if kind == "flag":
            value = self.column(leaf.figure, pl.Boolean)
            return value if leaf.choices == ("true",) else ~value
        column = self.column(leaf.figure, pl.String)
        if kind == "set":
            return any_met([column.str.contains(f";{choice};", literal=True) for choice in leaf.choices])
        inside = any_met([column == choice for choice in leaf.choices])
        return ~inside if leaf.comparison == "none_of" else inside

    def figure(self, name: str) -> tuple[pl.Expr, pl.Expr]:
        """A figure as numerator and denominator (above zero)."""
        entry = fields()[name]
        scale = pl.lit(_SCALE.get(entry.kind, 1), dtype=pl.Int64)
        stated = self.column(name, pl.Int64)
        if entry.computed is None:
            return stated, scale
        if entry.computed == "ratio":
            top, whole = (self.column(part, pl.Int64) for part in entry.parts)
            known = top.is_not_null() & (whole > 0)
            return (
                pl.when(stated.is_not_null()).then(stated).when(known).then(top),
                pl.when(stated.is_not_null()).then(scale).when(known).then(whole),
            )
        if entry.computed == "year_number":
            number = (self.day.year + 1 - self.column(entry.parts[0], pl.Int64)) * NUMBER
            return pl.coalesce(stated, number), scale
        days = [self.column(part, pl.Date) for part in entry.parts]
        return _elapsed(days[0], days[1] if len(days) > 1 else pl.lit(self.day)), scale

    def number(self, term: Term, policy: Policy) -> Pair:
        """A formula as a numerator over a fixed denominator."""
        if term.op == "figure":
            scale = _SCALE.get(fields()[term.name].kind, 1)
            return self.column(term.name, pl.Int64), scale
        if term.op == "parameter":
            parameter = policy.parameters[term.name]
            value = parameter.at(self.day)
            if not isinstance(value, Fraction) or not parameter.verified:
                return _NOTHING
            return pl.lit(value.numerator, dtype=pl.Int64), value.denominator
        if term.op == "policy":
            other = self.book.policies[term.name]
            version = other.version_on(self.day)
            inner = version.options[0].benefit.amount if version else None
            return self.number(inner, other) if inner else _NOTHING
        if term.op == "steps":
            return self._steps(term, policy)
        return _combined(term.op, [self.number(part, policy) for part in term.of])

    def _steps(self, term: Term, policy: Policy) -> Pair:
        top, bottom = self.figure(term.name)
        values, denominator = _common([self.number(part, policy) for part in term.of])
        result = _NOTHING[0]
        for limit, value in reversed(list(zip(term.limits, values, strict=True))):
            threshold = policy.parameters[limit].at(self.day)
            if not isinstance(threshold, Fraction):
                return _NOTHING
            within = top * threshold.denominator <= bottom * threshold.numerator
            result = pl.when(within).then(value).when(~within).then(result)
        return result, denominator


def _combined(op: str, parts: list[Pair]) -> Pair:
    if op == "times":
        top, bottom = parts[0]
        for other, below in parts[1:]:
            top, bottom = top * other, bottom * below
        return top, bottom
    values, denominator = _common(parts)
    if op == "plus":
        return reduce(lambda a, b: a + b, values), denominator
    if op == "minus":
        return values[0] - values[1], denominator
    known = reduce(and_, [v.is_not_null() for v in values])
    best = pl.min_horizontal(values) if op == "least" else pl.max_horizontal(values)
    return pl.when(known).then(best), denominator


def _common(parts: list[Pair]) -> tuple[list[pl.Expr], int]:
    denominator = lcm(*(d for _, d in parts))
    if denominator > 10**4:
        raise RuleError(
            f"a formula has the denominator {denominator}", hint="use figures with fewer decimals"
        )
    return [value * (denominator // d) for value, d in parts], denominator


def is_verified(condition: Condition) -> bool:
    """Whether every part of ``condition`` is verified."""
    return all(c.verified for c in leaves(condition) if isinstance(c, Leaf))


def all_met(parts: list[pl.Expr]) -> pl.Expr:
    """Met if all are, three-valued."""
    return reduce(and_, parts, pl.lit(True))


def any_met(parts: list[pl.Expr]) -> pl.Expr:
    """Met if one is (or there is none), three-valued."""
    return reduce(or_, parts) if parts else pl.lit(True)


def _compare(left: pl.Expr, how: str, right: pl.Expr) -> pl.Expr:
    return {
        "at_least": left >= right,
        "more_than": left > right,
        "at_most": left <= right,
        "less_than": left < right,
    }[how]


def _elapsed(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    def part(expr: pl.Expr, name: str) -> pl.Expr:
        return getattr(expr.dt, name)().cast(pl.Int64)  # type: ignore[no-any-return]

    months = (part(end, "year") - part(start, "year")) * 12 + part(end, "month") - part(start, "month")
    before = (part(end, "day") < part(start, "day")).cast(pl.Int64)
    return (months - before) * 2 + (part(end, "day") != part(start, "day")).cast(pl.Int64)

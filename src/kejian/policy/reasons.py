"""Why a row of a table has its verdict: the failing conditions, the facts it needs, what is not verified.

The same as `Verdict.failing`, ``needs`` and ``unverified``, as expressions over columns. A condition decides
if it and all that it is part of come to what the whole comes to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from kejian.policy.fields import fields
from kejian.policy.model import Cases, Condition, Group, Leaf, Policy, Requires, Version
from kejian.policy.vectors import Vectors, all_met, any_met, is_verified

_NO = pl.lit(False)
_YES = pl.lit(True)
_BETWEEN = "；"


@dataclass
class _Part:
    """A leaf with what it comes to, where it is looked at, and where it fails or stays open for the whole."""

    leaf: Leaf
    policy: Policy
    shown: pl.Expr
    fails: pl.Expr
    open: pl.Expr
    listed: bool  # among the steps that decide: verified as a whole


def reasons(vectors: Vectors, policy: Policy) -> dict[str, pl.Expr]:
    """Expressions for ``failing`` and ``unverified`` (ids of conditions) and ``needs`` (fields), as texts."""
    version = policy.version_on(vectors.day)
    if version is None or not any(v.verified for v in policy.versions):
        return {}
    met, ways = _ways(vectors, policy, version)
    parts = list(_parts(vectors, policy, version, ways))
    failing = [(p.leaf.id, p.fails & (met == False)) for p in parts if p.listed]  # noqa: E712
    unverified = [(p.leaf.id, p.shown) for p in parts if not p.leaf.verified]
    return {
        "failing": _joined(failing),
        "needs": _joined(_needed(vectors, parts, met)),
        "unverified": _joined(unverified),
    }


def _ways(vectors: Vectors, policy: Policy, version: Version) -> tuple[pl.Expr, list[pl.Expr]]:
    common = all_met([vectors.met(c, policy) for c in version.conditions if is_verified(c)])
    ways = [
        all_met([vectors.met(c, policy) for c in option.conditions if is_verified(c)])
        for option in version.options
    ]
    return common & any_met(ways), ways


def _parts(vectors: Vectors, policy: Policy, version: Version, ways: list[pl.Expr]) -> Iterator[_Part]:
    for condition in version.conditions:
        yield from _leaves(vectors, condition, policy, _Seen(_YES, _YES, _YES), is_verified(condition))
    best = any_met(ways)
    chosen = vectors.chosen(policy, version, ways)
    for option, way, taken in zip(version.options, ways, chosen, strict=True):
        seen = _Seen(
            shown=pl.when(best).then(taken).otherwise(way.eq_missing(best)),
            fails=(best == False).fill_null(False),  # noqa: E712
            open=best.is_null() & way.is_null(),
        )
        for condition in option.conditions:
            yield from _leaves(vectors, condition, policy, seen, is_verified(condition))


@dataclass
class _Seen:
    """Where a condition is looked at, and where all that it is part of fails or stays open."""

    shown: pl.Expr
    fails: pl.Expr
    open: pl.Expr

    def under(self, met: pl.Expr, *, chosen: pl.Expr = _YES) -> "_Seen":
        """The same for a part that comes to ``met`` and is looked at where ``chosen``."""
        return _Seen(
            shown=self.shown & chosen,
            fails=self.fails & chosen & (met == False).fill_null(False),  # noqa: E712
            open=self.open & chosen & met.is_null(),
        )


def _leaves(
    vectors: Vectors, condition: Condition, policy: Policy, seen: _Seen, listed: bool
) -> Iterator[_Part]:
    met = vectors.met(condition, policy)
    if isinstance(condition, Leaf):
        here = seen.under(met)
        yield _Part(condition, policy, here.shown, here.fails, here.open, listed)
    elif isinstance(condition, Group):
        for part in condition.of:
            yield from _leaves(vectors, part, policy, seen.under(met), listed)
    elif isinstance(condition, Cases):
        yield from _cases(vectors, condition, policy, seen, listed)
    elif isinstance(condition, Requires):
        other = vectors.book.policies[condition.policy]
        version = other.version_on(vectors.day)
        for inner in version.conditions if version else ():
            yield from _leaves(vectors, inner, other, seen.under(met), listed)


def _cases(vectors: Vectors, condition: Cases, policy: Policy, seen: _Seen, listed: bool) -> Iterator[_Part]:
    rest = condition
    for case in condition.cases:
        seen = seen.under(vectors.met(rest, policy))
        when = vectors.met(case.when, policy)
        yield from _leaves(vectors, case.when, policy, _Seen(seen.shown, _NO, seen.open), listed)
        taken = when.fill_null(True)
        yield from _leaves(vectors, case.then, policy, _Seen(*_limited(seen, taken)), listed)
        seen = _Seen(*_limited(seen, (~when).fill_null(True)))
        rest = Cases(cases=rest.cases[1:], otherwise=condition.otherwise)
    yield from _leaves(vectors, condition.otherwise, policy, seen, listed)


def _limited(seen: _Seen, chosen: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    return seen.shown & chosen, seen.fails & chosen, seen.open & chosen


def _needed(vectors: Vectors, parts: list[_Part], met: pl.Expr) -> list[tuple[str, pl.Expr]]:
    """Per fact, where one that decides lacks it; of a figure whose facts are all there, the last of them."""
    found: dict[str, list[pl.Expr]] = {}
    for part in parts:
        if not part.listed:
            continue
        names = fields().facts_of(part.leaf.figure)
        lacks = [pl.col(n).is_null() if n in vectors.columns else _YES for n in names]
        absent = vectors.absent(part.leaf.figure)
        for name, empty in zip(names, lacks, strict=True):
            wanted = empty if name != names[-1] else empty | ~reduce(or_, lacks)
            found.setdefault(name, []).append(part.open & absent & wanted)
    return [(name, met.is_null() & reduce(or_, where)) for name, where in found.items()]


def _joined(named: list[tuple[str, pl.Expr]]) -> pl.Expr:
    """The names that hold in a row, each once."""
    where: dict[str, list[pl.Expr]] = {}
    for name, holds in named:
        where.setdefault(name, []).append(holds)
    shown = [pl.when(reduce(or_, holds)).then(pl.lit(name)) for name, holds in where.items()]
    if not shown:
        return pl.lit("")
    return pl.concat_str(shown, separator=_BETWEEN, ignore_nulls=True)

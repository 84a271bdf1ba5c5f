"""A policy laid out to be read: how its conditions hang together, and what it excludes and needs."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from kejian.policy.fields import fields
from kejian.policy.model import Cases, Condition, Group, Leaf, Open, Parameter, Policy, RuleBook, Version
from kejian.policy.showing import choice, plain, shown
from kejian.policy.timeline import conditions_of, figures_of
from kejian.policy.wording import Language, label, say

_SIGNS = {"at_least": "≥", "more_than": "＞", "at_most": "≤", "less_than": "＜"}


def outline(policy: Policy, version: Version, *, book: RuleBook, day: date, language: Language = "zh") -> Any:
    """The conditions that all versions' users meet, and the ways to benefit, as nested plain values.

    A condition has ``is``: ``leaf``, ``all``, ``any``, ``cases``, ``open`` or ``policy``. Thresholds are
    those of ``day``, or of the nearest day on which the version holds.
    """
    held = min(max(day, version.first), version.last)

    def laid(condition: Condition) -> dict[str, Any]:
        if isinstance(condition, Leaf):
            return _leaf(condition, policy, version, held, language)
        if isinstance(condition, Group):
            return {"is": "any" if condition.any else "all", "of": [laid(part) for part in condition.of]}
        if isinstance(condition, Cases):
            cases = [{"when": laid(case.when), "then": laid(case.then)} for case in condition.cases]
            return {"is": "cases", "cases": cases, "otherwise": laid(condition.otherwise)}
        if isinstance(condition, Open):
            return {"is": "open", "text": condition.text}
        return {"is": "policy", "id": condition.policy, "title": book.policies[condition.policy].title}

    return {
        "conditions": [laid(condition) for condition in version.conditions],
        "options": [
            {
                "title": option.title if option.title != option.benefit.text else "",
                "benefit": option.benefit.text,
                "at_most": option.benefit.at_most,
                "conditions": [laid(condition) for condition in option.conditions],
            }
            for option in version.options
        ],
    }


def _leaf(leaf: Leaf, policy: Policy, version: Version, day: date, language: Language) -> dict[str, Any]:
    kind = fields()[leaf.figure].kind
    parameter = policy.parameters.get(leaf.parameter or "")
    if parameter is None:
        names = [
            say("yes" if one == "true" else "no", language) if kind == "flag" else choice(one, language)
            for one in leaf.choices
        ]
        limit = say("must_be" if leaf.comparison != "none_of" else "must_not_be", language, " / ".join(names))
    else:
        value = value_shown(parameter, parameter.at(day), kind=kind, language=language)
        limit = f"{_SIGNS[leaf.comparison]} {value}"
    since = parameter.since(day) if parameter and len(parameter.values) > 1 else None
    return {
        "is": "leaf",
        "id": leaf.id,
        "text": leaf.text,
        "figure": label(leaf.figure, language),
        "threshold": limit,
        "since": since.isoformat() if since else None,
        "reference": (parameter.reference if parameter else None) or version.document,
        "verified": leaf.verified,
    }


def figures_shown(policy: Policy, language: Language = "zh") -> list[dict[str, Any]]:
    """The figures of a policy with their values by date: thresholds, rates, caps."""
    used = _uses(policy)
    return [
        {
            "name": name,
            "about": parameter.description or used.get(name, ("", ""))[0],
            "values": [
                {
                    "from": None if start == date.min else start.isoformat(),
                    "value": value_shown(
                        parameter, value, kind=used.get(name, ("", ""))[1], language=language
                    ),
                }
                for start, value in parameter.values
            ],
            "reference": parameter.reference,
            "verified": parameter.verified,
        }
        for name, parameter in policy.parameters.items()
    ]


def _uses(policy: Policy) -> dict[str, tuple[str, str]]:
    """What each parameter limits: the words of the first condition, and the kind of its figure."""
    found: dict[str, tuple[str, str]] = {}
    for condition in conditions_of(policy):
        if isinstance(condition, Leaf) and condition.parameter:
            found.setdefault(condition.parameter, (condition.text, fields()[condition.figure].kind))
    return found


def value_shown(
    parameter: Parameter, value: Fraction | date | None, *, kind: str, language: Language = "zh"
) -> str:
    """A value of a parameter to read, in its unit."""
    if value is None:
        return say("unknown", language)
    if isinstance(value, date):
        return value.isoformat()
    if kind == "age" or parameter.unit == "month":
        return say("months", language, value)
    if parameter.unit == "CNY":
        return shown(value, "money", language)
    return shown(value, "share", language) if parameter.unit == "/1" else str(plain(value, None))


def relations(policy: Policy, *, book: RuleBook) -> dict[str, Any]:
    """What a policy excludes, what gives the standings that it needs, what it opens and what follows."""
    granting = {one.grants: one for one in book.policies.values() if one.grants}
    return {
        "excludes": _lines(
            one
            for one in book.policies.values()
            if policy.competes and one.competes == policy.competes and one.id != policy.id
        ),
        "needs": _lines(one for name, one in granting.items() if name in figures_of(policy)),
        "opens": _lines(
            one for one in book.policies.values() if policy.grants and policy.grants in figures_of(one)
        ),
        "followed_by": _lines([book.policies[policy.superseded_by]] if policy.superseded_by else []),
        "follows": _lines(one for one in book.policies.values() if one.superseded_by == policy.id),
        "per_project": policy.per_project,
    }


def _lines(policies: Iterator[Policy] | list[Policy]) -> list[dict[str, str]]:
    return [{"id": one.id, "title": one.title} for one in policies]

"""Every condition just below, at and just above its threshold; each version on its first and last day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kejian.policy.loading import rules
from kejian.policy.profile import parse_profile
from kejian.policy.verdicts import judge

CASES = Path(__file__).parent / "cases"
KINDS = {"E": "eligible", "N": "not_eligible", "Q": "needs", "O": "not_in_force", "L": "lead"}


def read(name: str) -> dict[str, Any]:
    # numbers stay text, so that nothing is rounded before the program reads it
    return yaml.load((CASES / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: None if value in ("null", "") else value for name, value in facts.items()}


def verdict_cases() -> list[Any]:
    found = []
    for file in ("national.yaml", "fields_and_places.yaml"):
        for policy, entry in read(file).items():
            base, on = entry["base"], entry["on"]
            for field, values in entry.get("vary", {}).items():
                found += [(policy, {**base, field: v}, k, on, f"{field}={v}") for v, k in values.items()]
            for at, (facts, kind, *day) in enumerate(entry.get("cases", [])):
                found.append((policy, {**base, **facts}, kind, day[0] if day else on, f"case{at}"))
            early = {**base, **entry.get("base_for_days", {})}
            found += [(policy, early, kind, day, f"on {day}") for day, kind in entry.get("days", {}).items()]
    return [pytest.param(*case[:4], id=f"{case[0]}-{case[4]}") for case in found]


def amount_cases() -> list[Any]:
    found = []
    for file in ("national.yaml", "fields_and_places.yaml"):
        for policy, entry in read(file).items():
            for at, (facts, amount, *day) in enumerate(entry.get("amounts", [])):
                on = day[0] if day else entry["on"]
                found.append(
                    pytest.param(policy, {**entry["base"], **facts}, amount, on, id=f"{policy}-{at}")
                )
    return found


def judged(policy: str, facts: dict[str, Any], on: str):
    profile = parse_profile({**plain(facts), "confirmed": list(facts)})
    return judge(rules().policies[policy], profile, day=date.fromisoformat(on), book=rules())


@pytest.mark.parametrize(("policy", "facts", "kind", "on"), verdict_cases())
def test_verdict(policy: str, facts: dict[str, Any], kind: str, on: str) -> None:
    assert judged(policy, facts, on).kind.value == KINDS[kind]


@pytest.mark.parametrize(("policy", "facts", "amount", "on"), amount_cases())
def test_amount(policy: str, facts: dict[str, Any], amount: str, on: str) -> None:
    found = judged(policy, facts, on)
    assert found.kind.value == "eligible"
    if amount == "null":
        assert found.amount is None
        assert found.amount_needs
    else:
        whole, _, cents = amount.partition(".")
        assert found.amount == int(whole) * 100 + int((cents + "00")[:2])


def test_there_are_enough_cases_and_every_policy_has_some() -> None:
    cases = [case.values[0] for case in (*verdict_cases(), *amount_cases())]
    assert len(cases) >= 400
    assert set(cases) == set(rules().policies)

"""A policy laid out to be read: alternatives stay alternatives, thresholds are those of the day."""

from datetime import date

import pytest

from kejian.policy.loading import rules
from kejian.policy.outlining import figures_shown, outline, relations

BOOK = rules()


def laid(name, day=date(2025, 6, 30)):
    policy = BOOK.policies[name]
    version = policy.version_on(day) or policy.versions[-1]
    return outline(policy, version, book=BOOK, day=day)


def kinds(condition):
    yield condition["is"]
    parts = condition.get("of", [])
    for case in condition.get("cases", []):
        parts = [*parts, case["when"], case["then"]]
    for part in [*parts, *([condition["otherwise"]] if "otherwise" in condition else [])]:
        yield from kinds(part)


@pytest.mark.parametrize("name", list(BOOK.policies))
def test_every_policy_can_be_laid_out(name):
    found = laid(name)
    conditions = [*found["conditions"], *(c for option in found["options"] for c in option["conditions"])]
    for condition in conditions:
        assert set(kinds(condition)) <= {"leaf", "all", "any", "cases", "open", "policy"}
    assert all(one["values"] for one in figures_shown(BOOK.policies[name]))


def test_tiers_are_cases_with_what_they_ask():
    cases = next(c for c in laid("high-tech-enterprise")["conditions"] if c["is"] == "cases")
    assert [case["then"]["threshold"] for case in cases["cases"]] == ["≥ 5%", "≥ 4%"]
    assert cases["otherwise"]["threshold"] == "≥ 3%"


def test_a_condition_has_its_reference_and_standing():
    by_id = {c["id"]: c for c in laid("high-tech-enterprise")["conditions"] if c["is"] == "leaf"}
    assert by_id["registered"]["threshold"] == "≥ 12个月"
    assert by_id["registered"]["reference"].startswith("国科发火")
    assert not by_id["domestic"]["verified"]


def test_what_excludes_needs_and_opens():
    assert {one["id"] for one in relations(BOOK.policies["lingang"], book=BOOK)["excludes"]} >= {
        "small-profit"
    }
    rate = relations(BOOK.policies["high-tech-rate"], book=BOOK)
    assert [one["id"] for one in rate["needs"]] == ["high-tech-enterprise"]
    opens = relations(BOOK.policies["high-tech-enterprise"], book=BOOK)["opens"]
    assert "high-tech-rate" in {one["id"] for one in opens}
    old = relations(BOOK.policies["biomedicine-2021"], book=BOOK)
    assert [one["id"] for one in old["followed_by"]] == ["biomedicine-2024"]

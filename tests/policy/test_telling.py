"""Verdicts in words: by how much a condition fails, what a step is to be, in both languages."""

from datetime import date

import pytest

from kejian.policy.loading import rules
from kejian.policy.profile import parse_profile
from kejian.policy.services import explained

DAY = date(2025, 6, 30)


def told(policy, facts, *, day=DAY, language="zh"):
    return explained(parse_profile(facts), policy, book=rules(), day=day, language=language).verdict


@pytest.mark.parametrize(
    ("policy", "facts", "condition", "expected"),
    [
        ("small-profit", {"taxable_income": 3_000_000}, "profit", ""),
        ("small-profit", {"taxable_income": 3_500_000}, "profit", "超出500,000元"),
        ("high-tech-enterprise", {"staff": 100, "rd_staff": 8}, "rd_staff", "差2个百分点"),
        ("high-tech-enterprise", {"registered_on": "2025-03-30"}, "registered", "相差约9个月"),
        ("lingang", {"registered_on": "2019-12-31"}, "since", "相差1天"),
        ("lingang", {"region": "pudong"}, "region", ""),
    ],
)  # fmt: skip
def test_a_step_says_by_how_much_it_fails(policy, facts, condition, expected):
    step = next(s for s in told(policy, facts)["trace"] if s["id"] == condition)
    assert step["said"]["gap"] == expected


def test_choices_are_said_in_words():
    step = next(s for s in told("lingang", {"fields": ["ai"]})["trace"] if s["id"] == "fields")
    assert step["said"]["threshold"] == "应为 集成电路/人工智能/生物医药/民用航空"
    step = next(s for s in told("lingang", {}, language="en")["trace"] if s["id"] == "region")
    assert step["said"]["value"] == "unknown"


def test_what_it_is_worth_and_what_is_missing_is_named():
    found = told("small-profit", {"taxable_income": 2_500_000, "staff": 120}, language="en")
    assert (
        found["said"]["worth"].endswith("Income tax saved 500,000 yuan · Rate 5%") or found["said"]["needs"]
    )
    assert told("high-tech-enterprise", {})["said"]["open"] == ["施行日期", "截止日期"]


def test_an_age_is_told_in_the_language() -> None:
    def value(language):
        verdict = told("high-tech-enterprise", {"registered_on": "2021-03-01"}, language=language)
        return next(s for s in verdict["trace"] if s["id"] == "registered")["said"]["value"]

    assert value("zh") == "4年3个月余"
    assert value("en") == "4 years 3 months and some days"

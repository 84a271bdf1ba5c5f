"""What holds for any profile, and what a verdict says besides its kind."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.profiles import DAY, STATED, entries, profiles

from kejian.policy.errors import ProfileError
from kejian.policy.fields import fields
from kejian.policy.loading import rules
from kejian.policy.profile import Profile, parse_profile
from kejian.policy.showing import as_json, lines, trace
from kejian.policy.verdicts import Kind, check, judge

BOOK = rules()
HIGH_TECH = {
    "registered_on": "2020-01-01", "core_ip": True, "listed_field": True, "staff": 100, "rd_staff": 10,
    "revenue": "4000万", "revenue_3y": "1亿元", "rd_3y": "500万", "high_tech_revenue": "2400万元",
}  # fmt: skip


def profile(facts: dict[str, object]) -> Profile:
    return parse_profile({**facts, "confirmed": list(facts)})


def verdict(policy: str, facts: dict[str, object], day: date = DAY):
    return judge(BOOK.policies[policy], profile(facts), day=day, book=BOOK)


@settings(max_examples=60, deadline=None)
@given(profiles(least=5), st.data())
def test_what_becomes_unknown_never_makes_eligible_what_was_not(facts, data) -> None:
    gone = data.draw(st.sampled_from(sorted(facts)))
    before = check(profile(facts), day=DAY, book=BOOK)
    after = check(profile({k: v for k, v in facts.items() if k != gone}), day=DAY, book=BOOK)
    for one, other in zip(before, after, strict=True):
        if other.kind is Kind.ELIGIBLE:
            assert one.kind is Kind.ELIGIBLE
        if other.kind is Kind.NOT_ELIGIBLE:
            assert one.kind is Kind.NOT_ELIGIBLE


@settings(max_examples=60, deadline=None)
@given(profiles(least=5), st.data())
def test_a_verdict_once_given_stays_when_more_is_told(facts, data) -> None:
    name = data.draw(st.sampled_from([n for n in STATED if n not in facts] or ["staff"]))
    before = check(profile(facts), day=DAY, book=BOOK)
    after = check(profile({name: data.draw(entries(name)), **facts}), day=DAY, book=BOOK)
    settled = [(a, b) for a, b in zip(before, after, strict=True) if a.kind is not Kind.NEEDS]
    assert all(a.kind is b.kind for a, b in settled)


@settings(max_examples=60, deadline=None)
@given(profiles(least=5), st.integers(0, 600), st.integers(1, 100))
def test_more_research_staff_never_costs_a_standing(facts, staff, more) -> None:
    few = {**facts, "staff": "700", "rd_staff": str(staff)}
    many = {**few, "rd_staff": str(staff + more)}
    for policy in ("high-tech-enterprise", "little-giant", "fengxian-little-giant"):
        if verdict(policy, few).kind is Kind.ELIGIBLE:
            assert verdict(policy, many).kind is Kind.ELIGIBLE


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**15), st.integers(0, 10**12))
def test_more_income_never_saves_less_tax(fen, more) -> None:
    low = Profile({"high_tech": True, "taxable_income": min(fen, 10**15)})
    high = low.with_facts(taxable_income=min(fen + more, 10**15))
    policy = BOOK.policies["high-tech-rate"]
    one, other = (judge(policy, p, day=DAY, book=BOOK).amount for p in (low, high))
    assert one is not None
    assert other is not None
    assert one <= other


@settings(max_examples=40, deadline=None)
@given(profiles())
def test_every_verdict_says_why(facts) -> None:
    for found in check(profile(facts), day=DAY, book=BOOK):
        if found.kind is Kind.NOT_ELIGIBLE:
            assert found.failing
            assert all(step.met is False and step.verified for step in found.failing)
        if found.kind is Kind.NEEDS:
            assert found.needs or found.open
            assert not any(
                name in facts for name in found.needs if fields()[name].kind not in ("money", "count")
            )
        if found.kind is Kind.LEAD:
            assert found.amount is None
            assert found.rate is None
        assert list(lines(found))
        assert as_json(found)["verdict"] == found.kind.value
        list(trace(found))


def test_unverified_conditions_are_named_and_decide_nothing() -> None:
    found = verdict("high-tech-enterprise", {**HIGH_TECH, "rd_domestic_3y": 0})
    assert found.kind is Kind.ELIGIBLE
    assert [step.id for step in found.unverified] == ["domestic", "score"]
    assert [step.met for step in found.unverified] == [False, None]


def test_a_trace_names_figure_threshold_version_and_reference() -> None:
    found = verdict("high-tech-enterprise", {**HIGH_TECH, "rd_staff": 9})
    assert found.kind is Kind.NOT_ELIGIBLE
    (failing,) = found.failing
    assert (failing.figure, failing.value) == ("rd_staff_share", Fraction(9, 100))
    assert (failing.threshold, failing.threshold_since) == (Fraction(1, 10), date(2016, 1, 1))
    assert failing.reference == "国科发火〔2016〕32号、195号"


def test_the_tier_that_applies_is_the_one_in_the_trace() -> None:
    found = verdict("high-tech-enterprise", {**HIGH_TECH, "revenue": "6000万", "high_tech_revenue": "5000万"})
    thresholds = [s.threshold for s in found.steps if s.id == "rd_intensity"]
    assert thresholds == [Fraction(4, 100)]


def test_a_rule_that_ended_without_a_successor_is_not_open() -> None:
    found = verdict("result-conversion", {}, date(2026, 1, 1))
    assert found.kind is Kind.NOT_IN_FORCE
    assert "2025-11-17" in found.reason
    assert "未查到接续文件" in found.reason


def test_a_rule_that_was_superseded_names_its_successor() -> None:
    found = verdict("biomedicine-2021", {}, date(2025, 1, 1))
    assert found.kind is Kind.NOT_IN_FORCE
    assert "生物医药产业支持（2024年）" in found.reason


@pytest.mark.parametrize(
    ("day", "start"), [("2026-05-01", "2026-06-01"), ("2026-08-31", "2026-06-01"), ("2026-09-01", None)]
)
def test_the_next_window_is_shown(day, start) -> None:
    found = verdict("tech-sme", {}, date.fromisoformat(day)).window
    assert (found.start.isoformat() if found else None) == start


def test_what_the_sources_leave_open_is_said() -> None:
    assert "施行日期未查到" in verdict("high-tech-rate", {"high_tech": True}).open
    assert any("资助金额" in text for text in verdict("little-giant", {}).open)


@pytest.mark.parametrize(
    ("projects", "received", "yuan"),
    [
        ([("phase_3", "1亿元")] * 3, None, 90_000_000),
        ([("phase_3", "1亿元")] * 4, None, 100_000_000),
        ([("phase_3", "1亿元")] * 2, "5000万", 50_000_000),
        ([("phase_1", "1000万"), ("phase_2", "2000万")], None, 12_000_000),
        ([("phase_1", "1000万"), ("none", "2000万")], None, 4_000_000),
    ],
)
def test_projects_add_up_under_the_cap_of_the_year(projects, received, yuan) -> None:
    said = [{"project_kind": "drug_class_1", "project_phase": p, "project_rd": rd} for p, rd in projects]
    facts = {"projects": said} | ({"biomed_received": received} if received else {})
    found = judge(BOOK.policies["biomedicine-2024"], parse_profile(facts), day=DAY, book=BOOK)
    assert found.amount == yuan * 100


def test_a_date_after_the_day_asked_about_is_refused() -> None:
    with pytest.raises(
        ProfileError, match=r"registered_on.*2026-01-01.*after the day asked about.*2025-06-30"
    ):
        check(profile({"registered_on": "2026-01-01"}), day=DAY, book=BOOK)
    with pytest.raises(ProfileError, match="a day from 1950 to 2200"):
        check(Profile({}), day=date(9999, 12, 31), book=BOOK)
    with pytest.raises(ProfileError, match="holiday_start_year"):
        check(profile({"holiday_start_year": 2026}), day=DAY, book=BOOK)

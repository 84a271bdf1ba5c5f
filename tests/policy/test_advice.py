"""Combining, paths, what would change a verdict, what to ask next."""

from datetime import date
from fractions import Fraction

from kejian.policy.asking import questions
from kejian.policy.changing import changes, turns_on
from kejian.policy.combining import combine, paths
from kejian.policy.fields import fields
from kejian.policy.loading import rules
from kejian.policy.profile import Profile, parse_profile
from kejian.policy.verdicts import Kind, check, judge

BOOK = rules()
DAY = date(2025, 6, 30)
HIGH_TECH = {
    "registered_on": "2020-01-01", "core_ip": True, "listed_field": True, "staff": 100, "rd_staff": 10,
    "revenue": "4000万", "revenue_3y": "1亿元", "rd_3y": "500万", "high_tech_revenue": "2400万元",
}  # fmt: skip


def combined(facts: dict[str, object]):
    return combine(check(parse_profile(facts), day=DAY, book=BOOK), book=BOOK)


def turned(policy: str, facts: dict[str, object]) -> dict[str, object]:
    profile = parse_profile(facts)
    verdict = judge(BOOK.policies[policy], profile, day=DAY, book=BOOK)
    return {c.field: c.to for c in changes(verdict, profile, day=DAY, book=BOOK)}


def test_of_a_rate_and_an_exemption_the_better_is_taken() -> None:
    facts = {"high_tech": True, "chip_or_software": "ic_design", "holiday_start_year": 2024}
    (choice,) = combined(facts).choices
    assert (choice.taken, choice.left) == ("ic-design-software", ("high-tech-rate",))
    assert "税率最低（0%）" in choice.reason
    # in the third to fifth year, half of 25 % is still below 15 %
    (choice,) = combined({**facts, "holiday_start_year": 2021}).choices
    assert choice.taken == "ic-design-software"
    # and the rate for small profits is below both
    (choice,) = combined({**facts, "holiday_start_year": 2021, "taxable_income": "300万"}).choices
    assert (choice.taken, choice.left) == ("small-profit", ("high-tech-rate", "ic-design-software"))
    (choice,) = combined({**facts, "holiday_start_year": 2021, "taxable_income": "300.01万"}).choices
    assert choice.taken == "ic-design-software"


def test_of_two_deductions_the_higher_is_taken_and_the_rest_stands_beside() -> None:
    found = combined({
        "high_tech": True, "on_ic_list": True, "industry": "manufacturing", "rd_own": 100, "rd_other": 0,
        "rd_outsourced": 0, "rd_overseas": 0,
    })  # fmt: skip
    taken = {choice.group: choice.taken for choice in found.choices}
    assert taken == {"income_tax": "high-tech-rate", "rd_deduction": "rd-deduction-ic"}
    assert {"high-tech-rate", "rd-deduction-ic", "loss-carry-forward"} <= set(found.take)
    assert "rd-deduction" not in found.take


def test_a_standing_that_opens_others_is_a_path_with_what_it_lacks() -> None:
    profile = parse_profile({**HIGH_TECH, "rd_staff": 9, "high_tech": False, "tech_sme": False})
    verdicts = check(profile, day=DAY, book=BOOK)
    found = {path.policy: path for path in paths(profile, verdicts, day=DAY, book=BOOK)}
    path = found["high-tech-enterprise"]
    assert path.opens == ("high-tech-rate", "loss-carry-forward")
    assert path.verdict is Kind.NOT_ELIGIBLE
    assert [step.id for step in path.failing] == ["rd_staff"]
    assert found["tech-sme"].opens == ("loss-carry-forward",)
    assert "assets" in found["tech-sme"].needs


def test_the_smallest_change_of_each_single_figure() -> None:
    assert turned("high-tech-enterprise", {**HIGH_TECH, "rd_staff": 9}) == {"rd_staff": 10, "staff": 90}
    lacking = turned("high-tech-enterprise", {**HIGH_TECH, "rd_3y": "4999999.99"})
    assert lacking["rd_3y"] == 500_000_000
    assert lacking["revenue_3y"] == 9_999_999_980
    # the tier counts too: with one fen more than 50 million the threshold is lower
    assert "revenue" not in turned("high-tech-enterprise", {**HIGH_TECH, "rd_staff": 9})
    assert turned("small-profit", {"taxable_income": "400万"}) == {"taxable_income": 300_000_000}
    assert turned("high-tech-rate", {"high_tech": False}) == {"high_tech": True}
    lingang = {"region": "lingang", "registered_on": "2022-01-01", "moved_in": False, "key_products": 1}
    assert turned("lingang", {**lingang, "fields": ["software"]})["fields"] == {"software", "ic"}
    assert turned("lingang", {**lingang, "fields": ["software", "ai"]})["fields"] == {"software"}
    assert turned("lingang", {**lingang, "fields": ["ai"]})["fields"] == {"other"}
    trial = {"project_kind": "cro", "region": "elsewhere"}
    assert turned("biomedicine-2024", trial) == {"region": "lingang"}


def test_the_day_on_which_a_verdict_turns() -> None:
    def turning(policy: str, facts: dict[str, object], day: date) -> date | None:
        profile = parse_profile(facts)
        return turns_on(
            judge(BOOK.policies[policy], profile, day=day, book=BOOK), profile, day=day, book=BOOK
        )

    # the sixth year of a five-year holiday
    chips = {"chip_or_software": "ic_design", "holiday_start_year": 2023}
    assert turning("ic-design-software", chips, DAY) == date(2028, 1, 1)
    assert turning("rd-deduction", {"industry": "software"}, date(2021, 6, 1)) == date(2023, 1, 1)


def test_the_tier_can_be_what_turns_it() -> None:
    facts = {**HIGH_TECH, "revenue": "5000万", "high_tech_revenue": "4000万", "rd_3y": "450万"}
    assert turned("high-tech-enterprise", facts)["revenue"] == 5_000_000_001


def test_what_would_lose_it() -> None:
    lost = turned("high-tech-enterprise", HIGH_TECH)
    assert lost["rd_staff"] == 9
    assert lost["staff"] == 101
    assert lost["core_ip"] is False
    assert lost["registered_on"] == date(2024, 7, 1)


def test_two_failures_are_turned_by_no_single_figure() -> None:
    assert not turned("high-tech-enterprise", {**HIGH_TECH, "rd_staff": 9, "core_ip": False})


def test_when_time_alone_turns_it() -> None:
    profile = parse_profile({**HIGH_TECH, "registered_on": "2025-02-28"})
    verdict = judge(BOOK.policies["high-tech-enterprise"], profile, day=DAY, book=BOOK)
    assert turns_on(verdict, profile, day=DAY, book=BOOK) == date(2026, 2, 28)
    small = Profile({"taxable_income": 100})
    verdict = judge(BOOK.policies["small-profit"], small, day=DAY, book=BOOK)
    assert turns_on(verdict, small, day=DAY, book=BOOK) == date(2028, 1, 1)


def test_the_first_question_settles_most_and_none_is_asked_twice() -> None:
    asked = questions(Profile({}), day=DAY, book=BOOK)
    assert [q.settles for q in asked] == sorted((q.settles for q in asked), reverse=True)
    assert len({q.field for q in asked}) == len(asked)
    assert all(fields()[q.field].question for q in asked)
    # one answer tells whether an enterprise makes, designs or does nothing with chips
    assert asked[0].field in {"high_tech", "chip_or_software", "industry"}


def test_asking_stops_when_nothing_is_left_to_settle() -> None:
    facts: dict[str, object] = {}
    answers = {
        "flag": False, "count": 1, "money": 100, "number": Fraction(1), "share": Fraction(0),
        "date": date(2000, 1, 1), "year": 2000, "set": frozenset({"other"}),
    }  # fmt: skip
    for _ in range(len(fields().by_name)):
        left = questions(Profile(facts), day=DAY, book=BOOK)
        if not left:
            break
        assert left[0].field not in facts
        entry = fields()[left[0].field]
        facts[entry.name] = entry.choices[-1] if entry.kind == "choice" else answers[entry.kind]
    verdicts = check(Profile(facts), day=DAY, book=BOOK)
    assert not any(v.needs for v in verdicts)
    askable = [field for field in fields().by_name.values() if field.question]
    assert len(facts) < len(askable) / 2

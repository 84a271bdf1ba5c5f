"""A kept result beside the rules of a later day: what is told, and in which words."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.policy.profiles import DAY, profiles

from kejian.policy.bulk import with_parameters
from kejian.policy.english import rules_in
from kejian.policy.errors import ProfileError
from kejian.policy.keeping import Changed, changes, from_json, keep, to_json
from kejian.policy.loading import read_rules, rules
from kejian.policy.model import RuleBook
from kejian.policy.profile import Profile, parse_profile
from kejian.policy.verdicts import check

BOOK = rules()


def kept(facts: dict[str, object], day: date = DAY, book: RuleBook = BOOK):
    profile = parse_profile(facts)
    return from_json(to_json(keep(profile, check(profile, day=day, book=book), day=day)))


def told(facts: dict[str, object], day: date, *, book: RuleBook = BOOK, before: RuleBook = BOOK):
    return {c.policy: c for c in changes(kept(facts, book=before), book, day)}


def test_on_the_same_day_nothing_has_changed() -> None:
    assert not changes(kept({"taxable_income": "250万", "high_tech": True}), BOOK, DAY)


@settings(max_examples=15, deadline=None)
@given(profiles(least=3))
def test_what_is_kept_is_read_back_exactly(facts) -> None:
    try:
        profile = parse_profile(facts)
        verdicts = check(profile, day=DAY, book=BOOK)
    except ProfileError:
        return
    again = from_json(to_json(keep(profile, verdicts, day=DAY)))
    assert parse_profile({**again.profile, "confirmed": list(again.profile)}).facts == profile.facts
    assert not [c for c in changes(again, BOOK, DAY) if c.kind not in ("changed_window", "changed_ending")]


def test_an_ended_policy_is_told_and_its_lost_verdict_is_not_told_again() -> None:
    change = told({"taxable_income": "250万"}, date(2028, 1, 1))["small-profit"]
    assert change.text("zh") == "小型微利企业所得税优惠：已失效（2027-12-31）"
    assert change.text("en") == "小型微利企业所得税优惠: no longer in force (2027-12-31)"


def test_a_new_version_names_both_documents() -> None:
    change = told({}, date(2026, 2, 1))["contract-vat"]
    assert change.kind == "changed_version"
    assert change.text("zh") == "技术合同免征增值税：依据由财税〔2016〕36号附件3变为公告2026年第10号"


@pytest.mark.parametrize(("day", "days"), [(date(2027, 10, 2), 90), (date(2027, 12, 31), 0)])
def test_an_end_that_is_near(day, days) -> None:
    change = told({"taxable_income": "250万"}, day)["small-profit"]
    assert change.text("zh").endswith(f"2027-12-31到期，还有{days}天")


def test_an_end_that_is_not_near_yet() -> None:
    assert "small-profit" not in told({"taxable_income": "250万"}, date(2027, 10, 1))


def test_a_window_that_closes_soon() -> None:
    facts = {"staff": 10, "revenue": "1亿", "assets": "1亿", "sme_score": 70, "sme_staff_score": 5,
             "incidents": False, "blacklisted": False}  # fmt: skip
    change = told(facts, date(2026, 8, 1))["tech-sme"]
    assert change.text("en").endswith("applications close on 2026-08-31, in 30 days")


def test_a_moved_threshold_and_the_verdict_that_it_turns(tmp_path: Path) -> None:
    path = tmp_path / "moved.yaml"
    path.write_text(
        "small-profit:\n  profit:\n    metadata: {unit: CNY, status: B}\n"
        "    values: {2023-01-01: {value: 2000000}}\n",
        encoding="utf-8",
    )
    found = changes(kept({"taxable_income": "250万"}), with_parameters(BOOK, path), DAY)
    assert [c.text("zh").split("：", 1)[1] for c in found] == [
        "“应纳税所得额不超过300万元”的标准由3,000,000元变为2,000,000元",
        "由“可以享受”变为“不符合”",
        "金额由500,000元变为无",
        "比例由5%变为无",
    ]


def test_policies_that_came_and_went() -> None:
    text = (
        "id: new\ntitle: 新政策\nregion: x\nwho: 企业\nkeywords: [新]\nversions:\n"
        "  - {document: null, from: 2020-01-01, conditions: [{id: a, figure: high_tech, is: true}],\n"
        "     benefit: {of: status, text: 资格}}\n"
    )
    other = read_rules([("new.yaml", text)])
    found = told({}, DAY, book=other)
    assert found["new"].text("zh") == "新政策：新增的政策，现为“还需填报”"
    assert found["small-profit"].kind == "changed_gone"


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"day": "soon"}', b"[" * 10_000])
def test_what_was_not_kept_is_refused(text) -> None:
    with pytest.raises(ProfileError, match="no kept result"):
        from_json(text, where="kept.json")


def test_kept_facts_that_were_tampered_with_are_refused() -> None:
    one = kept({"staff": 5})
    with pytest.raises(ProfileError, match="not known"):
        changes(from_json(to_json(one).replace(b'"staff"', b'"stuff"')), BOOK, DAY)


def test_an_empty_profile_is_kept_too() -> None:
    assert keep(Profile({}), check(Profile({}), day=DAY, book=BOOK), day=DAY).profile == {}


def test_a_policy_with_a_successor_names_it_and_units_are_told_in_the_language() -> None:
    before = kept({"project_kind": "drug_class_1", "taxable_income": "250万"}, day=date(2023, 6, 30))
    ended = {c.policy: c for c in changes(before, rules_in("en"), DAY)}["biomedicine-2021"]
    assert ended.text("en") == "Support of biomedicine (2021): superseded by “Support of biomedicine (2024)”"
    moved = Changed(policy="x", kind="changed_amount", values=("X", "1,200元", "none"))
    assert moved.text("en") == "X: the amount went from 1,200 yuan to none"
    assert "1,200元" in moved.text("zh")

"""What pages and the API are given: plain values that JSON holds."""

import json
from datetime import date

import msgspec
import pytest
from tests.policy.profiles import DAY

from kejian.policy.errors import ProfileError, RuleError
from kejian.policy.loading import RuleBook, read_rules, rules
from kejian.policy.profile import parse_profile
from kejian.policy.services import (
    checked,
    explained,
    list_policies,
    one_policy,
    questionnaire,
    searched,
    to_json,
)

BOOK = rules()


def test_the_list_says_how_each_policy_stands_on_the_day() -> None:
    standing = {line.id: line.standing for line in list_policies(BOOK, day=DAY)}
    assert len(standing) == len(BOOK.policies)
    assert standing["biomedicine-2021"] == "ended"
    assert standing["biomedicine-2024"] == "in_force"
    assert standing["software-vat"] == "lead"
    assert standing["specialised-sme"] == "not_yet"
    assert [line.id for line in list_policies(BOOK, day=DAY, issuer="沪科规")] == [
        "result-conversion", "little-giant",
    ]  # fmt: skip
    assert {line.region for line in list_policies(BOOK, day=DAY, region="lingang")} == {"lingang"}


@pytest.mark.parametrize("name", BOOK.policies)
def test_one_policy_with_versions_and_figures(name) -> None:
    page = one_policy(BOOK, name, day=DAY)
    assert len(page.versions) == len(BOOK.policies[name].versions)
    assert sum(version.in_force for version in page.versions) <= 1
    assert json.loads(to_json(page))["line"]["id"] == name


def test_thresholds_are_those_of_each_version() -> None:
    before, now = one_policy(BOOK, "start-up-investment", day=DAY).versions[-2:]
    shown = [{c.id: c.threshold for c in v.conditions}.get("staff") for v in (before, now)]
    assert shown == ["200", "300"]


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(RuleError, match="no policy “x”"):
        one_policy(BOOK, "x", day=DAY)


def test_the_questionnaire_goes_on_from_what_was_entered_and_stops() -> None:
    entered: dict[str, object] = {}
    answers = {"flag": "否", "count": "1", "money": "1", "number": "1", "share": "0", "date": "2000-01-01",
               "year": "2000"}  # fmt: skip
    left = []
    for _ in range(90):
        step = questionnaire(entered, book=BOOK, day=DAY)
        left.append(step.left)
        assert sum(step.counts.values()) == len(BOOK.policies)
        if step.question is None:
            break
        asked = step.question
        entered[asked.field] = asked.choices[-1][0] if asked.choices else answers[asked.kind]
    assert left[-1] == 0
    assert questionnaire(entered, book=BOOK, day=DAY).counts["needs"] == 0


def test_a_question_has_what_a_form_needs() -> None:
    asked = questionnaire({"high_tech": True}, book=BOOK, day=DAY, language="en").question
    assert asked is not None
    assert asked.label.isascii()
    assert asked.concerns


def test_a_wrong_answer_is_refused_with_its_field() -> None:
    with pytest.raises(ProfileError, match=r"staff.*many"):
        questionnaire({"staff": "many"}, book=BOOK, day=DAY)


def test_a_whole_result_and_one_explained() -> None:
    profile = parse_profile({"high_tech": True, "taxable_income": "250万"})
    result = checked(profile, book=BOOK, day=DAY, language="en")
    assert result.counts["eligible"] == len([v for v in result.verdicts if v["verdict"] == "eligible"])
    assert {"small-profit"} <= set(result.take)
    assert json.loads(to_json(result))["choices"][0]["reason"] == "lowest rate, 5%"
    one = explained(profile, "small-profit", book=BOOK, day=DAY)
    assert one.verdict["amount_yuan"] == 500_000
    assert one.changes[0]["to"] == 3_000_000.01
    assert one.turns_on == date(2028, 1, 1)


def test_what_a_sentence_finds_and_says() -> None:
    found = searched("我们是做CAR-T的，在张江，去年研发投入8000万", book=BOOK, day=DAY)
    assert found.hits[0].line.id == "biomedicine-2024"
    said = {read.field: (read.value, read.shown) for read in found.profile}
    assert said["rd_expense"] == (80_000_000, "80,000,000元")
    assert said["region"] == ("zhangjiang", "张江")
    parse_profile({read.field: read.value for read in found.profile})


DRAFT = (
    "id: d\nstatus: draft\ntitle: 草案\nregion: null\nwho: null\nkeywords: []\nversions:\n"
    "  - {document: null, benefit: {of: status, text: 资格}}\n"
)


def test_a_draft_is_listed_and_shown_but_never_judged() -> None:
    book = RuleBook(policies=BOOK.policies, drafts=read_rules([("d.yaml", DRAFT)]).drafts)
    assert list_policies(book, day=DAY)[-1].standing == "draft"
    assert one_policy(book, "d", day=DAY).line.title == "草案"
    assert "d" not in {v["id"] for v in checked(parse_profile({}), book=book, day=DAY).verdicts}
    with pytest.raises(RuleError, match="is a draft"):
        explained(parse_profile({}), "d", book=book, day=DAY)


def test_answers_can_be_read_back_as_what_they_are() -> None:
    page = one_policy(BOOK, "tech-sme", day=DAY)
    assert msgspec.json.decode(to_json(page), type=type(page)) == page

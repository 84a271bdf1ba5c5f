"""Decisions stay with their statements, and say so when they cannot."""

import pytest
from tests.base.factory import FIRST

from kejian.errors import BaseError


@pytest.fixture
def statement(base, keep):
    keep(FIRST)
    (row,) = base.statements(quote="71家")
    return row["id"]


def verdicts(base):
    return {row["quote"]: row["decision"] for row in base.statements() if row["decision"]}


def test_the_last_decision_counts(base, statement):
    base.decide(statement, "reject", reason="wrong table", who="王")
    assert base.statements(quote="71家") == []
    base.decide(statement, "confirm", reason="looked it up", who="李")
    assert verdicts(base) == {"71家": "confirmed"}
    base.decide(statement, "withdraw", reason="not sure", who="李")
    assert verdicts(base) == {}
    assert [d["verdict"] for d in base.show(statement)["decisions"]] == ["reject", "confirm", "withdraw"]


def test_a_correction_is_applied_and_the_statement_keeps_what_it_says(base, statement):
    base.decide(statement, "correct", correction={"value": "7.20e1"}, reason="misprint", who="王")
    (row,) = base.statements(quote="71家")
    assert (row["value"], row["decision"]) == ("72", "corrected")
    assert base.show(statement)["says"]["value"] == "71"


def test_it_carries_its_quotation(base, statement):
    from kejian.base.models import Decision

    base.decide(statement, "confirm", reason="r", who="w")
    decision = Decision.objects.using(base.alias).get()
    assert (decision.quote, decision.sentence) == ("71家", "全市新增高新技术企业71家。")
    assert decision.before.endswith("高新技术企业")


def test_it_survives_a_new_edition(base, keep, statement):
    base.decide(statement, "confirm", reason="r", who="w")
    keep("新的开头。\n" + FIRST.replace("4003", "4004"))
    assert verdicts(base) == {"71家": "confirmed"}
    assert base.orphans() == []


def test_it_survives_a_changed_extractor(base, keep, statement):
    import msgspec

    base.decide(statement, "confirm", reason="r", who="w")
    keep(FIRST, extractor="2", change=lambda f: msgspec.structs.replace(f, entities=(), milestones=()))
    assert verdicts(base) == {"71家": "confirmed"}


def test_a_changed_number_puts_it_into_the_queue(base, keep, statement):
    base.decide(statement, "confirm", reason="r", who="w")
    keep(FIRST.replace("71家", "73家"))
    (orphan,) = base.orphans()
    assert (orphan.why, orphan.expected["value"], orphan.now["value"]) == ("says something else", "71", "73")
    assert verdicts(base) == {"73家": "orphan"}
    base.decide(statement, "confirm", reason="the new figure", who="w")
    assert base.orphans() == []


def test_a_text_that_says_what_was_corrected_fulfils_the_correction(base, keep, statement):
    base.decide(statement, "correct", correction={"value": "73"}, reason="r", who="w")
    keep(FIRST.replace("71家", "73家"))
    assert base.orphans() == []


def test_a_statement_that_is_gone_puts_it_into_the_queue(base, keep, statement):
    base.decide(statement, "confirm", reason="r", who="w")
    keep(FIRST.replace("全市新增高新技术企业71家。", ""))
    (orphan,) = base.orphans()
    assert (orphan.why, orphan.quote) == ("gone", "71家")
    keep(FIRST.replace("2300", "2301"))  # it comes back
    assert base.orphans() == []
    assert verdicts(base) == {"71家": "confirmed"}


@pytest.mark.parametrize(
    ("verdict", "more", "says"),
    [
        ("praise", {}, "no verdict"),
        ("correct", {}, "gives the right value"),
        ("confirm", {"correction": {"value": "1"}}, "only a correction"),
        ("correct", {"correction": {"colour": "red"}}, "no field 'colour'"),
        ("correct", {"correction": {"value": "many"}}, "not a number"),
        ("correct", {"correction": {"value": "nan"}}, "can be kept"),
        ("confirm", {"reason": " "}, "needs a reason"),
    ],
)
def test_mistakes_are_explained(base, statement, verdict, more, says):
    with pytest.raises(BaseError, match=says):
        base.decide(statement, verdict, **({"reason": "r", "who": "w"} | more))


def test_an_expectation_that_fails_decides_nothing(base, statement):
    from kejian.base.decisions import decide

    with pytest.raises(BaseError, match="expected to be '70' and is '71'"):
        decide(base.alias, statement, "confirm", reason="r", who="w", expected={"value": "70"})


def test_decisions_are_never_changed_or_deleted(base, statement):
    from kejian.base.models import Decision

    base.decide(statement, "confirm", reason="r", who="w")
    decision = Decision.objects.using(base.alias).get()
    with pytest.raises(BaseError, match="never changed"):
        decision.save()
    with pytest.raises(BaseError, match="never deleted"):
        decision.delete()

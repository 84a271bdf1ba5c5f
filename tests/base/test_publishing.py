"""A draft is published as it stands, with what was decided of it, and shows no more than that."""

import pytest
from tests.base.factory import FIRST, blind_review

from kejian.errors import BaseError

SECOND = FIRST.replace("71家", "83家")


def current(base, **of):
    from kejian.base.models import Document

    return Document.objects.using(base.alias).filter(current=True, **of).get()


def published(base):
    base.viewer = None
    return {row["quote"]: row for row in base.statements()}


def decided(base, quote, verdict, *, viewer, **more):
    base.viewer = viewer
    (row,) = base.statements(quote=quote)
    return base.decide(row["id"], verdict, reason="读过", who="李", **more)


def test_what_is_published_is_there_for_all_with_series_names_and_passages(base, keep):
    from kejian.base.publishing import publish

    keep(FIRST, draft_of="王")
    assert base.series().total == base.things().total == base.status()["documents"] == 0
    done = publish(base.alias, current(base).pk, viewer="王")
    assert (done.superseded, done.decisions) == (False, 0)
    assert base.status()["documents"] == 1
    assert len(base.statements()) == done.statements > 5
    assert base.series("高新技术企业").total
    assert base.things("远帆一号").total == 1
    assert base.search("高新技术企业").hits
    assert base.unlinked() == 0
    base.viewer = "王"  # who sees it once, not also as a draft
    assert base.status()["documents"] == 1
    assert not any(entry.draft for entry in (*base.series().entries, *base.things().entries))


def test_it_becomes_the_newest_edition_of_the_work_that_it_is_recognised_as(base, keep):
    from kejian.base.publishing import draft_of, publish, takes_place_of

    keep(FIRST, title="锦澜市科技创新年报2022")
    before = published(base)
    keep(SECOND, title="锦澜市科技创新年报2022", draft_of="王")
    draft = current(base, work__visibility="draft")
    there = takes_place_of(base.alias, draft_of(base.alias, draft.pk, viewer="王"))
    assert there is not None
    assert there.title == "锦澜市科技创新年报2022"
    done = publish(base.alias, draft.pk, viewer="王")
    assert done.superseded
    assert done.work == there.pk
    after = published(base)
    assert after["83家"]["id"] == before["71家"]["id"]
    assert "71家" not in after
    assert base.status()["documents"] == 1


def test_a_draft_that_is_no_edition_of_anything_gets_a_name_of_its_own(base, keep):
    from kejian.base.publishing import draft_of, publish, takes_place_of

    keep(FIRST, title="年报", year=2021)
    keep("另一份全然不同的文字。全市共有博物馆12家。", title="年报", draft_of="王")
    draft = current(base, work__visibility="draft")
    assert takes_place_of(base.alias, draft_of(base.alias, draft.pk, viewer="王")) is None
    assert publish(base.alias, draft.pk, viewer="王").key == "年报 (2)"
    assert {"71家", "12家"} <= set(published(base))


def test_decisions_go_with_it_and_leave_nothing_waiting(base, keep):
    from kejian.base.agreement import agreement
    from kejian.base.publishing import publish

    keep(FIRST, draft_of="王", shared_with=("李",))
    decided(base, "71家", "correct", viewer="李", correction={"value": "72"})
    decided(base, "2300人", "reject", viewer="李")
    done = publish(base.alias, current(base).pk, viewer="王")
    assert done.decisions == 2
    after = published(base)
    assert (after["71家"]["value"], after["71家"]["decision"]) == ("72", "corrected")
    assert "2300人" not in after
    shown = base.show(after["71家"]["id"])
    assert [(d["verdict"], d["who"], d["reason"]) for d in shown["decisions"]] == [("correct", "李", "读过")]
    base.viewer = "王"
    assert base.orphans() == []
    assert agreement(base.alias, viewer="王") == []


def test_a_blind_review_goes_with_it(base, keep):
    from kejian.base.blind_models import BlindJudgment
    from kejian.base.models import Decision
    from kejian.base.publishing import publish

    keep(FIRST, draft_of="王", shared_with=("李",))
    first = decided(base, "71家", "correct", viewer="王", correction={"value": "72"})
    blind_review(base, base.statements(quote="71家")[0]["id"], "confirm", "reject")
    publish(base.alias, current(base).pk, viewer="王")
    said = BlindJudgment.objects.using(base.alias).select_related("fact").order_by("pk")
    assert [one.verdict for one in said] == ["confirm", "reject"]
    (fact,) = {one.fact for one in said}
    assert fact.statement_id == published(base)["71家"]["id"]
    copy = Decision.objects.using(base.alias).get(pk=fact.decision_id)
    assert (copy.statement_id, copy.verdict, copy.pk > first) == (fact.statement_id, "correct", True)


def test_a_blind_review_that_has_the_published_fact_already_keeps_both(base, keep):
    from kejian.base.blind_models import BlindFact
    from kejian.base.publishing import publish

    keep(FIRST, title="年报")
    decided(base, "71家", "confirm", viewer=None)
    before = published(base)["71家"]["id"]
    review = blind_review(base, before, "confirm")
    keep(FIRST + "完。", title="年报", draft_of="王")
    base.viewer = "王"
    (draft,) = (row["id"] for row in base.statements(quote="71家") if row["id"] != before)
    base.decide(draft, "reject", reason="读过", who="李")
    last = blind_review(base, draft, "confirm", who="third")
    BlindFact.objects.using(base.alias).filter(review=last).update(review=review)
    publish(base.alias, current(base, work__visibility="draft").pk, viewer="王")
    facts = BlindFact.objects.using(base.alias).filter(review=review)
    assert set(facts.values_list("statement", flat=True)) == {before, draft}


def test_what_a_person_added_was_added_by_that_person(base, keep):
    from kejian.base.adding import add_statement
    from kejian.base.publishing import publish

    keep(FIRST, draft_of="王")
    draft = current(base)
    start = draft.text.rindex("实验室")
    add_statement(
        base.alias, draft.pk, kind="entity", start=start, end=start + 3, says={}, who="王", viewer="王"
    )
    publish(base.alias, draft.pk, viewer="王")
    (row,) = base.statements(quote="实验室")
    assert base.show(row["id"])["extractor"] == "person 王"
    assert row["decision"] == "confirmed"


def test_earlier_texts_of_a_draft_are_published_with_it_no_more_than_what_was_struck(base, keep):
    from kejian.base.models import Earlier, Statement
    from kejian.base.publishing import publish
    from kejian.base.queries import visible_documents, visible_statements

    keep(FIRST.replace("71家", "9999家"), title="年报", draft_of="王")
    keep(FIRST, title="年报", draft_of="王")
    publish(base.alias, current(base).pk, viewer="王")
    assert visible_documents(base.alias, None).count() == 1
    assert not visible_statements(base.alias, None).filter(quote="9999家").exists()
    seen = Earlier.objects.using(base.alias).filter(statement__work__visibility="published")
    assert not seen.exists()
    assert Statement.objects.using(base.alias).filter(work__visibility="draft", status="active").count() == 0


@pytest.mark.parametrize("viewer", [None, "李", "赵"])
def test_only_its_owner_publishes_or_shares_a_draft(base, keep, viewer):
    from kejian.base.publishing import publish, share

    keep(FIRST, draft_of="王", shared_with=("李",))
    number = current(base).pk
    for attempt in (lambda: publish(base.alias, number, viewer=viewer),
                    lambda: share(base.alias, number, ["赵"], viewer=viewer)):  # fmt: skip
        with pytest.raises(BaseError, match="no draft of yours"):
            attempt()
    assert base.status()["documents"] == 0


def test_it_is_published_once(base, keep):
    from kejian.base.publishing import publish, published_as

    keep(FIRST, draft_of="王")
    draft = current(base)
    assert published_as(base.alias, draft) is None
    done = publish(base.alias, draft.pk, viewer="王")
    assert published_as(base.alias, draft) == done.document
    with pytest.raises(BaseError, match="no draft of yours"):
        publish(base.alias, draft.pk, viewer="王")


def test_the_same_file_again_is_the_same(base, keep):
    """A draft of what is published already only brings what was decided of it."""
    from kejian.base.publishing import publish

    keep(FIRST)
    keep(FIRST, draft_of="王")
    draft = current(base, work__visibility="draft")
    base.viewer = "王"
    for row in base.statements(quote="71家"):
        base.decide(row["id"], "confirm", reason="读过", who="王")
    done = publish(base.alias, draft.pk, viewer="王")
    assert (done.superseded, done.decisions) == (False, 1)
    assert base.status()["documents"] == 1
    assert published(base)["71家"]["decision"] == "confirmed"


def test_an_older_edition_is_not_put_before_a_newer_one(base, keep):
    from kejian.base.publishing import publish

    keep(FIRST, draft_of="王", title="年报")
    draft = current(base)
    keep(FIRST, title="年报")
    keep(SECOND, title="年报")
    with pytest.raises(BaseError, match="newer edition"):
        publish(base.alias, draft.pk, viewer="王")
    assert current(base, work__visibility="draft").pk == draft.pk
    assert "83家" in published(base)


def test_sharing_says_who_sees_it(base, keep):
    from kejian.base.publishing import share

    keep(FIRST, draft_of="王", shared_with=("李",))
    number = current(base).pk
    assert share(base.alias, number, ["赵", "王", " "], viewer="王") == ("李",)
    for viewer, seen in (("王", 1), ("赵", 1), ("李", 0), (None, 0)):
        base.viewer = viewer
        assert base.status()["documents"] == seen
    assert share(base.alias, number, [], viewer="王") == ("赵",)

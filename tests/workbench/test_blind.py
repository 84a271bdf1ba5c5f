"""Blind second reviews: nothing of what the first reviewer decided is shown, nothing is overwritten."""

from datetime import UTC, datetime

import msgspec
import pytest

from kejian.errors import BaseError

TEXT = """# 松汀市科技进步报告2022

2022年，松汀市研发经费支出为412.5亿元，比上年增长8.3%，技术合同成交额突破600亿元，专利授权量为9800件。
"""
# what shows decisions: pages, JSON, the API, files
CLOSED = (
    "/",
    "/documents/",
    "/documents/{document}/",
    "/documents/{document}/?fact={fact}",
    "/documents/{document}/?format=json",
    "/review/?state=decided",
    "/review/facts/{fact}/",
    "/review/agreement/",
    "/review/agreement/?format=json",
    "/review/gold/",
    "/review/gold.zip",
    "/indicators/",
    "/milestones/",
    "/entities/",
    "/findings/",
    "/ask/?q=2022年松汀研发经费是多少？",
    "/search/?q=研发经费",
    "/audit-log/",
    "/api/review/{fact}",
    "/api/documents/{document}/facts/{fact}",
    "/api/session",
    "/api/search?q=研发经费",
)
SECRET = "999000000000"  # the value that the first reviewer gave
WHY = "the annex says otherwise"


@pytest.fixture
def document(keep):
    return keep(TEXT, said={"report_year": 2022})


@pytest.fixture
def facts(team, document):
    """The facts by their words; the editor corrected one, rejected one and confirmed one."""
    first = team("editor")
    listed = first.get("/review/?format=json").json()["facts"]
    by_words = {one["quote"]: one["id"] for one in listed}
    decide(first, by_words["412.5亿元"], verdict="correct", value=SECRET, reason=WHY)
    decide(first, by_words["8.3%"], verdict="reject", reason=WHY)
    decide(first, by_words["9800件"], verdict="confirm", reason=WHY)
    return by_words


def decide(client, fact, **said):
    seen = client.get(f"/review/facts/{fact}/?format=json").json()["it"]["seen"]
    answer = client.post(f"/review/facts/{fact}/decide/", {"seen": seen} | said)
    assert answer.status_code == 303, answer.content.decode()


def begin(client, document=0):
    return client.post("/review/blind/start/", {"document": document})


def now(client):
    return client.get("/review/blind/?format=json").json()


def judge(client, fact, verdict="confirm", **said):
    return client.post(f"/review/blind/{fact}/judge/", {"verdict": verdict} | said)


def test_the_facts_are_those_that_somebody_else_decided_on(team, facts, document):
    second = team("reviewer")
    offered = second.get("/review/agreement/?format=json").json()["offered"]
    assert [(one["document"], one["facts"]) for one in offered] == [(document, 3)]
    assert begin(second, document).status_code == 303
    found = now(second)
    assert (found["done"], found["total"]) == (0, 3)
    assert team("editor").get("/review/agreement/?format=json").json()["offered"] == []


def test_a_fact_is_shown_as_the_extraction_made_it(team, facts, document):
    second = team("reviewer")
    begin(second, document)
    for _ in range(3):
        fact = now(second)["fact"]
        text = second.get("/review/blind/").content.decode() + msgspec.json.encode(now(second)).decode()
        assert SECRET not in text
        assert "9990" not in text
        assert WHY not in text
        assert "editor" not in text
        assert (fact["decision"], fact["decided_by"], fact["reason"]) == ("", "", "")
        judge(second, fact["id"])
    assert now(second)["fact"] is None


@pytest.mark.parametrize("address", CLOSED)
def test_everything_else_is_closed_until_it_is_finished(team, facts, document, address):
    second = team("administrator")
    path = address.format(document=document, fact=facts["412.5亿元"])
    assert second.get(path).status_code == 200 or path.startswith(("/review/gold.zip", "/api/review"))
    begin(second)
    answer = second.get(path)
    assert answer.status_code in (303, 403)
    assert SECRET not in answer.content.decode()
    if answer.status_code == 303:
        assert answer.headers["Location"] == "/review/blind/"
    second.post("/review/blind/finish/")
    assert second.get(path).status_code != 303


def test_a_part_of_a_page_is_closed_too(team, facts, document):
    second = team("reviewer")
    begin(second)
    answer = second.get(f"/review/facts/{facts['8.3%']}/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"] == "/review/blind/"


def test_others_go_on_and_another_session_of_the_same_account_does_not(team, facts):
    begin(team("reviewer"))
    assert team("editor").get("/review/").status_code == 200
    assert team("reader").get("/").status_code == 200
    assert team("reviewer").get("/review/").status_code == 303


def test_a_correction_does_not_inherit_the_first_one(team, facts):
    from kejian.base.blind_models import BlindJudgment

    second = team("reviewer")
    begin(second)
    judge(second, facts["412.5亿元"], "correct", **{"was-measure": "研发经费支出", "measure": "研发经费"})
    (judged,) = BlindJudgment.objects.all()
    assert msgspec.json.decode(judged.correction) == {"measure": "研发经费"}


def test_nothing_is_overwritten_and_no_decision_is_made(team, facts):
    from kejian.base.models import Decision

    before = list(Decision.objects.order_by("pk").values())
    second = team("reviewer")
    begin(second)
    judge(second, facts["412.5亿元"], "reject")
    judge(second, facts["8.3%"])
    second.post("/review/blind/finish/")
    assert list(Decision.objects.order_by("pk").values()) == before
    assert (
        second.get(f"/review/facts/{facts['412.5亿元']}/?format=json").json()["it"]["decision"] == "corrected"
    )


def test_the_judgments_are_only_ever_added(team, facts):
    from django.db import DatabaseError, transaction

    from kejian.base.blind_models import BlindJudgment

    second = team("reviewer")
    begin(second)
    judge(second, facts["8.3%"])
    one = BlindJudgment.objects.get()
    for change in (one.save, one.delete):
        with pytest.raises(BaseError):
            change()
    for change in (
        lambda: BlindJudgment.objects.update(verdict="reject"),
        BlindJudgment.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    judge(second, facts["8.3%"], "reject")
    assert [each.verdict for each in BlindJudgment.objects.order_by("pk")] == ["confirm", "reject"]


def test_agreement_is_told_apart_by_kind_and_field(team, facts):
    second = team("reviewer")
    begin(second)
    judge(second, facts["412.5亿元"])
    judge(second, facts["8.3%"], "reject")
    second.post("/review/blind/finish/")
    found = second.get("/review/agreement/?format=json").json()
    assert found["pairs"] == []
    (pair,) = found["blind"]
    assert (pair["first"], pair["second"], pair["kind"], pair["facts"]) == ("editor", "reviewer", "figure", 2)
    fields = {one["name"]: one for one in pair["fields"]}
    assert (fields["verdict"]["both"], fields["verdict"]["same"], fields["verdict"]["kappa"]) == (2, 2, 1.0)
    assert (fields["value"]["both"], fields["value"]["same"]) == (1, 0)
    assert [set(one["fields"]) for one in pair["disagreements"]] == [{"value"}]
    page = second.get("/review/agreement/").content.decode()
    assert "editor – reviewer" in page


def test_what_is_not_finished_counts_for_nobody(team, facts):
    second = team("reviewer")
    begin(second)
    judge(second, facts["8.3%"])
    assert team("editor").get("/review/agreement/?format=json").json()["blind"] == []


def test_what_one_decided_or_was_shown_is_not_offered_again(team, facts, document):
    second = team("reviewer")
    decide(second, facts["9800件"], verdict="confirm")
    begin(second)
    assert now(second)["total"] == 2
    second.post("/review/blind/finish/")
    assert second.get("/review/agreement/?format=json").json()["offered"] == []
    assert begin(second).status_code == 409


def test_a_fact_that_a_person_added_is_not_offered(team, facts, document):
    at = TEXT.index("专利")
    says = {"name": "专利", "type": "product"}
    said = {"kind": "entity", "start": at, "end": at + 2, "says": says, "reason": "missed"}
    added = team("editor").post(
        f"/api/documents/{document}/facts", data=msgspec.json.encode(said), content_type="application/json"
    )
    assert added.status_code == 200, added.content.decode()
    begin(team("reviewer"), document)
    assert now(team("reviewer"))["total"] == 3


@pytest.mark.parametrize(
    ("fact", "verdict", "said"),
    [
        ("nothing", "confirm", {}),
        ("412.5亿元", "withdraw", {}),
        ("突破600亿元", "confirm", {}),
        ("412.5亿元", "correct", {"was-value": "1", "value": "much"}),
        ("412.5亿元", "correct", {"words": "not in the text at all"}),
    ],
)
def test_what_cannot_be_judged_is_refused(team, facts, fact, verdict, said):
    from kejian.base.blind_models import BlindJudgment

    second = team("reviewer")
    begin(second)
    assert judge(second, facts.get(fact, fact), verdict, **said).status_code in (400, 409)
    assert not BlindJudgment.objects.exists()


def test_a_reader_cannot_begin_and_nobody_judges_without_a_review(team, facts):
    assert begin(team("reader")).status_code == 403
    assert judge(team("reviewer"), facts["8.3%"]).status_code == 409
    assert team("reviewer").post("/review/blind/finish/").status_code == 409
    assert now(team("reviewer")) == {"open": False}


def test_only_one_is_open_at_a_time(team, facts):
    second = team("reviewer")
    assert begin(second).status_code == 303
    assert begin(second).status_code == 409


def test_a_draft_is_offered_to_those_alone_who_see_it(team, facts, document):
    from kejian.base.models import Work

    Work.objects.update(visibility="draft", owner="editor")
    assert team("reviewer").get("/review/agreement/?format=json").json()["offered"] == []
    assert begin(team("reviewer"), document).status_code == 409


def test_one_who_works_alone_has_no_blind_review(site, document):
    assert site.get("/review/agreement/?format=json").json()["offered"] == []
    assert begin(site).status_code == 409
    assert site.get("/").status_code == 200


def test_it_goes_on_when_the_draft_it_is_of_is_published(team, facts, document):
    from kejian.base.models import Work
    from kejian.base.publishing import publish, share

    Work.objects.update(visibility="draft", owner="editor")
    share("default", document, ["reviewer"], viewer="editor")
    second = team("reviewer")
    begin(second, document)
    judge(second, facts["412.5亿元"])
    publish("default", document, viewer="editor")
    assert (now(second)["done"], now(second)["total"]) == (1, 3)
    while fact := now(second)["fact"]:
        assert judge(second, fact["id"], "reject").status_code == 303
    second.post("/review/blind/finish/")
    (pair,) = second.get("/review/agreement/?format=json").json()["blind"]
    assert (pair["first"], pair["second"], pair["facts"]) == ("editor", "reviewer", 3)
    assert second.get("/review/agreement/?format=json").json()["offered"] == []


def test_reviews_of_before_they_were_part_of_the_base_are_brought_there(team, facts):
    from kejian.base.blind_models import BlindFact, BlindJudgment, BlindReview
    from kejian.base.models import Decision

    by_statement = {one.statement_id: one.pk for one in Decision.objects.all()}
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    old = migrated(("workbench", "0005_blind"), ("kejian", "0012_blind"))
    try:
        review = old.get_model("workbench", "BlindReview").objects.create(
            who="reviewer", document=0, facts=msgspec.json.encode(by_statement).decode(), finished=at
        )
        judgment = old.get_model("workbench", "BlindJudgment").objects.create(
            review=review,
            statement=facts["8.3%"],
            verdict="correct",
            expected="{}",
            correction="{}",
        )
        begun, said = review.at, judgment.at
    finally:
        migrated()
    (kept,) = BlindReview.objects.values("who", "sample", "at", "finished")
    assert kept == {"who": "reviewer", "sample": True, "at": begun, "finished": at}
    assert dict(BlindFact.objects.values_list("statement", "decision")) == by_statement
    (one,) = BlindJudgment.objects.values("fact__statement", "verdict", "correction", "at")
    assert one == {
        "fact__statement": facts["8.3%"], "verdict": "correct", "correction": "{}", "at": said,
    }  # fmt: skip


def migrated(*targets):
    """The models with the tables brought there, forwards or back; without a target to the newest."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return executor.migrate(list(targets or executor.loader.graph.leaf_nodes())).apps

"""Review: the queue by doubt, deciding, choosing other words, conflicts, drafts, markup."""

import msgspec
import pytest

TEXT = """# 青岩市科技进步报告2022

2022年，青岩市研发经费支出为412.5亿元，比上年增长8.3%，技术合同成交额突破600亿元。

- 2022年8月，青岩量子研究院发布全球首台室温量子存储原型机。
"""
HOSTILE = """# 报告2022

2022年，青岩市“&lt;img src=x onerror=alert(1)&gt;”研发经费支出为412.5亿元。
"""


@pytest.fixture
def document(keep):
    return keep(TEXT, said={"report_year": 2022})


def data(site, query=""):
    return site.get(f"/review/?format=json{query}").json()


def card(site, id_):
    return site.get(f"/review/facts/{id_}/?format=json").json()["it"]


def decide(site, id_, **said):
    said = {"seen": card(site, id_)["seen"]} | said
    return site.post(f"/review/facts/{id_}/decide/", said, headers={"HX-Request": "true"})


def money(site):
    return next(one for one in data(site)["facts"] if one["quote"] == "412.5亿元")


def test_the_least_sure_come_first_and_each_has_its_passage(site, document):
    found = data(site)["facts"]
    assert [one["confidence"] for one in found] == sorted(one["confidence"] for one in found)
    one = money(site)
    assert one["before"].endswith("支出为")
    assert one["after"].startswith("，比上年")
    shown = card(site, one["id"])
    assert shown["text"]["words"] == "412.5亿元"
    assert shown["text"]["before"].endswith("研发经费支出为")
    page = site.get("/review/").content.decode()
    assert "412.5亿元" in page


@pytest.mark.parametrize("kind", ["observation", "milestone", "entity", "time", "numbers"])
def test_kinds_are_chosen(site, document, kind):
    layers = {"numbers": {"spec", "name", "time", "structure"}}.get(kind, {kind})
    found = data(site, f"&kind={kind}")["facts"]
    assert found
    assert {one["layer"] for one in found} <= layers


def test_the_queue_goes_on_by_its_key(site, document, monkeypatch):
    whole = [one["id"] for one in data(site)["facts"]]
    monkeypatch.setattr("kejian.workbench.pages.review._PAGE", 2)
    for query in ("", f"&document={document}"):
        seen, after = [], ""
        while True:
            found = data(site, f"{query}&after={after}")
            seen += [one["id"] for one in found["facts"]]
            after = found["after"]
            if not after:
                break
        assert seen == whole


def test_a_document_is_reviewed_by_itself(site, document, keep):
    other = keep("# 白川市报告2021\n\n2021年，白川市专利授权88件。\n", name="b.md")
    assert {one["document"] for one in data(site)["facts"]} == {document, other}
    found = data(site, f"&document={other}")
    assert {one["document"] for one in found["facts"]} == {other}
    assert found["reviewed"] == 0
    assert site.get("/review/?document=999").status_code == 404


@pytest.mark.parametrize(("verdict", "state"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_what_is_decided_leaves_the_queue_and_comes_back_when_taken_back(site, document, verdict, state):
    from kejian.workbench.models import Audit

    one = money(site)
    answer = decide(site, one["id"], verdict=verdict, reason="looked")
    assert msgspec.json.decode(answer.headers["HX-Trigger"])["reviewed"]["state"] == state
    assert one["id"] not in [f["id"] for f in data(site)["facts"]]
    assert [f["id"] for f in data(site, f"&state={state}")["facts"]] == [one["id"]]
    made = card(site, one["id"])["history"]
    assert [(d["verdict"], d["who"], d["reason"]) for d in made] == [(verdict, "local", "looked")]
    assert Audit.objects.filter(target=f"statement {one['id']}").count() == 1
    decide(site, one["id"], verdict="withdraw")
    assert one["id"] in [f["id"] for f in data(site)["facts"]]
    assert data(site, f"&state={state}")["facts"] == []
    assert len(card(site, one["id"])["history"]) == 2


def test_fields_are_corrected_and_earlier_corrections_kept(site, document):
    one = money(site)
    decide(site, one["id"], verdict="correct", **{"was-measure": "研发经费支出", "measure": "全社会研发经费"})
    decide(site, one["id"], verdict="correct", **{"was-comparator": "=", "comparator": "~"})
    says = card(site, one["id"])["says"]
    assert (says["measure"], says["comparator"]) == ("全社会研发经费", "~")
    headline = data(site, "&state=corrected")["facts"][0]["headline"]
    assert headline.startswith("gross domestic expenditure on R&D")


def test_a_correction_that_changes_nothing_or_is_no_number_is_refused(site, document):
    one = money(site)
    assert decide(site, one["id"], verdict="correct").status_code == 400
    assert decide(site, one["id"], verdict="correct", value="many").status_code == 400
    assert card(site, one["id"])["history"] == []


def test_other_words_are_chosen_by_their_place_or_by_writing_them(site, document):
    one = money(site)
    shown = card(site, one["id"])
    start = shown["start"] - 1
    answer = decide(site, one["id"], verdict="correct", start=start, end=shown["end"], words="为412.5亿元")
    assert answer.status_code == 200
    after = card(site, one["id"])
    assert (after["start"], after["text"]["words"]) == (start, "为412.5亿元")
    decide(site, one["id"], verdict="correct", start="", end="", words="412.5亿")
    assert card(site, one["id"])["text"]["words"] == "412.5亿"
    lost = decide(site, one["id"], verdict="correct", start="", end="", words="不在这里")
    assert lost.status_code == 400
    assert card(site, one["id"])["text"]["words"] == "412.5亿"


def test_links_from_other_pages_land_on_the_words_that_a_person_chose(site, document):
    one = money(site)
    before = card(site, one["id"])
    old = f"{before['start']}-{before['end']}"
    start = before["start"] - 1
    decide(site, one["id"], verdict="correct", start=start, end=before["end"], words="为412.5亿元")
    there = f"/documents/{document}/"
    for query in ({"at": old}, {"at": old, "of": one["id"]}):
        assert site.get(there, query | {"format": "json"}).json()["at"] == [start, before["end"]]
        assert "a reviewer chose" in site.get(there, query).content.decode()
    for query in ({"at": f"{start}-{before['end']}"}, {"at": old, "of": "another"}):
        wanted = [int(part) for part in query["at"].split("-")]
        assert site.get(there, query | {"format": "json"}).json()["at"] == wanted
        assert "a reviewer chose" not in site.get(there, query).content.decode()
    series = site.get("/indicators/?format=json&named=研发经费").json()["series"][0]["href"]
    page = site.get(series).content.decode()
    assert f"?at={start}-{before['end']}&amp;of={one['id']}#p" in page
    assert "<mark>为412.5亿元</mark>" in page


def test_the_second_of_two_reviewers_is_told_and_nothing_is_overwritten(team, document):
    reviewer, editor = team("reviewer"), team("editor")
    one = money(reviewer)
    seen = card(editor, one["id"])["seen"]
    assert decide(reviewer, one["id"], verdict="confirm").status_code == 200
    late = editor.post(
        f"/review/facts/{one['id']}/decide/",
        {"seen": seen, "verdict": "reject", "reason": "no"},
        headers={"HX-Request": "true"},
    )
    assert late.status_code == 409
    assert "reviewer" in late.content.decode()
    assert [d["verdict"] for d in card(editor, one["id"])["history"]] == ["confirm"]
    assert decide(editor, one["id"], verdict="reject", reason="no").status_code == 200


def test_readers_do_not_review(team, document):
    one = money(team("reviewer"))
    reader = team("reader")
    assert reader.get("/review/").status_code == 403
    assert reader.get("/api/review").status_code == 403
    assert reader.post(f"/review/facts/{one['id']}/decide/", {"verdict": "confirm"}).status_code == 403


def test_a_draft_is_reviewed_by_its_owner_alone(team, keep):
    number = keep(TEXT, said={"draft_of": "editor"})
    one = money(team("editor"))
    decide(team("editor"), one["id"], verdict="confirm")
    other = team("administrator")
    assert data(other)["facts"] == []
    assert data(other, "&state=confirmed")["facts"] == []
    assert other.get(f"/review/facts/{one['id']}/").status_code == 404
    assert other.get(f"/review/?document={number}").status_code == 404
    assert other.get(f"/review/documents/{number}/add/").status_code == 404
    assert other.get("/review/gold/?format=json").json()["documents"] == []
    assert other.get("/review/gold.zip").status_code == 404
    late = other.post(f"/review/facts/{one['id']}/decide/", {"verdict": "confirm", "seen": 0})
    assert late.status_code == 404


def test_markup_is_text(site, keep):
    number = keep(HOSTILE, name="h.md", said={"report_year": 2022})
    one = money(site)
    decide(site, one["id"], verdict="reject", reason="<script>alert(2)</script>")
    for path in ("/review/?state=rejected", f"/review/documents/{number}/add/", "/review/gold/"):
        page = site.get(path).content.decode()
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)" in site.get("/review/?state=rejected").content.decode()


def test_the_api_says_the_same(site, document):
    found = site.get("/api/review?kind=observation").json()
    assert [one["id"] for one in found["facts"]] == [
        f["id"] for f in data(site, "&kind=observation")["facts"]
    ]
    assert site.get(f"/api/review/{found['facts'][0]['id']}").json()["text"]["words"]
    assert site.get("/api/review/nothere").json()["error"]["code"] == "not_found"


def test_an_empty_base_has_nothing_to_review(site):
    assert data(site)["facts"] == []
    for path in ("/review/", "/review/gold/", "/review/agreement/"):
        assert site.get(path).status_code == 200

"""Adding a missed fact, gold of reviewed documents, agreement between reviewers."""

import io
import json
import zipfile

import pytest

TEXT = """# 青岩市科技进步报告2022

2022年，青岩市研发经费支出为412.5亿元，夜间开放实验室达到三十处左右，较为活跃。
"""


@pytest.fixture
def document(keep):
    return keep(TEXT, said={"report_year": 2022})


def text_of(document):
    from kejian.base.models import Document

    return Document.objects.get(pk=document).text


def add(site, document, words, **said):
    start = text_of(document).index(words)
    sent = {"kind": "figure", "start": start, "end": start + len(words)} | said
    return site.post(f"/review/documents/{document}/add/", sent)


def drop(words):
    """Take out what the extraction found there, so that it is missed."""
    from kejian.base.models import Decision, Earlier, Statement

    rows = Statement.objects.filter(quote__contains=words)
    assert not Decision.objects.filter(statement__in=rows).exists()
    Earlier.objects.filter(statement__in=rows).delete()
    rows.update(status="retired")


def test_the_form_reads_what_the_words_say(site, document):
    start = text_of(document).index("412.5亿元")
    page = site.get(f"/review/documents/{document}/add/?start={start}&end={start + 7}").content.decode()
    assert 'value="41250000000"' in page
    assert "Stated there already" in page
    found = site.get(f"/review/documents/{document}/add/?format=json&words=开放实验室").json()
    assert text_of(document)[found["start"] : found["end"]] == "开放实验室"
    lost = site.get(f"/review/documents/{document}/add/?words=没有的话").content.decode()
    assert "do not stand in this document" in lost


def test_a_missed_fact_is_stored_with_its_passage_and_who_added_it(site, document):
    from kejian.base.showing import show
    from kejian.workbench.models import Audit

    drop("三十处")
    answer = add(site, document, "三十处左右", measure="夜间开放实验室", subject="青岩市", period="2022")
    assert answer.status_code == 303
    id_ = answer.headers["Location"].rpartition("=")[2]
    said = show("default", id_)
    assert said["says"]["value"] == "30"
    assert (said["says"]["unit"], said["says"]["comparator"]) == ("处", "~")
    assert said["extractor"] == "person local"
    assert said["decisions"][0]["verdict"] == "confirm"
    assert "夜间开放实验室达到" in said["passage"]["text"]
    assert Audit.objects.filter(action="add statement", target=f"statement {id_}").count() == 1
    assert "added by local" in site.get(answer.headers["Location"]).content.decode()
    assert add(site, document, "三十处左右", measure="夜间开放实验室").status_code == 400  # stated already


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "opinion"},
        {"start": "x"},
        {"end": "999999"},
        {"measure": ""},
        {"measure": "m", "value": "lots"},
        {"measure": "m", "role": "king"},
        {"measure": "m", "comparator": "≈"},
    ],
)
def test_what_states_nothing_is_refused(site, document, said):
    from kejian.base.models import Statement

    before = Statement.objects.count()
    drop("三十处")
    assert add(site, document, "三十处左右", **said).status_code == 400
    assert Statement.objects.count() == before


def test_names_and_milestones_are_added_too(site, document):
    assert add(site, document, "开放实验室", kind="entity", type="facility").status_code == 303
    sent = {"kind": "milestone", "action": "达到", "object": "夜间开放实验室", "actor": "甲所、乙所"}
    assert add(site, document, "夜间开放", **sent, date="2022", domain="platforms").status_code == 303


def test_it_stays_when_the_document_is_read_again(site, document):
    from tests.workbench.conftest import store

    from kejian.base.models import Statement

    assert add(site, document, "较为活跃", kind="entity", type="event").status_code == 303
    added = Statement.objects.get(quote="较为活跃")
    second = store(TEXT.replace("2022年，", "据统计，2022年，"), said={"report_year": 2022})
    assert second != document
    added.refresh_from_db()
    assert (added.status, added.document_id) == ("active", second)
    assert text_of(second)[added.start : added.end] == "较为活跃"
    third = store(TEXT.replace("，较为活跃", ""), said={"report_year": 2022})
    added.refresh_from_db()
    assert third != second
    assert added.status == "retired"


def facts(site):
    return site.get("/review/?format=json&kind=observation").json()["facts"]


def decide(site, id_, **said):
    seen = site.get(f"/review/facts/{id_}/?format=json").json()["it"]["seen"]
    return site.post(f"/review/facts/{id_}/decide/", {"seen": seen} | said)


def unpacked(answer):
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    return {name: file.read(name).decode() for name in file.namelist()}


def test_gold_has_the_text_and_the_facts_as_decided(site, document):
    first, second = (next(f for f in facts(site) if f["quote"] == q) for q in ("412.5亿元", "三十处左右"))
    decide(site, first["id"], verdict="correct", measure="全社会研发经费", words="为412.5亿元")
    decide(site, second["id"], verdict="reject", reason="no")
    (line,) = site.get("/review/gold/?format=json").json()["documents"]
    assert (line["decided"], line["people"]) == (2, ["local"])
    files = unpacked(site.get("/review/gold.zip"))
    assert set(files) == {"report.txt", "report.jsonl", "meta.json"}
    assert files["report.txt"] == text_of(document)
    rows = [json.loads(row) for row in files["report.jsonl"].splitlines()]
    mention = next(row for row in rows if row.get("value") == 41250000000)
    assert (mention["measure"], mention["surface"]) == ("全社会研发经费", "为412.5亿元")
    assert files["report.txt"][mention["start"] : mention["end"]] == "为412.5亿元"
    assert "三十处左右" not in [row.get("surface") for row in rows]
    assert json.loads(files["meta.json"])["report"]["report_year"] == 2022
    assert site.get("/review/gold.zip").content == site.get("/review/gold.zip").content
    assert site.get("/review/gold.zip?least=100").status_code == 404


def test_readers_take_no_gold(team, document):
    assert team("reader").get("/review/gold.zip").status_code == 403


def test_agreement_of_two_people_field_by_field(team, document):
    one, other = team("reviewer"), team("editor")
    first, second = (next(f for f in facts(one) if f["quote"] == q) for q in ("412.5亿元", "三十处左右"))
    decide(one, first["id"], verdict="confirm")
    decide(other, first["id"], verdict="correct", measure="全社会研发经费")
    decide(one, second["id"], verdict="confirm")
    decide(other, second["id"], verdict="reject", reason="no")
    (pair,) = other.get("/review/agreement/?format=json").json()["pairs"]
    assert (pair["first"], pair["second"], pair["facts"]) == ("editor", "reviewer", 2)
    by = {field["name"]: field for field in pair["fields"]}
    assert (by["verdict"]["both"], by["verdict"]["same"]) == (2, 1)
    assert (by["measure"]["both"], by["measure"]["same"]) == (1, 0)
    assert (by["unit"]["both"], by["unit"]["same"]) == (1, 1)
    assert {d["statement"] for d in pair["disagreements"]} == {first["id"], second["id"]}
    assert "全社会研发经费" in other.get("/review/agreement/").content.decode()

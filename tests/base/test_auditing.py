"""Auditing a base: what is found, what stays decided, who sees it, and that only what changed is done."""

import pytest
from tests.auditing.making import read

from kejian.errors import BaseError

A = "云湖市入库科技型中小企业2918家。"
B = "上年，云湖市入库科技型中小企业2981家。\n\n引进博士近1793名。"


def audit_base(alias, **more):
    from kejian.base.auditing import audit_base

    return audit_base(alias, **more)


def list_findings(alias, **choice):
    from kejian.base.findings import list_findings

    return list_findings(alias, **choice)


def finding(alias, id_, **more):
    from kejian.base.findings import finding

    return finding(alias, id_, **more)


def decide_finding(alias, id_, verdict, **more):
    from kejian.base.findings import decide_finding

    return decide_finding(alias, id_, verdict, **more)


@pytest.fixture
def put(base):
    from kejian.base.metadata import Placing
    from kejian.base.store import Reading, store

    def put(name, text, *, year, extractor="1", **placing):
        made = read(name, text, year=year)
        placing.setdefault("work", name)
        reading = Reading(extractor=extractor)
        return store(base.alias, made.document, made.facts, reading=reading, placing=Placing(**placing))

    return put


def listed(base, **choice):
    return [(f.check, f.severity) for f in list_findings(base.alias, **choice).findings]


def test_documents_are_audited_by_themselves_and_against_each_other(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023)
    report = audit_base(base.alias)
    assert (report.documents, report.new) == (2, 2)
    page = list_findings(base.alias)
    assert [(f.check, f.severity) for f in page.findings] == [("agreement", "error"), ("wording", "style")]
    assert {(p.name, p.quote) for p in page.findings[0].passages} == {("a", "2918家"), ("b", "2981家")}
    assert (page.by_check, page.hidden) == ({"agreement": 1, "wording": 1}, 0)


def test_only_what_changed_is_audited_again(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023)
    audit_base(base.alias)
    again = audit_base(base.alias)
    assert (again.documents, again.unchanged, again.groups) == (0, 2, 0)
    put("c", "云湖市技术合同成交额386.5亿元。", year=2023)
    more = audit_base(base.alias)
    assert (more.documents, more.unchanged, more.new) == (1, 2, 0)


def test_a_finding_is_gone_when_its_text_is_mended_and_comes_back_with_it(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023)
    audit_base(base.alias)
    put("b", B.replace("2981", "2918"), year=2023)
    report = audit_base(base.alias)
    assert (report.new, report.gone) == (0, 1)
    assert listed(base) == [("wording", "style")]
    assert listed(base, state="gone") == [("agreement", "error")]
    put("b", B.replace("云湖市入库", "全市入库"), year=2023)
    audit_base(base.alias)
    assert ("agreement", "error") in listed(base)


def test_what_is_dismissed_stays_dismissed_when_the_document_is_read_again(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023)
    audit_base(base.alias)
    id_ = list_findings(base.alias, check="wording").findings[0].id
    decide_finding(base.alias, id_, "dismiss", reason="it is a count", who="li")
    put("b", "前言。\n\n" + B, year=2023)
    audit_base(base.alias)
    page = list_findings(base.alias)
    assert [f.check for f in page.findings] == ["agreement"]
    assert page.hidden == 1
    (kept,) = list_findings(base.alias, state="dismissed").findings
    assert kept.id == id_
    assert [(d.verdict, d.reason, d.who) for d in finding(base.alias, id_).decisions] == [
        ("dismiss", "it is a count", "li")
    ]


def test_what_is_said_to_be_fixed_is_open_again_when_a_later_text_still_has_it(base, put):
    put("b", B, year=2023)
    audit_base(base.alias)
    (found,) = list_findings(base.alias).findings
    decide_finding(base.alias, found.id, "fixed", who="li")
    assert listed(base) == []
    put("b", "前言。\n\n" + B, year=2023)
    audit_base(base.alias)
    assert listed(base) == [("wording", "style")]


def test_the_second_of_two_who_decide_is_told(base, put):
    put("b", B, year=2023)
    audit_base(base.alias)
    (found,) = list_findings(base.alias).findings
    decide_finding(base.alias, found.id, "dismiss", reason="so", who="li", expected_state="open")
    with pytest.raises(BaseError, match="dismissed now by li"):
        decide_finding(base.alias, found.id, "accept", who="wang", expected_state="open")


def test_a_dismissal_needs_a_reason(base, put):
    put("b", B, year=2023)
    audit_base(base.alias)
    (found,) = list_findings(base.alias).findings
    with pytest.raises(BaseError, match="reason"):
        decide_finding(base.alias, found.id, "dismiss", who="li")


def test_findings_that_quote_a_draft_are_seen_by_those_who_see_the_draft(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023, draft_of="li")
    audit_base(base.alias)
    assert listed(base) == []
    assert listed(base, viewer="wang") == []
    assert listed(base, viewer="li") == [("agreement", "error"), ("wording", "style")]
    (first, _) = list_findings(base.alias, viewer="li").findings
    with pytest.raises(BaseError, match="no finding"):
        finding(base.alias, first.id, viewer="wang")


def test_findings_of_a_draft_are_seen_by_all_when_it_is_published(base, put):
    from kejian.base.models import Document
    from kejian.base.publishing import publish

    put("a", A, year=2022)
    put("b", B, year=2023, draft_of="li")
    audit_base(base.alias)
    mine = listed(base, viewer="li")
    draft = Document.objects.using(base.alias).get(work__visibility="draft")
    publish(base.alias, draft.pk, viewer="li")
    audit_base(base.alias)
    assert listed(base) == listed(base, viewer="li") == mine


def test_a_draft_hides_nothing_between_published_works(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023)
    put("draft", "云湖市入库科技型中小企业2900家。", year=2022, draft_of="li")
    audit_base(base.alias)
    assert listed(base, check="agreement") == [("agreement", "error")]
    assert len(listed(base, check="agreement", viewer="li")) == 2


def test_an_interrupted_audit_goes_on(base, put, monkeypatch):
    from kejian.base import auditing

    monkeypatch.setattr(auditing, "_TOGETHER", 1)
    put("a", A, year=2022)
    put("b", B, year=2023)

    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit_base(base.alias, progress=stop)
    assert audit_base(base.alias).documents == 1
    assert ("agreement", "error") in listed(base)


def test_processes_of_their_own_find_the_same(base, put, monkeypatch):
    from kejian.base import audit_workers, auditing
    from kejian.base.finding_models import Finding, Witness

    put("a", A, year=2022)
    put("b", B, year=2023)
    put("c", B, year=2023, draft_of="li")
    audit_base(base.alias)

    def stored():
        findings = Finding.objects.using(base.alias).order_by("pk").values()
        witnesses = Witness.objects.using(base.alias).order_by("key", "document")
        return list(findings), [(w.key, w.kind, w.document_id, bytes(w.data)) for w in witnesses]

    alone = stored()
    assert all(alone)
    Finding.objects.using(base.alias).all().delete()
    Witness.objects.using(base.alias).all().delete()
    monkeypatch.setattr(auditing, "_AUDITED_BY", "tomorrow:")
    monkeypatch.setattr(auditing, "_FEW", 0)
    monkeypatch.setattr(audit_workers, "_FEW", 0)
    assert audit_base(base.alias, jobs=2).documents == 3
    assert stored() == alone


def test_a_rejected_statement_gives_no_finding(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023)
    audit_base(base.alias)
    (wrong,) = [row for row in base.statements(kind="figure") if row["quote"] == "2981家"]
    base.decide(wrong["id"], "reject", reason="misread", who="li")
    audit_base(base.alias)
    assert listed(base, check="agreement") == []


def test_a_finding_keeps_its_case_so_that_it_can_be_told_in_chinese(base, put):
    put("a", A, year=2022)
    put("b", B, year=2023)
    audit_base(base.alias)
    from kejian.base.findings import worded

    (entry,) = list_findings(base.alias, check="agreement").findings
    assert entry.case == "agreement.two_values"
    assert {entry.values["one"], entry.values["other"]} == {"2918家", "2981家"}
    assert worded(entry, "en").message == entry.message
    assert "2918家" in worded(entry, "zh").message
    assert "请核实" in worded(entry, "zh").message


def test_other_checks_audit_documents_and_groups_again(base, put, monkeypatch):
    put("a", A, year=2022)
    put("b", B, year=2023)
    audit_base(base.alias)
    from kejian.base import auditing
    from kejian.base.finding_models import Finding

    before = [entry.id for entry in list_findings(base.alias).findings]
    Finding.objects.using(base.alias).update(case_name="", said="{}", message="as told before")
    monkeypatch.setattr(auditing, "_AUDITED_BY", "tomorrow:")
    report = audit_base(base.alias)
    assert (report.documents, report.unchanged, report.new, report.gone) == (2, 0, 0, 0)
    found = list_findings(base.alias).findings
    assert [entry.id for entry in found] == before
    assert all(entry.case and entry.message != "as told before" for entry in found)
    again = audit_base(base.alias)
    assert (again.documents, again.groups) == (0, 0)

"""Findings: listed with their passages and counts, decided, audited again, printed; drafts and markup."""

import pytest

TEXT = """# 青岩市科技进步报告{year}

{year}年，青岩市全社会研发经费200亿元，其中企业研发经费150亿元，占全社会研发经费的81.0%。
到年底，国家级实验平台增至5家，省级实验平台增至10家，合计18家。
"""
HOSTILE = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"


@pytest.fixture
def audited(keep):
    number = keep(TEXT.format(year=2022), name="r.md", said={"report_year": 2022})
    audit()
    return number


def audit():
    from kejian.base.auditing import audit_base

    audit_base("default")


def data(site, query=""):
    return site.get(f"/findings/?format=json{query}").json()


def decide(site, id_, **said):
    return site.post(f"/findings/{id_}/decide/", said, headers={"HX-Request": "true"})


def test_a_finding_shows_its_passages_and_what_was_computed(site, audited):
    found = data(site)
    share = next(one for one in found["findings"] if one["check"] == "shares")
    assert share["severity"] == "error"
    assert "75" in share["computed"]
    assert {p["quote"] for p in share["passages"]} == {"81.0%", "150亿元", "200亿元"}
    page = site.get("/findings/").content.decode()
    assert share["message"] in page
    place = share["passages"][0]
    assert f"/documents/{audited}/?at={place['start']}-{place['end']}#p" in page


def test_counts_are_those_of_the_list(site, audited):
    found = data(site)
    assert found["total"] == sum(found["by_severity"].values()) == sum(found["by_check"].values())
    assert found["total"] == len(found["findings"]) > 1
    assert data(site, "&check=shares")["total"] == 1
    assert data(site, "&severity=style")["total"] == found["by_severity"].get("style", 0)
    assert data(site, f"&document={audited}")["total"] == found["total"]
    assert data(site, "&document=999")["total"] == 0


def test_a_long_list_has_pages(site, audited, monkeypatch):
    monkeypatch.setattr("kejian.workbench.pages.findings._PAGE", 1)
    first, second = data(site)["findings"], data(site, "&page=2")["findings"]
    assert [len(first), len(second)] == [1, 1]
    assert first != second


@pytest.mark.parametrize(
    ("verdict", "state"), [("accept", "accepted"), ("dismiss", "dismissed"), ("fixed", "fixed")]
)
def test_it_is_decided_and_opened_again(site, audited, verdict, state):
    from kejian.workbench.models import Audit

    (one,) = data(site, "&check=shares")["findings"]
    answer = decide(site, one["id"], verdict=verdict, reason="rounding", seen="open")
    assert answer.status_code == 200
    assert "rounding" in answer.content.decode()
    after = site.get(f"/findings/{one['id']}/?format=json").json()["finding"]
    assert after["state"] == state
    assert [d["who"] for d in after["decisions"]] == ["local"]
    assert data(site)["hidden"] == (0 if verdict == "accept" else 1)
    assert Audit.objects.filter(action="decide finding", target=f"finding {one['id']}").count() == 1
    decide(site, one["id"], verdict="reopen", seen=state)
    assert data(site)["hidden"] == 0
    assert len(data(site, "&check=shares")["findings"][0]["decisions"]) == 2


def test_a_dismissal_needs_a_reason(site, audited):
    (one,) = data(site, "&check=shares")["findings"]
    assert decide(site, one["id"], verdict="dismiss", seen="open").status_code == 400
    assert decide(site, one["id"], verdict="burn", seen="open").status_code == 400
    assert data(site)["hidden"] == 0


def test_the_second_of_two_is_told_and_nothing_is_overwritten(team, audited):
    reviewer, editor = team("reviewer"), team("editor")
    (one,) = data(reviewer, "&check=shares")["findings"]
    assert decide(reviewer, one["id"], verdict="accept", seen="open").status_code == 200
    late = decide(editor, one["id"], verdict="dismiss", reason="no", seen="open")
    assert late.status_code == 409
    assert "reviewer" in late.content.decode()
    after = site_finding(editor, one["id"])
    assert after["state"] == "accepted"
    assert len(after["decisions"]) == 1


def site_finding(client, id_):
    return client.get(f"/findings/{id_}/?format=json").json()["finding"]


def test_a_reader_reads_only(team, audited):
    reader = team("reader")
    (one,) = data(reader, "&check=shares")["findings"]
    assert decide(reader, one["id"], verdict="accept", seen="open").status_code == 403
    assert reader.post("/findings/audit/").status_code == 403
    page = reader.get("/findings/").content.decode()
    assert "/decide/" not in page


def test_the_audit_is_done_by_the_worker_and_its_progress_shown(site, keep):
    from django_tasks_db.models import DBTaskResult

    keep(TEXT.format(year=2022))
    assert data(site)["total"] == 0
    site.post("/findings/audit/")
    site.post("/findings/audit/")  # asked for twice, done once
    (waiting,) = DBTaskResult.objects.filter(task_path="kejian.workbench.audit_run.run_audit")
    assert data(site)["audit"]["state"] == "waiting"
    assert "hx-trigger" in site.get("/findings/audit/", headers={"HX-Request": "true"}).content.decode()
    waiting.task.call()
    assert data(site)["audit"]["state"] == "done"
    assert data(site)["total"] > 0


def test_the_report_of_a_document_is_in_reading_order(site, audited):
    assert f'href="/findings/report/{audited}/"' in site.get(f"/documents/{audited}/").content.decode()
    found = site.get(f"/findings/report/{audited}/?format=json").json()
    assert found["total"] == sum(len(group["findings"]) for group in found["groups"])
    page = site.get(f"/findings/report/{audited}/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "错误" in page
    assert "81.0%" in page
    assert site.get("/findings/report/999/").status_code == 404


def test_the_api_says_the_same(site, audited):
    found = site.get("/api/findings?check=shares").json()
    assert found["total"] == 1
    id_ = found["findings"][0]["id"]
    assert site.get(f"/api/findings/{id_}").json()["message"] == found["findings"][0]["message"]
    assert site.get("/api/findings/nothere").json()["error"]["code"] == "not_found"


def test_an_empty_base_has_none(site):
    assert data(site)["total"] == 0
    assert site.get("/findings/").status_code == 200


def test_findings_that_quote_a_draft_are_seen_by_its_owner_alone(team, keep):
    number = keep(TEXT.format(year=2022), said={"report_year": 2022, "draft_of": "editor"})
    audit()
    (one,) = data(team("editor"), "&check=shares")["findings"]
    for client in (team("reader"), team("administrator")):
        found = data(client)
        assert (found["total"], found["hidden"], found["documents"]) == (0, 0, [])
        assert client.get(f"/findings/{one['id']}/").status_code == 404
        assert client.get(f"/findings/report/{number}/").status_code == 404
    assert decide(team("reviewer"), one["id"], verdict="accept", seen="open").status_code == 404


def test_markup_of_documents_and_reasons_is_text(site, keep):
    text = TEXT.format(year=2022).replace("的81.0%。", f"的81.0%。{HOSTILE}")
    number = keep(text, said={"report_year": 2022})
    audit()
    (one,) = data(site, "&check=shares")["findings"]
    decide(site, one["id"], verdict="accept", reason="<script>alert(2)</script>", seen="open")
    for path in ("/findings/", f"/findings/{one['id']}/", f"/findings/report/{number}/"):
        page = site.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(2)" in page
        assert "81.0%</mark>" in page


def test_a_finding_is_told_in_the_readers_language(site, audited):
    english = next(one for one in data(site)["findings"] if one["check"] == "shares")
    chinese = {"Accept-Language": "zh-CN"}
    found = site.get("/findings/?format=json", headers=chinese).json()["findings"]
    told = next(one for one in found if one["id"] == english["id"])
    assert english["message"] == "150亿元 of 200亿元 is not 81.0%"
    assert told["message"] == "150亿元占200亿元的比重不是81.0%，请核对占比、部分和总数"
    assert told["check_called"] == "占比核对"
    assert (told["case"], told["values"]) == (english["case"], english["values"])
    for address in ("/findings/", f"/findings/{told['id']}/", f"/findings/report/{audited}/", "/"):
        page = site.get(address, headers=chinese).content.decode()
        assert told["message"] in page, address
        assert english["message"] not in page, address


def test_a_finding_stored_without_its_case_is_told_as_it_was(site, audited):
    from kejian.base.finding_models import Finding

    Finding.objects.filter(check_name="shares").update(case_name="", said="{}", message="as it was")
    found = site.get("/findings/?format=json&check=shares", headers={"Accept-Language": "zh-CN"}).json()
    assert [one["message"] for one in found["findings"]] == ["as it was"]

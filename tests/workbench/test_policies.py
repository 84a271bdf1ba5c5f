"""Policy navigation: lists, questionnaire, profile, result; each path from the reader's side."""

import csv
import io
import json

import pytest

DAY = "2025-06-30"
FORM = {
    "name": "青岩智芯", "registered_on": "2019-03-01", "industry": "manufacturing", "staff": "120",
    "rd_staff": "30", "revenue": "1.2亿元", "rd_expense": "800万", "high_tech": "false",
    "taxable_income": "250万", "fields": ["ic", "ai"],
}  # fmt: skip


def data(site, path, **query):
    answer = site.get(path, {**query, "format": "json"})
    assert answer.status_code == 200, answer.content[:400]
    return answer.json()


@pytest.fixture
def stated(site):
    assert site.post("/policies/profile/", FORM).status_code == 303
    return site


def test_the_list_has_every_policy_and_says_how_it_stands(site):
    found = {one["id"]: one for one in data(site, "/policies/", day=DAY)["policies"]}
    assert len(found) == 29
    assert found["small-profit"]["standing"] == "in_force"
    assert found["biomedicine-2021"]["standing"] == "ended"
    assert found["software-vat"]["standing"] == "lead"


def test_words_find_policies_and_say_something_of_the_enterprise(site):
    found = data(site, "/policies/", q="我们是做CAR-T的，在张江，去年研发投入8000万", day=DAY)
    assert found["policies"][0]["id"] == "biomedicine-2024"
    assert {one["field"]: one["value"] for one in found["said"]} == {
        "region": "zhangjiang", "fields": ["biomedicine"], "rd_expense": 80_000_000,
        "project_kind": "cell_gene_therapy",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"region": "lingang"}, {"lingang"}),
        ({"issuer": "财税〔2020〕38号"}, {"lingang"}),
        ({"region": "<script>", "day": "yesterday"}, None),
    ],
)
def test_filters(site, query, expected):
    found = {one["id"] for one in data(site, "/policies/", **query)["policies"]}
    assert found == expected if expected else len(found) == 29


def test_only_what_was_confirmed_starts_the_questionnaire(site):
    words = "我们是做CAR-T的，在张江，去年研发投入8000万"
    answer = site.post("/policies/questionnaire/start/", {"q": words, "take": ["region", "staff", "name"]})
    assert answer.status_code == 303
    assert data(site, "/policies/profile/")["facts"] == {"region": "zhangjiang"}


def test_one_policy_has_conditions_figures_and_what_is_open(site):
    found = data(site, "/policies/high-tech-enterprise/", day=DAY)
    leaves = found["versions"][0]["conditions"]
    assert leaves[0]["text"] == "registered for a year"
    assert leaves[0]["threshold"] == "≥ 12 months"
    assert found["grants"]
    assert found["materials"] is None
    page = site.get("/policies/high-tech-enterprise/").content.decode()
    assert "Open: not found" in page
    assert "Not verified" in page
    assert "国科发火〔2016〕32号" in page


def test_alternatives_are_shown_as_alternatives(site):
    page = site.get("/policies/rd-deduction/").content.decode()
    assert "2023-01-01" in page
    assert (
        "One of these:" in site.get("/policies/technology-transfer/").content.decode() or "Depending" in page
    )


@pytest.mark.parametrize("path", ["/policies/nothing/", "/policies/result/nothing/", "/policies/kept/abc/"])
def test_what_is_not_there_is_not_found(stated, path):
    assert stated.get(path).status_code == 404


def test_the_form_keeps_what_is_exact(stated):
    facts = data(stated, "/policies/profile/")["facts"]
    assert facts["revenue"] == 120_000_000
    assert facts["fields"] == ["ai", "ic"]
    page = stated.get("/policies/profile/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert 'value="1.2亿元"' in page
    again = {**FORM, "revenue": "1.2亿元", "rd_expense": "8,000,000"}
    assert stated.post("/policies/profile/", again).status_code == 303
    assert data(stated, "/policies/profile/")["facts"] == facts


def test_every_fault_is_shown_at_its_field_and_nothing_is_stored(site):
    wrong = {
        "staff": "-5", "revenue": "10英镑", "rd_expense": "八百万", "registered_on": "2999-01-01",
        "college_staff": "12.5", "rd_own": "=1+1", "name": "甲",
    }  # fmt: skip
    answer = site.post("/policies/profile/?format=json", wrong)
    assert answer.status_code == 400 or answer.json()["errors"]
    assert set(site.post("/policies/profile/?format=json", wrong).json()["errors"]) == set(wrong) - {"name"}
    page = site.post("/policies/profile/", wrong)
    assert page.status_code == 400
    assert 'value="10英镑"' in page.content.decode()
    assert data(site, "/policies/profile/")["facts"] == {}


def test_a_contradiction_is_mended_or_confirmed(site):
    odd = {"revenue": "100万", "rd_expense": "200万"}
    page = site.post("/policies/profile/", odd)
    assert page.status_code == 400
    assert "which it is part of" in page.content.decode()
    assert site.post("/policies/profile/", {**odd, "confirmed": "rd_expense"}).status_code == 303
    assert data(site, "/policies/profile/")["confirmed"] == ["rd_expense"]
    assert data(site, "/policies/result/", day=DAY)["verdicts"]


def test_the_questionnaire_asks_until_nothing_is_left(site):
    asked = []
    while True:
        step = data(site, "/policies/questionnaire/", day=DAY)
        if step["question"] is None:
            break
        field = step["question"]["field"]
        assert field not in asked
        asked.append(field)
        there = f"/policies/questionnaire/?day={DAY}"
        choices = step["question"]["choices"]
        kind = step["question"]["kind"]
        if len(asked) % 3 == 0:
            answer = {"field": field, "unknown": "1"}
        elif choices:
            answer = {"field": field, field: choices[-1][0]}
        else:
            value = {"flag": "false", "date": "2015-01-01", "year": "2015", "number": "1"}.get(kind, "1")
            answer = {"field": field, field: value}
        sent = site.post(there, answer)
        if sent.status_code == 400:  # contradicts what was said before
            sent = site.post(there, {"field": field, "unknown": "1"})
        assert sent.status_code == 303
    assert step["settled"] > 20
    assert step["unknown"]
    facts = data(site, "/policies/profile/")["facts"]
    assert not set(step["unknown"]) & set(facts), "unknown is never zero"


def test_one_goes_back_and_answers_otherwise(site):
    first = data(site, "/policies/questionnaire/", day=DAY)["question"]["field"]
    site.post(f"/policies/questionnaire/?day={DAY}", {"field": first, first: "software"})
    step = data(site, "/policies/questionnaire/", day=DAY)
    assert step["back"] == first
    page = site.get(f"/policies/questionnaire/?field={first}").content.decode()
    assert 'value="software" checked' in page
    site.post(f"/policies/questionnaire/?day={DAY}", {"field": first, first: "tobacco"})
    assert data(site, "/policies/profile/")["facts"] == {first: "tobacco"}


@pytest.mark.parametrize(
    "answer", [{}, {"staff": ""}, {"staff": "many"}, {"staff": "-1"}, {"staff": "9" * 400}]
)
def test_an_answer_that_cannot_be_read_is_asked_again(site, answer):
    sent = site.post("/policies/questionnaire/", {"field": "staff", **answer})
    assert sent.status_code == 400
    assert "fault" in sent.content.decode()
    assert data(site, "/policies/profile/")["facts"] == {}


def test_the_result_says_what_why_how_much_and_what_would_change_it(stated):
    found = data(stated, "/policies/result/", day=DAY)
    verdicts = {one["id"]: one for one in found["verdicts"]}
    assert verdicts["small-profit"]["amount_yuan"] == 500_000
    assert "small-profit" in found["take"]
    lingang = verdicts["lingang"]
    assert lingang["verdict"] == "needs" or lingang["said"]["failing"]
    assert verdicts["small-profit"]["changes"][0]["to"] > 3_000_000
    assert {path["policy"] for path in found["paths"]} >= {"high-tech-enterprise"}
    assert verdicts["software-vat"]["verdict"] == "lead"


def test_a_condition_fails_by_how_much(stated):
    form = {**FORM, "taxable_income": "350万"}
    stated.post("/policies/profile/", form)
    verdict = data(stated, "/policies/result/small-profit/", day=DAY)["verdict"]
    assert verdict["verdict"] == "not_eligible"
    assert verdict["said"]["failing"][0]["gap"] == "over by 500,000 yuan"


def test_the_day_decides(stated):
    after = {v["id"]: v["verdict"] for v in data(stated, "/policies/result/", day="2028-01-01")["verdicts"]}
    assert after["small-profit"] == "not_in_force"
    early = stated.get("/policies/result/?day=2018-01-01")
    assert early.status_code == 400
    assert "lies after 2018-01-01" in early.content.decode()


def test_a_result_prints_in_both_languages(stated):
    for language, word in (("en", "What was stated"), ("zh-hans", "填报的情况")):
        page = stated.get(f"/policies/result/?day={DAY}&open=1", headers={"Accept-Language": language})
        assert word in page.content.decode()
        file = stated.get(f"/policies/result/page.html?day={DAY}", headers={"Accept-Language": language})
        assert word in file.content.decode()
        assert file.headers["Content-Disposition"].startswith("attachment")


def test_a_kept_result_says_what_has_changed(stated):
    there = stated.post("/policies/result/keep/", {"day": DAY, "name": "六月"}).headers["Location"]
    assert (
        data(stated, there, today=DAY)["changes"]
        == data(stated, "/policies/kept/", today=DAY)["kept"][0]["changes"]
    )
    later = data(stated, there, today="2027-12-01")["changes"]
    assert ("small-profit", "changed_ending") in {(one["policy"], one["kind"]) for one in later}
    ended = data(stated, there, today="2028-01-01")["changes"]
    assert ("small-profit", "changed_ended") in {(one["policy"], one["kind"]) for one in ended}
    assert stated.get(there).status_code == 200
    stated.post("/policies/profile/delete/")
    assert stated.post(f"{there}again/").status_code == 303
    assert data(stated, "/policies/profile/")["facts"]["staff"] == 120
    assert stated.post(f"{there}delete/").status_code == 303
    assert stated.get(there).status_code == 404


def test_deleting_deletes(stated):
    from kejian.workbench.models import StoredProfile

    assert stated.post("/policies/profile/delete/").status_code == 303
    assert StoredProfile.objects.count() == 0
    assert data(stated, "/policies/result/")["verdicts"] == []


def test_files_are_safe_for_a_spreadsheet(stated):
    stated.post("/policies/profile/", {**FORM, "name": '=HYPERLINK("http://x")'})
    text = stated.get("/policies/profile/profile.csv").content.decode("utf-8-sig")
    rows = dict(csv.reader(io.StringIO(text)))
    assert rows["name"].startswith("'=")
    table = stated.get(f"/policies/result/table.csv?day={DAY}").content.decode("utf-8-sig")
    assert all(row["verdict"] for row in csv.DictReader(io.StringIO(table)))


def test_what_is_entered_is_shown_as_text(stated):
    evil = '"><script>alert(1)</script>'
    stated.post("/policies/profile/", {**FORM, "name": evil})
    kept = stated.post("/policies/result/keep/", {"day": DAY, "name": evil}).headers["Location"]
    pages = ("/policies/profile/", f"/policies/result/?day={DAY}", "/policies/questionnaire/", kept)
    for path in (*pages, "/policies/kept/", f"/policies/result/page.html?day={DAY}"):
        page = stated.get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page, path


def test_the_api_says_the_same_and_stores_nothing(site):
    posted = {"profile": {"high_tech": True, "taxable_income": "1000万"}, "day": DAY}

    def post(path, body=posted):
        return site.post(f"/api/policies/{path}", json.dumps(body), content_type="application/json")

    verdicts = {one["id"]: one for one in post("check").json()["verdicts"]}
    assert verdicts["high-tech-rate"]["amount_yuan"] == 1_000_000
    assert post("high-tech-rate/explain").json()["verdict"]["verdict"] == "eligible"
    asked = post("questionnaire").json()["question"]["field"]
    skipped = post("questionnaire", {**posted, "unknown": [asked]}).json()["question"]["field"]
    assert skipped != asked
    assert data(site, "/policies/profile/")["facts"] == {}
    kept = post("kept", {**posted, "name": "甲"}).json()["key"]
    assert site.get(f"/api/policies/kept/{kept}").json()["profile"]["high_tech"] is True
    assert site.get("/api/policies/kept").json()["kept"][0]["name"] == "甲"
    assert site.delete(f"/api/policies/kept/{kept}").status_code == 200
    assert site.get(f"/api/policies/kept/{kept}").status_code == 404
    assert site.get("/api/policies/search", {"q": "芯片"}).json()["policies"]
    assert site.get("/api/policies/lingang").json()["excludes"]


@pytest.mark.parametrize(
    "profile",
    [
        {"staff": "many"}, {"staff": -3}, {"nonsense": 1}, {"revenue": "1", "rd_expense": "2"},
        {"projects": [{}] * 101}, {"projects": 7}, {"registered_on": "2999-01-01"}, {"staff": [[[1]]]},
    ],
)  # fmt: skip
def test_a_profile_that_is_wrong_is_refused_in_the_one_shape(site, profile):
    body = json.dumps({"profile": profile, "day": DAY})
    for path in ("check", "questionnaire", "lingang/explain"):
        answer = site.post(f"/api/policies/{path}", body, content_type="application/json")
        assert answer.status_code == 400, path
        assert set(answer.json()["error"]) == {"code", "message", "where", "hint"}

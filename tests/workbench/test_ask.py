"""Ask: answers with values, sources and pictures; what is not said is not answered; strangers' questions."""

import json

import pytest

TEXT = """# 青岩市科技进步报告{year}

{year}年，青岩市研发经费支出为{value}亿元。青岩市技术合同成交额为{contracts}亿元。
{year}年8月，青岩量子研究院发布全球首台室温量子存储原型机。
"""


@pytest.fixture
def told(keep):
    for year, value, contracts in ((2021, 380, 200), (2022, 412, 260)):
        text = TEXT.format(year=year, value=value, contracts=contracts)
        keep(text, name=f"r{year}.md", said={"report_year": year, "title": f"青岩报告{year}"})


def answer(site, question, **more):
    return site.get("/ask/", {"q": question, "format": "json", **more}).json()


def test_an_answer_has_its_values_and_every_source(site, told):
    found = answer(site, "2022年青岩技术合同成交额是多少？")
    assert found["answered"] is True
    assert [(v["value"], v["unit"], v["period"]) for v in found["values"]] == [("26000000000", "CNY", "2022")]
    passage = found["passages"][0]
    assert (passage["doc"], passage["quote"]) == ("r2022", "260亿元")
    page = site.get("/ask/", {"q": "2022年青岩技术合同成交额是多少？"}).content.decode()
    assert f"/documents/{passage['number']}/?at={passage['start']}-{passage['end']}#p" in page
    assert "<mark>260亿元</mark>" in page
    assert "<svg" in page
    assert "How the question was read" in page


def test_what_is_derived_has_its_formula_and_bounds(site, told):
    question = "2022年青岩技术合同成交额比上年增长多少？"
    (value,) = answer(site, question)["values"]
    assert value["derived"] is True
    page = site.get("/ask/", {"q": question}).content.decode()
    assert "derived" in page
    assert value["formula"] in page
    assert "Bounds" in page


def test_documents_that_differ_are_shown_side_by_side(site, told, keep):
    keep("# 公报\n\n2022年，青岩市技术合同成交额为300亿元。\n", name="other.md", said={"report_year": 2022})
    question = "2022年青岩技术合同成交额是多少？"
    (differ,) = answer(site, question)["disagreement"]
    assert {v["value"] for v in differ["values"]} == {"26000000000", "30000000000"}
    assert "Documents differ" in site.get("/ask/", {"q": question}).content.decode()


def test_what_the_documents_do_not_say_is_not_answered(site, told):
    found = answer(site, "2015年青岩技术合同成交额是多少？")
    assert found["answered"] is False
    assert found["nearest"]
    page = site.get("/ask/", {"q": "2015年青岩技术合同成交额是多少？"}).content.decode()
    assert "The documents do not say it" in page
    assert "What comes nearest" in page


def test_a_word_that_is_not_understood_is_named_and_searched_for(site, told):
    question = "2022年青岩火星基地有多少座？"
    assert "火星基地" in answer(site, question)["question"][0]["unread"]
    assert "/search/?q=" in site.get("/ask/", {"q": question}).content.decode()


def test_a_list_leads_to_its_sources(site, told):
    question = "哪些机构发布过全球首个成果？"
    assert answer(site, question)["items"]
    assert 'href="#s1"' in site.get("/ask/", {"q": question}).content.decode()


@pytest.mark.parametrize(
    "question", ["2022年青岩技术合同成交额是多少？", "有多少独角兽企业？", "？", "a" * 600]
)
def test_page_api_and_command_say_the_same(site, base, told, question):
    from typer.testing import CliRunner

    from kejian.commands import app

    page = answer(site, question)
    assert page == site.get("/api/ask", {"q": question}).json()
    said = CliRunner().invoke(app, ["ask", question, "--base", base, "--as", "local", "--format", "json"])
    assert json.loads(said.stdout) == page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_newcomer_is_given_questions_that_are_answered(site, told, language):
    given = site.get("/ask/?format=json", headers={"Accept-Language": language}).json()["examples"]
    assert len({one["kind"] for one in given}) == len(given) >= 4
    for one in given:
        assert "青岩" in one["question"] or one["kind"] in ("claims", "who", "events", "documents", "thing")
        assert answer(site, one["question"])["answered"], one


def test_an_empty_base_has_no_questions_and_answers_none(site):
    assert site.get("/ask/?format=json").json() == {"examples": []}
    assert "Nothing can be asked yet" in site.get("/ask/").content.decode()
    assert answer(site, "2022年技术合同成交额是多少？")["answered"] is False


def test_the_year_that_words_count_from_can_be_said(site, told):
    assert answer(site, "今年青岩技术合同成交额是多少？", year=2021)["values"][0]["period"] == "2021"
    assert answer(site, "今年青岩技术合同成交额是多少？", year="x")["values"][0]["period"] == "2022"


def test_htmx_gets_the_answer_alone(site, told):
    part = site.get("/ask/", {"q": "2022年青岩技术合同成交额是多少？"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "260" in part.content.decode()


def test_a_draft_answers_its_owner_alone(team, keep):
    text = TEXT.format(year=2022, value=412, contracts=260)
    keep(text, name="d.md", said={"report_year": 2022, "draft_of": "editor"})
    question = "2022年青岩技术合同成交额是多少？"
    hidden = answer(team("reader"), question)
    assert (hidden["answered"], hidden["passages"], hidden["nearest"]) == (False, [], [])
    assert team("reader").get("/ask/?format=json").json() == {"examples": []}
    assert team("reader").get("/api/ask", {"q": question}).json()["answered"] is False
    assert answer(team("editor"), question)["answered"] is True


@pytest.mark.parametrize("path", ["/ask/", "/search/", "/api/ask", "/api/search"])
def test_a_megabyte_is_refused(site, path):
    said = site.get(path, {"q": "a" * 2**20, "format": "json"})
    assert said.status_code == 413
    assert said.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "\x00\x07\x1b[31m 多少\u202e？",
        "(" * 500,
        "年" * 500,
        "2022年" * 90,
    ],
)
def test_hostile_questions_are_answered_and_never_obeyed(site, told, question):
    for path in ("/ask/", "/search/"):
        page = site.get(path, {"q": question})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()
        assert "\x00" not in page.content.decode()


REVISED = """# 青岩市科技进步报告2022

2022年，青岩市研发经费支出为412亿元，其中基础研究较多。按修订口径为413亿元。
2022年8月，青岩量子研究院发布全球首台室温量子存储原型机。此前该院已发布量子路由器。
"""


def taken_to(site, words, *, of, **values):
    """Take a fact to other words on its review page, and give it values of its own."""
    from kejian.base.models import Statement

    fact = Statement.objects.get(**of)
    seen = site.get(f"/review/facts/{fact.pk}/?format=json").json()["it"]["seen"]
    sent = {"verdict": "correct", "seen": seen, "words": words} | values
    answered = site.post(f"/review/facts/{fact.pk}/decide/", sent)
    assert answered.status_code == 303, answered.content.decode()
    assert fact.document is not None
    return fact.document.text.index(words)


def test_a_figure_that_was_moved_is_quoted_in_its_new_words(site, keep):
    keep(REVISED, said={"report_year": 2022})
    at = taken_to(site, "413亿元", of={"quote": "412亿元"}, value="41300000000")
    found = answer(site, "2022年青岩研发经费是多少？")
    assert [v["value"] for v in found["values"]] == ["41300000000"]
    (passage,) = found["passages"]
    assert (passage["quote"], passage["start"], passage["end"]) == ("413亿元", at, at + 5)
    assert passage["sentence"] == "按修订口径为413亿元。"
    assert "<mark>413亿元</mark>" in site.get("/ask/", {"q": "2022年青岩研发经费是多少？"}).content.decode()


def test_a_milestone_that_was_moved_is_quoted_in_its_new_words(site, keep):
    keep(REVISED, said={"report_year": 2022})
    words = "该院已发布量子路由器"
    at = taken_to(site, words, of={"kind": "milestone", "object__contains": "存储原型机"}, claim="")
    found = answer(site, "2022年8月青岩有哪些里程碑？")
    (passage,) = found["passages"]
    assert (passage["quote"], passage["start"]) == (words, at)
    assert passage["sentence"] == "此前该院已发布量子路由器。"


def test_words_far_away_are_quoted_too(site, keep):
    between = "这一段没有数字。" * 150
    more = f"\n\n{between}\n\n修订后的总额是 413.5亿元。\n\n2022年8月"
    far = REVISED.replace("\n2022年8月", more)
    keep(far, said={"report_year": 2022})
    at = taken_to(site, "413.5亿元", of={"quote": "412亿元"}, value="41350000000")
    (passage,) = answer(site, "2022年青岩研发经费是多少？")["passages"]
    assert (passage["quote"], passage["start"]) == ("413.5亿元", at)
    assert passage["sentence"] == "修订后的总额是 413.5亿元。"

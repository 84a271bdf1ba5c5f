"""Indicators: a measure over the years, every point with its passage, in views that the address holds."""

import csv
import io
import re
from urllib.parse import quote, urlencode

import pytest

TEXT = """# {place}科技进步报告{year}

{year}年，{place}全社会研发经费支出为{amount}亿元{more}。
"""


@pytest.fixture
def told(keep):
    for year, amount, more in ((2019, 280, ""), (2021, 330, "，比上年增长10%"), (2022, 412.5, "")):
        text = TEXT.format(place="青岩市", year=year, amount=amount, more=more)
        keep(text, name=f"r{year}.md", said={"report_year": year})
    keep(
        TEXT.format(place="岩溪市", year=2022, amount=99, more=""),
        name="other.md",
        said={"report_year": 2022},
    )


def data(site, query=""):
    return site.get(f"/indicators/?format=json{query}").json()


def key(site, subject="青岩市"):
    return next(s["key"] for s in data(site, "&named=研发经费")["series"] if s["subject"] == subject)


def one(site, *keys, **more):
    return data(site, "&" + urlencode([("series", k) for k in keys] + list(more.items())))


def test_the_list_shows_the_last_value_and_finds_by_words(site, told):
    found = data(site, "&named=研发经费")
    assert {s["subject"] for s in found["series"]} == {"青岩市", "岩溪市"}
    (series,) = [s for s in found["series"] if s["subject"] == "青岩市"]
    assert series["last_value"] == 41250000000
    assert series["last_slot"] == "2022"
    assert data(site, "&named=没有这个指标")["total"] == 0


@pytest.mark.parametrize(
    "query", ["&named=%00%1b", "&named=...", "&page=0", "&page=99999", "&force=x", "&domain=%3Cb%3E"]
)
def test_odd_addresses_show_a_list(site, told, query):
    assert site.get(f"/indicators/?{query[1:]}").status_code == 200


def test_a_series_has_points_gaps_and_what_is_derived(site, told):
    found = one(site, key(site))
    stated = [(p["slot"], p["value"]) for p in found["points"] if p["origin"] == "stated"]
    assert stated == [("2019", 28000000000), ("2021", 33000000000), ("2022", 41250000000)]
    (derived,) = [p for p in found["points"] if p["origin"] == "derived"]
    assert derived["slot"] == "2020"
    assert derived["lower"] <= 30000000000 <= derived["upper"]
    assert found["gaps"] == [{"series": key(site), "years": [2020]}]


def test_every_statement_has_its_passage(site, told):
    for statement in one(site, key(site))["statements"]:
        passage = statement["passage"]
        page = site.get(f"/documents/{passage['document']}/?at={passage['start']}-{passage['end']}")
        assert page.status_code == 200
        assert passage["quote"] in page.content.decode()


def test_a_point_leads_to_the_passages_of_its_period(site, told):
    found = one(site, key(site), at="2021")
    assert {s["slot"] for s in found["statements"]} == {"2021"}
    page = site.get("/indicators/?" + urlencode({"series": key(site)})).content.decode()
    assert "at=2021#statements" in page


def test_documents_that_disagree_are_marked(site, told, keep):
    text = TEXT.format(place="青岩市", year=2022, amount=400.1, more="").replace("进步报告", "统计公报")
    keep(text, name="late.md", said={"report_year": 2022})
    points = one(site, key(site))["points"]
    assert {p["slot"] for p in points if p["disagrees"]} == {"2022"}


def test_subjects_are_compared(site, told):
    mine, other = key(site), key(site, "岩溪市")
    assert [o["key"] for o in one(site, mine)["others"]] == [other]
    both = one(site, mine, other)
    assert [s["subject"] for s in both["series"]] == ["青岩市", "岩溪市"]
    assert both["others"] == []


def test_pictures_and_table_are_files(site, told):
    query = urlencode({"series": key(site)})
    assert site.get(f"/indicators/picture?kind=png&{query}").content.startswith(b"\x89PNG")
    drawn = site.get(f"/indicators/picture?{query}")
    assert b"<svg" in drawn.content
    assert "青岩市" in drawn.content.decode()  # a picture that is passed on says what it shows
    assert quote("gross domestic expenditure on R&D · 青岩市.svg") in drawn.headers["Content-Disposition"]
    rows = list(
        csv.DictReader(io.StringIO(site.get(f"/indicators/table.csv?{query}").content.decode("utf-8-sig")))
    )
    assert [r["value"] for r in rows if r["origin"] == "stated" and r["aspect"] == "level"] == [
        "28000000000",
        "33000000000",
        "41250000000",
    ]


@pytest.mark.parametrize("path", ["", "picture", "table.csv"])
def test_no_such_series_is_not_found(site, told, path):
    assert site.get(f"/indicators/{path}?series=nothing|here||").status_code == 404


def test_the_api_says_the_same(site, told):
    listed = site.get("/api/indicators", {"named": "研发经费"}).json()
    assert listed["total"] == 2
    found = site.get("/api/indicators/one", {"series": key(site)}).json()
    assert found["points"] == one(site, key(site))["points"]
    missing = site.get("/api/indicators/one", {"series": "nothing"})
    assert missing.status_code == 404
    assert "error" in missing.json()


def test_a_draft_changes_nothing_that_others_see(team, told, keep):
    before = one(team("reader"), key(team("reader")))
    draft = TEXT.format(place="青岩市", year=2023, amount=500, more="")
    keep(draft, name="d.md", said={"report_year": 2023, "draft_of": "editor"})
    assert one(team("reader"), key(team("reader"))) == before
    assert "2023" in {p["slot"] for p in one(team("editor"), key(team("editor")))["points"]}


def test_a_measure_is_defined_in_the_readers_language(site, told):
    path = "/indicators/?" + urlencode({"series": key(site)})
    english = site.get(path).content.decode()
    chinese = site.get(path, headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "What all units of a region actually spent on research" in english
    assert "实际花费的经费总和" not in english
    assert "实际花费的经费总和" in chinese


def test_counters_and_names_are_of_the_readers_language(site, keep):
    keep(
        "# 青岩市科技进步报告2022\n\n2022年，青岩市国家级专精特新“小巨人”企业达到502家。\n",
        said={"report_year": 2022},
    )
    english = site.get("/indicators/?named=小巨人").content.decode()
    chinese = site.get("/indicators/?named=小巨人", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert ">502<" in english
    assert ">502家<" in chinese
    assert re.search(r">national specialised [^<]*</a>", english)
    assert re.search(r">国家级专精特新[^<]*</a>", chinese)


def test_what_follows_from_a_growth_has_no_mark_where_the_same_is_stated(site, keep):
    text = "# 青岩市科技进步报告{y}\n\n{y}年，青岩市全社会研发经费支出为{a}亿元{more}。\n"
    keep(text.format(y=2021, a=300, more=""), name="r21.md", said={"report_year": 2021})
    keep(text.format(y=2022, a=330, more="，比上年增长10%"), name="r22.md", said={"report_year": 2022})
    found = one(site, key(site))
    assert [p["slot"] for p in found["points"] if p["origin"] == "derived"] == ["2021"]
    page = site.get("/indicators/?" + urlencode({"series": key(site)})).content.decode()
    wide = page[page.index("<svg") : page.index("</svg>")]
    assert wide.count("<title>") == 2


def test_a_fact_that_was_moved_is_quoted_in_its_new_words(site, keep):
    from kejian.base.models import Statement

    text = "# 青岩市科技报告2022\n\n2022年，青岩市全社会研发经费支出为412.5亿元，修订数为413.5亿元。\n"
    document = keep(text, said={"report_year": 2022})
    fact = Statement.objects.get(kind="figure", quote="412.5亿元")
    seen = site.get(f"/review/facts/{fact.pk}/?format=json").json()["it"]["seen"]
    said = {"verdict": "correct", "seen": seen, "words": "413.5亿元", "value": "41350000000"}
    assert site.post(f"/review/facts/{fact.pk}/decide/", said).status_code == 303
    (shown,) = [s for s in one(site, key(site))["statements"] if s["id"] == fact.pk]
    passage = shown["passage"]
    assert shown["value"] == 41350000000
    assert (passage["quote"], passage["before"][-4:], passage["after"][:1]) == ("413.5亿元", "修订数为", "。")
    page = site.get(
        f"/documents/{document}/?at={passage['start']}-{passage['end']}&of={fact.pk}"
    ).content.decode()
    assert "413.5亿元</mark>" in page or ">413.5亿元<" in page

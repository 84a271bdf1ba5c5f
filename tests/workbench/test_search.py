"""Search: passages with their statements, names above them; frequent words are told to be unranked."""

import pytest

TEXT = """# 青岩市科技进步报告2022

2022年，青岩市技术合同成交额为260亿元，同比增长三成。

2022年8月，青岩量子研究院发布首台<b>室温</b>量子存储原型机。

| 指标 | 2022年 |
| --- | --- |
| 高新技术企业（家） | 712 |
"""


@pytest.fixture
def told(keep):
    return keep(TEXT, name="r.md", said={"report_year": 2022, "title": "青岩报告"})


def data(site, words, **more):
    return site.get("/search/", {"q": words, "format": "json", **more}).json()


def test_a_hit_has_its_passage_marks_and_statements(site, told):
    (hit,) = [h for h in data(site, "技术合同")["hits"] if h["statements"]]
    assert hit["document"] == told
    assert [hit["text"][a:b] for a, b in hit["marks"]] == ["技术合同"]
    assert "260亿元" in {s["quote"] for s in hit["statements"]}
    page = site.get("/search/", {"q": "技术合同"}).content.decode()
    assert "<mark>技术合同</mark>" in page
    assert f"/documents/{told}/?at={hit['start']}-{hit['end']}#p" in page
    assert f"/documents/{told}/?fact={hit['statements'][0]['id']}#p" in page


def test_things_and_series_with_the_name_come_first(site, told):
    assert [t["name"] for t in data(site, "量子研究院")["things"]] == ["青岩量子研究院"]
    assert "技术合同成交额" in {s["name"] for s in data(site, "技术合同")["series"]}
    page = site.get("/search/", {"q": "量子研究院"}).content.decode()
    assert "/entities/" in page


def test_traditional_script_finds_simplified(site, told):
    assert data(site, "技術合同")["hits"]


def test_words_in_the_head_of_a_table_find_its_rows(site, told):
    (hit,) = data(site, "高新技术企业 指标")["hits"]
    assert hit["heads"]
    assert "712" in site.get("/search/", {"q": "高新技术企业 指标"}).content.decode()


def test_very_frequent_words_are_not_ranked_and_the_page_says_so(site, told, monkeypatch):
    assert data(site, "2022")["ranked"] is True
    assert "not ranked" not in site.get("/search/", {"q": "2022"}).content.decode()
    monkeypatch.setattr("kejian.base.searching._RANKED", 1)
    assert data(site, "2022")["ranked"] is False
    assert "not ranked by relevance" in site.get("/search/", {"q": "2022"}).content.decode()


def test_more_is_shown_on_demand(site, told):
    assert len(data(site, "2022", most=1)["hits"]) == 1
    assert "most=41" in site.get("/search/", {"q": "2022", "most": 1}).content.decode()
    assert len(data(site, "2022", most=100)["hits"]) > 1


@pytest.mark.parametrize("words", ["，", '""', "a" * 300])
def test_what_cannot_be_searched_for_is_said(site, told, words):
    found = site.get("/search/", {"q": words})
    assert found.status_code == 200
    assert 'class="alert' in found.content.decode()
    assert data(site, words)["problem"]


def test_nothing_found_and_nothing_asked(site, told):
    assert "No passage holds" in site.get("/search/", {"q": "没有这个词"}).content.decode()
    assert site.get("/search/").status_code == 200
    assert data(site, "")["hits"] == []


def test_the_api_says_the_same(site, told):
    assert site.get("/api/search", {"q": "技术合同"}).json() == data(site, "技术合同")


def test_every_page_has_the_box(site):
    assert 'action="/search/"' in site.get("/documents/").content.decode()


def test_text_of_documents_is_text(site, told):
    page = site.get("/search/", {"q": "室温"}).content.decode()
    assert "<b>室温" not in page
    assert "<mark>室温</mark>" in page


def test_a_draft_is_found_by_its_owner_alone(team, keep):
    keep(TEXT, name="d.md", said={"report_year": 2022, "draft_of": "editor"})
    for words in ("技术合同", "青岩量子研究院"):
        hidden = data(team("reader"), words)
        assert (hidden["hits"], hidden["things"], hidden["series"]) == ([], [], [])
        assert team("reader").get("/api/search", {"q": words}).json()["hits"] == []
        assert data(team("editor"), words)["hits"]

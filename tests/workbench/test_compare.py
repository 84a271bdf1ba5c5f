"""Two documents side by side: what changed, came and went."""

import pytest

TEXT = """# 青岩市科技进步报告2022

2022年，青岩市研发经费支出为{money}亿元，技术合同成交额600亿元。
{more}
"""


@pytest.fixture
def two(keep):
    first = keep(TEXT.format(money=412, more="新认定高新技术企业71家。"), name="a.md")
    second = keep(TEXT.format(money=425, more="获批临床试验批件9个。"), name="b.md", said={"work": "another"})
    return first, second


def data(site, query):
    return site.get(f"/compare/?format=json{query}").json()


def test_changes_are_listed_with_both_places(site, two):
    found = data(site, f"&before={two[0]}&after={two[1]}")
    (change,) = [c for c in found["changes"] if c["what"] == "changed"]
    assert (change["old"], change["new"]) == ("412亿元", "425亿元")
    assert (change["before"]["document"], change["after"]["document"]) == two
    assert found["same"] >= 1
    assert {c["what"] for c in data(site, f"&before={two[0]}&after={two[1]}&what=gone")["changes"]} == {
        "gone"
    }
    page = site.get(f"/compare/?before={two[0]}&after={two[1]}").content.decode()
    assert "425亿元" in page


def test_documents_are_chosen_by_their_titles(site, two):
    assert {d["number"] for d in data(site, "")["offered"]} == set(two)
    assert [d["number"] for d in data(site, f"&before={two[0]}")["offered"]] == [two[1]]
    assert data(site, "&q=没有这样的标题")["offered"] == []


def test_an_edition_is_compared_with_the_one_it_supersedes(site, keep):
    first = keep(TEXT.format(money=412, more=""), name="a.md", said={"work": "report"})
    second = keep(TEXT.format(money=425, more=""), name="a.md", said={"work": "report"})
    assert first != second
    found = data(site, f"&before={first}&after={second}")
    assert [(c["old"], c["new"]) for c in found["changes"] if c["what"] == "changed"] == [
        ("412亿元", "425亿元")
    ]
    assert not found["before"]["current"]


def test_the_api_says_the_same(site, two):
    found = site.get(f"/api/compare?before={two[0]}&after={two[1]}").json()
    assert found["counts"]["changed"] == 1
    assert site.get("/api/compare?before=999&after=998").json()["error"]["code"] == "not_found"


def test_findings_are_a_part_that_the_page_asks_for_by_itself(site, keep, monkeypatch):
    text = "# 青岩市科技进步报告2023\n\n2023年，青岩市技术合同成交额{}亿元，比上年的500亿元增长20%。\n"
    first = keep(text.format(600), name="a.md")
    second = keep(text.format(750), name="b.md", said={"work": "another"})
    ends = f"?before={first}&after={second}"
    whole = data(site, ends.replace("?", "&"))
    assert whole["new_findings"]
    api = site.get(f"/api/compare{ends}").json()
    part = site.get(f"/compare/findings/{ends}&format=json").json()
    for name in ("before", "after", "new_findings", "gone_findings"):
        assert api[name] == part[name] == whole[name]
    says = whole["new_findings"][0]["message"]
    alone = site.get(f"/compare/findings/{ends}").content.decode()  # where there is no script
    asked = site.get(f"/compare/findings/{ends}", headers={"HX-Request": "true"}).content.decode()
    assert says in alone
    assert "<html" in alone
    assert says in asked
    assert "<html" not in asked

    def audited(*_):
        raise AssertionError("the page audits while somebody waits")

    monkeypatch.setattr("kejian.workbench.pages.compare.findings_between", audited)
    page = site.get(f"/compare/{ends}").content.decode()
    assert says not in page
    assert f'hx-get="/compare/findings/{ends}"'.replace("&", "&amp;") in page
    assert f'href="/compare/findings/{ends}"'.replace("&", "&amp;") in page


@pytest.mark.parametrize("ends", ["", "?before={0}", "?before={0}&after=999"])
def test_findings_between_what_is_not_there(site, two, ends):
    assert site.get("/compare/findings/" + ends.format(*two)).status_code == 404


def test_what_is_too_long_is_refused_with_a_way_out(site, two, monkeypatch):
    monkeypatch.setattr("kejian.workbench.pages.compare._LONGEST", 10)
    answer = site.get(f"/compare/?format=json&before={two[0]}&after={two[1]}")
    assert answer.status_code == 413
    assert "kejian compare" in answer.json()["error"]["hint"]
    assert site.get(f"/compare/findings/?before={two[0]}&after={two[1]}").status_code == 413


def test_a_draft_is_not_compared_by_others(team, keep):
    mine = keep(TEXT.format(money=412, more=""), name="a.md", said={"draft_of": "editor"})
    other = keep(TEXT.format(money=425, more=""), name="b.md")
    assert team("reader").get(f"/compare/?before={mine}&after={other}").status_code == 404
    assert team("reader").get(f"/compare/findings/?before={mine}&after={other}").status_code == 404
    assert [d["number"] for d in data(team("reader"), "")["offered"]] == [other]
    assert team("editor").get(f"/compare/?before={mine}&after={other}").status_code == 200

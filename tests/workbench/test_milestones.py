"""Milestones: by time and domain, filtered, as picture and table; what is not the viewer's is not there."""

import csv
import io

import pytest

TEXT = """# 青岩市科技进步报告{year}

{year}年3月，青岩量子研究院发布全球首台室温量子存储原型机。{year}年8月，岩溪生物公司的抗肿瘤新药获批上市。
{year}年，青岩算力中心建成投用。
"""


@pytest.fixture
def told(keep):
    for year in (2021, 2022):
        keep(TEXT.format(year=year), name=f"r{year}.md", said={"report_year": year})


def data(site, query=""):
    return site.get(f"/milestones/?format=json{query}").json()


def dates(found):
    return [m["date"] for group in found["milestones"] for m in group["items"]]


def test_newest_first_and_months_before_their_bare_year(site, told):
    found = data(site)
    assert found["years"] == [2022, 2021]
    assert dates(found) == ["2022-08", "2022-03", "2022", "2021-08", "2021-03", "2021"]
    assert found["total"] == 6


def test_the_timeline_counts_years_and_within_a_year_months(site, told):
    assert {p["time"] for p in data(site)["timeline"]} == {"2021", "2022"}
    assert {p["time"] for p in data(site, "&year=2022")["timeline"]} == {"2022-03", "2022-08", "2022"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&year=2021", ["2021-08", "2021-03", "2021"]),
        ("&year=2021&month=8", ["2021-08"]),
        ("&claim=1", ["2022-03", "2021-03"]),
        ("&who=青岩量子研究院", ["2022-03", "2021-03"]),
        ("&who=没有这个机构", []),
        ("&year=1999", []),
        (
            "&year=abc&month=99&domain=<script>&after=../x",
            ["2022-08", "2022-03", "2022", "2021-08", "2021-03", "2021"],
        ),
    ],
)
def test_filters(site, told, query, expected):
    assert dates(data(site, query)) == expected


def test_a_long_list_goes_on_by_its_key(site, keep, monkeypatch):
    monkeypatch.setattr("kejian.workbench.pages.milestones._PAGE", 2)
    for year in (2021, 2022):
        keep(TEXT.format(year=year), name=f"r{year}.md", said={"report_year": year})
    seen, after = [], ""
    while True:
        found = data(site, f"&after={after}")
        seen += dates(found)
        after = found["after"]
        if not after:
            break
    assert seen == ["2022-08", "2022-03", "2022", "2021-08", "2021-03", "2021"]


def test_rejected_ones_are_in_no_list_or_count(site, told):
    from kejian.base.decisions import decide

    first = data(site)["milestones"][0]["items"][0]
    decide("default", first["id"], "reject", reason="no", who="甲")
    found = data(site)
    assert found["total"] == 5
    assert "2022-08" not in dates(found)


def test_the_page_shows_who_what_and_the_sentence(site, told):
    page = site.get("/milestones/?year=2022").content.decode()
    assert "青岩量子研究院" in page
    assert "<svg" in page
    assert "/documents/" in page


def test_picture_and_table_are_files(site, told):
    assert site.get("/milestones/picture?kind=png").content.startswith(b"\x89PNG")
    assert b"<svg" in site.get("/milestones/picture").content
    rows = list(
        csv.DictReader(io.StringIO(site.get("/milestones/table.csv?year=2022").content.decode("utf-8-sig")))
    )
    assert [row["date"] for row in rows] == ["2022-08", "2022-03", "2022"]


def test_the_api_says_the_same(site, told):
    found = site.get("/api/milestones?year=2022").json()
    assert dates(found) == ["2022-08", "2022-03", "2022"]


def test_an_empty_base_has_none(site):
    assert data(site)["total"] == 0
    assert site.get("/milestones/").status_code == 200


def test_a_draft_is_seen_by_its_owner_alone(team, keep):
    keep(TEXT.format(year=2022), name="d.md", said={"report_year": 2022, "draft_of": "editor"})
    assert data(team("reader"))["total"] == 0
    assert data(team("reader"), "&who=青岩量子研究院")["total"] == 0
    assert data(team("editor"))["total"] == 3


def test_a_year_s_own_head_stands_once_below_its_january(site, keep):
    keep(
        "# 青岩市科技进步报告2022\n\n2022年，青岩算力中心建成投用。2022年1月，青岩量子研究院发布首台原型机。"
        "2022年，岩溪生物公司的新药获批上市。2022年1月，云图平台上线运行。\n",
        said={"report_year": 2022},
    )
    times = [group["time"] for group in data(site)["milestones"]]
    assert times == sorted(set(times), key=times.index)
    assert times.index("2022-01") < times.index("2022")

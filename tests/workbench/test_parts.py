"""The parts that pages are built from: charts, files for spreadsheets, small lines, words."""

import doctest
import importlib
import pkgutil
import re

import pytest

import kejian.workbench

DANGER = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("http://evil")',
    "-cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("cell", DANGER)
def test_no_cell_is_a_formula(cell):
    from kejian.workbench.downloads import csv_file

    answer = csv_file("表", ["name"], [[cell]]).content.decode("utf-8-sig")
    assert answer.splitlines()[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers_and_the_name_is_safe():
    from kejian.workbench.downloads import csv_file

    answer = csv_file('年报"; x=\r\n', ["value"], [["-3.5"], [7], [None]])
    assert answer.content.decode("utf-8-sig").split()[:3] == ["value", "-3.5", "7"]
    assert "\r" not in answer.headers["Content-Disposition"]
    assert "\n" not in answer.headers["Content-Disposition"]


MODULES = [found.name for found in pkgutil.walk_packages(kejian.workbench.__path__, "kejian.workbench.")]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith(".wsgi")])
def test_the_examples_of_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def spec(**point):
    return {
        "data": {"values": [{"x": 2021, "y": 1, "to": "/documents/1/?at=1-2#p"} | point]},
        "mark": "point",
        "encoding": {
            "x": {"field": "x", "type": "ordinal"},
            "y": {"field": "y", "type": "quantitative", "title": "技术合同"},
            "href": {"field": "to"},
        },
    }


def test_a_chart_needs_no_inline_style_and_links_to_this_site_only():
    from kejian.workbench import charts

    drawn = charts.svg_file(spec()).decode()
    assert "技术合同" in drawn
    assert 'href="/documents/1/?at=1-2#p"' in drawn
    assert "style=" not in drawn
    assert "<style" not in drawn
    for elsewhere in ("https://evil.example/", "javascript:alert(1)", "//evil.example"):
        links = re.findall(r'href="([^"]*)"', charts.svg_file(spec(to=elsewhere)).decode())
        assert all(link == "#" or re.match(r"/(?!/)", link) for link in links), links


def test_a_chart_is_drawn_once(monkeypatch):
    from kejian.workbench import charts

    assert charts.svg_file(spec(y=3))
    before = charts._svg.cache_info().hits
    charts.svg_file(spec(y=3))
    assert charts._svg.cache_info().hits == before + 1


def test_a_picture_has_chinese_text():
    from kejian.workbench import charts

    assert charts.png(spec()).startswith(b"\x89PNG")


def test_a_small_line_leaves_gaps_and_tells_what_it_shows():
    from kejian.workbench.templatetags.kejian import sparkline

    drawn = sparkline([1, 2, None, 4, 5], "a < b")
    assert drawn.count("<polyline") == 2
    assert 'aria-label="a &lt; b"' in drawn
    assert sparkline([1]) == ""
    assert sparkline([1, None, 3]).count("<circle") == 3
    assert sparkline(["1e400", "x", 2, 2]) != ""


def test_links_to_a_source_lead_to_the_passage():
    from kejian.workbench.templatetags.kejian import source

    assert source(7, 10, 20) == "/documents/7/?at=10-20#p"

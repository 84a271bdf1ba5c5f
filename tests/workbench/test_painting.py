"""Pictures of pages: what stands where, that each mark leads to its passages, and that nothing breaks out."""

import re
from itertools import pairwise
from math import isfinite

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from kejian.workbench import painting

NUMBERS = st.floats(min_value=-1e200, max_value=1e200)


def point(at, value, **more):
    known = {"subject": "青岩市", "at": at, "value": value, "low": None, "high": None, "kind": "stated"}
    return known | {"run": "0", "href": f"/indicators/?at={at}", "says": f"{at}: {value}"} | more


def drawn(*rows, ranked=False, unit="亿元"):
    span = (min(row["at"] for row in rows) - 0.5, max(row["at"] for row in rows) + 0.5)
    svg = painting.years(rows, span=span, ticks=[2020], unit=unit, ranked=ranked, says="研发经费")
    return etree.fromstring(svg)


def places(root, tag="circle"):
    return [(float(one.get("cx")), float(one.get("cy"))) for one in root.iter(tag)]


def test_later_stands_to_the_right_and_more_stands_higher():
    (x1, y1), (x2, y2) = places(drawn(point(2019, 10.0), point(2020, 30.0)))
    assert x1 < x2
    assert y1 > y2


def test_the_first_rank_stands_on_top():
    (_, y1), (_, y2) = places(drawn(point(2019, 1.0), point(2020, 3.0), ranked=True))
    assert y1 < y2


def test_every_point_is_a_link_that_says_what_it_is():
    root = drawn(point(2019, 10.0), point(2020, 30.0, kind="derived", run=None))
    links = {one.get("href"): one.findtext("title") for one in root.iter("a")}
    assert links == {"/indicators/?at=2019": "2019: 10.0", "/indicators/?at=2020": "2020: 30.0"}


def test_a_gap_stays_a_gap():
    rows = [point(2018, 1.0), point(2019, 2.0), point(2021, 4.0, run="1"), point(2022, 5.0, run="1")]
    assert len(list(drawn(*rows).iter("polyline"))) == 2


def test_bounds_are_bars_and_disagreement_is_red():
    root = drawn(point(2020, 5.0, low=4.0, high=6.0, kind="disagreement"))
    assert [one.get("stroke-width") for one in root.iter("line") if one.get("opacity")] == ["5"]
    assert next(root.iter("circle")).get("stroke") == "#a3262b"


def test_what_is_stated_hides_what_merely_follows():
    stated, follows = point(2020, 5.0), point(2020, 5.0, kind="derived", run=None, says="derived")
    root = drawn(stated, follows)
    assert [one.findtext("title") for one in root.iter("a")] == ["derived", "2020: 5.0"]


def test_several_subjects_are_named_below():
    root = drawn(point(2020, 5.0), point(2020, 6.0, subject="岩溪市"))
    assert {"青岩市", "岩溪市"} <= {one.text for one in root.iter("text")}
    assert len({one.get("fill") for one in root.iter("circle")}) == 2


def test_words_of_documents_are_only_text_and_links_stay_here():
    evil = '<script>alert(1)</script>" onload=x'
    rows = [point(2020, 5.0, subject=evil, says=evil, href="//evil.example/")]
    root = drawn(*rows, point(2021, 6.0, href="javascript:alert(1)"), unit=evil)
    assert not list(root.iter("script"))
    assert [one.get("href") for one in root.iter("a")] == ["#", "#"]
    assert not [
        name for one in root.iter() for name in one.attrib if name.startswith("on") or name == "style"
    ]


def test_circles_grow_with_what_they_count():
    points = [
        {"time": time, "line": "治理", "n": n, "href": "/milestones/", "says": time}
        for time, n in (("2019", 2), ("2020", 9))
    ]
    svg = painting.circles(points, times=["2019", "2020"], lines=["治理"], below="", says="大事")
    small, large = (float(one.get("r")) for one in etree.fromstring(svg).iter("circle"))
    assert small < large
    assert ">9<" in svg


def test_the_unit_is_read_upright_above_its_axis():
    root = drawn(point(2019, 10.0), point(2020, 30.0), unit="个")
    (unit,) = [one for one in root.iter("text") if one.text == "个"]
    assert unit.get("transform") is None
    assert float(unit.get("y")) < min(y for _, y in places(root))


def test_on_a_phone_the_years_stand_apart():
    rows = [point(year, 1.0 * year) for year in range(2001, 2025)]
    ticks = list(range(2001, 2025))
    given = {"span": (2000.5, 2024.5), "ticks": ticks, "unit": "家", "ranked": False, "says": "企业"}
    phone = etree.fromstring(painting.years(rows, width=painting.PHONE, height=200, **given))
    years = [float(one.get("x")) for one in phone.iter("text") if one.text in set(map(str, ticks))]
    assert all(after - before >= 40 for before, after in pairwise(years))
    assert len(list(phone.iter("a"))) == len(rows)
    assert float(phone.get("width")) < 400


@given(st.lists(NUMBERS, min_size=1, max_size=8))
@example([5e-324, 0.0])
@example([5e-324])
def test_steps_hold_all_values(values):
    steps = painting.nice(values)
    slack = (steps[-1] - steps[0]) * 1e-6
    assert steps[0] - slack <= min(values) <= max(values) <= steps[-1] + slack
    assert 2 <= len(steps) <= 12


@given(st.lists(st.tuples(st.integers(1900, 2100), NUMBERS), min_size=1, max_size=8), st.booleans())
@example([(2000, 5e-324)], False)
@example([(2000, 5e-324), (2001, 0.0)], True)
def test_whatever_the_numbers_every_place_is_a_number(values, ranked):
    svg = etree.tostring(drawn(*(point(at, value) for at, value in values), ranked=ranked)).decode()
    found = re.findall(r' (?:c?x|c?y|[xy][12])="([^"]*)"', svg)
    assert all(isfinite(float(place)) for place in found)

"""What a growth, change or multiple implies holds the truth that the writer rounded."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.linking.factory import facts, observation

from kejian.linking import link


def derived(*figures):
    (series,) = link([facts("a", *figures)]).series
    return series.derived


def rounded(value, places):
    step = Decimal(1).scaleb(-places)
    value = value.quantize(step, ROUND_HALF_UP)
    return value, value - step / 2, value + step / 2


def test_a_growth_implies_the_year_before():
    level = observation("4003.51亿元", 400351000000, "CNY", lower=400350500000, upper=400351500000)
    growth = observation("45.0%", "0.45", "1", aspect="growth", base="2021", lower="0.4495", upper="0.4505")
    (one,) = derived(level, growth)
    assert one.slot.slot == "2021"
    assert one.bounds.lower < Decimal(400351000000) / Decimal("1.45") < one.bounds.upper
    assert one.bounds.upper - one.bounds.lower < Decimal("2e8")
    assert [said.figure for said in one.sources] == [level, growth]
    assert one.formula == "4003.51亿元 ÷ (1 + 45.0%)"


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 3), st.integers(0, 2))
def test_bounds_hold_the_level_that_was_rounded_away(before, now, level_places, growth_places):
    level, low, high = rounded(Decimal(now), level_places)
    growth = Decimal(now) / Decimal(before) - 1
    assume(growth < 10**6)
    percent, down, up = rounded(growth * 100, growth_places)
    figures = [
        observation(f"{level}", level, "CNY", lower=low, upper=high),
        observation(
            f"{percent}%", percent / 100, "1", aspect="growth", base="2021", lower=down / 100, upper=up / 100
        ),
    ]
    for one in derived(*figures):
        assert one.bounds.holds(Decimal(before))


def test_a_change_in_points_a_multiple_and_a_doubling():
    share = observation(
        "3.70%", "0.037", "1", aspect="ratio", measure="研发经费强度", lower="0.03695", upper="0.03705"
    )
    points = observation(
        "0.20个百分点",
        "0.2",
        "pp",
        aspect="change",
        measure="研发经费强度",
        base="2021",
        lower="0.195",
        upper="0.205",
    )
    (one,) = derived(share, points)
    assert (one.bounds.lower, one.bounds.upper) == (Decimal("0.0349"), Decimal("0.0351"))
    level = observation("1.6亿元", 160000000, "CNY", lower=155000000, upper=165000000)
    times = observation("3.2倍", "3.2", "1", aspect="ratio", base="2019", lower="3.15", upper="3.25")
    (one,) = derived(level, times)
    assert one.slot.slot == "2019"
    assert one.bounds.holds(Decimal(50000000))
    doubled = observation("翻一番", 1, "1", aspect="growth", base="2021", lower=1, upper=None)
    (one,) = derived(level, doubled)
    assert (one.bounds.lower, one.bounds.upper) == (Decimal(0), Decimal(82500000))


def test_without_the_later_level_the_earlier_one_leads_to_it():
    level = observation("100亿元", 10**10, "CNY", period="2021", lower=10**10, upper=10**10)
    growth = observation("10%", "0.1", "1", aspect="growth", base="2021", lower="0.1", upper="0.1")
    (one,) = derived(level, growth)
    assert (one.slot.slot, one.bounds.lower, one.bounds.upper) == ("2022", 11 * 10**9, 11 * 10**9)


def test_a_comparison_with_another_thing_implies_nothing():
    level = observation("100亿元", 10**10, "CNY", lower=10**10, upper=10**10)
    growth = observation("10%", "0.1", "1", aspect="growth", base="上一代", lower="0.1", upper="0.1")
    assert derived(level, growth) == ()

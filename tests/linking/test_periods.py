"""Periods and the slots in which statements meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.linking.periods import slot, span


@pytest.mark.parametrize(
    ("period", "stock", "expected"),
    [
        ("2022", True, "2022"), ("2022-12-31", True, "2022"), ("2023-01-01", True, "2022"),
        ("2022-12", True, "2022"),
        ("2022-12-31", None, "2022"), ("2022-12-31", False, "2022"), ("2022-12", False, "2022-12"),
        ("2022-09", True, "2022-09"), ("2022-09-30", True, "2022-09"), ("2022-01/2022-09", True, "2022-09"),
        ("2022-01/2022-09", False, "2022-01/2022-09"), ("2022-10/2022-12", False, "2022-Q4"),
        ("2022-01/2022-06", False, "2022-H1"), ("2022-01/2022-12", False, "2022"),
        ("2022-05-17", True, "2022-05-17"),
        ("2017/2022", False, "2017/2022"), ("2022-07/2023-06", False, "2022-07/2023-06"),
        ("2022-05-17", None, "2022-05-17"), ("2022-01-05/2022-01-20", False, "2022-01-05/2022-01-20"),
    ],
)  # fmt: skip
def test_slots(period, stock, expected):
    assert slot(span(period), stock=stock).slot == expected


@pytest.mark.parametrize(
    "period", [None, "", "上年", "--11-25", "2022-13", "2022-02-30", "2022/2020", "P3Y", "0000"]
)
def test_what_is_no_period(period):
    assert span(period) is None


@given(st.text(alphabet="0123456789-/年", max_size=24), st.sampled_from([True, False, None]))
def test_any_text_is_a_period_or_none(text, stock):
    found = span(text)
    if found:
        here = slot(found, stock=stock)
        assert here.start <= here.end
        assert here.slot

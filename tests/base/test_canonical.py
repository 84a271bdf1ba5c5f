from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.base.canonical import bounds, canonical, sort_key
from kejian.errors import BaseError

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False).filter(lambda n: abs(n.adjusted()) < 1500)


@given(NUMBERS)
def test_canonical_text_is_the_number(number):
    assert Decimal(canonical(number)) == number


@given(NUMBERS)
def test_equal_numbers_have_one_text_and_one_key(number):
    other = number.normalize() if len(number.as_tuple().digits) <= 28 else number
    assert (canonical(number), sort_key(number)) == (canonical(other), sort_key(other))


@given(NUMBERS, NUMBERS)
def test_keys_sort_as_numbers(a, b):
    assert (a < b) == (sort_key(a) < sort_key(b))


@given(NUMBERS)
def test_keys_are_digits_so_that_every_collation_sorts_them_alike(number):
    assert sort_key(number).rstrip("a").isascii()
    assert sort_key(number).rstrip("a").isdigit()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e3000", "1e-3000", "sNaN"])
def test_what_is_no_number_to_keep(number):
    with pytest.raises(BaseError):
        canonical(Decimal(number))


@pytest.mark.parametrize(
    ("period", "first", "last", "kind"),
    [
        ("2022", "2022-01-01", "2022-12-31", "during"),
        ("2022-02", "2022-02-01", "2022-02-28", "during"),
        ("2024-02", "2024-02-01", "2024-02-29", "during"),
        ("2022-12", "2022-12-01", "2022-12-31", "during"),
        ("2022-12-31", "2022-12-31", "2022-12-31", "as of"),
        ("2012/2021", "2012-01-01", "2021-12-31", "during"),
        ("2019-03/2019-05", "2019-03-01", "2019-05-31", "during"),
        ("9999", "9999-01-01", None, ""),
        ("0000", None, None, ""),
        ("2022-02-31", None, None, ""),
        ("--11-25", None, None, ""),
        ("", None, None, ""),
        (None, None, None, ""),
        ("P3Y", None, None, ""),
        ("/", None, None, ""),
    ],
)
def test_bounds_of_a_period(period, first, last, kind):
    found = bounds(period)
    if kind == "":
        assert found == (None, None, "")
    else:
        assert [str(d) for d in found[:2]] == [first, last]
        assert found[2] == kind


@given(st.text(max_size=30))
def test_any_text_has_bounds_or_none(text):
    assert len(bounds(text)) == 3

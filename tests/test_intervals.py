"""Whatever the true values within the operands, the result holds theirs."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kejian.intervals import Interval, exactly

numbers = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, places=6)


@st.composite
def inside(draw, *, least=None):
    """An interval and a value in it."""
    ends = draw(
        st.lists(
            numbers if least is None else numbers.map(abs).map(lambda n: n + least), min_size=3, max_size=3
        )
    )
    low, value, high = sorted(ends)
    lower = low if least is not None or draw(st.booleans()) else None
    return Interval(lower, high if draw(st.booleans()) else None), value


def holds(interval, value):
    low, high = interval.lower, interval.upper
    return (low is None or Fraction(low) <= value) and (high is None or value <= Fraction(high))


@given(inside(), inside())
def test_sums_and_differences_enclose(a, b):
    assert holds(a[0] + b[0], Fraction(a[1]) + Fraction(b[1]))
    assert holds(a[0] - b[0], Fraction(a[1]) - Fraction(b[1]))


@given(inside(), inside(least=Decimal("0.000001")))
def test_quotients_and_products_enclose(a, b):
    assert holds(a[0].over(b[0]), Fraction(a[1]) / Fraction(b[1]))
    assert holds(a[0].times(b[0]), Fraction(a[1]) * Fraction(b[1]))


@given(inside(), inside())
def test_a_divisor_of_any_sign_encloses_too(a, b):
    if b[1]:
        assert holds(a[0].over(b[0]), Fraction(a[1]) / Fraction(b[1]))
    assert holds(a[0].times(b[0]), Fraction(a[1]) * Fraction(b[1]))


@given(inside())
def test_an_interval_meets_what_it_holds(a):
    assert a[0].holds(a[1])
    assert a[0].meets(exactly(a[1]))

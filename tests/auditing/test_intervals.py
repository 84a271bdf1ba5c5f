"""Interval arithmetic never loses a number that the operands allow."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kejian.intervals import Interval

numbers = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**6), places=2)


@st.composite
def intervals(draw):
    """An interval of positive numbers and a number inside it."""
    low, inner, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Interval(low, high), inner


def holds(interval, number, slack=Decimal("1e-15")):
    return interval.widened(slack * max(abs(number), 1)).meets(Interval.exactly(number))


@given(intervals(), intervals())
def test_results_hold_every_possible_value(one, other):
    (a, x), (b, y) = one, other
    assert holds(a + b, x + y)
    assert holds(a - b, x - y)
    assert holds(a.over(b), x / y)
    assert holds(a.root(3), x ** (Decimal(1) / 3))


@given(intervals(), intervals())
def test_two_intervals_meet_or_one_is_below_the_other(one, other):
    (a, _), (b, _) = one, other
    assert a.meets(b) == b.meets(a)
    assert a.meets(b) + a.below(b) + b.below(a) == 1


def test_an_open_end_meets_everything_on_its_side():
    assert Interval(Decimal(5), None).meets(Interval.exactly(Decimal(10**9)))
    assert not Interval(Decimal(5), None).meets(Interval.exactly(Decimal(4)))

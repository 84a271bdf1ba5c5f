"""Interval arithmetic over `Decimal`: what is true of all values in the operands holds in the result."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from kejian.model import Value

_DIGITS = 50
_DOWN = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP = Context(prec=_DIGITS, rounding=ROUND_CEILING)
_ZERO = Decimal(0)


class Interval(Value, frozen=True):
    """The values from ``lower`` to ``upper``, both included; None: unbounded on that side.

    >>> Interval(Decimal(1), Decimal(2)) + Interval(Decimal(3), None)
    Interval(lower=Decimal('4'), upper=None)
    """

    lower: Decimal | None = None
    upper: Decimal | None = None

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(
            None if self.lower is None or other.lower is None else _DOWN.add(self.lower, other.lower),
            None if self.upper is None or other.upper is None else _UP.add(self.upper, other.upper),
        )

    def __neg__(self) -> "Interval":
        return Interval(
            None if self.upper is None else _DOWN.minus(self.upper),
            None if self.lower is None else _UP.minus(self.lower),
        )

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def over(self, other: "Interval") -> "Interval":
        """The quotient. A divisor that may be zero or negative tells nothing: the result is unbounded.

        >>> Interval(Decimal(6), Decimal(8)).over(Interval(Decimal(2), None))
        Interval(lower=Decimal('0'), upper=Decimal('4'))
        """
        small, large = other.lower, other.upper
        if small is None or small <= 0:
            return Interval()
        return Interval(_quotient(_DOWN, self.lower, small, large), _quotient(_UP, self.upper, small, large))

    def times(self, other: "Interval") -> "Interval":
        """The product with an interval that is not negative; unbounded otherwise."""
        small, large = other.lower, other.upper
        if small is None or small < 0:
            return Interval()
        return Interval(_product(_DOWN, self.lower, small, large), _product(_UP, self.upper, small, large))

    def meets(self, other: "Interval") -> bool:
        """Whether some value lies in both."""
        return not _above(self.lower, other.upper) and not _above(other.lower, self.upper)

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside."""
        return not _above(self.lower, value) and not _above(value, self.upper)


def exactly(value: Decimal) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def _above(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _quotient(context: Context, end: Decimal | None, small: Decimal, large: Decimal | None) -> Decimal | None:
    """The end of a quotient that ``context`` rounds away from the middle."""
    if end is None:
        return None
    toward_zero = (end > 0) == (context is _DOWN)
    if not toward_zero:
        return context.divide(end, small)
    return _ZERO if large is None else context.divide(end, large)


def _product(context: Context, end: Decimal | None, small: Decimal, large: Decimal | None) -> Decimal | None:
    if end is None:
        return None
    if end == 0:
        return _ZERO
    toward_zero = (end > 0) == (context is _DOWN)
    if toward_zero:
        return context.multiply(end, small)
    return None if large is None else context.multiply(end, large)

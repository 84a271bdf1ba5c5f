"""Interval arithmetic over `Decimal`: what is true of all values in the operands holds in the result.

An open end is None. Ends count as inside, so that two roundings which touch never disagree.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Self

from kejian.model import Value

_PRECISION = 50
_DOWN = Context(prec=_PRECISION, rounding=ROUND_FLOOR)
_UP = Context(prec=_PRECISION, rounding=ROUND_CEILING)
_ZERO, _ONE = Decimal(0), Decimal(1)
_DIGITS = 4  # significant digits in which a result is shown


class Interval(Value, frozen=True):
    """The values from ``lower`` to ``upper``, both included; None: unbounded on that side.

    >>> Interval(Decimal(1), Decimal(2)) + Interval(Decimal(3), None)
    Interval(lower=Decimal('4'), upper=None)
    """

    lower: Decimal | None = None
    upper: Decimal | None = None

    @classmethod
    def exactly(cls, value: Decimal) -> Self:
        """The interval of one value."""
        return cls(value, value)

    @property
    def bounded(self) -> bool:
        """Both ends are known."""
        return self.lower is not None and self.upper is not None

    @property
    def positive(self) -> bool:
        """Every value of it is above zero."""
        return self.lower is not None and self.lower > 0

    def below(self, other: "Interval") -> bool:
        """Every value of this one is smaller than every value of the other."""
        return _above(other.lower, self.upper)

    def widened(self, by: Decimal) -> "Interval":
        """The same with ``by`` more on either side."""
        return Interval(
            None if self.lower is None else self.lower - by, None if self.upper is None else self.upper + by
        )

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
        """The quotient. A divisor that may be negative tells nothing: the result is unbounded.

        >>> six = Interval(Decimal(6), Decimal(8))
        >>> six.over(Interval(Decimal(2), None))
        Interval(lower=Decimal('0'), upper=Decimal('4'))
        >>> six.over(Interval(Decimal(0), Decimal(2)))
        Interval(lower=Decimal('3'), upper=None)
        """
        small, large = other.lower, other.upper
        if small is None or small < 0:
            return Interval()
        return Interval(_quotient(_DOWN, self.lower, small, large), _quotient(_UP, self.upper, small, large))

    def times(self, other: "Interval | Decimal") -> "Interval":
        """The product with a factor or an interval that is not negative; unbounded otherwise.

        >>> Interval(Decimal(6), None).times(Decimal("0.5"))
        Interval(lower=Decimal('3.0'), upper=None)
        """
        small, large = (other, other) if isinstance(other, Decimal) else (other.lower, other.upper)
        if small is None or small < 0:
            return Interval()
        return Interval(_product(_DOWN, self.lower, small, large), _product(_UP, self.upper, small, large))

    def root(self, degree: int) -> "Interval":
        """The positive roots of positive values."""
        return Interval(_root(_DOWN, self.lower, degree), _root(_UP, self.upper, degree))

    def meets(self, other: "Interval") -> bool:
        """Whether some value lies in both."""
        return not _above(self.lower, other.upper) and not _above(other.lower, self.upper)

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside."""
        return not _above(self.lower, value) and not _above(value, self.upper)

    def __str__(self) -> str:
        if self.lower is not None and self.lower == self.upper:
            return _shown(self.lower)
        return f"{_shown(self.lower)}…{_shown(self.upper)}"


def exactly(value: Decimal) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def percent(interval: Interval) -> str:
    """An interval of shares or growths as per cent.

    >>> percent(Interval(Decimal("0.1234"), Decimal("0.1238")))
    '12.34%…12.38%'
    """
    ends = (interval.lower, interval.upper)
    return "…".join(dict.fromkeys("?" if end is None else f"{_shown(end * 100)}%" for end in ends))


def _shown(value: Decimal | None) -> str:
    if value is None:
        return "?"
    whole = value == value.to_integral_value()
    rounded = value if whole else round(value, max(_DIGITS - 1 - value.adjusted(), 0))
    return f"{rounded.normalize():f}"


def _above(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _quotient(context: Context, end: Decimal | None, small: Decimal, large: Decimal | None) -> Decimal | None:
    """The end of a quotient that ``context`` rounds away from the middle."""
    if end is None:
        return None
    toward_zero = (end > 0) == (context is _DOWN)
    if not toward_zero:
        return context.divide(end, small) if small else None
    if large is None:
        return _ZERO
    return context.divide(end, large) if large else None


def _product(context: Context, end: Decimal | None, small: Decimal, large: Decimal | None) -> Decimal | None:
    if end is None:
        return None
    if end == 0:
        return _ZERO
    toward_zero = (end > 0) == (context is _DOWN)
    if toward_zero:
        return context.multiply(end, small)
    return None if large is None else context.multiply(end, large)


def _root(context: Context, end: Decimal | None, degree: int) -> Decimal | None:
    """A root surely on the side of ``context``: powers are rounded to the nearest, so a step is added."""
    if end is None:
        return None
    near = context.power(end, _ONE / degree)
    return near.next_minus(context) if context is _DOWN else near.next_plus(context)

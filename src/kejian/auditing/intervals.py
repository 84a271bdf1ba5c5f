"""Arithmetic on intervals of decimals: what a printed figure can stand for.

An open end is None. Ends count as inside, so that two roundings which touch never disagree.
"""

from decimal import Decimal
from typing import Self

from kejian.model import Value

_ONE = Decimal(1)
_DIGITS = 4  # significant digits in which a result is shown


class Interval(Value, frozen=True):
    """Numbers from ``lower`` to ``upper``, ends included; None is an open end.

    >>> a, b = Interval(Decimal("1.25"), Decimal("1.35")), Interval(Decimal("1.35"), None)
    >>> a.meets(b), (a + a).lower, a.over(Interval(Decimal(2), Decimal(2))).upper
    (True, Decimal('2.50'), Decimal('0.675'))
    """

    lower: Decimal | None
    upper: Decimal | None

    @classmethod
    def exactly(cls, value: Decimal) -> Self:
        """The interval of one number."""
        return cls(value, value)

    @property
    def bounded(self) -> bool:
        """Both ends are known."""
        return self.lower is not None and self.upper is not None

    @property
    def positive(self) -> bool:
        """Every number of it is above zero."""
        return self.lower is not None and self.lower > 0

    def meets(self, other: "Interval") -> bool:
        """Some number lies in both."""
        return not (self.below(other) or other.below(self))

    def below(self, other: "Interval") -> bool:
        """Every number of this one is smaller than every number of the other."""
        return self.upper is not None and other.lower is not None and self.upper < other.lower

    def widened(self, by: Decimal) -> "Interval":
        """The same with ``by`` more on either side."""
        return Interval(
            None if self.lower is None else self.lower - by, None if self.upper is None else self.upper + by
        )

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(_add(self.lower, other.lower), _add(self.upper, other.upper))

    def __neg__(self) -> "Interval":
        return Interval(_minus(self.upper), _minus(self.lower))

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def times(self, factor: Decimal) -> "Interval":
        """Each number times a positive factor."""
        return Interval(
            None if self.lower is None else self.lower * factor,
            None if self.upper is None else self.upper * factor,
        )

    def over(self, other: "Interval") -> "Interval":
        """Quotients of two intervals of positive numbers; open where either is."""
        return Interval(_quotient(self.lower, other.upper), _quotient(self.upper, other.lower))

    def root(self, degree: int) -> "Interval":
        """The positive roots of positive numbers."""
        exponent = _ONE / degree
        return Interval(
            None if self.lower is None else self.lower**exponent,
            None if self.upper is None else self.upper**exponent,
        )

    def __str__(self) -> str:
        if self.lower is not None and self.lower == self.upper:
            return _plain(self.lower)
        return f"{_plain(self.lower)}…{_plain(self.upper)}"


def percent(interval: Interval) -> str:
    """An interval of shares or growths as per cent.

    >>> percent(Interval(Decimal("0.1234"), Decimal("0.1238")))
    '12.34%…12.38%'
    """
    ends = (interval.lower, interval.upper)
    shown = list(dict.fromkeys("?" if e is None else f"{_plain(e * 100)}%" for e in ends))
    return "…".join(shown)


def _plain(value: Decimal | None) -> str:
    if value is None:
        return "?"
    rounded = (
        value if value == value.to_integral_value() else round(value, max(_DIGITS - 1 - value.adjusted(), 0))
    )
    return f"{rounded.normalize():f}"


def _add(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _quotient(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or not b else a / b

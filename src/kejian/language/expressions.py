"""What an expression of quantity says: its value and the bounds that its writing leaves open."""

from decimal import Decimal

import msgspec

from kejian import kinds
from kejian.language.numerals import Numeral
from kejian.model import MentionKind as Kind

_D = Decimal


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """An expression ``text[start:end]`` with its value and the bounds of what its writer can have meant.

    ``factor`` is what a bare number of the same unit is multiplied with (1~3万: 10000). ``more`` says that
    余, 多 or 几 stands in it.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | None
    unit: str | None
    low: Decimal | None
    high: Decimal | None
    more: bool = False
    factor: Decimal = _D(1)
    bare: bool = False
    iso: str | None = None


def exact(start: int, end: int, kind: Kind, value: Decimal, unit: str | None) -> Quantity:
    """An expression that means just its value."""
    return Quantity(start, end, kind, value, unit, value, value)


def sized(
    number: Numeral,
    end: int,
    kind: Kind,
    unit: str | None,
    factor: Decimal,
    *,
    rounded: bool,
    shared: Decimal | None = None,
) -> Quantity:
    """``number`` times ``factor`` with the bounds its writing leaves open.

    ``shared`` is what a bare number of the same unit is multiplied with, by default ``factor``.
    """
    shared = factor if shared is None else shared
    value = number.value
    if value is None:
        assert number.low is not None
        assert number.high is not None
        kind = kinds.RANGE if number.high < number.low * 3 else kind
        return Quantity(
            number.start,
            end,
            kind,
            None,
            unit,
            number.low * factor,
            number.high * factor,
            more=kind is not kinds.RANGE,
            factor=shared,
        )
    if number.more:
        low, high = value, value + number.room
        if number.low is not None and number.high is not None:
            low, high = number.low, number.high
    elif rounded:
        half = number.step / 2
        low, high = value - half, value + half
    else:
        value *= factor
        return Quantity(number.start, end, kind, value, unit, value, value, number.more, shared)
    return Quantity(
        number.start, end, kind, value * factor, unit, low * factor, high * factor, number.more, shared
    )

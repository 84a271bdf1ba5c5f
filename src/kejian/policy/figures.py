"""Figures that follow from facts: shares, ages, the year of a benefit. Unknown stays unknown."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from kejian.policy.fields import Field, fields
from kejian.policy.profile import Fact


def figure(name: str, facts: Mapping[str, Fact], *, day: date) -> Fact | None:
    """The figure ``name`` on ``day``: as stated, else computed, else None.

    >>> figure("rd_staff_share", {"rd_staff": 10, "staff": 80}, day=date(2025, 6, 30))
    Fraction(1, 8)
    """
    stated = facts.get(name)
    field = fields()[name]
    if stated is not None or field.computed is None:
        return stated
    parts = [facts.get(part) for part in field.parts]
    if any(part is None for part in parts):
        return None
    return _compute(field, parts, day)


def _compute(field: Field, parts: list[Fact | None], day: date) -> Fact | None:
    first = parts[0]
    if field.computed == "ratio":
        whole = parts[1]
        assert isinstance(first, int)
        assert isinstance(whole, int)
        return Fraction(first, whole) if whole > 0 else None
    if field.computed == "year_number":
        assert isinstance(first, int)
        return Fraction(day.year - first + 1)
    last = parts[1] if field.computed == "between" else day
    assert isinstance(first, date)
    assert isinstance(last, date)
    return elapsed(first, last)


def elapsed(start: date, end: date) -> int:
    """The time from ``start`` to ``end`` as twice the completed months, and one more if days are left over.

    So that ``at_least 12 months`` and ``at_most 12 months`` both hold on the anniversary, and only one of
    them on the days beside it.

    >>> [elapsed(date(2024, 5, 10), date(2025, 5, d)) for d in (9, 10, 11)]
    [23, 24, 25]
    """
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return 2 * months + (end.day != start.day)


def anniversary(start: date, months: int) -> date:
    """The first day on which ``months`` are completed since ``start``.

    >>> anniversary(date(2024, 2, 29), 12)
    datetime.date(2025, 3, 1)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)

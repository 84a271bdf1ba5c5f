"""Periods of statements and the slots of a series in which they meet."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from kejian.model import Value

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_QUARTERS = {(1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4", (1, 6): "H1", (7, 12): "H2"}


class Span(Value, frozen=True):
    """Days from ``start`` to ``end``, both included; ``day`` says that a single day was named (as of).

    >>> span("2022-10/2022-12").slot
    '2022-Q4'
    """

    start: date
    end: date
    day: bool = False

    @property
    def slot(self) -> str:
        """The canonical name: ``2022``, ``2022-Q3``, ``2022-H1``, ``2022-08-05``, ``2017/2022``."""
        return _slot(self.start, self.end, self.day)

    @property
    def order(self) -> tuple[date, date]:
        """What slots are sorted by: the end, then the start."""
        return self.end, self.start


@lru_cache(maxsize=10_000)
def _slot(first: date, last: date, day: bool) -> str:
    if day:
        return last.isoformat()
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if not whole:
        return f"{first}/{last}"
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
    if first.year != last.year:
        return f"{first:%Y-%m}/{last:%Y-%m}"
    if first.month == last.month:
        return f"{first:%Y-%m}"
    short = _QUARTERS.get((first.month, last.month))
    return f"{first.year}-{short}" if short else f"{first:%Y-%m}/{last:%Y-%m}"


def span(period: str | None) -> Span | None:
    """The days of an ISO-like period; None where there is none or it is no date of the calendar.

    >>> span("2022-02").end
    datetime.date(2022, 2, 28)
    >>> span("上一代") is None
    True
    """
    if not period:
        return None
    first, bar, last = period.partition("/")
    begin = _point(first)
    finish = _point(last) if bar else begin
    if begin is None or finish is None or finish[1] < begin[0]:
        return None
    return Span(begin[0], finish[1], day=not bar and begin[0] == begin[1])


def slot(of: Span, *, stock: bool | None) -> Span:
    """The slot of a series that a period falls in.

    A stock is seen at the end of its period, so 2022, 2022-12-31 and the 1 January after meet in 2022, and
    2022-09 meets 2022-09-30. Of a flow, or where it is not known which, only the last day of a year is
    taken for the year, since reports say so (``截至年底``).

    >>> slot(span("2022-09-30"), stock=True).slot, slot(span("2023-01-01"), stock=True).slot
    ('2022-09', '2022')
    >>> slot(span("2022-09-30"), stock=None).slot
    '2022-09-30'
    """
    if of.day and (of.end.month, of.end.day) == (12, 31):
        return whole_year(of.end.year)
    if not stock or of.start.year != of.end.year:
        return of
    end = of.end
    if of.day and (end.month, end.day) == (1, 1):
        return whole_year(end.year - 1) if end.year > 1 else of
    if (end.month, end.day) == (12, 31):
        return whole_year(end.year)
    if end.day == monthrange(end.year, end.month)[1]:
        return Span(end.replace(day=1), end)
    return Span(end, end, day=True)


def whole_year(year: int) -> Span:
    """The days of a calendar year.

    >>> whole_year(2022).slot
    '2022'
    """
    return Span(date(year, 1, 1), date(year, 12, 31))


def _point(text: str) -> tuple[date, date] | None:
    match = _POINT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:  # not in the calendar: the audit tells, the series leaves it undated
        return None

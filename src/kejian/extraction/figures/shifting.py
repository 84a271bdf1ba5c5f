"""The period before a period: the year, or the quarter, that a growth is measured from."""

import re

from kejian.extraction.figures.times import last_day

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_MONTHS = re.compile(r"(\d{4})-(\d\d)/\d{4}-(\d\d)")
_ONE_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def shifted(period: str | None, *, back: str) -> str | None:
    """The period a ``year`` before, or a ``quarter`` (of a month: a month) before; None where it has none.

    >>> shifted("2023-01/2023-06", back="year"), shifted("2024-03", back="quarter")
    ('2022-01/2022-06', '2024-02')
    >>> shifted("2024-09-30", back="quarter"), shifted("2023-12-31", back="year")
    ('2024-06-30', '2022')
    """
    if period is None:
        return None
    if back == "quarter":
        return _quarter_before(period)
    if _YEAR.fullmatch(period):
        return str(int(period) - 1)
    if _ONE_DAY.fullmatch(period) and period.endswith("12-31"):
        return str(int(period[:4]) - 1)
    return _YEAR.sub(lambda m: str(int(m[0]) - 1), period)


def _quarter_before(period: str) -> str | None:
    if month := _MONTH.fullmatch(period):
        year, before = int(month[1]), int(month[2]) - 1
        return f"{year}-{before:02}" if before else f"{year - 1}-12"
    if _ONE_DAY.fullmatch(period):
        year, last = int(period[:4]), int(period[5:7])
        if period != last_day(year, last) or last % 3:
            return None
        return last_day(year, last - 3) if last > 3 else last_day(year - 1, 12)
    m = _MONTHS.fullmatch(period)
    if not m or int(m[3]) - int(m[2]) != 2:
        return None
    year, first = int(m[1]), int(m[2]) - 3
    if first < 1:
        year, first = year - 1, first + 12
    return f"{year}-{first:02}/{year}-{first + 2:02}"

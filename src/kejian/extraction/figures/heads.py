"""What the heads of a table say of time: 2021, 2023年, 一季度, 本期, 上年同期, 期末."""

import re
from functools import lru_cache

from kejian.extraction.figures.shifting import shifted
from kejian.extraction.figures.times import Time, find_times, last_day

_PLAN = re.compile(
    r"决算|预算|执行|快报|统计|目标|基期|基数|基准|现状|实绩|实际|完成|预计|计划|值|数|增速|增长率|增幅|同比|年度?|\s"
)
GROWTH = re.compile(r"增长|增速|增幅|同比|环比|增减|变化|变动")
_AMOUNT = r"(?:累计|实际|完成|发生)?(?:数|值|额|金额|余额|发生额)?"
_NOW = re.compile(rf"(?:本期|本年|本年度|当期|当年|今年|报告期|全年){_AMOUNT}")
_BEFORE = re.compile(rf"(?:上年同期|去年同期|上期|上年|上年度|上一年度|去年|同期){_AMOUNT}")
_END = re.compile(rf"(?:期末|本期末|年末|年底|本年末|报告期末){_AMOUNT}")
_BEGIN = re.compile(rf"(?:期初|年初|上期末|上年末|上年底|上年度末){_AMOUNT}")


@lru_cache(maxsize=256)
def times_in(text: str, year: int | None) -> list[Time]:
    """The times of a head or title; heads come back for every cell below them."""
    return find_times(text, year=year)


def time_of(head: str, *, year: int | None, period: str | None) -> str | None:
    """The time that a head names, if it names little else; ``period`` is the one reported on.

    >>> time_of("2022年实绩", year=2023, period="2023"), time_of("上年同期", year=2023, period="2023")
    ('2022', '2022')
    >>> time_of("期初余额", year=2023, period="2023"), time_of("研发经费", year=2023, period="2023")
    ('2022-12-31', None)
    """
    if (relative := _relative(head, period)) is not None:
        return relative
    if GROWTH.search(head) and not re.search(r"\d{4}", head):
        return None
    times = [t for t in times_in(head, year) if t.exact]
    if len(times) != 1 or not re.search(r"\d{4}|年|季度|月", head):
        return None
    rest = _PLAN.sub("", head[: times[0].start] + head[times[0].end :])
    return times[0].exact if len(rest) <= 1 or GROWTH.search(head[times[0].end :]) else None


def looks_back(head: str) -> bool:
    """Whether a head stands for the period before: 上年同期 beside 本期."""
    return bool(_BEFORE.fullmatch(head) or _BEGIN.fullmatch(head))


def _relative(head: str, period: str | None) -> str | None:
    if period is None:
        return None
    if _NOW.fullmatch(head):
        return period
    if _BEFORE.fullmatch(head):
        return shifted(period, back="year")
    if _END.fullmatch(head):
        return end_of(period)
    if _BEGIN.fullmatch(head) and period[:4].isdecimal():
        return f"{int(period[:4]) - 1}-12-31"
    return None


def end_of(period: str) -> str | None:
    """The last day of a year, a month, or a span of them."""
    year, _, month = period.split("/")[-1][:7].partition("-")
    return last_day(int(year), int(month or 12))

"""Periods that are no calendar dates: “十四五”, 90年代, 前三年, 近三年, and the year that 今年 means.

All functions take text in normal form.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

import regex
from msgspec.structs import replace

from kejian import kinds
from kejian.language.times import REPUBLIC, Time, clock_behind, date_at, written
from kejian.model import Reference

_PLAN = re.compile(
    r"十(?P<n>[一二三四五六七八九])五(?!年|月|日|号|个|天|岁|万|千|百|亿|分|位|名|家|届|次|章|条|节|人|项|倍|元|米)|(?P<old>[一二三四五六七八九])五(?=”?(?:计划|规划))"
)
_DECADE = re.compile(
    r"(?:(?P<century>\d{2}|[二]?十[一二三四五六七八九]?)世纪)?(?:(?P<tens>[1-9]0|(?:19|20)\d0|[一二三四五六七八九]十)年代)?(?P<part>初期?|中期|末期?|后期)?"
)
_FRONT = re.compile(
    r"前 ?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>年|个月|周|天|日|小时)(?!级|内)"
)
_BEFORE_CHRIST = re.compile(r"前(\d{1,4})年")
# 周三 in 每周三, not in 周三次 or 两周三
_WEEKDAY = regex.compile(
    r"(?:星期|礼拜|(?<![一二三四五六七八九十两几数半每\d]|一个|每一)周|(?<=每)周(?!.[次个天人家年月]))"
    r"(?P<day>[一二三四五六日天])(?![次个天人家年月度期场轮倍部篇方百千万十亿川峡角均报刊游班边围到长致岁])"
)
_YEARS = {
    "今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前一年": -1, "前年": -2,
    "明年": 1, "次年": 1, "翌年": 1, "来年": 1, "后年": 2,
}  # fmt: skip


def plan_at(text: str, at: int) -> Time | None:
    """The five-year plan at ``at``: 十四五 is 2021/2025."""
    found = _PLAN.match(text, at)
    if not found:
        return None
    first = plan_year(found.group())
    return Time(at, found.end(), kinds.PERIOD, f"{first}/{first + 4}")


def plan_year(word: str) -> int:
    """The first year of a five-year plan: 2021 of 十四五."""
    number = 10 + written(word[1]) if word[0] == "十" else written(word[0])
    return 1951 + (number - 1) * 5 if number <= 10 else 2006 + (number - 11) * 5


def year_shift(word: str) -> int:
    """How many years the year that ``word`` names lies ahead: -1 of 去年, 上年度; 0 of any other word."""
    return _YEARS.get(word.removesuffix("度"), 0)


_SPOKEN = frozenset({"去年", "今年", "前年", "明年", "来年", "后年"})


def year_named(word: str, year: int, published: str | None) -> int:
    """The year that ``word`` names in a text that reports on ``year``.

    去年 and 今年 are spoken on the day of publication, where that is known and lies in the year after.

    >>> year_named("去年", 2022, "2023-02-17"), year_named("上年", 2022, "2023-02-17")
    (2022, 2021)
    """
    spoken = word in _SPOKEN and len(published or "") == 10 and (published or "")[:4] == str(year + 1)
    return year + spoken + year_shift(word)


def month_told(word: str, published: str | None) -> str | None:
    """The month that ``word`` names, seen from the day or month of publication.

    >>> month_told("上个月", "2024-01-09"), month_told("本月", "2024")
    ('2023-12', None)
    """
    shift = _MONTHS.get(word.replace("个", ""))
    if shift is None or published is None or len(published) < 7:
        return None
    return _month(int(published[:4]), int(published[5:7]), shift)


def _month(year: int, month: int, shift: int) -> str:
    count = year * 12 + month - 1 + shift
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def decade_at(text: str, at: int, floor: int) -> Time | None:
    """The decade or century at ``at``: 90年代, 20世纪80年代, 21世纪."""
    near = text[at : at + 6]
    found = _DECADE.match(text, at) if "世纪" in near or "年代" in near else None
    if not found or not (found["century"] or found["tens"]):
        return None
    century = written(found["century"]) if found["century"] else None
    if not found["tens"]:
        return Time(
            at, found.end(), kinds.PERIOD, f"{century * 100 - 99}/{century * 100}" if century else None
        )
    tens = written(found["tens"])
    last_century = text.endswith(("上世纪", "上个世纪"), floor, at)
    if tens > 999:
        first = tens
    elif century:
        first = (century - 1) * 100 + tens
    else:
        first = (1900 if last_century or tens >= 30 else 2000) + tens
    return Time(at, found.end(), kinds.PERIOD, f"{first}/{first + 9}")


def front_at(text: str, at: int, reference: Reference | None) -> Time | None:
    """The first part of a time, at ``at``: 前三年, 前9个月 (which dates read)."""
    if text[at - 2 : at] == "公元" and (before := _BEFORE_CHRIST.match(text, at)):
        return Time(at - 2, before.end(), kinds.DATE, f"-{int(before.group(1)) - 1:04d}")
    found = _FRONT.match(text, at)
    if not found:
        return None
    unit = "d" if found["unit"] in ("天", "日") else "h" if found["unit"] == "小时" else found["unit"]
    return Time(at, found.end(), kinds.PERIOD, None, Decimal(written(found["n"])), unit)


def weekday_at(text: str, at: int, floor: int) -> Time | None:
    """The day of the week whose numeral stands at ``at``, with its time of day: 周五晚上8点 is -W-5T20:00."""
    if at == 0 or text[at - 1] not in "期拜周":
        return None
    for start in (at - 2, at - 1):
        found = _WEEKDAY.match(text, start) if start >= floor else None
        if found and found.start("day") == at:
            day = f"-W-{'一二三四五六日'.find(found['day']) + 1 or 7}"
            clock = clock_behind(text, found.end())
            if clock and clock.iso and "/" not in clock.iso:
                return Time(start, clock.end, kinds.TIME, f"{day}T{clock.iso}")
            return Time(start, found.end(), kinds.TIME, day)
    return None


# the year before the first of each era
_ERAS = {
    "贞观": 626, "开元": 712, "天宝": 741, "洪武": 1367, "永乐": 1402, "嘉靖": 1521, "万历": 1572,
    "崇祯": 1627, "顺治": 1643, "康熙": 1661, "雍正": 1722, "乾隆": 1735, "嘉庆": 1795, "道光": 1820,
    "咸丰": 1850, "同治": 1861, "光绪": 1874, "宣统": 1908, "民国": 1911, "明治": 1867, "大正": 1911,
    "昭和": 1925, "平成": 1988, "令和": 2018,
}  # fmt: skip
_YEAR_OF_ERA = re.compile(r"(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5}) ?年(?![代级])")
_SEASON = re.compile(r"(?P<first>(?:19|20)\d\d)[/\-—](?P<last>(?:20)?\d\d)(?=赛季|雪季|学年|财年|榨季|年度)")
_LUNAR = re.compile(
    r"(?P<month>正|冬|腊|[一二三四五六七八九十]|十[一二])月"
    r"(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?|三十)"
    r"(?![日号个家项人名件台套年月天届批轮座多余万亿%])"
)


def era_at(text: str, at: int, floor: int) -> Time | None:
    """The year of an era whose number stands at ``at``: 民国三十八年 is 1949."""
    found = _YEAR_OF_ERA.match(text, at)
    start = at - 3 if text.startswith(" ", at - 1) else at - 2
    first = _ERAS.get(text[start : start + 2]) if found and start >= floor else None
    if found is None or first is None:
        return None
    if first == REPUBLIC and (whole := date_at(text, at, None)):  # with its month and day
        return replace(whole, start=start)
    return Time(start, found.end(), kinds.DATE, f"{first + written(found['n']):04d}")


def season_at(text: str, at: int) -> Time | None:
    """The season over two years at ``at``: 2023/24 in 2023/24赛季."""
    found = _SEASON.match(text, at)
    if not found or (int(found["first"]) + 1) % 100 != int(found["last"]) % 100:
        return None
    return Time(at, found.end(), kinds.PERIOD, f"{found['first']}/{int(found['first']) + 1}")


def lunar_at(text: str, at: int, floor: int) -> Time | None:
    """The day of the lunar calendar with a numeral at ``at``: 农历八月十五, 正月初五. It has no ISO form."""
    if "月" not in text[max(at - 2, 0) : at + 3]:
        return None
    for start in (at, at - 2, at - 3):
        found = _LUNAR.match(text, start) if start >= floor else None
        if found and found.end() > at:
            said = text.endswith(("农历", "阴历", "旧历"), max(floor, start - 2), start)
            if said or found["month"] in "正冬腊" or found["day"][0] in "初廿":
                return Time(start - 2 if said else start, found.end(), kinds.DATE, None)
    return None


_NAMED = re.compile(r"(?<![^,。;:()“、 ])(?P<year>(?:19|20)\d\d)年(?!以来|起|至今|的|前|以前|之前|后|代)")
_UNNAMED = re.compile(r"[。!?]|今年|本年|去年|上年|前年|明年|次年|来年|后年|翌年|[12]\d{3}年")


def named_year(text: str, start: int) -> int | None:
    """The year that the date at ``start`` names at the beginning of a clause, for bare months after it."""
    found = _NAMED.match(text, start)
    return int(found["year"]) if found else None


def still_named(text: str, start: int, at: int) -> bool:
    """Whether nothing from ``start`` to ``at`` ends the sentence or means another year."""
    return not _UNNAMED.search(text, start, at)


def relative_reference(text: str, at: int, reference: Reference | None) -> Reference | None:
    """``reference`` moved to the year that the word before ``at`` means: 去年 in 去年5月."""
    if not reference or at < 2:
        return reference
    if not reference.year:
        return reference
    word = text[at - 2 : at]
    # what else is spoken of 今年 or 明年 may as well be seen from the year reported on
    published = reference.published if word in ("去年", "前年") else None
    year = year_named(word, reference.year, published)
    return reference if year == reference.year else Reference(year=year, published=reference.published)


_MONTHS = {"本月": 0, "当月": 0, "这月": 0, "上月": -1, "下月": 1}
_WEEKS = {"上": -1, "本": 0, "下": 1}


def resolved(text: str, time: Time, reference: Reference | None) -> Time:
    """``time`` with the month or the week that the word before it names: 上月15日, 本周三.

    Both count from the day of publication; without one, and without the word, ``time`` stays as it is.
    """
    published = _published(reference)
    if not time.iso or not published:
        return time
    months = _MONTHS.get(text[max(0, time.start - 2) : time.start])
    weeks = _WEEKS.get(text[max(0, time.start - 1) : time.start])
    if time.iso.startswith("---") and months is not None:
        month = _month(published.year, published.month, months)
        return replace(time, iso=re.sub(r"---(?=\d\d)", f"{month}-", time.iso))
    if time.iso.startswith("-W-") and weeks is not None:
        monday = published - timedelta(days=published.weekday(), weeks=-weeks)
        day = monday + timedelta(days=int(time.iso[3]) - 1)
        return replace(time, kind=kinds.DATE, iso=day.isoformat() + time.iso[4:])
    return time


def _published(reference: Reference | None) -> date | None:
    """The day of publication, where it is known to the day."""
    said = reference.published if reference else None
    return date.fromisoformat(said) if said and len(said) == 10 else None


def recent(count: int, reference: Reference | None) -> str:
    """The ISO form of the last ``count`` years: an interval, or a duration without a reference year."""
    if reference and reference.year:
        return f"{reference.year - count + 1:04d}/{reference.year:04d}"
    return f"P{count}Y"

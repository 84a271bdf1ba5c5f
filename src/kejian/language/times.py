"""Dates, periods and times of day, and their ISO 8601 forms.

All functions take text in normal form. Half-known dates keep what is known: `--11-25` without a year.
"""

import re
from calendar import monthrange
from decimal import Decimal
from functools import cache

import msgspec

from kejian import kinds
from kejian.language.numerals import read_han
from kejian.model import MentionKind as Kind
from kejian.model import Reference

_HAN = "零〇一二三四五六七八九"
_TWO = r"(?:1[0-2]|0?[1-9])"  # a month
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_HAN_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_HAN_DAY = "(?:三十一?|[二]?十[一二三四五六七八九]?|[一二三四五六七八九]|廿[一二三四五六七八九]?)"
_YEAR = rf"(?:(?<!\d)\d{{4}}(?!\d)|[一二][{_HAN}]{{3}})"
_PART = (
    r"上半年|下半年|第?[一二三四1-4]季度?(?:末|底|初)?|[QH][1-4]|年?底|年?末|年?初|年?中(?!国"
    r"|心|央|共|小|期|外|药|医|层|长)|春季?(?!节|运|风)|夏季?|秋季?|冬季?(?!奥)"
    r"|前[一二两三四]个?季度|前(?:\d|1[01])个月|前[一二两三四五六七八九十]{1,2}个月"
)
_MONTH_PART = r"底|末|初|上旬|中旬|下旬|上半月|下半月|中(?=旬)|份"
_DAYTIME = re.compile(
    r"(?:凌晨|清晨|早晨|早上|早间|上午|中午|正午|午后|下午|傍晚|晚上|夜间|深夜|夜里|午夜|当晚|今晚|昨晚|明晚|晚间|晚|早)$"
)
_DAYTIME_AHEAD = re.compile(_DAYTIME.pattern.removesuffix("$"))
_HOUR = r"(?P<h>\d{1,2}|十[一二三四五六七八九]?|二十[一二三四]?|[一二两三四五六七八九零])"

_ATOMS = r"""
  (?P<iso>(?P<iy>(?:1[0-9]|20|21)\d\d)(?P<sep>[-/.])(?P<im>1[0-2]|0?[1-9])(?P=sep)(?P<id>[12]\d|3[01]|0?[1-9])(?!\d)(?!\.\d)
     (?:[T ](?P<it>[01]?\d|2[0-3]):(?P<imin>[0-5]\d)(?::(?P<isec>[0-5]\d))?(?:Z|[+-]\d\d:?\d\d)?)?)
| (?P<ym>(?P<ymy>(?:19|20)\d\d)-(?P<ymm>0[1-9]|1[0-2])(?![\d-]))
| (?P<full>(?P<y>YEAR)[ ]?年度?(?:(?<=年)(?:[ ]?(?P<m>MONTH)[ ]?月
      (?:[ ]?(?P<d>DAYS)[ ]?(?:日|号)|(?P<mp>MPART))?|[ ]?(?P<part>PART)(?!度)))?)
| (?P<short>(?P<sy>\d\d)年(?P<sm>MONTH)月(?:(?P<sd>DAYS)(?:日|号))?)
| (?P<md>(?P<mm>MONTH)[ ]?月(?:[ ]?(?P<dd>DAYS)[ ]?(?:日|号)|(?P<mmp>MPART))?(?!球|饼|亮|薪|嫂|子))
| (?P<quarter>(?P<q>[一二三]、[二三四]季度
      |第?[一二三四1-4]季度(?:末|底|初)?|前[一二两三四]个?季度|前(?:\d|1[01])个月
      |前[一二两三四五六七八九十]{1,2}个月|[前首上下][一二三四]季))
| (?P<dayonly>(?<!连续|历时|为期|累计|长达|不足|公示|公告|少于|超过|期限|期为|至少)(?P<od>DAYS)
    日(?!内|历[天日]|后|起?内|游|均|产|元|本|报|常|照|益|前))
"""


class Moment(msgspec.Struct, frozen=True, gc=False):
    """A time as written: what is known of it, and how long it is."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    clock: str = ""


class Time(msgspec.Struct, frozen=True, gc=False):
    """A time expression ``text[start:end]`` with its kind and ISO form."""

    start: int
    end: int
    kind: Kind
    iso: str | None
    value: Decimal | None = None
    unit: str | None = None


@cache
def _atom(year: str = _YEAR) -> re.Pattern[str]:
    source = (
        _ATOMS.replace("YEAR", year)
        .replace("MONTH", f"(?:{_TWO}|{_HAN_MONTH})")
        .replace("DAYS", f"(?:{_DAY}|{_HAN_DAY})")
        .replace("MPART", _MONTH_PART)
        .replace("PART", _PART)
    )
    return re.compile(source, re.VERBOSE)


_JOIN = re.compile(r"[ ]?(?:[—~\-至到]|——|--)+[ ]?")
# Years of the Republic as Taiwan counts them, from 1912: 113年 is 2024. They stand where a date may begin,
# and no word of a duration follows them.
REPUBLIC = 1911
_OF_REPUBLIC = re.compile(r"(?:10[1-9]|11\d)(?=[ ]?年(?![来前间期后的历以代多]|之[前间后来]|[ ][来前间后]))")
_BEFORE_REPUBLIC = frozenset("，。；、：,.;:（(“《国较比自至由从于截到及与和在以去本】)）」")
_REPUBLIC_DOTTED = re.compile(
    r"(?P<y>10[1-9]|11\d)\.(?P<m>1[0-2]|0?[1-9])\.(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.])"
)
_CLOCK = re.compile(
    rf"{_HOUR}(?::(?P<min>[0-5]\d)(?!\d)(?::(?P<sec>[0-5]\d))?|[时点](?P<word>半|整|一刻|三刻|[0-5]?\d分?|[{_HAN}十]{{1,3}}分)?(?:(?P<s>[0-5]?\d)秒)?(?:钟)?)"
)
_CLOCK_ENGLISH = re.compile(
    r"(?P<h>1[0-2]|0?[1-9])(?::(?P<min>[0-5]\d))?[ ]?(?P<half>[ap])\.?m\b\.?", re.IGNORECASE
)
_FIRST_BARE = re.compile(
    rf"(?P<n>\d{{1,4}}|[一二三四五六七八九十]{{1,3}}|[一二][{_HAN}]{{3}})[ ]?(?:[—~\-至到]|——|--)[ ]?"
)


def number(word: str) -> int:
    """A small number in digits or Chinese."""
    if word.isdigit():
        return int(word)
    return int(read_han(word.replace("廿", "二十").replace("〇", "零" if "十" in word else "〇"))[0] or 0)


def date_at(text: str, at: int, reference: Reference | None) -> Time | None:
    """The date or period at ``at``, with the range it opens (2019年3月到5月, 6月28日至7月3日)."""
    first = _moment(text, at)
    if first is None:
        return _bare_range(text, at, reference)
    moment, end = first
    joined = _JOIN.match(text, end)
    if joined:
        second = _moment(text, joined.end())
        if second:
            later, after = second
            later = _inherit(later, moment)
            return Time(at, after, kinds.PERIOD, _range_iso(moment, later, reference))
    clock = clock_behind(text, end) if moment.day else None
    if clock and clock.iso:
        iso = iso_of(moment, reference)
        begin, _, end_iso = clock.iso.partition("/")
        until = f"/{iso}T{end_iso}" if end_iso else ""
        kind = kinds.PERIOD if until else kinds.DATE
        return Time(at, clock.end, kind, f"{iso}T{begin}{until}" if iso else None)
    if moment.clock:
        iso = iso_of(moment, reference)
        return Time(at, end, kinds.DATE, f"{iso}T{moment.clock}" if iso else None)
    kind = kinds.PERIOD if moment.part and moment.part[-1] not in "底末初中份" else kinds.DATE
    return Time(at, end, kind, iso_of(moment, reference))


def clock_behind(text: str, at: int) -> Time | None:
    """The time of day behind a date that ends at ``at``: 5月3日下午3点."""
    at += text[at : at + 1] == " "
    word = _DAYTIME_AHEAD.match(text, at)
    return clock_at(text, word.end() if word else at, at)


def _bare_range(text: str, at: int, reference: Reference | None) -> Time | None:
    """2022—2024年, 1—8月, 5至8日, 一至四季度: the unit stands at the end only."""
    found = _FIRST_BARE.match(text, at)
    if not found:
        return None
    second = _moment(text, found.end())
    if not second:
        return None
    later, end = second
    value = number(found["n"])
    if later.year and not later.month and value > 999:
        if later.part:
            return None
        return Time(at, end, kinds.PERIOD, f"{value:04d}/{later.year:04d}" if value <= later.year else None)
    if later.part and not later.month and not later.year and value <= 4 and later.part.endswith("季度"):
        last = _quarters(later.part)
        if last:
            year = _year(reference)
            return Time(at, end, kinds.PERIOD, f"{year}-{value * 3 - 2:02d}/{year}-{last[1]:02d}")
    if later.year is None and later.month and not later.day and later.part in ("", "份") and 1 <= value <= 12:
        return Time(at, end, kinds.PERIOD, _range_iso(Moment(month=value), later, reference))
    if later.month is None and later.day and 1 <= value <= 31:
        return Time(at, end, kinds.PERIOD, _range_iso(Moment(day=value), later, reference))
    return None


def republic_at(text: str, at: int) -> int | None:
    """The year that a bare year of the Republic at ``at`` is; None where none stands there.

    >>> republic_at("较112年增加", 1), republic_at("历时112年", 2)
    (2023, None)
    """
    found = _OF_REPUBLIC.match(text, at)
    before = text[max(at - 4, 0) : at].rstrip(" ")[-1:] if found else ""
    return REPUBLIC + int(found.group()) if found and (not before or before in _BEFORE_REPUBLIC) else None


def _republic_day(text: str, at: int) -> tuple[Moment, int] | None:
    """The day at ``at`` as Taiwan writes it with points: 113.10.31."""
    found = _REPUBLIC_DOTTED.match(text, at)
    if found is None or text[max(at - 4, 0) : at].rstrip(" ")[-1:] not in ("", "(", "（", "："):
        return None
    return Moment(REPUBLIC + int(found["y"]), int(found["m"]), int(found["d"])), found.end()


def _moment(text: str, at: int) -> tuple[Moment, int] | None:
    found = _atom().match(text, at)
    if not found and text.startswith(("10", "11"), at):
        if whole := _republic_day(text, at):
            return whole
        found = _atom(_OF_REPUBLIC.pattern).match(text, at) if republic_at(text, at) else None
    if not found:
        return None
    group, told = found.group, found.lastgroup  # each alternative is a group around its parts
    if told == "iso":
        clock = f"{int(group('it')):02d}:{group('imin')}" if group("it") else ""
        clock += f":{group('isec')}" if group("isec") else ""
        return Moment(int(group("iy")), int(group("im")), int(group("id")), clock=clock), found.end()
    if told == "ym":
        return Moment(int(group("ymy")), int(group("ymm"))), found.end()
    if told == "full":
        month = number(group("m")) if group("m") else None
        day = number(group("d")) if group("d") else None
        part = (group("part") or group("mp") or "").removeprefix("年")
        year = written(group("y"))
        return Moment(year if year > 999 else year + REPUBLIC, month, day, part), found.end()
    if told == "short":
        year = int(group("sy"))
        day = number(group("sd")) if group("sd") else None
        return Moment(year + (1900 if year > 50 else 2000), number(group("sm")), day), found.end()
    if told == "md":
        day = number(group("dd")) if group("dd") else None
        return Moment(None, number(group("mm")), day, group("mmp") or ""), found.end()
    if told == "quarter":
        return Moment(part=group("q")), found.end()
    return Moment(day=number(group("od"))), found.end()


def written(word: str) -> int:
    """A whole number in digits or Chinese, 0 where the word is neither: 2023, 二〇二三."""
    return int(word) if word.isdigit() else int(read_han(word)[0] or 0)


def _inherit(later: Moment, earlier: Moment) -> Moment:
    """``later`` with what only the first end of the range says."""
    year = later.year or earlier.year
    month = later.month or (earlier.month if later.day or later.part in ("上旬", "中旬", "下旬") else None)
    if not later.year and later.month and earlier.month and earlier.year and later.month < earlier.month:
        year = earlier.year + 1
    return msgspec.structs.replace(later, year=year, month=month)


def _range_iso(first: Moment, last: Moment, reference: Reference | None) -> str | None:
    if first.month is None and first.day and last.month:
        first = msgspec.structs.replace(first, month=last.month)
    start, end = iso_of(first, reference), iso_of(last, reference)
    if start is None or end is None:
        return None
    return f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"


def _year(reference: Reference | None) -> str:
    return f"{reference.year:04d}" if reference and reference.year else "-"


def iso_of(moment: Moment, reference: Reference | None) -> str | None:
    """The ISO form of ``moment``; None where there is no such day."""
    year = f"{moment.year:04d}" if moment.year is not None else _year(reference)
    if moment.month is None:
        if moment.day:
            return f"---{moment.day:02d}"
        return part_of_year(year, moment.part) if moment.part else (year if year != "-" else None)
    if not 1 <= moment.month <= 12:
        return None
    month = f"{year}-{moment.month:02d}"
    if moment.day is None:
        return _part_of_month(month, moment) if moment.part else month
    known = int(year) if year != "-" else 2000
    if not 1 <= known <= 9999 or moment.day > monthrange(known, moment.month)[1]:
        return None
    return f"{month}-{moment.day:02d}"


def _part_of_month(month: str, moment: Moment) -> str:
    year = moment.year or (int(month[:4]) if month[:4].isdigit() else 2001)
    last = monthrange(min(max(year, 1), 9999), moment.month or 1)[1]
    ends = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last), "上半月": (1, 15), "下半月": (16, last)}
    if moment.part in ends:
        first, end = ends[moment.part]
        return f"{month}-{first:02d}/{month}-{end:02d}"
    day = {"底": last, "末": last, "初": 1}.get(moment.part)
    return f"{month}-{day:02d}" if day else month


_SEASONS = {"春": ("03", "05"), "夏": ("06", "08"), "秋": ("09", "11"), "冬": ("12", "02")}


def part_of_year(year: str, part: str) -> str | None:
    """The ISO form of a part of ``year``: its end, a season, half or quarter; None for another word."""
    if part in ("底", "末"):
        return f"{year}-12-31"
    if part == "初":
        return f"{year}-01-01"
    if part == "中":
        return f"{year}-06-30"
    if part[0] in _SEASONS:
        first, last = _SEASONS[part[0]]
        after = str(int(year) + 1) if part[0] == "冬" and year.isdigit() else year
        return f"{year}-{first}/{after}-{last}"
    halves = {"上半年": ("01", "06"), "下半年": ("07", "12"), "H1": ("01", "06"), "H2": ("07", "12")}
    if part in halves:
        return "{0}-{1}/{0}-{2}".format(year, *halves[part])
    months = _quarters(part)
    if not months:
        return None
    if part[-1] in "末底":
        month = months[1]
        return f"{year}-{month:02d}-{30 if month in (6, 9) else 31}"
    return f"{year}-{months[0]:02d}/{year}-{months[1]:02d}"


_QUARTER = re.compile(r"([前首上])?第?([一二两三四五六七八九十\d]{1,2})(、?[二三四]?个?季|个?月)|Q([1-4])")


def _quarters(part: str) -> tuple[int, int] | None:
    """First and last month of 三季度, 前三季度, 前9个月, Q3."""
    found = _QUARTER.match(part)
    if not found:
        return None
    front, word, what, english = found.groups()
    count = int(english) if english else number(word)
    if part[1] == "、":
        return count * 3 - 2, number(part[2]) * 3
    if what and what.endswith("月"):
        return (1, count) if 1 <= count <= 12 else None
    if not 1 <= count <= 4:
        return None
    return (1 if front else count * 3 - 2), count * 3


def clock_at(text: str, at: int, floor: int) -> Time | None:
    """The time of day whose hour stands at ``at``, with the part of the day before it and its range.

    14:30, 下午3点半, 6时30分, 10:30 a.m., 9:00-17:00.
    """
    first = _clock(text, at, floor)
    joined = _JOIN.match(text, first.end) if first else None
    if first is None or joined is None:
        return first
    word = _DAYTIME_AHEAD.match(text, joined.end())
    second = _clock(text, word.end() if word else joined.end(), joined.end(), hours=True)
    if second is None:
        return first
    later = second.iso or ""
    if not word and first.iso and first.iso >= "12" and later < first.iso:
        later = f"{(int(later[:2]) + 12) % 24:02d}{later[2:]}"
    return Time(first.start, second.end, kinds.PERIOD, f"{first.iso}/{later}")


def _clock(text: str, at: int, floor: int, *, hours: bool = False) -> Time | None:
    """The time of day at ``at``; ``hours`` says that a bare 5点 is one, as behind 下午3点到."""
    english = _CLOCK_ENGLISH.match(text, at)
    if english:
        hour = int(english["h"]) % 12 + (12 if english["half"].lower() == "p" else 0)
        return Time(at, english.end(), kinds.TIME, f"{hour:02d}:{english['min'] or '00'}")
    found = _CLOCK.match(text, at)
    if not found:
        return None
    ahead = _DAYTIME.search(text[max(floor, at - 3) : at])
    day, word, end = ahead.group() if ahead else "", found["word"], found.end()
    on_the_hour = text[end - 1] == "时" and not _NOT_HOUR.match(text, end)
    if not (found["min"] or day or word or on_the_hour or (hours and text[end - 1] in "点钟")):
        return None
    hour = number(found["h"])
    if hour > 24:
        return None
    if day and (day in _AFTERNOON or day[0] in "晚夜深" or day[-1] == "晚") and hour < 12:
        hour += 12
    seconds = found["sec"] or found["s"]
    iso = f"{hour:02d}:{_minute(found['min'], word):02d}" + (f":{int(seconds):02d}" if seconds else "")
    return Time(at - len(day), end, kinds.TIME, iso)


_AFTERNOON = frozenset(["午后", "下午", "傍晚"])
_NOT_HOUR = re.compile(r"候|代|期|间|段|尚|空|速|长|效|差|装|任|常|有|而|刻|隔|限|报|段")


def _minute(digits: str | None, word: str | None) -> int:
    if digits:
        return int(digits)
    fixed = {"半": 30, "整": 0, "一刻": 15, "三刻": 45}
    return fixed[word] if word in fixed else number(word.removesuffix("分")) if word else 0

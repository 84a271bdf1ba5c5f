"""The words of a sentence that say when: calendar dates, and words such as 全年, 上半年 or 上年末.

A time is given in the form of the extraction contract: ``2022`` (during), ``2022-12-31`` (as of),
``2022-01/2022-06``, ``2017/2022``. Relative words resolve against the year reported on.
"""

import calendar
import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from kejian.language.periods import month_told, plan_year, year_named
from kejian.language.times import REPUBLIC, number, republic_at

_N = r"[一二两三四五六七八九十]|\d{1,2}"
_PATTERN = re.compile(
    rf"""
    (?=[\d截到至于十“"上去前今当本这明来第下一二三四五六七八九两报季目如迄眼年全同成近过最期])
    (?P<lead>截至|截止)?
    (?:
      (?P<bare>报告期末|报告期内|(?<![一二三四\d])季内|本期末|截至目前|目前|如今|迄今|眼下|当前|年底|年末|期末|年初|全年|(?<![一二三四五六七八九十两几\d])年内|今年以来
        |去年同期|上年同期|同期|成立当年|(?:近|过去|最近)十?(?:{_N})年(?:来|间|里)?|十(?:{_N})年(?:来|间)|(?:{_N})年(?:前|来|间)|本届)
    | (?P<told>上个?月|本月|这个月)(?P<toldend>底|末)?
    | (?P<year1>(?:19|20)\d\d)年?\s*[—–\-~～至到]+\s*(?P<year2>(?:19|20)\d\d)年(?!度?报告)
    | (?:(?P<year>(?:19|20)\d\d)\s*年度?|(?P<republic>(?<![\d.,])1[01]\d)\s?年度?
        |(?P<plan>[“"]?(?P<five>十[一二三四五]五)[”"]?)(?:时期|期间)?
        |(?P<rel>上一年度?|前一年|上年度?|去年|前年|今年|当年|同年(?![级龄])|本年度?|明年|来年))?
      (?:
        (?P<month>\d{{1,2}})\s*月(?:份)?\s*(?:(?P<day>\d{{1,2}})\s*日|(?P<monthend>底|末))?
          (?:\s*[—–\-~～至到]+\s*(?P<month2>\d{{1,2}})\s*月(?:(?P<day2>\d{{1,2}})\s*日)?
            |\s*[—–\-~～至到]+\s*(?P<day3>\d{{1,2}})\s*日)?
      | (?P<monthA>\d{{1,2}})[—–\-~～至到](?P<monthB>\d{{1,2}})月(?:份)?
      | (?P<half>上|下)半年
      | 第?(?P<q1>[一二三四1-4])(?:、[二三]){{0,2}}(?:(?:、|(?:季度)?[至到—~])第?(?P<q2>[二三四2-4]))?季度
        (?P<qend>末|底)?
      | 前(?P<firstq>[二两三23])个?季度(?P<fqend>末|底)?
      | 前(?P<firstm>{_N})个月
      | (?P<firsty>前[一二两三四\d]年)
      | (?P<end>年底|年末|期末|末|底)
      | (?P<begin>年初|初)
      | (?P<whole>全年度?|年内|以来|同期)
      )?
    )
    """,
    re.VERBOSE,
)
# what a time begins with, a quick look before the careful one: what `_PATTERN` learns, this must let through
_FIRST = re.compile(
    r"[\d截十“\"上去前今当本这明来第下一二三四五六七八九两报季目如迄眼年全同成近过最期]"
    r"(?=(?<=\d)\d{0,3}\s*[月年季、—–\-~～至到]|(?<!\d)(?:"
    r"(?<=年)[底末初内]|(?<=目)前|(?<=报)告期|(?<=[一二三四五六七八九两])(?:[、至到—~季]|年[前来间])|(?<=全)年|(?<=同)[期年]|(?<=上)[一年半月个]"
    r"|(?<=第)[一二三四1-4][、至到—~季]|(?<=期)末|(?<=成)立当|(?<=截)[至止]|(?<=本)[期届年月]|(?<=[去明来])年|(?<=近)|(?<=最)近|(?<=过)去"
    r"|(?<=十)[年一二两三四五六七八九十\d]|(?<=前)[年一二两三四五六七八九十\d]|(?<=今)年|(?<=当)[前年]|(?<=[如迄])今|(?<=眼)下|(?<=这)个|(?<=下)半"
    r"|(?<=[“\"])十|(?<=季)内))"
)
_WORD = re.compile(r"\w")
_OF_A_YEAR = ("全年", "年内", "年末", "年底", "期末")  # 2022年，…全年: of the year that opens the sentence
_YEAR_BEFORE = ("上年", "上一年", "上年度", "上一年度")
# a year in which what is told of happened, and which the sentence goes on with: not 比2019年, 2019年成立的
_NO_TIME = (*"比较与同由从自至到《“（(", "截至", "截止")
_GOES_ON = re.compile(r"(?!以来|前|的|版|相比|时|[—–\-~～至到]|[^，。；]{0,14}(?:的[^，。；]{0,12}，|》))")
# 一九九二年 and 头九个月, written as 1992年 and 前九个月 are
_HAN_YEAR = re.compile(
    r"[一二](?<![一二三四五六七八九〇零○].)(?:(?<=一)九|(?<=二)[〇零○])[一二三四五六七八九〇零○]{2}(?=年)"
)
_HAN_DIGITS = str.maketrans("一二三四五六七八九〇零○", "123456789000")
_FIRST_MONTHS = re.compile(rf"头(?=(?:{_N})个(?:月|季度))")
_AGO = re.compile(rf"({_N})年前")
_LASTLY = re.compile(rf"(?P<near>近|过去|最近)?(十?(?:{_N}))年(?P<since>[来间里]?)")
_SOME = re.compile(
    r"[年月季目如迄当眼报同期本十](?:(?<=[年月季])|(?<=目)前|(?<=[如迄])今|(?<=当)前|(?<=眼)下|(?<=报)告期|(?<=同)期|(?<=期)末|(?<=本)届"
    r"|(?<=十)[一二三四五]五)"
)


class TimeKind(StrEnum):
    """How a time word is used, apart from its place in the sentence."""

    DURING = "during"
    AS_OF = "as of"
    NOW = "now"  # 目前: as of a day the text leaves open
    SINCE = "since"
    SAME = "same"  # 同期: the same part of the year before
    UNKNOWN = "unknown"


# looked up once: a member of an enumeration takes as long to find as a call
DURING, AS_OF, NOW = TimeKind.DURING, TimeKind.AS_OF, TimeKind.NOW
SINCE, SAME, UNKNOWN = TimeKind.SINCE, TimeKind.SAME, TimeKind.UNKNOWN


class Time(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A time at ``start:end`` of a text. ``exact`` is its calendar form, None where it has none."""

    start: int
    end: int
    text: str
    exact: str | None
    kind: TimeKind = DURING


def find_times(
    text: str,
    *,
    year: int | None,
    report: str | None = None,
    last: int | None = None,
    press: bool = False,
    published: str | None = None,
) -> list[Time]:
    """The times of ``text`` in order; relative words count from ``year``, 报告期 is ``report`` or the year.

    ``last`` is the year that the text before named last, which 当年 means; 去年 is spoken on the day of
    publication, ``published``, where that is known. 上年 is the one before the year
    that ``text`` itself named last; in the ``press``, or where that year opens ``text``, a bare month or
    quarter is of it. 上个月 counts from the day or month of ``published``.

    >>> [(t.text, t.exact) for t in find_times("截至年底，比上年增长；上半年", year=2022)]
    [('截至年底', '2022-12-31'), ('上年', '2021'), ('上半年', '2022-01/2022-06')]
    >>> [t.exact for t in find_times("2021年，展馆全年迎客8万人次", year=2022, report="2022")]
    ['2021', '2021']
    """
    if not _SOME.search(text):
        return []
    text = _HAN_YEAR.sub(lambda m: m[0].translate(_HAN_DIGITS), _FIRST_MONTHS.sub("前", text))
    found, headed = [], False  # 2020年：1月，…；6月，… are months of that year
    here, opens = None, press
    for m in _times_in(text):
        said, rel = _said(m), m["rel"]
        bare = not (said or rel)
        of_last = rel in ("当年", "同年", "前一年") or (headed and bare and m["month"])
        of_here = rel in _YEAR_BEFORE or (opens and bare and (m["month"] or m["q1"] or m["half"]))
        of_opened = bool(here and opens and m["bare"] in _OF_A_YEAR)
        told = here if (of_here or of_opened) and here else last if of_last and last else year
        own = None if of_opened else report
        time = (
            _told(m, published)
            if m["told"]
            else _read(m, year=told, report=own, published=published if press else None)
        )
        if time is not None:
            found.append(time)
            if said or rel or m["year2"]:
                last = _year(m, year, published if press else None)
                headed = text.startswith(("：", ":"), m.end())
            if said and _GOES_ON.match(text, m.end()) and not text[: m.start()].rstrip().endswith(_NO_TIME):
                here = said if year is None or said <= year else None
                opens = press or not _WORD.search(text, 0, m.start())
            elif rel and rel not in _YEAR_BEFORE:
                here = None
    return found


def _times_in(text: str) -> Iterator[re.Match[str]]:
    at = 0
    for first in _FIRST.finditer(text):
        start = first.start()
        if start >= at and (m := _PATTERN.match(text, start)) and m.end() > start:
            if m["republic"] and republic_at(text, m.start("republic")) is None:
                continue
            yield m
            at = m.end()


_PART_OF_YEAR = re.compile(r"上半年|半年度?(?:报|业绩|经营|运行)|[一二三1-3]季度|前三季度|1?[-—~～至]\d月")


def title_period(title: str, year: int) -> str:
    """The part of ``year`` that a document reports on by its title, else the year.

    >>> title_period("江州市2023年上半年科技运行情况", 2023), title_period("2023年江州科技年报", 2023)
    ('2023-01/2023-06', '2023')
    """
    if not _PART_OF_YEAR.search(title):
        return str(year)
    if "半年度" in title or "半年报" in title:
        return f"{year}-01/{year}-06"
    parts = [t.exact for t in find_times(title, year=year) if t.exact and "/" in t.exact]
    return parts[0] if parts and parts[0].startswith(str(year)) else str(year)


def _said(m: "re.Match[str]") -> int | None:
    """The year that a match names in digits, 2024年 or 113年."""
    if m["republic"]:
        return int(m["republic"]) + REPUBLIC
    return int(m["year"]) if m["year"] else None


def _year(m: "re.Match[str]", year: int | None, published: str | None = None) -> int | None:
    if said := _said(m):
        return said
    if m["year2"]:
        return int(m["year2"])
    rel = m["rel"]
    if year is None or rel is None:
        return year
    return year_named(rel.removesuffix("度"), year, published)


def _told(m: "re.Match[str]", published: str | None) -> Time | None:
    """A month counted from the one of publication."""
    month = month_told(m["told"], published)
    if month is None:
        return None
    if m["toldend"]:
        return _make(m, last_day(int(month[:4]), int(month[5:])), AS_OF)
    return _make(m, month)


def _read(m: "re.Match[str]", *, year: int | None, report: str | None, published: str | None) -> Time | None:
    text = m[0]
    if m["bare"]:
        start = m.start("bare") if m["lead"] not in ("截至", "截止") else m.start()
        exact, kind = _of_report(m["bare"], report) if report else (None, None)
        if kind is None:
            exact, kind = _bare(m["bare"], year)
        return Time(start=start, end=m.end(), text=text, exact=exact, kind=kind)
    if m["year1"]:
        a, b = m["year1"], m["year2"]
        return _make(m, f"{a}/{b}" if int(a) < int(b) else None)
    if m["plan"]:
        return _plan(m, year, report)
    known = _year(m, year, published)
    said = bool(_said(m) or m["rel"])
    inner = _inside(m, known)
    if inner is None:
        if not said:
            return None
        since = m["whole"] == "以来" or m.string[m.end() : m.end() + 2] == "以来"
        if since and known is not None and year is not None:
            return _make(m, f"{known}/{year}" if known < year else str(known), SINCE)
        return _make(m, str(known) if known is not None else None)
    return _make(m, inner[0], inner[1])


def _make(m: "re.Match[str]", exact: str | None, kind: TimeKind = DURING) -> Time:
    return Time(start=m.start(), end=m.end(), text=m[0], exact=exact, kind=kind)


def _of_report(word: str, report: str) -> tuple[str | None, TimeKind | None]:
    """The period that a report of a part of a year covers, and its last day."""
    if word == "季内":
        return (report, DURING) if len(report) > 4 else (None, None)
    if word in ("报告期内", "全年", "年内") and (word == "报告期内" or len(report) == 4):
        return report, DURING
    if word in ("年底", "年末", "期末", "报告期末", "本期末") and len(report) == 4:
        return f"{report}-12-31", AS_OF
    if word in ("报告期末", "期末", "本期末") and len(report) > 7:
        year, month = report.split("/")[-1].split("-")[:2]
        return last_day(int(year), int(month)), AS_OF
    return None, None


def _bare(word: str, year: int | None) -> tuple[str | None, TimeKind]:
    if year is None:
        return None, UNKNOWN
    if word in ("年底", "年末", "期末", "报告期末", "本期末"):
        return f"{year}-12-31", AS_OF
    if word == "年初":
        return f"{year}-01-01", AS_OF
    if word in ("全年", "年内", "今年以来", "报告期内"):
        return str(year), DURING
    if word.endswith("同期"):
        return None, SAME
    if m := _AGO.fullmatch(word):
        return str(year - number(m[1])), DURING
    if m := _LASTLY.fullmatch(word):
        first = year - number(m[2]) + 1
        if first == year:
            return str(year), UNKNOWN
        return f"{first}/{year}" if m["near"] or m["since"] == "来" else None, UNKNOWN
    return None, NOW


def _plan(m: "re.Match[str]", year: int | None, report: str | None) -> Time | None:
    """The period of a five-year plan, or a part of it."""
    first = plan_year(m["five"])
    after = m.string[m.end() : m.end() + 2]
    if m["firsty"]:
        return _make(m, f"{first}/{first + number(m['firsty'][1:-1]) - 1}")
    if m["end"]:
        return _make(m, f"{first + 4}-12-31", AS_OF)
    if m["whole"] == "同期":
        return _make(m, None, SAME)
    if (m["whole"] == "以来" or after == "以来") and year is not None:
        if report and "-" in report:  # up to the month that a report of a part of a year ends with
            return _make(m, f"{first}/{report.split('/')[-1][:7]}", SINCE)
        return _make(m, f"{first}/{year}" if year > first else str(first), SINCE)
    if m["whole"] or "期" in m[0]:
        return _make(m, f"{first}/{first + 4}")
    return None


def _inside(m: "re.Match[str]", year: int | None) -> tuple[str | None, TimeKind] | None:
    """The part of a year that a match names; None where it names the year alone."""
    if m["month"]:
        return _month(m, year)
    if m["monthA"]:
        a, b = int(m["monthA"]), int(m["monthB"])
        return (_span(year, a, b) if 1 <= a < b <= 12 else None), DURING
    if m["half"]:
        return _span(year, 1, 6) if m["half"] == "上" else _span(year, 7, 12), DURING
    if m["q1"]:
        q = number(m["q1"])
        last = number(m["q2"]) if m["q2"] else q
        if m["qend"]:
            return last_day(year, 3 * last), AS_OF
        return _span(year, 3 * q - 2, 3 * last), DURING
    if m["firstq"]:
        last = 3 * number(m["firstq"])
        return (last_day(year, last), AS_OF) if m["fqend"] else (_span(year, 1, last), DURING)
    if m["firstm"]:
        last = number(m["firstm"])
        return (_span(year, 1, last) if last <= 12 else None), DURING
    said = _said(m) or m["rel"]
    if m["end"] and said:
        return (f"{year}-12-31" if year else None), AS_OF
    if m["begin"] and said:
        return (f"{year}-01-01" if year else None), AS_OF
    if m["whole"] == "同期" and said:
        return None, SAME
    return None


def _month(m: "re.Match[str]", year: int | None) -> tuple[str | None, TimeKind] | None:
    month = int(m["month"])
    if not 1 <= month <= 12:
        return None
    if year is None:
        return None, UNKNOWN
    if m["month2"]:
        return _to(m, year, month), DURING
    if m["day"]:
        day = int(m["day"])
        kind = AS_OF if m["lead"] in ("截至", "截止") else DURING
        if m["day3"] and day < int(m["day3"]) <= 31:
            return f"{year}-{month:02}-{day:02}/{year}-{month:02}-{int(m['day3']):02}", kind
        return (f"{year}-{month:02}-{day:02}" if 1 <= day <= 31 else None), kind
    if m["monthend"]:
        return last_day(year, month), AS_OF
    return f"{year}-{month:02}", DURING


def _to(m: "re.Match[str]", year: int, month: int) -> str | None:
    month2 = int(m["month2"])
    if not 1 <= month2 <= 12:
        return None
    if m["day"] and m["day2"]:
        if (month, int(m["day"]), month2, int(m["day2"])) == (1, 1, 12, 31):
            return str(year)
        return f"{year}-{month:02}-{int(m['day']):02}/{year}-{month2:02}-{int(m['day2']):02}"
    return _span(year, month, month2)


def _span(year: int | None, first: int, last: int) -> str | None:
    if year is None:
        return None
    return str(year) if (first, last) == (1, 12) else f"{year}-{first:02}/{year}-{last:02}"


def last_day(year: int | None, month: int) -> str | None:
    """The last day of a month of ``year``, None where that is not known."""
    return None if year is None else f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"

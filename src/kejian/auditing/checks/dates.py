"""Dates that are not in the calendar, weekdays that are wrong, periods that end before they begin, and
events told before they can have happened."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.order import backwards, out_of_order
from kejian.auditing.dating import DAY, published_of
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.telling import Case, tell
from kejian.language.normal import normal

NAME = "dates"
_YEAR = r"(?<y>(?:1[89]|20)\d{2})年"
_MONTH = regex.compile(rf"{_YEAR}(?<m>\d{{1,2}})月(?!份?余|\d)")
_ISO = regex.compile(
    r"(?<![\d./-])(?<y>(?:19|20)\d{2})(?<sep>[-/.])(?<m>\d{1,2})(?P=sep)(?<d>\d{1,2})(?![\d./-])"
)
_WEEKDAY = regex.compile(r"^日?[（(，,、 ]{0,2}(?:星期|周|礼拜)(?<w>[一二三四五六日天])[）)]?")
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}
_NAMES = "一二三四五六日"
_CLOCK = regex.compile(r"(?<![\d:/.])(?<h>2[4-9]|[3-9]\d):(?<min>[0-5]\d)(?![\d:/%])")
_PLANNED = regex.compile(
    r"将|拟|计划|预计|力争|目标|有望|届时|规划|逾期|申报|受理|报名|征集|施行|实施|生效|起执行|截止|有效|期[为限]|期间为|适用|执行|试点|之前|前完成|到\d{4}年"
)
_MONTHS_OF_YEAR, _DAYS_OF_LEAP_FEBRUARY = 12, 29


def check(body: Body) -> list[Finding]:
    """Look at each written date, and at each event that is told as past."""
    found = []
    for number, read in body.numbered():
        text = normal(read.document.text)
        found += [*_not_in_calendar(read, text), *_wrong_weekday(read, text), *backwards(read)]
        found += out_of_order(number, read)
        found += _after_publication(read, text)
    return found


def _finding(read: Read, start: int, end: int, case: Case, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(check=NAME, severity=severity, case=case, passages=(read.document.passage(start, end),))


def _not_in_calendar(read: Read, text: str) -> Iterator[Finding]:
    for pattern in (DAY, _ISO):
        for match in pattern.finditer(text):
            if match.groupdict().get("sep") == "." and int(match["m"]) > _MONTHS_OF_YEAR:
                continue  # a version or a section
            year = (
                int(match["y"])
                if match["y"]
                else read.facts.about.report_year
                if "2月29" in match[0]
                else None
            )
            if not _exists(year, int(match["m"]), int(match["d"])):
                severity = Severity.ERROR if match["y"] or not _leap_day(match) else Severity.DOUBT
                yield _finding(read, *match.span(), tell("dates.no_day", date=match[0]), severity)
    for match in _MONTH.finditer(text):
        if not 1 <= int(match["m"]) <= _MONTHS_OF_YEAR:
            yield _finding(read, *match.span(), tell("dates.no_month", month=match["m"]))
    for match in _CLOCK.finditer(text):
        if match["h"] != "24" or match["min"] != "00":
            before = text[max(match.start() - 8, 0) : match.start()]
            if regex.search(r"日|时间|上午|下午|晚|早", before):
                yield _finding(read, *match.span(), tell("dates.no_time", time=match[0]))


def _leap_day(match: "regex.Match[str]") -> bool:
    return int(match["m"]) == 2 and int(match["d"]) == _DAYS_OF_LEAP_FEBRUARY


def _exists(year: int | None, month: int, day: int) -> bool:
    if not 1 <= month <= _MONTHS_OF_YEAR:
        return False
    return 1 <= day <= monthrange(year or 2000, month)[1]


def _wrong_weekday(read: Read, text: str) -> Iterator[Finding]:
    for pattern in (DAY, _ISO):
        for match in pattern.finditer(text):
            said = _WEEKDAY.match(text[match.end() : match.end() + 8])
            year = int(match["y"]) if match["y"] else _year_of(read)
            if not said or year is None or not _exists(year, int(match["m"]), int(match["d"])):
                continue
            true = date(year, int(match["m"]), int(match["d"])).weekday()
            if true != _WEEKDAYS[said["w"]]:
                yield _finding(
                    read,
                    match.start(),
                    match.end() + said.end(),
                    tell(
                        "dates.weekday",
                        date=f"{year}-{int(match['m']):02}-{int(match['d']):02}",
                        weekday=_NAMES[true],
                    ),
                    Severity.ERROR if match["y"] else Severity.DOUBT,
                )


def _year_of(read: Read) -> int | None:
    published = read.facts.about.published or ""
    if read.facts.about.genre == "press article" and published[:4].isdigit():
        return int(published[:4])
    return read.facts.about.report_year


def _after_publication(read: Read, text: str) -> Iterator[Finding]:
    """Full dates after the document's own, in sentences that do not speak of what is to come."""
    published = published_of(read)
    for match in DAY.finditer(text) if len(published) >= len("2022") else ():
        if not match["y"] or not _exists(int(match["y"]), int(match["m"]), int(match["d"])):
            continue
        when = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
        if when[: len(published)] > published and not _PLANNED.search(_sentence(text, *match.span())):
            case = tell("dates.after_publication", date=match[0], published=published)
            yield _finding(read, *match.span(), case, Severity.DOUBT)


def _sentence(text: str, start: int, end: int) -> str:
    left = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    rights = [at for mark in "。；\n" if (at := text.find(mark, end)) >= 0]
    return text[left : min(rights, default=len(text))]

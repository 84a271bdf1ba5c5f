"""The periods that a question names; relative ones against the latest year reported on, never the clock."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from kejian.answering.board import TAKEN, Board
from kejian.language.english_times import MONTHS
from kejian.linking.periods import Span, span, whole_year
from kejian.model import Value

_DIGITS = {"〇": "0", "零": "0", "○": "0"} | {one: str(at) for at, one in enumerate("一二三四五六七八九", 1)}
_MONTHS = [month.lower() for month in MONTHS]
_ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_NOT_UNIT = r"(?!\s*(?:[家件项个人亿万元名篇种台套位%‰]|yuan|million|billion|\d|[.,]\d))"
_NO_AMOUNT = r"(?<![\d.])(?<!(?:more|less|fewer|higher) than )(?<!above )(?<!超过)(?<!突破)"
_YEAR = rf"(?P<y>{_NO_AMOUNT}(?:19|20)\d\d{_NOT_UNIT}|[一二][〇零一二三四五六七八九]{{3}}(?=年))"
_POINT_ZH = regex.compile(
    rf"{_YEAR}(?:年度|年)?(?:的)?(?:第?(?P<q>[一二三四1-4])季度|(?P<h>上半年|下半年)|(?P<q3>前三季度)"
    r"|[-年]?(?P<m>1[0-2]|0?[1-9])月(?:份)?(?:(?P<d>[12]\d|3[01]|0?[1-9])日)?|-(?P<m2>0[1-9]|1[0-2])(?!\d))?"
    r"(?P<end>年?底|年?末|年终)?"
)
_POINT_EN = regex.compile(
    rf"(?:(?P<mon>{'|'.join(_MONTHS)})(?: of)?,? |(?P<q>first|second|third|fourth) quarter of "
    r"|q(?P<q2>[1-4]) (?:of )?"
    r"|(?P<h>first|second) half of )(?P<y>(?:19|20)\d\d)(?!\d)"
)
_BETWEEN = regex.compile(r"\s*(?:年)?\s*(?:—+|-|~|至|到|to|through|until|till)\s*")
_AND = regex.compile(r"\s*(?:and|和|与)\s*")
_AND_BEFORE = regex.compile(r"(?:between|在|介于)\s*$")
_SINCE = regex.compile(r"(?:年)?(?:以来|起|之后|以后)")
_SINCE_EN = regex.compile(r"\b(?:since|from)\s+$")
_NUMBER = r"(?P<n>[一两二三四五六七八九十]|\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)"
_NUMBERS = (
    {
        w: n
        for n, w in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
        )
    }
    | {w: n for n, w in enumerate("一二三四五六七八九十", 1)}
    | {"两": 2}
)
_LAST = regex.compile(
    rf"(?:最近|近|过去|前|这)(?:的)?{_NUMBER}年(?:间|来|里)?|(?<![\d第〇零一二三四五六七八九十]){_NUMBER}年(?:来|里|(?=[^年]{{0,12}}变))"
    rf"|\b(?:the )?(?:last|past|previous|recent) {_NUMBER} years\b"
)
_PLAN = regex.compile(r"[“\"]?(?P<plan>十一五|十二五|十三五|十四五|十五五)[”\"]?(?:规划)?(?:期间|时期|以来)?")
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_RELATIVE = (
    (regex.compile(r"前年|\bthe year before last\b"), -2),
    (regex.compile(r"(?<![比较同与])去年|(?<![比较同与])上一?年(?!度)|(?<!than )\blast year\b"), -1),
    (regex.compile(r"今年|本年(?:度)?|\bthis year\b|最新一年|最近一年|\blatest year\b"), 0),
)
_HALF = regex.compile(r"(?P<h>上半年|下半年)")
_QUARTER = regex.compile(r"(?P<q3>前三季度)|第?(?P<q>[一二三四1-4])季度")
_MONTHS_TO = regex.compile(
    r"(?:(?<!\d)1月?(?:-|~|—+|至|到)(?P<to>1[0-2]|[2-9])月(?:份)?|前(?P<first>1[0-2]|[2-9]|[二两三四五六七八九十])个月)"
)
_MONTH = regex.compile(r"(?<![\d年-])(?P<m>1[0-2]|[1-9])月(?:份)?(?:(?P<d>[12]\d|3[01]|[1-9])日)?")
_MONTH_EN = regex.compile(rf"\bin (?P<mon>{'|'.join(_MONTHS)})\b")


class When(Value, frozen=True, kw_only=True):
    """The periods of a question.

    ``spans`` are in the order they were named; with ``through`` they are one stretch from the first to the
    last. ``notes`` say how relative words were read: ``(words, period)``.
    """

    spans: tuple[Span, ...] = ()
    through: bool = False
    notes: tuple[tuple[str, str], ...] = ()


class _Point(NamedTuple):
    start: int
    end: int
    span: Span


def read_periods(board: Board, *, year: int | None) -> When:
    """Take the periods off the board. ``year`` is the latest year reported on."""
    points = list(_points(board))
    notes: list[tuple[str, str]] = []
    through = _through(board, points)
    since = bool(points) and _is_since(board, points)
    for one in points:
        board.take(one.start, one.end, "period")
    spans = [one.span for one in points]
    if year is not None:
        if since and len(spans) == 1 and spans[0].end.year < year:
            spans, through = [spans[0], whole_year(year)], True
        elif not spans or not through:
            more, wide, notes = _relative(board, year)
            spans, through = [*spans, *more], through or wide
    return When(spans=tuple(spans), through=through, notes=tuple(notes))


def _points(board: Board) -> Iterator[_Point]:
    taken_to = 0
    matches = [*_POINT_EN.finditer(board.text), *_POINT_ZH.finditer(board.text)]
    for match in sorted(matches, key=lambda one: (one.start(), -one.end())):
        found = span(_iso(match))
        if found and match.start() >= taken_to:
            taken_to = match.end()
            yield _Point(match.start(), match.end(), found)


def _iso(match: "regex.Match[str]") -> str:
    said = match.groupdict()
    year = "".join(_DIGITS.get(one, one) for one in said["y"])
    month = said.get("m") or said.get("m2")
    if said.get("mon"):
        month = str(_MONTHS.index(said["mon"]) + 1)
    if month:
        day = f"-{int(said['d']):02}" if said.get("d") else ""
        return f"{year}-{int(month):02}{day}"
    quarter = said.get("q") or said.get("q2")
    if quarter:
        number = int(quarter) if quarter.isdigit() else _ORDINALS[quarter]
        return f"{year}-{number * 3 - 2:02}/{year}-{number * 3:02}"
    if said.get("h"):
        return _half(year, first=said["h"] in ("上半年", "first"))
    return f"{year}-01/{year}-09" if said.get("q3") else year


def _half(year: str, *, first: bool) -> str:
    return f"{year}-01/{year}-06" if first else f"{year}-07/{year}-12"


def _through(board: Board, points: list[_Point]) -> bool:
    """Whether two points are the ends of one stretch; the words between are taken."""
    if len(points) != 2 or points[1].span.order < points[0].span.order:
        return False
    first, last = points
    between = board.text[first.end : last.start]
    joined = _BETWEEN.fullmatch(between) or (
        _AND.fullmatch(between) and _AND_BEFORE.search(board.text[: first.start])
    )
    if joined:
        board.take(first.end, last.start, "period")
    return bool(joined)


def _is_since(board: Board, points: list[_Point]) -> bool:
    after = _SINCE.match(board.text, points[-1].end)
    if after:
        board.take(after.start(), after.end(), "period")
        return True
    return bool(_SINCE_EN.search(board.text[: points[-1].start]))


def _relative(board: Board, year: int) -> tuple[list[Span], bool, list[tuple[str, str]]]:
    for match in _LAST.finditer(board.text):
        said = next(one for one in match.captures("n"))
        count = int(said) if said.isdigit() else _NUMBERS[said]
        words = board.take(match.start(), match.end(), "period")
        first = max(year - count + 1, 1)
        return [whole_year(first), whole_year(year)], True, [(words, f"{first}/{year}")]
    plan = _PLAN.search(board.text)
    if plan:
        first = _PLANS[plan["plan"]]
        words = board.take(plan.start(), plan.end(), "period")
        return [whole_year(first), whole_year(first + 4)], True, [(words, f"{first}/{first + 4}")]
    spans, notes = [], []
    for pattern, shift in _RELATIVE:
        for match in pattern.finditer(board.text):
            if TAKEN in match.group():
                continue
            words = board.take(match.start(), match.end(), "period")
            spans.append(whole_year(year + shift))
            notes.append((words, str(year + shift)))
    inner = _inner(board, spans[-1].end.year if spans else year)
    if inner:
        words, found = inner
        return [found], False, [*notes, (words, found.slot)]
    return spans, False, notes


def _inner(board: Board, year: int) -> tuple[str, Span] | None:
    """A month or half without a year: that of the year meant."""
    for pattern in (_MONTHS_TO, _MONTH, _MONTH_EN, _HALF, _QUARTER):
        match = pattern.search(board.text)
        if match is None:
            continue
        said = match.groupdict()
        if said.get("h"):
            iso = _half(str(year), first=said["h"] == "上半年")
        elif said.get("q3"):
            iso = f"{year}-01/{year}-09"
        elif said.get("q"):
            number = int(said["q"]) if said["q"].isdigit() else _ORDINALS[said["q"]]
            iso = f"{year}-{number * 3 - 2:02}/{year}-{number * 3:02}"
        elif said.get("to") or said.get("first"):
            last = said.get("to") or said["first"]
            iso = f"{year}-01/{year}-{int(last) if last.isdigit() else _NUMBERS[last]:02}"
        else:
            month = int(said["m"]) if said.get("m") else _MONTHS.index(said["mon"]) + 1
            iso = f"{year}-{month:02}" + (f"-{int(said['d']):02}" if said.get("d") else "")
        found = span(iso)
        if found:
            return board.take(match.start(), match.end(), "period"), found
    return None

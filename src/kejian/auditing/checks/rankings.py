"""Tables and lists that rank: two holders of one place, places that do not follow the values."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import regex

from kejian.auditing.grids import Cell, Grid, grids
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.names_listed import counted
from kejian.auditing.same import small_number
from kejian.auditing.standings import N
from kejian.auditing.telling import tell
from kejian.language.normal import normal

_RANK_HEAD = regex.compile(r"^(?:[^（(]{0,6})?(?:排名|位次|名次|排序|排位)(?:[（(].{0,6}[)）])?$")
_TOTAL = regex.compile(r"合\s*计|总\s*计|平均|全[市省国]")
_PLACE = regex.compile(r"^第?(\d{1,4}|[一二三四五六七八九十]{1,3})(?:[位名])?$")
_FEWEST = 3  # rows that a ranking has at least
_HOLDER = regex.compile(
    r"(?<who>\p{Han}{2,8}?[市区县])(?<what>[^,，。;；、\d]{0,16}?)(?<verb>[居列排]|位[居列]|排名|名列|稳居)"
    rf"(?<where>全[市省国县区]|[^,，。;；、\d]{{0,6}}?)(?:第(?<n>{N})(?:[位名])?(?=[,，。;；、\n])|(?<first>首位|榜首))"
)
_MOVE = r"(?:前进|前移|上升|提升|跃升|提高|下降|后退|下滑|后移)"
_MOVES = (
    regex.compile(
        rf"[由从][^，。；\d]{{0,12}}第(?<a>{N})[位名](?:跃?升|上升|提升|提高|前[进移]|降|下降|下滑|后[退移])?[至到为]"
        rf"[^，。；\d]{{0,8}}第(?<b>{N})[位名][，,]?[^，。；\d]{{0,8}}{_MOVE}了?(?<n>{N})个?[位名]"
    ),
    regex.compile(
        rf"第(?<b>{N})[位名][，,][^，。；\d]{{0,3}}[比较](?:上年|去年|\d{{4}}年)的?第(?<a>{N})[位名]{_MOVE}了?(?<n>{N})个?[位名]"
    ),
)
_RATING = regex.compile(r"评价|评估|评比|评选|考核|排名|排行|测评|监测")
_ELSEWHERE = regex.compile(r"\d个|\d+[家项件]|全球|世界")
_NEXT_TO = regex.compile(
    rf"仅次于(?<names>[^,，。;；]{{2,60}})[,，]?[^,，。;；、\d第]{{0,8}}[居列位排名为]"
    rf"[^,，。;；、\d第]{{0,8}}第(?<n>{N})(?:[位名]|(?=[,，。;；]))"
)
_YEAR = regex.compile(r"(?:19|20)\d{2}(?=年)")
_RANKED = (
    "(?:城市|地市|设区市|地级市|市州|市|区县|县区|区|县|园区|高新区|经开区|开发区|省份|省市|省区市|省|国家|"
    "经济体|集群|单位|对象|样本)"
)
_BEHIND = (
    rf"(?:第(?<rank>[1-9]\d{{0,3}}|{N})(?:[位名]|(?=[,，。;；]))"
    rf"|(?:位次|名次|排名)[为是]第?(?<rank>[1-9]\d{{0,3}})(?=[位名,，。;；]))"
)
_COUNT = rf"(?<![一二三四五六七八九十\d])(?<n>[1-9]\d{{0,2}}|{N})[个座]"
_OF = (
    regex.compile(
        rf"(?<![\d.第])(?:(?<sure>参评|参加|参与|评价|纳入|全[国省市球区])[^,，。;；\d]{{0,10}}?)?{_COUNT}(?:参评|参加|参与)?"
        rf"(?:[^,，。;；、\d]{{0,10}}){_RANKED}(?<in>[中里内当参])?(?<rest>[^。；;:：]{{0,50}}?){_BEHIND}"
    ),
    regex.compile(
        rf"(?<sure>参评|参加|参与|纳入)[^,，。;；\d]{{0,8}}{_RANKED}(?:共有?|有|为){_COUNT}(?<in>)(?<rest>[^。；;:：]{{0,50}}?){_BEHIND}"
    ),
)


def in_tables(read: Read) -> Iterator[Finding]:
    """The columns of places of each table."""
    for grid in grids(read.document):
        if not grid.rows:
            continue
        for head in grid.rows[0]:
            if head.value is None and _RANK_HEAD.match(head.text):
                yield from _column(grid, head.column)


def _column(grid: Grid, column: int) -> Iterator[Finding]:
    ranked: list[tuple[int, Cell, tuple[Cell, ...]]] = []
    for row in grid.rows[1:]:
        cell = next((c for c in row if c.column == column), None)
        place = _place(cell.text) if cell else None
        if cell is None or place is None or _TOTAL.search(grid.label(row)):
            continue
        ranked.append((place, cell, row))
    if len(ranked) < _FEWEST:
        return
    twice = _twice(grid, ranked, column)
    if twice is not None:
        yield twice
        return
    yield from _out_of_order(grid, ranked, column)


def _place(text: str) -> int | None:
    match = _PLACE.match(normal(text).strip())
    return small_number(match[1]) if match else None


def _twice(grid: Grid, ranked: list[tuple[int, Cell, tuple[Cell, ...]]], column: int) -> Finding | None:
    """One place held by two rows that have no value in common, so that it cannot be shared."""
    places = [place for place, _, _ in ranked]
    for (place, one, row), (other_place, other, other_row) in combinations(ranked[:200], 2):
        if place != other_place:
            continue
        values = _numbers(row, other_row, column)
        tied = place + 1 not in places and place != max(places)  # 2, 2, 4: counted as a tie is
        if any(c.value is not None and c.value == o.value for c, o in values) or (tied and not values):
            continue
        missing = sorted(set(range(min(places), max(places) + 1)) - set(places))
        rows = grid.label(row), grid.label(other_row)
        shared = tell("ranks.shared", place=place, one=rows[0], other=rows[1])
        if missing:
            shared = tell(
                "ranks.shared_and_missing", place=place, one=rows[0], other=rows[1], missing=missing[0]
            )
        return Finding(
            check="ranks",
            severity=Severity.ERROR if min(places) == 1 and not tied else Severity.DOUBT,
            case=shared,
            passages=(one.passage, other.passage),
        )
    return None


def _numbers(row: tuple[Cell, ...], other: tuple[Cell, ...], column: int) -> list[tuple[Cell, Cell]]:
    theirs = {c.column: c for c in other if c.value is not None}
    return [
        (c, theirs[c.column])
        for c in row
        if c.column not in (0, column) and c.value is not None and c.column in theirs
    ]


def _out_of_order(
    grid: Grid, ranked: list[tuple[int, Cell, tuple[Cell, ...]]], column: int
) -> Iterator[Finding]:
    """Places that follow a column of values but for two rows, which are the wrong way round."""
    order = sorted(ranked, key=lambda one: one[0])
    columns = []
    for head in grid.rows[0]:
        values = [next((c for c in row if c.column == head.column), None) for _, _, row in order]
        if head.column != column and all(c is not None and c.value is not None for c in values):
            columns.append((head, values, [c.value or Decimal(0) for c in values if c is not None]))
    if any(held == sorted(held, reverse=True) for _, _, held in columns):
        return  # the places are of this column
    if len(order) <= _FEWEST and len(columns) > 1:
        return  # of so few, what they are ranked by is open
    near = [(head, values, held, wrong) for head, values, held in columns if (wrong := _swapped(held))]
    if len(near) != 1:
        return
    for head, values, held, wrong in near:
        one, other = order[wrong[0]], order[wrong[1]]
        shown = (one[1], values[wrong[0]], other[1], values[wrong[1]])
        yield Finding(
            check="ranks",
            severity=Severity.ERROR if len(order) > _FEWEST + 1 else Severity.DOUBT,
            case=tell(
                "ranks.out_of_order",
                place_one=one[0],
                place_other=other[0],
                one=grid.label(one[2]),
                other=grid.label(other[2]),
                head=head.text,
                value_one=held[wrong[0]],
                value_other=held[wrong[1]],
            ),
            passages=tuple(c.passage for c in shown if c is not None),
        )


def _swapped(values: list[Decimal]) -> tuple[int, int] | None:
    """The two places whose exchange would make the values fall; None if they fall or more is wrong."""
    falling = sorted(values, reverse=True)
    if len(set(values)) < len(values):
        return None
    off = [i for i, (a, b) in enumerate(zip(values, falling, strict=True)) if a != b]
    return (off[0], off[1]) if len(off) == 2 else None


def in_text(read: Read) -> Iterator[Finding]:
    """Two subjects in one place of one list, and places beyond the number of those ranked."""
    text = normal(read.document.text)
    for start, end in _sentences(text):
        yield from _two_holders(read, text, start, end)
        yield from _moves(read, text, start, end)
        yield from _next_to(read, text, start, end)
        for match in (m for pattern in _OF for m in pattern.finditer(text, start, end)):
            ranked, place = small_number(match["n"]), small_number(match["rank"])
            told = match["sure"] or match["in"] or "参" in match[0] or _among(text, match)
            if told and 1 < ranked < place and not _ELSEWHERE.search(match["rest"]):
                yield Finding(
                    check="ranks",
                    severity=Severity.ERROR,
                    case=tell("ranks.beyond", place=place, ranked=ranked),
                    passages=(read.document.passage(*match.span()),),
                )


def _among(text: str, match: "regex.Match[str]") -> bool:
    """`在13个城市的创新能力评价中位列第18位`."""
    return text[: match.start()].endswith(("在", "于")) and bool(_RATING.search(match["rest"]))


def _moves(read: Read, text: str, start: int, end: int) -> Iterator[Finding]:
    """`由第30位升至第26位，前进6位`, `第26位，比上年的第31位前进6位`."""
    for pattern in _MOVES:
        for match in pattern.finditer(text, start, end):
            before, now, moved = (small_number(match[name]) for name in ("a", "b", "n"))
            if abs(before - now) != moved:
                yield Finding(
                    check="ranks",
                    severity=Severity.ERROR,
                    case=tell("ranks.steps", before=before, now=now, printed=moved, gained=before - now),
                    passages=(read.document.passage(*match.span()),),
                )


def _next_to(read: Read, text: str, start: int, end: int) -> Iterator[Finding]:
    """`仅次于甲市、乙市，居全省第二位`: behind two stands the third."""
    for match in _NEXT_TO.finditer(text, start, end):
        fewest, most = counted(match["names"])
        place = small_number(match["n"])
        if not fewest <= place - 1 <= most and not regex.search(r"等|之后的", match["names"]):
            yield Finding(
                check="ranks",
                severity=Severity.DOUBT,
                case=tell("ranks.next_to", place=place, named=fewest),
                passages=(read.document.passage(*match.span()),),
            )


def _two_holders(read: Read, text: str, start: int, end: int) -> Iterator[Finding]:
    held: dict[tuple[str, str, int], regex.Match[str]] = {}
    what = ""
    for match in _HOLDER.finditer(text, start, end):
        what = match["what"] or what
        key = (what, match["where"], 1 if match["first"] else small_number(match["n"]))
        before = held.setdefault(key, match)
        years = set(_YEAR.findall(text, start, match.end()))
        tied = "并列" in text[before.start() : match.end()] or len(years) > 1
        if before["who"] != match["who"] and not tied:
            yield Finding(
                check="ranks",
                severity=Severity.ERROR if what else Severity.DOUBT,
                case=tell("ranks.two_holders", one=before["who"], other=match["who"], place=key[2]),
                passages=(
                    read.document.passage(*before.span()),
                    read.document.passage(*match.span()),
                ),
            )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in regex.finditer(r"[。；\n]", text):
        yield start, mark.end()
        start = mark.end()
    yield start, len(text)

"""Parallel lists of times: 上半年、下半年分别为#和#, 一至四季度分别为#、#、#、#."""

import re

from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.phrases import clean
from kejian.language.times import number

_QUARTERS = re.compile(r"第?[一二三四1-4](?:(?P<to>(?:季度)?[至到—~])|[、二三季度])*第?[二三四2-4]季度")
_EACH_QUARTER = re.compile(r"[四4]个季度|[各分]季度")
_IN_TURN_ON = re.compile(r"(?:分别|依次).*$")


def give_times(line: Line, group: list[Draft], lo: int, left: str, memory: Memory) -> bool:
    """``上半年、下半年…分别为``, ``一至四季度…分别为``: the list is one of times."""
    stamps = [(i, t) for i, t in zip(line.stamps, line.times, strict=True) if lo <= i < group[0].k]
    exact: list[str | None] = [t.exact for _, t in stamps]
    rest = left.replace("@", "").strip("、和与")
    said = stamps[-1][1].text if stamps else ""
    if (each := _EACH_QUARTER.search(rest)) and len(group) == 4:
        rest, said = rest[: each.start()] + rest[each.end() :], "一至四季度"
    year = next((e for e in reversed(exact) if e), memory.default)
    if year and (first := _quarters(said)) and len(first) == len(group):
        exact = [f"{year[:4]}-{q:02}/{year[:4]}-{q + 2:02}" for q in first]
    if len(exact) != len(group):
        return False
    own = clean(_IN_TURN_ON.sub("", rest))
    own = None if own and memory.home and own in (memory.home, memory.home + "市") else own
    for draft, period in zip(group, exact, strict=True):
        draft.period, draft.fixed_period = period, True
        draft.measure, draft.own = own, own is not None
    return True


def _quarters(text: str) -> list[int]:
    """The first months of the quarters that ``text`` lists: 一、二季度, 第二季度至第四季度."""
    m = _QUARTERS.search(text)
    if m is None:
        return []
    listed = [number(q) for q in re.findall("[一二三四1-4]", m[0])]
    return [3 * q - 2 for q in (range(listed[0], listed[-1] + 1) if m["to"] else listed)]

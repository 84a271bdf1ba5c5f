"""Years that words count back from the year or a plan names, what stood at either end, and the time of 其中.

十年来，营业收入由6亿元增至30亿元 tells of the year ten years ago and of this one; “十三五”时期 begins
at the end of the year before its first.
"""

import re

from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.times import SINCE
from kejian.language.times import number

_BACK = re.compile(r"(?:近|过去|最近|这)?(?P<n>十?[一二两三四五六七八九十]|\d{1,2})年[来间里]?")
_OPENED = re.compile(
    r"\W*(?:(?:近|过去|最近|这|回顾|回望|走过)*(?P<n>[二两三四五六七八九十]|[2-9]|10)年(?=[来间]?[，,])(?:来|间)?)"
)
_YEARS = re.compile(r"\d{4}/\d{4}")
_PRINTED = re.compile(r"\d{4}年?\s*[—–\-~～至到]+\s*\d{4}年$")  # 2020—2022年
_PLAN = re.compile(r"[“\"]?十[一二三四五]五")
_FROM = re.compile(r"(?:由|从)(?:最初的|原来的|不足)?$")
_IN_ALL = re.compile(
    r"(?<![第\d一二三四五六七八九十近])(?P<n>[二两三四五六七八九十]|\d{1,2})年(?:来|间)?(?:累计|共计?|总计|合计)[^，#@]{0,8}$"
)
_RUN = re.compile(r"连续(?P<n>[二两三四五六七八九十]|\d{1,2})年")
_YEAR = re.compile(r"\d{4}$")
_WITHIN = re.compile(r"\s*(?P<of>[^，；。#@其]{2,12})(?:里面?|当?中)，")
_SINCE = re.compile(r"(?:每年|比|较|同比|环比|与|@|上年|去年)[^，；#]*$")
_YEARLY = re.compile(r"年均|年平均|逐年|@的?平均(?:增|成长)")


def span_opened(text: str, year: int | None) -> tuple[int, int] | None:
    """The years that a sentence opens with, counted back from ``year``.

    >>> span_opened("五年来，我们始终坚持创新引领。", 2023)
    (2018, 2023)
    """
    back = _OPENED.match(text) if year is not None and "年" in text else None
    return (year - number(back["n"]), year) if back and year is not None else None


def tells_span(line: Line) -> bool:
    """Whether one of the times of a sentence is a span that `set_span` may read."""
    return any((t.exact and "/" in t.exact) or _BACK.fullmatch(t.text) for t in line.times)


def set_span(
    line: Line, draft: Draft, before: list[Draft], year: int | None, opened: tuple[int, int] | None = None
) -> None:
    """Give ``draft`` the years that a span before it is told by; ``before`` are the figures before it.

    ``opened`` is the span that a sentence before opened the paragraph with.
    """
    ends = _ends(line, draft.k, year) if line.stamps and not draft.fixed_period else None
    if ends is None and opened and not draft.fixed_period and not any(i < draft.k for i in line.stamps):
        ends = (*opened, True)
    if ends is None:
        return
    first, last, both_ends_only = ends
    clause = line.clauses[draft.clause]
    lo = max(clause.lo, line.s.rfind("#", clause.lo, draft.k) + 1)
    left = line.s[lo : draft.k].rstrip()
    told = max(
        (i for i, t in zip(line.stamps, line.times, strict=True) if i < draft.k and t.text != "同期"),
        default=lo,
    )
    since = _SINCE.search(line.s[max(lo, told + 1) : draft.k])  # 近五年专利年均增长: the span itself is none
    before_it = before[-1] if before and before[-1].clause == draft.clause else None
    if _FROM.search(left):
        draft.period, draft.fixed_period = str(first), True
    elif before_it is not None and before_it.period == str(first) and before_it.fixed_period:
        draft.period, draft.fixed_period = str(last), True
    elif (
        (not both_ends_only or _YEARLY.search(left))
        and draft.aspect in (GROWTH, CHANGE)
        and draft.phrase.than is None
        and not since
    ):
        yearly = _YEARLY.search(left) is not None
        draft.period = f"{first}/{last}" if yearly else str(last)
        draft.base, draft.fixed_period = str(first), True


def _ends(line: Line, k: int, year: int | None) -> tuple[int, int, bool] | None:
    """The years at either end of the span told nearest before ``k``, if no other time is nearer.

    The last says that the span tells of what stood at its two ends alone: 2018年以来, 由6亿元增至30亿元.
    """
    part = line.clauses[line.clause_of(k)].part
    near = [(i, t) for i, t in zip(line.stamps, line.times, strict=True) if i < k and t.text != "同期"]
    if not near or (line.clauses[line.clause_of(near[-1][0])].part != part and len(near) > 1):
        return None
    text, exact, kind = near[-1][1].text, near[-1][1].exact, near[-1][1].kind
    if _PLAN.match(text) and exact and "/" in exact and text.endswith(("时期", "期间")):
        first, last = exact.split("/")
        return int(first) - 1, int(last), False
    if exact and _YEARS.fullmatch(exact) and (kind is SINCE or _PRINTED.match(text)):
        first, last = exact.split("/")
        return int(first), int(last), kind is SINCE
    m = _BACK.fullmatch(text)
    if m and year is not None and "前" not in text:
        i, latest = near[-2] if len(near) > 1 and text.startswith("近") else near[-1]
        told = latest.exact or ""  # 2016年…，近六年年均增长: up to 2016
        same = line.clauses[line.clause_of(i)].part == part and _YEAR.fullmatch(told) is not None
        year = int(told) if same and int(told) < year else year
        return year - number(m["n"]), year, False
    return None


def years_told(line: Line, draft: Draft) -> str | None:
    """连续三年保持在六成以上, 三年累计投入5亿元: the years that are told, else the period known."""
    clause = line.clauses[draft.clause]
    left = line.s[clause.lo : draft.k]
    m = (_IN_ALL if draft.aspect is LEVEL else _RUN).search(left) if "年" in left else None
    if m is None or draft.period is None or not _YEAR.match(draft.period):
        return draft.period
    return f"{int(draft.period) - number(m['n']) + 1}/{draft.period}"


def period_of_whole(line: Line, memory: Memory) -> str | None:
    """The period that the sentence before gave the whole of what a sentence opens with: 新接订单里，."""
    within = None if memory.fresh else _WITHIN.match(line.s)
    part = within is not None and any(within["of"] in (d.measure or "") for d in memory.last)
    return newest(memory) if part else None


def newest(memory: Memory) -> str | None:
    """The latest period of the levels of the sentence before: what 其中 divides rose to it from another."""
    told = [d.period for d in memory.last if d.aspect is LEVEL and d.period]
    return max(told, key=lambda period: period.rpartition("/")[2][:4], default=None)

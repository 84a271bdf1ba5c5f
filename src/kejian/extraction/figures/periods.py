"""When a figure holds, and the earlier time that a growth is measured from."""

import re

from kejian.extraction.figures.arrivals import (
    AT_FIRST,
    BARE_FROM,
    BY_SOME,
    DONE,
    arrived_too,
    at_first,
    reached,
)
from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.shifting import shifted
from kejian.extraction.figures.spans import newest, period_of_whole, set_span, tells_span, years_told
from kejian.extraction.figures.stamps import Stamp, due, stamps_of
from kejian.extraction.figures.times import AS_OF, NOW, SAME, SINCE, UNKNOWN, Time
from kejian.language.times import number

# looked up once: a member of an enumeration takes as long to find as a call

_YEARS = re.compile(r"\d{4}/\d{4}")
_SPAN = re.compile(
    r"(?<![第\d一二三四五六七八九十])(?P<n>[两三四五六七八九十]|\d{1,2})年(?:(?:间|来)?[^，#@]{0,12}年均|平均)"
)
# 五年累计下降, 十年抬升
_IN_YEARS = re.compile(
    r"(?<![第\d一二三四五六七八九十])(?P<n>[两三四五六七八九十]|\d{1,2})年(?:间|来)?(?:(?P<all>累计)[^，#@]{0,4}|(?:抬升|提高|提升|增长|上升|下降|增加|减少|翻|跃升|前移)[^，#@]{0,2})$"
)
_ON_AVERAGE = re.compile(r"@的?平均(?:增|成长)")
# 某船@启航，@返航，总航程…: what is told holds of the whole voyage
_VOYAGE = re.compile(
    r"@[^，#@]{0,14}(?:启航|起航|出发|启程|开幕|开赛)[，、]@[^，#@]{0,8}(?:返航|返回|归来|凯旋|靠港|闭幕|结束|收官)"
)
_ONE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OPENING = 8  # characters of the short form in which a time still opens the sentence
_DAY = re.compile(r"^\d{4}-\d\d(?:-\d\d)?$")
_YEAR = re.compile(r"^\d{4}$")
_EVER_SINCE = re.compile(r"@[^，#]{0,8}以来")
_MADE_BETTER = re.compile(r"(?:精简|节省|节约|减轻|缩短|压缩|提升|提高)[^，]{0,3}$")
_SPAN_OF_YEAR = re.compile(r"\d{4}(?:-\d\d/\d{4}-\d\d)?")
_MOVES = re.compile(
    r"(?:再|又|各|还|均)?(?:提高|提升|上升|增加|增长|下降|降低|减少|回落|扩大|缩小|高|低|#)"
)  # 较@的6.9%提高…
# 与全国平均水平的差距由0.36个百分点收窄到0.02个百分点
_APART = re.compile(r"(?:与|同|和|跟)(?P<than>[^，#@与同和跟]{2,12}?)的?差距")
_CLOSED = re.compile(r"[）)]")
_COMPARED_YEARLY = ("1", "pp", "位")  # growths, and changes of shares and ranks
# the order of those that a figure is set beside: 第二名的澜州, 居末位的青萝县
_IN_ORDER = re.compile(
    r"^(?:(?:位)?[居列排]|排名|位列)?在?(?:第[一二三四五六七八九十\d]+[名位]?|首位|末位|末尾|榜首|最后(?:一[名位])?|[第倒]*倒数第[一二三\d]+[名位]?)的?(?=\S{2})"
)
_OF_WHICH = re.compile(r"[\s，@]*其中")
_MONTHS = re.compile(r"(\d{4})-(\d\d)/\d{4}-(\d\d)")


def set_times(line: Line, drafts: list[Draft], memory: Memory) -> None:
    """Give every draft of a sentence its period, in order, and growths what they compare with."""
    _set_each(line, drafts, memory)
    voyage = _VOYAGE.search(line.s) if "@" in line.s else None
    if voyage is None:
        return
    days = [
        t.exact for i, t in zip(line.stamps, line.times, strict=True) if voyage.start() <= i < voyage.end()
    ]
    if len(days) == 2 and all(day and _ONE_DAY.fullmatch(day) for day in days):
        for draft in drafts:
            if draft.k > voyage.end() and draft.period == days[1]:
                draft.period = f"{days[0]}/{days[1]}"


def _set_each(line: Line, drafts: list[Draft], memory: Memory) -> None:
    stamps = stamps_of(line)
    spans = memory.span is not None or tells_span(line)
    for n, draft in enumerate(drafts):
        before = drafts[:n]
        if spans:
            set_span(line, draft, before, memory.year, memory.span)
        if not draft.fixed_period:
            draft.period = _period(line, draft, before, stamps, memory)
        if draft.aspect in (GROWTH, CHANGE) or (draft.aspect is RATIO and draft.phrase.than is not None):
            draft.base = draft.base or _compared(line, draft, before, stamps, memory)
        elif draft.aspect is RATIO and (other := _listed_with(line, draft, before)) is not None:
            draft.base = draft.base or other.base
        elif draft.aspect in (SHARE, RATIO, LEVEL) and not draft.fixed_period:
            draft.period = years_told(line, draft)


_LISTED = re.compile(r"[、和与及]")


def _listed_with(line: Line, draft: Draft, before: list[Draft]) -> Draft | None:
    """The multiple that the figure stands in one list with: 是2020年的1.3倍、1.4倍和2.1倍."""
    last = before[-1] if before else None
    if last is None or last.aspect is not RATIO or draft.unit != last.unit:
        return None
    return last if _LISTED.fullmatch(line.s, last.k + 1, draft.k) else None


def _period(line: Line, draft: Draft, before: list[Draft], stamps: list[Stamp], memory: Memory) -> str | None:
    s, k = line.s, draft.k
    clause = line.clauses[draft.clause]
    if stamps and (planned := due(line, draft, stamps)):
        return planned
    own = None
    if stamps:
        own = next((t for t in reversed(stamps) if t.own and t.i < k and s.find("#", t.i + 1, k) < 0), None)
    if (own and own.use == "at") or (
        own
        and own.use == "compared"
        and (draft.aspect in (LEVEL, RANK) or (s[own.i - 1] in "比较" and _MOVES.match(s, k + 1)))
    ):
        if own.time.kind is SAME:
            return _same_part(own.time, before[-1].period if before else memory.default)
        return own.time.exact if own.time.exact else _unknown(own.time, memory)
    said = s[clause.lo : k]
    starts = "由" in said or "从" in said
    if starts and BARE_FROM.search(said[said.rfind("#") + 1 :].rstrip()) and not BY_SOME.match(s, k):
        since = next((t for t in reversed(stamps) if t.i < k and t.time.kind is SINCE), None)
        if since and since.time.exact and not before:
            return since.time.exact[:4]
        part = line.clauses[draft.clause].part
        here = [d for d in before if line.clauses[d.clause].part == part]
        return _bare_from(here) if here else _from_before(before)
    if own is None and (arrived := arrived_too(line, draft, before, stamps)):
        return arrived
    if own is None and line.titles and (year := _title_year(line, draft)):
        return year
    if stamps and ("时" in s or "初" in s) and (begun := at_first(line, draft, stamps)):
        return begun
    if before and stamps and (risen := reached(line, draft, before[-1], stamps)):
        return risen
    found = _effective(line, draft, before, stamps, memory)
    if found is None and before and not _now(draft, stamps):
        return _going_on(line, before, stamps)
    if found == memory.default and not (stamps and stamps[0].i < k):
        return period_of_whole(line, memory) or found
    return found


_TITLED = re.compile(r"(?:在|据|根据)[^，；。]*?《(?P<title>[^》]*)》[^，；。]{0,6}[中上]?")


def _title_year(line: Line, draft: Draft) -> str | None:
    """The year of the ranking that a part of the sentence reports: 在《…榜2021》中，…"""
    part = line.clauses[draft.clause].part
    lo = next(c.lo for c in line.clauses if c.part == part)
    for m in _TITLED.finditer(line.s, lo, draft.k):
        if years := re.findall(r"(?:19|20)\d\d", line.titles.get(m.start("title"), "")):
            return str(years[-1]) if len(set(years)) == 1 else None
    return None


def _now(draft: Draft, stamps: list[Stamp]) -> bool:
    """Whether a time that the text leaves open (如今) was named last before the figure."""
    last = next((t for t in reversed(stamps) if t.i < draft.k and t.use == "at"), None) if stamps else None
    return last is not None and last.time.kind is NOW and last.time.exact is None


def _going_on(line: Line, before: list[Draft], stamps: list[Stamp]) -> str | None:
    """In a text that leaves times open, the time of the figure before, unless it is a starting value."""
    s, last = line.s, before[-1]
    if len(before) < 2 and any(t.own and t.i < last.k and s.find("#", t.i + 1, last.k) < 0 for t in stamps):
        return None
    lo = max(s.rfind("，", 0, last.k), s.rfind("#", 0, last.k)) + 1
    if s.find("由", lo, last.k) >= 0 or s.find("从", lo, last.k) >= 0:
        later = [d.period for d in before[:-1] if d.period and d.period != last.period]
        return later[-1] if later else None
    for d in reversed(before):
        if not _YEARS.fullmatch(d.period or "") and not AT_FIRST.match(s, line.clauses[d.clause].lo, d.k):
            return d.period
    return None


def _unknown(time: Time, memory: Memory) -> str | None:
    return None if memory.press or time.kind is UNKNOWN else memory.default


def _same_part(time: Time, period: str | None) -> str | None:
    """The same part of an earlier year as ``period``: of the year that 2021年同期 names, else of the last."""
    if (year := re.match(r"\d{4}", time.text)) and period:
        return re.sub(r"\d{4}", year[0], period)
    return shifted(period, back="year")


def _bare_from(before: list[Draft]) -> str | None:
    """The time of a starting value that names none: that of a starting value before it in the sentence."""
    periods = [d.period for d in before if d.aspect in (LEVEL, RATIO, SHARE)]
    if len(set(periods)) > 1:
        return periods[0] if periods[0] != periods[-1] else next(p for p in periods if p != periods[-1])
    return next((d.base for d in reversed(before) if d.base and _YEAR.match(d.base)), None)


def _from_before(before: list[Draft]) -> str | None:
    """The time of a starting value that names none, where the part before told of a rise or fall."""
    periods = [d.period for d in before if d.period and d.aspect is not GROWTH]
    return periods[0] if periods and periods[0] < periods[-1] else None


def _effective(
    line: Line, draft: Draft, before: list[Draft], stamps: list[Stamp], memory: Memory
) -> str | None:
    s, k = line.s, draft.k
    if memory.divided and not any(t.use == "at" and t.i < k for t in stamps):
        here = [d for d in [*before, draft] if d.aspect is LEVEL]
        levels = (d for d in reversed(memory.past) if d.aspect is LEVEL and not d.part)
        day = next((d.period for d in levels if not here or d.unit == here[-1].unit), None)
        if day is not None and _ONE_DAY.fullmatch(day):
            return day
    part = line.clauses[draft.clause].part
    for stamp in reversed(stamps):
        if stamp.i > k or stamp.use != "at" or (stamp.own and s.find("#", stamp.i + 1, k) >= 0):
            continue
        if _told_aside(s, stamp.i, k):
            continue
        if stamp.time.kind is SAME and _of_same_part(line, stamp, draft):
            return _same_part(stamp.time, before[-1].period if before else memory.default)
        if (
            stamp.time.text == "同期"
            and (last := (before or memory.last)[-1:])
            and "-" in (last[0].period or "")
        ):
            return last[0].period  # 同期，全国…; 邻近的甲区同期增长…
        if stamp.time.kind is SAME or (stamp.time.text == "今年" and _as_of(stamps, stamp)):
            continue
        if stamp.time.text.endswith("年初") or (memory.press and stamp.time.text.endswith("一年来")):
            continue
        if stamp.time.kind in (NOW, UNKNOWN) and stamp.time.exact is None:
            if stamp.time.kind is NOW:
                return _unknown(stamp.time, memory)
            continue
        exact = stamp.time.exact
        if exact is None:
            continue
        over = exact[:4].isdecimal() and memory.year is not None and int(exact[:4]) < memory.year
        if over and "/" not in exact and DONE.match(s, stamp.i):
            continue
        if _YEAR.match(exact) and memory.year and _EVER_SINCE.match(s[stamp.i : stamp.i + 11]):
            return f"{exact}/{memory.year}" if int(exact) < memory.year else exact
        up_to = memory.published or memory.default or (str(memory.year) if memory.year else None)
        if up_to and _DAY.match(exact) and _EVER_SINCE.match(s[stamp.i : stamp.i + 11]):
            return f"{exact[:7]}/{up_to.split('/')[-1][:7]}"  # 自2020年11月成立以来
        if _DAY.match(exact) and stamp.time.kind is not AS_OF:
            there = line.clauses[line.clause_of(stamp.i)].part
            if there != part and not (there == part - 1 and _OF_WHICH.match(s, _start(line, part))):
                continue
            if stamp.i > 3 and "累计" in s[stamp.i : k]:
                return memory.default
        elif (
            stamp.time.kind is AS_OF
            and stamp.i > _OPENING
            and not stamp.time.text.startswith("截")
            and line.clauses[line.clause_of(stamp.i)].part != part
        ):
            break
        return exact
    hi = line.clauses[draft.clause].hi
    later = next((t for t in stamps if k < t.i < hi and t.use == "at"), None) if stamps else None
    if later and later.time.exact and _DAY.match(later.time.exact) and s[later.i - 1 : later.i] == "于":
        return later.time.exact
    if memory.last and (memory.press or not memory.fresh) and _OF_WHICH.match(s):
        return newest(memory) or memory.last[0].period
    told = str(memory.told) if memory.told else None
    return memory.carried or memory.standing or told or memory.default


def _of_same_part(line: Line, stamp: Stamp, draft: Draft) -> bool:
    """A level that its own clause tells of 上年同期: ，上年同期新药销售收入为5.52亿元."""
    level = draft.aspect is LEVEL and stamp.time.text != "同期"
    return level and line.clause_of(stamp.i) == draft.clause


def _told_aside(s: str, i: int, k: int) -> bool:
    """Whether the time stands in brackets with its number, closed before ``k``: （上年1571亿元），增长."""
    opened = max(s.rfind("（", 0, i), s.rfind("(", 0, i))
    closed = _CLOSED.search(s, opened, k) if opened >= 0 else None
    return closed is not None and closed.start() > i and s.find("#", opened, closed.start()) >= 0


def _start(line: Line, part: int) -> int:
    """Where a part of the sentence begins."""
    return next(c.lo for c in line.clauses if c.part == part)


def _as_of(stamps: list[Stamp], stamp: Stamp) -> bool:
    """Whether 今年 follows a 截至…, whose day it counts up to."""
    return any(t.i < stamp.i and t.time.kind is AS_OF and t.time.text.startswith("截") for t in stamps)


def _compared(
    line: Line, draft: Draft, before: list[Draft], stamps: list[Stamp], memory: Memory
) -> str | None:
    s, k, lo = line.s, draft.k, line.clauses[draft.clause].lo
    clause = s[lo:k]
    if "差距" in clause and (apart := _APART.search(clause)):
        return apart["than"]
    inside = [t for t in stamps if lo <= t.i < k and (t.use == "compared" or t.time.kind is SAME)]
    if "年均" in clause or "年平均" in clause or _ON_AVERAGE.search(clause):  # 年平均, 两年平均
        return _average(draft, before, s[lo:k])
    doubled = "翻" if draft.mention.surface.startswith("翻") else ""  # 三年翻一番
    years = _IN_YEARS.search(clause + doubled) if "年" in clause else None
    if years and draft.period and _YEAR.match(draft.period):
        first = str(int(draft.period) - number(years["n"]))
        draft.period = f"{first}/{draft.period}" if years["all"] else draft.period
        return first
    than = draft.phrase.than
    if than and than[0] in "第首末最居位列排倒":
        than = _IN_ORDER.sub("", than)
    if draft.aspect is RATIO and than and len(other := than.replace("@", "").strip("的 ")) > 1:
        return other  # 相当于同期规上企业的2.4倍
    named = than is not None and "@" not in than
    if named and than and f"@{than}" in clause:
        return than  # 高于同期营收增速
    if (
        not inside
        and not named
        and not any(lo <= t.i < k and t.use == "at" and t.time.kind is not AS_OF for t in stamps)
    ):
        inside = [
            t
            for t in stamps
            if t.i < lo
            and t.use == "compared"
            and s.startswith("相比", t.i + 1)
            and line.clauses[line.clause_of(t.i)].part == line.clauses[draft.clause].part
        ]
    if inside:
        return _earlier(inside[-1].time, draft.period, memory)
    if "环比" in clause:
        return shifted(draft.period, back="quarter")
    if named and than:
        return than.strip("的 ")
    if "同比" in clause:
        return shifted(draft.period, back="year")
    if pair := _pair(before):
        return pair.period
    source = next((d for d in reversed(before) if d.base and d.aspect in (GROWTH, CHANGE)), None)
    if (draft.unit not in ("pp", "位") and _MADE_BETTER.search(clause)) or (
        "倍" in draft.mention.surface and "增" not in clause
    ):
        return source.base if source and source.clause >= draft.clause - 1 else None
    if memory.press and source is None:
        told_yearly = _SPAN_OF_YEAR.fullmatch(draft.period or "") is not None
        return shifted(draft.period, back="year") if told_yearly and draft.unit in _COMPARED_YEARLY else None
    if source is not None and source.clause == draft.clause:
        paced = draft.aspect is source.aspect is GROWTH and draft.period != source.period
        return shifted(draft.period, back="year") if paced else source.base  # 由一季度的9.8%降至上半年的7.1%
    return (
        source.base
        if source is not None and source.source is draft.source and source.base
        else shifted(draft.period, back="year")
    )


def _pair(before: list[Draft]) -> Draft | None:
    """The starting value of the change that was told right before, as 从x提高到y."""
    if len(before) >= 2 and before[-1].clause == before[-2].clause and before[-1].period != before[-2].period:
        return before[-2]
    if len(before) >= 3 and before[-1].aspect is CHANGE:
        return _pair(before[:-1])
    return None


def _average(draft: Draft, before: list[Draft], clause: str) -> str | None:
    """Average yearly growth: the period becomes the span, the base its first year."""
    years = [d.period[:4] for d in before if d.period]
    years += [d.base[:4] for d in before if d.base and _YEAR.match(d.base[:4])]
    span = _SPAN.search(clause)
    if draft.period and "/" in draft.period:
        if span and _MONTHS.fullmatch(draft.period):  # 上半年…两年平均增长: the same half two years before
            return re.sub(r"\d{4}", lambda m: str(int(m[0]) - number(span["n"])), draft.period)
        return draft.period[:4] if _YEARS.fullmatch(draft.period) else None
    if draft.period and _YEAR.match(draft.period) and span:
        first = str(int(draft.period) - number(span["n"]))
        draft.period = f"{first}/{draft.period}"
        return first
    if years and min(years) != max(years):
        draft.period = f"{min(years)}/{max(years)}"
        return min(years)
    return None


def _earlier(time: Time, period: str | None, memory: Memory) -> str | None:
    """The base that a compared time names, seen from the period of the figure."""
    text = time.text
    if text.startswith(("上年", "上一年")) and period and re.match(r"\d{4}", period) and "同期" not in text:
        year = int(period[:4]) - 1
        return f"{year}-12-31" if time.kind is AS_OF else str(year)
    if time.kind is SAME:
        if "五" in text and period and "/" in period:
            first, last = period.split("/")
            return f"{int(first[:4]) - 5}/{int(last[:4]) - 5}"
        return shifted(period, back="year")
    exact = time.exact
    if exact is None:
        return None
    return exact

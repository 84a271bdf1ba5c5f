"""Figures that words point at: 这一强度, 前者 and 后者, a gap between two, and the figure that opens a text.

612亿元——这是全市数字经济增加值 names behind the number what it is.
"""

import re

from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.phrases import clean
from kejian.language.han import han_pattern

_BACK = han_pattern(
    r"(?:这一|这个|该|此)(?:\p{Han}{0,2}?)(?P<noun>数字|指标|数据|数值|数量|规模|强度|比例|占比|比重|水平|金额|总量|密度|增速|增幅|涨幅|份额|成绩|排名)|这笔(?:钱|资金|经费|收入|投入|款)|(?P<one>[前后])者"
)
_ANY = ("数字", "指标", "数据", "数值", "水平", "密度", "成绩", None)
_ARRIVING = re.compile(
    r"[，\s@]*(?:总数|总量|总额|累计|已|共|约|则|便)*(?:为|达到?|是|即|至|(?:增|升|降|回升|攀升|提高|提升|下降|上升|跃升)[至到]|首次突破|突破|超过)?[，\s]*"
)
_AMOUNT = re.compile(
    r"[额值]$|收入|经费|投入|支出|利润|营收|产值|投资|开支|费用|成本|规模|余额|资金|贷款|预算|市值|融资|成交"
)
_MONEY = re.compile("[A-Z]{3}")
_OPENING = re.compile(r"(?:【[^】#]*】|[\s“@，])*")
# what stands behind a figure that opens its clause: ——这是全市技术合同的成交额, ，是全年的目标
_IS = re.compile(
    r"[”\s]*(?:(?:——|—|：|，|。)\s*(?:这是|这就是|这便是|正是|即|是)|(?:——|—)(?!这)|(?:，|。|\s)*(?:这个数字|这一数字|这组数字|它)是|[：:]\s*(?=[^，。；#！？@]{3,40}(?:[，。；！？]|$)))(?P<what>[^，。；#！？]{3,44})"
)
_FRONT = han_pattern(
    r"(?:@|的|[^，@的]{2,14}(?:交出|晒出|亮出|写下|拿出)的?|(?:全|本|我)[省市区县州院校](?=\p{Han}{3})|(?:今|去)年|截至|同期|\s)+"
)
_BACK_OF = han_pattern(
    r"的?(?:最新|全年|年度|上半年|半年|亮眼|漂亮|骄人|沉甸甸的?)*(?:成绩单?|答卷|数字|数据|家底|战绩|身价|体量|纪录|分量|底气|速度|账本|答案|总量|最新值)$"
)
_OF_GAUGE = han_pattern(r"的(?=\p{Han}{0,4}(?:[额量数率值]|收入|投入|经费|规模|强度|面积|余额|利润|支出)$)")
_STATED = (LEVEL, RATIO, SHARE)


def called_back(draft: Draft, own: str, before: list[Draft], memory: Memory) -> Draft | None:
    """The figure that 这一强度 or 前者 speaks of again; ``own`` is what the clause names."""
    m = _BACK.fullmatch(own)
    if m is None:
        return None
    noun = None if m["noun"] in _ANY else m["noun"]
    told = [d for d in [*memory.past, *before] if d.measure is not None and d.aspect not in (GROWTH, CHANGE)]
    if m["one"]:
        return _one_of_two(told, first=m["one"] == "前")
    shares = noun in ("比例", "占比", "比重")
    meant = [
        d
        for d in reversed(told)
        if noun is None or (d.measure or "").endswith(noun) or (shares and d.aspect is SHARE)
    ]
    return next((d for d in meant if d.unit == draft.unit), meant[0] if meant else None)


def points_back(own: str) -> bool:
    """Whether the words before a number only point at another figure."""
    return _BACK.fullmatch(own) is not None


def _one_of_two(told: list[Draft], *, first: bool) -> Draft | None:
    """The first or the second of the last two things that were measured."""
    if not told:
        return None
    last = told[-1]
    alike = (last.measure, last.subject)
    other = next((d for d in reversed(told[:-1]) if (d.measure, d.subject) != alike), None)
    return other if first else last


def gap(draft: Draft, before: list[Draft]) -> Draft | None:
    """The figure that a gap (差距) is to: that of the other set beside the one told of."""
    if draft.phrase.measure != "差距" or draft.aspect is not CHANGE:
        return None
    return before[-1] if before and before[-1].aspect is not CHANGE else None


def amount_of(line: Line, draft: Draft, before: list[Draft]) -> Draft | None:
    """The figure right before of what is told now to have come to a level: 企业增长15%，达到820家."""
    last = before[-1] if before else None
    if last is None or not last.own or not last.measure or draft.clause - last.clause != 1:
        return None
    if not _arrived(draft, last):
        return None
    return last if _ARRIVING.fullmatch(line.s, line.clauses[draft.clause].lo, draft.k) else None


def _arrived(draft: Draft, last: Draft) -> bool:
    """Whether ``draft`` may be the level that was reached by the growth or change ``last``."""
    if draft.aspect is LEVEL and draft.unit and _MONEY.fullmatch(draft.unit):
        moved = last.aspect in (SHARE, GROWTH) and _AMOUNT.search(last.measure or "")
        return bool(moved) or (last.aspect is CHANGE and last.unit == draft.unit)
    if draft.aspect is LEVEL:
        same = last.aspect is CHANGE and last.unit == draft.unit
        return same or (last.aspect is GROWTH and not _AMOUNT.search(last.measure or ""))
    return draft.aspect in (SHARE, RATIO) and last.aspect is CHANGE and last.unit == "pp"


def other_of_two(draft: Draft, before: list[Draft], memory: Memory) -> str | None:
    """Whom a quotient to 后者 or 前者 is to: the one whose figure that is."""
    if draft.base not in ("后者", "前者"):
        return draft.base
    told = [d for d in [*memory.past, *before] if d.measure is not None and d.aspect is not GROWTH]
    one = _one_of_two(told, first=draft.base == "前者")
    return (one.subject or one.measure) if one else draft.base


def told_behind(line: Line, draft: Draft) -> str | None:
    """What the words behind a figure say it is, where the figure opens the sentence or stands alone."""
    if draft.aspect not in _STATED:
        return None
    m = _IS.match(line.s, draft.k + 1)
    if m is None:
        return None
    lo = max(line.s.rfind("。", 0, draft.k), line.s.rfind("；", 0, draft.k)) + 1
    if _OPENING.fullmatch(line.s, lo, draft.k) is None:
        return None
    what = _BACK_OF.sub("", m["what"].strip("”“ "))
    if front := _FRONT.match(what):
        what = what[front.end() :]
    stamps = [
        t.exact for i, t in zip(line.stamps, line.times, strict=True) if m.start() <= i < m.end() and t.exact
    ]
    if len(stamps) == 1:
        draft.period, draft.fixed_period = stamps[0], True
    return clean(_OF_GAUGE.sub("", what)) if what else None


def placed_by(line: Line, draft: Draft, before: Draft) -> bool:
    """Whether a number alone in brackets is the value that a rank before it was given for: 居第一（31%）."""
    between, after = line.s[before.k + 1 : draft.k], line.s[draft.k + 1 : draft.k + 2]
    return before.aspect is RANK and between in ("（", "(") and after in ("）", ")")

"""Subjects that are several, and those by whom something was done: 甲、乙等5地输出…, 由企业输出的合同.

Works on the short form of a sentence (`lines.Line`).
"""

import re
from itertools import takewhile

from kejian.extraction.figures.drafts import SHARE, Draft
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.names import ORGANISATION, PLACE, Names
from kejian.extraction.figures.parallels import is_actor
from kejian.extraction.figures.phrases import is_count
from kejian.extraction.figures.places import is_known
from kejian.language.han import han_pattern

# 三县合计拥有…
_TOGETHER = re.compile(
    r"(?P<who>(?:[东南西北中]部)?(?:[这上]述?)?(?:[两二三四五六七八九十]|\d{1,2})(?:家|个|大)?"
    r"(?:[校市县区省院所地国]|企业|园区|城市|公司|机构))(?:(?:合计|总计|加起来|相加)|(?=研发投入|R&D|人均))"
)
# 甲、乙、丙等5地; 光电、氢能等五大产业
_COUNTED = han_pattern(
    r"(?P<who>[^，#@：“的]{2,40}、[^，#@：“的]{2,24}?等?(?:[两二三四五六七八九十]|\d{1,2})(?:大|个|家|所|条)?\p{Han}{0,4}?"
    r"(?:产业链|产业|行业|领域|企业|公司|高校|院校|院所|城市|区县|县区|市州|园区|集群|板块|[地市省县区州国校院园](?![级内属外])))"
    r"(?=(?:合计|总计|共|的)?\p{Han}{2})"
)
_AND = re.compile(r"[、和与及]")
_MEMBER = han_pattern(r"\p{Han}{2,6}")
_NEXT = han_pattern(
    r"(?:合计|共|总计|三地|两地)*(?:R&D|研发|技术合同|输出技术|吸纳技术|技术交易|高新技术|地区生产|生产总值|规上|规模以上|工业|投入强度|强度|营业?收|净利润|产值|增加值|专利|发明|有效|进出口|出口|经济总量|GDP)"
)
_BY_WHOM = han_pattern(
    r"由(?P<who>\p{Han}{2,10}?)(?=(?:输出|吸纳|承担|完成|签订|登记|转让|牵头|主持|申请|发表|执行|投入|使用)(?:的)?(?!方|单位)\p{Han}{2})"
)
_MOST_MEMBERS = 12
_SUM = re.compile(r"[，@\s]*(?:[两二三四五六七八九]者)?(?:合计|总计|共计|加起来|合起来)")
_FIRST = frozenset("东南西北中这上两二三四五六七八九十")  # how those begin that are told together


def several(line: Line, i: int, hi: int, said: str, *, names: Names) -> tuple[int, int] | None:
    """The span of those that the words ``i:hi``, ``said``, begin with, if several or named with 由."""
    s = line.s
    if (s[i] in _FIRST or s[i].isdecimal()) and (m := _TOGETHER.match(s, i, hi)) is not None:
        return m.span("who")
    if s[i] == "由" and (m := _BY_WHOM.match(s, i, hi)) is not None and is_actor(m["who"]):
        return m.span("who")
    listed = "、" in said
    if not listed and "和" not in said:
        return None
    if listed and (m := _COUNTED.match(s, i, hi)) is not None:
        return m.span("who")
    end, members = _member(line, i, hi, names), 1
    while end is not None and members < _MOST_MEMBERS:
        sign = _AND.match(s, end, hi)
        if sign is None:
            return (i, end) if members > 1 and _NEXT.match(s, end, hi) else None
        end, members = _member(line, sign.end(), hi, names), members + 1
    return None


def summed(line: Line, draft: Draft, before: list[Draft]) -> str | None:
    """Whose a sum is: theirs whose figures were told one by one right before, or as what they were counted.

    甲市90亿元、乙市70亿元，合计占全省的八成.
    """
    if not before:
        return None
    last = before[-1]
    if draft.source is last and _is_sum(line, last) and (draft.subject or "") in (last.subject or ""):
        return last.subject  # 合计160亿元，占全省的八成
    if not _is_sum(line, draft):
        return None
    alike = draft.aspect is SHARE or (draft.unit, draft.aspect) == (last.unit, last.aspect)
    if not alike or draft.clause - last.clause > 1 or draft.subject != last.subject:
        return None
    run = takewhile(
        lambda d: (d.measure, d.unit, d.aspect) == (last.measure, last.unit, last.aspect), reversed(before)
    )
    members = [d.subject for d in run][::-1]
    whose = [name for name in dict.fromkeys(members) if name]
    if len(whose) < 2 or len(whose) < len(members):
        return None
    counted = before[-len(members) - 1] if len(before) > len(members) else None
    if (
        counted is not None
        and counted.measure
        and is_count(counted.unit)
        and counted.mention.value == len(whose)
    ):
        return counted.measure
    listed = "、".join(whose)
    return listed if listed in line.s else f"{'、'.join(whose[:-1])}和{whose[-1]}"


def _is_sum(line: Line, draft: Draft) -> bool:
    return _SUM.match(line.s, line.clauses[draft.clause].lo, draft.k) is not None


def _member(line: Line, i: int, hi: int, names: Names) -> int | None:
    """Where the place or body ends that stands at ``i``."""
    if i >= hi:
        return None
    found = names.at(line.at[i])
    if found is not None and found[1] in (PLACE, ORGANISATION):
        end = i + found[0] - line.at[i]
        return end + 1 if line.s[end : end + 1] in tuple("市省") else end
    m = _MEMBER.match(line.s, i, hi)
    known = is_known(m[0]) if m else 0
    return i + known if known else None

"""Those whom a clause without a figure brings in for the clauses behind it: 增长最快的是澜溪县，…

为云岫重工供货的澜光电子，… tells apart, 医药类院校次之，… places, 在望澜镇，… says where, 攻克低温烧结工艺，…
what was made.
"""

import re

from kejian.extraction.figures.acting import acting
from kejian.extraction.figures.called import Called
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.lines import Clause, Line
from kejian.extraction.figures.names import FACILITY, ORGANISATION, PRODUCT, Names
from kejian.extraction.figures.parallels import is_actor, split_actor
from kejian.extraction.figures.subjects import name_in
from kejian.language.han import han_pattern

_MOST_IS = re.compile(
    r"[，\s]*[^，#]{2,14}(?:最[高多大快低少强]|第一|首位)的(?:是|为|依次是|依次为|当属)(?P<who>[^，#、]{2,14})$"
)
# 半岛经济圈技术交易额最大，达…
_LEADS = re.compile(
    r"[@，\s]*(?:其中，?)?(?P<said>[^，#“”]{4,24}?)(?:为?最[大高多快强]|居首位?|居第一位?|位居第一|遥遥领先|领跑[^，#]{0,4})$"
)
_LEADS_ENDS = "大高多快强首位一先跑"
_MAIN_ENDS, _MOST_ENDS = "头体力军角擎柱", "方源体家量地"
# 企业法人仍是技术交易的最大输出方
_IS_MOST = han_pattern(
    r"[，\s]*(?P<who>\p{Han}{2,14}?)(?:仍然?|依然|一直|依旧|继续)?[是为][^，#]{0,14}(?:最大|最主要|最重要|主要)的?(?:\p{Han}{2}方|来源|主体|买家|卖家|力量|阵地)$"
)
_IS_MAIN = han_pattern(
    r"[，\s]*(?P<who>\p{Han}{2,14}?)(?:仍|依然|一直|依旧)?[是为][^，#]{0,10}(?:大头|主体|主力军?|主角|龙头|引擎|支柱|绝对主体)$"
)
_INTRODUCED = han_pattern(
    r"[，\s]*(?:由|与|在|以)?[^，#“”是]{2,30}(?:[建制发攻育立开办起成营管出]|建设|运营|孵化|组建|改造)的(?P<name>(?!是|[\p{Han}]{0,3}的)[\p{Han}A-Z\d-]{3,14})$"
)
_ABSTRACT = re.compile(
    r"(?:[中下上时后前里内间]|同时|过程|基础|背景|作用|支持|带动|要求|目标|原则|方式|情况|问题|格局|体系|局面|态势|优势|成果|道路|作为|企业|项目|政策|措施|意见|机遇|挑战)$|^(?:成绩单?|答卷|半年报|年报|账本|清单|数据)"
)
# 联合攻克低温烧结工艺，能耗…
_WON = re.compile(
    r"[^，#]{0,40}?(?:攻克|突破|掌握|开发出|研发出|创制|提出)了?(?P<name>[^，#“”、]{3,20}(?:工艺|技术|方法|材料))$"
)
_WON_ENDS, _PLACED_ENDS = "艺术法料", "之后次底头"
# 其次是装备制造业，…
_NEXT = han_pattern(r"[，\s]*(?:其次|再次|随后|紧随其后|排在其后|位居其后)的?[是为](?P<who>\p{Han}{2,16})")
# 医药类院校次之，为…
_PLACED = han_pattern(
    r"[，\s]*(?P<who>(?![但而其])\p{Han}{2,14}?(?<![速幅额量率]))"
    r"(?:则|也|仍|继续)?(?:次之|紧随其后|居次|居其次|垫底|独占鳌头|殿后)"
)
_IN_PLACE = han_pattern(
    r"[@，\s]*(?:在|放眼)(?P<where>(?![全本我各该这])\p{Han}{2,8}[镇乡村县区市省旗盟州])(?:境内|全境)?"
)
# 走进园区企业澜光电子的装配车间，…
_ENTERED = han_pattern(
    r"[@“，\s]*(?:记者)?(?:在|走进|来到|步入|走入|位于)(?P<at>[^，#@]{2,24}?)(?P<room>的?\p{Han}{0,6}(?:车间|展厅|机房|厂房|大厅|生产线|产线|总部|厂区|基地|展台))?(?:里|内|中|上)?$"
)
_OF_HOME = re.compile(r"(?:的|规模以上|规上)?(?:工业|企业)中的")
_SECTOR_END = re.compile(r"..(?:产业|行业|[制软]造?[业件]业?|服务业)$")
_NOT_ITS = re.compile(
    r"[，\s]*(?:依托|通过|来自|围绕|面向|联合|与|和|由|在|对|向|从|作为|据|按|以|因|经|随着)"
)
_KINDS = ("合同", "项目", "业务", "产品", "专利", "课题")  # which are told of up to the next semicolon
_BODIES = (ORGANISATION, FACILITY, PRODUCT)


def led_in(line: Line, clause: Clause, *, names: Names, called: Called, text: str) -> Subject | None:
    """The subject that ``clause``, which has no figure, does nothing but bring in."""
    s, lo, hi = line.s, clause.lo, clause.hi
    last, of = s[hi - 1], "的" in s[lo:hi]
    if of and (m := _MOST_IS.match(s, lo, hi)):
        return Subject(m["who"], hi)
    if last in _MAIN_ENDS and (m := _IS_MAIN.match(s, lo, hi)) and is_actor(m["who"]):
        return Subject(m["who"], hi)
    if last in _MOST_ENDS and (m := _IS_MOST.match(s, lo, hi)) and is_actor(m["who"]):
        return Subject(m["who"], hi)
    if last in _LEADS_ENDS and (m := _LEADS.fullmatch(s, lo, hi)) and (split := split_actor(m["said"])):
        return Subject(split[0], m.start("said") + len(split[0]))
    placed = _PLACED.fullmatch(s, lo, hi) if last in _PLACED_ENDS else None
    if m := placed or _NEXT.fullmatch(s, lo, hi):
        return Subject(m["who"], hi, guessed=m["who"].endswith(_KINDS))
    if entered := _entered(line, clause, names, text):
        called.note(entered.name)
        return entered
    if of and (ended := _ended_by_name(line, clause, names, text)):
        called.note(ended.name)
        return ended
    if m := _IN_PLACE.fullmatch(s, lo, hi):
        return Subject(m["where"], hi)
    if last in _WON_ENDS and (m := _WON.match(s, lo, hi)):
        return Subject(line.words(m.start("name"), hi, text), hi)
    m = _INTRODUCED.match(s, lo, hi) if of else None
    if m is None or _ABSTRACT.search(m["name"]):
        return None
    _, end = name_in(s, m.start("name"), hi)
    name = line.words(m.start("name"), end, text)
    called.note(name)
    return Subject(name, end)


def _entered(line: Line, clause: Clause, names: Names, text: str) -> Subject | None:
    """The body that a clause does nothing but enter, by its name: 在园区企业澜光电子，…"""
    m = _ENTERED.fullmatch(line.s, clause.lo, clause.hi)
    if m is None:
        return None
    end = line.at[m.end("at") - 1] + 1
    for i in range(m.start("at"), m.end("at") - 1):
        found = names.at(line.at[i])
        if found is not None and found[0] == end and found[1] is ORGANISATION:
            return Subject(line.words(i, m.end("at"), text), clause.hi)
    return None


def _ended_by_name(line: Line, clause: Clause, names: Names, text: str) -> Subject | None:
    """The body or thing that a clause does nothing but tell apart: 为云岫重工供货的澜光电子，…"""
    of = line.s.rfind("的", clause.lo, clause.hi - 2)
    if of <= clause.lo or _NOT_ITS.match(line.s, clause.lo):
        return None
    found = names.at(line.at[of + 1])
    if found is None or found[1] not in _BODIES or found[0] != line.at[clause.hi - 1] + 1:
        return None
    return Subject(line.words(of + 1, clause.hi, text), clause.hi)


def moved_sector(line: Line, home: Subject, hi: int, text: str) -> Subject | None:
    """The sector of the one reported on that a clause does nothing but move: 全市工业中的医药产业回升，…"""
    m = _OF_HOME.match(line.s, home.end, hi)
    lo = m.end() if m else hi
    acts = acting(line.s, lo, hi) if lo < hi else None
    if acts is None or not _SECTOR_END.search(line.s, lo, acts):
        return None
    return Subject(line.words(lo, acts, text), acts)

"""Measures that a clause takes from what was told alike: 山区为3.5亿元, 院校登记48项, 人数增长24%, 5家入选.

Works on the short form of a sentence (`lines.Line`).
"""

import re

from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.parallels import is_actor
from kejian.extraction.figures.phrases import is_count
from kejian.extraction.figures.sources import FIRMS, PERSONS
from kejian.language.han import han_pattern

# a gauge that says only how things are counted, and the units of those things (any where none is given)
_COUNTED_IN: dict[str, tuple[str, ...]] = {
    "数量": (), "总数": (), "总量": (), "数": (), "总数量": (),
    "人数": PERSONS, "户数": FIRMS, "家数": FIRMS, "件数": ("件",), "项数": ("项",), "篇数": ("篇",),
}  # fmt: skip
_VERBS = (
    "申请", "登记", "申报", "获授权", "授权", "获批", "立项", "认定", "备案", "签订",
    "输出", "吸纳", "转化", "引进", "承担", "牵头", "发表", "入选", "获奖", "成交",
)  # fmt: skip
_DID = re.compile(rf"(?P<who>[^，#@]{{2,12}}?)?[共各]?(?P<verb>{'|'.join(_VERBS)})")
# what parts a doer from the number that is told of it as one was of the doer before: 山区仅为#
_IS = re.compile(r"(?:则|也|仅|只|约|分别|同期|均)*(?:为|是|达到?|有|实现|完成)?(?:约|近|超|超过)?")
_DOER = han_pattern(r"[\p{Han}（）“”]{2,14}")
_NO_DOER = re.compile(
    r"(?:[额量率数度]|占比|比重|经费|收入|投入|产值|规模|增加值|利润|其中|累计|合计|平均|人均|户均|单[项家])$|[，#@的]|最|首|其中|金额|企业数"
)
# those told of in general, which are counted themselves: 全国重点实验室完成重组35家
_KIND = han_pattern(
    r"(?:全国|国家级?|[省市区县部]级|省|市|各类|新型|高新技术|科技|专精特新|“|规上|规模以上|技术|产业|工程|创新|临床|博士后|院士|众创|孵化|概念验证|中试|瞪羚|独角兽|上市|民营|重点)"
    r"[\p{Han}“”]{0,14}?(?:实验室|中心|企业|平台|机构|基地|工作站|孵化器|众创空间|园区|研究院|集群|创新体|联合体|学科|单位|院所|公司)"
)
_DONE_ONLY = re.compile(
    r"(?:[已均又再共新也]|当年|年内|累计)*(?:(?:完成|通过|获批?|实现|顺利|正式|成功|优化)(?:重组|验收|认定|备案|立项|建设|组建|考核|评估|复评|上市|结题|挂牌|整合|转型|筹建|复核)?"
    r"|重组|验收|入选|入围|入库|备案|挂牌|揭牌|新?认定|新增|签约|落地|投用|通过验收|获评优秀)"
)
_LISTED = re.compile(
    r"(?P<who>[^，#@]{0,12}?)(?P<what>企业|项目|机构|单位|平台|个人)?[均全都]?(?P<verb>入选|入围|上榜|获批|获评|在列|榜上有名|登榜|位列其中|通过|名列其中|跻身其列)"
)
# the list that the clauses before speak of: 公布2022年度创新型产业集群名单
_NEWEST = (
    r"(?:在|全[国省市]|首批|@年?度?|第?#?[\p{Han}]{0,2}?批次?|[\p{Han}]{0,2}新一[批轮]"
    r"|最新|新认定的?|拟认定的?|通过的?)*"
)
_NAME_OF_LIST = (
    r"(?P<what>(?!名单)[\p{Han}“”A-Z\d]{3,20}?)(?:拟)?(?:入选|入围|认定|推荐|培育|公示|候选)?"
    r"(?:企业|项目)?(?:名单|目录|榜单|清单)"
)
_LISTS = (
    han_pattern(rf"(?:公布|发布|公示|印发|下发|揭晓|出炉)(?:了|的)?{_NEWEST}{_NAME_OF_LIST}"),
    han_pattern(rf"(?:^|，|@){_NEWEST}{_NAME_OF_LIST}"),
)
_STATED = (LEVEL, RATIO, SHARE)


def told_likewise(
    line: Line,
    draft: Draft,
    own: str,
    before: list[Draft],
    subjects: dict[int, Subject],
    memory: Memory,
) -> bool:
    """Give ``draft`` the measure that ``own``, all that its clause names, only points at; whether it does."""
    if (found := _alike(line, draft, own, before, memory, subjects)) is not None:
        who, told = found
        if who:
            draft.subject, draft.fixed_subject = who, True
            subjects[draft.clause] = Subject(who, draft.k)
        draft.measure, draft.source = told.measure, told
        return True
    if own in _COUNTED_IN and (counted := _bare_of(own, draft, before, memory)) is not None:
        draft.measure, draft.source = counted.measure, counted
        return True
    if kind := _kind_counted(line, draft, own, subjects.get(draft.clause)):
        draft.measure, draft.own = kind, True
        subjects.pop(draft.clause, None)
        return True
    if listed := _of_list(line, draft, own):
        draft.measure, draft.own = listed, True
        return True
    return False


def _bare_of(own: str, draft: Draft, before: list[Draft], memory: Memory) -> Draft | None:
    """The count that a bare 数量 or 人数 is of, where its growth or change is told."""
    units = _COUNTED_IN[own]
    if draft.aspect not in (GROWTH, CHANGE):
        return None
    for told in reversed(before or memory.last):
        counts = told.aspect is LEVEL and told.measure and is_count(told.unit)
        if counts and (not units or told.unit in units):
            return told
    return None


def _alike(
    line: Line, draft: Draft, own: str, before: list[Draft], memory: Memory, subjects: dict[int, Subject]
) -> tuple[str | None, Draft] | None:
    """Who a clause names as one was named before, and the figure that was told of that one."""
    if draft.phrase.right or draft.aspect not in _STATED:
        return None
    did = None
    if own.endswith(_VERBS):
        did = _did(draft, own, [*memory.past, *before], subjects.get(draft.clause))
    return did or _is(line, draft, own, before, subjects)


def _did(
    draft: Draft, own: str, told: list[Draft], told_of: Subject | None
) -> tuple[str | None, Draft] | None:
    """大专院校登记48项, after the number of results registered was told."""
    m = _DID.fullmatch(own) if draft.aspect is LEVEL and is_count(draft.unit) else None
    if m is None or draft.part or (not is_actor(m["who"]) if m["who"] else told_of is None or told_of.home):
        return None
    bare = None
    for last in reversed(told):
        whole = last.measure or ""
        if last.unit != draft.unit or last.aspect is not LEVEL or m["verb"] not in whole:
            continue
        if len(whole) > len(m["verb"]) + 1 and not whole.endswith(m["verb"]):
            return m["who"], last
        bare = last if whole == m["verb"] and m["who"] else bare
    return (m["who"], bare) if bare else None


def _is(
    line: Line, draft: Draft, own: str, before: list[Draft], subjects: dict[int, Subject]
) -> tuple[str, Draft] | None:
    """山区为3.5亿元, after 沿海为13.2亿元 told whose that sum was."""
    last = next((d for d in reversed(before) if d.aspect is draft.aspect), None) if before else None
    if last is None or last.own or last.unit != draft.unit or not last.measure:
        return None
    doer = subjects.get(last.clause)
    if not last.fixed_subject and (doer is None or doer.home):
        return None
    if not _DOER.fullmatch(own) or _NO_DOER.search(own) or last.measure.startswith(own):
        return None
    at = line.s.rfind(own, line.clauses[draft.clause].lo, draft.k)
    plain = at >= 0 and _IS.fullmatch(line.s, at + len(own), draft.k) is not None
    return (own, last) if plain and draft.clause > last.clause else None


def _kind_counted(line: Line, draft: Draft, own: str, told_of: Subject | None) -> str | None:
    """What is counted, where the clause begins with those in general: 全国重点实验室完成重组35家."""
    if told_of is None or told_of.home or draft.unit not in ("家", "个", "所"):
        return None
    if draft.aspect is not LEVEL or draft.phrase.right or not _DONE_ONLY.fullmatch(own):
        return None
    if not _KIND.fullmatch(told_of.name) or line.s[told_of.end : draft.k].find(own) < 0:
        return None
    return told_of.name + own


def _of_list(line: Line, draft: Draft, own: str) -> str | None:
    """What those belong to that are on a list: 公布…产业集群名单，江洲4家入围 → 产业集群入围."""
    if draft.aspect is not LEVEL or not is_count(draft.unit) or "单" not in line.s[: draft.k]:
        return None
    m = _LISTED.fullmatch(own)
    if m is None:
        return None
    hi = line.clauses[draft.clause].lo
    found = next((f for f in (last_match(p, line.s, 0, hi) for p in _LISTS) if f), None)
    return found["what"] + m["verb"] if found else None


def last_match(pattern: re.Pattern[str], s: str, lo: int, hi: int) -> re.Match[str] | None:
    """The last of the matches of ``pattern`` in ``s[lo:hi]``, as they are found from the left."""
    found = None
    for m in pattern.finditer(s, lo, hi):
        found = m
    return found

"""The whole that a share or a rank is of, where the clause names it or the figures before imply it."""

import re

from kejian.extraction.figures.drafts import GROWTH, LEVEL, RANK, SHARE, Draft, Memory
from kejian.extraction.figures.likewise import last_match
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.parallels import is_actor
from kejian.extraction.figures.phrases import is_count, words
from kejian.extraction.figures.sources import PERSONS
from kejian.language.han import han_pattern

_TOTAL = re.compile(r"总(?:额|量|数|计)$")
_COUNTED = ("家", "户", "人", "名", "件", "项", "个")
_DOING = re.compile(r"^(?:发表|支撑|受理)(?=.{2})")
_PERSONS = re.compile(r"学历|学位|职称|女性|男性|\d岁|岁以|博士|硕士|本科")
_WHOLE_OPENER = re.compile(r"^(?:同期|其|了)")
_MARKET = han_pattern(
    r"(?P<whole>(?:国内|国际|全球|全国|海外|世界)[\p{Han}]{0,6}?市场)[\p{Han}]{0,4}?(?:占有率|份额|占比)"
)
_MONEY = re.compile(r"经费|资金|收入|支出|投入|产值|增加值|额|投资|贷款|价格|费|预算|市值")
# heads and things, which are no part of an amount: 首贷户, 中小企业用户, A轮及以前
_OF_HEADS = re.compile(
    r"(?:[户人者员士生]|企业|儿童|职称|学历|学位|代表|选手|骨干|赛道|轮|以前|以后|以上|展项|项目|课题|申请|设备|装备|仪器|专利|论文|团队|机构|来自.{2,10})$"
)
_GIVING = re.compile(r"贡献|承担|出资|分得|得到|补贴|支付")
# the kinds of research that R&D funds are divided by, and what they are parts of
_RESEARCH = re.compile(r"(?:基础研究|应用研究|试验发展)(?:经费|投入|支出)?$")
_ALL_RESEARCH = re.compile(r"(?:全社会)?(?:R&D|研发|研究与试验发展(?:[（(]R&D[)）])?)(?:经费|投入|支出|总)+$")
# those that do something, of all of their kind: 有研发活动的企业
_DOERS_OF = han_pattern(r"(?:有|设有|建有|建立|开展|拥有|从事|设立)[^，#的]{2,14}的(?P<all>[^，#的]{2,14})")
_OF_FUNDS = re.compile(r"(?<=经费)(?:内部)?支出$")
_DOERS = re.compile(r"(?:企业|高校|院所|机构|单位|园区|医院)$")
# 项目产出的高水平论文有52%被收录
_HAVE_PART = han_pattern(r"(?:^|[，。；的@])(?P<whole>[\p{Han}A-Z&]{2,12})[中里]?有(?:近|约|超过?|逾)?$")
_PART_IS = re.compile(
    r"(?:被|来自|来源于|得到|获得?|实现|达到|已|属于|分布|集中|流向|投向|用于|进入|为|是|以上)"
)
_WITHIN = han_pattern(r"[@，\s]*在(?P<whole>[\p{Han}&A-Z]{2,16}?)(?:之?中|里)")
# 全国科技城百强榜, 全国211个园区参评
_RANKING = re.compile(
    r"(?P<whole>全球|世界|全国|亚洲|全省)(?:#[^，#]{0,10}?(?:参评|参与|参加|上榜|入围|中)|[^，；#“”全]{0,14}?(?:百强|\d+强|榜单?|排行|排名|评价|评估|考核))"
)
_TOGETHER = re.compile(r"[@，]*(?:[两三四五六]者)?(?:合计|总计|加起来|合起来|三者共|共)占")
_EACH_AREA = re.compile(r"(?<=全[国省市区县州])各[省市县区地]$")
_REGION = re.compile(r"全[国省市区县州球]|世界")


def set_wholes(line: Line, drafts: list[Draft], memory: Memory) -> None:
    """Give shares and ranks of a sentence their whole."""
    for n, draft in enumerate(drafts):
        if draft.aspect is RANK:
            draft.base = _EACH_AREA.sub("", draft.phrase.whole or "") or _carried_rank(draft, drafts[:n])
            draft.base = draft.base or _ranked_among(line, draft)
        elif draft.aspect is SHARE:
            together = {d.measure for d in drafts if d.clause == draft.clause and d.aspect is SHARE}
            draft.base = _among(line, draft) or _whole(draft, drafts[:n], memory, together=together)
            if draft.phrase.whole and _TOGETHER.match(line.s, line.clauses[draft.clause].lo, draft.k):
                _share_whole(draft, drafts[:n])


def _ranked_among(line: Line, draft: Draft) -> str | None:
    """The whole that a ranking is of by its name, or by those that it counts: 全国211个园区参评，…"""
    clause = line.clauses[draft.clause]
    lo = next(c.lo for c in line.clauses if c.part == clause.part)
    m = last_match(_RANKING, line.s, lo, draft.k)
    return m["whole"] if m else None


def _among(line: Line, draft: Draft) -> str | None:
    """The whole that a share is picked from: 高水平论文有52%被…, 在全社会研发投入中，企业占74%."""
    if draft.phrase.whole or draft.over:
        return None
    clause = line.clauses[draft.clause]
    if _PART_IS.match(line.s, draft.k + 1) and (m := _HAVE_PART.search(line.s, clause.lo, draft.k)):
        return str(m["whole"])
    before = line.clauses[draft.clause - 1] if draft.clause else None
    if before is None or before.part != clause.part or line.s[before.hi - 1] not in "中里":
        return None
    within = _WITHIN.fullmatch(line.s, before.lo, before.hi)
    return str(within["whole"]) if within else None


def _share_whole(draft: Draft, before: list[Draft]) -> None:
    """Give the parts right before their whole, which is told with their sum: 分别占x、y和z，合计占全省的…"""
    for part in reversed(before):
        if part.aspect is not SHARE or draft.clause - part.clause > 1 or part.phrase.whole:
            return
        part.base = draft.base


def _carried_rank(draft: Draft, before: list[Draft]) -> str | None:
    """The whole of the rank before, or the region that a share before was of; another ranking has its own."""
    titled = draft.own and draft.phrase.measure is None
    for last in reversed(before):
        if last.aspect is RANK:
            return last.base if not titled or last.measure == draft.measure else None
        if last.aspect is SHARE and last.base and _REGION.fullmatch(last.base):
            return last.base
    return None


def _whole(draft: Draft, before: list[Draft], memory: Memory, *, together: set[str | None]) -> str | None:
    phrase = draft.phrase
    if phrase.beside is not None and draft.source is not None:
        return draft.source.base
    if phrase.given is not None and draft.source is not None:
        return draft.source.measure
    if phrase.whole:
        return _tidy(phrase.whole)
    named = draft.own and draft.measure is not None
    if named and "市场" in (draft.measure or "") and (market := _MARKET.search(draft.measure or "")):
        return str(market["whole"])
    if (
        named
        and words().rate.search(phrase.measure or "")
        and not phrase.tail
        and "占" not in (phrase.measure or "")
    ):
        return None
    if draft.clause >= 0 and before and before[-1].aspect is SHARE and before[-1].clause == draft.clause:
        return before[-1].base
    if (
        named
        and before
        and before[-1].aspect is SHARE
        and before[-1].phrase.whole
        and draft.clause == before[-1].clause + 1
    ):
        return before[-1].base
    told_again = None if named else draft.source
    again = told_again is not None and told_again.aspect is SHARE
    if told_again is not None and again and told_again.subject == draft.subject and told_again.base:
        return told_again.base
    if (
        told_again is not None
        and again
        and told_again in before
        and (draft.period or "") < (told_again.period or "")
    ):
        return told_again.base  # 比例为12%，较@的7%提高5个百分点
    if memory.divided and not named:
        told = next((d for d in reversed(before) if d.aspect is SHARE and d.phrase.whole), None)
        if told is not None and told.base and told.source is not None:
            return told.base  # 甲类83项，占登记总量的60.1%；乙类54项，占39.1%
    if memory.divided and not named and (divided := _divided(draft, before, memory)):
        return divided
    if memory.divided and not named and (first := _first_share(draft, before)) is not None:
        return first.base  # 分类别看，甲类83项，占60%；乙类54项，占39%
    if phrase.picked and before and before[-1].phrase.picked:
        return before[-1].base
    if (funds := _research(draft, before, memory)) is not None:
        return funds
    if draft.over:
        level = draft.source
        return draft.over + level.measure if level and level.measure and is_actor(draft.over) else draft.over
    if not named and draft.source is not None and (done := _DOERS_OF.fullmatch(draft.source.measure or "")):
        whole = str(done["all"])
        return draft.subject if draft.subject and draft.subject.endswith(whole) else whole
    if phrase.picked and draft.fixed_subject is False and _DOERS.search(draft.subject or ""):
        return draft.subject
    if not named and (total := _total(draft, before)):
        return total
    part = draft.source if not named and draft.source in before else None
    all_of = part.source if part is not None and part.fixed_subject else None
    if all_of is not None and all_of in before and all_of.aspect is LEVEL:
        return all_of.measure  # 支出68亿元，其中省本级21亿元，占31%
    if head := _head(draft, before, memory, named=named, together=together):
        return _DOING.sub("", head.measure or "", 1)
    if named and not draft.part:
        return None
    told = next((d for d in reversed(before) if d.aspect is SHARE and d.phrase.whole), None)
    if told is not None and not named:
        return told.base
    level = draft.source
    if level in before and level.aspect is GROWTH and level.source is not None:
        level = level.source  # 其中，市本级9亿元，增长2%，占37%
    if draft.part and level in before and level.aspect is LEVEL:  # 其中甲国占41%
        return level.measure
    shared_out = level is not None and level.fixed_subject and not level.own and draft.fixed_subject
    if level is not None and shared_out and level.aspect is LEVEL:
        return level.measure
    return memory.main.get(level.unit) if level and level.unit else None


def _first_share(draft: Draft, before: list[Draft]) -> Draft | None:
    """The first share of a sentence that divides a whole, if the part behind is counted alike."""
    first = next((d for d in before if d.aspect is SHARE), None)
    if first is None or first.source is None or draft.source is None or draft.source is first.source:
        return None
    if draft.source.part and not first.source.part:
        return None  # …；日常支出中，劳务费413亿元，占36%
    return first if first.source.unit == draft.source.unit else None


def _total(draft: Draft, before: list[Draft]) -> str | None:
    """The total that all shares of a sentence are of: 占总额的57%…占比28%."""
    share = next((d for d in before if d.aspect is SHARE and _TOTAL.search(d.base or "")), None)
    if share is None or share.source is None or draft.source is None:
        return None
    return share.base if share.source.unit == draft.source.unit else None


def _divided(draft: Draft, before: list[Draft], memory: Memory) -> str | None:
    """The whole that a sentence divides, as the section told it first: 分地区看，境外收入…，占比…"""
    level = draft.source
    if level is None or level not in before or level.aspect is not LEVEL or not level.measure:
        return None
    for told in memory.past:
        alike = told.aspect is LEVEL and told.unit == level.unit and not told.part and told not in before
        measure = told.measure if alike else None
        if measure and measure != level.measure and level.measure.endswith(measure[-2:]):
            return measure
    return None


def _research(draft: Draft, before: list[Draft], memory: Memory) -> str | None:
    """The funds that basic research is a part of, where the section told them."""
    if not _RESEARCH.search(draft.measure or ""):
        return None
    for told in reversed([*memory.past, *before]):
        if told.unit == "CNY" and told.aspect is LEVEL and _ALL_RESEARCH.fullmatch(told.measure or ""):
            return _OF_FUNDS.sub("", told.measure or "")
    return None


def _tidy(whole: str) -> str:
    return _EACH_AREA.sub("", _WHOLE_OPENER.sub("", whole.strip()))


def _first_counted(last: list[Draft]) -> Draft | None:
    """What the sentence before counted first: 国高企业2.08万家，…。十年以上的占…"""
    return next(
        (d for d in last if d.aspect is LEVEL and d.measure and d.unit in _COUNTED and not d.part),
        None,
    )


def _counts(draft: Draft) -> bool:
    return is_count(draft.unit) and not (draft.measure or "").endswith(("产能", "产量"))


def _of_heads(draft: Draft) -> bool:
    measure = draft.measure or ""
    return _OF_HEADS.search(measure) is not None and _GIVING.search(measure) is None


def _head(
    draft: Draft, before: list[Draft], memory: Memory, *, named: bool, together: set[str | None]
) -> Draft | None:
    """The figure that a part belongs to: the nearest before it that counts the same and is no part itself."""
    level = draft.source or next((d for d in reversed(before) if d.aspect is LEVEL and d.measure), None)
    unit = level.unit if level and not named else None
    if named and draft.measure and _MONEY.search(draft.measure):
        unit = "CNY"
    heads = named and unit is None and len(together) < 2 and _of_heads(draft)
    persons = named and _PERSONS.search(draft.measure or "") is not None
    if draft.phrase.picked and not before:
        return _first_counted(memory.last)
    earlier = [] if (named and not draft.part) or memory.fresh else memory.last
    for candidate in reversed([*earlier, *before]):
        if candidate.aspect is not LEVEL or candidate.measure is None or candidate.measure in together:
            continue
        if (unit is not None and candidate.unit != unit) or (persons and candidate.unit not in PERSONS):
            continue
        if persons and candidate.measure.endswith("职称"):
            continue
        if candidate.part or (heads and not _counts(candidate)):
            continue
        if (
            named
            and unit is None
            and not draft.part
            and candidate.unit != "CNY"
            and not is_count(candidate.unit)
        ):
            continue
        return candidate
    return None

"""Whose a number is by the words right beside it: 规上服务业投入9亿元, 六成由高校使用, 全省21个市州.

Works on the short form of a sentence (`lines.Line`).
"""

import re

from kejian.extraction.figures.drafts import LEVEL, RANK, SHARE, Draft
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.home_heads import AREA_ENDS
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.parallels import is_actor
from kejian.extraction.figures.phrases import is_count
from kejian.extraction.figures.places import is_well_known
from kejian.language.han import han_pattern

_NATION = re.compile(r"全[国省市]|副省级|省会")
_CLASS_OF_ALL = re.compile(
    r"(?:全[省市区县])?(?:规模?以上|规上|大中型)?(?:工业|科技型|高新技术)?(?:中小)?(?:企业|高校|高等学校)"
)
# 规上企业中，有研发活动的占…
_PICKED = han_pattern(
    r"[@，]*(?P<of>(?:有|设有|建有|开展|拥有|实现)[\p{Han}R&D]{2,14}的)(?:约占|占比?|超过?|达到?|不足|不到|近|约|为)+"
)
# who takes a place, and nothing else of them: 云岫高新区跻身全国前七十
_PLACED = han_pattern(
    r"(?!全|各|本|[省市]级|国家级?)\p{Han}{2,14}(?:高新区|经开区|开发区|新区|大学|学院|医院|科学城|[市县])"
)
AREA = han_pattern(
    r"(?!.*(?:国家|级|示范|高新|开发|社区|园区|新区|校区|景区|自治|城市|地市|各))\p{Han}{2,5}[区县市州旗]"
)
_AREAS_LISTED = han_pattern(rf"{AREA.pattern}(?:[、和]\p{{Han}}{{2,5}}[区县市州旗])*")
# departments of a hospital or university, which have what is counted
_UNIT = han_pattern(r"\p{Han}{1,8}(?:[内外儿眼骨瘤肤腔像验复诊理产]科|学院|学部)")
_AREA_ENDS, _UNIT_ENDS = "区县市州旗", "科院部"
# how words begin that name no one whose the number is: where to something goes, of which each has some
_NOT_WHOSE = (
    "进入", "入职", "流向", "流入", "输往", "输出到", "来自", "投向", "落户", "面向", "留在", "销往",
    "转移到", "平均每", "每家", "每个", "每户",
)  # fmt: skip
_OWNED = ("人年", "件", "人", "人次", "篇")  # what doers have, and are not counted by
_SPENDING = ("投入", "支出")
_SPENDS = han_pattern(rf"(?P<who>\p{{Han}}{{2,12}}?)(?P<verb>{'|'.join(_SPENDING)})")
_BY = han_pattern(r"#由(?P<who>[\p{Han}、]{2,16}?)(?:使用|执行|完成|承担|支配|贡献|投入|支出)(?=[，；。]|$)")
_ALL = re.compile(r"(?P<who>全国|全省|全市|全区|全球|世界|全州|全盟)的?$")
_ALL_ENDS = "国省市区球界州盟的"
# R&D经费超百亿元的省全国共有3个
_ALL_HAVE = re.compile(r"(?P<who>全国|全球|全世界|我国)(?:目前|现|已|总|一)?(?:共有?|有)$")
_AREAS = re.compile(
    r"(?:个)?(?:设区市|地级市|市州|市|省份?|[区县]|州|城市|县[（(]?市|国家高新区|高新区|经开区)(?=中|里|第|排|位|居|列|，|$)"
)


def who_spent(own: str, draft: Draft) -> tuple[str, str] | None:
    """Who spent the sum that is told, and the verb that measures it, by the words before the number."""
    if draft.aspect is not LEVEL or not own.endswith(_SPENDING) or is_count(draft.unit):
        return None
    m = _SPENDS.fullmatch(own)
    return (m["who"], m["verb"]) if m and is_actor(m["who"]) else None


def by_whom(line: Line, draft: Draft) -> str | None:
    """Who uses or does the share that is told: 资金的六成由高校使用."""
    m = _BY.match(line.s, draft.k) if draft.aspect is SHARE else None
    return m["who"] if m else None


def area_of(line: Line, draft: Draft) -> str | None:
    """The whole whose areas a number counts: 在全省13个市中."""
    if draft.aspect is not LEVEL or not is_count(draft.unit):
        return None
    lo, m = line.clauses[draft.clause].lo, None
    last = line.s[draft.k - 1] if draft.k else ""
    if last == "有":
        m = _ALL_HAVE.search(line.s, lo, draft.k)
    elif last in _ALL_ENDS and _AREAS.match(line.s, draft.k + 1):
        m = _ALL.search(line.s, lo, draft.k)
    return m["who"] if m else None


def of_their_kind(draft: Draft, subject: Subject | None) -> str | None:
    """Those who are counted among all of their kind: 国高企业只占全市企业的…"""
    if draft.aspect is not SHARE or subject is None or subject.home:
        return None
    if not draft.phrase.whole:
        of = subject.guessed and not is_actor(subject.name)  # else a doer has a share of what was told
        return subject.name if draft.phrase.taken and (of or draft.over is not None) else None
    alike = subject.name[-2:] == draft.phrase.whole[-2:] and subject.name != draft.phrase.whole
    return subject.name if alike and subject.end <= draft.k else None


def region_ranked(draft: Draft, name: str, home: str | None) -> bool:
    """Whether a rank of a class of doers is their area's: 规上工业企业…增长率居全国首位."""
    if draft.aspect is not RANK or not home or home[-1] not in AREA_ENDS:
        return False
    nation = _NATION.match(draft.phrase.whole or "") is not None
    return nation and _CLASS_OF_ALL.fullmatch(name) is not None


def picked(line: Line, draft: Draft) -> str | None:
    """What picks out the part of a class that a share tells of: 规上企业中，有研发活动的占…"""
    m = _PICKED.fullmatch(line.s, line.clauses[draft.clause].lo, draft.k)
    return m["of"] if m else None


def takes_place(own: str) -> bool:
    """Whether the words before a rank name whom it is of, and nothing that is ranked."""
    return _PLACED.fullmatch(own) is not None


def acts(draft: Draft, own: str) -> bool:
    """Whether the words before a number name one whose it is, and not what is counted."""
    if own.startswith(_NOT_WHOSE):
        return False
    if draft.phrase.right and draft.aspect is SHARE:
        return False
    among = draft.phrase.picked and draft.phrase.whole is not None  # 上市公司中科技企业占…
    if among or draft.aspect is RANK:
        return False
    if is_count(draft.unit) and draft.unit not in _OWNED and not _named(own):
        return False
    return is_actor(own) or is_well_known(own)


def _named(own: str) -> bool:
    """Whether the words are names of areas, or of departments."""
    if not own:
        return False
    if own[-1] in _AREA_ENDS:
        return _AREAS_LISTED.fullmatch(own) is not None
    return own[-1] in _UNIT_ENDS and _UNIT.fullmatch(own) is not None


def moved_before(line: Line, draft: Draft, before: list[Draft]) -> Draft | None:
    """The change of place right before a rank of another: 甲区全国排名提升9位，乙区跻身前70强."""
    last = before[-1] if before else None
    if last is None or last.unit != "位" or last.measure is None:
        return None
    return last if line.clauses[last.clause].part == line.clauses[draft.clause].part else None

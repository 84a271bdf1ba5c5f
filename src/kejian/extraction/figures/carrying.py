"""The measure of each figure: named at the number, or carried over from a figure before it."""

import re

from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.elsewhere import (
    changed,
    compare,
    dimension,
    divide,
    had_by_each,
    head_clause,
    label,
    may_be_of_title,
    moved_by,
    named_before,
    ranked,
    ranking,
    share_of_whole,
    share_out,
    spent,
    told_alike,
    with_topic,
)
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.kinds import of_next_kind
from kejian.extraction.figures.likewise import told_likewise
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.parallels import is_actor, split_actor
from kejian.extraction.figures.phrases import clean, is_count, words
from kejian.extraction.figures.pointing import (
    amount_of,
    called_back,
    gap,
    placed_by,
    points_back,
    told_behind,
)
from kejian.extraction.figures.sharing import (
    AREA,
    acts,
    moved_before,
    of_their_kind,
    picked,
    region_ranked,
    takes_place,
    who_spent,
)
from kejian.extraction.figures.sources import PLACES, in_reach, over, right_after, source_of, threshold
from kejian.language.han import han_pattern

_AFTER = han_pattern(
    r"[）)](?:[、和与及][^，；（(]{2,20}[（(][^）)]*[）)])*(?:的(?P<measure>\p{Han}{2,12}?)"
    r"(?:均|都|分别|皆|高于|低于|居|位居|位列|排|领|为|超过)|(?P<gauge>\p{Han}{1,12}?(?:[数额量率值]|数量|强度"
    r"|规模|收入|投入|经费))(?:均|都|分别|皆|居|位居|位列|排|领先|领跑|名列|最[高多大]))"
)
_SECTOR_NAME = re.compile(r"(?:业|产业|行业|领域)$")
_SECTOR = re.compile(
    r".*?(?:(?<![营就企毕])业|产业|行业|领域)(?P<what>增加值|产值|营业收入|收入|产量|利润|投资|规模)$"
)
_BARE_VERBS = frozenset(
    ["成交", "单季成交", "当季成交", "单月成交", "合计成交", "完成", "单季", "实际", "实际完成"]
)
_TOTALS = frozenset(
    ["总量", "总数", "总数量", "数量", "合计", "年末总数", "总数累计", "保有量", "拥有量", "存量"]
)
# what one of those told of has of it: 平均每家, 户均, 单项最高
_EACH = re.compile(
    r"(?:平均)?(?:每[百千万]?人口?(?:拥有)?|每[家项件笔户人台套次支](?:企业|单位|高校|院所)?|[户人笔件]均)|单[项件笔户]"
)
_WHEN = re.compile(
    r"(?:当|单)[年季月]|[一二两三四五六七八九十\d]{1,2}(?:个?[年月天日]|个?季度)(?:之|以)?[后前来内]"
)
# others that a figure is set beside: 全国为2.44%, 同行一般在65%
_BESIDE = re.compile(
    r"(?P<who>全国|全省|全市|全球|世界|省会|邻[市省县区]|国外|[东南西北中]部(?:地区)?|先进地区|发达地区|标杆城市|兄弟城市|同行|行业|对手|(?:国际|国内|全国|行业)(?:先进|平均|领先)水平)(?:一般|平均数?|平均水平|均值|同期)*"
)
_GAUGED = re.compile(r"..(?:[量额率]|占比|比重|强度|经费|收入|投入|产值|规模|[^函参人]数|余额)$")
_DID = han_pattern(r"(?:^|[，；@一二三\p{Han}])(?P<verb>\p{Han})了(?:约|近|超|超过)?$")
_THESE = han_pattern(r"(?:这些|这批|上述|它们|他们)\p{Han}{0,5}?虽?然?")
_SPENT = frozenset(["支出", "投入", "开支", "总支出"])
_FIRMS = han_pattern(
    r"(?!落实|撬动|拉动|吸引|推动|支持|引导|鼓励|惠及|带动|服务|减免|兑现|对|为)\p{Han}{1,10}(?<!型)企业(?!家|研发机构|贷款)"
)
_OWNER = han_pattern(r"\p{Han}{2,4}")
# bodies that firms have, which are counted and no one's doing
_BODIES = re.compile(r"(?:研发|科研|创新|技术|设计|检测)\w{0,4}(?:机构|中心|平台|基地|研究院|团队)")
_MOST = han_pattern(r"(?P<of>[^最，]{2,14})最[多高大快低少小]的(?P<who>\p{Han}{2,12})$")
_MOST_TOLD = han_pattern(
    r"[，@\s]*(?P<of>(?!增长|增速)[^最，#@]{2,14})最[多高大低少小]的\p{Han}{2,12}?(?:为|达|是|仅)?"
)
_BEFORE_OWNER = re.compile(r"^.*(?:分别为|依次为|集中在|分别是|包括|主要为|，|@)")


# the first characters of those words, of those that point at another figure, and of those for when and each
_OTHERS, _POINTING = frozenset("全世省邻国东南西北中先发标兄同行对"), frozenset("这该此前后")
_PER = frozenset("当单平每户人笔件一二两三四五六七八九十")


def set_measure(
    line: Line, draft: Draft, before: list[Draft], subjects: dict[int, Subject], memory: Memory
) -> None:
    """Give ``draft`` its measure; ``before`` are the figures before it in the sentence."""
    if draft.phrase.beside is not None and compare(draft, before, memory):
        return
    if draft.phrase.given is not None and share_out(draft, before, memory):
        return
    own = draft.phrase.measure
    of_over = draft.over and draft.aspect is SHARE and is_actor(draft.over)
    if of_over and draft.over and (of := picked(line, draft)) is not None:
        draft.measure, draft.own = of + draft.over, True
        draft.subject, draft.fixed_subject = memory.home, memory.home is not None
        return
    if (own is None or draft.phrase.right) and (named := told_behind(line, draft)):
        draft.measure, draft.own = named, True
        return
    if own is not None and draft.aspect is SHARE and _THESE.fullmatch(own):
        counted = next((d for d in reversed(before) if d.measure and is_count(d.unit)), None)
        if counted is not None and draft.phrase.whole and "贡献" not in line.s[counted.k : draft.k]:
            draft.measure, draft.source = counted.measure, counted
            return
        own = None
    if own is not None and own.endswith("以") and is_actor(own[:-1]):
        own = own[:-1]
    owner = _owner(line, draft)
    spent_by = who_spent(own, draft) if own is not None else None
    if spent_by and not (memory.press and spent_by[0] == "企业"):
        source = source_of(draft, before, memory, same_unit=True)
        if source is not None:
            (draft.subject, draft.measure), draft.fixed_subject = spent_by, True
            subjects[draft.clause] = Subject(spent_by[0], draft.k)
            draft.source = source
            return
    if owner is not None and own is None and draft.aspect is RANK:
        owner = None
    if own is None and owner is not None and _GAUGED.search(owner) and not is_actor(owner):
        draft.measure, draft.own = owner, True  # 研发经费占比（3.6%）
        return
    if own is None and (of := moved_by(line, draft)):
        draft.measure, draft.own = of, True
        return
    if own is None and before and placed_by(line, draft, before[-1]):
        draft.measure, draft.own = before[-1].measure, True
        return
    if own is None and (named := label(line, draft)):
        draft.measure, draft.own = named, True
        return
    may_head = own is None or (len(own) <= 4 and not draft.phrase.right and _OWNER.fullmatch(own) is not None)
    if may_head and (head := head_clause(line, draft)):
        draft.measure, draft.own = head, True
        if own is not None:
            draft.subject, draft.fixed_subject = own, True
        return
    if draft.aspect is SHARE and (whole := share_of_whole(line, draft, own, before)) is not None:
        if own is not None:
            draft.subject, draft.fixed_subject = own, True
            subjects[draft.clause] = Subject(own, draft.k)
        draft.measure, draft.own = whole, True
        return
    told_of = subjects.get(draft.clause)
    if own is None and not before and (one := of_their_kind(draft, told_of)):
        draft.measure, draft.own = one, True
        draft.subject, draft.fixed_subject = memory.home, memory.home is not None
        subjects.pop(draft.clause, None)
        return
    named_here = told_of is not None and not told_of.home and not told_of.guessed
    kind = dimension(line, draft, before) if own is not None and not named_here else None
    if own is not None and kind and divide(draft, own, memory, kind=kind):
        if draft.fixed_subject and draft.subject:
            subjects[draft.clause] = Subject(draft.subject, draft.k, guessed=True)
        return
    if own is not None and own[:1] in _OTHERS and (beside := _BESIDE.fullmatch(own)):
        source = next((d for d in reversed(before) if d.unit == draft.unit and d.measure), None)
        if source is not None:
            draft.subject, draft.fixed_subject = beside["who"], True
            draft.measure, draft.source = source.measure, source
            return
    if own is not None and told_likewise(line, draft, own, before, subjects, memory):
        return
    does = own is not None and acts(draft, own)
    given = does and _gives(line, draft)
    if given and (source := source_of(draft, before, memory)) is not None:
        draft.subject, draft.fixed_subject = own, True
        draft.measure, draft.source = source.measure, source
        return
    told = told_alike(line, draft, own, before) if own is not None and draft.aspect is SHARE else None
    if told is not None:
        draft.subject, draft.fixed_subject = own, True
        draft.measure, draft.source = told.measure, told
        return
    each = had_by_each(draft, own, before) if own is not None and draft.aspect is RATIO else None
    if each is not None:
        draft.measure = each
        return
    actor = own if does else owner
    if owner is not None and (after := _AFTER.search(line.s, draft.k)):
        draft.subject, draft.fixed_subject = owner, True
        draft.measure, draft.own = after["measure"] or after["gauge"], True
        return
    if actor is not None and (own is None or own == actor):
        source = source_of(draft, before, memory, same_unit=True)
        if source is None or source not in before:
            source = threshold(before) or source
        if source is None and draft.aspect is GROWTH and AREA.fullmatch(actor):
            source = source_of(draft, before, memory)
        alike = _SECTOR.match(source.measure or "") if source and actor == own else None
        if alike is not None and _SECTOR_NAME.search(actor):
            draft.measure, draft.own = actor + alike["what"], True
            return
        if source is not None:
            draft.subject, draft.fixed_subject = actor, True
            if actor == own:
                subjects[draft.clause] = Subject(actor, draft.k)
            draft.measure = over(source.measure) if source.unit != draft.unit else source.measure
            draft.source = source
            return
    if (
        own in _BARE_VERBS
        and before
        and (before[-1].measure or "").endswith(("合同", "项目"))
        and before[-1].own
    ):
        draft.measure, draft.own = f"{before[-1].measure}成交额", True
        return
    if own is not None and draft.unit == "CNY" and own.endswith("合同成交"):
        own += "额"
    if own in _BARE_VERBS and (source := source_of(draft, before, memory, same_unit=True)) is not None:
        own = None
    if own in ("实际", "实际完成") and before and before[-1].unit == draft.unit and before[-1].measure:
        draft.measure, draft.source = before[-1].measure.removesuffix("目标"), before[-1]
        return
    if own is not None and own[:1] in _POINTING and points_back(own):
        if source := called_back(draft, own, before, memory):
            draft.measure, draft.source = source.measure, source
            if source.subject and source.fixed_subject:
                draft.subject, draft.fixed_subject = source.subject, True
            return
        own = None
    other = gap(draft, before) if draft.aspect is CHANGE else None
    if other is not None and other.measure is not None:
        draft.measure, draft.own = other.measure + "差距", True
        draft.base = other.subject if other.fixed_subject else None
        return
    if own is not None and not before:
        own = with_topic(line, draft, own)
    if own in _TOTALS and (told := changed(draft, before)) is not None:
        draft.measure, draft.source = told.measure, told
        return
    if own in _TOTALS and source_of(draft, before, memory, same_unit=True) is not None:
        own = None
    if own and (own[0] in _PER or own[0].isdecimal()) and _says_only_per_what(own, draft, before, memory):
        own = None
    if draft.aspect is RANK and _ranked(line, draft, own, before, subjects):
        return
    spender = subjects.get(draft.clause)
    if (
        own in _SPENT
        and spender
        and not spender.home
        and threshold(before) is None
        and (of := spent(draft, own, before, memory))
    ):
        draft.measure, draft.own = of + own, True
        return
    if own in ("投入", "支出") and threshold(before) is not None:
        own = None
    if own is not None and "最" in own and (most := _MOST.match(own)):
        draft.subject, draft.fixed_subject = most["who"], True
        subjects[draft.clause] = Subject(most["who"], draft.k)
        draft.measure, draft.own = most["of"], True
        return
    if own is not None:
        told_alone = memory.bulletin and not named_here
        split = split_actor(own) if told_alone or ("企业" in own and _FIRMS.match(own)) else None
        if split and region_ranked(draft, split[0], memory.home):
            split = None
        if split and draft.phrase.right is False and not (is_count(draft.unit) and _BODIES.match(split[1])):
            draft.subject, draft.fixed_subject = split[0], True
            own = split[1]
            subjects[draft.clause] = Subject(split[0], draft.k)
        draft.measure, draft.own = own, True
        return
    if most := _MOST_TOLD.fullmatch(line.s, line.clauses[draft.clause].lo, draft.k):
        draft.measure, draft.own = most["of"], True
        return
    if named := named_before(line, draft, before, subjects):
        draft.measure, draft.own = named, True
        return
    part = line.clauses[draft.clause].part
    if may_be_of_title(draft, [d for d in before if line.clauses[d.clause].part == part]) and (
        title := ranking(line, draft)
    ):
        draft.measure, draft.own = title, True
        return
    carry(line, draft, before, memory)
    of_next_kind(line, draft, memory)


def _ranked(
    line: Line, draft: Draft, own: str | None, before: list[Draft], subjects: dict[int, Subject]
) -> bool:
    """Give a rank what it is one of, where ``own`` and the figures before tell; whether they do."""
    if own is None:
        part, told_of = line.clauses[draft.clause].part, subjects.get(draft.clause)
        alone = not any(line.clauses[d.clause].part == part and d.measure for d in before)
        if alone and part and told_of and not told_of.home and "排名" in line.s:
            draft.measure, draft.own = "排名", True
            return True
        moved = moved_before(line, draft, before)
        if moved is not None:
            draft.measure, draft.source = (moved.measure or "").removeprefix("的"), moved
        return moved is not None
    if not draft.phrase.right and takes_place(own):
        placed = next((d for d in reversed(before) if d.aspect is RANK or d.unit in PLACES), None)
        draft.subject, draft.fixed_subject = own, True
        subjects[draft.clause] = Subject(own, draft.k)
        if placed is not None and placed.measure:
            draft.measure, draft.source = placed.measure, placed
        else:
            draft.measure = ranking(line, draft)
        return True
    of = ranked(own, before)
    draft.measure = of or draft.measure
    return bool(of)


def _says_only_per_what(own: str, draft: Draft, before: list[Draft], memory: Memory) -> bool:
    """Whether the words only say when, or for which one of those told of, where an amount of all was told."""
    told = _EACH.fullmatch(own) and any(d.unit == draft.unit and d.measure for d in [*memory.last, *before])
    return bool(told) or _WHEN.fullmatch(own) is not None


def _gives(line: Line, draft: Draft) -> bool:
    """Whether the share is what someone contributed to the whole."""
    return draft.aspect is SHARE and "贡献" in line.s[line.clauses[draft.clause].lo : draft.k]


def _owner(line: Line, draft: Draft) -> str | None:
    """Whose a number is that opens a bracket: the name right before it (青州（12亿元））."""
    clause = line.clauses[draft.clause]
    if clause.cut not in ("（", "(") or line.s[clause.lo : draft.k].strip() or draft.clause == 0:
        return None
    before = line.clauses[draft.clause - 1]
    text = line.s[max(before.lo, line.s.rfind("#", before.lo, before.hi) + 1) : before.hi]
    text = _BEFORE_OWNER.sub("", text)
    return clean(text)


def carry(line: Line, draft: Draft, before: list[Draft], memory: Memory) -> None:
    """Give ``draft`` the measure of the figure before it that it goes on from."""
    source = source_of(draft, in_reach(line, draft, before), memory)
    if draft.aspect is LEVEL and source not in before and (total := changed(draft, before)) is not None:
        source = total  # 高企净增58家，达376家
    if (amount := amount_of(line, draft, before)) is not None:
        draft.measure, draft.source = amount.measure, amount
        return
    if draft.aspect is CHANGE and draft.unit == "pp" and draft.phrase.than and not draft.phrase.tail:
        growth = before[-1] if before and before[-1].aspect is GROWTH else None
        if growth is not None and growth.measure and right_after(draft, growth):
            draft.source = growth
            draft.measure = growth.measure if growth.measure.endswith("增速") else growth.measure + "增速"
            return
    if source is None and draft.aspect is LEVEL:
        alike = next((d for d in reversed(before) if d.unit == draft.unit and d.aspect is RATIO), None)
        source = changed(draft, before) or alike
    drawn = threshold(before)
    if drawn is not None and draft.aspect is LEVEL and (source is None or source not in before):
        draft.measure, draft.source = over(drawn.measure), drawn
        draft.subject, draft.fixed_subject = drawn.measure, True
        return
    if source is None and draft.unit == "CNY" and (told := threshold(memory.last)) is not None:
        draft.measure, draft.source = over(told.measure), told
        return
    if source is None and draft.aspect is LEVEL and (did := _DID.search(line.s[: draft.k])):
        draft.measure, draft.own = did["verb"], True
        return
    if source is None or source.measure is None:
        return
    draft.source = source
    tail = draft.phrase.tail if draft.aspect is not GROWTH else ""
    if tail == "占比" and source.aspect is SHARE and source.phrase.worded:
        tail = f"占{source.base or source.phrase.whole}的{source.phrase.worded}"
    draft.measure = source.measure + tail if not source.measure.endswith(tail or "\0") else source.measure
    if (
        (draft.aspect is CHANGE and draft.unit == "pp" and not draft.phrase.tail and source.aspect is SHARE)
        and not words().rate.search(draft.measure)
        and not draft.measure.endswith("占比")
    ):
        worded = source.phrase.worded
        draft.measure += f"占{source.base or source.phrase.whole}的{worded}" if worded else "占比"
    if source.fixed_subject and source in before and not draft.fixed_subject:
        draft.subject, draft.fixed_subject = source.subject, True

"""Parallel lists: 甲、乙和丙分别为x、y和z, and numbers that refer to the figures before them in turn."""

import re
from functools import cache

import regex

from kejian.extraction.figures.drafts import GROWTH, LEVEL, RANK, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.lines import Clause, Line
from kejian.extraction.figures.names import ORGANISATION, Names
from kejian.extraction.figures.phrases import FILE, clean
from kejian.extraction.figures.times_in_turn import give_times
from kejian.language.han import han_pattern
from kejian.language.times import number
from kejian.vocabulary.loader import load
from kejian.vocabulary.patterns import pieces

_BETWEEN = re.compile(r"\s*(?:、|和|与|及|以及|,|，)\s*(?:(?:同比)?(?:增长|下降|减少|增加|提高))?")
_IN_TURN = re.compile(r"分别|依次|各为|各达|分列|各占|分得|各得")
_SPLIT = re.compile(r"、|以及|和|与|及|，")
_LIST_END = re.compile(
    r"(?:同比|环比|比@|较@|约|各|所占比重|占比|占全[省市国区].*|占[^、]*|经?费?的?比重|为|达|@)+$"
)
_LISTING = re.compile(r"、(?!.{0,6}(?:和|与|及)其他)")
_LISTED_AND = re.compile(r"、|以及|和")
_KINDS = han_pattern(
    r"[两三四五六七八九十\d]大?\p{Han}{0,6}?(?:业务|板块|产业|行业|领域|片区|市场|企业|单位|机构|主体|集群|县区|区县|县市|产品|服务方|方|块|部分|渠道|来源|人群)(?P<what>[^，、]{0,10}?)(?:比重)?$"
)
# what divides a whole by those who do something: 按技术领域分，…
_BY_DOERS = re.compile(
    r"(?:^|[，；@])(?:其中，?)?[按从分][^，#]{0,8}?(?:行业|领域|产业|赛道|区域|地区|区县|县区|县市|市州|部门)[^，#]{0,6}?(?:来看|看|分|划分)，"
)
_FIELD = re.compile(r"(?<=..)(?:技术)?(?:[两三四五六七八九十\d]大?个?)?领域$")
_PIECES = re.compile(r"(?:块|部分|渠道|来源)$")
_LIST_OPENER = re.compile(r"^(?:其中|以及|同时|按[^，]*分|@|，)+")
_PLACED = re.compile(
    r"(?:[^，]{0,8}看，)?(?P<list>[^，#@]{4,60}?)(?:居|位居|位列|列|排|最|均|都|领先|合计|占据?[^比]|遥遥|领跑|活跃|增势|表现|增长较?快)"
)
# 强度高于全省平均的有甲市和乙市; 强度前三位是甲业、乙业、丙业
_NAMED_LAST = re.compile(
    r"(?P<of>[^，#@]{2,16}?)(?:超过|高于|低于|领先|居|排|位列|最|前[两二三四五十])[^，]{0,14}?(?:有|是|为)(?P<list>[^，#@是为]{4,60})"
)
_IN_TURN_ON = re.compile(r"(?:分别|依次).*$")
_THOSE = re.compile(r"(?P<first>前)?(?P<n>[一二两三四五六七八九十])(?:类|者|市|项|家|大|种|区|省)|这些|上述")
_COMPARING = re.compile(r"占|同比|比@|较@")
_SHARED_END = re.compile(r"(?:同比|环比|的)+$")
_OF_ALL = (
    "等奖",
    "产业",
    "行业",
    "领域",
    "合同",
    "企业",
    "项目",
    "专利",
    "人员",
    "经费",
    "市场",
    "学科",
    "论文",
)


_UNGAUGED = ("合同", "类合同", "技术交易")  # what is shared and has a gauge behind
_MOVING = (
    "流向",
    "输往",
    "来自",
    "面向",
    "投向",
    "销往",
    "撬动",
    "拉动",
    "带动",
    "吸引",
    "引导",
    "推动",
    "支持",
    "鼓励",
)  # what is moved is nobody's doing
_SECTORS = ("", "领域", "行业", "产业", "板块", "技术领域", "类")  # the end of a name and no measure
_DONE = ("贡献", "投入", "投资", "出口", "进口", "融资", "成交")
# kinds of firms, which are counted; of a sector it is told how many it has
_SIZES = re.compile(
    r"[大中小微]型?|规上|规下|[内外国民]资|国有|民营|私[营人]|集体|股份制|港澳台商?(?:投资|控股)?|外商(?:投资|控股)?"
)
_AREAS = han_pattern(r"\p{Han}{1,4}[区县市州镇乡]")
_OF_ALL_DOERS = ("企业", "项目", "机构", "平台", "园区", "人才")


def find_groups(line: Line, drafts: list[Draft]) -> list[list[Draft]]:
    """Runs of two or more numbers of one clause with nothing between them but 、 or 和."""
    groups: list[list[Draft]] = []
    if len(drafts) < 2:
        return groups
    run: list[Draft] = []
    for draft in drafts:
        if run and run[-1].clause == draft.clause and _BETWEEN.fullmatch(line.s, run[-1].k + 1, draft.k):
            run.append(draft)
        else:
            if len(run) > 1:
                groups.append(run)
            run = [draft]
    if len(run) > 1:
        groups.append(run)
    return groups


_CLASS = han_pattern(r"(?:\p{Han}{1,3}(?P<sort>[级类型])|国家|中央|[省部市区县厅])(?=\p{Han}{2}|$)")
_CLASSES = han_pattern(r"(?:\p{Han}(?P<sort>[级类型])|国家|中央|^[省部市区县厅])$")


@cache
def _heads() -> regex.Pattern[str]:
    return regex.compile(rf"(?:R&D|研发|科研|基础研究)?{pieces(FILE)['gauge']}")


@cache
def _actors() -> re.Pattern[str]:
    return re.compile(rf"^[^#@]{{0,24}}(?<!上){pieces(FILE)['actor']}$|^其他$|^其它$")


@cache
def _actor_ends() -> frozenset[str]:
    """The last characters of such phrases, a quick look before the careful one."""
    return frozenset("他它\n").union(words[-1] for words in load(FILE)["words"]["actor"])


def is_actor(text: str) -> bool:
    """Whether a phrase names someone who does or owns: a company, an office, a sector, an area."""
    return text[-1:] in _actor_ends() and _actors().match(text) is not None


def members(text: str, count: int) -> tuple[list[str], str] | None:
    """The ``count`` members of the list in ``text`` and the words after the last that all share.

    >>> members("技术开发、技术转让和技术咨询合同成交额", 3)
    (['技术开发', '技术转让', '技术咨询'], '合同成交额')
    """
    items = [i.strip() for i in _SPLIT.split(text)]
    if len(items) < count:
        return None
    if len(items) > count:
        merged = _merged(text, items, count)
        if merged is None:
            return None
        items = merged
    last = items[-1]
    cut = _tail_at(items)
    return [*items[:-1], last[:cut].removesuffix("的")], last[cut:]


def _merged(text: str, items: list[str], count: int) -> list[str] | None:
    """Split at 、 alone, or drop the front of a list that is longer than its numbers."""
    for cut in (_LISTING, _LISTED_AND):
        rough = [i.strip() for i in cut.split(text)]
        if len(rough) == count:
            return rough
    return None


def split_actor(text: str) -> tuple[str, str] | None:
    """Who does and what is measured of them: ``高等学校基础研究经费`` → 高等学校, 基础研究经费."""
    m = _doing().match(text)
    if m is None or m["actor"][0] in "对由" or m["actor"].startswith(_MOVING):
        return None
    return m["actor"], m["rest"]


@cache
def _doing() -> regex.Pattern[str]:
    w = pieces(FILE)
    return regex.compile(rf"(?P<actor>[^#@]{{0,24}}{w['actor']}|其他|其它)的?(?P<rest>(?:{w['doing']}).*)$")


def _tail_at(items: list[str]) -> int:
    """Where in the last member the words begin that belong to all."""
    last, others = items[-1], items[:-1]
    if split := split_actor(last):
        return len(last) - len(split[1])
    if all(_AREAS.fullmatch(item) for item in others) and (area := _AREAS.match(last)):
        return area.end()
    class_of = _CLASS.match(last)
    if class_of and all((c := _CLASSES.search(i)) and c["sort"] == class_of["sort"] for i in others):
        return class_of.end()  # 国家级、省级|创新平台, 国家、省|科技项目
    for item in others:
        # members that end alike: 基础研究、应用研究、试验发展人员 keep their own ends
        at = last.find(item[-2:])
        if len(item) > 2 and at > 0 and at + 2 < len(last):
            return at + 2
    lengths = {len(i) for i in others}
    if len(lengths) == 1:
        length = lengths.pop()
        if any(i.endswith(last[length:]) for i in others):
            return len(last)  # 高新技术企业、市级专精特新企业: each has its own
        if length < len(last) and last.startswith(_OF_ALL, length):
            return length
        if length < len(last) and (
            last[:2] == others[0][:2] or (last[-2:] != others[0][-2:] and _heads().match(last, length))
        ):
            return length
    at = last.find("的") + 1
    if 3 <= at < len(last) - 1 and all("的" not in i and abs(len(i) - at + 1) <= 1 for i in others):
        return at
    if last.endswith(_OF_ALL_DOERS) and len(last) > 3 and not any(is_actor(i) for i in others):
        return len(last) - 2
    m = _heads().search(last, 1)
    if m and m.start() > 1 and not is_actor(last):
        # a list whose members end alike has none to share: 高企数、瞪羚企业数
        return len(last) if any(i.endswith(last[m.start() :]) for i in others) else m.start()
    return len(last)


def assign(line: Line, group: list[Draft], drafts: list[Draft], memory: Memory, names: Names) -> bool:
    """Give the numbers of a group the members of the list before them, or the figures before them in turn."""
    first = group[0]
    clause = line.clauses[first.clause]
    s = line.s
    lo = max(clause.lo, s.rfind("#", clause.lo, first.k) + 1)
    left = s[lo : first.k]
    if ("@" in left or "季度" in left) and give_times(line, group, lo, left, memory):
        return True
    m = _IN_TURN.search(left)
    listed = left[: m.start()] if m else left
    after = left[m.end() :] if m else ""
    kinds = _KINDS.search(listed)
    found = _listed(listed[: kinds.start()] if kinds else listed, after, group)
    if found:
        if kinds and (what := clean(kinds["what"]) or _what(after)):
            found = [*found[0][:-1], found[0][-1] + found[1]], what
        elif not found[1] and (what := _what(after) or _done(line, clause, found[0], after, first, names)):
            found = found[0], what
        parts = kinds is not None and _PIECES.search(kinds[0]) is not None
        if not found[1] and first.aspect is SHARE and _BY_DOERS.search(line.s, 0, lo) is not None:
            # 分领域看，甲、乙领域分别占…: each has its share of what was told
            found = [_FIELD.sub("", name) for name in found[0]], ""
            _give_members(group, *found, drafts=[*memory.last, *drafts], doers=True)
            return True
        doers = (kinds is not None and not parts) or all(
            _is_body(line, name, clause.lo, first.k, names) for name in found[0]
        )
        if found[1] in _SECTORS and first.aspect is SHARE and _BY_DOERS.search(s, 0, lo):
            past = [d for d in memory.past if not d.fixed_subject or d.subject == memory.home]
            _give_members(group, found[0], "", drafts=[*past, *drafts], doers=True)
            return True
        _give_members(group, *found, drafts=drafts, doers=doers, parts=parts)
        return True
    told = clean(listed) if m and listed.strip("，@ ") else None
    gauged = told is not None and _heads().fullmatch(told) is not None
    ahead = _list_before(line, clause, group) if m and (gauged or not told) else None
    if ahead is not None:
        ahead = (ahead[0], ahead[1] + told if ahead[1] in _UNGAUGED else told) if told else ahead
        by_doers = bool(ahead[1]) and _BY_DOERS.search(line.s, 0, lo) is not None
        _give_members(group, *ahead, drafts=drafts, doers=by_doers)
        return True
    if m or (len(group) > 1 and "由" not in left and "从" not in left):
        return _give_in_turn(group, [*memory.last, *drafts], left, memory.past)
    return False


def _is_body(line: Line, name: str, lo: int, hi: int, names: Names) -> bool:
    """Whether a member of a list is a company or body that the document names: 澜光电子."""
    i = line.s.find(name, lo, hi)
    found = names.at(line.at[i]) if i >= 0 else None
    return found == (line.at[i] + len(name), ORGANISATION)


def _done(
    line: Line, clause: Clause, listed: list[str], after: str, first: Draft, names: Names
) -> str | None:
    """What all bodies of a list did: 甲院和乙大学分别获资助83项和79项."""
    what = clean(after)
    if what is None or what in _DONE or _COMPARING.match(what):
        return None
    bodies = all(is_actor(n) or _is_body(line, n, clause.lo, first.k, names) for n in listed)
    return what if bodies else None


def _what(after: str) -> str | None:
    """The noun behind 分别 that all members share: …分别投入研发经费."""
    what = clean(after)
    return what if what and what not in _DONE and _heads().search(what) else None


def _list_before(line: Line, clause: Clause, group: list[Draft]) -> tuple[list[str], str] | None:
    """The list that the clause before places or praises: 甲市、乙县产值居前两位，分别为…"""
    number = line.clauses.index(clause)
    before = line.clauses[number - 1] if number else None
    if before is None or before.part != clause.part:
        return None
    m = _PLACED.match(line.s, before.lo, before.hi)
    if m and any(c in m["list"] for c in "、和与") and (found := _listed(m["list"], "", group)):
        return found
    m = _NAMED_LAST.fullmatch(line.s, before.lo, before.hi)
    found = _listed(m["list"], "", group) if m else None
    return (found[0], found[1] or clean(m["of"]) or "") if m and found else None


def _listed(listed: str, after: str, group: list[Draft]) -> tuple[list[str], str] | None:
    listed = _LIST_END.sub("", listed.strip())
    if not any(c in listed for c in "、和与及"):
        return None
    head = _LIST_OPENER.match(listed)
    if head:
        listed = listed[head.end() :]
    return members(listed, len(group))


def _give_members(
    group: list[Draft],
    names: list[str],
    shared: str,
    *,
    drafts: list[Draft],
    doers: bool,
    parts: bool = False,
) -> None:
    shared = _SHARED_END.sub("", shared)
    shared = shared.split("占")[0]
    before = [d for d in drafts if d.k < group[0].k and d.measure]
    actors = doers or all(is_actor(n) or _AREAS.fullmatch(n) for n in names)
    counted = group[0].unit in ("家", "个", "所", "位") and group[0].aspect is LEVEL
    for draft, name in zip(group, names, strict=True):
        if actors and not (counted and not shared):
            draft.subject, draft.fixed_subject = name, True
            draft.measure = shared or None
            draft.own = bool(shared)
            if not shared and draft.aspect is SHARE and before:
                _share_of(draft, before)
        else:
            same = next((d for d in reversed(before) if not shared and d.measure and name in d.measure), None)
            draft.measure = same.measure if same else (clean(name) or name) + shared
            draft.own, draft.part = True, draft.part or parts
            draft.source = same
            if (
                shared == "企业" and counted and not _SIZES.fullmatch(name)
            ):  # the sectors are whose companies are counted
                draft.subject, draft.fixed_subject = clean(name) or name, True


def _share_of(draft: Draft, before: list[Draft]) -> None:
    """A doer's share is of the amount told last, whatever rates were told after it."""
    level = next((d for d in reversed(before) if d.aspect is LEVEL), None)
    if level is not None:
        draft.measure, draft.source = level.measure, level


def _list_of(levels: list[Draft]) -> list[Draft]:
    """The list that the last of ``levels`` ends: figures in one unit, a clause apart."""
    first = len(levels) - 1
    while (
        first
        and levels[first - 1].period is None
        and levels[first - 1].unit == levels[-1].unit
        and levels[first].clause - levels[first - 1].clause <= 1
    ):
        first -= 1
    return levels[first:]


def _give_in_turn(group: list[Draft], drafts: list[Draft], left: str, past: list[Draft]) -> bool:
    """The last figures before the group, one for each of its numbers."""
    before = drafts[: drafts.index(group[0])]
    levels = [d for d in before if d.aspect in (LEVEL, RATIO) and d.measure]
    if group[-1].unit == "pp":
        levels = [
            d for d in before if d.unit in ("1", "pp") and d.aspect is not GROWTH and d.measure
        ] or levels
    if group[0].aspect is RANK or not levels:
        levels = [d for d in before if d.measure]
    if len(levels) < len(group):
        return False
    own = clean(_IN_TURN_ON.sub("", left))
    if own and (those := _THOSE.match(own)):
        kind = _LIST_END.sub("", own[those.end() :])[-2:]
        alike = [d for d in [*past, *before] if d.aspect is LEVEL and (d.measure or "").endswith(kind)]
        own = None
        if len(kind) == 2 and len(alike) >= len(group):
            levels = alike
        if those["first"] and number(those["n"]) == len(group):
            levels = _list_of(levels)[: len(group)]
            if len(levels) < len(group):
                return False
    if (
        own
        and group[0].aspect is LEVEL
        and len(own) >= 2
        and own not in ("累计",)
        and not _COMPARING.match(own)
    ):
        for draft, source in zip(group, levels[-len(group) :], strict=True):
            draft.measure = own
            draft.subject, draft.fixed_subject = source.subject, source.fixed_subject
            draft.own = True
        return True
    for draft, source in zip(group, levels[-len(group) :], strict=True):
        draft.measure, draft.source = source.measure, source
        draft.subject, draft.fixed_subject = source.subject, source.subject is not None
        draft.part = source.part
    return True

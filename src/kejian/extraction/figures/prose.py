"""The figures of a sentence, read in order: phrase, measure, subject, time, whole."""

import re

from msgspec import structs

from kejian.extraction.figures.bases import set_wholes
from kejian.extraction.figures.bracketed import set_bracketed
from kejian.extraction.figures.called import Called
from kejian.extraction.figures.carrying import carry, set_measure
from kejian.extraction.figures.completing import complete, gauged_alike
from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, RATIO, Draft, Memory
from kejian.extraction.figures.elsewhere import ranked
from kejian.extraction.figures.groups import set_groups
from kejian.extraction.figures.head_words import Subject
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.measures import read_phrase
from kejian.extraction.figures.names import Names
from kejian.extraction.figures.parallels import assign, find_groups
from kejian.extraction.figures.periods import set_times
from kejian.extraction.figures.pointing import other_of_two
from kejian.extraction.figures.several import summed
from kejian.extraction.figures.sharing import area_of, by_whom
from kejian.extraction.figures.speaking import attributed, clause_subjects, remember, subject_of
from kejian.extraction.figures.wording import Phrase
from kejian.language.han import han_pattern

_PART = re.compile(r"[@，\s]*其中")
_AMONG = re.compile(r"[，@\s]*(?P<whole>[^，#@在从《]{3,14}?)(?:之)?(?<![集当手])[中里]")
_AMONG_COUNTED = re.compile(r"#(?P<whole>(?:[^，#]{0,8}?)(?:企业|单位|机构|项目|高校|人员|专利))中$")
_DIVIDING = re.compile(r"[，\s]*(?:其中，)?[按从分][^，#]{1,14}?(?:看|来看|分|划分|分类|统计)，")
_BESIDE = han_pattern(
    r"(?<![^，；。：“])(?:与|同|和|跟)(?:(?:邻近|相邻|周边|毗邻|同类)的)?(?P<than>(?!上年|去年|同期|此前|以往|过去)\p{Han}{2,10})相比，"
)
_DASH = re.compile(r"[”\s]*(?:——|—|：)")
_ALL_OF = ("全省", "全市", "全区", "全县", "全州")
_EITHER = ("前者", "后者")
_EACH = re.compile(
    r"每(?P<a>#)(?P<one>[^#，；由从为达的中]*?)(?:就|便)?(?P<have>拥?有)?(?P<b>#)(?P<other>[^，；。#]*)"
)


def read_sentence(
    line: Line, drafts: list[Draft], memory: Memory, *, names: Names, called: Called, text: str
) -> None:
    """Fill in ``drafts``, the numbers of ``line`` in order, and remember what the next sentence needs."""
    memory.divided = _DIVIDING.match(line.s) is not None
    subjects = clause_subjects(line, drafts, memory, names=names, called=called, text=text)
    for draft in drafts:
        clause = line.clauses[draft.clause]
        end = subjects[draft.clause].end if draft.clause in subjects else 0
        draft.phrase = read_phrase(
            line, draft.k, clause, aspect=draft.aspect, unit=draft.unit, after=end if end < draft.k else 0
        )
    _restore(line, drafts)
    _set_parts(line, drafts)
    _each(line, drafts)
    set_bracketed(line, drafts)
    set_groups(line, drafts, subjects, text)
    grouped = {d.k: group for group in find_groups(line, drafts) for d in group}
    done: set[int] = set()
    among = "其中" in line.s and _PART.match(line.s) is not None
    for n, draft in enumerate(drafts):
        before = drafts[:n]
        group = grouped.get(draft.k)
        if group and draft is group[0] and assign(line, group, drafts, memory, names):
            done.update(d.k for d in group)
        if draft.k not in done:
            set_measure(line, draft, before, subjects, memory)
        elif draft.aspect is RANK and draft.measure:
            draft.measure = ranked(draft.measure.replace("数数", "数"), before) or draft.measure
        elif draft.measure is None:
            carry(line, draft, before, memory)
        if draft.k not in done and draft.fixed_subject and _turned(draft, before, subjects):
            draft.fixed_subject = False
        if not draft.fixed_subject and (owner := attributed(line, draft, text)):
            draft.subject = owner
            subjects[draft.clause] = Subject(owner, draft.k)
        elif not draft.fixed_subject:
            draft.subject = (
                by_whom(line, draft)
                or area_of(line, draft)
                or subject_of(line, draft, before, subjects, memory)
            )
        draft.subject = summed(line, draft, before) or draft.subject
        if draft.subject in _ALL_OF and (memory.home or "").endswith(draft.subject[1:]):
            draft.subject = memory.home  # 全区R&D经费相当于…, in the report of a 区
        complete(line, draft, [*memory.last, *before] if among else before, memory.past)
        if memory.divided and (measure := gauged_alike(draft, before)):
            draft.measure = measure
    _pulled(line, drafts)
    set_times(line, drafts, memory)
    set_wholes(line, drafts, memory)
    _beside_others(line, drafts)
    for n, draft in enumerate(drafts):
        if draft.base in _EITHER:
            draft.base = other_of_two(draft, drafts[:n], memory)
    remember(subjects, memory)
    for draft in drafts:
        if memory.bulletin and draft.own and draft.measure and draft.unit and draft.aspect is LEVEL:
            memory.main.setdefault(draft.unit, draft.measure)


def _turned(draft: Draft, before: list[Draft], subjects: dict[int, Subject]) -> bool:
    """Whether the text has turned to another subject since the figure that the measure was taken from."""
    source = draft.source
    if source is None or source not in before or draft.subject != source.subject:
        return False
    since = range(source.clause + 1, draft.clause + 1)
    return any(n in subjects and not subjects[n].home and not subjects[n].guessed for n in since)


def _beside_others(line: Line, drafts: list[Draft]) -> None:
    """What a part of a sentence sets its figures beside: 与邻县相比，强度1.9%，高出0.7个百分点."""
    m = _BESIDE.search(line.s) if "相比，" in line.s else None
    if m is None:
        return
    part = line.clauses[line.clause_of(m.start())].part
    for draft in drafts:
        changes = draft.aspect in (CHANGE, GROWTH) and draft.k > m.end()
        if changes and draft.phrase.than is None and line.clauses[draft.clause].part == part:
            draft.base = m["than"]


def _pulled(line: Line, drafts: list[Draft]) -> None:
    """A figure before a dash is what the sentence behind goes on to name: 3.02%——…强度首次突破3%."""
    first = drafts[0] if drafts else None
    if first is None or first.measure is not None or not _DASH.match(line.s, first.k + 1):
        return
    named = next((d for d in drafts[1:] if d.own and d.unit == first.unit and d.aspect is first.aspect), None)
    if named is not None:
        first.measure, first.own = named.measure, True
        if named.fixed_subject:
            first.subject, first.fixed_subject = named.subject, True


def _set_parts(line: Line, drafts: list[Draft]) -> None:
    """Mark the figures under 其中, and those under a whole named as 经常性支出中，."""
    s = line.s
    among = "其中" in s
    if not among and "中" not in s and "里" not in s:
        return
    parts: list[bool] = []
    wholes: list[str | None] = []
    inside, over, part = False, None, 0
    for clause in line.clauses:
        if clause.part != part:
            inside, over, part = False, None, clause.part
        inside = inside or (among and _PART.match(line.s, clause.lo, clause.hi) is not None)
        parts.append(inside)
        wholes.append(over)
        if clause.hi == 0 or s[clause.hi - 1] not in "中里":
            continue
        m = _AMONG.match(line.s, clause.lo, clause.hi)
        m = m if m and m.end() == clause.hi else _AMONG_COUNTED.search(line.s, clause.lo, clause.hi)
        if m:
            over = m["whole"]
    for draft in drafts:
        draft.part, draft.over = parts[draft.clause], wholes[draft.clause]
        draft.part = draft.part or draft.over is not None


def _restore(line: Line, drafts: list[Draft]) -> None:
    """Wholes that are times (占全年的, 完成全年目标的) in the words of the text."""
    for draft in drafts:
        whole = draft.phrase.whole
        if whole and "@" in whole:
            at = line.s.rfind("@", 0, draft.k)
            time = line.times[line.stamps.index(at)].text if at in line.stamps else ""
            draft.phrase = structs.replace(draft.phrase, whole=whole.replace("@", time))


def _each(line: Line, drafts: list[Draft]) -> None:
    """``每5万人拥有1座场馆``: both numbers tell one quotient."""
    for m in _EACH.finditer(line.s) if "每#" in line.s else ():
        told = m["one"] + m["other"] if m["one"] else "拥有" + m["other"]
        if told == "拥有":
            earlier = [d for d in drafts if d.k < m.start() and d.phrase.measure]
            told += (earlier[-1].phrase.measure or "") if earlier else ""
        for draft in drafts:
            if draft.k in (m.start("a"), m.start("b")) and draft.aspect is RATIO:
                draft.phrase = Phrase(told)

"""The figure before that one goes on from: of the same unit and kind, in the sentence or the one before."""

import re

from kejian.extraction.figures.drafts import CHANGE, GROWTH, LEVEL, RANK, RATIO, SHARE, Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.phrases import THRESHOLD

_SCORED = ("指数", "得分")  # what regions are placed by, though it be in per cent
PLACES = ("位", "位次", "个位次", "名次", "名")
FIRMS, PERSONS = ("家", "户"), ("人", "名", "位")  # classifiers of the same things
_RANKED = (LEVEL, RATIO, RANK, GROWTH)
_OVER = re.compile(r"\d?[万亿]?[元家人件]?以[上下]$")


def over(measure: str | None) -> str | None:
    """What a count with a threshold is drawn by: 投入超过8亿元的行业 → 投入."""
    m = THRESHOLD.match(measure or "")
    return m["of"] if m else measure


def threshold(before: list[Draft]) -> Draft | None:
    """The last of ``before`` that counts those over or under a threshold."""
    return next((d for d in reversed(before) if d.measure and THRESHOLD.match(d.measure)), None)


def right_after(draft: Draft, growth: Draft) -> bool:
    """Whether a comparison follows a growth right away: 增长9.8%，高出全市2.1个百分点."""
    return draft.clause - growth.clause <= 1


def source_of(draft: Draft, before: list[Draft], memory: Memory, *, same_unit: bool = False) -> Draft | None:
    """The figure whose measure this one takes over."""
    whole = draft.phrase.whole if draft.aspect is RANK else None
    if whole:
        before = [d for d in before if d.mention.surface not in whole]
    if before and _by_how_much(draft, before[-1]):
        return before[-1]
    if before and before[-1].clause == draft.clause and before[-1].measure and not same_unit:
        return before[-1]
    for candidate in reversed([*memory.last, *before]):
        if memory.divided and candidate.part and candidate not in before:
            continue
        if candidate.measure is None:
            continue
        if draft.aspect is RANK and candidate.aspect not in _RANKED and not _alone(candidate, before):
            continue
        if same_unit and _OVER.search(candidate.measure):
            continue
        if _fits(draft, candidate, same_unit=same_unit):
            return candidate
    return None


def in_reach(line: Line, draft: Draft, before: list[Draft]) -> list[Draft]:
    """Those ``before`` but in brackets or told as parts (其中) in an earlier stretch, if others are left."""
    if not before:
        return before
    here = line.clauses[draft.clause]
    open_ = [d for d in before if line.clauses[d.clause].depth <= here.depth] or before
    wholes = [d for d in open_ if not d.part or line.clauses[d.clause].part == here.part]
    return wholes if any(d.measure and d.aspect is LEVEL for d in wholes) else open_


def _alone(share: Draft, before: list[Draft]) -> bool:
    """Whether a rank right after a share can be of nothing else: nothing but the share was told."""
    if share.aspect is not SHARE or not share.own or share not in before:
        return False
    whole, told = share.phrase.whole, share.measure or ""
    if told.endswith(_SCORED):
        return True
    return (whole or "").endswith(told[-2:]) or all(d.aspect in (SHARE, CHANGE) for d in before)


def _by_how_much(draft: Draft, change: Draft) -> bool:
    """Whether a growth tells again a change told right before it: 少了1.2万小时，降幅18.5%."""
    if draft.aspect is not GROWTH or change.aspect is not CHANGE or not change.own:
        return False
    return change.unit not in ("pp", *PLACES) and draft.clause - change.clause <= 1


def _alike(unit: str | None, other: str | None) -> bool:
    """Whether the same things may be counted in both units: 企业61家，比上年增加21户."""
    return unit == other or any(unit in alike and other in alike for alike in (FIRMS, PERSONS))


def _fits(draft: Draft, candidate: Draft, *, same_unit: bool) -> bool:
    if draft.aspect is RATIO and draft.unit != "1":
        return candidate.unit == draft.unit
    if same_unit or draft.aspect is LEVEL:
        return candidate.unit == draft.unit and candidate.aspect is draft.aspect
    if draft.aspect is CHANGE and draft.unit == "名" and candidate.aspect is RANK:
        return True
    if draft.aspect is CHANGE and draft.unit not in ("pp", *PLACES[:-1]):
        return _alike(candidate.unit, draft.unit) and candidate.aspect in (LEVEL, RATIO)
    if draft.aspect is CHANGE and draft.unit in PLACES and draft.unit != "名":
        return candidate.aspect is RANK
    if draft.aspect is CHANGE:
        return (candidate.unit in ("1", "pp") and candidate.aspect is not GROWTH) or bool(draft.phrase.tail)
    return candidate.aspect is not CHANGE

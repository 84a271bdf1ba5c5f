"""The whole that a share or a rank is of, where the clause names it or the figures before imply it."""

import re

from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.parallels import is_actor
from kejian.extraction.figures.phrases import words
from kejian.language.han import han_pattern
from kejian.model import Aspect

_COUNTED = ("家", "户", "人", "名", "件", "项", "个")
_DOING = re.compile(r"^(?:发表|支撑|受理)(?=.{2})")
_PERSONS = re.compile(r"学历|学位|职称|女性|男性|\d岁|岁以|博士|硕士|本科")
_WHOLE_OPENER = re.compile(r"^(?:同期|其|了)")
_MARKET = han_pattern(
    r"(?P<whole>(?:国内|国际|全球|全国|海外|世界)[\p{Han}]{0,6}?市场)[\p{Han}]{0,4}?(?:占有率|份额|占比)"
)
_MONEY = re.compile(r"经费|资金|收入|支出|投入|产值|额|投资|贷款|价格|费|预算|市值")


def set_wholes(drafts: list[Draft], memory: Memory) -> None:
    """Give shares and ranks of a sentence their whole."""
    for n, draft in enumerate(drafts):
        if draft.aspect is Aspect.RANK:
            draft.base = draft.phrase.whole or _carried_rank(draft, drafts[:n])
        elif draft.aspect is Aspect.SHARE:
            together = {d.measure for d in drafts if d.clause == draft.clause and d.aspect is Aspect.SHARE}
            draft.base = _whole(draft, drafts[:n], memory, together=together)


def _carried_rank(draft: Draft, before: list[Draft]) -> str | None:
    last = next((d for d in reversed(before) if d.aspect is Aspect.RANK), None)
    return last.base if last else None


def _whole(draft: Draft, before: list[Draft], memory: Memory, *, together: set[str | None]) -> str | None:
    phrase = draft.phrase
    if phrase.whole:
        return _tidy(phrase.whole)
    named = draft.own and draft.measure is not None
    if named and (market := _MARKET.search(draft.measure or "")):
        return str(market["whole"])
    if (
        named
        and words().rate.search(phrase.measure or "")
        and not phrase.tail
        and "占" not in (phrase.measure or "")
    ):
        return None
    if (
        draft.clause >= 0
        and before
        and before[-1].aspect is Aspect.SHARE
        and before[-1].clause == draft.clause
    ):
        return before[-1].base
    if (
        named
        and before
        and before[-1].aspect is Aspect.SHARE
        and before[-1].phrase.whole
        and draft.clause == before[-1].clause + 1
    ):
        return before[-1].base
    if phrase.picked and before and before[-1].phrase.picked:
        return before[-1].base
    if draft.over:
        level = draft.source
        return draft.over + level.measure if level and level.measure and is_actor(draft.over) else draft.over
    if head := _head(draft, before, memory, named=named, together=together):
        return _DOING.sub("", head.measure or "", 1)
    if named and not draft.part:
        return None
    told = next((d for d in reversed(before) if d.aspect is Aspect.SHARE and d.phrase.whole), None)
    if told is not None and not named:
        return told.base
    level = draft.source
    return memory.main.get(level.unit) if level and level.unit else None


def _tidy(whole: str) -> str:
    return _WHOLE_OPENER.sub("", whole.strip())


def _first_counted(last: list[Draft]) -> Draft | None:
    """What the sentence before counted first: 国高企业2.08万家，…。十年以上的占…"""
    return next(
        (d for d in last if d.aspect is Aspect.LEVEL and d.measure and d.unit in _COUNTED and not d.part),
        None,
    )


def _head(
    draft: Draft, before: list[Draft], memory: Memory, *, named: bool, together: set[str | None]
) -> Draft | None:
    """The figure that a part belongs to: the nearest before it that counts the same and is no part itself."""
    level = draft.source or next(
        (d for d in reversed(before) if d.aspect is Aspect.LEVEL and d.measure), None
    )
    unit = level.unit if level and not named else None
    if named and draft.measure and _MONEY.search(draft.measure):
        unit = "CNY"
    persons = named and _PERSONS.search(draft.measure or "") is not None
    if draft.phrase.picked and not before:
        return _first_counted(memory.last)
    earlier = [] if named and not draft.part else memory.last
    for candidate in reversed([*earlier, *before]):
        if candidate.aspect is not Aspect.LEVEL or candidate.measure is None or candidate.measure in together:
            continue
        if (unit is not None and candidate.unit != unit) or (
            persons and candidate.unit not in ("人", "名", "位")
        ):
            continue
        if candidate.part:
            continue
        return candidate
    return None

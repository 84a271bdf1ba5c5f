"""Events told in passing, by a verb in a modifier: 2022年设立的某某基金."""

import re
from collections.abc import Sequence

from kejian.extraction.context import Sentence
from kejian.extraction.events.clauses import Clause
from kejian.extraction.events.dates import Time
from kejian.extraction.events.lexicon import Hit
from kejian.extraction.events.model import Event, Page
from kejian.extraction.events.parts import Parts
from kejian.extraction.events.things import Phrase, claimed, clean, vague

_RELATIVE_END = re.compile(
    r"总(?:规模|投资|经费|面积|量)|为(?=[\d近约超])|航程|航速|时速|(?<![高大低小])(?:功率|容量|排量)|首[期轮批]|规模|显示|表明|披露|规定|明确|提出|指出|累计|已|目前|，|在校|在还|共|达|四年前|\d"
)

_OFFICES = ("处", "署", "办", "所")
_FRAMED = ("上", "中", "期间")
_THIS_YEAR = ("年内", "今年", "全年")


def may_pass(masked: str, clause: Clause, times: Sequence[Time]) -> bool:
    """Whether a verb of a clause may stand in a modifier with its date: most stand in none."""
    return bool(times) or (
        masked.find("年", clause.start, clause.end) >= 0
        and any(
            masked.startswith("的", hit.end) and masked.endswith(_THIS_YEAR, 0, hit.start)
            for hit in clause.hits
        )
    )


def in_passing(
    page: Page,
    sentence: Sentence,
    parts: Parts,
    clause: Clause,
    *,
    times: Sequence[Time],
) -> Event | None:
    """2022年设立的某某基金…, 始建于1987年的某某厂…: an event told in a modifier, with its date."""
    masked = page.masked
    for hit in clause.hits:
        if not hit.verb.sure or hit.verb.place in ("none", "noun", "tail", "word"):
            continue
        told = _modifier(page, sentence, parts, times, hit, clause)
        if told is None:
            continue
        iso, start, doers = told
        thing, claim = claimed(clean(_modified(page, start, clause.end)))
        if hit.verb.family == "meeting" and thing.text.endswith(_FRAMED):  # 在6月举行的大会上
            thing = Phrase(thing.text.removesuffix("期间").rstrip("上中"), thing.start)
        if vague(thing.text) or "的" in masked[hit.end + 1 : start - 1]:
            continue
        return Event(
            start=hit.start,
            end=thing.start + len(thing.text),
            date=iso,
            dated=True,
            actor=doers,
            action=hit.verb.form,
            object=thing.text,
            claim=claim.text if claim else None,
            family=hit.verb.family,
            place="before",
        )
    return None


def _modifier(
    page: Page, sentence: Sentence, parts: Parts, times: Sequence[Time], hit: Hit, clause: Clause
) -> tuple[str | None, int, tuple[str, ...]] | None:
    """The date of a verb that stands in a modifier, where what it modifies begins, and who did it."""
    masked = page.masked
    for time in times:
        if masked.startswith("的", hit.end) and time.end <= hit.start <= time.end + 3:
            return time.iso, hit.end + 1, _doers(page, parts, clause.start, time.start)
        if masked[hit.end : time.start] == "于" and masked.startswith("的", time.end):
            return time.iso, time.end + 1, ()
    if masked.startswith("的", hit.end) and masked.endswith(_THIS_YEAR, 0, hit.start):
        return page.calendar.year_of(sentence.block), hit.end + 1, ()
    return None


def _doers(page: Page, parts: Parts, start: int, end: int) -> tuple[str, ...]:
    """Who did what a modifier tells: 在某某智库今年9月发布的…中."""
    who = Phrase(page.text[start:end].strip().removeprefix("在"), start)
    return parts.actors(who) if parts.acts(who) or who.text.endswith(_OFFICES) else ()


def _modified(page: Page, start: int, end: int) -> Phrase:
    """What a modifier that ends at ``start`` stands before: a name, or words up to what is said of it."""
    span = page.names.at(start, end)
    stop = _RELATIVE_END.search(page.masked, max(start + 2, span[1] if span else 0), end)
    limit = stop.start() if stop else end
    if span and limit - span[1] > 8:
        limit = span[1]
    return Phrase(page.text[start:limit], start)

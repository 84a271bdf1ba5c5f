"""What of a sentence may tell an event: its clauses with their predicates, before who did what is asked.

Many sentences that have a verb tell nothing, and so do most clauses: their subjects and makers and what they
name need not be looked for.
"""

import re
from collections.abc import Sequence

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.claims import may_record
from kejian.extraction.events.clauses import Clause, Predicate, clauses, predicate
from kejian.extraction.events.dates import Time
from kejian.extraction.events.lexicon import Hit, has_cue, not_yet
from kejian.extraction.events.model import Page
from kejian.extraction.events.passing import may_pass
from kejian.extraction.events.things import lead_in

# 将某某发射升空: the thing stands behind 将; 将于…, 将在… tell a plan
_MOVED = re.compile(
    r"(?:将|把)(?P<thing>(?![于在会由向进继全开迎正启实完建推打成力有持不再率陆举是对为以从和与组发出召投重提加扩增])"
    r"[^，]{3,60})$"
)


class Outline(msgspec.Struct, frozen=True):
    """A sentence that may tell events: its clauses and the dates in it.

    ``last`` is where the last clause begins that may tell one; what is named behind it is of no use. ``cued``
    says that it has a word behind which any verb may tell one, ``idiomatic`` that it may tell one without a
    verb, ``record`` that it may say that a record was set.
    """

    clauses: list[Clause]
    times: list[Time]
    spans: list[tuple[int, int]]
    last: int
    cued: bool
    idiomatic: bool
    record: bool


def outline(page: Page, sentence: Sentence, hits: Sequence[Hit]) -> Outline | None:
    """What of ``sentence``, whose verbs are ``hits``, may tell events; None where nothing may."""
    text, start, end = sentence.text, sentence.start, sentence.end
    times = page.calendar.within(sentence)
    spans = [(time.start, time.end) for time in times] if times else []
    found, last = _clauses(page, sentence, hits, times=times, spans=spans)
    cued, record = has_cue(text), may_record(text)
    idiomatic = _idiomatic(text)
    if last < 0 and not (cued or record or idiomatic or "是" in text or "》（" in text or "》(" in text):
        return None  # in one of these every event told without verb, cue, idiom or record
    if cued:
        last = end
    elif record:
        last = max(hits[-1].start if hits else 0, page.masked.rfind("录", start, end))
    return Outline(found, times, spans, last, cued, idiomatic, record)


def _idiomatic(text: str) -> bool:
    """Whether ``text`` has one of the words in which every idiom has its core."""
    return (
        "首次" in text
        or "论文" in text
        or "随着" in text
        or "伴随" in text
        or "批准" in text
        or "批复" in text
        or "标志着" in text
        or "意味着" in text
        or "填补了" in text
    )


def _clauses(
    page: Page,
    sentence: Sentence,
    hits: Sequence[Hit],
    *,
    times: Sequence[Time],
    spans: Sequence[tuple[int, int]],
) -> tuple[list[Clause], int]:
    """The clauses of a sentence, and where the last one begins whose verb may tell an event; else -1."""
    masked = page.masked
    dated = bool(times) or "年" in sentence.text
    at, count, last = 0, len(hits), -1
    found = clauses(masked, sentence.start, sentence.end)
    for clause in found:
        start, end = clause.start, clause.end
        while at < count and hits[at].start < start:
            at += 1
        first, tells = at, False
        while at < count and (hit := hits[at]).end <= end:
            tells = tells or hit.verb.tells
            at += 1
        if first == at:
            continue
        clause.hits = inside = hits[first:at]
        if tells:
            clause.begin = begin = lead_in(masked, start, end, times=spans)
            clause.found = told_by(masked, begin, end, inside)
            clause.passing = dated and may_pass(masked, clause, times)
            if clause.found is not None or clause.passing:
                last = start
    return found, last


def told_by(masked: str, begin: int, end: int, hits: Sequence[Hit]) -> Predicate | None:
    """The predicate of the event that a clause whose words are ``begin:end`` may tell; not one of a plan."""
    if hits and hits[0].start < begin:
        hits = [hit for hit in hits if begin <= hit.start]
    found = predicate(masked, begin, end, hits)
    if found is None:
        return None
    moved = _MOVED.search(masked, begin, found.start) if found.place == "before" else None
    if begin < found.start and not_yet(masked, begin, moved.start() if moved else found.start):
        return None
    return msgspec.structs.replace(found, subject=moved.start("thing")) if moved else found

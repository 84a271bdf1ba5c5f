"""Events of English sentences: a subject, a verb of the vocabulary, and what follows it."""

import re
from functools import cache

import regex

from kejian.extraction.events.claims import find_english_claim
from kejian.extraction.events.dates import Time
from kejian.extraction.events.model import Event
from kejian.language.english_times import MONTHS
from kejian.vocabulary.loader import load

_LATIN = re.compile(r"[A-Za-z]{2}[ ,]+[A-Za-z]{2}")
_ARTICLE = re.compile(r"\A(?:(?:The|the|A|a|An|an|its|Its|our|Our)\s+)")
_NAMES = re.compile(
    r"(?!Of (?:these|which|them)\b)(?!\d[\d,.]*\s[a-z]{3,}).*[A-Za-z]{3}"
)  # a thing, not a count of things
_LEAD = re.compile(
    r"(?:In|On|By|During|Since)\s+(?:(?P<month>[A-Z][a-z]+)\.?(?:\s+\d{1,2}(?:, \d{4})?)?|[^,]{3,30}),\s*"
    rf"|(?P<label>{'|'.join(MONTHS)}):\s*"
)
_APPOSED = re.compile(r",\s+(?:an?|the|rated|weighing|measuring|led|built|developed)\s[^,]{3,120},?$")
_APPROVED = re.compile(r"(?:received|obtained|gained|secured|earned|won)\b")
_APPROVED_FOR = re.compile(
    r"(?:\s[\w /&-]{0,30}?(?:approval|clearance|authori[sz]ation|certification))?"
    r"\s+for\s+(?:its\s+|the\s+)?(?P<thing>[^,.;]{2,60})"
)
_NOT_YET = re.compile(
    r"\b(?:will|would|plans?|expects?|expected|aims?|may|to be|is to|intends?|should|going to|hopes?)\b"
)
# where a second clause with its own subject begins
_CLAUSE = re.compile(
    r"(?:,\s+(?:and|while|but)|;(?:\s+and)?|,?\s+while)\s+(?=(?:[Tt]he|[Ii]ts|[Aa]n?|[Ii]n|[Oo]n|[A-Z]\w+)\b)"
)
_RELATIVE = re.compile(r",\s+(?:which|who|where|whose)\b")
_ACTOR_BREAK = re.compile(r"\s+(?:and|&)\s+|,\s*")
_OBJECT_END = re.compile(
    r"\s+(?:in|on|at|by|for|with|during|after|from|to|under|which|that|as|worth|and\s+\w+ed)\b|,(?!\d)|[;(]|\.(?!\d)"
)


def english_events(text: str, start: int, *, times: list[Time], year: str | None) -> list[Event]:
    """The events of an English sentence ``text`` that stands at ``start`` of the document.

    ``times`` are its dates, with offsets into the document; ``year`` is that of the section.
    """
    if not _LATIN.search(text):
        return []
    events: list[Event] = []
    near: str | None = None
    begin = 0
    for match in [*_CLAUSE.finditer(text), None]:
        stop = match.start() if match else len(text)
        event = _clause_event(text[begin:stop], start + begin, times=times, led=near, year=year)
        if event is not None:
            events.append(event)
            near = event.date if event.dated else near
        begin = match.end() if match else stop
    return events


def _clause_event(
    text: str, start: int, *, times: list[Time], led: str | None, year: str | None
) -> Event | None:
    """The event of one clause; ``led`` is the date of the clause before, in the same sentence."""
    text = _RELATIVE.split(text, maxsplit=1)[0]
    times = [t for t in times if start <= t.start < start + len(text)]
    no_one: tuple[str, ...] = ()
    lead = _LEAD.match(text)
    begin = lead.end() if lead else 0
    told = (lead["month"] or lead["label"]) if lead else None
    month = f"{year}-{MONTHS.index(told) + 1:02}" if year and told in MONTHS else None
    for kind, pattern in _verbs():
        match = pattern.search(text, begin)
        if match is None or _NOT_YET.search(text, begin, match.start()):
            continue
        subject = _ARTICLE.sub("", text[begin : match.start()].strip(), count=1).strip(" ,")
        subject = _APPOSED.sub("", subject)
        rest = text[match.end() :]
        given = _APPROVED_FOR.match(rest) if _APPROVED.match(match.group()) else None
        if given:
            thing, doers = given["thing"], _who(subject)
        elif kind == "thing":
            thing, doers = subject, no_one
        else:
            end = _OBJECT_END.search(rest.lstrip())
            thing = rest.lstrip()[: end.start()] if end else rest.strip()
            thing = _ARTICLE.sub("", thing, count=1).strip()
            doers = _who(subject)
        if not 3 <= len(thing) <= 90 or not (given or _NAMES.match(thing)):
            continue
        near = next((t for t in times if t.start >= start + match.start()), times[0] if times else None)
        return Event(
            start=start + match.start(),
            end=start + match.end(),
            date=near.iso if near else month or led or year,
            dated=near is not None or month is not None,
            actor=doers,
            action=match.group().strip(),
            object=thing,
            claim=find_english_claim(text),
            family="english",
            place="before" if kind == "thing" else "after",
        )
    return None


def _who(subject: str) -> tuple[str, ...]:
    """The names that a subject joins, without their articles."""
    return tuple(_ARTICLE.sub("", part) for part in _ACTOR_BREAK.split(subject) if part)


@cache
def _verbs() -> list[tuple[str, regex.Pattern[str]]]:
    """The verb phrases that follow a thing, and those that follow who did it."""
    data = load("event_verbs.yaml")["english"]
    return [(kind, regex.compile(rf"\b(?:{'|'.join(data[kind])})\b")) for kind in ("thing", "doer")]

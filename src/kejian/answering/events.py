"""What happened, who did it, when: milestones by claim, organisation, time, domain, place and words."""

from collections.abc import Sequence
from datetime import date

import msgspec
import regex

from kejian.answering.draft import Draft
from kejian.answering.evidence import Told, Wanted
from kejian.answering.model import Amount, Item
from kejian.answering.names import stem
from kejian.answering.numbers import period_shown, years_between
from kejian.answering.periods import When
from kejian.answering.reading import Asked
from kejian.answering.saying import joined, say
from kejian.answering.wording import Verb, wording
from kejian.linking.periods import Span
from kejian.linking.words import plain

_SHOWN = 60
_NEAR = 6  # characters between an actor and its verb: 自主, 联合
_MARKS = regex.compile(r"[\p{P}\p{S}\s]+")


def answer_events(draft: Draft) -> None:
    """The events asked for, as a list or counted."""
    found = find(draft)
    what, when = _what(draft), _when(draft)
    if not found:
        return
    _tell_undated(draft)
    lines = told_lines(draft, found)
    draft.items += lines[:_SHOWN]
    texts = [one.text for one in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        draft.note("note_cut", count=_SHOWN)
    if draft.asked.signs & {"count", "howmuch"} or draft.asked.unit:
        draft.values.append(_count(draft, len(lines), what))
        draft.tell("count", period=when, what=what, count=len(lines), items=joined(texts, draft.language))
    else:
        draft.tell("events", period=when, what=what, count=len(lines), items=joined(texts, draft.language))


def _tell_undated(draft: Draft) -> None:
    """Of a question about a part of a year: how many events are dated by the year alone."""
    spans = draft.asked.spans
    if not spans or spans[0].slot.isdigit() or spans[0].start.year != spans[-1].end.year:
        return
    year = Span(date(spans[0].start.year, 1, 1), date(spans[0].start.year, 12, 31))
    wide = msgspec.structs.replace(draft.asked, when=When(spans=(year,)))
    count = sum(one.milestone.date == str(year.start.year) for one in find(draft, wide))
    if count:
        draft.missing.append(say("only_year", draft.language, count=count))


def answer_who(draft: Draft) -> None:
    """Who did it, each with what they did."""
    asked = {plain(name) for one in draft.asked.things for name in one.names}
    by_actor: dict[str, list[Told]] = {}
    for one in find(draft):
        for actor in one.milestone.actor:
            if plain(actor) not in asked:
                by_actor.setdefault(actor, []).append(one)
    for actor, found in list(by_actor.items())[:_SHOWN]:
        lines = told_lines(draft, found)
        colon = "：" if draft.language == "zh" else ": "
        draft.items.append(
            Item(
                text=f"{actor}{colon}{joined([one.text for one in lines], draft.language)}",
                period=lines[0].period, subject=actor, claim=lines[0].claim, doc=lines[0].doc,
                passages=tuple(at for one in lines for at in one.passages),
            )
        )  # fmt: skip
    if by_actor:
        draft.tell("who", items=joined([one.text for one in draft.items], draft.language))


def answer_when(draft: Draft) -> None:
    """When it happened."""
    found = find(draft)
    lines = told_lines(draft, found)[:_SHOWN]
    draft.items += lines
    if lines:
        draft.tell("when", items=joined([one.text for one in lines], draft.language))


def find(draft: Draft, asked: Asked | None = None) -> list[Told]:
    """The milestones that a question means; every word of it must be met."""
    asked = asked or draft.asked
    wanted = Wanted(
        start=min((one.start for one in asked.spans), default=None),
        end=max((one.end for one in asked.spans), default=None),
        domain=asked.domain,
        claimed=bool(asked.claims),
        names=tuple(tuple(dict.fromkeys((*one.names, stem(one.name)))) for one in asked.things),
        words=tuple(one for one in _hints(draft) if one not in wording().named_by),
    )
    told = draft.evidence.told(wanted)
    if len(told) >= wanted.limit:
        draft.note("note_limit", count=wanted.limit)
    return [one for one in told if _fits(draft, one)]


def _fits(draft: Draft, one: Told) -> bool:
    asked = draft.asked
    if asked.claims and not any(
        claim.claim.search((one.milestone.claim or "").lower()) for claim in asked.claims
    ):
        return False
    for verb in asked.verbs:
        action = one.milestone.action.lower()
        text = action + one.milestone.object.lower()
        if _does(one, verb):
            continue
        if not any(part in action for part in verb.actions) and not any(
            part in text for part in verb.actions
        ):
            return False
    if asked.subjects and not any(
        _is_about(draft, one, subject.key, subject.name) for subject in asked.subjects
    ):
        return False
    text = _words_of(one)
    return all(stands(phrase, text) or _is_kind(phrase, one) for phrase in _phrases(draft))


def _is_kind(phrase: str, one: Told) -> bool:
    """Whether what a milestone is of is named as things of a kind are: 风云四号B星 is a satellite."""
    names = wording().named_by.get(phrase)
    return names is not None and names.search(one.milestone.object.lower()) is not None


def _does(one: Told, verb: Verb) -> bool:
    """Whether the sentence says it of an actor itself: 砺石生物研发的LS-208获批."""
    text = one.milestone.sentence.quote
    for actor in one.milestone.actor:
        at = text.find(actor)
        if at >= 0 and verb.asked.search(text, at + len(actor), at + len(actor) + _NEAR):
            return True
    return False


def _phrases(draft: Draft) -> list[str]:
    """The words to look for, without those of named things, which are looked for by all their names."""
    names = {plain(name) for one in draft.asked.things for name in one.names}
    found = []
    for phrase in draft.asked.phrases:
        text = _MARKS.sub("", plain(phrase))
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(_MARKS.sub("", name), "")
        if len(text) > 1 or (text and not names):  # 上海发的C919
            found.append(text)
    return found


def _hints(draft: Draft) -> list[str]:
    """What stands together in a text that meets the phrases: they without names, parted at marks (ZL-11)."""
    names = sorted({plain(name) for one in draft.asked.things for name in one.names}, key=len, reverse=True)
    found = []
    for phrase in draft.asked.phrases:
        text = plain(phrase)
        for name in names:
            text = text.replace(name, " ")
        found += [part for part in _MARKS.split(text) if len(part) > 1]
    return found


def stands(phrase: str, text: str) -> bool:
    """Whether all of a phrase stands in a text, in its order, in pieces of two characters or more.

    >>> stands("首台套装备研制单位", "首台套重大技术装备研制单位"), stands("新药", "口服降糖药")
    (True, False)
    """
    if phrase in text and not phrase.isascii():
        return True
    if len(phrase) < 4 or phrase.isascii():
        return phrase.isascii() and all(_as_word(word, text) for word in phrase.split())
    at, done = 0, 0
    while done < len(phrase):
        for end in range(len(phrase), done + 1, -1):
            place = text.find(phrase[done:end], at)
            if place >= 0:
                at, done = place + end - done, end
                break
        else:
            return False
    return True


def _as_word(word: str, text: str) -> bool:
    return regex.search(rf"(?<![a-z]){regex.escape(word)}(?![a-z])", text) is not None


def _words_of(one: Told) -> str:
    said = one.milestone
    return _MARKS.sub("", plain("".join((*said.actor, said.action, said.object, said.claim or ""))))


def _is_about(draft: Draft, one: Told, key: str, name: str) -> bool:
    """Whether a milestone is told by a document about a place, or names it."""
    place = one.source.place
    if place and place.key == key:
        return True
    return stem(name) in _words_of(one)


def told_lines(draft: Draft, found: Sequence[Told]) -> list[Item]:
    """Milestones as lines; what several documents tell in the same words is one line with all passages."""
    lines: dict[str, Item] = {}
    for one in found:
        line = told_line(draft, one)
        known = lines.get(line.text)
        places = (*known.passages, *line.passages) if known else line.passages
        lines[line.text] = msgspec.structs.replace(known or line, passages=tuple(dict.fromkeys(places)))
    return list(lines.values())


def told_line(draft: Draft, one: Told) -> Item:
    """A milestone as a line, its passage cited."""
    said = one.milestone
    at = draft.cite(said.passage, sentence=said.sentence, id_=one.id)
    actors = ("、" if draft.language == "zh" else ", ").join(said.actor)
    when = period_shown(said.date, language=draft.language)
    if draft.language == "zh":
        text = f"{when}，{actors}{said.action}{said.claim or ''}{said.object}"
        text = (
            text
            if actors
            else f"{when}，{said.object}{said.action}" + (f"（{said.claim}）" if said.claim else "")
        )
    else:
        text = f"{when}: {actors + ' ' if actors else ''}{said.action} {said.claim or ''}{said.object}"
    return Item(
        text=text, period=said.date, subject="、".join(said.actor) or None, claim=said.claim,
        doc=said.passage.document, passages=(at,),
    )  # fmt: skip


def _count(draft: Draft, count: int, what: str) -> Amount:
    spans = draft.asked.spans
    period = years_between(spans[0], spans[-1]) if spans else None
    return Amount(
        value=str(count), unit="项", period=period, subject=_subject(draft), measure=what, aspect="level",
        derived=True, formula=say("counted", draft.language), shown=str(count),
    )  # fmt: skip


def _subject(draft: Draft) -> str | None:
    subjects = [one.name for one in draft.asked.subjects]
    names = dict.fromkeys([*subjects, *(one.name for one in draft.asked.things)])
    return "、".join(names) or None


def _what(draft: Draft) -> str:
    """What was asked for, in words."""
    names = {plain(name) for one in draft.asked.things for name in one.names}
    words = [one for one in draft.asked.phrases if not any(plain(one) in name for name in names)]
    parts = [_subject(draft) or "", "、".join(draft.asked.claimed), "".join(words)]
    text = "".join(parts) if draft.language == "zh" else " ".join(part for part in parts if part)
    return text or say("milestones", draft.language)


def _when(draft: Draft) -> str:
    spans = draft.asked.spans
    if not spans:
        return ""
    shown = draft.period(years_between(spans[0], spans[-1]))
    return shown if draft.language == "zh" else f" in {shown}"

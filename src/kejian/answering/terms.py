"""What policies grant and ask for, and what is aimed at."""

from collections.abc import Collection

import regex
import rjieba

from kejian.answering.draft import Draft
from kejian.answering.events import stands
from kejian.answering.evidence import Ruled
from kejian.answering.model import Amount, Item
from kejian.answering.names import Measure, stem
from kejian.answering.numbers import period_shown
from kejian.answering.reading import WHOLES
from kejian.answering.saying import joined, say
from kejian.linking.measures import match
from kejian.linking.periods import span
from kejian.linking.table import exact
from kejian.linking.words import plain
from kejian.model import Figure, Role

_MARKS = regex.compile(r"[\p{P}\p{S}\s]+")
_GRANTS = regex.compile(r"期限|资助|奖励|补贴|补助|减免|抵免|奖金|扶持")
_EACH = regex.compile(r"每(?:年|家|个|户|项)|单(?:个|户|家|项)|一次性")
_ENGLISH = {"grant": "资助", "subsid": "资助", "fund": "资助", "reward": "奖励", "bonus": "奖励"}
_SAME = frozenset(["资助", "补贴", "补助", "扶持", "支持"])  # said for one another
_SHOWN = 40


def answer_term(draft: Draft) -> None:
    """The terms whose subject, measure or sentence hold all words of the question."""
    words = [
        _EACH.sub("", _MARKS.sub("", plain(one))) for one in (*draft.asked.phrases, *draft.asked.claimed)
    ]
    words = [one for one in words if one]
    found = (
        [
            one
            for one in draft.evidence.ruled(Role.TERM, words=_hints(draft.asked.phrases))
            if _about(one, words)
        ]
        if words
        else []
    )
    wanted = [one for one in draft.asked.subjects if not one.key.startswith(WHOLES)]
    if wanted:
        found = [one for one in found if one.source.place is None or _of_subject(draft, one)]
    grants = _grants(draft)
    if not words and grants:
        found = [
            one
            for one in draft.evidence.ruled(Role.TERM, measures=_phrases_of(grants))
            if _gives(one, grants)
        ]
    if grants and not any(_gives(one, grants) for one in found):
        found = [one for one in found if _gives(one, _SAME) and "期限" not in grants]
        grants = set()
    if grants:
        scores = {id(one): _granted(one.figure.measure or "", grants) for one in found}
        best = max(scores.values(), default=(0, 0))
        found = [one for one in found if scores[id(one)] == best and best[0]]
    of_base = [
        one
        for one in found
        if any(stands(word, _MARKS.sub("", plain(one.figure.base or ""))) for word in words)
    ]
    found = of_base or found
    if "most" in draft.asked.signs:
        found = [one for one in found if one.figure.comparator == "<="] or found
    if "policies" in draft.asked.signs:
        _tell_policies(draft, found)
        return
    _tell(draft, found, "term")


def answer_target(draft: Draft) -> None:
    """The targets for a measure and a year, or all."""
    keys = {one.key for one in draft.asked.measures} | {
        other.code for one in draft.asked.measures for other in one.others
    }
    names = [name for one in draft.asked.measures for name in printed_names(one)]
    found = []
    for one in draft.evidence.ruled(Role.TARGET, measures=names):
        if keys and key_of(one.figure) not in keys:
            continue
        if draft.asked.spans and not _in(one.figure, draft):
            continue
        if draft.asked.subjects and not _of_subject(draft, one):
            continue
        words = [_MARKS.sub("", plain(word)) for word in draft.asked.phrases if not keys]
        if all(stands(word, _text(one)) for word in words):
            found.append(one)
    _tell(draft, found, "target")


def _grants(draft: Draft) -> set[str]:
    """The words of grants in the question, English ones as documents say them."""
    text = draft.asked.text.lower()
    english = {zh for word, zh in _ENGLISH.items() if word in text} if draft.language == "en" else set()
    return {*_GRANTS.findall(text), *english}


def _phrases_of(grants: set[str]) -> list[str]:
    """Measures made of the words: 资助, 期限, 资助期限."""
    return sorted(grants | {one + other for one in grants for other in grants if one != other})


def _gives(one: Ruled, grants: Collection[str]) -> bool:
    return any(word in (one.figure.measure or "") for word in grants)


def _hints(phrases: tuple[str, ...]) -> list[str]:
    """What surely stands in the sentence of a term: the ends of the longest stretch of words."""
    longest = max((part for one in phrases for part in _MARKS.split(_EACH.sub("", one))), key=len, default="")
    if not longest:
        return []
    return [longest] if len(longest) < 5 or longest.isascii() else [longest[:2], longest[-2:]]


def printed_names(measure: Measure) -> tuple[str, ...]:
    """The names under which documents print a measure."""
    if measure.indicator is None:
        return (measure.name, measure.words)
    return tuple(dict.fromkeys((*measure.indicator.names, measure.words)))


def _granted(measure: str, grants: set[str]) -> tuple[int, int]:
    """How well a measure is what was asked for: words of it that were said, and how little else there is."""
    said = [word for word in grants if word in measure]
    return len(said), sum(map(len, said)) - len(measure)


def key_of(figure: Figure) -> str | None:
    """The key of the measure of a target."""
    found = match(figure.measure or "", unit=figure.unit if figure.aspect == "level" else None)
    return found.key if found else None


def _in(figure: Figure, draft: Draft) -> bool:
    when = span(figure.period)
    return when is not None and any(one.start <= when.end <= one.end for one in draft.asked.spans)


def _of_subject(draft: Draft, one: Ruled) -> bool:
    keys = {each.key for each in draft.asked.subjects}
    names = {stem(each.name) for each in draft.asked.subjects}
    place = one.source.place
    said = plain((one.figure.subject or "") + one.source.title)
    return (place is not None and place.key in keys) or any(name in said for name in names if name)


def _about(one: Ruled, words: list[str]) -> bool:
    near = _MARKS.sub(
        "", plain((one.figure.subject or "") + (one.figure.base or "") + (one.figure.measure or ""))
    )
    if not any(stands(word, near) for word in words):
        parts = {part for word in words for part in rjieba.cut(word) if len(part) > 1}
        asked = sum(len(part) for part in parts if not part.isascii())
        if sum(len(part) for part in parts if part in near and not part.isascii()) * 2 < max(asked, 1):
            return False
    return all(stands(word, near) or stands(word, _text(one)) for word in words)


def _text(one: Ruled) -> str:
    return _MARKS.sub("", plain(one.figure.sentence.quote))


def _tell(draft: Draft, found: list[Ruled], name: str) -> None:
    lines = [ruled_line(draft, one) for one in found[:_SHOWN]]
    draft.values += [_amount(draft, one.figure, name) for one in found[:_SHOWN]]
    draft.items += lines
    if lines:
        draft.tell(name, items=joined([one.text for one in lines], draft.language))


def _amount(draft: Draft, figure: Figure, name: str) -> Amount:
    return Amount(
        value=exact(figure.value),
        unit=figure.unit,
        period=figure.period,
        subject=figure.subject,
        measure=figure.measure,
        aspect=name,
        comparator=figure.comparator,
        lower=exact(figure.lower),
        upper=exact(figure.upper),
        shown=_shown(draft, figure),
    )


def ruled_line(draft: Draft, one: Ruled) -> Item:
    """A term or target as a line, its passage cited."""
    figure, english = one.figure, draft.language == "en"
    at = draft.cite(figure.passage, sentence=figure.sentence, id_=one.id)
    who = figure.subject or (one.source.place.name if one.source.place else "")
    when = period_shown(figure.period, language=draft.language) if figure.period else ""
    base = figure.base or ""
    text = say(
        "set_by",
        draft.language,
        who=f"{when} {who}".strip() if english else f"{when}{who}".rstrip("，,、"),
        base=f"，{base}的" if base and not english else base,
        measure=figure.measure or "",
        value=_shown(draft, figure),
        doc=draft.title(figure.passage.document),
    )
    return Item(
        text=text,
        period=figure.period,
        subject=figure.subject,
        value=exact(figure.value),
        unit=figure.unit,
        doc=figure.passage.document,
        passages=(at,),
    )


def _shown(draft: Draft, figure: Figure) -> str:
    if draft.asked.unit and figure.value is not None:
        most = "最高" if figure.comparator == "<=" and draft.language == "zh" else ""
        return most + draft.number(figure.value, figure.unit)
    if draft.language == "en" and figure.value is not None:
        mark = {"<=": "at most ", ">": "more than ", ">=": "at least ", "~": "about ", "<": "less than "}
        return mark.get(figure.comparator, "") + draft.number(figure.value, figure.unit)
    surface = figure.mention.surface
    if surface.replace(".", "").isdigit() and figure.value is not None:  # a cell, its unit in the head
        surface = draft.number(figure.value, figure.unit)
    return f"最高{surface}" if figure.comparator == "<=" and surface[0].isdigit() else surface


def _tell_policies(draft: Draft, found: list[Ruled]) -> None:
    by_doc: dict[str, list[Ruled]] = {}
    for one in found:
        by_doc.setdefault(one.figure.passage.document, []).append(one)
    for doc, ruled in by_doc.items():
        places = tuple(
            draft.cite(one.figure.passage, sentence=one.figure.sentence, id_=one.id) for one in ruled
        )
        terms = joined([f"{one.figure.measure}{_shown(draft, one.figure)}" for one in ruled], draft.language)
        draft.items.append(Item(text=f"{draft.title(doc)}：{terms}", doc=doc, passages=places))
    if by_doc:
        draft.tell(
            "documents", count=len(by_doc), items=joined([one.text for one in draft.items], draft.language)
        )

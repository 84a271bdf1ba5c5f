"""`ask`: a question in words → an answer. Questions are read one by one, each is of one kind, listed here."""

import unicodedata
from collections.abc import Callable

import msgspec
import regex

from kejian.answering.comparing import (
    answer_compare,
    answer_difference,
    answer_ranking,
    answer_share,
    answer_times,
)
from kejian.answering.deciding import decide
from kejian.answering.draft import Draft, Passages
from kejian.answering.events import answer_events, answer_when, answer_who
from kejian.answering.evidence import Evidence
from kejian.answering.fuller import fuller
from kejian.answering.growth import answer_change, answer_growth, answer_multiple
from kejian.answering.levels import answer_agree, answer_rank, answer_value
from kejian.answering.likely import likely
from kejian.answering.model import Answer, Chart, Item, Understood
from kejian.answering.movers import answer_movers
from kejian.answering.nearest import find_nearest
from kejian.answering.overtime import (
    answer_aggregate,
    answer_check,
    answer_extreme,
    answer_since,
    answer_trend,
    answer_turns,
)
from kejian.answering.reading import Asked, carry, read
from kejian.answering.saying import joined, say
from kejian.answering.splitting import language_of, split
from kejian.answering.terms import answer_target, answer_term
from kejian.answering.things import (
    answer_definition,
    answer_documents,
    answer_entity,
    answer_status,
)
from kejian.answering.wording import wording

MOST_CHARACTERS = 500
MOST_QUESTIONS = 8
_SPACED = regex.compile(r"(?<=\p{Han}) (?=[\p{Han}\d])|(?<=\d) (?=[\p{Han}])")
_ECHO = 120  # characters of a question that its answer repeats

# the kind of a question → what answers it
OPERATIONS: dict[str, Callable[[Draft], None]] = {
    "value": answer_value,
    "agree": answer_agree,
    "growth": answer_growth,
    "change": answer_change,
    "multiple": answer_multiple,
    "share": answer_share,
    "rank": answer_rank,
    "compare": answer_compare,
    "difference": answer_difference,
    "times": answer_times,
    "ranking": answer_ranking,
    "trend": answer_trend,
    "extreme": answer_extreme,
    "aggregate": answer_aggregate,
    "since": answer_since,
    "turns": answer_turns,
    "check": answer_check,
    "movers": answer_movers,
    "events": answer_events,
    "who": answer_who,
    "when": answer_when,
    "term": answer_term,
    "target": answer_target,
    "entity": answer_entity,
    "definition": answer_definition,
    "status": answer_status,
    "documents": answer_documents,
}

# kinds that are never about the value of a measure, and those that a measure found by its words answers
_NO_FIGURES = frozenset(
    ["why", "where", "documents", "definition", "forecast", "target", "movers", "who", "when"]
)
_FIGURES = frozenset(
    [
        "value",
        "growth",
        "change",
        "multiple",
        "share",
        "rank",
        "trend",
        "extreme",
        "aggregate",
        "since",
        "turns",
        "check",
    ]
)


def ask(question: str, evidence: Evidence, *, reference: int | None = None) -> Answer:
    """Answer a question in Chinese or English from the evidence.

    ``reference`` is the year that relative words (今年, last year) count from; by default the latest one
    that the evidence reports on. What cannot be answered gives an answer with ``answered`` false; nothing is
    raised for any text.

    >>> from kejian.answering.memory import from_facts
    >>> ask("2022年有多少家孵化器？", from_facts([])).answered
    False
    """
    language = language_of(question[:MOST_CHARACTERS])
    if len(question) > MOST_CHARACTERS:
        return _refused(say("too_long", language, length=len(question), most=MOST_CHARACTERS), language)
    parts = split(_clean(question))
    if not parts:
        return _refused(say("nothing", language), language)
    year = reference or evidence.year()
    passages: Passages = {}
    drafts: list[tuple[Draft, str]] = []
    before: Asked | None = None
    for part in parts[:MOST_QUESTIONS]:
        asked = carry(read(part, evidence, language=language, year=year), before)
        if _is_nothing(asked) and len(parts) > 1:
            continue
        draft = Draft(asked, evidence, passages=passages, year=year)
        drafts.append((draft, _answer(draft)))
        before = draft.meant or asked
    if not drafts:
        return _refused(say("nothing", language), language)
    answer = _together(drafts, language, passages)
    if len(parts) > MOST_QUESTIONS:
        text = f"{answer.text} {say('too_many', language, most=MOST_QUESTIONS)}"
        return msgspec.structs.replace(answer, text=text)
    return answer


def _clean(question: str) -> str:
    """The question in the words of questions; what controls or is no text is a blank."""
    text = "".join(
        " " if unicodedata.category(one)[0] == "C" and one != "\n" else one for one in question
    ).strip()
    if len(_SPACED.findall(text)) * 2 > len(text.replace(" ", "")):
        text = text.replace(" ", "")  # 上 海 2 0 2 2 年
    for spoken, words in wording().spoken:
        text = spoken.sub(words, text)
    return text


def _is_nothing(asked: Asked) -> bool:
    """Whether a part says nothing: thanks, or a mere 请."""
    return not (asked.signs or asked.measures or asked.things or asked.words or asked.spans or asked.subjects)


def _answer(draft: Draft) -> str:
    """Answer one question; returns its kind."""
    asked = draft.asked
    for words, period in asked.when.notes:
        draft.note("note_year", words=words, year=draft.year, period=draft.period(period))
    operation = decide(asked)
    unread = unread_words(asked, operation)
    if (unread or operation == "value") and (meant := fuller(asked, draft.evidence)):
        draft.asked = asked = meant
        draft.note("note_fuller", name=meant.measures[0].name)
        operation, unread = decide(meant), ()
    if operation in OPERATIONS and not unread:
        OPERATIONS[operation](draft)
        if operation == "term" and asked.measures and not draft.answered:  # 支持了多少青年人才
            operation = decide(msgspec.structs.replace(asked, signs=asked.signs - {"term"}))
            if not unread_words(asked, operation):
                OPERATIONS.get(operation, _nothing)(draft)
        parts = asked.measures[0].parts if asked.measures else ()
        if parts and not draft.answered:
            draft.asked = msgspec.structs.replace(asked, measures=parts)
            answer_share(draft)
    if not draft.answered and (meant := _meant(asked, operation, draft)):
        draft.asked = draft.meant = meant
        draft.missing, draft.notes = [], list(draft.notes[: len(asked.when.notes)])
        draft.note("note_fuller", name=meant.measures[0].name)
        operation = decide(meant)
        OPERATIONS.get(operation, _nothing)(draft)
        if not draft.answered:
            draft.asked, draft.meant = asked, None
    if not draft.answered:
        draft.values, draft.items, draft.charts, draft.disagreement = [], [], [], []
        draft.notes = []
        find_nearest(draft)
        if operation != "movers":
            draft.missing = []
        draft.sentences = [_unanswered(draft, operation, unread)]
    draft.sentences += draft.missing
    return operation


def _meant(asked: Asked, operation: str, draft: Draft) -> Asked | None:
    """A question about a figure with the measure that its words mean."""
    if operation in _NO_FIGURES or asked.claims or asked.among or len(asked.subjects) > 2:
        return None
    if len(asked.subjects) > 1 and not asked.signs & {"rank", "share"}:
        return None  # two sides that are compared
    meant = likely(asked, draft.evidence)
    if meant:  # 享受所得税减免的高企有多少家 asks for no grant
        meant = msgspec.structs.replace(meant, signs=meant.signs - {"term", "policies"})
    return meant if meant and decide(meant) in _FIGURES else None


def _nothing(_: Draft) -> None:
    """What answers a kind of question that is never answered."""


def unread_words(asked: Asked, operation: str) -> tuple[str, ...]:
    """The words that the kind of question does not account for; with one of them nothing is answered."""
    looks_for_words = operation in ("events", "who", "when", "term", "documents", "target")
    if looks_for_words and not (operation in ("target", "documents") and asked.measures):
        return ()
    if operation == "documents" and asked.measures:
        return tuple(one for one in asked.words if not any(map(str.isdigit, one)))
    return asked.words


def _unanswered(draft: Draft, operation: str, unread: tuple[str, ...]) -> str:
    language = draft.language
    if operation == "why":
        text = say("unanswered", language, what=say("why", language))
    elif operation == "forecast":
        text = say("unanswered", language, what=say("future", language))
    else:
        text = say("unanswered", language, what=f"“{draft.asked.text[:_ECHO]}”")
    if unread:
        text += ("" if language == "zh" else " ") + say("unread", language, words="、".join(unread))
    if draft.nearest:
        items = joined([one.text for one in draft.nearest], language)
        text += ("" if language == "zh" else " ") + say("nearest", language, items=items)
    return text


def _together(drafts: list[tuple[Draft, str]], language: str, passages: Passages) -> Answer:
    gap = "" if language == "zh" else " "
    sentences = [gap.join([*draft.sentences, *draft.notes]) for draft, _ in drafts]
    charts = [key for draft, _ in drafts for key in draft.charts]
    nearest: list[Item] = [one for draft, _ in drafts for one in draft.nearest]
    return Answer(
        answered=any(draft.answered for draft, _ in drafts),
        text=("\n" if len(sentences) > 1 else "").join(sentences),
        language=language,
        question=tuple(_understood(draft, operation) for draft, operation in drafts),
        values=tuple(one for draft, _ in drafts for one in draft.values),
        items=tuple(one for draft, _ in drafts for one in draft.items),
        passages=tuple(one for _, one in passages.values()),
        disagreement=tuple(one for draft, _ in drafts for one in draft.disagreement),
        nearest=tuple(nearest),
        chart=Chart(series=tuple(dict.fromkeys(charts))) if charts else None,
    )


def _understood(draft: Draft, operation: str) -> Understood:
    asked = draft.asked
    return Understood(
        text=asked.text,
        operation=operation,
        measures=tuple(one.called(asked.language) for one in asked.measures),
        subjects=tuple(
            dict.fromkeys([*(one.name for one in asked.subjects), *(one.name for one in asked.things)])
        ),
        periods=tuple(one.slot for one in asked.spans),
        unread=unread_words(asked, operation),
        notes=tuple(draft.notes),
    )


def _refused(text: str, language: str) -> Answer:
    return Answer(answered=False, text=text, language=language, question=())

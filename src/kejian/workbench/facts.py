"""Statements as cards: what templates and JSON show of a fact, with decisions applied."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from kejian.base.decided import FIELDS, holds, last_decisions, said
from kejian.base.models import Decision, Statement
from kejian.base.spans import span_of
from kejian.workbench.measure_words import beside, called
from kejian.workbench.wording import amount, label, period_words

DOUBTFUL = 0.6  # below this confidence a fact is shown as uncertain
_AROUND = 80  # characters shown on either side of the quoted words
_STATE = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}
_IN_WORDS = ("aspect", "role", "domain", "type")


def cards(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Cards of statements (fetched with ``document__work`` and ``document__edition``), in their order."""
    rows = list(statements)
    decided = last_decisions("default", [row.pk for row in rows]) if rows else {}
    return [card(row, decided.get(row.pk)) for row in rows]


def card(statement: Statement, decision: Decision | None) -> dict[str, Any]:
    """What is shown of a statement; plain values.

    ``fields`` are ``{name, value, shown, was}``: the exact value, how it is said to the reader, and what it
    was before it was corrected. ``sentence`` is a quotation for ``{% passage %}``. ``decision`` is empty,
    ``confirmed``, ``corrected``, ``rejected`` or ``orphan``.
    """
    now = said(statement)
    state, right = "", {}
    if decision is not None:
        state = _STATE[decision.verdict] if holds(decision, statement) else "orphan"
        if state == "corrected":
            right = decision.right
    unit = right.get("unit", now.get("unit", ""))
    fields = [
        {
            "name": name,
            "value": right.get(name, value),
            "shown": shown(name, right.get(name, value), unit),
            "was": shown(name, value, now.get("unit", "")) if right.get(name, value) != value else "",
        }
        for name, value in now.items()
        if (value or right.get(name)) and name != "unit"
    ]
    return {
        "id": statement.pk,
        "kind": statement.kind,
        "role": statement.role,
        "version": statement.version,
        "headline": headline(statement.kind, now | right, statement.quote),
        "says": now | right,
        "editable": list(FIELDS[statement.kind]),
        "fields": fields,
        "decision": state,
        "decided_by": decision.who if decision else "",
        "decided_at": decision.at if decision else None,
        "reason": decision.reason if decision else "",
        "confidence": statement.confidence,
        "doubtful": statement.confidence < DOUBTFUL and not state,
        "sentence": sentence(statement, decision),
    }


def shown(name: str, value: str, unit: str = "") -> str:
    """A field's value as it is said to the reader."""
    language = get_language() or "en"
    if name == "value":
        return amount(value, unit, language=language)
    if name in ("period", "date", "base"):
        return period_words(value, language=language)
    if name == "measure":
        own = beside(value, unit)
        return f"{called(value, unit)} · {own}" if own else value
    return label(value) if name in _IN_WORDS else value


def headline(kind: str, says: Mapping[str, str], quote: str) -> str:
    """A fact in a few words: measure and value, what happened, or the name."""
    language = get_language() or "en"
    if kind == "milestone":
        return f"{says.get('action', '')} {says.get('object', '')}".strip() or quote
    if kind == "entity":
        return says.get("name") or quote
    value = amount(says.get("value"), says.get("unit", ""), language=language) or quote
    aspect = says.get("aspect", "")
    measure = called(says.get("measure", ""), says.get("unit", ""))
    words = (measure, label(aspect) if aspect not in ("", "level") else "", value)
    return " ".join(filter(None, words))


def span_now(statement: Statement, decision: Decision | None) -> tuple[int, int]:
    """Where a statement stands: where a person said, as long as the words stand there."""
    at = (statement.start or 0, statement.end or 0)
    if decision is None or decision.verdict != "correct" or statement.document is None:
        return at
    if not holds(decision, statement):
        return at
    right = decision.right
    return span_of(statement.document.text, at, right) if right.get("quote") else at


def sentence(statement: Statement, decision: Decision | None = None) -> dict[str, Any] | None:
    """The quotation of a statement with some of the text around it; None where no passage states it."""
    row = statement.document
    if row is None or statement.start is None or statement.end is None:
        return None
    start, end = span_now(statement, decision)
    first = min(max(statement.sentence_start or 0, start - _AROUND), start)
    last = max(min(statement.sentence_end or end, end + _AROUND), end)
    return {
        "document": row.pk,
        "title": row.work.title or row.edition.name,
        "start": start,
        "end": end,
        "quote": row.text[start:end] if (start, end) != (statement.start, statement.end) else statement.quote,
        "before": row.text[first:start],
        "after": row.text[end:last],
    }

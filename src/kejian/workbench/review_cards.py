"""What a reviewer sees of a statement, and what they send: fields to choose from, the words it stands on."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Greatest, Substr
from django.utils.translation import gettext

from kejian.base.adding import COMPARATORS, added_by
from kejian.base.decided import FIELDS, last_decisions
from kejian.base.models import Decision, Statement
from kejian.base.queries import visible_statements
from kejian.base.spans import SPAN, nearest, span_correction, span_of
from kejian.extraction.events.domains import fields
from kejian.model import Aspect, EntityType, Role
from kejian.workbench.deciding import last_number
from kejian.workbench.errors import Refused
from kejian.workbench.facts import DOUBTFUL, card, headline
from kejian.workbench.wording import label

_AROUND, _NEAR, _SHORT = 260, 30, 9  # characters around the words: of the card, a line of the list, before
_LONGEST = 2000  # characters of a field
_STATE = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}


def choices(name: str) -> list[tuple[str, str]]:
    """The values that a field can have, with what they are called; none where it is free text."""
    known: dict[str, tuple[str, ...]] = {
        "role": tuple(Role),
        "aspect": ("", *Aspect),
        "comparator": COMPARATORS,
        "domain": ("", *fields()),
        "type": tuple(EntityType),
    }
    return [(value, label(value) if value else "–") for value in known.get(name, ())]


def lines(viewer: str | None, ids: tuple[str, ...]) -> list[dict[str, Any]]:
    """Statements as lines of the list, in the order of the ids, each with its words and a few around them."""
    start: Any = Greatest(F("start") + 1 - _NEAR, Value(1), output_field=IntegerField())
    rows = (
        visible_statements("default", viewer)
        .filter(pk__in=ids)
        .annotate(near=Substr("document__text", start, 2 * _NEAR + 60))
        .select_related("document__work", "document__edition")
        .defer("document__text", "document__layout", "document__sketch", "record")
    )
    found = {row.pk: row for row in rows}
    decided = last_decisions("default", list(found))
    return [_line(found[id_], decided.get(id_)) for id_ in ids if id_ in found]


def _line(row: Statement, decision: Decision | None) -> dict[str, Any]:
    near: str = getattr(row, "near", "") or ""
    skipped = min(row.start or 0, _NEAR)
    words = row.quote[:60]
    document = row.document
    right = decision.right if decision else {}
    says = {name: getattr(row, {"base": "compared", "date": "period"}.get(name, name))
            for name in FIELDS[row.kind]}  # fmt: skip
    return {
        "id": row.pk,
        "kind": row.kind,
        "role": row.role,
        "layer": row.role or row.kind,
        "headline": headline(row.kind, says | right, row.quote),
        "confidence": row.confidence,
        "doubtful": row.confidence < DOUBTFUL,
        "state": _STATE[decision.verdict] if decision else "undecided",
        "document": document.pk if document else 0,
        "title": (document.work.title or document.edition.name) if document else "",
        "before": near[:skipped].rpartition("\n")[2][-_SHORT:],
        "quote": words,
        "after": near[skipped + len(words) : skipped + len(words) + _NEAR].partition("\n")[0],
        "start": row.start,
        "end": row.end,
    }


def statement_of(viewer: str | None, id_: str) -> Statement | None:
    """An active statement with its document, if the viewer may see it."""
    rows = visible_statements("default", viewer).filter(pk=id_, status="active", document__isnull=False)
    full = rows.select_related("document__work", "document__edition", "extractor")
    return full.defer("document__layout", "document__sketch").first()


def card_for(row: Statement) -> dict[str, Any]:
    """The card of a statement: what it says, its words in the text around them, its history, what to send."""
    decision = last_decisions("default", [row.pk]).get(row.pk)
    right = decision.right if decision else {}
    here = (row.start or 0, row.end or 0)
    made = _card(row, decision, right)
    return made | {
        "was_at": None if (made["start"], made["end"]) == here else here,
        "added_by": added_by(row),
        "seen": last_number(row.pk),
        "history": history(row.pk),
    }


def blind_card(row: Statement) -> dict[str, Any]:
    """The card of a statement as the extraction made it: nothing of what anybody decided is in it."""
    return _card(row, None, {})


def _card(row: Statement, decision: Decision | None, right: Mapping[str, str]) -> dict[str, Any]:
    made, document = card(row, decision), row.document
    assert document is not None  # `statement_of` finds no other
    start, end = span_of(document.text, (row.start or 0, row.end or 0), right)
    return made | {
        "layer": row.role or row.kind,
        "document": document.pk,
        "title": document.work.title or document.edition.name,
        "start": start,
        "end": end,
        "text": around(document.text, start, end),
        "inputs": [
            {"name": name, "value": made["says"].get(name, ""), "choices": choices(name)}
            for name in FIELDS[row.kind]
        ],
    }


def around(text: str, start: int, end: int) -> dict[str, Any]:
    """Words with the text around them as far as a reader needs it; ``at`` is where it begins."""
    first, last = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    line, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if start - line < _NEAR:  # a short line is understood by the one above it
        line = text.rfind("\n", 0, max(line - 1, 0)) + 1
    if 0 <= line_end < last:
        below = text.find("\n", line_end + 1)
        last = min(last, below if below >= 0 else last)
    first = max(first, line)
    return {"at": first, "before": text[first:start], "words": text[start:end], "after": text[end:last]}


def history(statement: str) -> list[dict[str, Any]]:
    """What was decided on a statement, oldest first."""
    rows = Decision.objects.filter(statement=statement).order_by("pk")
    return [
        {
            "verdict": row.verdict,
            "reason": row.reason,
            "who": row.who,
            "at": row.at,
            "correction": row.right,
        }
        for row in rows
    ]


def corrections(row: Statement) -> dict[str, str]:
    """The fields of a statement that a correction gave their right values; none where none counts."""
    decision = last_decisions("default", [row.pk]).get(row.pk)
    return decision.right if decision else {}


def correction_of(row: Statement, sent: Mapping[str, str], *, blind: bool = False) -> dict[str, str]:
    """What a form corrects: fields with another value than the form had, and the words, if others.

    Fields that an earlier correction gave keep theirs; ``blind`` knows of none. Raises `Refused` where the
    words are not found.
    """
    decision = None if blind else last_decisions("default", [row.pk]).get(row.pk)
    kept = {} if blind else corrections(row)
    now = card(row, decision)["says"]
    for name in FIELDS[row.kind]:
        before = sent.get(f"was-{name}", now.get(name, ""))
        value = sent.get(name, before).strip()[:_LONGEST]
        if value != before:
            kept[name] = value
    document = row.document
    if document is not None and row.start is not None and row.end is not None and "words" in sent:
        at = (row.start, row.end)
        present = span_of(document.text, at, kept)
        if (chosen := chosen_span(document.text, sent, present)) != present:
            for name in SPAN:
                kept.pop(name, None)
            kept |= span_correction(document.text, at, chosen)
    return kept


def chosen_span(text: str, sent: Mapping[str, str], present: tuple[int, int]) -> tuple[int, int]:
    """The stretch that somebody chose: where they selected it, else where their words stand nearest.

    Raises `Refused` where they stand nowhere near.
    """
    words, given = sent.get("words", "").strip()[:_LONGEST], _offsets(sent)
    if words and given and (selected := text[slice(*given)]).strip() == words:
        start = given[0] + len(selected) - len(selected.lstrip())
        return start, start + len(words)
    if not words or words == text[present[0] : present[1]]:
        return present
    found = nearest(text, words, present[0])
    if found is None:
        raise Refused(
            gettext("These words do not stand in the text near the fact"),
            where=words[:80],
            hint=gettext("Select them in the passage, or copy them from it."),
        )
    return found


def _offsets(sent: Mapping[str, str]) -> tuple[int, int] | None:
    parts = [sent.get(name, "") for name in ("start", "end")]
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    start, end = int(parts[0]), int(parts[1])
    return (start, end) if start < end <= start + _LONGEST else None

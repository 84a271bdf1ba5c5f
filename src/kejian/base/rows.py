"""A statement as columns and back.

The record holds what a statement says, without where it stands: places change with every edition, and a
statement that only moved has not changed.
"""

from decimal import Decimal
from typing import Any

import msgspec

from kejian.base.canonical import bounds, canonical, sort_key
from kejian.errors import BaseError
from kejian.model import Document, Entity, Figure, Milestone, Passage

Fact = Figure | Milestone | Entity

_TYPES: dict[str, type[Figure] | type[Milestone] | type[Entity]] = {
    "figure": Figure,
    "milestone": Milestone,
    "entity": Entity,
}
_ELSEWHERE = ("passage", "sentence", "confidence", "mentions")  # kept in columns of their own
PLACE = ("document_id", "start", "end", "sentence_start", "sentence_end", "spans")
AROUND = 32  # characters kept on either side of a passage
_PHRASE = 500  # characters; PostgreSQL's index takes no more than some 2700 bytes
_CUT = ("measure", "subject", "unit", "policy", "action", "object", "claim", "name")


def kind_of(fact: Fact) -> str:
    """``figure``, ``milestone`` or ``entity``."""
    return type(fact).__name__.lower()


def record_of(fact: Fact) -> dict[str, Any]:
    """What the fact says, as plain values; a mention's place counts from the fact's."""
    record: dict[str, Any] = msgspec.to_builtins(fact)
    for name in ("statement", *_ELSEWHERE):
        record.pop(name, None)
    if isinstance(fact, Figure):
        record["mention"]["start"] -= fact.passage.start
        record["mention"]["end"] -= fact.passage.start
    return record


def content(fact: Fact) -> dict[str, Any]:
    """The columns that say what the statement says."""
    return {
        "quote": fact.passage.quote,
        "confidence": fact.confidence,
        "record": msgspec.json.encode(record_of(fact), order="sorted").decode(),
    } | queried(fact)


def queried(fact: Fact) -> dict[str, Any]:
    """The columns that repeat the record for queries; what is longer than a phrase is cut in them."""
    columns = _queried(fact)
    return {name: value[:_PHRASE] if name in _CUT else value for name, value in columns.items()}


def _queried(fact: Fact) -> dict[str, Any]:
    if isinstance(fact, Figure):
        return _figure(fact)
    if isinstance(fact, Milestone):
        first, last, kind = bounds(fact.date)
        return {
            "period": fact.date or "",
            "period_start": first,
            "period_end": last,
            "period_kind": kind,
            "subject": "、".join(fact.actor),
            "action": fact.action,
            "object": fact.object,
            "claim": fact.claim or "",
            "domain": fact.domain or "",
        }
    return {"name": fact.name, "type": fact.type.value}


def _figure(fact: Figure) -> dict[str, Any]:
    first, last, kind = bounds(fact.period)
    return {
        "role": fact.role.value,
        "aspect": fact.aspect.value if fact.aspect else "",
        "measure": fact.measure or "",
        "subject": fact.subject or "",
        "unit": fact.unit or "",
        "comparator": fact.comparator,
        "value": "" if fact.value is None else canonical(fact.value),
        "value_key": "" if fact.value is None else sort_key(fact.value),
        "period": fact.period or "",
        "period_start": first,
        "period_end": last,
        "period_kind": kind,
        "compared": fact.base or "",
        "policy": fact.policy or "",
        "accumulation": fact.accumulation or "",
    }


def place(fact: Fact) -> dict[str, Any]:
    """The columns that say where the statement stands, but for the document."""
    return {
        "start": fact.passage.start,
        "end": fact.passage.end,
        "sentence_start": fact.sentence.start,
        "sentence_end": fact.sentence.end,
        "spans": msgspec.json.encode(fact.mentions).decode() if isinstance(fact, Entity) else "",
    }


def check(fact: Fact, document: Document) -> None:
    """Raise `BaseError` unless the passage says what stands in the document, within it."""
    for passage in (fact.passage, fact.sentence):
        inside = 0 <= passage.start < passage.end <= len(document.text)
        if not inside or document.text[passage.start : passage.end] != passage.quote:
            raise BaseError(
                f"a {kind_of(fact)} quotes {passage.quote[:40]!r}, which does not stand at characters "
                f"{passage.start}–{passage.end}",
                where=document.source,
                hint="this is a mistake of the extraction; please report it with the document",
            )


def passage(text: str, *, document: str, start: int, end: int, skipped: int = 0) -> Passage:
    """The passage ``start:end`` of a text with a little of what stands around it.

    ``text`` may begin ``skipped`` characters after the document does.
    """
    first, last = start - skipped, end - skipped
    return Passage(
        document=document,
        start=start,
        end=end,
        quote=text[first:last],
        before=text[max(first - AROUND, 0) : first],
        after=text[last : last + AROUND],
    )


def fact_of(row: dict[str, Any], *, text: str, document: str, skipped: int = 0) -> Fact:
    """The value again from its columns and the text of its document; `BaseError` where they do not agree.

    ``text`` may be the part of it that holds the fact's sentence, from the character ``skipped`` on.
    """

    def at(start: int, end: int) -> dict[str, Any]:
        # plain, as the record is: to make a value and take it apart again would take twice as long
        first, last = start - skipped, end - skipped
        return {
            "document": document,
            "start": start,
            "end": end,
            "quote": text[first:last],
            "before": text[max(first - AROUND, 0) : first],
            "after": text[last : last + AROUND],
        }

    try:
        record = msgspec.json.decode(row["record"], type=dict[str, Any])
        start, end = row["start"], row["end"]
        record["passage"] = at(start, end)
        record["sentence"] = at(row["sentence_start"], row["sentence_end"])
        record["confidence"] = row["confidence"]
        if "mention" in record:
            record["mention"] |= {
                "start": record["mention"]["start"] + start,
                "end": record["mention"]["end"] + start,
            }
        if row["spans"]:
            record["mentions"] = msgspec.json.decode(row["spans"])
        return msgspec.convert(record, type=_TYPES[row["kind"]], dec_hook=_decimal)
    except (msgspec.MsgspecError, KeyError, TypeError) as error:
        raise BaseError(f"the record of statement {row.get('id')} cannot be read: {error}") from error


def _decimal(kind: type, value: Any) -> Any:
    if kind is Decimal:
        return Decimal(value)
    raise NotImplementedError(kind)

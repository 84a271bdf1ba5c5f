"""Statements that a person adds because the extraction missed them.

Such a statement has its passage like any other; who found it is the extractor ``person`` in the version of
that person's name, and a first decision confirms it. It stays when the document is read again: as the
statement that a later extraction finds there, or as it is where its words stand.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from kejian.base.connection import writing
from kejian.base.decided import FIELDS
from kejian.base.decisions import decide
from kejian.base.keeping import insert_statement
from kejian.base.models import Extractor, Statement
from kejian.base.queries import visible_documents
from kejian.base.rows import Fact, passage
from kejian.base.spans import LONGEST, sentence_around
from kejian.errors import BaseError
from kejian.extraction.events.domains import fields
from kejian.language import mentions
from kejian.model import Aspect, Entity, EntityType, Figure, Mention, MentionKind, Milestone, Role

PERSON = "person"  # the extractor's name of what a person found
COMPARATORS = ("=", "~", ">", ">=", "<", "<=")
_FIELD = 500  # characters of a field


def add_statement(
    alias: str,
    document: int,
    *,
    kind: str,
    start: int,
    end: int,
    says: Mapping[str, str],
    who: str,
    reason: str = "missed by the extraction",
    viewer: str | None = None,
    at: datetime | None = None,
) -> str:
    """Add a statement on characters ``start:end`` of a current document and return its id.

    ``kind`` is figure, milestone or entity, ``says`` gives its fields (`kejian.base.decided.FIELDS`, and
    ``actor`` of a milestone, names with 、 between them); value, unit and comparator that are not given are
    read from the words. Raises `BaseError`.
    """
    with writing(alias):
        row = visible_documents(alias, viewer).select_related("edition", "work").filter(pk=document).first()
        if row is None or not row.current:
            raise BaseError("no such current document", where=f"document {document}")
        start, end = _trimmed(row.text, start, end)
        same = Statement.objects.using(alias).filter(document=row, start=start, end=end)
        if any(one.kind == kind and one.status == "active" for one in same):
            raise BaseError(
                f"a {kind} is stated there already", where=row.text[start:end][:80], hint="correct that one"
            )
        fact = fact_from(row.text, kind=kind, start=start, end=end, says=says)
        finder, _ = Extractor.objects.using(alias).get_or_create(name=PERSON, version=who.strip()[:_FIELD])
        id_ = insert_statement(alias, row, fact, extractor=finder.pk)
        decide(alias, id_, "confirm", reason=reason, who=who, at=at, viewer=viewer)
    return id_


def fact_from(text: str, *, kind: str, start: int, end: int, says: Mapping[str, str]) -> Fact:
    """The statement of a kind on a stretch of a text. Raises `BaseError` for what no statement says."""
    known = (*FIELDS.get(kind, ()), "actor") if kind == "milestone" else FIELDS.get(kind)
    if known is None:
        raise BaseError(f"{kind!r} is no kind of statement", hint=f"one of {', '.join(FIELDS)}")
    if unknown := set(says) - set(known):
        raise BaseError(f"a {kind} has no field {min(unknown)!r}", hint=f"one of {', '.join(known)}")
    given = {name: value.strip()[:_FIELD] for name, value in says.items() if value.strip()}
    first, last = sentence_around(text, start, end)
    where: dict[str, Any] = {
        "passage": passage(text, document="", start=start, end=end),
        "sentence": passage(text, document="", start=first, end=last),
        "extractor": PERSON,
    }
    if kind == "entity":
        type_ = _one_of(given.get("type", "organisation"), [t.value for t in EntityType], "type")
        return Entity(
            name=given.get("name") or text[start:end],
            aliases=(),
            type=EntityType(type_),
            mentions=((start, end),),
            **where,
        )
    if kind == "milestone":
        if domain := given.get("domain"):
            _one_of(domain, list(fields()), "domain")
        if not given.get("action") and not given.get("object"):
            raise BaseError("a milestone has an action or an object", where="action")
        return Milestone(
            date=given.get("date"),
            actor=tuple(filter(None, (one.strip() for one in given.get("actor", "").split("、")))),
            action=given.get("action", ""),
            object=given.get("object", ""),
            claim=given.get("claim"),
            domain=domain,
            **where,
        )
    return _figure(text, start, end, given, where)


def _figure(text: str, start: int, end: int, given: dict[str, str], where: dict[str, Any]) -> Figure:
    role = Role(_one_of(given.get("role", "observation"), [r.value for r in Role], "role"))
    mention = mention_of(text, start, end)
    value = _number(given["value"]) if "value" in given else mention.value
    aspect = given.get("aspect")
    if aspect:
        _one_of(aspect, [a.value for a in Aspect], "aspect")
    exact = value != mention.value
    made: dict[str, object] = {
        "role": role,
        "value": value,
        "unit": given.get("unit") or mention.unit,
        "comparator": _one_of(given.get("comparator") or mention.comparator, COMPARATORS, "comparator"),
        "aspect": Aspect(aspect) if aspect else None,
        "lower": value if exact else mention.lower,
        "upper": value if exact else mention.upper,
        **{name: given.get(name) for name in ("measure", "subject", "period", "base", "policy")},
    }
    if role is Role.OBSERVATION and not (made["measure"] and value is not None):
        raise BaseError(
            "an observation has a measure and a value", where="measure" if value is not None else "value"
        )
    return msgspec.convert(where | made | {"mention": mention}, type=Figure, from_attributes=True)


def mention_of(text: str, start: int, end: int) -> Mention:
    """The number that the words are, read as the extraction reads it; bare words where they are none."""
    words = text[start:end]
    found = [one for one in mentions(words) if one.start == 0 and one.end == len(words)] or mentions(words)
    if found:
        best = max(found, key=lambda one: one.end - one.start)
        return msgspec.structs.replace(best, start=start, end=end, surface=words)
    return Mention(start=start, end=end, surface=words, kind=MentionKind.NUMBER)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise BaseError("there is no such stretch in the text", where=f"{start}–{end}")
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
    if start >= end or end - start > LONGEST or "\n" in text[start:end]:
        raise BaseError(
            "a statement stands on some words of one paragraph", where=words[:80], hint="choose fewer words"
        )
    return start, end


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or abs(value.adjusted()) > 60:
        raise BaseError(
            f"{text[:40]!r} is not a number", where="value", hint="give it in the base unit: 400351000000"
        )
    return value


def _one_of(word: str, among: Sequence[str], where: str) -> str:
    if word not in among:
        raise BaseError(f"{word[:40]!r} is none of them", where=where, hint=f"one of {', '.join(among)}")
    return word


def added_by(statement: Statement) -> str:
    """The person who added a statement; empty where the extraction found it."""
    finder = statement.extractor
    return finder.version if finder is not None and finder.name == PERSON else ""

"""Statements as people corrected them: the right values, and the words that they were taken to.

The words may stand anywhere near, so that what is read to quote them is the whole text of a document, of
those few statements that were moved.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from kejian.base.models import Decision, Document
from kejian.base.observations import corrected
from kejian.base.rows import Fact, passage
from kejian.base.spans import sentence_around, span_of
from kejian.model import Entity, EntityType, Figure

_Fact = TypeVar("_Fact", bound=Fact)


def as_corrected(fact: Fact, right: Mapping[str, str], *, text: str, skipped: int = 0) -> Fact:
    """The fact with the fields that a person corrected, quoted in the words it was taken to.

    ``text`` begins ``skipped`` characters after its document does. An actor is not corrected.
    """
    fact = requoted(fact, right, text=text, skipped=skipped)
    if isinstance(fact, Figure):
        return corrected(fact, right)
    changes: dict[str, Any] = {}
    if isinstance(fact, Entity):
        changes |= {"name": right["name"]} if right.get("name") else {}
        changes |= {"type": EntityType(right["type"])} if right.get("type") in list(EntityType) else {}
    else:
        changes |= {name: right[name] or None for name in ("date", "claim", "domain") if name in right}
        changes |= {name: right[name] for name in ("action", "object") if name in right}
    return msgspec.structs.replace(fact, **changes)


def requoted(fact: _Fact, right: Mapping[str, str], *, text: str, skipped: int = 0) -> _Fact:
    """The fact on the words, and in the sentence, that a person took it to; as it is where they took none."""
    at = (fact.passage.start - skipped, fact.passage.end - skipped)
    start, end = span_of(text, at, right)
    if (start, end) == at:
        return fact
    name = fact.passage.document
    around = (fact.sentence.start - skipped, fact.sentence.end - skipped)
    if not around[0] <= start < end <= around[1]:
        around = sentence_around(text, start, end)
    changes: dict[str, Any] = {
        key: passage(text, document=name, start=first + skipped, end=last + skipped, skipped=skipped)
        for key, (first, last) in (("passage", (start, end)), ("sentence", around))
    }
    if isinstance(fact, Figure):
        printed = {"start": start + skipped, "end": end + skipped, "surface": text[start:end]}
        changes["mention"] = msgspec.structs.replace(fact.mention, **printed)
    return msgspec.structs.replace(fact, **changes)


def add_moved_texts(
    alias: str, rows: Iterable[dict[str, Any]], decided: Mapping[str, Decision], *, id_: str, document: str
) -> None:
    """Give the rows whose words people moved the whole ``text`` of their document, none of it ``skipped``.

    ``id_`` and ``document`` are the names under which rows have a statement's id and a document's number.
    """
    moved = [row for row in rows if (one := decided.get(row[id_])) and "quote" in one.right]
    read = Document.objects.using(alias).filter(pk__in={row[document] for row in moved})
    texts = dict(read.values_list("pk", "text"))  # which asks nothing where there are none
    for row in moved:
        row["text"], row["skipped"] = texts[row[document]], 0

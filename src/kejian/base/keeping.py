"""Bringing the stored statements of a work to what a document of it now states.

A statement found again keeps its id and, where neither its words nor its place changed, its row; one that
says something else keeps what it said before; one that is gone is retired, never deleted.
"""

import base64
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
from django.db import connections

from kejian.base.align import Alignment
from kejian.base.identity import AROUND, Known, match
from kejian.base.models import Document as StoredDocument
from kejian.base.models import Earlier, Statement, Work
from kejian.base.rows import PLACE, Fact, content, kind_of, place
from kejian.model import Entity, Figure

_BATCH = 500
_PERSON = "person"  # the extractor of what a person added


class Outcome(msgspec.Struct, kw_only=True):
    """What storing a document did.

    ``status`` is ``stored``, ``same`` (nothing to do) or ``older edition`` (superseded already). Statements
    are counted by what became of them; ``moved`` ones say what they said, elsewhere.
    """

    status: str
    work: str = ""
    superseded: bool = False
    new: int = 0
    same: int = 0
    moved: int = 0
    changed: int = 0
    revived: int = 0
    retired: int = 0


class Keeping:
    """Bringing the stored statements of a work to what a document now states."""

    _READ = ("id", "kind", "status", "version", "quote", "confidence", "record", "extractor__name", *PLACE)
    _ABOUT = ("measure", "object", "name", "aspect", "action", "type")

    def __init__(
        self, alias: str, work: Work, document: StoredDocument, before: StoredDocument, outcome: Outcome
    ) -> None:
        self.alias, self.work, self.document, self.before = alias, work, document, before
        self.outcome = outcome

    def keep(self, facts: Sequence[Fact]) -> None:
        """Store, update, revive and retire."""
        mine = (
            Statement.objects.using(self.alias)
            .filter(work=self.work, source="passage")
            .order_by("start", "id")
        )
        rows = {row["id"]: row for row in mine.values(*self._READ, *self._ABOUT)}
        texts = {self.before.pk: self.before.text} | dict(
            StoredDocument.objects.using(self.alias)
            .filter(pk__in={row["document_id"] for row in rows.values()} - {self.before.pk})
            .values_list("pk", "text")
        )
        stored = {row["id"]: _known_row(row, texts[row["document_id"]]) for row in rows.values()}
        pairing = match(
            [stored[id_] for id_, row in rows.items() if row["status"] == "active"],
            [stored[id_] for id_, row in rows.items() if row["status"] == "retired"],
            [_known_fact(fact) for fact in facts],
            way=(way := Alignment(self.before.text, self.document.text)),
        )
        self._add([fact for number, fact in enumerate(facts) if number not in pairing])
        self._update([(rows[id_], facts[number]) for number, id_ in sorted(pairing.items())])
        left = [i for i, row in rows.items() if row["status"] == "active" and i not in set(pairing.values())]
        carried = self._carry([rows[i] for i in left if rows[i]["extractor__name"] == _PERSON], way)
        self._retire([i for i in left if i not in carried])

    def _carry(self, rows: Sequence[dict[str, Any]], way: Alignment) -> set[str]:
        """Move what a person added to where its words stand now; returns the ids of those that still do."""
        moves = []
        for row in rows:
            place, around = (
                way.moved(row["start"], row["end"]),
                way.moved(row["sentence_start"], row["sentence_end"]),
            )
            if place is None or self.document.text[slice(*place)] != row["quote"]:
                continue
            first, last = around or place
            moves.append(
                {"id": row["id"], "document_id": self.document.pk, "start": place[0], "end": place[1]}
                | {"sentence_start": min(first, place[0]), "sentence_end": max(last, place[1])}
                | {"spans": f"[[{place[0]},{place[1]}]]" if row["spans"] else ""}
            )
        _write(self.alias, moves)
        self.outcome.same += len(moves)
        return {str(move["id"]) for move in moves}

    def _add(self, facts: Sequence[Fact]) -> None:
        ids = _new_ids(self.alias, self.work, facts)
        common = {
            "work_id": self.work.pk,
            "source": "passage",
            "document_id": self.document.pk,
            "extractor_id": self.document.extractor_id,
        }
        _insert(
            self.alias,
            [
                common | {"id": id_, "kind": kind_of(fact)} | place(fact) | content(fact)
                for id_, fact in zip(ids, facts, strict=True)
            ],
        )
        self.outcome.new += len(facts)

    def _update(self, pairs: Sequence[tuple[dict[str, Any], Fact]]) -> None:
        moves, changes, earlier = [], [], []
        for row, fact in pairs:
            where = place(fact) | {"document_id": self.document.pk}
            says = content(fact)
            differs = any(row[name] != says[name] for name in ("quote", "record", "confidence"))
            revived = row["status"] == "retired"
            if differs:
                earlier.append(_earlier(row))
                news = {"version": row["version"] + 1, "extractor_id": self.document.extractor_id}
                changes.append((kind_of(fact), where | says | news | {"status": "active", "id": row["id"]}))
            elif revived or any(row[name] != where[name] for name in PLACE):
                moves.append(where | {"status": "active", "id": row["id"]})
            self.outcome.revived += revived
            self.outcome.changed += differs and not revived
            self.outcome.moved += not differs and not revived and row["document_id"] != where["document_id"]
            self.outcome.same += not differs and not revived and row["document_id"] == where["document_id"]
        Earlier.objects.using(self.alias).bulk_create(earlier, batch_size=_BATCH)
        _write(self.alias, moves)
        for kind in ("figure", "milestone", "entity"):  # which have different columns
            _write(self.alias, [change for change_kind, change in changes if change_kind == kind])

    def _retire(self, ids: Sequence[str]) -> None:
        for at in range(0, len(ids), _BATCH):
            Statement.objects.using(self.alias).filter(id__in=ids[at : at + _BATCH]).update(status="retired")
        self.outcome.retired += len(ids)


def insert_statement(alias: str, document: StoredDocument, fact: Fact, *, extractor: int) -> str:
    """Store one more statement of a document and return its id."""
    (id_,) = _new_ids(alias, document.work, [fact])
    row = {"id": id_, "kind": kind_of(fact), "work_id": document.work_id, "document_id": document.pk}
    row |= {"source": "passage", "extractor_id": extractor}
    _insert(alias, [row | place(fact) | content(fact)])
    return id_


def _insert(alias: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert statements. By hand: of `bulk_create`, 40 columns cost four times as long as the database."""
    quote = connections[alias].ops.quote_name
    fields = Statement._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    defaults = {field.attname: field.get_default() for field in fields}
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO kejian_statement ({columns}) VALUES ({marks})",  # noqa: S608 - names of columns
            [[_value(value) for value in (defaults | row).values()] for row in rows],
        )


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _write(alias: str, rows: Sequence[dict[str, Any]]) -> None:
    """Update statements, all of the same columns, by their id."""
    if not rows:
        return
    quote = connections[alias].ops.quote_name
    names = [name for name in rows[0] if name != "id"]
    columns = ", ".join(f"{quote(name)} = %s" for name in names)
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            f"UPDATE kejian_statement SET {columns} WHERE id = %s",  # noqa: S608 - names of columns
            [[*(_value(row[name]) for name in names), row["id"]] for row in rows],
        )


def _earlier(row: dict[str, Any]) -> Earlier:
    names = ("version", "document_id", "start", "end", "quote", "record")
    return Earlier(statement_id=row["id"], **{name: row[name] for name in names})


def _known_row(row: dict[str, str], text: str) -> Known:
    start, end = int(row["start"]), int(row["end"])
    return Known(
        id=row["id"],
        kind=row["kind"],
        start=start,
        end=end,
        quote=row["quote"],
        about=row["measure"] or row["object"] or row["name"],
        detail=row["aspect"] or row["action"] or row["type"],
        before=text[max(start - AROUND, 0) : start],
        after=text[end : end + AROUND],
    )


def _known_fact(fact: Fact) -> Known:
    if isinstance(fact, Figure):
        about, detail = fact.measure or "", fact.aspect.value if fact.aspect else ""
    elif isinstance(fact, Entity):
        about, detail = fact.name, fact.type.value
    else:
        about, detail = fact.object, fact.action
    return Known(
        kind=kind_of(fact),
        start=fact.passage.start,
        end=fact.passage.end,
        quote=fact.passage.quote,
        about=about,
        detail=detail,
        before=fact.passage.before,
        after=fact.passage.after,
    )


def _new_ids(alias: str, work: Work, facts: Sequence[Fact]) -> list[str]:
    """Opaque ids, the same for the same documents in the same order, and not in the base yet."""
    bases = []
    for fact in facts:
        known = _known_fact(fact)
        bases.append(
            [
                work.key,
                work.owner,
                known.kind,
                known.about,
                known.detail,
                known.before,
                known.quote,
                known.after,
            ]
        )
    ids = [_digest(basis, 0) for basis in bases]
    used: set[str] = set()
    for at in range(0, len(ids), _BATCH):
        found = Statement.objects.using(alias).filter(id__in=ids[at : at + _BATCH])
        used.update(found.values_list("id", flat=True))
    for number, basis in enumerate(bases):
        attempt = 0
        while ids[number] in used:
            attempt += 1
            ids[number] = _digest(basis, attempt)
            if ids[number] not in used and Statement.objects.using(alias).filter(id=ids[number]).exists():
                used.add(ids[number])
        used.add(ids[number])
    return ids


def _digest(basis: Sequence[str], attempt: int) -> str:
    text = msgspec.json.encode([*basis, attempt])
    return base64.b32encode(sha256(text).digest()[:10]).decode().lower()

"""Which series a stored document's observations belong to: rows of `Placed`, made from that document alone.

Rows that stay as they are are not written again; every bundle that a row joins or leaves is marked dirty,
in the same transaction, so that its series are summed up again whatever happens in between.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import connections

from kejian.base.canonical import canonical
from kejian.base.linking_models import Bundle, Placed
from kejian.base.models import Document
from kejian.base.observations import observations
from kejian.base.queries import document_of
from kejian.linking.measures import Match
from kejian.linking.notes import notes
from kejian.linking.periods import slot, span
from kejian.linking.placing import Placed as Found
from kejian.linking.placing import place
from kejian.linking.subjects import Subject
from kejian.model import Aspect, Figure

_MANY = 500
_COLUMNS = (
    "statement_id", "work_id", "scope", "bundle_id", "family", "main", "aspect", "kind", "slot", "slot_end",
    "value", "unit", "subject", "score", "why",
)  # fmt: skip


class Why(msgspec.Struct, frozen=True, array_like=True):
    """The scores and reasons of a statement's measure and subject (its ``name``), and the notes on it."""

    score: float
    reasons: tuple[str, ...]
    subject: float
    reason: str
    name: str
    notes: tuple[str, ...] = ()


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a row of `Placed` of which its observation is made."""

    statement_id: str
    family: str
    main: bool
    kind: str
    why: str


def place_document(alias: str, document: Document) -> tuple[int, set[int]]:
    """Place what the current document of a work says, and mark the bundles that this touches.

    Returns how many figures no series takes, and the bundles.
    """
    facts, ids = observations(alias, document)
    of = {id(figure): id_ for figure, id_ in zip(facts.figures, ids, strict=True)}
    placed, loose = place(facts, notes(document_of(document)))
    keys = bundles(alias, ("|".join(one.bundle) for one in placed))
    scope = scope_of(document)
    rows = {
        of[id(one.figure)]: row_of(
            one, work=document.work_id, scope=scope, bundle=keys["|".join(one.bundle)], id_=of[id(one.figure)]
        )
        for one in placed
    }
    mine = Placed.objects.using(alias).filter(work=document.work_id)
    before = {row["statement_id"]: row for row in mine.values(*_COLUMNS)}
    gone = [row for id_, row in before.items() if rows.get(id_) != row]
    new = [row for id_, row in rows.items() if before.get(id_) != row]
    for at in range(0, len(gone), _MANY):
        part = [row["statement_id"] for row in gone[at : at + _MANY]]
        Placed.objects.using(alias).filter(pk__in=part).delete()
    insert(alias, new)
    touched = {row["bundle_id"] for row in (*gone, *new)}
    mark(alias, "bundle", touched)
    return len(loose), touched


def scope_of(document: Document) -> int:
    """0 of a published work, else the id of the draft."""
    return 0 if document.work.visibility == "published" else document.work_id


def row_of(one: Found, *, work: int, scope: int, bundle: int, id_: str) -> dict[str, Any]:
    """The columns of an observation."""
    figure, when = one.figure, span(one.figure.period)
    at = slot(when, stock=one.kind == "stock" if one.kind else None) if when else None
    why = Why(
        one.measure.score,
        one.measure.reasons,
        one.subject.score,
        one.subject.reason,
        one.subject.name,
        one.notes,
    )
    return {
        "statement_id": id_,
        "work_id": work,
        "scope": scope,
        "bundle_id": bundle,
        "family": one.family or "",
        "main": one.main,
        "aspect": (figure.aspect or Aspect.LEVEL).value,
        "kind": one.kind or "",
        "slot": at.slot if at else "",
        "slot_end": at.end if at else None,
        "value": "" if figure.value is None else canonical(figure.value),
        "unit": figure.unit or "",
        "subject": one.subject.name,
        "score": round(one.measure.score * one.subject.score, 3),
        "why": msgspec.json.encode(why).decode(),
    }


def found_of(row: Kept, figure: Figure, *, bundle: tuple[str, str, str], measure: Match) -> Found:
    """The observation of a row again."""
    why = msgspec.json.decode(row.why, type=Why)
    code = bundle[0] if len(bundle[0]) == 6 and bundle[0].isdigit() else None
    return Found(
        id=row.statement_id,
        figure=figure,
        measure=msgspec.structs.replace(measure, score=why.score, reasons=why.reasons),
        subject=Subject(key=bundle[0], name=why.name, code=code, score=why.subject, reason=why.reason),
        main=row.main,
        family=row.family or None,
        accumulation=bundle[2] or None,
        kind=row.kind or None,
        notes=why.notes,
    )


def bundles(alias: str, keys: Iterable[str]) -> dict[str, int]:
    """The numbers of bundles by their keys, made where there are none."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, int] = {}
    for at in range(0, len(wanted), _MANY):
        part = wanted[at : at + _MANY]
        rows = Bundle.objects.using(alias).filter(key__in=part)
        found |= dict(rows.values_list("key", "pk"))
        missing = [key for key in part if key not in found]
        if missing:
            Bundle.objects.using(alias).bulk_create([Bundle(key=key) for key in missing])
            found |= dict(Bundle.objects.using(alias).filter(key__in=missing).values_list("key", "pk"))
    return found


def insert(alias: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of `Placed`, by hand, which is several times as quick as `bulk_create`."""
    marks = ", ".join(["%s"] * len(_COLUMNS))
    statement = f"INSERT INTO kejian_placed ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608 - columns
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [row[c].isoformat() if c == "slot_end" and row[c] else row[c] for c in _COLUMNS]
                for row in rows
            ],
        )


def mark(alias: str, what: str, keys: Iterable[int]) -> None:
    """Mark bundles or names whose series or things are to be made again."""
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO kejian_dirty (what, key) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(what, key) for key in sorted(keys)],
        )

"""What a stored document names: rows of `Naming` and `Together`, made from that document alone.

A form that only points (全市, 该公司) names nothing. Milestones and figures are tied to a thing where their
actor, object or subject is one of its forms in the same document.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import msgspec

from kejian.base.linking_models import Name, Naming, Together
from kejian.base.models import Document, Statement
from kejian.base.observations import decided_of
from kejian.base.placing import mark, scope_of
from kejian.language import sentences
from kejian.linking.credit_codes import codes_in
from kejian.linking.names import form_of, names_something

_MANY = 500
_TEXT = 200  # characters of a name that is kept
_CROWD = 12  # names of a sentence that are taken for named together
_NEAR = 80  # characters before a code in which its holder is named
_INSIDE = 4  # characters of a name that is looked for within a milestone's object
_ORGANISATION = "organisation"

Key = tuple[str, str]  # normal form and type


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An entity of a document as people decided it to be: its name, other forms, and where any stands."""

    id: str
    type: str
    forms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def key(self) -> Key:
        """The normal form and type of its name."""
        return form_of(self.forms[0]), self.type


def name_document(alias: str, document: Document) -> set[int]:
    """Write what the current document of a work names, and mark the names that this touches: these."""
    rows = _rows(alias, document)
    entities = _entities(alias, document, rows)
    scope = scope_of(document)
    ids = _names(alias, entities, scope)
    wanted = {
        (statement, ids[key], role)
        for statement, key, role in (*_forms(entities), *_about(rows, entities))
        if key in ids
    }
    mine = Naming.objects.using(alias).filter(work=document.work_id)
    before = {(one.statement_id, one.name_id, one.role): one for one in mine}
    gone = [one for each, one in before.items() if each not in wanted or one.scope != scope]
    kept = before.keys() - {(one.statement_id, one.name_id, one.role) for one in gone}
    new = sorted(wanted - kept)
    for at in range(0, len(gone), _MANY):
        Naming.objects.using(alias).filter(pk__in=[one.pk for one in gone[at : at + _MANY]]).delete()
    Naming.objects.using(alias).bulk_create(
        [
            Naming(statement_id=statement, name_id=name, role=role, work_id=document.work_id, scope=scope)
            for statement, name, role in new
        ],
        batch_size=_MANY,
    )
    _together(alias, document, entities, ids, scope)
    if scope == 0:
        _codes(alias, document, entities, ids)
    touched = {one.name_id for one in gone if not one.scope} | (
        {name for _, name, _ in new} if not scope else set()
    )
    mark(alias, "name", touched)
    drafts = {one.scope for one in gone if one.scope} | ({scope} if scope and new else set())
    mark(alias, "draft", drafts)
    return touched


_READ = ("id", "kind", "status", "role", "name", "type", "record", "spans", "subject", "object")


def _rows(alias: str, document: Document) -> list[dict[str, Any]]:
    """What a document states now. Its kinds are told apart here: SQLite would take the index of kinds."""
    rows = Statement.objects.using(alias).filter(document=document).order_by("start", "id")
    return [row for row in rows.values(*_READ) if row["status"] == "active"]


def _entities(alias: str, document: Document, rows: Iterable[dict[str, Any]]) -> list[Named]:
    decided = decided_of(alias, document)
    found = []
    for row in rows:
        decision = decided.get(row["id"])
        if row["kind"] != "entity" or (decision is not None and decision.verdict == "reject"):
            continue
        right = decision.right if decision else {}
        record = msgspec.json.decode(row["record"])
        forms = (right.get("name") or record.get("name") or row["name"], *record.get("aliases", ()))
        kept = tuple(dict.fromkeys(form[:_TEXT] for form in forms if names_something(form)))
        if not kept or kept[0] != forms[0][:_TEXT]:
            continue  # a name that only points at a thing
        spans = msgspec.json.decode(row["spans"], type=tuple[tuple[int, int], ...]) if row["spans"] else ()
        found.append(Named(id=row["id"], type=right.get("type") or row["type"], forms=kept, spans=spans))
    return found


def _names(alias: str, entities: Sequence[Named], scope: int) -> dict[Key, int]:
    """The numbers of names by form and type, made where there are none.

    A name that only drafts had is printed as what is published prints it.
    """
    shown = {(form_of(form), one.type): form for one in reversed(entities) for form in one.forms}
    found: dict[Key, int] = {}
    forms = sorted({form for form, _ in shown})
    for at in range(0, len(forms), _MANY):
        rows = Name.objects.using(alias).filter(form__in=forms[at : at + _MANY])
        for row in rows:
            key = (row.form, row.type)
            found[key] = row.pk
            if key in shown and not scope and not row.published and row.shown != shown[key].strip():
                rows.filter(pk=row.pk).update(shown=shown[key].strip())
    missing = [key for key in shown if key not in found]
    made = Name.objects.using(alias).bulk_create(
        [Name(form=form, type=type_, shown=shown[form, type_].strip()) for form, type_ in missing]
    )
    return {key: found[key] for key in shown if key in found} | {(one.form, one.type): one.pk for one in made}


def _forms(entities: Iterable[Named]) -> Iterable[tuple[str, Key, str]]:
    for one in entities:
        yield one.id, one.key, "name"
        for form in one.forms[1:]:
            if form_of(form) != one.key[0]:
                yield one.id, (form_of(form), one.type), "alias"


def _about(rows: Iterable[dict[str, Any]], entities: Sequence[Named]) -> Iterable[tuple[str, Key, str]]:
    """Which milestones and figures are of which of the entities."""
    holders: dict[str, Key] = {}
    for one in reversed(entities):
        for form in one.forms:
            holders[form_of(form)] = one.key
    for row in rows:
        if row["kind"] == "figure" and row["role"] == "observation" and row["subject"]:
            key = holders.get(form_of(row["subject"]))
            if key and key[1] != "place":
                yield row["id"], key, "subject"
        elif row["kind"] == "milestone":
            for actor in row["subject"].split("、"):
                if key := holders.get(form_of(actor)):
                    yield row["id"], key, "actor"
            if key := _inside(form_of(row["object"]), holders):
                yield row["id"], key, "object"


def _inside(text: str, holders: dict[str, Key]) -> Key | None:
    """What a text names: itself, or the longest name within it."""
    if text in holders:
        return holders[text]
    within = [form for form in holders if len(form) >= _INSIDE and form in text]
    return holders[max(within, key=lambda form: (len(form), form))] if within else None


def _together(
    alias: str, document: Document, entities: Sequence[Named], ids: dict[Key, int], scope: int
) -> None:
    """Count in how many sentences two names stand together."""
    bounds = list(sentences(document.text))
    starts = [start for start, _ in bounds]
    inside: dict[int, set[int]] = defaultdict(set)
    for one in entities:
        for start, _ in one.spans:
            at = bisect_right(starts, start) - 1
            if at >= 0 and start < bounds[at][1]:
                inside[at].add(ids[one.key])
    counts: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, names in sorted(inside.items()):
        for one_, other in combinations(sorted(names)[:_CROWD], 2):
            counts[one_, other].append(at)
    Together.objects.using(alias).filter(work=document.work_id).delete()
    Together.objects.using(alias).bulk_create(
        [
            Together(
                one_id=pair[0],
                other_id=pair[1],
                work_id=document.work_id,
                scope=scope,
                sentences=len(at),
                start=bounds[at[0]][0],
                end=bounds[at[0]][1],
            )
            for pair, at in counts.items()
        ],
        batch_size=_MANY,
    )


def _codes(alias: str, document: Document, entities: Sequence[Named], ids: dict[Key, int]) -> None:
    """Keep the credit codes that the document gives right behind the name of an organisation."""
    places: list[tuple[int, int, Any]] = sorted(
        (end, start, one.key) for one in entities if one.type == _ORGANISATION for start, end in one.spans
    )
    for at, code in codes_in(document.text):
        before = [
            key for end, _, key in places if at - _NEAR <= end <= at and "\n" not in document.text[end:at]
        ]
        if before:
            Name.objects.using(alias).filter(pk=ids[before[-1]]).exclude(code=code).update(code=code)

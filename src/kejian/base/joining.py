"""Rows of `Thing` and `Member`: which names are one thing's, made again for the names that something touched.

What two names have to do with each other never changes by itself (`Likeness`), so it is worked out once,
when a name is first met. A touched name is joined again together with all names that links lead to, and all
that shared a thing with it. Drafts are joined on their own: their names join what is published, or
themselves, in rows of their own scope.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from zlib import crc32

import msgspec
from django.db import connections
from django.db.models import Count, Q, QuerySet

from kejian.base import names_index
from kejian.base.linking_models import Likeness, Member, Name, NameKey, Naming, Thing, ThingDecision
from kejian.base.placing import mark
from kejian.base.words import fold
from kejian.linking.likeness import JOINS, like
from kejian.linking.names import Name as Parts
from kejian.linking.names import keys, parse
from kejian.linking.things import Joined, Link, join

TABLE = "kejian_thing"
_MANY = 400
_MOST_NAMES = 2000  # names joined at once; beyond that links are not followed further
_BLOCK = 60  # names of one key beyond which the key tells nothing
_GIVEN = 0.9  # score of a form that a document gives
_NOTED = 0.5  # score from which a likeness is kept
_TEXT = 500


def join_names(alias: str, touched: list[int]) -> None:
    """Join these published names again, with all that they have to do with."""
    _count(alias, touched)
    compare(alias, touched)
    ids = _closure(alias, touched)
    rows = Name.objects.using(alias).in_bulk(list(ids))
    published = {pk: row for pk, row in rows.items() if row.published}
    groups = _groups(alias, published, given(alias, list(published), scopes=[0]))
    _keep(alias, groups, set(rows), scope=0)
    drafts = Member.objects.using(alias).filter(name__in=touched, scope__gt=0)
    mark(alias, "draft", set(drafts.values_list("scope", flat=True)))


def join_drafts(alias: str, drafts: list[int]) -> None:
    """Join what each of these drafts names with what is published, without touching that."""
    for scope in drafts:
        naming = Naming.objects.using(alias).filter(scope=scope, role__in=("name", "alias"))
        own = set(naming.values_list("name_id", flat=True))
        compare(alias, sorted(own))
        near = _closure(alias, sorted(own), scopes=[0, scope])
        rows = Name.objects.using(alias).in_bulk(list(near | own))
        known = {pk: row for pk, row in rows.items() if row.published or pk in own}
        groups = _groups(alias, known, given(alias, list(known), scopes=[0, scope]))
        kept = Member.objects.using(alias).filter(scope=0, name__in=known)
        things = dict(kept.values_list("name_id", "thing_id"))
        _drop(alias, scope)
        own_things: list[tuple[int | None, list[Joined]]] = []
        for group in groups:
            only = [one for one in group if not rows[one.name].published]
            published = [things[one.name] for one in group if one.name in things]
            if only and published:
                thing = max(set(published), key=lambda id_: (published.count(id_), -id_))
                add_members(alias, [(thing, only)], scope, before={})
            elif only:
                own_things.append((None, only))
        _write(alias, own_things, rows, scope, before={})


def _drop(alias: str, scope: int) -> None:
    Member.objects.using(alias).filter(scope=scope).delete()
    things = Thing.objects.using(alias).filter(scope=scope)
    names_index.remove(alias, TABLE, list(things.values_list("pk", "words")))
    things.delete()


def _count(alias: str, names: Sequence[int]) -> None:
    """Count the published statements that name each of the names."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    naming = Naming.objects.using(alias).filter(name__in=names, scope=0, role__in=("name", "alias"))
    for name, role, number in naming.order_by().values_list("name_id", "role").annotate(n=Count("pk")):
        counts[name][role] = number
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            "UPDATE kejian_name SET published = %s, given = %s WHERE id = %s",
            [(sum(counts[name].values()), counts[name].get("name", 0), name) for name in names],
        )


# --- what names have to do with each other ----------------------------------------------------------


def compare(alias: str, names: Sequence[int]) -> None:
    """Work out the likeness of names that were not met before to all others."""
    have = NameKey.objects.using(alias).filter(name__in=names)
    met = set(have.order_by().values_list("name_id", flat=True).distinct())
    new = Name.objects.using(alias).filter(pk__in=[name for name in names if name not in met])
    parts = {one.pk: parse(one.shown, one.type) for one in new}
    hashes = {pk: sorted({_hash(key) for key in keys(one)}) for pk, one in parts.items()}
    with connections[alias].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO kejian_name_key (key, name_id) VALUES (%s, %s)",
            [(key, pk) for pk, found in hashes.items() for key in found],
        )
    pairs = _sharing(alias, hashes)
    others = Name.objects.using(alias).in_bulk({pk for pair in pairs for pk in pair} - parts.keys())
    parts |= {pk: parse(one.shown, one.type) for pk, one in others.items()}
    found = []
    for one, other in sorted(pairs):
        likeness = like(parts[one], parts[other])
        if likeness and likeness.score >= _NOTED:
            reasons = msgspec.json.encode(likeness.reasons).decode()
            short = min((one, other), key=lambda pk: (len(parts[pk].form), parts[pk].form))
            found.append(
                Likeness(
                    one_id=one,
                    other_id=other,
                    score=likeness.score,
                    reasons=reasons,
                    short=short if likeness.weak else None,
                )
            )
    Likeness.objects.using(alias).bulk_create(found, batch_size=_MANY, ignore_conflicts=True)


def _hash(key: str) -> int:
    data = key.encode()
    return crc32(data) | (crc32(data, 0x9E3779B9) & 0x7FFFFFFF) << 32


def _sharing(alias: str, hashes: dict[int, list[int]]) -> set[tuple[int, int]]:
    """Pairs of names, one of them new, that share a key which not too many have."""
    wanted = sorted({key for found in hashes.values() for key in found})
    holders: dict[int, list[int]] = defaultdict(list)
    for at in range(0, len(wanted), _MANY):
        rows = NameKey.objects.using(alias).filter(key__in=wanted[at : at + _MANY])
        for key, name in rows.values_list("key", "name_id"):
            holders[key].append(name)
    return {
        (min(pk, other), max(pk, other))
        for pk, found in hashes.items()
        for key in found
        if len(holders[key]) <= _BLOCK
        for other in holders[key]
        if other != pk
    }


def given(alias: str, names: Sequence[int], *, scopes: Sequence[int]) -> list[Link]:
    """The links by which documents give one name as a form of another."""
    found: dict[tuple[int, int], int] = {}
    for at in range(0, len(names), _MANY):
        part = list(names[at : at + _MANY])
        for column in ("b.name_id", "a.name_id"):
            with connections[alias].cursor() as cursor:
                cursor.execute(_GIVEN_SQL.format(column, _marks(part), _marks(scopes)), [*part, *scopes])
                found |= {(one, other): works for one, other, works in cursor.fetchall()}
    return [
        Link(
            one=one,
            other=other,
            score=_GIVEN,
            reasons=(f"given: by {works} {'work' if works == 1 else 'works'}",),
            short=other,
            given=True,
        )
        for (one, other), works in sorted(found.items())
    ]


def _marks(values: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(values))


_GIVEN_SQL = """
SELECT a.name_id, b.name_id, COUNT(DISTINCT a.work_id)
FROM kejian_naming a JOIN kejian_naming b ON a.statement_id = b.statement_id
WHERE a.role = 'name' AND b.role = 'alias' AND {} IN ({}) AND a.scope IN ({})
GROUP BY a.name_id, b.name_id"""


def _closure(alias: str, touched: Sequence[int], *, scopes: Sequence[int] = (0,)) -> set[int]:
    """The names, all that links and decisions lead to, and all that shared a thing with one of them."""
    found, waiting = set(touched), list(touched)
    while waiting and len(found) < _MOST_NAMES:
        part, waiting = waiting[:_MANY], waiting[_MANY:]
        near: set[int] = set()
        for one, other in _likenesses(alias, part).values_list("one_id", "other_id"):
            near |= {one, other}
        for link in given(alias, part, scopes=scopes):
            near |= {link.one, link.other}
        things = Member.objects.using(alias).filter(name__in=part, scope=0).values("thing")
        near |= set(
            Member.objects.using(alias).filter(thing__in=things, scope=0).values_list("name_id", flat=True)
        )
        near |= _decided_with(alias, part)
        waiting += sorted(near - found)
        found |= near
    return found


def _likenesses(alias: str, names: Collection[int]) -> QuerySet[Likeness]:
    either = Q(one__in=list(names)) | Q(other__in=list(names))
    return Likeness.objects.using(alias).filter(either, score__gte=JOINS)


def _decided_with(alias: str, names: Sequence[int]) -> set[int]:
    forms = Name.objects.using(alias).filter(pk__in=names).values_list("form", flat=True)
    rows = ThingDecision.objects.using(alias).exclude(verdict="name")
    near = rows.filter(Q(one__in=list(forms)) | Q(other__in=list(forms)))
    every = {form for pair in near.values_list("one", "other") for form in pair}
    return (
        set(Name.objects.using(alias).filter(form__in=every).values_list("pk", flat=True)) if every else set()
    )


# --- joining ----------------------------------------------------------------------------------------


def _groups(alias: str, rows: dict[int, Name], links: list[Link]) -> list[list[Joined]]:
    ids = list(rows)
    every = list(links)
    for at in range(0, len(ids), _MANY):
        for one in _likenesses(alias, ids[at : at + _MANY]):
            every.append(
                Link(
                    one=one.one_id,
                    other=one.other_id,
                    score=one.score,
                    reasons=msgspec.json.decode(one.reasons, type=tuple[str, ...]),
                    short=one.short,
                )
            )
    parts: dict[int, Parts] = {pk: parse(row.shown, row.type) for pk, row in rows.items()}
    same, different = decided_pairs(alias, rows)
    codes = {pk: row.code for pk, row in rows.items()}
    return join(parts, list(dict.fromkeys(every)), codes=codes, same=same, different=different)


def decided_pairs(alias: str, rows: dict[int, Name]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of names that people said are one thing's, and those they said are not; the last counts."""
    of: dict[str, list[int]] = defaultdict(list)
    for pk, row in rows.items():
        of[row.form].append(pk)
    last: dict[tuple[str, str], str] = {}
    forms = sorted(of)
    for at in range(0, len(forms), _MANY):
        decisions = ThingDecision.objects.using(alias).exclude(verdict="name").order_by("pk")
        for one in decisions.filter(one__in=forms[at : at + _MANY]):
            last[one.one, one.other] = one.verdict
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (one_, other), verdict in last.items():
        pairs[verdict] += [(a, b) for a in of[one_] for b in of.get(other, ())]
    return pairs["same"], pairs["different"]


def _called(alias: str, rows: dict[int, Name]) -> dict[str, str]:
    """What people said that things are to be called, by the form of one of their names."""
    forms = sorted({name.form for name in rows.values()})
    found: dict[str, str] = {}
    for at in range(0, len(forms), _MANY):
        said = ThingDecision.objects.using(alias).filter(verdict="name", one__in=forms[at : at + _MANY])
        found |= {one.one: one.shown.split("\n")[-1] for one in said.order_by("pk")}
    return found


def _spoken(alias: str, names: Sequence[int], scope: int) -> dict[int, list[tuple[str, int]]]:
    """The statements that name each of the names, and their works."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for at in range(0, len(names), _MANY):
        rows = Naming.objects.using(alias).filter(name__in=names[at : at + _MANY], scope=scope, role="name")
        for name, statement, work in rows.values_list("name_id", "statement_id", "work_id"):
            found[name].append((statement, work))
    return found


def _keep(alias: str, groups: list[list[Joined]], names: set[int], *, scope: int) -> None:
    """Make things what the groups say; one that goes on being most of itself keeps its number."""
    rows = Name.objects.using(alias).in_bulk([one.name for group in groups for one in group])
    of: dict[int, Member] = {}
    every = sorted(names)
    for at in range(0, len(every), _MANY):
        before = Member.objects.using(alias).filter(scope=scope, name__in=every[at : at + _MANY])
        of |= {one.name_id: one for one in before}
    free = {one.thing_id for one in of.values()}
    placed: list[tuple[int | None, list[Joined]]] = []
    for group in sorted(groups, key=len, reverse=True):
        held = [of[one.name].thing_id for one in group if one.name in of]
        best = max(set(held) & free, key=lambda id_: (held.count(id_), -id_), default=None)
        free.discard(best or 0)
        placed.append((best, group))
    _write(alias, placed, rows, scope, before=of)
    gone = [one.pk for one in of.values() if one.name_id not in rows]
    Member.objects.using(alias).filter(pk__in=gone).delete()
    empty = Thing.objects.using(alias).filter(pk__in=free)
    names_index.remove(alias, TABLE, list(empty.values_list("pk", "words")))
    loose = set(Member.objects.using(alias).filter(thing__in=free).values_list("scope", flat=True))
    mark(alias, "draft", loose - {scope})
    empty.delete()


def _write(
    alias: str,
    placed: list[tuple[int | None, list[Joined]]],
    rows: dict[int, Name],
    scope: int,
    *,
    before: dict[int, Member],
) -> None:
    """Write things with their members, where they are not written so already."""
    called = _called(alias, rows)
    spoken = _spoken(alias, sorted(rows), scope)
    things = Thing.objects.using(alias).in_bulk([id_ for id_, _ in placed if id_ is not None])
    new: list[tuple[Thing, list[Joined]]] = []
    changed: list[Thing] = []
    indexed: list[tuple[int, str]] = []
    for id_, group in placed:
        columns = _columns(group, rows, called, spoken, scope)
        if id_ is None:
            new.append((Thing(**columns), group))
            continue
        row = things[id_]
        if row.words != columns["words"]:
            names_index.remove(alias, TABLE, [(row.pk, row.words)])
            indexed.append((row.pk, columns["words"]))
        if any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            changed.append(row)
        add_members(alias, [(row.pk, group)], scope, before=before)
    if changed:
        Thing.objects.using(alias).bulk_update(changed, _COLUMNS, batch_size=50)
    made = Thing.objects.using(alias).bulk_create([row for row, _ in new], batch_size=_MANY)
    names_index.add(alias, TABLE, [*indexed, *((row.pk, row.words) for row in made)])
    groups = [(row.pk, group) for row, (_, group) in zip(made, new, strict=True)]
    add_members(alias, groups, scope, before=before)


_COLUMNS = ("scope", "name", "type", "code", "words", "names", "statements", "works")


def _columns(
    group: list[Joined],
    rows: dict[int, Name],
    called: dict[str, str],
    spoken: dict[int, list[tuple[str, int]]],
    scope: int,
) -> dict[str, Any]:
    names = [rows[one.name] for one in group]
    lead = _lead(group, rows)
    said = [each for name in names for each in spoken.get(name.pk, ())]
    decided = next((called[name.form] for name in names if name.form in called), None)
    return {
        "scope": scope,
        "name": (decided or lead.shown)[:_TEXT],
        "type": lead.type,
        "code": next((name.code for name in names if name.code), ""),
        "words": "\n".join(dict.fromkeys(fold(name.shown)[:_TEXT] for name in names)),
        "names": len(names),
        "statements": len({statement for statement, _ in said}),
        "works": len({work for _, work in said}),
    }


def add_members(
    alias: str, groups: Iterable[tuple[int, list[Joined]]], scope: int, *, before: dict[int, Member]
) -> None:
    """Write the members of things, where they are not written so already."""
    new = []
    for thing, group in groups:
        for one in group:
            reasons = msgspec.json.encode(one.reasons).decode()
            old = before.get(one.name)
            if old is None:
                new.append(
                    Member(name_id=one.name, thing_id=thing, scope=scope, score=one.score, reasons=reasons)
                )
            elif (old.thing_id, old.score, old.reasons) != (thing, one.score, reasons):
                changed = {"thing_id": thing, "score": one.score, "reasons": reasons}
                Member.objects.using(alias).filter(pk=old.pk).update(**changed)
    Member.objects.using(alias).bulk_create(new, batch_size=_MANY)


def _lead(group: list[Joined], rows: dict[int, Name]) -> Name:
    """The name a thing goes under: one that documents name it by, no slip, the fullest, the most frequent."""

    def rank(one: Joined) -> tuple[bool, bool, int, int, str]:
        row = rows[one.name]
        slip = any(reason.startswith(("slip:", "scan:")) for reason in one.reasons) and row.given < 2
        return (not row.given, slip, -len(row.form), -row.published, row.form)

    return rows[min(group, key=rank).name]

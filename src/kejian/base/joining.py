"""Rows of `Thing` and `Member`: which names are one thing's, made again for the names that something touched.

What two names have to do with each other never changes by itself (`Likeness`), so it is worked out once,
when a name is first met. A touched name is joined again together with all names that links lead to, and all
that shared a thing with it. Drafts are joined on their own: their names join what is published, or
themselves, in rows of their own scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import connections
from django.db.models import Count

from kejian.base import names_index
from kejian.base.bulk import update
from kejian.base.linking_models import NAMING, Member, Name, Naming, Thing, ThingDecision
from kejian.base.links import closure, compare, given, likenesses
from kejian.base.placing import mark
from kejian.base.words import fold
from kejian.linking.names import Name as Parts
from kejian.linking.names import parse
from kejian.linking.things import Joined, Link, join

TABLE = "kejian_thing"
_MANY = 400
_TEXT = 500


def join_names(alias: str, touched: list[int]) -> None:
    """Join these published names again, with all that they have to do with."""
    _count(alias, touched)
    compare(alias, touched)
    compare(alias, sorted(closure(alias, touched)))  # what shared a thing may wait to be compared again
    ids = closure(alias, touched)
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
        near = closure(alias, sorted(own), scopes=[0, scope])
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


def _groups(alias: str, rows: dict[int, Name], links: list[Link]) -> list[list[Joined]]:
    ids = list(rows)
    every = list(links)
    for at in range(0, len(ids), _MANY):
        for one in likenesses(alias, ids[at : at + _MANY]):
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


def _called(alias: str, rows: dict[int, Name]) -> dict[str, tuple[int, str]]:
    """What people said that things are to be called, by the form of one of their names.

    With the number of the decision, so that the last one on any name of a thing counts; empty where it took
    back what was said before.
    """
    forms = sorted({name.form for name in rows.values()})
    found: dict[str, tuple[int, str]] = {}
    for at in range(0, len(forms), _MANY):
        said = ThingDecision.objects.using(alias).filter(NAMING, one__in=forms[at : at + _MANY])
        found |= {
            one.one: (one.pk, one.shown.split("\n")[-1] if one.verdict == "name" else "")
            for one in said.order_by("pk")
        }
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
    update(alias, changed, _COLUMNS)
    made = Thing.objects.using(alias).bulk_create([row for row, _ in new], batch_size=_MANY)
    names_index.add(alias, TABLE, [*indexed, *((row.pk, row.words) for row in made)])
    groups = [(row.pk, group) for row, (_, group) in zip(made, new, strict=True)]
    add_members(alias, groups, scope, before=before)


_COLUMNS = ("scope", "name", "type", "code", "words", "names", "statements", "works")


def _columns(
    group: list[Joined],
    rows: dict[int, Name],
    called: dict[str, tuple[int, str]],
    spoken: dict[int, list[tuple[str, int]]],
    scope: int,
) -> dict[str, Any]:
    names = [rows[one.name] for one in group]
    lead = _lead(group, rows)
    said = [each for name in names for each in spoken.get(name.pk, ())]
    _, decided = max((called[name.form] for name in names if name.form in called), default=(0, ""))
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

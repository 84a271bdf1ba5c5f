"""Things of the base: organisations, products, policies under all their names, across documents."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Substr

from kejian.base import names_index
from kejian.base.connection import explained
from kejian.base.joining import TABLE
from kejian.base.linking_models import (
    Likeness,
    Member,
    Name,
    Naming,
    Series,
    Thing,
    ThingDecision,
    Together,
)
from kejian.base.models import Document
from kejian.base.series import scopes
from kejian.base.thing_decisions import decide_things
from kejian.base.words import parse
from kejian.errors import BaseError
from kejian.linking.subjects import named


class ThingEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list: the name, type, how many names, statements and works; ``code`` as in `Name`."""

    id: int
    name: str
    type: str
    code: str
    names: int
    statements: int
    works: int
    draft: bool


class ThingPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some things of a list, and how many there are in all."""

    entries: tuple[ThingEntry, ...]
    total: int


class NameOf(msgspec.Struct, frozen=True, kw_only=True):
    """A name of a thing: how it is printed, how often, how sure that it is its, why, and what people said.

    ``reasons`` are ``code: words`` (``suffix: …``, ``given: …``). ``form`` is the normal form that
    decisions are keyed by.
    """

    form: str
    shown: str
    statements: int
    score: float
    reasons: tuple[str, ...]
    decided: str = ""


class Mentioned(msgspec.Struct, frozen=True, kw_only=True):
    """Where something is said of a thing: the statement with its quotation and sentence.

    ``role`` is how it names the thing (`NamingRole`), ``kind`` that of the statement.
    """

    statement: str
    kind: str
    role: str
    form: str
    quote: str
    sentence: str
    period: str
    document: int
    name: str
    title: str
    report_year: int | None
    start: int
    end: int
    draft: bool


class FullThing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing with its names, and the statements on it (at most as many as asked for of each list).

    ``series`` are the keys of those of which it is the subject, ``counts`` how many statements there are of
    each role, ``maybe`` things that could be the same and are not taken for it, with the reasons.
    """

    entry: ThingEntry
    names: tuple[NameOf, ...]
    mentions: tuple[Mentioned, ...]
    milestones: tuple[Mentioned, ...]
    figures: tuple[Mentioned, ...]
    series: tuple[str, ...]
    counts: dict[str, int]
    maybe: tuple[tuple[ThingEntry, tuple[str, ...]], ...] = ()


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """Another thing, and in how many sentences and works both are named; one such sentence."""

    thing: ThingEntry
    sentences: int
    works: int
    document: int
    start: int
    end: int


__all__ = ["decide_things", "list_things", "related", "thing", "things_of_statement"]

_ENTITY = ("name",)
_EVENT = ("actor", "object")
_SUBJECT = ("subject",)


def list_things(
    alias: str,
    *,
    viewer: str | None = None,
    words: str | None = None,
    type: str | None = None,
    limit: int = 50,
    offset: int = 0,
    most: int | None = None,
) -> ThingPage:
    """Things one of whose names holds all ``words``, those in most works first.

    ``most`` is how far those with the words are counted, where the total may stop short above it.
    """
    with explained(alias):
        seen = scopes(alias, viewer)
        every = Thing.objects.using(alias).filter(type=type) if type else Thing.objects.using(alias)
        rows = every.filter(scope__in=seen)
        if words and words.strip():
            condition, values = names_index.condition(alias, TABLE, parse(words))
            named = every.alias(at=F("scope") + 0).filter(**{f"{names_index.scope(alias)}__in": seen})
            named = named.extra(where=[condition], params=values)  # noqa: S610 - words are parameters
            in_order = rows.extra(where=[condition], params=values)  # noqa: S610
            rows, total = names_index.narrowed(named, in_order, most=most)
        else:
            total = rows.count() if most is None else 0
        page = rows.order_by("-works", "id")[offset : offset + limit]
        return ThingPage(entries=tuple(map(_entry, page)), total=total)


def _entry(row: Thing) -> ThingEntry:
    return ThingEntry(
        id=row.pk,
        name=row.name,
        type=row.type,
        code=row.code,
        names=row.names,
        statements=row.statements,
        works=row.works,
        draft=bool(row.scope),
    )


def thing(alias: str, id_: int, *, viewer: str | None = None, limit: int = 200) -> FullThing:
    """One thing with everything said of it. Raises `BaseError` when the viewer sees none of this id."""
    seen = scopes(alias, viewer)
    with explained(alias):
        row = _visible(alias, id_, seen)
        members = list(
            Member.objects.using(alias)
            .filter(thing=row, scope__in=seen)
            .select_related("name")
            .order_by("pk")
        )
        ids = [one.name_id for one in members]
        naming = Naming.objects.using(alias).filter(name__in=ids, scope__in=seen)
        counts = dict(naming.order_by().values_list("role").annotate(n=Count("statement", distinct=True)))
        return FullThing(
            entry=_entry(row),
            names=_names(alias, members, naming, seen),
            mentions=_mentioned(naming.filter(role__in=_ENTITY), limit),
            milestones=_mentioned(naming.filter(role__in=_EVENT), limit),
            figures=_mentioned(naming.filter(role__in=_SUBJECT), limit),
            series=_series(alias, members, seen, limit),
            counts=counts,
            maybe=_maybe(alias, ids, row, seen),
        )


def _visible(alias: str, id_: int, seen: list[int]) -> Thing:
    row = Thing.objects.using(alias).filter(pk=id_, scope__in=seen).first()
    if row is None:
        raise BaseError(f"no thing {id_}", hint="look things up by their names")
    return row


def _names(
    alias: str, members: Sequence[Member], naming: QuerySet[Naming], seen: list[int]
) -> tuple[NameOf, ...]:
    spoken = naming.filter(role__in=("name", "alias")).order_by()
    counts = dict(spoken.values_list("name_id").annotate(n=Count("statement", distinct=True)))
    decided = _decided(alias, {one.name.form for one in members}, seen)
    found = [
        NameOf(
            form=one.name.form,
            shown=one.name.shown,
            statements=counts.get(one.name_id, 0),
            score=one.score,
            reasons=msgspec.json.decode(one.reasons, type=tuple[str, ...]),
            decided=decided.get(one.name.form, ""),
        )
        for one in members
    ]
    return tuple(sorted(found, key=lambda name: (-name.statements, name.form)))


def _decided(alias: str, forms: set[str], seen: list[int]) -> dict[str, str]:
    """What was last decided of each form, where the viewer may know of both names."""
    said = ThingDecision.objects.using(alias).filter(Q(one__in=forms) | Q(other__in=forms)).order_by("pk")
    every = {form for one in said for form in (one.one, one.other)}
    known = Name.objects.using(alias).filter(form__in=every, namings__scope__in=seen)
    visible = set(known.values_list("form", flat=True))
    found: dict[str, str] = {}
    for one in said:
        if one.verdict == "name" or {one.one, one.other} <= visible:
            what = f"{one.verdict}: {' / '.join(one.shown.splitlines())} ({one.who}: {one.reason})"
            found |= dict.fromkeys({one.one, one.other} & forms, what)
    return found


_SAID: dict[str, Any] = {
    "said": F("statement_id"),
    "kind": F("statement__kind"),
    "form": F("name__form"),
    "quote": F("statement__quote"),
    "period": F("statement__period"),
    "document": F("statement__document_id"),
    "file": F("statement__document__edition__name"),
    "title": F("work__title"),
    "report_year": F("work__report_year"),
    "start": F("statement__start"),
    "end": F("statement__end"),
    "first": F("statement__sentence_start"),
    "last": F("statement__sentence_end"),
    "sentence": Substr(
        "statement__document__text",
        F("statement__sentence_start") + 1,
        F("statement__sentence_end") - F("statement__sentence_start"),
    ),
}


def _mentioned(naming: QuerySet[Naming], limit: int) -> tuple[Mentioned, ...]:
    """The statements behind namings, of the newest work first, each once."""
    newest = (
        F("work__report_year").desc(nulls_last=True),
        "statement__document_id",
        "statement__start",
        "statement_id",
    )
    found: dict[str, Mentioned] = {}
    rows: Any = naming.order_by(*newest).values("role", "scope", **_SAID)
    for row in rows[: 2 * limit]:
        found.setdefault(
            row["said"],
            Mentioned(
                statement=row["said"],
                kind=row["kind"],
                role=row["role"],
                form=row["form"],
                quote=row["quote"],
                sentence=row["sentence"] or "",
                period=row["period"],
                document=row["document"],
                name=row["file"],
                title=row["title"],
                report_year=row["report_year"],
                start=row["start"],
                end=row["end"],
                draft=bool(row["scope"]),
            ),
        )
    return tuple(found.values())[:limit]


def _series(alias: str, members: Sequence[Member], seen: list[int], limit: int) -> tuple[str, ...]:
    subjects = {named(one.name.shown).key for one in members}
    marks = ", ".join(["%s"] * len(seen))
    # the plus keeps SQLite from taking the index on the scope, which nearly all share
    rows = Series.objects.using(alias).extra(where=[f"+kejian_series.scope IN ({marks})"], params=seen)  # noqa: S610
    rows = rows.filter(subject_key__in=subjects).order_by("-weight", "id")
    return tuple(dict.fromkeys(rows.values_list("key", flat=True)[:limit]))


def _maybe(
    alias: str, ids: list[int], row: Thing, seen: list[int]
) -> tuple[tuple[ThingEntry, tuple[str, ...]], ...]:
    """Other things that a link leads to which was not followed."""
    either = Q(one__in=ids) | Q(other__in=ids)
    near: dict[int, tuple[str, ...]] = {}
    for link in Likeness.objects.using(alias).filter(either).order_by("-score")[:50]:
        other = link.other_id if link.one_id in ids else link.one_id
        near.setdefault(other, msgspec.json.decode(link.reasons, type=tuple[str, ...]))
    members = Member.objects.using(alias).filter(name__in=[n for n in near if n not in ids], scope__in=seen)
    found: dict[int, tuple[ThingEntry, tuple[str, ...]]] = {}
    for one in members.exclude(thing=row).select_related("thing"):
        if one.thing.scope in seen:
            found.setdefault(one.thing_id, (_entry(one.thing), near[one.name_id]))
    return tuple(found.values())


def things_of_statement(alias: str, statement: str, *, viewer: str | None = None) -> tuple[ThingEntry, ...]:
    """The things that a statement names."""
    seen = scopes(alias, viewer)
    with explained(alias):
        naming = Naming.objects.using(alias).filter(statement=statement, scope__in=seen).exclude(role="alias")
        members = Member.objects.using(alias).filter(name__in=naming.values("name"), scope__in=seen)
        return tuple({one.thing_id: _entry(one.thing) for one in members.select_related("thing")}.values())


def related(alias: str, id_: int, *, viewer: str | None = None, limit: int = 50) -> tuple[Related, ...]:
    """Things named in one sentence with this one, most often first."""
    seen = scopes(alias, viewer)
    with explained(alias):
        row = _visible(alias, id_, seen)
        own = list(
            Member.objects.using(alias).filter(thing=row, scope__in=seen).values_list("name_id", flat=True)
        )
        together = Together.objects.using(alias).filter(scope__in=seen).order_by()
        counts: dict[int, list[int]] = {}
        for mine, theirs in (("one", "other"), ("other", "one")):
            rows = together.filter(**{f"{mine}__in": own}).values_list(f"{theirs}_id")
            for name, sentences, works, first in rows.annotate(
                s=Sum("sentences"), w=Count("work", distinct=True), p=Min("pk")
            ):
                held = counts.setdefault(name, [0, 0, first])
                held[0] += sentences
                held[1] += works
        for name in own:
            counts.pop(name, None)
        members = Member.objects.using(alias).filter(name__in=list(counts), scope__in=seen).exclude(thing=row)
        found: dict[int, tuple[Thing, list[int]]] = {}
        for one in members.select_related("thing"):
            held = counts[one.name_id]
            _, sums = found.setdefault(one.thing_id, (one.thing, [0, 0, held[2]]))
            sums[0] += held[0]
            sums[1] += held[1]
        best = sorted(found.values(), key=lambda each: (-each[1][0], -each[1][1], each[0].pk))[:limit]
        return _related(alias, best)


def _related(alias: str, best: Sequence[tuple[Thing, list[int]]]) -> tuple[Related, ...]:
    places = Together.objects.using(alias).in_bulk([sums[2] for _, sums in best])
    works = {place.work_id for place in places.values()}
    current = Document.objects.using(alias).filter(work__in=works, current=True)
    documents = dict(current.values_list("work_id", "pk"))
    return tuple(
        Related(
            thing=_entry(row),
            sentences=sums[0],
            works=sums[1],
            document=documents[places[sums[2]].work_id],
            start=places[sums[2]].start,
            end=places[sums[2]].end,
        )
        for row, sums in best
    )

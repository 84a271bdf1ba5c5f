"""Series of the base: lists in one indexed query, and one series with everything that is said in it.

What a viewer sees: the series of published works, and those of their own and shared drafts. A list shows
of each series the summary of published works; a series that only drafts know shows that of the draft.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kejian.base import names_index
from kejian.base.connection import explained
from kejian.base.linking import pending
from kejian.base.linking_models import Placed
from kejian.base.linking_models import Series as Row
from kejian.base.members import Where, members
from kejian.base.queries import visible_drafts
from kejian.base.summing import TABLE
from kejian.base.words import parse
from kejian.errors import BaseError
from kejian.linking import Series
from kejian.linking.joining import join

_LOOK = "look series up with `kejian series WORDS`"
_AT_ONCE = 5000  # statements held at a time
_FEW = 2000  # series whose rows are read at once


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list: what the series is of, and its summary.

    ``force`` is one of `kejian.linking.indicators.FORCES` or empty, ``domain`` a key of ``domains.yaml`` or
    empty. ``statements`` counts all, ``levels`` those that state the measure itself, ``slots`` the periods
    of these, ``works`` the works that speak. Values are exact, in ``unit``; ``change`` is last ÷ previous
    − 1, of ratios and ranks last − previous. ``trend`` holds the values of the last slots, oldest first.
    ``draft`` says that only a draft knows the series.
    """

    key: str
    name: str
    name_en: str
    indicator: str
    subject: str
    subject_key: str
    code: str
    unit: str
    kind: str
    accumulation: str
    domain: str
    force: str
    statements: int
    levels: int
    slots: int
    works: int
    first_slot: str
    last_slot: str
    last_value: Decimal | None
    previous_slot: str
    previous_value: Decimal | None
    change: Decimal | None
    trend: tuple[tuple[str, Decimal], ...]
    draft: bool


class SeriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some entries of a list, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


class FullSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A series with its summary, and by the id of each statement (`Said.id`) where it stands."""

    entry: Entry
    series: Series
    where: Mapping[str, Where]


def list_series(
    alias: str,
    *,
    viewer: str | None = None,
    words: str | None = None,
    force: str | None = None,
    domain: str | None = None,
    subject: str | None = None,
    periods: int = 1,
    limit: int = 50,
    offset: int = 0,
    most: int | None = None,
) -> SeriesPage:
    """Series whose names hold all ``words``, well-known indicators and long series first.

    ``subject`` is an `Entry.subject_key` (the code of GB/T 2260 of a place), ``periods`` how many a series
    must have values of at least. ``most`` is how far those with the words are counted, where the total may
    stop short above it; others are then not counted. Raises `BaseError` when there is nothing to look for in
    ``words``.
    """
    equal = {"force": force, "domain": domain, "subject_key": subject}
    asked: dict[str, Any] = {name: value for name, value in equal.items() if value}
    if periods > 1:
        asked["slots__gte"] = periods
    with explained(alias):
        seen = scopes(alias, viewer)
        rows = _visible(alias, seen).filter(**asked)
        if words and words.strip():
            condition, values = names_index.condition(alias, TABLE, parse(words))
            named = _visible(alias, seen, by=names_index.scope(alias)).filter(**asked)
            named = named.extra(where=[condition], params=values)  # noqa: S610 - words are parameters
            in_order = rows.extra(where=[condition], params=values)  # noqa: S610
            rows, total = names_index.narrowed(named, in_order, most=most)
        else:
            total = rows.count() if most is None else 0
        page = rows.order_by("-weight", "id")[offset : offset + limit]
        return SeriesPage(entries=tuple(map(entry_of, page)), total=total)


def group_totals(alias: str, by: str, *, viewer: str | None = None) -> dict[str, int]:
    """How many series there are of each ``force`` or ``domain`` (``by``)."""
    seen = scopes(alias, viewer)
    # of every scope, so that a database goes by the index of groups and not by that of scopes
    every = Row.objects.using(alias).order_by().values_list(by, "scope").annotate(n=Count("*"))
    totals = Counter({name: n for name, scope, n in every if name and not scope})
    if seen != [0]:
        drafts = _visible(alias, seen).exclude(scope=0).order_by().values_list(by).annotate(n=Count("*"))
        totals.update({name: n for name, n in drafts if name})
    return dict(totals)


def scopes(alias: str, viewer: str | None) -> list[int]:
    """The scopes that a viewer sees: 0, what is published, and the drafts that are theirs or shared."""
    return [0, *visible_drafts(alias, viewer)] if viewer else [0]


def _visible(alias: str, seen: list[int], *, by: str = "scope") -> QuerySet[Row]:
    """The rows to show: of what is published, and of drafts where nothing published has the series.

    ``by`` is ``at`` where a database should not go by the index of scopes, which nearly all rows share.
    """
    rows = Row.objects.using(alias).alias(at=F("scope") + 0)
    if seen == [0]:
        return rows.filter(**{by: 0})
    before = Row.objects.using(alias).filter(key=OuterRef("key"), scope__in=seen, scope__lt=OuterRef("scope"))
    return rows.filter(Q(**{by: 0}) | Q(**{f"{by}__in": seen}) & ~Exists(before))


def entry_of(row: Row) -> Entry:
    """The line of a row."""
    trend = msgspec.json.decode(row.trend, type=list[tuple[str, str]])
    return Entry(
        **{name: getattr(row, name) for name in _SAME},
        last_value=_number(row.last_value),
        previous_value=_number(row.previous_value),
        change=_number(row.change),
        trend=tuple((slot, Decimal(value)) for slot, value in trend),
        draft=bool(row.scope),
    )


def entries(alias: str, keys: Iterable[str], *, viewer: str | None = None) -> list[Entry]:
    """The lines of the series of these keys, in no order; those that the viewer does not see are left out."""
    with explained(alias):
        return [entry_of(row) for row in _visible(alias, scopes(alias, viewer)).filter(key__in=list(keys))]


_OWN = ("last_value", "previous_value", "change", "trend", "draft")
_SAME = tuple(name for name in Entry.__struct_fields__ if name not in _OWN)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def series(alias: str, key: str, *, viewer: str | None = None) -> FullSeries:
    """One series with levels, growths, derived values, breaks and gaps.

    Raises `BaseError` when there is none of this key that the viewer may see.
    """
    found = next(all_series(alias, viewer=viewer, keys=[key]), None)
    if found is None:
        waiting = pending(alias, viewer=viewer)
        hint = f"{waiting} documents are not linked yet: run `kejian link`" if waiting else _LOOK
        raise BaseError(f"no series {key!r}", hint=hint)
    return found


def all_series(
    alias: str,
    *,
    viewer: str | None = None,
    keys: Iterable[str] | None = None,
    slots: Collection[str] = (),
    seen: list[int] | None = None,
) -> Iterator[FullSeries]:
    """The series of these keys, or all, some bundles at a time, in bounded memory.

    With ``slots``, what is stated of other slots may be left out. ``seen`` are the viewer's `scopes`, where
    they are known.
    """
    seen = seen or scopes(alias, viewer)
    with explained(alias):
        rows = _visible(alias, seen)
        wanted = None if keys is None else list(keys)
        if wanted is not None:
            rows = rows.filter(key__in=wanted)
        chunk: dict[int, dict[str, Row]] = {}
        size = 0
        ordered = rows.order_by("bundle_id", "id")
        # few are read at once: a cursor of PostgreSQL takes three times as many round trips
        few = wanted is not None and len(wanted) <= _FEW
        for row in ordered if few else ordered.iterator(chunk_size=2000):
            if size + row.statements > _AT_ONCE and row.bundle_id not in chunk and chunk:
                yield from _full(alias, chunk, seen, slots)
                chunk, size = {}, 0
            chunk.setdefault(row.bundle_id, {})[row.key] = row
            size += row.statements
        yield from _full(alias, chunk, seen, slots)


def _full(
    alias: str, chunk: dict[int, dict[str, Row]], seen: list[int], slots: Collection[str]
) -> Iterator[FullSeries]:
    found, where = members(alias, list(chunk), scopes=seen, slots=slots)
    rest = {}
    for bundle, rows in chunk.items():
        joined = {one.key: one for one in join(found[bundle])} if found.get(bundle) else {}
        if slots and not all(_as_whole(joined.get(key), row, slots) for key, row in rows.items()):
            rest[bundle] = rows
            continue
        for key, one in joined.items():
            if key in rows:
                if slots:  # a part of the statements need not give the subject's fullest name
                    subject = msgspec.structs.replace(one.subject, name=rows[key].subject)
                    one = msgspec.structs.replace(one, subject=subject)
                told = {said.id: where[said.id] for said in one.said}
                yield FullSeries(entry=entry_of(rows[key]), series=one, where=told)
    if rest:
        yield from _full(alias, rest, seen, ())


def _as_whole(one: Series | None, row: Row, slots: Collection[str]) -> bool:
    """Whether a series of a part of its statements is what all of them make it, and has its values there."""
    if one is None or (one.kind or "", one.unit or "") != (row.kind, row.unit):
        return False
    stated = {said.slot.slot for said in one.levels if said.slot}
    held = {slot for slot, _ in msgspec.json.decode(row.trend, type=list[tuple[str, str]])}
    return set(slots) & held <= stated


def series_of_statement(alias: str, statement: str, *, viewer: str | None = None) -> tuple[str, ...]:
    """Keys of the series that a statement belongs to; none where the viewer may not see it."""
    seen = scopes(alias, viewer)
    with explained(alias):
        placed = Placed.objects.using(alias).filter(pk=statement, scope__in=seen).first()
        return _keys(alias, [placed] if placed else [], seen)


def series_of_document(alias: str, document: int, *, viewer: str | None = None) -> tuple[str, ...]:
    """Keys of the series that a document's statements belong to: what is touched when it is stored."""
    seen = scopes(alias, viewer)
    with explained(alias):
        placed = Placed.objects.using(alias).filter(statement__document=document, scope__in=seen)
        return _keys(alias, placed.only("bundle_id", "family"), seen)


def _keys(alias: str, placed: Iterable[Placed], seen: list[int]) -> tuple[str, ...]:
    families: dict[int, set[str]] = {}
    for one in placed:
        families.setdefault(one.bundle_id, set()).add(one.family)
    found: dict[str, None] = {}
    every = list(families)
    for at in range(0, len(every), 500):
        rows = _visible(alias, seen).filter(bundle__in=every[at : at + 500]).order_by("-weight", "id")
        for row in rows.only("key", "bundle_id", "family"):
            if row.family in families[row.bundle_id] or "" in families[row.bundle_id]:
                found[row.key] = None
    return tuple(found)

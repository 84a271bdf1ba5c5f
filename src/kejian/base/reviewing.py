"""The queue of a review: what nobody decided on, the least sure first; what is decided, the newest first.

Every list is read by an index and goes on by a key, so that it costs the same at any size: one range a kind
and role, merged here; of one document, the document's own statements.
"""

import heapq
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from kejian.base.connection import explained
from kejian.base.decisions import orphans
from kejian.base.models import Decision
from kejian.base.queries import visible_statements

# what can be asked for → (kind, role) of its statements
LAYERS: dict[str, tuple[tuple[str, str], ...]] = {
    "observation": (("figure", "observation"),),
    "term": (("figure", "term"),),
    "target": (("figure", "target"),),
    "milestone": (("milestone", ""),),
    "entity": (("entity", ""),),
    "spec": (("figure", "spec"),),
    "name": (("figure", "name"),),
    "time": (("figure", "time"),),
    "structure": (("figure", "structure"),),
}
USUAL = ("observation", "term", "target", "milestone", "entity")
STATES = ("undecided", "confirmed", "corrected", "rejected", "orphan")
_VERDICT = {"confirmed": "confirm", "corrected": "correct", "rejected": "reject"}
_MOST = 200_000  # statements of one document that are sorted here


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the queue: ids in order, and the key after which the next part begins (empty: the end)."""

    ids: tuple[str, ...]
    after: str


def queue(
    alias: str,
    *,
    viewer: str | None,
    layers: Sequence[str] = USUAL,
    state: str = "undecided",
    document: int | None = None,
    after: str = "",
    limit: int = 40,
) -> Queue:
    """The statements of the layers in a state that a viewer may see, from the key ``after`` on.

    Undecided ones come by confidence, then by id; decided ones by their last decision, the newest first;
    ``orphan`` are those whose decision no longer fits.
    """
    kinds = tuple(dict.fromkeys(pair for name in layers for pair in LAYERS[name]))
    with explained(alias):
        if state == "undecided" and document is None:
            return _undecided(alias, viewer, kinds, after, limit)
        if state == "undecided":
            return _of_document(alias, viewer, kinds, document or 0, after, limit)
        if state == "orphan":
            return _orphans(alias, viewer, kinds, document, after, limit)
        return _decided(alias, viewer, kinds, _VERDICT[state], document, after, limit)


def counting() -> QuerySet[Decision]:
    """The decision that counts of the outer query's statement: the last one, unless it withdraws."""
    later = Decision.objects.filter(statement=OuterRef("statement"), pk__gt=OuterRef("pk"))
    mine = Decision.objects.filter(statement=OuterRef("pk")).exclude(verdict="withdraw")
    return mine.filter(~Exists(later))


def _undecided(
    alias: str, viewer: str | None, kinds: Sequence[tuple[str, str]], after: str, limit: int
) -> Queue:
    doubt, id_ = _key(after)
    ranges = []
    for kind, role in kinds:
        rows = visible_statements(alias, viewer).filter(status="active", kind=kind, role=role)
        rows = rows.filter(~Exists(counting().using(alias)))
        if id_:
            rows = rows.filter(
                Q(confidence__gt=doubt) | Q(confidence=doubt, pk__gt=id_), confidence__gte=doubt
            )
        ranges.append(list(rows.order_by("confidence", "pk").values_list("confidence", "pk")[: limit + 1]))
    return _part(list(islice(heapq.merge(*ranges), limit + 1)), limit)


def _of_document(
    alias: str, viewer: str | None, kinds: Sequence[tuple[str, str]], document: int, after: str, limit: int
) -> Queue:
    # kinds are told apart here: a database might take the index of kinds rather than that of documents
    rows = (
        visible_statements(alias, viewer)
        .filter(document=document)
        .values_list("confidence", "pk", "kind", "role", "status")
    )
    decided = _decided_of(alias, document)
    waiting = sorted(
        (doubt, id_)
        for doubt, id_, kind, role, status in rows[:_MOST]
        if status == "active" and (kind, role) in kinds and id_ not in decided
    )
    key = _key(after)
    return _part([one for one in waiting if not key[1] or one > key][: limit + 1], limit)


def _decided_of(alias: str, document: int) -> set[str]:
    last: dict[str, str] = {}
    made = Decision.objects.using(alias).filter(statement__document=document).order_by("pk")
    for id_, verdict in made.values_list("statement", "verdict"):
        last[id_] = verdict
    return {id_ for id_, verdict in last.items() if verdict != "withdraw"}


def _decided(
    alias: str,
    viewer: str | None,
    kinds: Sequence[tuple[str, str]],
    verdict: str,
    document: int | None,
    after: str,
    limit: int,
) -> Queue:
    later = Decision.objects.using(alias).filter(statement=OuterRef("statement"), pk__gt=OuterRef("pk"))
    rows = Decision.objects.using(alias).filter(~Exists(later), verdict=verdict).order_by("-pk")
    if document is not None:
        rows = rows.filter(statement__document=document)
    if after.isascii() and after.isdigit():
        rows = rows.filter(pk__lt=int(after[:18]))
    found: list[tuple[int, str]] = []
    for part in _batches(rows):
        ids = [id_ for _, id_ in part]
        seen = visible_statements(alias, viewer).filter(pk__in=ids, status="active")
        fits = {id_ for id_, kind, role in seen.values_list("pk", "kind", "role") if (kind, role) in kinds}
        found += [one for one in part if one[1] in fits]
        if len(found) > limit:
            break
    more = str(found[limit - 1][0]) if len(found) > limit else ""
    return Queue(ids=tuple(id_ for _, id_ in found[:limit]), after=more)


def _batches(rows: QuerySet[Decision], *, size: int = 200, most: int = 50) -> Iterable[list[tuple[int, str]]]:
    last: int | None = None
    for _ in range(most):
        here = rows if last is None else rows.filter(pk__lt=last)
        part = list(here.values_list("pk", "statement")[:size])
        if not part:
            return
        yield part
        last = part[-1][0]


def _orphans(
    alias: str,
    viewer: str | None,
    kinds: Sequence[tuple[str, str]],
    document: int | None,
    after: str,
    limit: int,
) -> Queue:
    waiting = [one.statement for one in orphans(alias, viewer=viewer) if one.why != "gone"]
    rows = visible_statements(alias, viewer).filter(pk__in=waiting)
    if document is not None:
        rows = rows.filter(document=document)
    fits = sorted(id_ for id_, kind, role in rows.values_list("pk", "kind", "role") if (kind, role) in kinds)
    found = [id_ for id_ in fits if id_ > after][: limit + 1]
    return Queue(ids=tuple(found[:limit]), after=found[limit - 1] if len(found) > limit else "")


def _part(found: list[tuple[float, str]], limit: int) -> Queue:
    more = f"{found[limit - 1][0]!r}_{found[limit - 1][1]}" if len(found) > limit else ""
    return Queue(ids=tuple(id_ for _, id_ in found[:limit]), after=more)


def _key(after: str) -> tuple[float, str]:
    """Confidence and id of the row before; (-1, "") where the text is no key."""
    doubt, _, id_ = after.partition("_")
    try:
        value = float(doubt)
    except ValueError:
        return -1.0, ""
    return (value, id_) if 0 <= value <= 1 and id_.isalnum() and len(id_) <= 16 else (-1.0, "")

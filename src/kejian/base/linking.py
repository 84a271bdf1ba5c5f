"""Keeping the links of the base what its documents, statements and decisions say.

Linking a document is part of storing it: its rows of `Placed` and `Naming` are written and what they touch
is marked dirty in one transaction. `settle` then makes lists and things of what is marked. Killed in
between, the marks stay and the next `settle` goes on. A document that was stored before there was
linking, or linked by another version of it, is `pending` until `link` has been run: in pieces of a
transaction each, that others write between and that go on where a run was killed.
"""

import time
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import msgspec
from django.db import connections
from django.db.models import Q, QuerySet

from kejian.base.connection import writing
from kejian.base.joining import join_drafts, join_names
from kejian.base.linking_models import Dirty, Likeness, Linked, NameKey
from kejian.base.models import Document
from kejian.base.naming import name_document
from kejian.base.placing import place_document
from kejian.base.queries import visible_works
from kejian.base.summing import summarise

_AT_ONCE = 200  # bundles or names made again in one transaction
_LEFT = 100  # marks of others that a change makes with its own
_TOGETHER = 20  # documents linked in one transaction
_SETTLE = 2000  # documents linked before lists are made again
_NAMES = 1000  # names whose keys are taken away in one transaction
_ROWS = 5000  # rows of other tables that are marked in one
_TURN = 1.0  # seconds of transactions one after another
_REST = 0.15  # seconds then left to others
_RULES = ("indicators.yaml", "linking.yaml", "regions.yaml", "things.yaml")


class LinkReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did: documents linked, and what of series and things was made again."""

    documents: int
    settled: int


@cache
def linker_version() -> str:
    """The version of linking: a hash of its rules and code."""
    digest = sha256()
    root = Path(str(files("kejian")))
    code = sorted((root / "linking").glob("*.py"))
    for path in (*code, *(root / "vocabulary" / name for name in _RULES)):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def pending(alias: str, *, viewer: str | None = None) -> int:
    """How many of the current documents that a viewer may see are not linked by this version."""
    return _pending(alias).filter(work__in=visible_works(alias, viewer)).count()


def unsettled(alias: str) -> int:
    """How much is marked to be made again: not 0 only while a run is under way or after one was killed."""
    return Dirty.objects.using(alias).count()


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What a change touches of series and things: bundles and names, by their numbers."""

    bundles: frozenset[int] = frozenset()
    names: frozenset[int] = frozenset()


def link_document(alias: str, document: Document) -> Marks:
    """Link what a current document says, in the caller's transaction; returns what this touches."""
    loose, bundles = place_document(alias, document)
    names = name_document(alias, document)
    Linked.objects.using(alias).filter(document__work=document.work_id).exclude(document=document).delete()
    Linked.objects.using(alias).update_or_create(
        document=document, defaults={"version": linker_version(), "loose": loose}
    )
    return Marks(bundles=frozenset(bundles), names=frozenset(names))


def unlink_document(alias: str, document: Document) -> None:
    """Take out what a document said that states nothing any more, in the caller's transaction."""
    place_document(alias, document)
    name_document(alias, document)
    Linked.objects.using(alias).filter(document=document).delete()


def relink(alias: str, *, work: int) -> None:
    """Link again what a work says: after a decision on it, or when it became published or a draft."""
    touched = Marks()
    with writing(alias):
        document = (
            Document.objects.using(alias)
            .filter(work=work, current=True)
            .select_related("work", "edition")
            .first()
        )
        if document is not None:
            touched = link_document(alias, document)
    settle(alias, only=touched)


def link(
    alias: str, *, again: bool = False, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> LinkReport:
    """Link all documents that are not yet, or every one ``again``; can be killed and continued."""
    if _to_begin(alias, again=again):
        _begin(alias)
    since = time.monotonic()
    waiting = list(_pending(alias).order_by("pk").values_list("pk", flat=True))
    settled = 0
    for at in range(0, len(waiting), _TOGETHER):
        with writing(alias):
            rows = Document.objects.using(alias).filter(pk__in=waiting[at : at + _TOGETHER], current=True)
            for document in rows.select_related("work", "edition").order_by("pk"):
                link_document(alias, document)
        done = min(at + _TOGETHER, len(waiting))
        progress(done, len(waiting))
        since = _give_way(alias, since)
        if done % _SETTLE == 0:
            settled += settle(alias)
    return LinkReport(documents=len(waiting), settled=settled + settle(alias))


def _to_begin(alias: str, *, again: bool) -> bool:
    """Whether to take back what is linked: ``again``, made by other rules, or begun by a run that was killed.

    What is to be done stands in the base before it begins, a row of `Dirty` for each step.
    """
    steps = Dirty.objects.using(alias).filter(what__in=_STEPS)
    under_way = set(steps.values_list("what", flat=True))
    older = Linked.objects.using(alias).exclude(version__in=[linker_version(), _BEGUN])
    if not again and (_VERSIONS in under_way or not older.exists()):
        return bool(under_way)
    with writing(alias):
        steps.delete()
        Dirty.objects.using(alias).bulk_create([Dirty(what=what, key=0) for what in _STEPS])
    return True


def _begin(alias: str) -> None:
    """Take back what other rules made of names and bundles, so that all of it is made again.

    A piece is a transaction, which others may write between; lists and things stay as they are meanwhile.
    """
    since = time.monotonic()
    for what in _STEPS:
        while _piece(alias, what):
            since = _give_way(alias, since)


def _piece(alias: str, what: str) -> bool:
    """Do the next piece of a step, from where the last one ended; returns whether there may be more."""
    with writing(alias):
        step = Dirty.objects.using(alias).filter(what=what).first()
        if step is None:  # is done, perhaps by another run
            return False
        end = _forget(alias) if what == _KEYS else _walk(alias, *_WALKS[what], step.key)
        if end is None:
            step.delete()
        else:
            Dirty.objects.using(alias).filter(pk=step.pk).update(key=end)
        return end is not None


def _forget(alias: str) -> int | None:
    """Take away keys and likenesses of some names; None when none has any, compared meanwhile or not."""
    keys = NameKey.objects.using(alias)
    names = list(keys.order_by("name_id").values_list("name_id", flat=True).distinct()[:_NAMES])
    likenesses = Likeness.objects.using(alias)
    # without them a name counts as never met, so both go together
    (likenesses.filter(Q(one__in=names) | Q(other__in=names)) if names else likenesses.all()).delete()
    keys.filter(name__in=names).delete()
    return 0 if names else None


def _walk(alias: str, table: str, column: str, query: str, after: int) -> int | None:
    """Run a query on the next rows of a table by their keys; returns the last of these, None at the end."""
    part = f"SELECT {column} AS id FROM {table} WHERE {column} > %s ORDER BY {column} LIMIT {_ROWS}"  # noqa: S608
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT MAX(id) FROM ({part}) AS part", [after])  # noqa: S608 - names of _WALKS alone
        (end,) = cursor.fetchone()
        if end is not None:
            cursor.execute(query.format(f"{column} > %s AND {column} <= %s"), [after, end])
    return None if end is None else int(end)


_BEGUN = ""  # the version of a document that waits to be linked again
_VERSIONS, _KEYS = "redo-v", "redo-k"
_INTO = "INSERT INTO kejian_dirty (what, key) SELECT"
_ONCE = "ON CONFLICT DO NOTHING"
_WALKS = {  # table, its key, and what is done with a part of it
    _VERSIONS: ("kejian_linked", "document_id", "UPDATE kejian_linked SET version = '' WHERE {}"),
    "redo-b": ("kejian_bundle", "id", f"{_INTO} 'bundle', id FROM kejian_bundle WHERE {{}} {_ONCE}"),
    "redo-n": ("kejian_name", "id", f"{_INTO} 'name', id FROM kejian_name WHERE {{}} {_ONCE}"),
    "redo-d": (
        "kejian_naming",
        "id",
        f"{_INTO} DISTINCT 'draft', scope FROM kejian_naming WHERE scope > 0 AND {{}} {_ONCE}",
    ),
}
_STEPS = (_VERSIONS, _KEYS, "redo-b", "redo-n", "redo-d")  # in their order: marks when all keys are gone


def _give_way(alias: str, since: float) -> float:
    """Between two transactions: leave SQLite alone for a moment where it was written to ``since`` long.

    Who waits for it looks every tenth of a second whether it is free and would hardly ever find it so;
    PostgreSQL lets who waits in by itself. Returns since when it is written to now.
    """
    if connections[alias].vendor == "sqlite" and time.monotonic() - since > _TURN:
        time.sleep(_REST)
        return time.monotonic()
    return since


def settle(alias: str, *, only: Marks | None = None) -> int:
    """Make series and things of all that is marked dirty, or of these alone; returns how much that was.

    While much more is marked, as when all is linked anew, it is left to whoever is at it; a little, which
    a run that was killed has left, is made with the others.
    """
    if only is not None and unsettled(alias) <= len(only.bundles) + len(only.names) + _LEFT:
        only = None
    bundles, names = (None, None) if only is None else (sorted(only.bundles), sorted(only.names))
    return (
        _settle(alias, "bundle", summarise, bundles)
        + _settle(alias, "name", join_names, names)
        + _settle(alias, "draft", join_drafts, None)  # few, and marked by what is done with names
    )


def _settle(alias: str, what: str, make: Callable[[str, list[int]], None], only: list[int] | None) -> int:
    if only is None:
        return _settle_marked(alias, make, Dirty.objects.using(alias).filter(what=what))
    return sum(
        _settle_marked(
            alias, make, Dirty.objects.using(alias).filter(what=what, key__in=only[at : at + _AT_ONCE])
        )
        for at in range(0, len(only), _AT_ONCE)
    )


def _settle_marked(alias: str, make: Callable[[str, list[int]], None], marks: QuerySet[Dirty]) -> int:
    done, since = 0, time.monotonic()
    while marks.exists():
        with writing(alias):
            marked = list(marks.order_by("key")[:_AT_ONCE])
            make(alias, [one.key for one in marked])
            Dirty.objects.using(alias).filter(pk__in=[one.pk for one in marked]).delete()
        done += len(marked)
        since = _give_way(alias, since)
    return done


def _pending(alias: str) -> QuerySet[Document]:
    linked = Q(linked__version=linker_version())
    return Document.objects.using(alias).filter(current=True).exclude(linked)

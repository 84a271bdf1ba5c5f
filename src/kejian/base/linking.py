"""Keeping the links of the base what its documents, statements and decisions say.

Linking a document is part of storing it: its rows of `Placed` and `Naming` are written and what they touch
is marked dirty in one transaction. `settle` then makes lists and things of what is marked. Killed in
between, the marks stay and the next `settle` goes on. A document that was stored before there was
linking, or linked by another version of it, is `pending` until `link` has been run.
"""

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
_TOGETHER = 20  # documents linked in one transaction
_SETTLE = 2000  # documents linked before lists are made again
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


def link_document(alias: str, document: Document) -> None:
    """Link what a current document says, in the caller's transaction."""
    loose = place_document(alias, document)
    name_document(alias, document)
    Linked.objects.using(alias).filter(document__work=document.work_id).exclude(document=document).delete()
    Linked.objects.using(alias).update_or_create(
        document=document, defaults={"version": linker_version(), "loose": loose}
    )


def unlink_document(alias: str, document: Document) -> None:
    """Take out what a document said that states nothing any more, in the caller's transaction."""
    place_document(alias, document)
    name_document(alias, document)
    Linked.objects.using(alias).filter(document=document).delete()


def relink(alias: str, *, work: int) -> None:
    """Link again what a work says: after a decision on it, or when it became published or a draft."""
    with writing(alias):
        document = (
            Document.objects.using(alias)
            .filter(work=work, current=True)
            .select_related("work", "edition")
            .first()
        )
        if document is not None:
            link_document(alias, document)
    settle(alias)


def link(
    alias: str, *, again: bool = False, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> LinkReport:
    """Link all documents that are not yet, or every one ``again``; can be killed and continued."""
    older = Linked.objects.using(alias).exclude(version__in=[linker_version(), _BEGUN])
    if again or older.exists():
        _begin(alias)
    waiting = list(_pending(alias).order_by("pk").values_list("pk", flat=True))
    settled = 0
    for at in range(0, len(waiting), _TOGETHER):
        with writing(alias):
            rows = Document.objects.using(alias).filter(pk__in=waiting[at : at + _TOGETHER], current=True)
            for document in rows.select_related("work", "edition").order_by("pk"):
                link_document(alias, document)
        done = min(at + _TOGETHER, len(waiting))
        progress(done, len(waiting))
        if done % _SETTLE == 0:
            settled += settle(alias)
    return LinkReport(documents=len(waiting), settled=settled + settle(alias))


def _begin(alias: str) -> None:
    """Take back what other rules made of names and bundles, so that all of it is made again."""
    with writing(alias):
        Linked.objects.using(alias).update(version=_BEGUN)
        NameKey.objects.using(alias).all().delete()
        Likeness.objects.using(alias).all().delete()
        with connections[alias].cursor() as cursor:
            for what, query in _EVERYTHING:
                cursor.execute(f"INSERT INTO kejian_dirty (what, key) {query} ON CONFLICT DO NOTHING", [what])


_BEGUN = ""  # the version of a document that waits to be linked again
_EVERYTHING = (
    ("bundle", "SELECT %s, id FROM kejian_bundle WHERE id > 0"),
    ("name", "SELECT %s, id FROM kejian_name WHERE id > 0"),
    ("draft", "SELECT DISTINCT %s, scope FROM kejian_naming WHERE scope > 0"),
)


def settle(alias: str) -> int:
    """Make series and things of all that is marked dirty; returns how much that was."""
    return sum(_settle(alias, what, make) for what, make in _MAKERS)


_MAKERS: tuple[tuple[str, Callable[[str, list[int]], None]], ...] = (
    ("bundle", summarise),
    ("name", join_names),
    ("draft", join_drafts),
)


def _settle(alias: str, what: str, make: Callable[[str, list[int]], None]) -> int:
    done = 0
    while Dirty.objects.using(alias).filter(what=what).exists():
        with writing(alias):
            marked = list(Dirty.objects.using(alias).filter(what=what).order_by("key")[:_AT_ONCE])
            make(alias, [one.key for one in marked])
            Dirty.objects.using(alias).filter(pk__in=[one.pk for one in marked]).delete()
        done += len(marked)
    return done


def _pending(alias: str) -> QuerySet[Document]:
    linked = Q(linked__version=linker_version())
    return Document.objects.using(alias).filter(current=True).exclude(linked)

"""Reading the base: what a viewer may see, decided here and nowhere else, and statements as rows.

A viewer is a name or None, the public. Drafts are seen by their owner and those they are shared with;
for everyone else they are not there: not in search, statements, counts or documents.
"""

from collections.abc import Iterator
from typing import Any
from zlib import decompressobj

import msgspec
from django.db.models import F, Q, QuerySet

from kejian.base.decided import FIELDS, holds, last_decisions
from kejian.base.models import Document as StoredDocument
from kejian.base.models import Share, Statement, Work
from kejian.errors import BaseError
from kejian.model import About, Block, Document, Segment, Warning

_LAYOUT = 2**30  # bytes of a layout, unpacked
_BATCH = 2000


def visible_works(alias: str, viewer: str | None) -> QuerySet[Work]:
    """The works that a viewer may see."""
    return Work.objects.using(alias).filter(Q(visibility="published") | _shown(alias, viewer))


def visible_drafts(alias: str, viewer: str | None) -> list[int]:
    """Ids of the drafts among them."""
    drafts = Work.objects.using(alias).filter(_shown(alias, viewer), visibility="draft")
    return list(drafts.order_by("pk").values_list("pk", flat=True))


def hidden_works(alias: str, viewer: str | None) -> list[int]:
    """Ids of the works that a viewer may not see."""
    drafts = Work.objects.using(alias).filter(visibility="draft")
    return list(drafts.exclude(_shown(alias, viewer)).order_by("pk").values_list("pk", flat=True))


def _shown(alias: str, viewer: str | None) -> Q:
    """The works that are the viewer's own or shared with them."""
    if not viewer:
        return Q(pk__in=[])
    # not a join, which would make every work stand once for each share and need sorting
    return Q(owner=viewer) | Q(pk__in=Share.objects.using(alias).filter(viewer=viewer).values("work"))


def visible_statements(alias: str, viewer: str | None) -> QuerySet[Statement]:
    """The statements that a viewer may see, retired ones among them."""
    hidden = hidden_works(alias, viewer)
    statements = Statement.objects.using(alias)
    return statements.exclude(work__in=hidden) if hidden else statements.all()


def visible_milestones(alias: str, viewer: str | None) -> QuerySet[Statement]:
    """The active milestones that a viewer may see, by the index on them.

    Which they are is written out: SQLite takes an index on some of the rows only where it sees which are
    meant.
    """
    return visible_statements(alias, viewer).extra(where=[_MILESTONES])  # noqa: S610 - a constant


_MILESTONES = "kejian_statement.status = 'active' AND kejian_statement.kind = 'milestone'"


def visible_documents(alias: str, viewer: str | None) -> QuerySet[StoredDocument]:
    """The documents that a viewer may see, superseded ones among them."""
    hidden = hidden_works(alias, viewer)
    documents = StoredDocument.objects.using(alias)
    return documents.exclude(work__in=hidden) if hidden else documents.all()


def document_of(row: StoredDocument) -> Document:
    """The document as it was read. Raises `BaseError` when what is stored is damaged."""
    work, edition = row.work, row.edition
    try:
        unpacker = decompressobj()
        packed = unpacker.decompress(bytes(row.layout), _LAYOUT)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise ValueError("it is too large or ends early")
        kind = tuple[tuple[Block, ...], tuple[Segment, ...], tuple[Warning, ...]]
        blocks, segments, warnings = msgspec.msgpack.decode(packed, type=kind)
    except Exception as error:
        raise BaseError(
            f"the layout of document {row.pk} cannot be read: {error}", where=edition.source
        ) from error
    return Document(
        name=edition.name,
        source=edition.source,
        sha256=edition.sha256,
        format=edition.format,
        text=row.text,
        blocks=blocks,
        segments=segments,
        encoding=row.encoding or None,
        about=About(
            title=work.title or None,
            genre=work.genre or None,
            report_year=work.report_year,
            published=work.published or None,
            publisher=work.publisher or None,
        ),
        warnings=warnings,
    )


# columns of the table of statements: name → column, in order
COLUMNS: dict[str, str] = {
    "id": "id",
    "kind": "kind",
    "role": "role",
    "quote": "quote",
    "value": "value",
    "unit": "unit",
    "comparator": "comparator",
    "aspect": "aspect",
    "measure": "measure",
    "subject": "subject",
    "period": "period",
    "period_start": "period_start",
    "period_end": "period_end",
    "period_kind": "period_kind",
    "base": "compared",
    "accumulation": "accumulation",
    "policy": "policy",
    "action": "action",
    "object": "object",
    "claim": "claim",
    "domain": "domain",
    "name": "name",
    "type": "type",
    "work": "work__title",
    "document": "document__edition__name",
    "start": "start",
    "end": "end",
    "confidence": "confidence",
}
_FILTERS = {name: column for name, column in COLUMNS.items() if name not in ("period_start", "period_end")}


def statements(
    alias: str, *, viewer: str | None = None, year: int | None = None, retired: bool = False, **equal: Any
) -> Iterator[dict[str, Any]]:
    """Statements as rows of `COLUMNS`, in the order of works and places, read a few at a time.

    ``equal`` asks for the value of any of the columns (``kind="figure"``, ``unit="CNY"``), ``year`` for
    statements whose period touches a year. What people decided is applied: rejected statements are left
    out, corrected fields have the right value, and ``decision`` says so; a decision that no longer
    holds is not applied and shows as ``orphan``. Raises `BaseError` for a column that there is not.
    """
    unknown = set(equal) - set(_FILTERS)
    if unknown:
        raise BaseError(
            f"statements have no {', '.join(sorted(unknown))}", hint=f"one of {', '.join(_FILTERS)}"
        )
    rows = visible_statements(alias, viewer).filter(**{_FILTERS[n]: v for n, v in equal.items()})
    if not retired:
        rows = rows.filter(status="active")
    if year is not None:
        rows = rows.filter(period_start__lte=f"{year:04d}-12-31", period_end__gte=f"{year:04d}-01-01")
    decided = last_decisions(alias)
    verdicts = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}
    ordered = rows.order_by(
        *(F(c).asc(nulls_last=True) for c in ("work_id", "document_id", "start", "id"))
    ).values(*COLUMNS.values())
    said = Statement.objects.using(alias).in_bulk(list(decided))
    for values in ordered.iterator(chunk_size=_BATCH):
        row = {name: values[column] for name, column in COLUMNS.items()}
        row["decision"] = ""
        decision = decided.get(row["id"])
        if decision is not None:
            row["decision"] = verdicts[decision.verdict] if holds(decision, said[row["id"]]) else "orphan"
            if row["decision"] == "rejected":
                continue
            if row["decision"] == "corrected":
                row |= {
                    "period" if n == "date" else n: v
                    for n, v in decision.right.items()
                    if n in FIELDS[row["kind"]]
                }
        yield row

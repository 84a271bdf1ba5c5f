"""Publishing a draft, and saying who else sees one.

What is published is the draft's current text with what it states and what people decided of it, as an
edition of a published work: of the one that it is recognised as, else of a new one. Blind reviews
go along. Earlier editions of the draft, and what it stated once, stay with the draft, which has no current
document from then on: nobody sees more of a draft than its owner chose to publish.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from kejian.base.adding import PERSON
from kejian.base.blind_models import BlindFact
from kejian.base.connection import writing
from kejian.base.linking import link_document, settle, unlink_document
from kejian.base.metadata import Said
from kejian.base.models import Decision, Document, Share, Statement, Verdict, Work
from kejian.base.observations import about_of
from kejian.base.queries import document_of
from kejian.base.rows import fact_of
from kejian.base.store import Reading, store, unlist
from kejian.base.works import known_work
from kejian.errors import BaseError
from kejian.model import Entity, Facts, Figure, Milestone

_COLUMNS = (
    "id", "kind", "record", "start", "end", "sentence_start", "sentence_end", "spans", "confidence", "quote",
    "extractor_id", "extractor__name",
)  # fmt: skip
_SAME = ("kind", "start", "end", "record")  # what a statement of the same text is found again by
_MOST_SHARED = 1000
_STEPS = 5  # read, stored, decided, linked, summed up


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing did: the number of the published document, its work, and the work's name.

    ``superseded`` says that it took the place of an edition that was published before.
    """

    document: int
    work: int
    key: str
    statements: int
    decisions: int
    superseded: bool


def draft_of(alias: str, document: int, *, viewer: str | None) -> Document:
    """The current document of a draft that is the viewer's own. Raises `BaseError` for any other."""
    rows = Document.objects.using(alias).filter(pk=document, current=True, work__visibility="draft")
    row = rows.filter(work__owner=viewer or "").select_related("work", "edition", "extractor").first()
    if row is None:
        raise BaseError(
            "this is no draft of yours that could be published or shared",
            where=f"document {document}",
            hint="only its owner can, and only its current text",
        )
    return row


def takes_place_of(alias: str, draft: Document) -> Work | None:
    """The published work whose newest edition the draft becomes; None where it becomes a work of its own."""
    read = document_of(draft)
    return known_work(alias, read, read.about, _said(draft).placing, bytes(draft.sketch))


def publish(
    alias: str,
    document: int,
    *,
    viewer: str | None,
    at: datetime | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Published:
    """Publish the current document of one's own draft, and link what that touches.

    Decisions are carried over with who made them, when and why; those on the draft are withdrawn. An audit
    afterwards finds what is wrong between it and what was published before. ``progress`` is told how many of
    how many steps are done. Raises `BaseError`.
    """
    with writing(alias):
        draft = draft_of(alias, document, viewer=viewer)
        rows = list(
            Statement.objects.using(alias)
            .filter(document=draft, status="active", source="passage")
            .order_by("start", "id")
            .values(*_COLUMNS)
        )
        progress(1, _STEPS)
        outcome = store(
            alias,
            document_of(draft),
            _facts(draft, rows),
            reading=Reading(
                extractor=draft.extractor.version, given=_said(draft).given, name=draft.extractor.name
            ),
            placing=_said(draft).placing,
            settled=False,
        )
        row = (
            Document.objects.using(alias)
            .filter(current=True, work__visibility="published", edition__sha256=draft.edition.sha256)
            .select_related("work", "edition")
            .first()
        )
        if outcome.status == "older edition" or row is None:
            raise BaseError(
                "a newer edition of this document is published already",
                where=draft.edition.name,
                hint="add the edition that should take its place",
            )
        progress(2, _STEPS)
        pairs = _pairs(alias, rows, row)
        _keep_finders(alias, rows, pairs)
        made = _carry_decisions(alias, pairs, row)
        _move_blind_facts(alias, pairs, made)
        _close(alias, draft, at=at or datetime.now(UTC))
        progress(3, _STEPS)
        link_document(alias, row)
        progress(4, _STEPS)
    settle(alias)
    progress(5, _STEPS)
    return Published(
        document=row.pk,
        work=row.work_id,
        key=row.work.key,
        statements=len(rows),
        decisions=len(made),
        superseded=outcome.superseded,
    )


def share(alias: str, document: int, viewers: Sequence[str], *, viewer: str | None) -> tuple[str, ...]:
    """Let these people see one's own draft, and nobody else. Returns who saw it; raises `BaseError`."""
    wanted = sorted({name.strip() for name in viewers if name.strip()} - {viewer or ""})
    if len(wanted) > _MOST_SHARED:
        raise BaseError("a draft is shared with some people", hint="publish it, for all to see it")
    with writing(alias):
        draft = draft_of(alias, document, viewer=viewer)
        shares = Share.objects.using(alias).filter(work=draft.work_id)
        before = tuple(shares.order_by("viewer").values_list("viewer", flat=True))
        shares.exclude(viewer__in=wanted).delete()
        Share.objects.using(alias).bulk_create(
            Share(work_id=draft.work_id, viewer=name) for name in wanted if name not in before
        )
    return before


def published_as(alias: str, draft: Document) -> int | None:
    """The number of the document as which a draft's text was published, if it was."""
    rows = Document.objects.using(alias).filter(work__visibility="published")
    found = rows.filter(edition__sha256=draft.edition.sha256).order_by("-current", "-pk")
    return found.values_list("pk", flat=True).first()


def _said(draft: Document) -> Said:
    """What was said of the draft, as it is said of a published document."""
    said = msgspec.json.decode(draft.given, type=Said)
    return msgspec.structs.replace(said, draft_of=None, shared_with=())


def _facts(draft: Document, rows: Sequence[dict[str, Any]]) -> Facts:
    name = draft.edition.name
    every = [fact_of(row, text=draft.text, document=name) for row in rows]
    return Facts(
        document=name,
        about=about_of(draft),
        figures=tuple(one for one in every if isinstance(one, Figure)),
        milestones=tuple(one for one in every if isinstance(one, Milestone)),
        entities=tuple(one for one in every if isinstance(one, Entity)),
    )


def _pairs(alias: str, rows: Sequence[dict[str, Any]], row: Document) -> dict[str, str]:
    """Which statement of the published document is which of the draft's: draft id → published id."""
    waiting: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    mine = Statement.objects.using(alias).filter(document=row, status="active").order_by("-start", "-id")
    for one in mine.values("id", *_SAME):
        waiting[tuple(one[name] for name in _SAME)].append(one["id"])
    keys = [(one["id"], tuple(one[name] for name in _SAME)) for one in rows]
    return {id_: waiting[key].pop() for id_, key in keys if waiting[key]}


def _keep_finders(alias: str, rows: Sequence[dict[str, Any]], pairs: dict[str, str]) -> None:
    """What a person added to the draft was added by that person."""
    for one in rows:
        if one["extractor__name"] == PERSON and one["id"] in pairs:
            mine = Statement.objects.using(alias).filter(pk=pairs[one["id"]])
            mine.update(extractor_id=one["extractor_id"])


def _carry_decisions(alias: str, pairs: dict[str, str], row: Document) -> dict[int, int]:
    """Say on the published document what was said on the draft: draft decision → published decision."""
    made = {}
    for one in Decision.objects.using(alias).filter(statement__in=list(pairs)).order_by("pk"):
        copy = Decision(
            statement_id=pairs[one.statement_id],
            edition=row.edition if one.edition_id else None,
            **{name: getattr(one, name) for name in _DECIDED},
        )
        copy.save(using=alias)
        made[one.pk] = copy.pk
    return made


_DECIDED = (
    "verdict", "expected", "correction", "reason", "who", "at", "quote", "before", "after", "sentence",
)  # fmt: skip


def _move_blind_facts(alias: str, pairs: dict[str, str], made: dict[int, int]) -> None:
    """Facts of blind reviews are those of the published document from now on, with what was said of them."""
    blind = BlindFact.objects.using(alias)
    # a review may have the fact already, of an edition that was published before
    taken = set(blind.filter(statement__in=list(pairs.values())).values_list("review_id", "statement_id"))
    waiting = blind.filter(statement__in=list(pairs))
    moved = [one for one in waiting if (one.review_id, pairs[one.statement_id]) not in taken]
    for one in moved:
        one.statement_id, one.decision_id = pairs[one.statement_id], made[one.decision_id]
    blind.bulk_update(moved, ["statement", "decision"], batch_size=500)


def _close(alias: str, draft: Document, *, at: datetime) -> None:
    """Leave the draft without a current document, and nothing that waits for a decision."""
    mine = Statement.objects.using(alias).filter(work=draft.work_id)
    for id_ in _decided(alias, draft.work_id):
        Decision(
            statement_id=id_,
            verdict=Verdict.WITHDRAW,
            expected="{}",
            reason="published",
            who=draft.work.owner,
            at=at,
        ).save(using=alias)
    mine.update(status="retired")
    unlist(alias, draft.pk)
    Document.objects.using(alias).filter(pk=draft.pk).update(current=False)
    unlink_document(alias, draft)


def _decided(alias: str, work: int) -> list[str]:
    """The statements of a work whose last decision counts."""
    last: dict[str, str] = {}
    made = Decision.objects.using(alias).filter(statement__work=work).order_by("pk")
    for id_, verdict in made.values_list("statement", "verdict"):
        last[id_] = verdict
    return [id_ for id_, verdict in last.items() if verdict != Verdict.WITHDRAW]

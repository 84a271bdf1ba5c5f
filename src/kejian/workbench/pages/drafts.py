"""A draft of one's own: who else sees it, and publishing it."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from kejian.base.connection import writing
from kejian.base.findings import list_findings
from kejian.base.models import Decision, Document, Share, Statement, Work
from kejian.base.publishing import draft_of, published_as, share, takes_place_of
from kejian.errors import BaseError
from kejian.workbench import audit, publishing
from kejian.workbench.accounts import Asked, address, needs, people
from kejian.workbench.errors import Refused
from kejian.workbench.facts import DOUBTFUL
from kejian.workbench.pages import see_other, show
from kejian.workbench.pages.document import about, document_row
from kejian.workbench.tasks import publish_draft


def context(viewer: str | None, number: int) -> dict[str, Any]:
    """What would be published, and who sees it until then. Raises `Http404`."""
    row = _mine(viewer, number)
    found: dict[str, Any] = {
        "document": about(row),
        "published_as": _brief(published_as("default", row)) if not row.current else None,
        "publishing": publishing.last_of(row.pk),
        "shared_with": _shared(row),
        "facts": {},
        "_people": [],
    }
    if row.current:
        draft = draft_of("default", number, viewer=viewer)
        after = takes_place_of("default", draft)
        found |= {
            "facts": _counts(row),
            "decided": Decision.objects.filter(statement__document=row)
            .values("statement")
            .distinct()
            .count(),
            "findings": list_findings("default", viewer=viewer, document=number, limit=1).total,
            "takes_place_of": _brief(_current(after)) if after else None,
            "_people": sorted({*people(viewer), *found["shared_with"]}),
        }
    return found


def _mine(viewer: str | None, number: int) -> Document:
    """A document of a draft of the viewer's own, current or not. Raises `Http404`."""
    row = document_row(viewer, number)
    if row.work.visibility != "draft" or row.work.owner != viewer:
        raise Http404
    return row


def _shared(row: Document) -> list[str]:
    rows = Share.objects.filter(work=row.work_id).order_by("viewer")
    return list(rows.values_list("viewer", flat=True))


def _counts(row: Document) -> dict[str, int]:
    """Facts that would be published, by kind, and how many of them are doubtful."""
    mine = Statement.objects.filter(document=row, status="active")
    counted = mine.exclude(kind="figure", role__in=("name", "time", "structure", "spec"))
    kinds = {f"{kind}s": Count("pk", filter=Q(kind=kind)) for kind in ("figure", "milestone")}
    names = {"names": Count("pk", filter=Q(kind="entity"))}
    return counted.aggregate(**kinds, **names, doubtful=Count("pk", filter=Q(confidence__lt=DOUBTFUL)))


def _current(work: Work) -> int | None:
    return work.documents.filter(current=True).values_list("pk", flat=True).first()


def _brief(number: int | None) -> dict[str, Any] | None:
    rows = Document.objects.select_related("work", "edition").defer("text", "layout", "sketch")
    row = rows.filter(pk=number).first() if number else None
    return {"number": row.pk, "title": row.work.title or row.edition.name} if row else None


@needs("add documents")
def view(request: Asked, number: int) -> HttpResponseBase:
    """The page; of a draft that is being published how far it is, of one that was, as what."""
    found = context(request.viewer, number)
    return show(request, "workbench/draft.html", found, fragment="workbench/_draft_state.html")


def publish_for(request: Asked, number: int) -> None:
    """Let the worker publish a draft of whoever asks. Raises `BaseError`, `Http404`, `Refused`."""
    with writing("default"):
        if not _mine(request.viewer, number).current:
            raise Refused(
                gettext("This text of the draft is not its newest, or is published already"),
                status=409,
                where=f"document {number}",
                hint=gettext("Load the page again."),
            )
        asked, new = publishing.ask(number, who=request.viewer or "", address=address(request))
        if new:
            publish_draft.enqueue(asked.pk)


def share_for(request: Asked, number: int, names: list[str]) -> list[str]:
    """Share a draft of whoever asks with these accounts and nobody else. Raises `BaseError`, `Http404`."""
    with writing("default"):
        row = _mine(request.viewer, number)
        known = {*people(request.viewer), *_shared(row)}
        wanted = [name for name in names if name in known]
        before = share("default", number, wanted, viewer=request.viewer)
        now = _shared(row)
        audit.record(
            request, "share draft", f"document {number}", {"shared_with": before}, {"shared_with": now}
        )
    return now


@require_POST
@needs("add documents")
def publish_view(request: Asked, number: int) -> HttpResponseBase:
    """Have it published; it must be said that all may see it."""
    if request.POST.get("sure") != "yes":
        raise Refused(
            gettext("Say that everybody may see it"),
            where="sure",
            hint=gettext("Tick the box and send it again."),
        )
    publish_for(request, number)
    return see_other(reverse("documents-draft", args=[number]))


@require_POST
@needs("add documents")
def share_view(request: Asked, number: int) -> HttpResponseBase:
    """Share it with those who are ticked, and nobody else."""
    try:
        share_for(request, number, request.POST.getlist("shared"))
    except BaseError as error:
        raise Refused(error.message, status=409, where=error.where, hint=error.hint) from error
    return see_other(reverse("documents-draft", args=[number]))


urls = [
    path("documents/<int:number>/draft/", view, name="documents-draft"),
    path("documents/<int:number>/draft/publish/", publish_view, name="documents-draft-publish"),
    path("documents/<int:number>/draft/share/", share_view, name="documents-draft-share"),
]

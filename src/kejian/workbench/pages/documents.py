"""Documents: the list."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import path
from ninja import Router

from kejian.base.finding_models import Concern, FindingState
from kejian.base.findings import visible_findings
from kejian.base.models import Document, Statement
from kejian.base.queries import visible_documents
from kejian.workbench.accounts import Asked
from kejian.workbench.pages import number, show, words
from kejian.workbench.remembering import remembered
from kejian.workbench.schemas import Error

router = Router(tags=["documents"])
_PAGE = 40
_OPEN = (FindingState.OPEN, FindingState.ACCEPTED)


def context(
    viewer: str | None,
    *,
    title: str = "",
    year: int = 0,
    genre: str = "",
    drafts: bool = False,
    after: str = "",
) -> dict[str, Any]:
    """A part of the list, newest report year first: those after the key ``after``."""
    every = visible_documents("default", viewer).filter(current=True)
    rows = every.annotate(year=Coalesce("work__report_year", 0))
    if title:
        rows = rows.filter(Q(work__title__icontains=title) | Q(edition__name__icontains=title))
    if year:
        rows = rows.filter(year=year)
    if genre:
        rows = rows.filter(work__genre=genre)
    if drafts:
        rows = rows.filter(work__visibility="draft")
    asked = f"documents {title!r} {year} {genre!r} {drafts}"
    total = remembered(asked, viewer, rows.count, of=("documents",))
    if key := _key(after):
        rows = rows.filter(Q(year__lt=key[0]) | Q(year=key[0], pk__lt=key[1]))
    # the keys alone first: whole rows, with their texts, are too much to sort
    keys = list(rows.order_by("-year", "-pk").values_list("pk", flat=True)[: _PAGE + 1])
    columns = ("current", *(f"work__{n}" for n in _WORK), "edition__name", "edition__format")
    known = Document.objects.select_related("work", "edition").only(*columns).in_bulk(keys)
    found = [known[pk] for pk in keys]
    listed = found[:_PAGE]
    counts, findings = _counts(listed), _findings(viewer, listed)
    years, genres, in_all = remembered("documents", viewer, lambda: _all(every), of=("documents",))
    return {
        "documents": [_line(row, counts.get(row.pk, {}), findings.get(row.pk, 0)) for row in listed],
        "total": total,
        "in_all": in_all,
        "after": f"{_year(listed[-1])}-{listed[-1].pk}" if len(found) > _PAGE else "",
        "title": title,
        "year": year or "",
        "genre": genre,
        "drafts": drafts,
        "years": years,
        "genres": genres,
    }


def _all(every: QuerySet[Document]) -> tuple[list[int], list[str], int]:
    """Of all documents the years, newest first, the genres and how many there are."""
    years = every.exclude(work__report_year=None).order_by().values_list("work__report_year", flat=True)
    genres = every.exclude(work__genre="").order_by().values_list("work__genre", flat=True)
    found = {year for year in years.distinct() if year is not None}
    return sorted(found, reverse=True), sorted(set(genres.distinct())), every.count()


_WORK = ("title", "genre", "report_year", "publisher", "visibility", "owner", "published")


def _key(after: str) -> tuple[int, int] | None:
    first, dash, last = after.partition("-")
    if dash and all(part.isascii() and part.isdigit() and len(part) < 12 for part in (first, last)):
        return int(first), int(last)
    return None


def _year(row: Document) -> int:
    return row.work.report_year or 0


def _line(row: Document, counts: dict[str, int], findings: int) -> dict[str, Any]:
    return {
        "number": row.pk,
        "name": row.edition.name,
        "title": row.work.title or row.edition.name,
        "year": row.work.report_year,
        "genre": row.work.genre,
        "publisher": row.work.publisher,
        "published": row.work.published,
        "format": row.edition.format,
        "draft_of": row.work.owner,
        "figures": counts.get("figure", 0),
        "milestones": counts.get("milestone", 0),
        "entities": counts.get("entity", 0),
        "findings": findings,
    }


def _counts(rows: Sequence[Document]) -> dict[int, dict[str, int]]:
    """Statements by document and kind: figures that measure, milestones, names."""
    found: dict[int, dict[str, int]] = {}
    counted = (
        Statement.objects.filter(document__in=[row.pk for row in rows], status="active")
        .exclude(kind="figure", role__in=("name", "time", "structure", "spec"))
        .order_by()
        .values_list("document_id", "kind")
        .annotate(n=Count("*"))
    )
    for document, kind, count in counted:
        if document is not None:
            found.setdefault(document, {})[kind] = count
    return found


def _findings(viewer: str | None, rows: Sequence[Document]) -> dict[int, int]:
    """Findings that wait, by document; one that also quotes a hidden draft does not count."""
    counted = (
        Concern.objects.filter(document__in=[row.pk for row in rows], finding__state__in=_OPEN)
        .filter(finding__in=visible_findings("default", viewer))
        .order_by()
        .values_list("document_id")
        .annotate(n=Count("finding", distinct=True))
    )
    return dict(counted)


def view(request: Asked) -> HttpResponse:
    """The page."""
    found = context(
        request.viewer,
        title=words(request, "title"),
        year=number(request, "year", default=0),
        genre=words(request, "genre"),
        drafts=bool(request.GET.get("drafts")),
        after=words(request, "after"),
    )
    return show(request, "workbench/documents.html", found, fragment="workbench/_documents_list.html")


@router.get("", response={200: dict[str, Any], 401: Error})
def documents(
    request: Asked, title: str = "", year: int = 0, genre: str = "", drafts: bool = False, after: str = ""
) -> dict[str, Any]:
    """Documents, newest report year first; ``after`` of one answer asks for the next part."""
    return context(request.viewer, title=title, year=year, genre=genre, drafts=drafts, after=after)


urls = [path("documents/", view, name="documents")]

"""The overview: what is in the base, at a glance."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.urls import path
from ninja import Router

from kejian.base.queries import visible_works
from kejian.base.showing import status
from kejian.workbench.accounts import Asked
from kejian.workbench.pages import show
from kejian.workbench.schemas import Error

router = Router(tags=["overview"])


def context(viewer: str | None) -> dict[str, Any]:
    """Counts of what the viewer may see, and documents by the year they report on."""
    known = status("default", viewer=viewer)
    return {"status": known, "years": _years(viewer)}


def _years(viewer: str | None) -> list[dict[str, int]]:
    rows = (
        visible_works("default", viewer)
        .filter(report_year__isnull=False)
        .order_by()
        .values_list("report_year")
        .annotate(n=Count("pk", distinct=True))
    )
    return [{"year": year, "documents": n} for year, n in sorted(rows)]


def view(request: Asked) -> HttpResponse:
    """The page."""
    return show(request, "workbench/overview.html", context(request.viewer))


@router.get("", response={200: dict[str, Any], 401: Error})
def overview(request: Asked) -> dict[str, Any]:
    """What is in the base: counts and documents by year."""
    return context(request.viewer)


urls = [path("", view, name="overview")]

"""The pages of a PDF as pictures, with its facts as boxes over them."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path

from kejian.base.models import Document
from kejian.model import Page
from kejian.workbench import originals
from kejian.workbench.accounts import Asked
from kejian.workbench.layout import laid_out, segments_of
from kejian.workbench.pages import show
from kejian.workbench.pages.document import about, chosen_from, document_row, facts_in, spans_of

Box = tuple[float, float, float, float]


def page_view(request: Asked, number: int, page: int) -> HttpResponse:
    """A page of a PDF with its facts as boxes over the picture."""
    row = document_row(request.viewer, number)
    sizes = originals.page_sizes(row.edition)
    if not 1 <= page <= len(sizes):
        raise Http404
    laid = laid_out(row)
    row.text = laid.text
    boxes, stretch = _boxes(request, row, page)
    width, height = sizes[page - 1]
    found = {
        "document": about(row),
        "page": page,
        "pages": len(sizes),
        "width": round(width, 1),
        "height": round(height, 1),
        "boxes": boxes,
        "part": laid.part_at(stretch[0]) if stretch else 1,
        "before": page - 1,
        "after": page + 1 if page < len(sizes) else 0,
    }
    return show(request, "workbench/document_page.html", found)


def _boxes(request: Asked, row: Document, page: int) -> tuple[list[dict[str, Any]], tuple[int, int] | None]:
    """The rectangles of the facts on a page, and the stretch of text that stands on it."""
    here = [s for s in segments_of(row) if isinstance(s.place, Page) and s.place.number == page]
    if not here:
        return [], None
    start, end = min(s.start for s in here), max(s.end for s in here)
    found, decided = facts_in(request.viewer, row, start, end, chosen_from(request))
    boxes = []
    for span in spans_of(found, decided):
        for segment in here:
            assert isinstance(segment.place, Page)
            first, last = max(span.start, segment.start), min(span.end, segment.end)
            parts = segment.place.boxes[first - segment.start : last - segment.start] if first < last else ()
            told = {
                "fact": span.fact,
                "layer": span.layer,
                "start": span.start,
                "quote": row.text[span.start : span.end][:80],
            }
            boxes += [told | _around(line) for line in _lines(parts)]
    return boxes, (start, end)


def _lines(parts: Sequence[Box]) -> list[list[Box]]:
    """The boxes of characters, those of each line together: a fact that goes on in the next has two boxes."""
    found: list[list[Box]] = []
    for box in parts:
        if found and _beside(found[-1][-1], box):
            found[-1].append(box)
        else:
            found.append([box])
    return found


def _beside(one: Box, other: Box) -> bool:
    """Whether a character stands on the line of the one before it, and after it."""
    middle = (other[1] + other[3]) / 2
    return one[1] <= middle <= one[3] and other[0] >= one[0]


def _around(parts: Sequence[Box]) -> dict[str, float]:
    left, top = min(p[0] for p in parts), min(p[1] for p in parts)
    right, bottom = max(p[2] for p in parts), max(p[3] for p in parts)
    return {
        "x": round(left - 1, 1),
        "y": round(top - 1, 1),
        "width": round(right - left + 2, 1),
        "height": round(bottom - top + 2, 1),
    }


def picture_view(request: Asked, number: int, page: int) -> HttpResponse:
    """The picture of a page of a PDF."""
    row = document_row(request.viewer, number)
    picture = originals.page_picture(row.edition, page)
    if picture is None:
        raise Http404
    answer = HttpResponse(picture, content_type="image/png")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


urls = [
    path("documents/<int:number>/pages/<int:page>/", page_view, name="documents-page"),
    path("documents/<int:number>/pages/<int:page>.png", picture_view, name="documents-picture"),
]

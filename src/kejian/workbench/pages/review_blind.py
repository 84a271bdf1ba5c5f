"""A blind second review: one fact after the other, with nothing of what others decided on them."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from kejian.workbench import blind
from kejian.workbench.accounts import Asked, needs
from kejian.workbench.pages import see_other, show
from kejian.workbench.review_cards import blind_card, statement_of


def context(viewer: str | None) -> dict[str, Any]:
    """How far the open review is and the next fact of it; empty where none is open."""
    review = blind.open_review(viewer)
    if review is None:
        return {"open": False}
    facts, done = blind.facts_of(review), blind.judged(review)
    rows = (statement_of(viewer, one) for one in facts if one not in done)
    row = next((one for one in rows if one is not None), None)  # others are no longer there
    return {
        "open": True,
        "done": len(done),
        "total": len(facts),
        "sample": review.sample,
        "fact": blind_card(row) if row else None,
    }


@needs("decide")
def view(request: Asked) -> HttpResponseBase:
    """The next fact."""
    found = context(request.viewer)
    if not found["open"] and request.GET.get("format") != "json":
        return see_other(reverse("review-agreement"))
    return show(request, "workbench/review_blind.html", found)


@require_POST
@needs("decide")
def start_view(request: Asked) -> HttpResponseBase:
    """Begin with a document, or with a sample of all."""
    number = request.POST.get("document", "")
    blind.start(request, int(number) if number.isascii() and number.isdigit() and len(number) < 15 else 0)
    return see_other(reverse("review-blind"))


@require_POST
@needs("decide")
def judge_view(request: Asked, fact: str) -> HttpResponseBase:
    """Say what one holds of a fact."""
    blind.judge(request, fact, request.POST.get("verdict", ""), request.POST.dict())
    return see_other(reverse("review-blind"))


@require_POST
@needs("decide")
def finish_view(request: Asked) -> HttpResponseBase:
    """End it and see how far both agree."""
    blind.finish(request)
    return see_other(reverse("review-agreement"))


urls = [
    path("review/blind/", view, name="review-blind"),
    path("review/blind/start/", start_view, name="review-blind-start"),
    path("review/blind/finish/", finish_view, name="review-blind-finish"),
    path("review/blind/<slug:fact>/judge/", judge_view, name="review-blind-judge"),
]

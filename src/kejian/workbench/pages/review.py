"""Review: a queue of facts by doubt, each with its passage; confirm, reject, correct, take back."""

from typing import Any

import msgspec
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from ninja import Router

from kejian.base.models import Decision, Document
from kejian.base.queries import visible_documents
from kejian.base.reviewing import LAYERS, STATES, USUAL, queue
from kejian.workbench.accounts import Asked, may, needs, require
from kejian.workbench.deciding import decide, usual_reason
from kejian.workbench.pages import choice, number, see_other, show, words
from kejian.workbench.review_cards import card_for, correction_of, lines, statement_of
from kejian.workbench.schemas import Error
from kejian.workbench.wording import label

router = Router(tags=["review"])
_PAGE = 40
OTHERS = ("spec", "name", "time", "structure")
# what can be chosen as kind: a word of its own for the usual ones and for the other numbers
KINDS = (*USUAL, "numbers", *OTHERS)


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the address asks for."""

    kind: str = ""
    state: str = "undecided"
    document: int = 0
    after: str = ""
    fact: str = ""

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that the kind stands for."""
        if self.kind == "numbers":
            return OTHERS
        return (self.kind,) if self.kind in LAYERS else USUAL


def context(viewer: str | None, asked: Filters) -> dict[str, Any]:
    """A part of the queue and the card of the fact that is looked at. Raises `Http404`."""
    document = _document(viewer, asked.document) if asked.document else None
    found = queue(
        "default",
        viewer=viewer,
        layers=asked.layers,
        state=asked.state,
        document=document.pk if document else None,
        after=asked.after,
        limit=_PAGE,
    )
    listed = lines(viewer, found.ids)
    chosen = asked.fact or (found.ids[0] if found.ids else "")
    row = statement_of(viewer, chosen) if chosen else None
    if asked.fact and row is None:
        raise Http404
    return {
        "kind": asked.kind,
        "state": asked.state,
        "document": asked.document,
        "title": (document.work.title or document.edition.name) if document else "",
        "facts": listed,
        "after": found.after,
        "fact": row.pk if row else "",
        "reviewed": _reviewed(document) if document else None,
        "_card": card_for(row) if row else None,
        "_kinds": KINDS,
        "_usual": USUAL,
        "_others": OTHERS,
        "_states": STATES,
        "_documents": {one["document"]: one["title"] for one in listed}
        | ({document.pk: document.work.title or document.edition.name} if document else {}),
    }


def _document(viewer: str | None, wanted: int) -> Document:
    rows = visible_documents("default", viewer).select_related("work", "edition")
    row = rows.defer("text", "layout", "sketch").filter(pk=wanted).first()
    if row is None:
        raise Http404
    return row


def _reviewed(document: Document) -> int:
    """How many facts of a document somebody decided on."""
    made = Decision.objects.filter(statement__document=document).order_by()
    return made.values("statement").distinct().count()


def asked_by(request: Asked) -> Filters:
    """What the address asks for."""
    return Filters(
        kind=choice(request, "kind", KINDS),
        state=choice(request, "state", STATES, default="undecided"),
        document=number(request, "document", default=0),
        after=words(request, "after", most=60),
        fact=words(request, "fact", most=16),
    )


@needs("decide")
def view(request: Asked) -> HttpResponseBase:
    """The queue."""
    found = context(request.viewer, asked_by(request)) | {"_may_export": may(request, "export")}
    return show(request, "workbench/review.html", found)


def _row(viewer: str | None, fact: str) -> Any:
    row = statement_of(viewer, fact)
    if row is None:
        raise Http404
    return row


@needs("decide")
def fact_view(request: Asked, fact: str) -> HttpResponseBase:
    """The card of one fact."""
    return show(request, "workbench/_review_card.html", {"it": card_for(_row(request.viewer, fact))})


@require_POST
@needs("decide")
def decide_view(request: Asked, fact: str) -> HttpResponseBase:
    """Confirm, reject, correct or take back; answers with the card as it is then."""
    row = _row(request.viewer, fact)
    verdict, seen = request.POST.get("verdict", ""), request.POST.get("seen", "0")
    decide(
        request,
        row.pk,
        verdict,
        reason=request.POST.get("reason", "").strip()[:2000] or usual_reason(verdict),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 15 else 0,
        correction=correction_of(row, request.POST.dict()) if verdict == "correct" else None,
    )
    if not request.headers.get("HX-Request"):
        return see_other(f"{reverse('review')}?fact={row.pk}")
    given = {"it": card_for(_row(request.viewer, fact))}
    answer = render(request, "workbench/_review_card.html", given)
    state = given["it"]["decision"]
    told = {"fact": row.pk, "verdict": verdict, "state": state or "undecided", "called": label(state)}
    answer.headers["HX-Trigger"] = msgspec.json.encode({"reviewed": told}).decode()
    return answer


@router.get("", response={200: dict[str, Any], 401: Error, 403: Error, 404: Error})
def review_queue(
    request: Asked, kind: str = "", state: str = "undecided", document: int = 0, after: str = ""
) -> dict[str, Any]:
    """Facts to review: undecided ones, the least sure first, or decided ones, the newest first."""
    require(request, "decide")
    asked = Filters(
        kind=kind if kind in KINDS else "",
        state=state if state in STATES else "undecided",
        document=min(max(document, 0), 2**31),
        after=after[:60],
    )
    return {n: v for n, v in context(request.viewer, asked).items() if not n.startswith("_")}


@router.get("/{fact}", response={200: dict[str, Any], 401: Error, 403: Error, 404: Error})
def review_fact(request: Asked, fact: str) -> dict[str, Any]:
    """One fact with its passage, its fields and what was decided on it."""
    require(request, "decide")
    return card_for(_row(request.viewer, fact))


urls = [
    path("review/", view, name="review"),
    path("review/facts/<slug:fact>/", fact_view, name="review-fact"),
    path("review/facts/<slug:fact>/decide/", decide_view, name="review-decide"),
]

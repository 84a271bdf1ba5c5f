"""One document as it was laid out, with every fact in its place and the fact's card beside it."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from ninja import Router

from kejian.base.decided import FIELDS, holds, last_decisions
from kejian.base.models import Decision, Document, Statement
from kejian.base.queries import visible_documents, visible_statements
from kejian.base.spans import FARTHEST
from kejian.workbench import originals
from kejian.workbench.accounts import Asked, may, needs
from kejian.workbench.deciding import decide, last_number, usual_reason
from kejian.workbench.facts import DOUBTFUL, card, cards, span_now
from kejian.workbench.layout import Laid, laid_out, page_of, warnings_of
from kejian.workbench.markup import Span, Writer
from kejian.workbench.pages import choice, see_other, show, words
from kejian.workbench.pages import number as whole
from kejian.workbench.refusals import warned
from kejian.workbench.review_cards import corrections
from kejian.workbench.schemas import Error
from kejian.workbench.wording import tongue

router = Router(tags=["documents"])

# what can be shown or not, in the order of the legend; the last are numbers that measure nothing
LAYERS = ("observation", "term", "target", "milestone", "entity", "other")
_USUAL = LAYERS[:-1]
_OTHER = ("name", "time", "structure", "spec", "")
STATES = ("undecided", "confirmed", "corrected", "rejected")
CONFIDENCE = ("doubtful", "sure")
_STATE = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What of a document is shown: from the address."""

    part: int = 0
    layers: tuple[str, ...] = _USUAL
    confidence: str = ""
    state: str = ""
    at: tuple[int, int] | None = None
    of: str = ""
    fact: str = ""


def document_row(viewer: str | None, number: int) -> Document:
    """The document, if the viewer may see it; without its text and layout. Raises `Http404`."""
    rows = (
        visible_documents("default", viewer)
        .select_related("work", "edition")
        .defer("text", "layout", "sketch")
    )
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def context(viewer: str | None, number: int, asked: Choice) -> dict[str, Any]:
    """A part of a document: its text, and what is stated in it. Raises `Http404`."""
    row = document_row(viewer, number)
    laid = laid_out(row)
    row.text = laid.text
    chosen = _chosen(viewer, row, asked.fact)
    wanted = asked.at if asked.at and asked.at[1] <= len(laid.text) else None
    at = _now_at(viewer, row, wanted, asked.of) if wanted else None
    part = _part(laid, asked, at, chosen)
    start, end = laid.parts[part - 1]
    found, decided = facts_in(viewer, row, start, end, asked)
    if chosen is not None and chosen.pk not in {one.pk for one in found}:
        found.append(chosen)
        decided |= last_decisions("default", [chosen.pk])
    pdf_pages = len(originals.page_sizes(row.edition)) if row.edition.format == "pdf" else 0
    writer = Writer(laid, list(spans_of(found, decided)), at=at, chosen=asked.fact)
    begins = {one.pk: span_now(one, decided.get(one.pk))[0] for one in found}
    stated = sorted(
        (one for one in found if one.kind != "entity" or begins[one.pk] >= start),
        key=lambda one: (begins[one.pk], one.pk),
    )
    return {
        "document": about(row),
        "part": part,
        "parts": len(laid.parts),
        "start": start,
        "end": end,
        "text": laid.text[start:end],
        "at": at,
        "headings": laid.headings(),
        "warnings": [warned(one.message, one.where, language=tongue()) for one in warnings_of(row)],
        "facts": [_short(card(one, decided.get(one.pk)), one, decided.get(one.pk)) for one in stated],
        "shown": asked.layers,
        "confidence": asked.confidence,
        "state": asked.state,
        "fact": asked.fact,
        "_moved": at != wanted,
        "_card": card_of(chosen) if chosen else None,
        "_html": writer.write(start, end),
        "_layers": LAYERS,
        "_states": STATES,
        "_usual": asked.layers == _USUAL and not asked.confidence and not asked.state,
        "_pdf_page": page_of(row, start) if pdf_pages else 0,
    }


def about(row: Document) -> dict[str, Any]:
    """What is known of a document and its work."""
    work = row.work
    return {
        "number": row.pk,
        "name": row.edition.name,
        "title": work.title or row.edition.name,
        "year": work.report_year,
        "genre": work.genre,
        "publisher": work.publisher,
        "published": work.published,
        "format": row.edition.format,
        "sha256": row.edition.sha256,
        "draft_of": work.owner,
        "superseded": not row.current,
    }


def _chosen(viewer: str | None, row: Document, fact: str) -> Statement | None:
    if not fact:
        return None
    found = visible_statements("default", viewer).filter(pk=fact, document=row.pk).first()
    if found is not None:
        found.document = row
    return found


def _now_at(viewer: str | None, row: Document, at: tuple[int, int], of: str) -> tuple[int, int]:
    """Where the words of a link stand now: where people moved what was stated on them, if they all agree."""
    here = visible_statements("default", viewer).filter(document=row.pk, status="active")
    found = list((here.filter(pk=of) if of else here).filter(start=at[0], end=at[1]).defer("record"))
    decided = last_decisions("default", [one.pk for one in found])
    for one in found:
        one.document = row
    now = {span_now(one, decided.get(one.pk)) for one in found}
    return now.pop() if len(now) == 1 else at


def _part(laid: Laid, asked: Choice, at: tuple[int, int] | None, chosen: Statement | None) -> int:
    if at is not None:
        return laid.part_at(at[0])
    if not asked.part and chosen is not None and chosen.start is not None:
        decision = last_decisions("default", [chosen.pk]).get(chosen.pk)
        return laid.part_at(span_now(chosen, decision)[0])
    return min(max(asked.part, 1), len(laid.parts))


def facts_in(
    viewer: str | None, row: Document, start: int, end: int, asked: Choice
) -> tuple[list[Statement], dict[str, Decision]]:
    """The statements to highlight in a stretch: those of the layers, confidence and state that are chosen."""
    kinds, stated = Q(pk__in=[]), Q(pk__in=[])
    roles = [layer for layer in asked.layers if layer in ("observation", "term", "target")]
    if "other" in asked.layers:
        roles += _OTHER
    here = Q(start__lt=end, end__gt=start)
    if roles:
        stated |= Q(kind="figure", role__in=roles)
    if "milestone" in asked.layers:
        stated |= Q(kind="milestone")
    kinds |= here & stated
    rows_of = visible_statements("default", viewer).filter(document=row.pk, status="active").defer("record")
    if asked.confidence == "doubtful":
        rows_of = rows_of.filter(confidence__lt=DOUBTFUL)
    elif asked.confidence == "sure":
        rows_of = rows_of.filter(confidence__gte=DOUBTFUL)
    if "entity" in asked.layers:
        kinds |= Q(pk__in=_named_in(rows_of, start, end))
    rows = rows_of.filter(kinds)
    rows_of = rows_of.filter(stated)
    # what people moved into the stretch, and what they moved out of it
    every = {one.pk: one for one in (*rows, *_moved(rows_of, start, end))}
    decided = last_decisions("default", list(every))
    for one in every.values():
        one.document = row
    found = [
        one
        for one in every.values()
        if any(a < end and b > start for a, b in places(one, decided.get(one.pk)))
    ]
    if asked.state:
        found = [one for one in found if _state(one, decided) == asked.state]
    return found, decided


def _named_in(rows: QuerySet[Statement], start: int, end: int) -> list[str]:
    """Entities of which a name stands in a stretch; it may be any of many, so all are looked at."""
    every = rows.filter(kind="entity", start__isnull=False, end__isnull=False)
    return [
        pk
        for pk, first, last, spans in every.values_list("pk", "start", "end", "spans")
        if any(a < end and b > start for a, b in ((first or 0, last or 0), *_SPANS.decode(spans or "[]")))
    ]


_SPANS = msgspec.json.Decoder(list[tuple[int, int]])


def _state(statement: Statement, decided: dict[str, Decision]) -> str:
    decision = decided.get(statement.pk)
    return _STATE[decision.verdict] if decision and holds(decision, statement) else "undecided"


def _moved(rows: QuerySet[Statement], start: int, end: int) -> QuerySet[Statement]:
    """Those near a stretch of which a person said that they stand on other words."""
    near = rows.filter(start__lt=end + FARTHEST, end__gt=start - FARTHEST)
    return near.filter(decisions__verdict="correct", decisions__correction__contains='"moved"').distinct()


def places(statement: Statement, decision: Decision | None = None) -> list[tuple[int, int]]:
    """Where a statement stands, by the decision on it; of an entity, every place of any of its names."""
    if statement.start is None or statement.end is None:
        return []
    at = (statement.start, statement.end)
    now = span_now(statement, decision)
    known = msgspec.json.decode(statement.spans, type=list[tuple[int, int]]) if statement.spans else [at]
    return list(dict.fromkeys(now if one == at else one for one in known))


def _layer(statement: Statement) -> str:
    if statement.kind != "figure":
        return statement.kind
    return statement.role if statement.role in LAYERS else "other"


def spans_of(statements: Iterable[Statement], decided: dict[str, Decision]) -> Iterable[Span]:
    """Every place of the statements, with the layer and the state that it is shown in."""
    for one in statements:
        state = _state(one, decided)
        weight = state if state != "undecided" else "doubtful" if one.confidence < DOUBTFUL else ""
        for start, end in places(one, decided.get(one.pk)):
            yield Span(start=start, end=end, fact=one.pk, layer=_layer(one), weight=weight)


def _short(full: dict[str, Any], statement: Statement, decision: Decision | None) -> dict[str, Any]:
    """What the list of a part's facts shows of one."""
    kept = ("id", "kind", "role", "headline", "decision", "confidence", "doubtful", "says")
    start, end = span_now(statement, decision)
    words = statement.document.text[start:end] if statement.document else statement.quote
    place = {"start": start, "end": end, "quote": words}
    return {name: full[name] for name in kept} | {"layer": _layer(statement)} | place


def card_of(statement: Statement) -> dict[str, Any]:
    """The card of one statement with what a reviewer needs to decide."""
    decided = last_decisions("default", [statement.pk]).get(statement.pk)
    made = Decision.objects.filter(statement=statement.pk).order_by("pk")
    history = [{"verdict": d.verdict, "reason": d.reason, "who": d.who, "at": d.at} for d in made]
    return card(statement, decided) | {
        "layer": _layer(statement),
        "seen": last_number(statement.pk),
        "history": history,
        "inputs": [
            {"name": name, "value": cards([statement])[0]["says"].get(name, "")}
            for name in FIELDS[statement.kind]
        ],
    }


def chosen_from(request: Asked) -> Choice:
    """What the address asks for."""
    layers = tuple(layer for layer in LAYERS if layer in request.GET.getlist("show"))
    return Choice(
        part=whole(request, "part", default=0),
        layers=layers or _USUAL,
        confidence=choice(request, "confidence", CONFIDENCE),
        state=choice(request, "state", STATES),
        at=_stretch(request.GET.get("at", "")),
        of=words(request, "of", most=16),
        fact=words(request, "fact", most=16),
    )


def _stretch(text: str) -> tuple[int, int] | None:
    first, dash, last = text.partition("-")
    if not dash or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (first, last)):
        return None
    return (int(first), int(last)) if int(first) < int(last) else None


def view(request: Asked, number: int) -> HttpResponse:
    """The page."""
    found = context(request.viewer, number, chosen_from(request))
    found["_may_decide"] = may(request, "decide")
    mine = found["document"]["draft_of"] == request.viewer
    found["_may_publish"] = mine and may(request, "add documents")
    kept = request.GET.copy()
    for name in ("part", "at", "of", "fact", "format"):
        kept.pop(name, None)
    found["_kept"] = f"{kept.urlencode()}&" if kept else ""  # the filters, for links to other parts and facts
    return show(request, "workbench/document.html", found)


def fact_view(request: Asked, number: int, fact: str) -> HttpResponse:
    """The card of one fact, for beside the text."""
    row = document_row(request.viewer, number)
    row.text = laid_out(row).text
    chosen = _chosen(request.viewer, row, fact)
    if chosen is None:
        raise Http404
    return _card_answer(request, row, chosen)


def _card_answer(request: Asked, row: Document, chosen: Statement) -> HttpResponse:
    shown_card = card_of(chosen)
    if request.GET.get("format") == "json":
        return show(request, "", {"fact": shown_card})
    given = {"it": shown_card, "document": {"number": row.pk}, "may_decide": may(request, "decide")}
    return render(request, "workbench/_document_card.html", given)


@require_POST
@needs("decide")
def decide_view(request: Asked, number: int, fact: str) -> HttpResponseBase:
    """Confirm, reject, correct or withdraw; answers with the card as it is then."""
    row = document_row(request.viewer, number)
    row.text = laid_out(row).text
    chosen = _chosen(request.viewer, row, fact)
    if chosen is None:
        raise Http404
    verdict = request.POST.get("verdict", "")
    seen = request.POST.get("seen", "0")
    correction = _correction(request, chosen) if verdict == "correct" else None
    decide(
        request,
        chosen.pk,
        verdict,
        reason=request.POST.get("reason", "").strip()[:2000] or usual_reason(verdict),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 15 else 0,
        correction=correction,
    )
    if not request.headers.get("HX-Request"):
        there = f"{reverse('documents-one', args=[row.pk])}?fact={chosen.pk}#p"
        return see_other(there)
    answer = _card_answer(request, row, chosen)
    answer.headers["HX-Trigger"] = msgspec.json.encode(
        {"decided": {"fact": chosen.pk, "verdict": verdict}}
    ).decode()
    return answer


def _correction(request: Asked, statement: Statement) -> dict[str, str]:
    """The fields that were given another value."""
    now = card(statement, last_decisions("default", [statement.pk]).get(statement.pk))["says"]
    before = {name: request.POST.get(f"was-{name}", now.get(name, "")) for name in FIELDS[statement.kind]}
    given = {name: request.POST.get(name, before[name]).strip()[:2000] for name in before}
    return corrections(statement) | {name: value for name, value in given.items() if value != before[name]}


@router.get("/{number}", response={200: dict[str, Any], 401: Error, 404: Error})
def document(request: Asked, number: int, part: int = 1) -> dict[str, Any]:
    """A part of a document: its text, its headings and what is stated in it."""
    found = context(request.viewer, number, Choice(part=part))
    return {name: value for name, value in found.items() if not name.startswith("_")}


@router.get("/{number}/facts/{fact}", response={200: dict[str, Any], 401: Error, 404: Error})
def fact_api(request: Asked, number: int, fact: str) -> dict[str, Any]:
    """One statement with its passage and what was decided on it."""
    row = document_row(request.viewer, number)
    row.text = laid_out(row).text
    chosen = _chosen(request.viewer, row, fact)
    if chosen is None:
        raise Http404
    return card_of(chosen)


urls = [
    path("documents/<int:number>/", view, name="documents-one"),
    path("documents/<int:number>/facts/<slug:fact>/", fact_view, name="documents-fact"),
    path("documents/<int:number>/facts/<slug:fact>/decide/", decide_view, name="documents-decide"),
]

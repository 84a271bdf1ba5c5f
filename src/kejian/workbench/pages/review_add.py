"""Adding a fact that the extraction missed: choose its words in the text, say what it states."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext

from kejian.base.adding import add_statement, mention_of
from kejian.base.connection import writing
from kejian.base.decided import FIELDS
from kejian.base.models import Document, Statement
from kejian.model import BlockKind
from kejian.workbench import audit
from kejian.workbench.accounts import Asked, needs
from kejian.workbench.errors import Refused
from kejian.workbench.layout import Laid, laid_out
from kejian.workbench.markup import Span, runs
from kejian.workbench.pages import choice, number, see_other, show, words
from kejian.workbench.pages.document import document_row
from kejian.workbench.review_cards import around, choices, lines
from kejian.workbench.tasks import refresh_later

KINDS = ("figure", "milestone", "entity")
_LONGEST = 2000


def context(
    viewer: str | None, document: int, *, part: int, span: tuple[int, int] | None, wanted: str, kind: str
) -> dict[str, Any]:
    """A part of the text with what is stated in it, and the form for the chosen words. Raises `Http404`."""
    row = document_row(viewer, document)
    laid = laid_out(row)
    if span is None and wanted:
        span = _found(laid, part, wanted)
    if span is not None and span[1] > len(laid.text):
        span = None
    number_ = laid.part_at(span[0]) if span else min(max(part, 1), len(laid.parts))
    start, end = laid.parts[number_ - 1]
    stated = _stated(row, start, end)
    return {
        "document": {"number": row.pk, "title": row.work.title or row.edition.name, "current": row.current},
        "part": number_,
        "parts": len(laid.parts),
        "kind": kind,
        "words": laid.text[slice(*span)] if span else wanted,
        "start": span[0] if span else None,
        "end": span[1] if span else None,
        "here": lines(viewer, tuple(one.fact for one in _over(stated, span))) if span else [],
        "_missing": bool(wanted and span is None),
        "_blocks": list(_blocks(laid, start, end, stated, span)),
        "_around": around(laid.text, *span) if span else None,
        "_inputs": _inputs(laid.text, span, kind) if span else [],
        "_kinds": KINDS,
    }


def _found(laid: Laid, part: int, wanted: str) -> tuple[int, int] | None:
    start, end = laid.parts[min(max(part, 1), len(laid.parts)) - 1]
    for at in (laid.text.find(wanted, start, end), laid.text.find(wanted)):
        if at >= 0:
            return at, at + len(wanted)
    return None


def _stated(row: Document, start: int, end: int) -> list[Span]:
    """What is stated in a stretch; rejected statements among it."""
    rows = Statement.objects.filter(document=row.pk, start__lt=end, end__gt=start).only(
        "kind", "role", "status", "start", "end"
    )
    found = [
        Span(start=one.start or 0, end=one.end or 0, fact=one.pk, layer=_layer(one))
        for one in rows
        if one.status == "active"
    ]
    return sorted(found, key=lambda span: (span.start, -span.end))


def _layer(one: Statement) -> str:
    if one.kind != "figure":
        return one.kind
    return one.role if one.role in ("observation", "term", "target") else "other"


def _over(stated: list[Span], span: tuple[int, int] | None) -> list[Span]:
    return [one for one in stated if span and one.start < span[1] and one.end > span[0]][:10]


def _blocks(laid: Laid, start: int, end: int, stated: list[Span], span: tuple[int, int] | None) -> Any:
    """The paragraphs of a part in runs; ``at`` is where the text of one begins in the document."""
    for _, block in laid.within(start, end):
        first, last = max(block.start, start), min(block.end, end)
        if block.kind is BlockKind.CELL or first >= last:
            continue
        near = [one for one in stated if one.start < last and one.end > first]
        yield {
            "kind": block.kind.value,
            "at": first,
            "runs": [
                {
                    "text": laid.text[run.start : run.end],
                    "layers": " ".join(dict.fromkeys(f"y-{one.layer}" for one in run.spans)),
                    "chosen": span is not None and span[0] <= run.start and run.end <= span[1],
                }
                for run in runs(first, last, near, span or ())
            ],
        }


def _inputs(text: str, span: tuple[int, int], kind: str) -> list[dict[str, Any]]:
    """The fields of a kind, filled with what the words plainly say."""
    known: dict[str, str] = {"role": "observation", "aspect": "level", "type": "organisation"}
    if kind == "figure":
        mention = mention_of(text, *span)
        known |= {"unit": mention.unit or "", "comparator": mention.comparator}
        known["value"] = "" if mention.value is None else format(mention.value, "f")
        known["aspect"] = {"rank": "rank", "share": "share"}.get(mention.kind.value, "level")
    elif kind == "entity":
        known["name"] = text[slice(*span)]
    names = (*FIELDS[kind][:1], "actor", *FIELDS[kind][1:]) if kind == "milestone" else FIELDS[kind]
    return [{"name": name, "value": known.get(name, ""), "choices": choices(name)} for name in names]


@needs("decide")
def view(request: Asked, document: int) -> HttpResponseBase:
    """The text and the form, and what it sends."""
    if request.method == "POST":
        return _add(request, document)
    start = number(request, "start", default=-1)
    end = number(request, "end", default=-1)
    found = context(
        request.viewer,
        document,
        part=number(request, "part", default=1, least=1),
        span=(start, end) if 0 <= start < end <= start + _LONGEST else None,
        wanted=words(request, "words", most=_LONGEST),
        kind=choice(request, "kind", KINDS, default="figure"),
    )
    return show(request, "workbench/review_add.html", found, fragment="workbench/_review_form.html")


def _add(request: Asked, document: int) -> HttpResponseBase:
    sent = request.POST
    kind = sent.get("kind", "")
    if kind not in KINDS:
        raise Refused(gettext("Choose what kind of fact it is"), where="kind")
    offsets = [sent.get(name, "") for name in ("start", "end")]
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in offsets):
        raise Refused(gettext("Choose the words in the text first"), where="words")
    says = {
        name: value[:_LONGEST]
        for name in (*FIELDS[kind], *(("actor",) if kind == "milestone" else ()))
        if (value := sent.get(name, "").strip())
    }
    id_ = add_for(
        request,
        document,
        kind=kind,
        span=(int(offsets[0]), int(offsets[1])),
        says=says,
        reason=sent.get("reason", "").strip()[:_LONGEST],
    )
    there = f"{reverse('review')}?document={document}&state=confirmed&fact={id_}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": there})
    return see_other(there)


def add_for(
    request: Asked, document: int, *, kind: str, span: tuple[int, int], says: dict[str, str], reason: str
) -> str:
    """Add a statement with an entry in the audit log; returns its id. Raises `BaseError`, `Http404`."""
    row = document_row(request.viewer, document)
    with writing("default"):
        id_ = add_statement(
            "default",
            row.pk,
            kind=kind,
            start=span[0],
            end=span[1],
            says=says,
            who=request.viewer or "",
            reason=reason or gettext("missed by the extraction"),
            viewer=request.viewer,
        )
        after: dict[str, Any] = {"kind": kind, "at": span}
        if row.work.visibility != "draft":  # administrators, who read the log, need not see a draft's words
            after["says"] = says
        audit.record(request, "add statement", f"statement {id_}", None, after)
        refresh_later()
    return id_


urls = [path("review/documents/<int:document>/add/", view, name="review-add")]

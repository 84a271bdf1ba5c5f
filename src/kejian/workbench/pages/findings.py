"""Findings: what the audit says of the base, worst first, with passages and what is decided of them."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from ninja import Router

from kejian.base.connection import writing
from kejian.base.finding_models import Concern, FindingDecision
from kejian.base.findings import (
    STATES,
    ConflictError,
    Entry,
    decide_finding,
    finding,
    list_findings,
    visible_findings,
)
from kejian.base.models import Document
from kejian.base.queries import visible_documents
from kejian.errors import BaseError
from kejian.workbench import audit, audit_run
from kejian.workbench.accounts import Asked, may, needs
from kejian.workbench.errors import Refused
from kejian.workbench.finding_words import CHECKS, SEVERITIES, STATE, VERDICTS, check_label, entry_words
from kejian.workbench.finding_words import STATES as STATE_LABELS
from kejian.workbench.pages import choice, number, see_other, show
from kejian.workbench.schemas import Error

router = Router(tags=["findings"])
_PAGE = 25
_MOST_REPORT = 1000  # findings of a printed report
_DOCUMENTS = 200  # documents that can be chosen
_MOST_PASSAGES = 12
PAPER = ("error", "doubt", "style")


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the address asks for; every part but the state may be empty."""

    check: str = ""
    severity: str = ""
    state: str = "open"
    document: int = 0
    page: int = 1


def context(viewer: str | None, asked: Filters) -> dict[str, Any]:
    """A part of the list with the counts of all."""
    found = list_findings(
        "default",
        viewer=viewer,
        check=asked.check or None,
        severity=asked.severity or None,
        state=asked.state,
        document=asked.document or None,
        limit=_PAGE,
        offset=(asked.page - 1) * _PAGE,
    )
    return {
        **msgspec.structs.asdict(asked),
        "total": found.total,
        "hidden": found.hidden,
        "by_check": found.by_check,
        "by_severity": found.by_severity,
        "findings": cards(found.findings),
        "documents": _documents(viewer, asked.document),
        "audit": msgspec.structs.asdict(audit_run.progress()),
        "pages": -(-found.total // _PAGE),
        "_severities": [(name, label, found.by_severity.get(name, 0)) for name, label in SEVERITIES.items()],
        "_severity_total": sum(found.by_severity.values()),
        "_checks": [
            (name, check_label(name), n)
            for name, n in sorted(found.by_check.items(), key=lambda one: CHECKS.index(one[0]))
        ],
        "_states": [(name, STATE_LABELS[name]) for name in STATES],
        "_before": asked.page - 1,
        "_after": asked.page + 1 if asked.page * _PAGE < found.total else 0,
        "_paper": asked.document,
    }


def cards(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Findings as plain values, each with what was decided of it, oldest first."""
    made: dict[str, list[dict[str, Any]]] = {entry.id: [] for entry in entries}
    for row in FindingDecision.objects.filter(finding__in=list(made)).order_by("pk"):
        made[row.finding].append(
            {"verdict": row.verdict, "reason": row.reason, "who": row.who, "at": row.at, "number": row.pk}
        )
    return [card(entry, made[entry.id]) for entry in entries]


def card(entry: Entry, decisions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One finding as plain values."""
    passages = [
        {**msgspec.structs.asdict(one), "title": one.title or one.name}
        for one in entry.passages[:_MOST_PASSAGES]
    ]
    words = entry_words(entry)
    return {
        "id": entry.id,
        "check": entry.check,
        "severity": entry.severity,
        "message": words.message,
        "computed": words.computed,
        "case": entry.case,
        "values": entry.values,
        "state": entry.state,
        "passages": passages,
        "more_passages": len(entry.passages) - len(passages),
        "decisions": [{**one, "called": str(VERDICTS[one["verdict"]])} for one in decisions],
        "check_called": check_label(entry.check),
        "severity_called": str(SEVERITIES[entry.severity]),
        "state_called": str(STATE[entry.state]),
    }


def _documents(viewer: str | None, chosen: int) -> list[dict[str, Any]]:
    """Documents with findings to settle, those with most of them first."""
    unsettled = visible_findings("default", viewer).filter(state__in=STATES["open"])
    concerned = Concern.objects.filter(finding__in=unsettled).order_by().values_list("document")
    counted = list(concerned.annotate(n=Count("*")).order_by("-n", "document")[:_DOCUMENTS])
    named = Document.objects.filter(pk__in=[number for number, _ in counted])
    titles = {
        number: title or name
        for number, title, name in named.values_list("pk", "work__title", "edition__name")
    }
    rows = [_document(number, titles[number], n) for number, n in counted]
    if chosen and chosen not in {row["number"] for row in rows}:
        row = visible_documents("default", viewer).select_related("work", "edition").filter(pk=chosen).first()
        if row is not None:
            rows.insert(0, _document(row.pk, row.work.title or row.edition.name, 0))
    return rows


def _document(number: int, title: str, findings: int) -> dict[str, Any]:
    return {"number": number, "title": title, "findings": findings}


def asked_by(request: Asked) -> Filters:
    """What the address asks for."""
    return Filters(
        check=choice(request, "check", CHECKS),
        severity=choice(request, "severity", SEVERITIES),
        state=choice(request, "state", STATES, default="open"),
        document=number(request, "document", default=0),
        page=number(request, "page", default=1, least=1, most=100_000),
    )


def view(request: Asked) -> HttpResponse:
    """The list."""
    found = context(request.viewer, asked_by(request)) | {"_may_decide": may(request, "decide")}
    return show(request, "workbench/findings.html", found, fragment="workbench/_findings_list.html")


def one(viewer: str | None, id_: str) -> dict[str, Any]:
    """One finding with its decisions. Raises `Http404`."""
    try:
        return cards([finding("default", id_, viewer=viewer)])[0]
    except BaseError as error:
        raise Http404 from error


def one_view(request: Asked, id_: str) -> HttpResponse:
    """One finding."""
    found = {"finding": one(request.viewer, id_), "_may_decide": may(request, "decide")}
    return show(request, "workbench/finding.html", found)


@require_POST
@needs("decide")
def decide_view(request: Asked, id_: str) -> HttpResponseBase:
    """Accept, dismiss, mark as fixed or open again; answers with the finding as it is then."""
    seen = request.POST.get("seen", "")
    decided = decide_for(
        request,
        id_,
        request.POST.get("verdict", ""),
        reason=request.POST.get("reason", "").strip()[:2000],
        seen=seen if seen in STATE else "",
    )
    if not request.headers.get("HX-Request"):
        return see_other(reverse("findings-one", args=[decided["id"]]))
    return render(request, "workbench/_finding.html", {"it": decided, "may_decide": True})


def decide_for(request: Asked, id_: str, verdict: str, *, reason: str, seen: str = "") -> dict[str, Any]:
    """Decide on a finding, with an entry in the audit log; returns the finding as it is then.

    ``seen`` is the state that whoever decides had before their eyes; when it has another by now, they are
    told (`Refused`, 409). Raises `BaseError` and `Http404` besides.
    """
    before = one(request.viewer, id_)
    last = before["decisions"][-1] if before["decisions"] else None
    try:
        with writing("default"):
            made = decide_finding(
                "default",
                before["id"],
                verdict,
                reason=reason,
                who=request.viewer or "",
                expected_state=seen or before["state"],
                viewer=request.viewer,
            )
            entry = last, {"verdict": verdict, "reason": reason, "decision": made}
            if Concern.objects.filter(finding=before["id"], work__visibility="draft").exists():
                # administrators, who read the log, need not see a draft's words
                audit.record(
                    request, "decide finding", f"finding {before['id']}", *map(_without_words, entry)
                )
            else:
                audit.record(request, "decide finding", f"finding {before['id']}", *entry)
    except ConflictError as error:
        by = f"{last['who']}: {last['called']}" if last else ""
        raise Refused(error.message, status=409, where=by, hint=error.hint) from error
    return one(request.viewer, before["id"])


def _without_words(said: dict[str, Any] | None) -> dict[str, Any] | None:
    return {name: value for name, value in said.items() if name != "reason"} if said else None


@needs("decide")
def audit_view(request: Asked) -> HttpResponseBase:
    """Ask for an audit (POST), or see how far it is."""
    if request.method == "POST":
        if audit_run.ask():
            audit.record(request, "audit base")
        if not request.headers.get("HX-Request"):
            return see_other(reverse("findings"))
    found = {"audit": msgspec.structs.asdict(audit_run.progress()), "_may_decide": True}
    if request.GET.get("format") != "json" and not request.headers.get("HX-Request"):
        return see_other(reverse("findings"))
    return show(request, "workbench/_findings_audit.html", found)


def report(viewer: str | None, document: int) -> dict[str, Any]:
    """All findings of a document that are not settled, by severity and in reading order. Raises `Http404`."""
    row = (
        visible_documents("default", viewer)
        .select_related("work", "edition")
        .defer("text", "layout", "sketch")
        .filter(pk=document)
        .first()
    )
    if row is None:
        raise Http404
    found = list_findings("default", viewer=viewer, document=document, limit=_MOST_REPORT)
    every = sorted(cards(found.findings), key=lambda one: _place(one, document))
    return {
        "document": _about(row),
        "total": found.total,
        "hidden": found.hidden,
        "by_severity": found.by_severity,
        "groups": [
            {"severity": name, "called": str(SEVERITIES[name]), "findings": group}
            for name in PAPER
            if (group := [one for one in every if one["severity"] == name])
        ],
    }


def _about(row: Document) -> dict[str, Any]:
    return {
        "number": row.pk,
        "title": row.work.title or row.edition.name,
        "name": row.edition.name,
        "year": row.work.report_year,
        "publisher": row.work.publisher,
        "sha256": row.edition.sha256,
        "draft_of": row.work.owner,
    }


def _place(one: dict[str, Any], document: int) -> int:
    starts: Iterable[int] = (p["start"] for p in one["passages"] if p["document"] == document)
    return min(starts, default=0)


def report_view(request: Asked, document: int) -> HttpResponse:
    """The report of a document, for printing."""
    return show(request, "workbench/findings_report.html", report(request.viewer, document))


@router.get("", response={200: dict[str, Any], 401: Error})
def findings(
    request: Asked, check: str = "", severity: str = "", state: str = "open", document: int = 0, page: int = 1
) -> dict[str, Any]:
    """Findings, worst first, with counts by check and severity and how many are hidden."""
    asked = Filters(
        check=check if check in CHECKS else "",
        severity=severity if severity in SEVERITIES else "",
        state=state if state in STATES else "open",
        document=min(max(document, 0), 2**31),
        page=min(max(page, 1), 100_000),
    )
    return {n: v for n, v in context(request.viewer, asked).items() if not n.startswith("_")}


@router.get("/{id_}", response={200: dict[str, Any], 401: Error, 404: Error})
def finding_api(request: Asked, id_: str) -> dict[str, Any]:
    """One finding with its passages, what was computed and what was decided."""
    return one(request.viewer, id_)


urls = [
    path("findings/", view, name="findings"),
    path("findings/audit/", audit_view, name="findings-audit"),
    path("findings/report/<int:document>/", report_view, name="findings-report"),
    path("findings/<slug:id_>/", one_view, name="findings-one"),
    path("findings/<slug:id_>/decide/", decide_view, name="findings-decide"),
]

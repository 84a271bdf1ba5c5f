"""Two documents of the base side by side: which facts changed, came and went, and which findings.

Findings take auditing both, so that they have an address of their own, which the page asks for when it is
shown.
"""

from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import get_language, gettext
from ninja import Router

from kejian.auditing import Finding, Read, changes_between, findings_between
from kejian.base.auditing import read_stored
from kejian.base.models import Document
from kejian.base.observations import about_of
from kejian.base.queries import document_of, visible_documents
from kejian.extraction import extract
from kejian.model import Aspect, EntityType, Passage
from kejian.workbench.accounts import Asked
from kejian.workbench.errors import Refused
from kejian.workbench.finding_words import SEVERITIES, case_words, check_label
from kejian.workbench.measure_words import called
from kejian.workbench.pages import choice, number, show, words
from kejian.workbench.remembering import remembered
from kejian.workbench.schemas import Error
from kejian.workbench.wording import label, period_words

router = Router(tags=["findings"])
KINDS = ("figure", "event", "name")
WHATS = ("changed", "gone", "new")
_LONGEST = 1_000_000  # characters of a document that is compared while somebody waits
_OFFERED = 12
_PAGE = 100
_MODEL = (*Aspect, *EntityType)  # words of the model in what a change is about


def context(
    viewer: str | None, *, before: int, after: int, q: str = "", kind: str = "", what: str = "", page: int = 1
) -> dict[str, Any]:
    """The two documents, or what can be chosen; and what changed. Raises `Http404`, `Refused`."""
    sides = {"before": _row(viewer, before), "after": _row(viewer, after)}
    rows = [row for row in sides.values() if row is not None]
    found: dict[str, Any] = {
        "before": _about(sides["before"]),
        "after": _about(sides["after"]),
        "q": q,
        "kind": kind,
        "what": what,
        "page": page,
        "offered": _offered(viewer, rows, q) if len(rows) < 2 or q else [],
    }
    if len(rows) < 2:
        return found
    _refuse_long(*rows)
    differing = remembered(f"compare {rows[0].pk} {rows[1].pk}", viewer, lambda: _differing(rows[0], rows[1]))
    changes = [one for one in differing["changes"] if kind in ("", one["kind"]) and what in ("", one["what"])]
    start = (page - 1) * _PAGE
    return found | {
        "same": differing["same"],
        "counts": differing["counts"],
        "total": len(changes),
        "changes": [_words(one) for one in changes[start : start + _PAGE]],
        "_after_page": page + 1 if start + _PAGE < len(changes) else 0,
        "_before_page": page - 1,
    }


def findings(viewer: str | None, *, before: int, after: int) -> dict[str, Any]:
    """The two documents, and the findings of only one of them. Raises `Http404`, `Refused`."""
    one, other = _row(viewer, before), _row(viewer, after)
    if one is None or other is None:
        raise Http404
    _refuse_long(one, other)
    found = remembered(f"compare findings {one.pk} {other.pk}", viewer, lambda: _found(one, other))
    return {"before": _about(one), "after": _about(other)} | {
        name: [_called(each) for each in each_side] for name, each_side in found.items()
    }


def _whole(viewer: str | None, *, before: int, after: int, **asked: Any) -> dict[str, Any]:
    """What changed and the findings, as JSON has them together."""
    found = context(viewer, before=before, after=after, **asked)
    return found | findings(viewer, before=before, after=after) if "changes" in found else found


def _row(viewer: str | None, wanted: int) -> Document | None:
    if not wanted:
        return None
    row = visible_documents("default", viewer).select_related("work", "edition").filter(pk=wanted).first()
    if row is None:
        raise Http404
    return row


def _about(row: Document | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "number": row.pk,
        "title": row.work.title or row.edition.name,
        "name": row.edition.name,
        "year": row.work.report_year,
        "current": row.current,
        "draft": bool(row.work.owner),
    }


def _offered(viewer: str | None, rows: list[Document], q: str) -> list[dict[str, Any]]:
    """Documents to choose: other editions of the work first, then those whose title has the words."""
    seen = visible_documents("default", viewer).select_related("work", "edition")
    seen = seen.defer("text", "layout", "sketch").exclude(pk__in=[row.pk for row in rows])
    offered = [] if q else list(seen.filter(work__in=[r.work_id for r in rows]).order_by("-pk")[:_OFFERED])
    listed = seen.filter(work__title__icontains=q) if q else seen.filter(current=True)
    offered += [row for row in listed.order_by("-pk")[:_OFFERED] if row not in offered]
    return [about for row in offered if (about := _about(row))]


def _refuse_long(*rows: Document) -> None:
    for row in rows:
        if len(row.text) > _LONGEST:
            raise Refused(
                gettext("This document is too long to be compared here"),
                status=413,
                where=row.edition.name,
                hint=gettext("Compare the files on the command line: kejian compare BEFORE AFTER"),
            )


def _differing(one: Document, other: Document) -> dict[str, Any]:
    changes, same = changes_between(_read(one), _read(other))
    counts: dict[str, int] = dict.fromkeys(WHATS, 0)
    for change in changes:
        counts[change.what.value] += 1
    titles = _titles(one, other)
    return {
        "same": same,
        "counts": counts,
        "changes": [
            {
                "kind": change.kind.value,
                "what": change.what.value,
                "about": change.about,
                "old": change.old,
                "new": change.new,
                "before": _place(change.before, titles),
                "after": _place(change.after, titles),
            }
            for change in changes
        ],
    }


def _found(one: Document, other: Document) -> dict[str, list[dict[str, Any]]]:
    new, gone = findings_between(_read(one), _read(other))
    titles = _titles(one, other)
    return {
        "new_findings": [_finding(each, titles) for each in new],
        "gone_findings": [_finding(each, titles) for each in gone],
    }


def _titles(one: Document, other: Document) -> dict[str, str]:
    return {str(row.pk): row.work.title or row.edition.name for row in (one, other)}


def _read(row: Document) -> Read:
    """What a document states: as stored, or read again where a newer edition took its statements over."""
    if row.current:
        return read_stored("default", row)
    document = msgspec.structs.replace(document_of(row), name=str(row.pk))
    return Read(document=document, facts=extract(document, about=about_of(row)))


def _place(passage: Passage | None, titles: dict[str, str]) -> dict[str, Any] | None:
    if passage is None:
        return None
    return {
        "document": int(passage.document),
        "title": titles[passage.document],
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote,
        "before": passage.before,
        "after": passage.after,
    }


def _words(change: dict[str, Any]) -> dict[str, Any]:
    """With what it is about in the reader's language, where that is a period or a word of the model."""
    language = get_language() or "en"
    words = []
    for word in change["about"].split(" "):
        if change["kind"] == "figure" and word == Aspect.LEVEL:
            continue
        said = label(word) if word in _MODEL else period_words(word, language=language)
        words.append(called(said) if change["kind"] == "figure" else said)
    return change | {"called": " ".join(words)}


def _finding(finding: Finding, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "_case": finding.case,
        "case": finding.case.key,
        "values": dict(finding.case.values),
        "passages": [_place(passage, titles) for passage in finding.passages],
    }


def _called(finding: dict[str, Any]) -> dict[str, Any]:
    """With the words of the reader's language."""
    words = case_words(finding["_case"])
    return {name: value for name, value in finding.items() if name != "_case"} | {
        "message": words.message,
        "computed": words.computed,
        "check_called": check_label(finding["check"]),
        "severity_called": str(SEVERITIES[finding["severity"]]),
    }


def view(request: Asked) -> HttpResponse:
    """The page."""
    make = _whole if request.GET.get("format") == "json" else context
    found = make(
        request.viewer,
        before=number(request, "before", default=0),
        after=number(request, "after", default=0),
        q=words(request, "q"),
        kind=choice(request, "kind", KINDS),
        what=choice(request, "what", WHATS),
        page=number(request, "page", default=1, least=1, most=10_000),
    )
    kinds = {"figure": gettext("Figure"), "event": gettext("Event"), "name": gettext("Name")}
    whats = {"changed": gettext("Changed"), "gone": gettext("Gone"), "new": gettext("New")}
    return show(request, "workbench/compare.html", found | {"_kinds": kinds, "_whats": whats})


def findings_view(request: Asked) -> HttpResponse:
    """The findings: the part of the page, or a page of their own."""
    found = findings(
        request.viewer,
        before=number(request, "before", default=0),
        after=number(request, "after", default=0),
    )
    return show(
        request, "workbench/compare_findings.html", found, fragment="workbench/_compare_findings.html"
    )


@router.get("", response={200: dict[str, Any], 401: Error, 404: Error, 413: Error})
def compared(request: Asked, before: int, after: int, page: int = 1) -> dict[str, Any]:
    """How two documents differ: changed, gone and new facts, new and gone findings."""
    found = _whole(
        request.viewer,
        before=min(max(before, 0), 2**31),
        after=min(max(after, 0), 2**31),
        page=min(max(page, 1), 10_000),
    )
    return {name: value for name, value in found.items() if not name.startswith("_")}


urls = [
    path("compare/", view, name="compare"),
    path("compare/findings/", findings_view, name="compare-findings"),
]

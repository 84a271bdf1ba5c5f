"""The overview: what is in the base, its leading indicators, what is new and what is doubtful."""

from functools import partial
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.http import urlencode
from ninja import Router

from kejian.base.decided import holds, last_decisions, said
from kejian.base.findings import list_findings
from kejian.base.models import Decision, Statement
from kejian.base.queries import visible_documents, visible_milestones, visible_works
from kejian.base.series import Entry, group_totals, list_series
from kejian.base.showing import decision_counts, statement_counts
from kejian.linking.indicators import FORCES
from kejian.workbench.accounts import Asked
from kejian.workbench.finding_words import entry_words
from kejian.workbench.pages import choice, show
from kejian.workbench.remembering import remembered
from kejian.workbench.schemas import Error
from kejian.workbench.wording import tongue

router = Router(tags=["overview"])
_OF_A_GROUP = 4
_MILESTONES, _FINDINGS = 8, 5
_CANDIDATES = 40  # newest milestones looked at, of which some may be rejected
GROUPINGS = ("force", "domain")
_MEASURING = ("observation", "target", "term")


def context(viewer: str | None, *, by: str = "force") -> dict[str, Any]:
    """What the viewer may see: counts, leading indicators in groups, newest milestones, open findings."""
    known = remembered(f"overview by {by}", viewer, lambda: _known(viewer, by), of=("documents", "decisions"))
    return known | {"by": by, "findings": _findings(viewer)}


def _known(viewer: str | None, by: str) -> dict[str, Any]:
    return {
        "counts": _counts(viewer),
        "groups": _groups(viewer, by),
        "milestones": _milestones(viewer),
        "years": remembered("overview years", viewer, lambda: _years(viewer), of=("documents",)),
    }


def _counts(viewer: str | None) -> dict[str, Any]:
    count = partial(statement_counts, "default", viewer=viewer)
    known = remembered("counts", viewer, count, of=("documents",))
    measuring = sum(known["figures"].get(role, 0) for role in _MEASURING)
    return {
        "documents": visible_documents("default", viewer).filter(current=True).count(),
        "figures": measuring,
        "milestones": known["milestones"],
        "entities": known["entities"],
        "series": list_series("default", viewer=viewer, limit=0).total,
        "decisions": sum(decision_counts("default", viewer=viewer).values()),
        "statements": known["statements"],
    }


def _groups(viewer: str | None, by: str) -> list[dict[str, Any]]:
    """Leading series by the five forces or by domain, the largest first; groups without any are left out."""
    totals = group_totals("default", by, viewer=viewer)
    groups = []
    for name in FORCES if by == "force" else sorted(totals, key=lambda name: (-totals[name], name)):
        entries = _leading(viewer, **{by: name}) if name in totals else []
        if entries:
            series = [_series(entry) for entry in entries]
            href = _address("indicators", **{by: name})
            groups.append({"name": name, "total": totals[name], "series": series, "href": href})
    return groups


def _leading(viewer: str | None, **of: Any) -> list[Entry]:
    """The first series of a group: those of several years, then others that state a value."""
    found: dict[str, Entry] = {}
    for periods, most in ((2, _OF_A_GROUP), (1, 4 * _OF_A_GROUP)):
        page = list_series("default", viewer=viewer, periods=periods, limit=most, most=0, **of)
        found |= {one.key: one for one in page.entries if one.key not in found and one.last_value is not None}
        if len(found) >= _OF_A_GROUP:
            break
    return list(found.values())[:_OF_A_GROUP]


def _series(entry: Entry) -> dict[str, Any]:
    """A line of the list; ``change`` is a share, or for ratios and ranks a difference."""
    difference = entry.kind in ("ratio", "rank") or entry.unit == "1"
    rising = entry.change is not None and entry.change > 0
    return {
        "key": entry.key,
        "name": entry.name,
        "name_en": entry.name_en,
        "subject": entry.subject,
        "unit": entry.unit,
        "kind": entry.kind,
        "last_slot": entry.last_slot,
        "last_value": entry.last_value,
        "previous_slot": entry.previous_slot,
        "change": entry.change,
        "difference": difference,
        "direction": "" if not entry.change or entry.kind == "rank" else "up" if rising else "down",
        "trend": [{"slot": slot, "value": value} for slot, value in entry.trend],
        "draft": entry.draft,
        "href": _address("indicators", series=entry.key),
    }


def _milestones(viewer: str | None) -> list[dict[str, Any]]:
    """The newest milestones that nobody rejected."""
    rows = list(
        visible_milestones("default", viewer)
        .filter(period_start__isnull=False, document__current=True)
        .select_related("document__work", "document__edition")
        .defer("document__text", "document__layout", "document__sketch", "record")
        .order_by("-period_start", "pk")[:_CANDIDATES]
    )
    decided = last_decisions("default", [row.pk for row in rows])
    holding = {pk: one for row in rows if (one := decided.get(pk := row.pk)) and holds(one, row)}
    kept = [row for row in rows if row.pk not in holding or holding[row.pk].verdict != "reject"]
    return [_milestone(row, holding.get(row.pk)) for row in kept[:_MILESTONES]]


def _milestone(row: Statement, decision: Decision | None) -> dict[str, Any]:
    document = row.document
    assert document is not None
    right = decision.right if decision else {}
    return {
        "id": row.pk,
        **{name: right.get(name, value) for name, value in said(row).items()},
        "document": document.pk,
        "title": document.work.title or document.edition.name,
        "start": row.start,
        "end": row.end,
    }


def _findings(viewer: str | None) -> dict[str, Any]:
    page = list_findings("default", viewer=viewer, limit=_FINDINGS)
    return {
        "total": page.total,
        "hidden": page.hidden,
        "by_severity": page.by_severity,
        "first": [
            {
                "id": one.id,
                "severity": one.severity,
                "message": entry_words(one).message,
                "passages": [
                    {"document": q.document, "title": q.title or q.name, "start": q.start, "end": q.end}
                    for q in one.passages[:2]
                ],
            }
            for one in page.findings
        ],
    }


def _years(viewer: str | None) -> list[dict[str, int]]:
    rows = (
        visible_works("default", viewer)
        .filter(report_year__isnull=False)
        .order_by()
        .values_list("report_year")
        .annotate(n=Count("*"))
    )
    return [{"year": year or 0, "documents": n} for year, n in sorted(rows, reverse=True)]


def _address(name: str, **query: str) -> str:
    """The address of another page with parameters; empty where there is no such page."""
    try:
        return reverse(name) + (f"?{urlencode(query)}" if query else "")
    except NoReverseMatch:
        return ""


def view(request: Asked) -> HttpResponse:
    """The page."""
    found = context(request.viewer, by=choice(request, "by", GROUPINGS, default="force"))
    found["_in_english"] = tongue() == "en"
    found["_to"] = {name: _address(name) for name in ("indicators", "milestones", "entities", "findings")}
    found["_widest"] = max((row["documents"] for row in found["years"]), default=1)
    return show(request, "workbench/overview.html", found)


@router.get("", response={200: dict[str, Any], 401: Error})
def overview(request: Asked, by: str = "force") -> dict[str, Any]:
    """What is in the base: counts, leading indicators, newest milestones, open findings."""
    return context(request.viewer, by=by if by in GROUPINGS else "force")


urls = [path("", view, name="overview")]

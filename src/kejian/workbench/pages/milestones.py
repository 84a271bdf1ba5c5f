"""Milestones: what happened, by time and domain, as a picture and a list."""

import re
from collections import Counter
from typing import Any

import altair as alt
import msgspec
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from ninja import Router

from kejian.base.decided import last_decisions
from kejian.base.linking_models import Member, Naming
from kejian.base.models import Decision, Statement
from kejian.base.queries import visible_milestones
from kejian.base.series import scopes
from kejian.base.things import list_things
from kejian.extraction.events.domains import fields
from kejian.workbench import painting
from kejian.workbench.accounts import Asked
from kejian.workbench.charts import chart, png, svg_file
from kejian.workbench.downloads import attachment, csv_file
from kejian.workbench.facts import cards
from kejian.workbench.pages import choice, number, show, words
from kejian.workbench.remembering import remembered
from kejian.workbench.schemas import Error
from kejian.workbench.wording import label, period_words

router = Router(tags=["milestones"])
_PAGE = 40
_MOST_FILE = 10_000  # lines of a download
_NAMES = 200  # names that words for an organisation may stand for
_PARTS = ("year", "month", "domain", "claim", "who", "thing")
_KEY = re.compile(r"(?:\d{4}-\d\d-\d\d)?_[0-9a-z]{1,16}", re.ASCII)
_WIDE, _STEP = 960, 26  # pixels of the picture
_WIDE_ON_PHONE, _LABELS_ON_PHONE, _TIMES_ON_PHONE = 230, 96, 13


class Filters:
    """What the address asks for; every part may be empty."""

    def __init__(
        self,
        *,
        year: int = 0,
        month: int = 0,
        domain: str = "",
        claim: bool = False,
        who: str = "",
        thing: int = 0,
    ) -> None:
        self.year, self.month = year, month if year else 0
        self.domain, self.claim, self.who, self.thing = domain, claim, who, thing

    def values(self) -> dict[str, Any]:
        """The parts that are asked for, as they stand in the address."""
        known = {name: getattr(self, name) for name in _PARTS}
        return {name: 1 if value is True else value for name, value in known.items() if value}

    def address(self, name: str = "milestones", **changes: Any) -> str:
        """The address of the same with some parts changed."""
        values = {n: v for n, v in {**self.values(), **changes}.items() if v not in ("", 0, None)}
        return f"{reverse(name)}?{urlencode(values)}" if values else reverse(name)


def context(viewer: str | None, asked: Filters, *, after: str = "") -> dict[str, Any]:
    """Counts by time and domain, and a part of the list, newest first: those after the key ``after``."""
    rows = _rows(viewer, asked)
    listed, more = _part(rows, after)
    counted = _counted(viewer, asked)
    return {
        **{name: asked.values().get(name, "") for name in _PARTS},
        "total": sum(counted.values()),
        "years": remembered("milestone years", viewer, lambda: _years(viewer), of=("documents",)),
        "domains": list(fields()),
        "_months": range(1, 13),
        "timeline": [
            {"time": time, "domain": domain, "milestones": n} for (time, domain), n in sorted(counted.items())
        ],
        "milestones": _grouped(listed),
        "after": more,
        "_chart": _chart(asked, counted) if counted and not after else None,
        "_csv": asked.address("milestones-table"),
    }


def _rows(viewer: str | None, asked: Filters) -> QuerySet[Statement]:
    rows = visible_milestones("default", viewer)
    if rejected := _rejected():
        rows = rows.exclude(pk__in=rejected)
    if asked.year:
        first, last = f"{asked.year:04d}-01-01", f"{asked.year:04d}-12-31"
        rows = rows.filter(period_end__gte=first, period_end__lte=last)
    if asked.month:
        rows = rows.filter(period__startswith=f"{asked.year:04d}-{asked.month:02d}")
    if asked.domain:
        rows = rows.filter(domain=asked.domain)
    if asked.claim:
        rows = rows.exclude(claim="")
    if asked.who or asked.thing:
        rows = rows.filter(pk__in=_about(viewer, asked))
    return rows


def _rejected() -> list[str]:
    """Milestones that the last decision on them rejects."""
    asked = Decision.objects.filter(statement__kind="milestone", verdict="reject")
    decided = last_decisions("default", set(asked.values_list("statement", flat=True)))
    return [id_ for id_, decision in decided.items() if decision.verdict == "reject"]


def _about(viewer: str | None, asked: Filters) -> QuerySet[Naming, Any]:
    """The statements whose actor or object is the thing, or one of those that the words name."""
    seen = scopes("default", viewer)
    things = [asked.thing] if asked.thing else []
    if asked.who:
        found = list_things("default", viewer=viewer, words=asked.who, limit=_NAMES).entries
        things += [entry.id for entry in found]
    names = Member.objects.filter(thing__in=things, scope__in=seen).values("name")
    return Naming.objects.filter(name__in=names, role__in=("actor", "object"), scope__in=seen).values(
        "statement"
    )


def _part(rows: QuerySet[Statement], after: str) -> tuple[list[Statement], str]:
    """Rows after the key ``after`` (first day and id of the row before), those without a date last.

    By the first day, so that what is dated by a year alone stands behind that year's months.
    """
    day, _, id_ = after.partition("_")
    if day:
        rows = rows.filter(Q(period_start__lt=day) | Q(period_start=day, pk__gt=id_) | Q(period_start=None))
    elif id_:
        rows = rows.filter(period_start=None, pk__gt=id_)
    full = rows.select_related("document__work", "document__edition").defer(
        "document__layout", "document__sketch"
    )
    found = list(full.filter(period_start__isnull=False).order_by("-period_start", "pk")[: _PAGE + 1])
    if len(found) <= _PAGE:
        found += list(full.filter(period_start=None).order_by("pk")[: _PAGE + 1 - len(found)])
    end = found[_PAGE - 1] if len(found) > _PAGE else None
    return found[:_PAGE], f"{end.period_start or ''}_{end.pk}" if end else ""


def _counted(viewer: str | None, asked: Filters) -> Counter[tuple[str, str]]:
    """How many of each time (a year; a month of the year asked for) and domain."""

    def count() -> Counter[tuple[str, str]]:
        rows = _rows(viewer, asked).annotate(time=Substr("period", 1, 7 if asked.year else 4)).order_by()
        counted = rows.values_list("time", "domain").annotate(n=Count("*"))
        return Counter({(time or "", domain or ""): n for time, domain, n in counted})

    name = f"milestones {sorted(asked.values().items())}"
    return remembered(name, viewer, count, of=("documents", "decisions"))


def _years(viewer: str | None) -> list[int]:
    dated = visible_milestones("default", viewer).exclude(period="").annotate(time=Substr("period", 1, 4))
    found = dated.order_by().values_list("time").distinct()
    return sorted({int(time) for (time,) in found if time.isdigit()}, reverse=True)


def _grouped(listed: list[Statement]) -> list[dict[str, Any]]:
    """The list with a head for each month; fields as people corrected them."""
    # what begins on the same day goes by how exactly it is dated, so that a year's own head stands once
    listed = sorted(listed, key=lambda row: -len(row.period))
    listed.sort(key=lambda row: str(row.period_start or ""), reverse=True)
    groups: list[dict[str, Any]] = []
    for row, card in zip(listed, cards(listed), strict=True):
        says = card["says"]
        time = says["date"][:7]
        if not groups or groups[-1]["time"] != time:
            groups.append({"time": time, "items": []})
        groups[-1]["items"].append(
            {
                "id": row.pk,
                "date": says["date"],
                "action": says["action"],
                "object": says["object"],
                "claim": says["claim"],
                "domain": says["domain"],
                "actor": actors(row),
                "decision": card["decision"],
                "passage": card["sentence"],
            }
        )
    return groups


def actors(row: Statement) -> list[str]:
    """Who did it, as the record has it."""
    record = msgspec.json.decode(row.record)
    found = record.get("actor", []) if isinstance(record, dict) else []
    return [str(one) for one in found]


def _chart(asked: Filters, counted: Counter[tuple[str, str]]) -> dict[str, Any]:
    times = sorted({time for time, _ in counted if time})
    told = [period_words(time, language=get_language() or "en") for time in times]
    domains = [name for name in (*fields(), "") if any(domain == name for _, domain in counted)]
    rows = [
        [
            label(domain) if domain else gettext("no domain"),
            *(counted.get((time, domain), 0) for time in times),
        ]
        for domain in domains
    ]
    title = (
        gettext("Milestones by month and domain") if asked.year else gettext("Milestones by year and domain")
    )
    return chart(
        painted(asked, counted, says=title),
        phone=painted(asked, counted, says=title, phone=True),
        title=title,
        columns=[gettext("Domain"), *told],
        rows=rows,
        downloads={
            "SVG": asked.address("milestones-picture", kind="svg"),
            "PNG": asked.address("milestones-picture", kind="png"),
            "CSV": asked.address("milestones-table"),
        },
    )


def painted(
    asked: Filters, counted: Counter[tuple[str, str]], *, says: str, phone: bool = False
) -> SafeString:
    """Circles by time and domain, as large as there are milestones; each leads to its list."""
    points, times, lines = _placed(asked, counted)
    below = str(asked.year) if asked.year else ""
    if phone:
        if len(times) > _TIMES_ON_PHONE:
            times = times[-_TIMES_ON_PHONE:]
            below = gettext("the newest; earlier ones are in the table")
        points = [point for point in points if point["time"] in times]
        lines = [line for line in lines if any(point["line"] == line for point in points)]
        size = {"width": _WIDE_ON_PHONE, "labels": _LABELS_ON_PHONE}
        return painting.circles(points, times=times, lines=lines, below=below, says=says, **size)
    return painting.circles(points, times=times, lines=lines, below=below, says=says)


def picture(asked: Filters, counted: Counter[tuple[str, str]]) -> Any:
    """The same for a file, as an Altair chart."""
    points, times, lines = _placed(asked, counted)
    placed = alt.Chart({"values": points}).encode(
        x=alt.X(
            "time:O", sort=times, title=str(asked.year) if asked.year else None, scale=alt.Scale(domain=times)
        ),
        y=alt.Y("line:N", sort=lines, title=None, axis=alt.Axis(grid=True, labelLimit=220)),
        href="href:N",
    )
    circles = placed.mark_circle(opacity=0.85).encode(
        size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[40, 500]))
    )
    counts = placed.mark_text(align="left", dx=13, fontSize=11).encode(text="n:Q")
    return (circles + counts).properties(width=_WIDE, height=alt.Step(_STEP))


def _placed(
    asked: Filters, counted: Counter[tuple[str, str]]
) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """The points of the picture, its times and its lines, each in their order."""
    points = [
        {
            "time": gettext("no month") if asked.year and len(time) < 7 else _tick(time),
            "line": label(domain) if domain else gettext("no domain"),
            "n": n,
            "href": asked.address(**_moved(asked, time, domain)),
        }
        for (time, domain), n in counted.items()
        if time
    ]
    for point in points:
        point["says"] = f"{point['time']} · {point['line']}: {point['n']}"
    found = {str(point["time"]) for point in points}
    months = [str(month) for month in range(1, 13)] if asked.year else []
    there = {str(point["line"]) for point in points}
    lines = [name for name in (*(label(one) for one in fields()), gettext("no domain")) if name in there]
    return points, [*months, *sorted(found - set(months))], lines


def _tick(time: str) -> str:
    """What stands below a time: the month's number, or the year."""
    return str(int(time[5:7])) if len(time) >= 7 and time[5:7].isdigit() else time


def _moved(asked: Filters, time: str, domain: str) -> dict[str, Any]:
    if not asked.year:
        return {"year": time if time.isdigit() else "", "domain": domain}
    return {"month": _tick(time) if len(time) >= 7 else "", "domain": domain}


def asked_of(request: Asked) -> Filters:
    """What the address asks for."""
    return Filters(
        year=number(request, "year", default=0, most=9999),
        month=number(request, "month", default=0, most=12),
        domain=choice(request, "domain", fields()),
        claim=bool(request.GET.get("claim")),
        who=words(request, "who"),
        thing=number(request, "thing", default=0),
    )


def view(request: Asked) -> HttpResponse:
    """The page."""
    found = context(request.viewer, asked_of(request), after=_key(words(request, "after")))
    return show(request, "workbench/milestones.html", found, fragment="workbench/_milestones_list.html")


def _key(after: str) -> str:
    """A key of the list as it was given out; nothing where it is something else."""
    return after if _KEY.fullmatch(after) else ""


def view_picture(request: Asked) -> HttpResponse:
    """The picture as a file."""
    asked = asked_of(request)
    drawn = picture(asked, _counted(request.viewer, asked))
    if choice(request, "kind", ("svg", "png"), default="svg") == "png":
        return attachment("milestones.png", png(drawn), "image/png")
    return attachment("milestones.svg", svg_file(drawn), "image/svg+xml")


def view_table(request: Asked) -> HttpResponse:
    """The list as a CSV, newest first."""
    rows = _rows(request.viewer, asked_of(request)).select_related("document__work", "document__edition")
    rows = rows.defer("document__text", "document__layout", "document__sketch").order_by(
        "-period_start", "pk"
    )
    return csv_file(
        "milestones",
        ["date", "actor", "action", "object", "claim", "domain", "quote", "document", "start", "end"],
        (
            [
                row.period,
                "; ".join(actors(row)),
                row.action,
                row.object,
                row.claim,
                row.domain,
                row.quote,
                row.document.edition.name if row.document else "",
                row.start,
                row.end,
            ]
            for row in rows[:_MOST_FILE]
        ),
    )


@router.get("", response={200: dict[str, Any], 401: Error})
def milestones(
    request: Asked,
    year: int = 0,
    month: int = 0,
    domain: str = "",
    claim: bool = False,
    who: str = "",
    thing: int = 0,
    after: str = "",
) -> dict[str, Any]:
    """Milestones, newest first, with counts by time and domain."""
    asked = Filters(
        year=year if 0 < year <= 9999 else 0,
        month=month if 0 < month <= 12 else 0,
        domain=domain if domain in fields() else "",
        claim=claim,
        who=who[:200],
        thing=max(0, min(thing, 2**62)),
    )
    found = context(request.viewer, asked, after=_key(after))
    return {name: value for name, value in found.items() if not name.startswith("_")}


urls = [
    path("milestones/", view, name="milestones"),
    path("milestones/picture", view_picture, name="milestones-picture"),
    path("milestones/table.csv", view_table, name="milestones-table"),
]

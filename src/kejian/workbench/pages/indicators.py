"""Indicators: find a measure; its chart over the years, with the passages behind every point."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from ninja import Query, Router

from kejian.base.linking_models import Series as Row
from kejian.base.series import Entry, FullSeries, all_series, group_totals, list_series, scopes
from kejian.linking.indicators import FORCES
from kejian.linking.model import Said
from kejian.linking.table import COLUMNS, rows
from kejian.workbench.accounts import Asked
from kejian.workbench.charts import chart, png, svg_file
from kejian.workbench.downloads import attachment, csv_file
from kejian.workbench.measure_words import reads_english
from kejian.workbench.pages import choice, number, paged, show, without_private, words
from kejian.workbench.remembering import remembered
from kejian.workbench.schemas import Error
from kejian.workbench.series_pictures import Drawing, drawing, legend, painted, picture, points, told
from kejian.workbench.uploads import safe_name
from kejian.workbench.wording import amount

router = Router(tags=["indicators"])
_MOST_COMPARED = 6
_OTHERS = 40  # subjects that are offered for comparison
_LONGEST = 400  # characters of a key
_SERIES = ("documents", "decisions")  # what lists of series rest on
_SHOWN = 400  # statements of a series that the page lists


def listed(
    viewer: str | None,
    *,
    named: str = "",
    force: str = "",
    domain: str = "",
    subject: str = "",
    page: int = 1,
) -> dict[str, Any]:
    """A part of the list of series, well-known indicators and long series first."""
    asked = {"words": named, "force": force, "domain": domain, "subject": subject}
    chosen = {name: value or None for name, value in asked.items()}
    entries, paging = paged(list_series, page, viewer=viewer, **chosen)
    return {
        "named": named,
        "force": force,
        "domain": domain,
        "subject": subject,
        "series": [line(entry) for entry in entries],
        "_in_english": reads_english(),
        "_forces": FORCES,
        "_domains": remembered(
            "series domains",
            viewer,
            lambda: sorted(group_totals("default", "domain", viewer=viewer)),
            of=_SERIES,
        ),
        "_subjects": remembered("series subjects", viewer, lambda: _subjects(viewer), of=_SERIES),
        **paging,
    }


def line(entry: Entry) -> dict[str, Any]:
    """A series as a line of a list; ``change`` is a share, of ratios and ranks a difference."""
    return {
        "key": entry.key,
        "name": entry.name,
        "name_en": entry.name_en,
        "subject": entry.subject,
        "unit": entry.unit,
        "kind": entry.kind,
        "force": entry.force,
        "domain": entry.domain,
        "statements": entry.statements,
        "works": entry.works,
        "first_slot": entry.first_slot,
        "last_slot": entry.last_slot,
        "last_value": entry.last_value,
        "change": entry.change,
        "difference": entry.kind in ("ratio", "rank") or entry.unit == "1",
        "trend": [{"slot": slot, "value": value} for slot, value in entry.trend],
        "draft": entry.draft,
        "href": address([entry.key]),
    }


def address(keys: Sequence[str], *, name: str = "indicators", **more: Any) -> str:
    """The address of the view of some series."""
    values = [("series", key) for key in keys] + [(n, v) for n, v in more.items() if v]
    return f"{reverse(name)}?{urlencode(values)}"


def one(viewer: str | None, keys: Sequence[str], *, at: str = "", draw: bool = False) -> dict[str, Any]:
    """Series side by side: the first one, and those it is compared with. Raises `Http404`."""
    found = series_of(viewer, keys)
    first = found[0]
    asked = [full.entry.key for full in found]
    statements = [_statement(full, said) for full in found for said in full.series.said]
    at = at if any(s["slot"] == at for s in statements) else ""
    shown = [s for s in statements if s["slot"] == at][:_SHOWN] if at else statements[:_SHOWN]
    indicator = first.series.measure.indicator
    return {
        "keys": asked,
        "at": at,
        "name": first.entry.name,
        "name_en": first.entry.name_en,
        "subject": first.entry.subject,
        "definition": indicator.defined(get_language() or "en") if indicator else "",
        "indicator": first.entry.indicator,
        "unit": first.entry.unit,
        "kind": first.entry.kind,
        "force": first.entry.force,
        "domain": first.entry.domain,
        "series": [_compared(full, asked) for full in found],
        "points": [{"series": full.entry.key, **point} for full in found for point in points(full)],
        "gaps": [{"series": f.entry.key, "years": list(f.series.gaps)} for f in found if f.series.gaps],
        "breaks": [
            {"slot": b.slot.slot, "words": b.words, "passage": _passage(full, b.said)}
            for full in found
            for b in full.series.breaks
        ],
        "statements": shown,
        "in_all": len(statements),
        "others": others(viewer, first, without=asked),
        "_in_english": reads_english(),
        "_chart": chart_of(found) if draw else None,
        "_whole": address(asked),
    }


def series_of(viewer: str | None, keys: Sequence[str]) -> list[FullSeries]:
    """The series of these keys, in their order. Raises `Http404` where the first is not to be seen."""
    wanted = list(dict.fromkeys(key[:_LONGEST] for key in keys))[:_MOST_COMPARED]
    known = {full.entry.key: full for full in all_series("default", viewer=viewer, keys=wanted)}
    found = [known[key] for key in wanted if key in known]
    if not found or found[0].entry.key != wanted[0]:
        raise Http404("no such series")
    return [full for full in found if full.entry.unit == found[0].entry.unit]


def _compared(full: FullSeries, keys: list[str]) -> dict[str, Any]:
    rest = [key for key in keys if key != full.entry.key]
    return {**line(full.entry), "without": address(rest) if rest else ""}


def others(viewer: str | None, first: FullSeries, *, without: Sequence[str]) -> list[dict[str, Any]]:
    """The same measure of other subjects, to compare with."""
    measure = first.entry.key.split("|")
    if len(measure) != 4:
        return []
    rows_ = Row.objects.filter(scope__in=scopes("default", viewer), name=first.entry.name)
    rows_ = rows_.filter(unit=first.entry.unit, accumulation=first.entry.accumulation)
    found = rows_.exclude(key__in=list(without)).order_by("-weight", "id").values("key", "subject", "slots")
    seen: dict[str, dict[str, Any]] = {}
    for row in found[:_OTHERS]:
        seen.setdefault(row["key"], {**row, "href": address([*without, row["key"]])})
    return list(seen.values())


def _statement(full: FullSeries, said: Said) -> dict[str, Any]:
    return {
        "series": full.entry.key,
        "subject": full.entry.subject,
        "id": said.id,
        "slot": said.slot.slot if said.slot else "",
        "aspect": said.aspect.value,
        "value": said.value,
        "unit": said.unit,
        "lower": said.bounds.lower,
        "upper": said.bounds.upper,
        "comparator": said.figure.comparator,
        "as_of": said.as_of or "",
        "against": said.against.slot if said.against else "",
        "status": said.status or "",
        "definition": "；".join((*said.definition, *said.notes)),
        "score": said.score,
        "reasons": list(said.reasons),
        "passage": _passage(full, said),
    }


def _passage(full: FullSeries, said: Said) -> dict[str, Any]:
    where, at, sentence = full.where[said.id], said.figure.passage, said.figure.sentence
    first = max(at.start - sentence.start, 0)
    whole = sentence.quote
    inside = whole[first : first + at.end - at.start] == at.quote
    return {
        "document": where.document,
        "title": where.title or where.name,
        "start": at.start,
        "end": at.end,
        "fact": said.id,
        "quote": at.quote,
        "before": (whole[:first] if inside else at.before)[-80:].replace("\t", " | "),
        "after": (whole[first + at.end - at.start :] if inside else at.after)[:80].replace("\t", " | "),
    }


def chart_of(found: Sequence[FullSeries]) -> dict[str, Any]:
    """The chart of series of one measure; each point leads to the passages of its slot."""
    first, language = found[0].entry, get_language() or "en"
    keys = [full.entry.key for full in found]
    title = _title(found)
    table = [
        [
            full.entry.subject,
            told(point),
            amount(point["value"], first.unit, language=language),
            " … ".join(amount(point[end], first.unit, language=language) for end in ("lower", "upper")),
            point["formula"] or point["status"] or "",
        ]
        for full in found
        for point in points(full)
    ]
    drawn = _drawing(found)
    return chart(
        painted(drawn, says=title),
        phone=painted(drawn, says=title, phone=True),
        title=title,
        note=legend(),
        columns=[gettext("Subject"), gettext("Period"), gettext("Value"), gettext("Bounds"), gettext("Note")],
        rows=table,
        downloads={
            "SVG": address(keys, name="indicators-picture", kind="svg"),
            "PNG": address(keys, name="indicators-picture", kind="png"),
            "CSV": address(keys, name="indicators-table"),
        },
    )


def _title(found: Sequence[FullSeries]) -> str:
    return f"{_name(found[0].entry)} · {' / '.join(full.entry.subject for full in found)}"


def _drawing(found: Sequence[FullSeries]) -> Drawing:
    keys = [full.entry.key for full in found]
    slots = {(f.entry.key, p["slot"]) for f in found for p in points(f) if p["slot"]}
    there = address(keys)  # once: it is long, and there are many points
    links = {(key, slot): f"{there}&{urlencode({'at': slot})}#statements" for key, slot in slots}
    return drawing(found, links)


def _name(entry: Entry) -> str:
    return entry.name_en if reads_english() and entry.name_en else entry.name


def _subjects(viewer: str | None) -> list[tuple[str, str]]:
    """Places that have series: key and name, those of the code of GB/T 2260 first."""
    seen = Row.objects.filter(scope__in=scopes("default", viewer)).exclude(code="").order_by("code")
    return list(dict(seen.values_list("subject_key", "subject").distinct()).items())[:200]


def view(request: Asked) -> HttpResponse:
    """The list, or the series that the address names."""
    keys = request.GET.getlist("series")
    if any(keys):
        draw = request.GET.get("format") != "json"
        found = one(request.viewer, [key for key in keys if key], at=words(request, "at"), draw=draw)
        return show(request, "workbench/indicator.html", found)
    found = listed(
        request.viewer,
        named=words(request, "named"),
        force=choice(request, "force", FORCES),
        domain=words(request, "domain"),
        subject=words(request, "subject"),
        page=number(request, "page", default=1, least=1, most=10_000),
    )
    return show(request, "workbench/indicators.html", found, fragment="workbench/_indicators_list.html")


def view_picture(request: Asked) -> HttpResponse:
    """The chart as a file."""
    found = series_of(request.viewer, [k for k in request.GET.getlist("series") if k] or [""])
    title = _title(found)
    drawn, name = picture(_drawing(found), title=title), safe_name(title)
    if choice(request, "kind", ("svg", "png"), default="svg") == "png":
        return attachment(f"{name}.png", png(drawn), "image/png")
    return attachment(f"{name}.svg", svg_file(drawn), "image/svg+xml")


def view_table(request: Asked) -> HttpResponse:
    """Everything said in the series, and what is derived, as CSV."""
    found = series_of(request.viewer, [k for k in request.GET.getlist("series") if k] or [""])
    told_ = rows(full.series for full in found)
    return csv_file(safe_name(_title(found)), COLUMNS, ([row.get(name) for name in COLUMNS] for row in told_))


@router.get("", response={200: dict[str, Any], 401: Error})
def indicators(
    request: Asked, named: str = "", force: str = "", domain: str = "", subject: str = "", page: int = 1
) -> dict[str, Any]:
    """Series, well-known indicators and long series first."""
    asked = {"named": named[:200], "force": force if force in FORCES else "", "domain": domain[:60]}
    return without_private(
        listed(request.viewer, **asked, subject=subject[:200], page=min(max(page, 1), 10_000))
    )


@router.get("/one", response={200: dict[str, Any], 401: Error, 404: Error})
def indicator(request: Asked, series: list[str] = Query(..., min_length=1), at: str = "") -> dict[str, Any]:  # type: ignore[type-arg]  # noqa: B008
    """One series, or several of one unit side by side, with every statement and its passage."""
    return without_private(one(request.viewer, series, at=at[:40]))


urls = [
    path("indicators/", view, name="indicators"),
    path("indicators/picture", view_picture, name="indicators-picture"),
    path("indicators/table.csv", view_table, name="indicators-table"),
]

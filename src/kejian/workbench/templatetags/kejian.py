"""Tags and filters of the workbench's templates (built in: no ``{% load %}`` is needed)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kejian.workbench.measure_words import beside, called, reads_english
from kejian.workbench.refusals import reasoned
from kejian.workbench.wording import QUESTIONS, amount, change_words, field_label, label, period_words, tongue

register = template.Library()
_WIDTH, _HEIGHT, _EDGE = 120.0, 32.0, 3.0


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file with a hash of its content, so that it may be kept for long."""
    return f"{static(path)}?v={_hash(path)}"


@cache
def _hash(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        raise template.TemplateSyntaxError(f"no static file {path!r}")
    with open(found, "rb") as file:  # noqa: PTH123 - finders give text
        return sha256(file.read()).hexdigest()[:10]


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The address's parameters with some changed; an empty value leaves one out: ``{% query page=2 %}``."""
    values: QueryDict = context["request"].GET.copy()
    values.pop("format", None)
    for name, value in changes.items():
        values.pop(name, None)
        if value not in (None, ""):
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.simple_tag(takes_context=True)
def query_as(context: template.Context, name: str, value: Any) -> str:
    """The same with the parameter's name from a variable."""
    return query(context, **{name: value})


@register.simple_tag(takes_context=True)
def query_step(context: template.Context, by: int) -> str:
    """The address of the part of a document that many parts on."""
    return query(context, part=context["part"] + by, at="", fact="")


@register.simple_tag(takes_context=True)
def as_data(context: template.Context) -> str:
    """This address as JSON."""
    values: QueryDict = context["request"].GET.copy()
    values["format"] = "json"
    return f"?{values.urlencode()}"


@register.simple_tag
def source(document: int, start: int, end: int, fact: str = "") -> str:
    """The address of a passage in its document; with ``fact``, of where a person says that it stands."""
    whose = f"&of={fact}" if fact else ""
    return f"{reverse('documents-one', args=[document])}?at={start}-{end}{whose}#p"


@register.filter
def asked_as(operation: str) -> str:
    """What kind of question it was."""
    return str(QUESTIONS.get(operation, operation))


@register.filter
def reasons(found: Sequence[str]) -> str:
    """Why a statement stands in a series, as a sentence in the reader's language."""
    told = tongue()
    return ("；" if told == "zh" else "; ").join(reasoned(one, language=told) for one in found)


@register.filter
def said(value: Any, unit: str | None = None) -> str:
    """A value with its unit, as one writes it: ``400351000000`` CNY → ``4003.51亿元``."""
    return amount(value, unit or "", language=get_language() or "en")


@register.filter
def grouped(number: Any) -> str:
    """A count with its thousands apart."""
    return f"{int(number):,}" if number not in (None, "") else ""


@register.filter
def megabytes(size: int) -> int:
    """Bytes as whole megabytes."""
    return size // 2**20


@register.filter
def changed(change: Any, series: dict[str, Any]) -> str:
    """A change as one says it: ``+12%``; of shares in percentage points, of ranks in places."""
    language = get_language() or "en"
    return change_words(change, unit=series["unit"], difference=series["difference"], language=language)


@register.filter
def worded(word: Any) -> str:
    """A word of the model (kind, role, aspect, domain, verdict …) in the reader's language."""
    return label(str(word))


@register.filter
def fielded(name: str) -> str:
    """The name of a statement's field in the reader's language."""
    return field_label(name)


@register.filter
def measured(measure: str | None, unit: str | None = None) -> str:
    """A measure as the reader calls it: a well-known indicator in English by its English name."""
    return called(measure or "", unit or "")


@register.filter
def own_term(measure: str | None, unit: str | None = None) -> str:
    """The document's own term, where the reader calls the measure by another."""
    return beside(measure or "", unit or "")


@register.filter
def series_called(series: dict[str, Any]) -> str:
    """A line of a list of series as the reader calls it: by its English name, where it has one."""
    return str((reads_english() and series["name_en"]) or series["name"])


@register.filter
def series_term(series: dict[str, Any]) -> str:
    """The Chinese name, where the reader is shown the English one."""
    return str(series["name"]) if series_called(series) != series["name"] else ""


@register.filter
def dated(iso: str | None) -> str:
    """An ISO 8601 period in words."""
    return period_words(iso or "", language=get_language() or "en")


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, or nothing."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return None


@register.simple_tag
def sparkline(points: Iterable[Any], title: str = "") -> SafeString:
    """A small line over numbers in even steps (None is a gap), its last point marked."""
    values = [_float(point) for point in points]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(known), max(known)
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    places = [
        None
        if value is None
        else (
            _EDGE + number * step,
            _HEIGHT - _EDGE - (value - low) / ((high - low) or 1) * (_HEIGHT - 2 * _EDGE),
        )
        for number, value in enumerate(values)
    ]
    lonely = [run[0] for run in _stretches(places) if len(run) == 1]
    last = next(place for place in reversed(places) if place is not None)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '{}{}<circle cx="{}" cy="{}" r="2.5"/></svg>',
        int(_WIDTH),
        int(_HEIGHT),
        int(_WIDTH),
        int(_HEIGHT),
        title,
        format_html_join(
            "", '<polyline points="{}"/>', ((_line(run),) for run in _stretches(places) if len(run) > 1)
        ),
        format_html_join(
            "", '<circle cx="{}" cy="{}" r="1.75"/>', ((f"{x:.1f}", f"{y:.1f}") for x, y in lonely)
        ),
        f"{last[0]:.1f}",
        f"{last[1]:.1f}",
    )


@register.simple_tag
def sparkline_of(series: dict[str, Any]) -> SafeString:
    """The small line of a series with what it shows in words; years without a value are gaps."""
    language = get_language() or "en"
    trend = series["trend"]
    told = ", ".join(
        period_words(point["slot"], language=language)
        + ": "
        + amount(point["value"], series["unit"], language=language)
        for point in trend
    )
    known = {point["slot"]: point["value"] for point in trend}
    if known and all(len(slot) == 4 and slot.isdigit() for slot in known):
        first, last = int(min(known)), int(max(known))
        return sparkline([known.get(str(year)) for year in range(first, last + 1)], told)
    return sparkline(list(known.values()), told)


def _float(value: Any) -> float | None:
    try:
        return None if value is None or value == "" else float(Decimal(str(value)))
    except (InvalidOperation, OverflowError):
        return None


def _stretches(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _line(run: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in run)


@register.inclusion_tag("workbench/_source.html")
def passage(quote: dict[str, Any]) -> dict[str, Any]:
    """A quotation with the link to where it stands.

    ``quote`` has ``document`` (id), ``title``, ``start``, ``end``, ``quote`` and, if known, ``before``,
    ``after`` (text around it), ``page`` and ``fact`` (the statement, which a person may have moved).
    """
    return {"it": quote}


@register.inclusion_tag("workbench/_fact.html", takes_context=True)
def fact(context: template.Context, it: dict[str, Any]) -> dict[str, Any]:
    """The card of a statement: see `kejian.workbench.facts.card` for what it is made of."""
    return {"it": it, "request": context.get("request"), "role": context.get("role")}


@register.inclusion_tag("workbench/_pages.html", takes_context=True)
def pages(
    context: template.Context, *, before: Any = "", after: Any = "", name: str = "after"
) -> dict[str, Any]:
    """Links to the previous and next part of a list that goes by a key, not by a number of rows."""
    return {"request": context["request"], "before": before, "after": after, "name": name}


@register.inclusion_tag("workbench/_empty.html")
def empty(title: str, text: str = "", href: str = "", action: str = "") -> dict[str, str]:
    """What stands where there is nothing yet: why, and what to do."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("workbench/_chart.html")
def figure(chart: dict[str, Any]) -> dict[str, Any]:
    """A chart of `kejian.workbench.charts.chart` with its table and its downloads."""
    return {"chart": chart}

"""Series as pictures: what is stated with its bounds, what follows from it, gaps as gaps.

Plain values of a series become rows, of which `painted` makes the picture of a page and `picture` the
specification of the one that is downloaded.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import altair as alt
import msgspec
from altair.utils.schemapi import debug_mode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from kejian.base.series import FullSeries
from kejian.linking.model import Derived, Said
from kejian.linking.periods import Span
from kejian.workbench import painting
from kejian.workbench.wording import amount, in_english, period_words, tongue

_HEIGHT = 300
_MOST_ON_PHONE = 60  # points
_NEAR = 0.02  # of the axis: marks nearer than that are one
_LARGEST = 1e200
_SHAPES = {  # in the order of drawing: what is stated hides what merely follows
    "derived": "diamond",
    "stated": "circle",
    "preliminary": "circle",
    "disagreement": "circle",
    "implied otherwise": "diamond",
}
_SCALES = {
    "zh": ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")),
    "en": ((Decimal(10) ** 9, " billion"), (Decimal(10) ** 6, " million")),
}
_UNITS = {
    "CNY": ("元", "CNY"),
    "USD": ("美元", "USD"),
    "1": ("%", "%"),
    "rank": ("位次", "rank"),
    "count": ("", ""),
}


def points(full: FullSeries) -> list[dict[str, Any]]:
    """The levels of a series and what is derived, as plain values, sorted by slot.

    ``origin`` is ``stated`` or ``derived``; ``disagrees`` says that no value fits all that is said of the
    slot. A point that the text leaves without a period has no slot.
    """
    clash = disagreeing(full.series.levels)
    found = [_stated(said, clash) for said in full.series.levels]
    found += [_derived(one, full.series.levels) for one in full.series.derived]
    return sorted(found, key=lambda point: (point["slot"] is None, point["at"] or 0.0, point["origin"]))


def disagreeing(levels: Sequence[Said]) -> set[str]:
    """The slots for which no value lies within the bounds of all statements of one definition."""
    groups: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for said in levels:
        if said.slot and not said.as_of:
            groups[said.slot.slot, said.definition, said.status].append(said)
    return {
        str(slot)
        for (slot, *_), members in groups.items()
        if any(a.bounds.below(b.bounds) for a in members for b in members)
    }


def _stated(said: Said, clash: set[str]) -> dict[str, Any]:
    slot = said.slot.slot if said.slot else None
    return {
        "slot": slot,
        "at": position(said.slot) if said.slot else None,
        "value": said.value,
        "lower": said.bounds.lower,
        "upper": said.bounds.upper,
        "comparator": said.figure.comparator,
        "origin": "stated",
        "status": said.status,
        "as_of": said.as_of,
        "definition": "；".join((*said.definition, *said.notes)),
        "formula": "",
        "disagrees": slot in clash,
        "statement": said.id,
    }


def _derived(one: Derived, levels: Sequence[Said]) -> dict[str, Any]:
    low, high = one.bounds.lower, one.bounds.upper
    stated = [said.bounds for said in levels if said.slot == one.slot]
    return {
        "slot": one.slot.slot,
        "at": position(one.slot),
        "value": None,
        "lower": low,
        "upper": high,
        "comparator": "",
        "origin": "derived",
        "status": None,
        "as_of": None,
        "definition": "",
        "formula": one.formula,
        "disagrees": any(one.bounds.below(each) or each.below(one.bounds) for each in stated),
        "statement": "",
    }


def position(slot: Span) -> float:
    """Where a slot stands on the axis of years: at its end, the whole year 2022 at 2022."""
    end = slot.end
    return end.year - 1 + (end.timetuple().tm_yday / (366 if end.year % 4 == 0 else 365))


def scale_of(values: Sequence[Decimal], unit: str) -> tuple[Decimal, str]:
    """By what the values of an axis are divided, and what then stands beside it.

    >>> scale_of([Decimal("4003.51E8")], "CNY")[0] in (Decimal(10) ** 8, Decimal(10) ** 9)
    True
    """
    chinese = tongue() == "zh"
    word = _UNITS.get(unit, (unit, in_english(unit)))[0 if chinese else 1]
    if unit == "1":
        return Decimal("0.01"), word
    largest = max((abs(value) for value in values), default=Decimal(0))
    for size, name in _SCALES["zh" if chinese else "en"]:
        if largest >= size:
            return size, f"{name}{word}" if chinese else f"{word}{name}".strip()
    return Decimal(1), word


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture shows: ``rows`` of points, the unit of their axis, the ends of the axis of years.

    A row has ``subject``, ``at`` (years), ``value``, ``low`` and ``high`` (in units of the axis, or None),
    ``kind`` (how it is marked), ``run`` (what a line joins, or None), ``href``, ``says`` (it in words).
    """

    rows: tuple[dict[str, Any], ...]
    unit: str
    span: tuple[float, float]
    ranked: bool
    several: bool

    @property
    def ticks(self) -> list[int]:
        """The years that stand below the axis."""
        years = list(range(int(self.span[0]) + 1, int(self.span[1]) + 1))
        return years[:: max(1, -(-len(years) // 14))]


def drawing(series: Sequence[FullSeries], links: Mapping[tuple[str, str], str]) -> Drawing:
    """The rows of one or several subjects; ``links`` leads from (series, slot) to passages."""
    every = [points(one) for one in series]
    ends = ("value", "lower", "upper")
    known = [point[end] for found in every for point in found for end in ends if point[end] is not None]
    divisor, unit = scale_of(known, series[0].entry.unit if series else "")
    rows = [
        row
        for one, found in zip(series, every, strict=True)
        for row in _drawn(one, found, divisor=divisor, links=links)
    ]
    _told_already(rows)
    years = [row["at"] for row in rows]
    return Drawing(
        rows=tuple(rows),
        unit=unit,
        span=(min(years) - 0.5, max(years) + 0.5) if years else (0.0, 1.0),
        ranked=bool(series) and series[0].entry.kind == "rank",
        several=len(series) > 1,
    )


def _told_already(rows: Sequence[dict[str, Any]]) -> None:
    """Leave out the mark of what follows from a growth where the very same is stated."""
    stated: dict[tuple[str, float], list[float]] = defaultdict(list)
    for row in rows:
        if row["kind"] in ("stated", "preliminary") and row["value"] is not None:
            stated[row["subject"], row["at"]].append(row["value"])
    known = [row["value"] for row in rows if row["value"] is not None]
    near = (max(known, default=0.0) - min([*known, 0.0])) * _NEAR
    for row in rows:
        if row["kind"] == "derived" and row["value"] is not None:
            beside = stated[row["subject"], row["at"]]
            if any(abs(row["value"] - value) <= near for value in beside):
                row["value"] = None


def painted(drawn: Drawing, *, says: str, phone: bool = False) -> SafeString:
    """The picture for a page, or for a phone's, which is called what ``says`` says.

    With more points than a phone can show apart there is none for it.
    """
    if phone and len(drawn.rows) > _MOST_ON_PHONE:
        return SafeString("")
    return painting.years(
        drawn.rows,
        span=drawn.span,
        ticks=drawn.ticks,
        unit=drawn.unit,
        ranked=drawn.ranked,
        says=says,
        width=painting.PHONE if phone else 1000,
        height=200 if phone else _HEIGHT,
    )


def picture(drawn: Drawing, *, title: str = "", width: int = 1000) -> Any:
    """The picture for a file, which says what it shows, as an Altair chart."""
    with debug_mode(False):  # Altair checks each step against its schema, which takes longer than drawing
        made = _layers(drawn, width=width)
        return made.properties(title=alt.Title(title, anchor="start", fontSize=15)) if title else made


def _layers(drawn: Drawing, *, width: int) -> Any:
    unit, span = drawn.unit, list(drawn.span)
    axis = alt.Axis(values=drawn.ticks, format="d", grid=False)
    x = alt.X("at:Q", title=None, scale=alt.Scale(domain=span, nice=False), axis=axis)
    y = alt.Y(
        "value:Q",
        title=unit or None,  # above its axis, as Chinese is not read sideways
        scale=alt.Scale(zero=not drawn.ranked, reverse=drawn.ranked),
        axis=alt.Axis(
            tickCount=6, titleAngle=0, titleAlign="right", titleAnchor="end", titleY=-10, titleX=-4
        ),
    )
    colour: Any = alt.value("#0b6e6e")
    if drawn.several:
        colour = alt.Color("subject:N", title=None, sort=None)
    base = alt.Chart({"values": list(drawn.rows)})
    line = (
        base.transform_filter("datum.run !== null").mark_line().encode(x=x, y=y, color=colour, detail="run:N")
    )
    bounds = (
        base.transform_filter("datum.low !== null && datum.high !== null && datum.low < datum.high")
        .mark_rule(strokeWidth=5, opacity=0.28)
        .encode(x=x, y=alt.Y("low:Q", title=unit or None), y2="high:Q", color=colour, href="href:N")
    )
    marks = [_marks(base, kind, x=x, y=y, colour=colour) for kind in _SHAPES]
    return alt.layer(line, bounds, *marks).properties(width=width, height=_HEIGHT)


def _marks(base: Any, kind: str, *, x: Any, y: Any, colour: Any) -> Any:
    """The points of one kind: full where stated, hollow where preliminary or derived, else ringed."""
    full = kind in ("stated", "disagreement")
    mark: dict[str, Any] = {"shape": _SHAPES[kind], "filled": full, "size": 90 if full else 75, "opacity": 1}
    if kind in ("disagreement", "implied otherwise"):
        mark |= {"stroke": "#a3262b", "strokeWidth": 3}
    return (
        base.transform_filter(f"datum.kind === '{kind}' && datum.value !== null")
        .mark_point(**mark)
        .encode(x=x, y=y, color=colour, href="href:N")
    )


def _drawn(
    one: FullSeries, found: list[dict[str, Any]], *, divisor: Decimal, links: Mapping[tuple[str, str], str]
) -> list[dict[str, Any]]:
    rows, run, last = [], 0, None
    language = get_language() or "en"
    for point in found:
        if point["slot"] is None:
            continue
        value = point["value"] if point["value"] is not None else _middle(point)
        main = point["origin"] == "stated" and point["slot"].isdigit()
        if main:
            year = int(point["slot"])
            run += last is not None and year - last > 1  # a gap stays one
            last = year
        rows.append(
            {
                "subject": one.entry.subject,
                "at": round(point["at"], 4),
                "value": _scaled(value, divisor),
                "low": _scaled(point["lower"], divisor),
                "high": _scaled(point["upper"], divisor),
                "kind": _kind(point),
                "run": f"{one.entry.key} {run}" if main else None,
                "href": links.get((one.entry.key, point["slot"]), "#"),
                "says": f"{told(point)} {amount(value, one.entry.unit, language=language)}".strip(),
            }
        )
    return rows


def _kind(point: Mapping[str, Any]) -> str:
    if point["origin"] == "derived":
        return "implied otherwise" if point["disagrees"] else "derived"
    if point["disagrees"]:
        return "disagreement"
    return "preliminary" if point["status"] in ("preliminary", "estimated") else "stated"


def _middle(point: Mapping[str, Any]) -> Decimal | None:
    low: Decimal | None = point["lower"]
    high: Decimal | None = point["upper"]
    if low is not None and high is not None:
        return (low + high) / 2
    return high if low is None else low


def _scaled(value: Decimal | None, divisor: Decimal) -> float | None:
    """In units of the axis; nothing where the number is too large for any picture."""
    scaled = 0.0 if value is None else float(value / divisor)
    return None if value is None or not abs(scaled) < _LARGEST else scaled


def legend() -> str:
    """What the signs of the chart mean, in a sentence."""
    return gettext(
        "Full points are stated, hollow circles are preliminary, diamonds follow from a stated growth or "
        "change; bars are the bounds of what the words allow; red: these statements disagree. A year that "
        "nobody states is a gap."
    )


def told(point: Mapping[str, Any]) -> str:
    """The slot of a point in words."""
    return period_words(point["slot"] or "", language=get_language() or "en")

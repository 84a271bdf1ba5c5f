"""Pictures for pages, drawn here in a few milliseconds, with every mark a link.

Files to download are drawn by Vega (`kejian.workbench.charts`) from the same rows; it measures every label
with the fonts, which takes a tenth of a second and more where there are Chinese ones. Here labels are as wide
as their characters usually are. Colours and sizes are those of `charts.LOOK`.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil, floor, log10, pi, sqrt
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kejian.workbench.charts import COLOURS, is_local

_GRID, _AXIS, _INK = "#dfe3e6", "#9aa5ad", "#4c5a64"  # the style sheet knows them, for the dark
_RED = "#a3262b"
_FULL, _HOLLOW = 5.35, 4.9  # radius of points
_EDGE, _BELOW, _LINE = 12, 30, 22  # pixels at the top and the right, for the axis of time, for a line of text
_LABELS = 220  # pixels that the names of lines take at most
_LEAST = 1e-300  # of a step: below, fractions are no more exact
_TICKS = 6
_YEAR = 46  # pixels that the name of a year takes at least
PHONE = 290  # pixels of a picture's inside that fits a phone without being made smaller


def years(
    rows: Sequence[Mapping[str, Any]],
    *,
    span: tuple[float, float],
    ticks: Sequence[int],
    unit: str,
    ranked: bool,
    says: str,
    width: int = 1000,
    height: int = 300,
) -> SafeString:
    """Points over years, with bounds and lines: rows of `kejian.workbench.series_pictures.rows_of`.

    ``span`` and ``ticks`` are of the axis of years, ``unit`` stands beside the other one; ``ranked`` puts the
    smallest value on top. ``says`` is what the picture is called.
    """
    subjects = list(dict.fromkeys(row["subject"] for row in rows))
    colours = {one: COLOURS[at % len(COLOURS)] for at, one in enumerate(subjects)}
    known = [row[end] for row in rows for end in ("value", "low", "high") if row[end] is not None]
    steps = nice([*known, 0.0] if not ranked else known)
    labels = [_number(step, steps) for step in steps]
    left = max(_wide(label) for label in labels) + 14
    top = _EDGE + (_LINE if unit else 0)  # the unit stands above its axis, as Chinese is not read sideways
    low, high = (steps[-1], steps[0]) if ranked else (steps[0], steps[-1])

    def x(at: float) -> float:
        return left + (at - span[0]) / (span[1] - span[0]) * width

    def y(value: float) -> float:
        return top + (high - value) / (high - low) * height

    bottom = top + height
    drawn = [_rule(left, y(step), left + width, y(step), _GRID) for step in steps]
    drawn += [_text(left - 8, y(step) + 4, label, "end") for step, label in zip(steps, labels, strict=True)]
    drawn += [_rule(left, bottom, left + width, bottom, _AXIS), _rule(left, top, left, bottom, _AXIS)]
    for year in ticks[:: max(1, ceil(_YEAR * len(ticks) / width))]:
        drawn += [_rule(x(year), bottom, x(year), bottom + 5, _AXIS), _text(x(year), bottom + 18, str(year))]
    if unit:
        drawn.append(_text(2, _EDGE + 4, unit, "start"))
    marks = [_path(run, x, y, colours) for run in _runs(rows)]
    marks += [_bounds(row, x, y, colours) for row in rows if _has_bounds(row)]
    # what is stated hides what merely follows, and nothing hides what disagrees
    order = ("derived", "stated", "preliminary", "disagreement", "implied otherwise")
    points = sorted(
        (row for row in rows if row["value"] is not None), key=lambda row: order.index(row["kind"])
    )
    marks += [_point(row, x(row["at"]), y(row["value"]), colours[row["subject"]]) for row in points]
    below = _legend(colours, left, bottom + _BELOW + 14) if len(subjects) > 1 else ""
    tall = bottom + _BELOW + (_LINE if below else 0)
    return _svg(left + width + _EDGE, tall, says, "".join(drawn), "".join(marks), below)


def circles(
    points: Sequence[Mapping[str, Any]],
    *,
    times: Sequence[str],
    lines: Sequence[str],
    below: str,
    says: str,
    width: int = 960,
    labels: int = _LABELS,
    step: int = 26,
) -> SafeString:
    """Circles by time and line (``time``, ``line``), as large as ``n`` is; each leads to its ``href``."""
    left = min(max(map(_wide, lines), default=0), labels) + 16
    bottom = _EDGE + step * len(lines)
    band = width / max(len(times), 1)
    across = {time: left + (at + 0.5) * band for at, time in enumerate(times)}
    down = {line: _EDGE + (at + 0.5) * step for at, line in enumerate(lines)}
    drawn = []
    for line, y in down.items():
        drawn += [_rule(left, y, left + width, y, _GRID), _text(left - 8, y + 4, _cut(line, labels), "end")]
    drawn.append(_rule(left, bottom, left + width, bottom, _AXIS))
    every = max(1, ceil((max(map(_wide, times), default=0) + 8) / band))
    for time in times[::every]:
        drawn += [
            _rule(across[time], bottom, across[time], bottom + 5, _AXIS),
            _text(across[time], bottom + 18, time),
        ]
    if below:
        drawn.append(_text(left + width / 2, bottom + 36, below))
    most = max((point["n"] for point in points), default=1)
    marks = []
    for point in points:
        x, y = across[point["time"]], down[point["line"]]
        radius = sqrt((40 + 460 * point["n"] / most) / pi)
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{COLOURS[0]}" opacity="0.85"/>'
        count = _text(x + 13, y + 4, f"{point['n']}", "start", size=11)
        marks.append(_link(point["href"], point["says"], shape + count))
    tall = bottom + _BELOW + (_LINE - 4 if below else 0)
    return _svg(left + width + _EDGE, tall, says, "".join(drawn), "".join(marks), "")


def nice(values: Sequence[float]) -> list[float]:
    """Round numbers in even steps, the first below and the last above all values.

    >>> nice([0, 41.2, 17]), nice([3, 7])
    ([0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [3.0, 4.0, 5.0, 6.0, 7.0])
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if (high - low) / _TICKS < _LEAST:  # no step between them can be told
        size = max(abs(low), abs(high))
        half = size / 2 if size / _TICKS >= _LEAST else 0.5
        low, high = low - half, high + half
    rough = (high - low) / _TICKS
    size = 10.0 ** floor(log10(rough))
    step = next((size * by for by in (1, 2, 5) if size * by >= rough * 0.999), size * 10)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [at * step for at in range(first, last + 1)]


def _number(value: float, steps: Sequence[float]) -> str:
    """A label with as many digits as tell the steps apart."""
    digits = max(0, -floor(log10(steps[1] - steps[0]) + 1e-9))
    return f"{value:,.{digits}f}".replace("-", "−")


def _wide(text: str) -> float:
    """About how many pixels a text takes."""
    return sum(7.2 if character < "\u2e80" else 12.5 for character in text)


def _cut(text: str, most: int = _LABELS) -> str:
    if _wide(text) <= most:
        return text
    while _wide(text) > most - 12:
        text = text[:-1]
    return f"{text}…"


def _runs(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """What a line joins: the years without a gap."""
    stated = [row for row in rows if row["run"] is not None and row["value"] is not None]
    ordered = sorted(stated, key=lambda row: (row["run"], row["at"]))
    return [list(run) for _, run in groupby(ordered, key=lambda row: row["run"])]


def _path(run: Sequence[Mapping[str, Any]], x: Any, y: Any, colours: Mapping[str, str]) -> str:
    line = " ".join(f"{x(row['at']):.1f},{y(row['value']):.1f}" for row in run)
    colour = colours[run[0]["subject"]]
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.25"/>'


def _has_bounds(row: Mapping[str, Any]) -> bool:
    return row["low"] is not None and row["high"] is not None and bool(row["low"] < row["high"])


def _bounds(row: Mapping[str, Any], x: Any, y: Any, colours: Mapping[str, str]) -> str:
    at = x(row["at"])
    return (
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{y(row["low"]):.1f}" y2="{y(row["high"]):.1f}"'
        f' stroke="{colours[row["subject"]]}" stroke-width="5" opacity="0.28"/>'
    )


def _point(row: Mapping[str, Any], x: float, y: float, colour: str) -> str:
    """Full where stated, hollow where preliminary or derived, ringed in red where others say otherwise."""
    kind = row["kind"]
    full, red = kind in ("stated", "disagreement"), kind in ("disagreement", "implied otherwise")
    look = f'fill="{colour if full else "#ffffff"}" fill-opacity="{1 if full else 0}"'
    look += f' stroke="{_RED if red else colour}" stroke-width="{3 if red else 0 if full else 2}"'
    if kind in ("derived", "implied otherwise"):
        r = _HOLLOW + 1
        shape = f'<path d="M{x:.1f},{y - r:.1f}l{r},{r}l-{r},{r}l-{r},-{r}z" {look}/>'
    else:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_FULL if full else _HOLLOW}" {look}/>'
    return _link(row["href"], row["says"], shape)


def _link(href: str, says: str, shape: str) -> str:
    there = href if is_local(href) else "#"
    return f'<a href="{escape(there)}"><title>{escape(says)}</title>{shape}</a>'


def _legend(colours: Mapping[str, str], left: float, y: float) -> str:
    found, x = [], left
    for subject, colour in colours.items():
        found.append(f'<circle cx="{x + 6:.1f}" cy="{y - 4:.1f}" r="{_FULL}" fill="{colour}"/>')
        found.append(_text(x + 16, y, _cut(subject), "start"))
        x += min(_wide(subject), _LABELS) + 40
    return "".join(found)


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str = "middle", *, size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{_INK}">'
        f"{escape(words)}</text>"
    )


def _svg(width: float, height: float, says: str, axes: str, marks: str, below: str) -> SafeString:
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return mark_safe(  # noqa: S308 - every text in it went through `escape`
        f'<svg {size} role="group" aria-label="{escape(says)}" preserveAspectRatio="xMidYMid meet">'
        f'<g aria-hidden="true">{axes}</g><g class="role-mark">{marks}</g>'
        f'<g class="role-legend">{below}</g></svg>'
    )

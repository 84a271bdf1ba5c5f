"""Which indicators rose or fell between two periods, by how much, and which the most."""

from datetime import date
from decimal import Decimal

from kejian.answering.draft import Draft
from kejian.answering.model import Item
from kejian.answering.numbers import rounded, years_between
from kejian.answering.saying import joined, say
from kejian.answering.values import Reading, amount, called, derived_amount, hull, readings, slot_of
from kejian.intervals import Interval, exactly
from kejian.linking import Said, Series
from kejian.linking.periods import Span
from kejian.model import Aspect, Value

_SHOWN = 40


class Move(Value, frozen=True, kw_only=True):
    """How a series moved: relative growth, of ratios (``points``) the difference.

    ``growth`` is what a text says itself, without the earlier level.
    """

    series: Series
    early: Reading | None
    late: Reading
    value: Decimal
    bounds: Interval
    points: bool
    growth: Reading | None = None


def answer_movers(draft: Draft) -> None:
    """The indicators of a subject that rose or fell."""
    ends = _ends(draft)
    place = draft.evidence.place()
    subjects = draft.asked.subjects or ((place,) if place else ())
    if ends is None or not subjects:
        return
    if not draft.asked.subjects and place:
        draft.note("note_subject", subject=place.name, others="")
    for subject in subjects:
        moved = draft.evidence.moved(subject.key, (ends[0].slot, ends[1].slot), down=_is_down(draft))
        moves = [one for series in moved.series if (one := _move(series, *ends))]
        known = {one.series.key for one in moves} | moved.others
        if _back(ends[1]).slot == ends[0].slot and len(known) < _SHOWN:  # else the answer is full already
            moves += _stated(draft, subject.key, known, ends)
        _tell(draft, subject.name, moves, ends, others=len(moved.others))


def _stated(draft: Draft, subject: str, known: set[str], ends: tuple[Span, Span]) -> list[Move]:
    """How other series with a figure of the later period moved from the year before, as texts say."""
    found = []
    for series in draft.evidence.told_to_move(subject, ends[1].slot, besides=known):
        if series.kind == "rank" or series.unit == "rank" or series.accumulation:
            continue
        late = readings(series.levels, slot_of(series, ends[1]).slot)[:1]
        points = series.unit == "1"
        for aspect in (Aspect.CHANGE,) if points else (Aspect.GROWTH, Aspect.CHANGE):
            said = [one for one in series.others if one.aspect is aspect and _is_of_year(one, ends)]
            moved = readings(said, ends[1].slot)[:1]
            if moved and (move := _said_move(series, moved[0], late, points=points)):
                found.append(move)
                break
    return found


def _said_move(series: Series, moved: Reading, late: list[Reading], *, points: bool) -> Move | None:
    value, bounds = moved.value, moved.bounds
    if moved.said[0].figure.unit == "pp" and abs(value) == abs(moved.said[0].figure.value or 0):
        value, bounds = value / 100, bounds.over(exactly(Decimal(100)))
    elif moved.said[0].aspect is Aspect.CHANGE and not points:
        if not late or late[0].value <= value:
            return None
        value = value / (late[0].value - value)
        bounds = exactly(value)
    return Move(
        series=series, early=None, late=late[0] if late else moved, growth=moved, points=points, value=value,
        bounds=bounds,
    )  # fmt: skip


def _is_of_year(said: Said, ends: tuple[Span, Span]) -> bool:
    if said.against is None:
        return said.figure.base is None
    return said.against.slot == ends[0].slot


def _ends(draft: Draft) -> tuple[Span, Span] | None:
    spans = sorted(draft.asked.spans, key=lambda one: one.order)
    if len(spans) > 1:
        return spans[0], spans[-1]
    if spans:
        return _back(spans[0]), spans[0]
    if draft.year is None:
        return None
    last = Span(date(draft.year, 1, 1), date(draft.year, 12, 31))
    draft.note("note_range", period=draft.period(f"{draft.year - 1}/{draft.year}"))
    return _back(last), last


def _back(span: Span) -> Span:
    year = span.end.year - 1
    return (
        Span(span.start.replace(year=span.start.year - 1), span.end.replace(year=year))
        if span.end.day < 29 or span.end.month != 2
        else span
    )


def _move(series: Series, base: Span, target: Span) -> Move | None:
    """How a series moved; None for ranks and where one end has no stated value."""
    if series.kind == "rank" or series.unit == "rank" or series.accumulation:
        return None
    early, late = (readings(series.levels, slot_of(series, one).slot) for one in (base, target))
    if not early or not late:
        return None
    first, last = hull(early), hull(late)
    points = series.unit == "1"
    if points:
        return Move(
            series=series, early=early[0], late=late[0], value=late[0].value - early[0].value,
            bounds=last - first, points=True,
        )  # fmt: skip
    if early[0].value <= 0:
        return None
    return Move(
        series=series, early=early[0], late=late[0], value=late[0].value / early[0].value - 1,
        bounds=last.over(first) - exactly(Decimal(1)), points=False,
    )  # fmt: skip


def _is_down(draft: Draft) -> bool:
    signs = draft.asked.signs
    return ("down" in signs and "up" not in signs) or "slowest" in signs


def _tell(draft: Draft, subject: str, moves: list[Move], ends: tuple[Span, Span], *, others: int) -> None:
    """Say which of the moves are of the direction asked for; ``others`` is how many went another way."""
    if not moves and not others:
        period = draft.period(years_between(*ends))
        draft.missing.append(say("no_common", draft.language, subject=subject, period=period))
        return
    signs, down = draft.asked.signs, _is_down(draft)
    limit = draft.asked.threshold
    least = abs(limit.value) if limit and limit.unit in ("1", "pp") else Decimal(0)
    chosen: list[Move] = []
    open_: list[Move] = []
    for one in moves:
        size, bounds = (-one.value, -one.bounds) if down else (one.value, one.bounds)
        edge = least / 100 if limit and limit.unit == "pp" else least
        if size > edge and not (least and one.points and limit and limit.unit == "1"):
            sure = bounds.lower is not None and bounds.lower > edge
            (chosen if sure else open_).append(one)
    chosen.sort(key=lambda one: (one.points, one.value if down else -one.value, one.series.key))
    if signs & {"fastest", "slowest", "most"}:
        chosen = [one for one in chosen if not one.points][:1]
        open_ = []
    period = draft.period(years_between(*ends))
    direction = _direction(draft, down, limit.words if limit else "")
    lines = [_line(draft, one, ends) for one in (*chosen, *open_)][:_SHOWN]
    texts = [one.text for one in lines]
    if chosen:
        draft.tell(
            "moved", subject=subject, period=period, direction=direction, count=len(chosen),
            items=joined(texts[: len(chosen)], draft.language),
        )  # fmt: skip
        draft.add(say("moved_of", draft.language, all=len(moves) + others))
        draft.chart(one.series for one in chosen)
    else:
        draft.tell("moved_none", subject=subject, period=period, direction=direction, all=len(moves) + others)
    if open_:
        draft.add(say("moved_open", draft.language, items=joined(texts[len(chosen) :], draft.language)))
    draft.items += lines


def _direction(draft: Draft, down: bool, limit: str) -> str:
    if draft.language == "zh":
        return ("下降" if down else "增长") + limit
    return ("fell" if down else "rose") + (f" by {limit}" if limit else "")


def _line(draft: Draft, one: Move, ends: tuple[Span, Span]) -> Item:
    if one.growth or not one.early:
        return _line_stated(draft, one)
    values = [amount(draft, one.series, reading) for reading in (one.early, one.late)]
    unit = "pp" if one.points else "1"
    value = one.value * 100 if one.points else one.value
    period = years_between(*ends)
    draft.values.append(
        derived_amount(
            draft, one.series, value=value, bounds=one.bounds, unit=unit, period=period,
            aspect="change" if one.points else "growth", formula=f"{values[1].shown} / {values[0].shown}",
        )
    )  # fmt: skip
    sign = "+" if one.value > 0 else "−"
    name = called(draft, one.series)
    moved = f"{sign}{draft.number(rounded(abs(value)), unit)}"
    moved = f"（{moved}）" if draft.language == "zh" else f" ({moved})"
    text = f"{name} {values[0].shown} → {values[1].shown}{moved}"
    places = [
        draft.cite(said.figure.passage) for reading in (one.early, one.late) for said in reading.said[:1]
    ]
    return Item(
        text=text, period=period, subject=one.series.subject.name, value=f"{rounded(value):f}", unit=unit,
        doc=one.late.said[0].figure.passage.document, derived=True, passages=tuple(places),
    )  # fmt: skip


def _line_stated(draft: Draft, one: Move) -> Item:
    """A line of what a text says itself."""
    reading = one.growth or one.late
    aspect = reading.said[0].aspect
    value = amount(draft, one.series, reading, aspect=aspect.value)
    draft.values.append(value)
    level = "" if one.late is reading else f" {amount(draft, one.series, one.late).shown}"
    sign = "+" if one.value > 0 else "−"
    moved = (
        f"{sign}{draft.number(abs(reading.said[0].figure.value or Decimal(0)), reading.said[0].figure.unit)}"
    )
    english = draft.language == "en"
    text = f"{called(draft, one.series)}{level}" + (f" ({moved})" if english else f"（{moved}）")
    place = draft.cite(reading.said[0].figure.passage)
    return Item(
        text=text, period=value.period, subject=one.series.subject.name, value=value.value, unit=value.unit,
        doc=reading.said[0].figure.passage.document, passages=(place,),
    )  # fmt: skip

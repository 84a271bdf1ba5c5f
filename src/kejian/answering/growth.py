"""How much more or less than before: growth, change and multiples, stated or worked out of two levels."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kejian.answering.draft import Draft, bounds_words
from kejian.answering.levels import with_other_readings
from kejian.answering.numbers import rounded, shown, years_between
from kejian.answering.saying import say
from kejian.answering.values import (
    Reading,
    amount,
    called,
    disagree,
    keep_derived,
    latest,
    readings,
    slot_of,
)
from kejian.intervals import Interval, exactly
from kejian.linking import Said, Series
from kejian.linking.periods import Span
from kejian.model import Aspect

_ONE = exactly(Decimal(1))


def answer_growth(draft: Draft) -> None:
    """The growth of each series: as stated, else of two levels; of ratios in percentage points."""
    for series, base, target in pairs(draft):
        points = series.unit == "1" or series.kind in ("ratio", "rank")
        if points:
            tell_change(draft, series, base, target)
        else:
            tell_growth(draft, series, base, target)


def answer_change(draft: Draft) -> None:
    """The difference of each series between two periods, as stated, else of two levels."""
    for series, base, target in pairs(draft):
        tell_change(draft, series, base, target)


def answer_multiple(draft: Draft) -> None:
    """How many times the earlier level the later one is."""
    for series, base, target in pairs(draft):
        if _tell_stated(draft, series, base, target, Aspect.RATIO):
            continue
        for early, late in _levels(series, base, target):
            bounds, value = late.bounds.over(early.bounds), late.value / early.value
            formula = f"{_printed(draft, late, series)} ÷ {_printed(draft, early, series)}"
            keep_derived(
                draft,
                series,
                (early, late),
                value,
                bounds,
                "1",
                years_between(base, target),
                "ratio",
                formula,
            )
            draft.tell(
                "multiple", period=draft.period(target.slot), subject=series.subject.name,
                measure=called(draft, series), base=draft.period(base.slot), value=_plain(value),
            )  # fmt: skip
            draft.add(say("follows", draft.language, formula=formula))


def pairs(draft: Draft) -> Iterator[tuple[Series, Span, Span]]:
    """Each series with the earlier and the later period that are compared."""
    for measure in draft.asked.measures:
        for series in with_other_readings(draft, measure):
            spans = sorted(draft.asked.spans, key=lambda one: one.order)
            if len(spans) == 1 and "yoy" not in draft.asked.signs and draft.asked.when.through:
                continue
            if len(spans) > 1 and not (draft.asked.when.through or len(spans) == 2):
                for one in spans:
                    yield series, _before(one), one
            elif len(spans) > 1:
                yield series, slot_of(series, spans[0]), slot_of(series, spans[-1])
            else:
                last = slot_of(series, spans[0]) if spans else latest(series) or _latest_said(series)
                if last is None:
                    continue
                if not spans:
                    draft.note("note_latest", period=draft.period(last.slot))
                yield series, _before(last), last


def _latest_said(series: Series) -> Span | None:
    slots = [one.slot for one in series.others if one.slot]
    return max(slots, key=lambda one: one.order, default=None)


def _before(span: Span) -> Span:
    """The same stretch a year earlier."""

    def back(day: date) -> date:
        return (
            day.replace(year=day.year - 1, day=28)
            if (day.month, day.day) == (2, 29)
            else day.replace(year=day.year - 1)
        )

    return Span(back(span.start), back(span.end), span.day) if span.start.year > 1 else span


def tell_growth(draft: Draft, series: Series, base: Span, target: Span) -> None:
    """The growth from one period to another."""
    if _tell_stated(draft, series, base, target, Aspect.GROWTH):
        return
    for early, late in _levels(series, base, target):
        if early.value <= 0:
            continue
        value = late.value / early.value - 1
        bounds = late.bounds.over(early.bounds) - _ONE
        formula = f"{_printed(draft, late, series)} ÷ {_printed(draft, early, series)} − 1"
        period = target.slot if _before(target).slot == base.slot else years_between(base, target)
        keep_derived(draft, series, (early, late), value, bounds, "1", period, "growth", formula)
        _say_moved(draft, series, base, target, value, "1", "growth")
        draft.add(say("follows", draft.language, formula=formula))
        draft.add(bounds_words(draft, bounds, "1", value))
    draft.chart([series] if draft.answered else [])


def tell_change(draft: Draft, series: Series, base: Span, target: Span) -> None:
    """The difference between two periods; of shares and ratios in percentage points, of ranks in places."""
    if _tell_stated(draft, series, base, target, Aspect.CHANGE):
        return
    for early, late in _levels(series, base, target):
        value, bounds, unit = late.value - early.value, late.bounds - early.bounds, series.unit
        if unit == "1":
            value, bounds, unit = (
                value * 100,
                bounds.times(exactly(Decimal(100)))
                if _positive(bounds)
                else Interval(
                    None if bounds.lower is None else bounds.lower * 100,
                    None if bounds.upper is None else bounds.upper * 100,
                ),
                "pp",
            )
        rank = series.kind == "rank"
        if rank:
            value, bounds, unit = -value, -bounds, "位"
        formula = f"{_printed(draft, late, series)} − {_printed(draft, early, series)}"
        keep_derived(
            draft, series, (early, late), value, bounds, unit, years_between(base, target), "change", formula
        )
        _say_moved(draft, series, base, target, value, unit, "change")
        draft.add(say("follows", draft.language, formula=formula))
        draft.add(bounds_words(draft, bounds, unit, value))
    if not draft.answered and series.unit != "1" and series.kind not in ("ratio", "rank"):
        _tell_of_growth(draft, series, base, target)
    draft.chart([series] if draft.answered else [])


def _tell_of_growth(draft: Draft, series: Series, base: Span, target: Span) -> None:
    """The difference that follows from the later level and the growth stated beside it."""
    grown = [one for one in series.others if one.aspect is Aspect.GROWTH and _is_against(one, base, target)]
    for late in readings(series.levels, target.slot)[:1]:
        for growth in readings(grown, target.slot)[:1]:
            if growth.value <= -1:
                continue
            early = late.value / (1 + growth.value)
            bounds = late.bounds - late.bounds.over(_ONE + growth.bounds)
            printed = _printed(draft, late, series)
            formula = f"{printed} − {printed} ÷ (1 + {draft.number(growth.value, '1')})"
            period = years_between(base, target)
            keep_derived(
                draft,
                series,
                (growth, late),
                late.value - early,
                bounds,
                series.unit,
                period,
                "change",
                formula,
            )
            _say_moved(draft, series, base, target, late.value - early, series.unit, "change")
            draft.add(say("follows", draft.language, formula=formula))
            draft.add(bounds_words(draft, bounds, series.unit, late.value - early))


def _positive(bounds: Interval) -> bool:
    return bounds.lower is not None and bounds.lower >= 0


def _tell_stated(draft: Draft, series: Series, base: Span, target: Span, aspect: Aspect) -> bool:
    said = [one for one in series.others if one.aspect is aspect and _is_against(one, base, target)]
    found = readings(said, target.slot)
    values = [amount(draft, series, one, aspect=aspect.value) for one in found]
    draft.values += values
    for one in found:
        unit = one.said[0].figure.unit
        _say_moved(draft, series, base, target, one.said[0].figure.value or Decimal(0), unit, aspect.value)
    if len(found) > 1:
        disagree(draft, series, found, values)
    draft.chart([series] if found else [])
    return bool(found)


def _is_against(said: Said, base: Span, target: Span) -> bool:
    if said.slot is None or said.slot.slot != target.slot:
        return False
    if said.against is None:
        return _before(target).slot == base.slot and said.figure.base is None
    return said.against.slot == base.slot


def _levels(series: Series, base: Span, target: Span) -> Iterator[tuple[Reading, Reading]]:
    for late in readings(series.levels, target.slot)[:2]:
        for early in readings(series.levels, base.slot)[:2]:
            if early.value:
                yield early, late


def _say_moved(
    draft: Draft,
    series: Series,
    base: Span,
    target: Span,
    value: Decimal,
    unit: str | None,
    aspect: str,
) -> None:
    rank = unit == "位"
    names = {
        "growth": ("growth_up", "growth_down"),
        "change": ("change_up", "change_down"),
        "ratio": ("multiple",) * 2,
    }
    up, down = ("forward", "backward") if rank else names[aspect]
    name = up if value > 0 else down if value < 0 else "growth_flat"
    text = _plain(value) if aspect == "ratio" else draft.number(rounded(abs(value)), unit)
    if rank and draft.language == "en":
        text = f"{_plain(abs(value))} place(s)"
    draft.tell(
        name, period=draft.period(target.slot), subject=series.subject.name,
        measure=called(draft, series), base=draft.period(base.slot), value=text,
    )  # fmt: skip


def _printed(draft: Draft, reading: Reading, series: Series) -> str:
    return shown(reading.value, series.unit, language=draft.language)


def _plain(value: Decimal) -> str:
    return f"{rounded(value).normalize():f}"

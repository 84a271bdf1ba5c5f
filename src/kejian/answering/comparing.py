"""Subjects, or indicators, side by side: which is higher, by how much, how many times, what part."""

from decimal import Decimal

import msgspec

from kejian.answering.draft import Draft, bounds_words, is_
from kejian.answering.levels import tell_value
from kejian.answering.model import Item
from kejian.answering.names import Measure, quotient
from kejian.answering.numbers import rounded, shown
from kejian.answering.reading import WHOLES
from kejian.answering.saying import joined, say
from kejian.answering.values import (
    Reading,
    amount,
    called,
    derived_amount,
    disagree,
    latest,
    printed,
    readings,
    series_for,
    slot_of,
)
from kejian.answering.wording import wording
from kejian.intervals import Interval
from kejian.linking import Series
from kejian.linking.periods import Span, slot
from kejian.linking.subjects import Subject, subject_of
from kejian.linking.words import plain
from kejian.model import Aspect, Value
from kejian.vocabulary.patterns import Pattern

_SHOWN = 30  # lines of a ranking


class Side(Value, frozen=True, kw_only=True):
    """One side of a comparison: a series, how it is called here, its readings in the period."""

    series: Series
    name: str
    found: tuple[Reading, ...]


def answer_compare(draft: Draft) -> None:
    """Which of the sides is higher."""
    for when, one, other in _sides(draft):
        _tell_both(draft, when, (one, other))
        a, b = _hull(one), _hull(other)
        if a.below(b):
            one, other = other, one
        elif not b.below(a):
            if one.found[0].value == other.found[0].value:
                draft.tell("equal", one=one.name, other=other.name)
            else:
                draft.tell("undecided")
            continue
        draft.tell("higher", one=one.name, other=other.name)


def answer_difference(draft: Draft) -> None:
    """By how much the first side is more than the second."""
    for when, one, other in _sides(draft):
        for a in one.found[:2]:
            for b in other.found[:2]:
                value, bounds, unit = a.value - b.value, a.bounds - b.bounds, one.series.unit
                if unit == "1":
                    hundred = Decimal(100)
                    value, unit = value * hundred, "pp"
                    bounds = Interval(
                        None if bounds.lower is None else bounds.lower * hundred,
                        None if bounds.upper is None else bounds.upper * hundred,
                    )
                _derive(
                    draft,
                    when,
                    (one, a),
                    (other, b),
                    value=value,
                    bounds=bounds,
                    unit=unit,
                    aspect="change",
                    sign="−",
                )
                draft.tell(
                    "more_than" if value >= 0 else "less_than", period=draft.period(when.slot), one=one.name,
                    other=other.name, value=draft.number(rounded(abs(value), digits=6), unit),
                )  # fmt: skip
                draft.add(bounds_words(draft, bounds, unit, value))


def answer_times(draft: Draft, *, share: bool = False) -> None:
    """How many times the second side the first is; of two parts of one whole, what part."""
    share = share or bool(draft.asked.signs & {"share", "relative"})
    turned = draft.language == "en" and not share  # how many times the first the second was
    for when, *sides in _sides(draft):
        one, other = sides[::-1] if turned else sides
        for a in one.found[:2]:
            for b in other.found[:2]:
                if b.value <= 0:
                    continue
                value, bounds = a.value / b.value, a.bounds.over(b.bounds)
                aspect = "share" if share and "multiple" not in draft.asked.signs else "ratio"
                _derive(
                    draft,
                    when,
                    (one, a),
                    (other, b),
                    value=value,
                    bounds=bounds,
                    unit="1",
                    aspect=aspect,
                    sign="÷",
                )
                text = (
                    f"{rounded(value).normalize():f}"
                    if aspect == "ratio"
                    else draft.number(rounded(value), "1")
                )
                name = "times" if aspect == "ratio" else "part_of"
                draft.tell(name, period=draft.period(when.slot), one=one.name, other=other.name, value=text)
                draft.add(say("follows", draft.language, formula=draft.values[-1].formula or ""))


def answer_share(draft: Draft) -> None:
    """What share of a whole a measure is: as stated, as the indicator of that share, else worked out."""
    measures = draft.asked.measures
    if draft.language == "en" and len(measures) > 1:
        measures = measures[1::-1]  # what share of the whole was the part
        draft.asked = msgspec.structs.replace(draft.asked, measures=measures)
    if len(measures) > 1:
        known = quotient(measures[0], measures[1])
        for series in series_for(draft, known) if known else ():
            for when in draft.asked.spans or [one for one in [latest(series)] if one]:
                tell_value(draft, series, when)
        if draft.answered:
            return
    whole = measures[1] if len(measures) > 1 else None
    subjects = draft.asked.subjects
    wholes = [one for one in subjects if one.key.startswith(WHOLES)] or list(subjects[1:])
    base = wholes[-1] if wholes else None
    if base:
        others = tuple(one for one in subjects if one != base)
        draft.asked = msgspec.structs.replace(draft.asked, subjects=others)
    for series in series_for(draft, measures[0]):
        _tell_stated_share(draft, series, whole, base)
    if not draft.answered and (whole or len(subjects) > 1) and _one_unit(draft, measures, subjects):
        draft.asked = msgspec.structs.replace(draft.asked, subjects=subjects)
        answer_times(draft, share=True)


def _tell_stated_share(draft: Draft, series: Series, whole: Measure | None, base: Subject | None) -> None:
    said = [one for one in series.others if one.aspect is Aspect.SHARE]
    if whole:
        said = [one for one in said if _is_of(one.figure.base or "", whole)]
    elif base:
        said = [one for one in said if _is_in(one.figure.base or "", base)]
    slots = {one.slot.slot for one in said if one.slot}
    last = max((one.slot for one in said if one.slot), key=lambda one: one.order, default=None)
    wanted = [slot_of(series, one).slot for one in draft.asked.spans] or ([last.slot] if last else [])
    for at in wanted:
        if at not in slots:
            continue
        for of in dict.fromkeys(one.figure.base or "" for one in said):
            found = readings([one for one in said if (one.figure.base or "") == of], at)
            values = [amount(draft, series, one, aspect="share") for one in found]
            draft.values += values
            for value in values:
                draft.tell(
                    "share", period=draft.period(at), subject=series.subject.name,
                    measure=called(draft, series), base=of or "总体", value=value.shown,
                )  # fmt: skip
            if len(found) > 1:
                disagree(draft, series, found, values)


def _is_in(base: str, whole: Subject) -> bool:
    """Whether a share is of all there is in a place: 占全国, 占全国总量."""
    return subject_of(base, place=None).key == whole.key or plain(base).startswith(plain(whole.name))


def _is_of(base: str, whole: Measure) -> bool:
    from kejian.linking.measures import match

    found = match(base)
    return found is not None and found.key == whole.key


def _one_unit(draft: Draft, measures: tuple[Measure, ...], subjects: tuple[Subject, ...]) -> bool:
    keys = [one.key for one in subjects]
    units = {
        one.unit
        for measure in measures[:2]
        for one in (draft.evidence.series(measure.key, keys) if keys else series_for(draft, measure))
        if one.levels
    }
    return len(units) == 1


def _sides(draft: Draft) -> list[tuple[Span, Side, Side]]:
    """The two series that are compared, for each period that both have a value in."""
    measures = draft.asked.measures
    series = [one for measure in measures[:2] for one in series_for(draft, measure)]
    subjects = dict.fromkeys(one.subject.key for one in series)
    order = [one.key for one in draft.asked.subjects]
    series.sort(key=lambda one: order.index(one.subject.key) if one.subject.key in order else len(order))
    if len(measures) > 1:
        first = next(iter(subjects), None)
        series = [one for one in series if one.subject.key == first]
        keys = [one.key for one in measures]
        series.sort(key=lambda one: keys.index(one.measure.key))
    if len(series) < 2 or (series[0].unit != series[1].unit and len(measures) > 1):
        return []
    spans = draft.asked.spans or _common(draft, series)
    found = []
    for when in spans:
        sides = [_side(draft, one, when, by_measure=len(measures) > 1) for one in series[:2]]
        if all(one.found for one in sides):
            found.append((slot(when, stock=True), sides[0], sides[1]))
    return found


def _common(draft: Draft, series: list[Series]) -> list[Span]:
    both = [one for one in series[0].slots if one in series[1].slots]
    if both:
        draft.note("note_latest", period=draft.period(both[-1].slot))
    return both[-1:]


def _side(draft: Draft, series: Series, when: Span, *, by_measure: bool) -> Side:
    found = readings(series.levels, slot_of(series, when).slot)
    name = called(draft, series) if by_measure else series.subject.name
    return Side(series=series, name=name, found=tuple(found))


def _hull(side: Side) -> Interval:
    from kejian.answering.values import hull

    return hull(side.found)


def _tell_both(draft: Draft, when: Span, sides: tuple[Side, Side]) -> None:
    for side in sides:
        values = [amount(draft, side.series, one) for one in side.found]
        draft.values += values
        if len(values) > 1:
            disagree(draft, side.series, side.found, values)
        parts = [printed(draft, one) for one in side.found]
        draft.tell(
            "value",
            period=draft.period(when.slot),
            subject=side.series.subject.name,
            measure=called(draft, side.series),
            is_=is_(draft, parts[0]),
            value=joined(parts, draft.language),
            status="",
        )
    draft.chart(side.series for side in sides)


def _derive(
    draft: Draft,
    when: Span,
    one: tuple[Side, Reading],
    other: tuple[Side, Reading],
    *,
    value: Decimal,
    bounds: Interval,
    unit: str | None,
    aspect: str,
    sign: str,
) -> None:
    for side, reading in (one, other):
        amount(draft, side.series, reading)
    texts = [
        shown(reading.value, side.series.unit, language=draft.language) for side, reading in (one, other)
    ]
    draft.values.append(
        derived_amount(
            draft, one[0].series, value=value, bounds=bounds, unit=unit, period=when.slot, aspect=aspect,
            formula=f"{texts[0]} {sign} {texts[1]}", subject=f"{one[0].name} / {other[0].name}",
        )
    )  # fmt: skip


def _keys(draft: Draft, measure: Measure, pattern: Pattern | None) -> list[str]:
    """Subjects whose name fits a class; those named are ranked among themselves."""
    named = draft.asked.subjects
    if named and (pattern is None or (len(named) > 1 and all(pattern.search(one.name) for one in named))):
        return [one.key for one in named]
    found = draft.evidence.subjects_of(measure.key)
    wholes = {one.key for one in named}  # 云衡省各市: the cities, not the province
    return [
        one.key for one in found if one.key not in wholes and (pattern is None or pattern.search(one.name))
    ]


def answer_ranking(draft: Draft) -> None:
    """The subjects of a class by a measure, highest first (lowest first where the least is asked for)."""
    pattern = wording().among.get(draft.asked.among or "")
    least = "least" in draft.asked.signs
    for measure in draft.asked.measures[:1]:
        keys = _keys(draft, measure, pattern)
        series = _told_of(draft, list(draft.evidence.series(measure.key, keys)), keys)
        spans = draft.asked.spans or _last_of(draft, series)
        for when in spans[:1]:
            lines = [
                (found[0], one) for one in series if (found := readings(one.levels, slot_of(one, when).slot))
            ]
            lines.sort(key=lambda line: (-line[0].value if not least else line[0].value, line[1].subject.key))
            asked_one = ("most" in draft.asked.signs) != least
            for reading, one in lines[: 1 if asked_one and lines else _SHOWN]:
                _rank_line(draft, one, reading)
            if lines:
                order = (
                    ("少到多" if least else "多到少")
                    if draft.language == "zh"
                    else ("lowest" if least else "highest")
                )
                texts = [
                    f"{one.subject.name}{'' if draft.language == 'zh' else ': '}{printed(draft, reading)}"
                    for reading, one in lines[:_SHOWN]
                ]
                draft.tell(
                    "ranking",
                    period=draft.period(slot_of(lines[0][1], when).slot),
                    measure=called(draft, lines[0][1]),
                    order=order,
                    values=joined(texts, draft.language),
                )


def _told_of(draft: Draft, series: list[Series], keys: list[str]) -> list[Series]:
    """Of a class in a place (云衡省各市): those that documents about the place tell of."""
    wholes = {one.key for one in draft.asked.subjects} - set(keys)
    if not wholes:
        return series
    found = []
    for one in series:
        sources = [draft.evidence.source(said.figure.passage.document) for said in one.said]
        if any(each and each.place and each.place.key in wholes for each in sources):
            found.append(one)
    return found


def _rank_line(draft: Draft, series: Series, reading: Reading) -> None:
    value = amount(draft, series, reading)
    draft.values.append(value)
    first = reading.said[0].figure
    place = draft.cite(first.passage, sentence=first.sentence)
    draft.items.append(
        Item(
            text=f"{series.subject.name} {value.shown}", period=value.period, subject=series.subject.name,
            value=value.value, unit=value.unit, doc=first.passage.document, passages=(place,),
        )
    )  # fmt: skip


def _last_of(draft: Draft, series: list[Series]) -> list[Span]:
    slots = [one for each in series if (one := latest(each))]
    last = max(slots, key=lambda one: one.order, default=None)
    if last:
        draft.note("note_latest", period=draft.period(last.slot))
    return [last] if last else []

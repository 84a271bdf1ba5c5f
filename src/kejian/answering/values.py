"""The stated values of a series in a period: what agrees is one reading, what does not is several."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kejian.answering.draft import Draft
from kejian.answering.model import Amount, Disagreement
from kejian.answering.names import Measure
from kejian.answering.numbers import rounded
from kejian.answering.saying import joined, say
from kejian.intervals import Interval
from kejian.linking import Derived, Said, Series
from kejian.linking.periods import Span, slot
from kejian.linking.subjects import Subject, named
from kejian.linking.table import exact
from kejian.linking.words import family
from kejian.model import Value

_MOST = 8  # readings of one slot that are told apart
# what the writer left open → before a value in Chinese, in English
COMPARED = {
    "~": ("约", "about "), ">": ("超过", "more than "), ">=": ("不少于", "at least "),
    "<": ("低于", "less than "), "<=": ("不超过", "at most "),
}  # fmt: skip


class Reading(Value, frozen=True, kw_only=True):
    """A value that documents agree on, the most exact form of it first among ``said``."""

    value: Decimal
    bounds: Interval
    said: tuple[Said, ...]


def slot_of(series: Series, when: Span) -> Span:
    """The slot of a series that a period of a question means."""
    return slot(when, stock=series.kind == "stock" if series.kind else None)


def readings(said: Iterable[Said], at: str) -> list[Reading]:
    """What is stated in a slot; statements whose bounds meet are one reading."""
    return _grouped(one for one in said if one.slot and one.slot.slot == at)


def undated(said: Iterable[Said]) -> list[Reading]:
    """What is stated without a period."""
    return _grouped(one for one in said if one.slot is None)


def _grouped(said: Iterable[Said]) -> list[Reading]:
    inside = [one for one in said if one.figure.value is not None]
    groups: list[list[Said]] = []
    for one in sorted(inside, key=_width):
        group = next((each for each in groups if each[0].bounds.meets(one.bounds)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [_reading(group) for group in groups[:_MOST]]


def _reading(group: list[Said]) -> Reading:
    return Reading(value=value_of(group[0]), bounds=group[0].bounds, said=tuple(group))


def value_of(said: Said) -> Decimal:
    """The value in the unit of the series: percentage points of a share as a part of 1."""
    assert said.figure.value is not None
    points = said.figure.unit == "pp" and said.bounds.lower is not None and abs(said.bounds.lower) < 1
    return said.figure.value / 100 if points else said.figure.value


def _width(said: Said) -> tuple[bool, Decimal, str]:
    low, high = said.bounds.lower, said.bounds.upper
    open_ = low is None or high is None
    return open_, Decimal(0) if low is None or high is None else high - low, said.figure.passage.document


def hull(found: Sequence[Reading]) -> Interval:
    """The bounds of all readings together."""
    lows = [one.bounds.lower for one in found]
    highs = [one.bounds.upper for one in found]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    return Interval(low, high)


def series_for(draft: Draft, measure: Measure) -> list[Series]:
    """The series that a question means by a measure: of its subjects, in its unit, cumulative or not."""
    found = _of_subjects(draft, measure)
    wanted = (
        "cumulative" if "cumulative" in draft.asked.signs else "new" if "new" in draft.asked.signs else None
    )
    asked = draft.asked.unit
    if asked and asked.base:
        fitting = [one for one in found if one.unit is None or family(one.unit) == family(asked.base)]
        found = fitting or found
    chosen: list[Series] = []
    for key in dict.fromkeys(one.subject.key for one in found):
        own = [one for one in found if one.subject.key == key]
        exactly = [one for one in own if one.accumulation == wanted or _is_so(one, wanted)]
        if wanted and not exactly:
            continue
        chosen += (exactly or own)[:1]
    return chosen


def _is_so(series: Series, wanted: str | None) -> bool:
    """Whether a series is cumulative or new by what it is: a stock adds up, a flow is of its year."""
    return series.accumulation is None and (series.kind, wanted) in (("stock", "cumulative"), ("flow", "new"))


def _of_subjects(draft: Draft, measure: Measure) -> list[Series]:
    subjects = wanted_subjects(draft)
    if subjects:
        return _in_order(draft.evidence.series(measure.key, [one.key for one in subjects]), subjects)
    place = draft.evidence.place()
    known = draft.evidence.subjects_of(measure.key)
    chosen = [one for one in known if place and one.key == place.key] or list(known[:10])
    if chosen:
        others = sorted({one.name for one in known} - {one.name for one in chosen})[:6]
        more = say("note_others", draft.language, others="、".join(others)) if others else ""
        names = "、".join(dict.fromkeys(one.name for one in chosen))
        draft.note("note_subject", subject=names, others=more)
    return _in_order(draft.evidence.series(measure.key, [one.key for one in chosen]), chosen)


def _in_order(found: Iterable[Series], subjects: Sequence[Subject]) -> list[Series]:
    keys = [one.key for one in subjects]
    return sorted(found, key=lambda one: keys.index(one.subject.key))


def wanted_subjects(draft: Draft) -> tuple[Subject, ...]:
    """Whose figures are asked for; a named thing stands for itself."""
    return draft.asked.subjects or tuple(named(one.name) for one in draft.asked.things)


def called(draft: Draft, series: Series) -> str:
    """A measure as the answer calls it."""
    one = series.measure.indicator
    name = one.en if one and draft.language == "en" else series.measure.name
    if series.accumulation:
        name += say(f"{series.accumulation}_mark", draft.language)
    return name


def status_words(draft: Draft, said: Iterable[Said]) -> str:
    """How final the statements say they are, in brackets; empty where they do not."""
    words = {
        "preliminary": ("初步核算", "preliminary"), "estimated": ("预计", "estimated"),
        "revised": ("修订", "revised"), "final": ("最终核实", "final"),
    }  # fmt: skip
    found = list(dict.fromkeys(one.status for one in said if one.status))
    if not found:
        return ""
    text = "、".join(words[one][draft.language == "en"] for one in found)
    return f" ({text})" if draft.language == "en" else f"（{text}）"


def amount(draft: Draft, series: Series, reading: Reading, *, aspect: str = "level") -> Amount:
    """A stated value, its statements cited."""
    for said in reading.said:
        draft.cite(said.figure.passage, sentence=said.figure.sentence, id_=said.id)
    first = reading.said[0]
    unit = series.unit if aspect == "level" else "1" if first.figure.unit == "pp" else first.figure.unit
    return Amount(
        value=exact(reading.value),
        unit=unit if aspect != "level" or first.figure.unit == "pp" else first.figure.unit or unit,
        period=first.slot.slot if first.slot else None,
        subject=series.subject.name,
        measure=called(draft, series),
        aspect=aspect if aspect != "level" else first.aspect.value,
        comparator=first.figure.comparator,
        lower=exact(reading.bounds.lower),
        upper=exact(reading.bounds.upper),
        status=first.status,
        shown=printed(draft, reading),
        series=series.key,
    )


def printed(draft: Draft, reading: Reading) -> str:
    """A stated value in words, with what the writer left open (超过, about)."""
    said = reading.said[0]
    unit = "1" if said.figure.unit == "pp" and reading.value != said.figure.value else said.figure.unit
    text = draft.number(reading.value, unit)
    if said.figure.mention.unit is not None and draft.language == "zh" and not _converted(draft):
        surface = said.figure.mention.surface
        same = said.figure.value == said.figure.mention.value and said.figure.unit not in ("1", "rank")
        text = surface if same else text
        if same and text[0] not in "0123456789":
            return text
    mark = COMPARED.get(said.figure.comparator)
    if unit == "1" and "/" in said.figure.mention.surface:  # 1/6 has no exact percentage
        text = said.figure.mention.surface
    return (mark[draft.language == "en"] if mark else "") + text


def _converted(draft: Draft) -> bool:
    """Whether the question asks for a unit of its own (万元), not just for what is counted (家)."""
    asked = draft.asked.unit
    return asked is not None and (asked.factor != 1 or asked.base in ("CNY", "USD", "EUR", "HKD"))


def derived_amount(
    draft: Draft,
    series: Series,
    *,
    value: Decimal | None,
    bounds: Interval,
    unit: str | None,
    period: str,
    aspect: str,
    formula: str,
    subject: str | None = None,
    measure: str | None = None,
) -> Amount:
    """A value that no text states."""
    low, high = bounds.lower, bounds.upper
    middle = value
    if middle is None and low is not None and high is not None:
        middle = (low + high) / 2
    return Amount(
        value=None if middle is None else exact(middle),
        unit=unit,
        period=period,
        subject=subject or series.subject.name,
        measure=measure or called(draft, series),
        aspect=aspect,
        derived=True,
        lower=exact(low),
        upper=exact(high),
        formula=formula,
        shown="" if middle is None else draft.number(rounded(middle), unit),
        series=series.key,
    )


def keep_derived(
    draft: Draft,
    series: Series,
    of: Sequence[Reading],
    value: Decimal,
    bounds: Interval,
    unit: str | None,
    period: str,
    aspect: str,
    formula: str,
) -> None:
    """Add a value that no text states to the answer, and the statements ``of`` which it is made."""
    for one in of:
        amount(draft, series, one)  # cites its statements
    draft.values.append(
        derived_amount(
            draft,
            series,
            value=value,
            bounds=bounds,
            unit=unit,
            period=period,
            aspect=aspect,
            formula=formula,
        )
    )


def disagree(draft: Draft, series: Series, found: Sequence[Reading], values: Sequence[Amount]) -> None:
    """Record that the documents differ."""
    docs = dict.fromkeys(said.figure.passage.document for one in found for said in one.said)
    draft.disagreement.append(
        Disagreement(
            measure=called(draft, series),
            subject=series.subject.name,
            period=values[0].period or "",
            values=tuple(values),
            docs=tuple(docs),
        )
    )


def docs_of(draft: Draft, said: Iterable[Said]) -> str:
    """The documents of statements, in words."""
    titles = dict.fromkeys(draft.title(one.figure.passage.document) for one in said)
    return joined(list(titles), draft.language)


def derived_at(series: Series, at: str) -> list[Derived]:
    """What follows for a slot, narrowest first."""
    found = [one for one in series.derived if one.slot.slot == at and one.usual.bounded]
    return sorted(found, key=lambda one: ((one.usual.upper or 0) - (one.usual.lower or 0), one.formula))


def latest(series: Series) -> Span | None:
    """The last slot with a stated value; whole years before parts of one."""
    years = [one for one in series.slots if one.slot.isdigit()]
    found = years or list(series.slots)
    return found[-1] if found else None


def year_values(series: Series) -> dict[int, list[Reading]]:
    """The stated values of whole years, in order."""
    years = [one for one in series.slots if one.slot.isdigit()]
    return {int(one.slot): found for one in years if (found := readings(series.levels, one.slot))}


def value_line(draft: Draft, series: Series, reading: Reading) -> str:
    """A stated value with its period, subject and measure, in a few words."""
    slot_ = reading.said[0].slot
    period = draft.period(slot_.slot if slot_ else None)
    name = called(draft, series)
    if draft.language == "zh":
        return f"{period}{series.subject.name}{name}{printed(draft, reading)}"
    return f"{name} of {series.subject.name} in {period}: {printed(draft, reading)}"

"""A measure over the years: trend, highest and lowest, average and sum, since when above, whether above."""

from decimal import Decimal

from kejian.answering.draft import Draft, bounds_words
from kejian.answering.growth import pairs, tell_growth
from kejian.answering.levels import tell_value, with_other_readings
from kejian.answering.numbers import rounded
from kejian.answering.reading import Threshold
from kejian.answering.saying import joined, say
from kejian.answering.values import (
    Reading,
    amount,
    called,
    disagree,
    hull,
    keep_derived,
    latest,
    printed,
    readings,
    slot_of,
    year_values,
)
from kejian.intervals import exactly
from kejian.linking import Series
from kejian.linking.periods import Span, whole_year
from kejian.model import Aspect

_MOST = 60  # years of one answer


def answer_trend(draft: Draft) -> None:
    """The stated values of each year, in order, and the years without one."""
    for series, years in _stretches(draft):
        parts = []
        for year, found in years.items():
            values = [amount(draft, series, one) for one in found]
            draft.values += values
            if len(found) > 1:
                disagree(draft, series, found, values)
            parts.append(f"{draft.period(str(year))} {' / '.join(printed(draft, one) for one in found)}")
        if parts:
            draft.tell(
                "trend",
                subject=series.subject.name,
                measure=called(draft, series),
                values=joined(parts, draft.language),
            )
            _tell_gaps(draft, years)
            draft.chart([series])


def _tell_gaps(draft: Draft, years: dict[int, list[Reading]]) -> None:
    spans = draft.asked.spans
    first = spans[0].start.year if draft.asked.when.through else min(years)
    last = spans[-1].end.year if draft.asked.when.through else max(years)
    missing = [year for year in range(first, last + 1) if year not in years]
    if missing:
        draft.add(say("gaps", draft.language, years=_ranges(missing, draft.language)))


def _ranges(years: list[int], language: str) -> str:
    """Years in words, neighbours as a range: 2016—2018、2020."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs[:_MOST]]
    return ("、" if language == "zh" else ", ").join(parts)


def _stretches(draft: Draft) -> list[tuple[Series, dict[int, list[Reading]]]]:
    """Each series with the values of the years asked for."""
    found = []
    for measure in draft.asked.measures:
        for series in with_other_readings(draft, measure):
            years = year_values(series)
            spans = draft.asked.spans
            if spans:
                first, last = spans[0].start.year, spans[-1].end.year
                through = draft.asked.when.through or len(spans) == 1
                named = {one.end.year for one in spans}
                years = {
                    year: one for year, one in years.items()
                    if (first <= year <= last if through else year in named)
                }  # fmt: skip
            found.append((series, dict(list(years.items())[-_MOST:])))
    return found


def answer_extreme(draft: Draft) -> None:
    """The year with the highest or the lowest value; of ranks the lowest number is the highest."""
    for series, years in _stretches(draft):
        if len(years) < 2:
            continue
        down = ("least" in draft.asked.signs) != (series.kind == "rank")
        ordered = sorted(years.items(), key=lambda one: (one[1][0].value, one[0]), reverse=not down)
        best = [one for one in ordered if one[1][0].value == ordered[0][1][0].value]
        for year, found in best:
            values = [amount(draft, series, one) for one in found]
            draft.values += values
            if len(found) > 1:
                disagree(draft, series, found, values)
            draft.tell(
                "least" if "least" in draft.asked.signs else "most", subject=series.subject.name,
                measure=called(draft, series), period=draft.period(str(year)),
                value=" / ".join(one.shown for one in values),
            )  # fmt: skip
        draft.add(say("within", draft.language, years=_years(years)))
        draft.chart([series])


def answer_aggregate(draft: Draft) -> None:
    """Average, sum, or average yearly growth over years; only where every year between has a value."""
    for series, years in _stretches(draft):
        first, last = _ends(draft, years)
        whole = bool(years) and last > first and all(year in years for year in range(first, last + 1))
        if "cagr" in draft.asked.signs:
            if years and first in years and last in years and last > first:
                _tell_cagr(draft, series, years, first, last)
            continue
        if not whole or ("total" in draft.asked.signs and series.kind in ("ratio", "rank", "stock")):
            continue
        if not draft.asked.spans:
            draft.note("note_range", period=draft.period(f"{first}/{last}"))
        _tell_mean(draft, series, years, first, last)


def _ends(draft: Draft, years: dict[int, list[Reading]]) -> tuple[int, int]:
    spans = draft.asked.spans
    if spans:
        return spans[0].start.year, spans[-1].end.year
    return min(years, default=0), max(years, default=0)


def _tell_mean(draft: Draft, series: Series, years: dict[int, list[Reading]], first: int, last: int) -> None:
    total, bounds = Decimal(0), exactly(Decimal(0))
    for found in years.values():
        total, bounds = total + found[0].value, bounds + hull(found)
    mean = "total" not in draft.asked.signs
    count = Decimal(len(years))
    value = total / count if mean else total
    if mean:
        bounds = bounds.over(exactly(count))
    sum_ = " + ".join(draft.number(found[0].value, series.unit) for found in years.values())
    formula = f"({sum_}) ÷ {count}" if mean else sum_
    every = [one for found in years.values() for one in found]
    keep_derived(draft, series, every, value, bounds, series.unit, f"{first}/{last}", "level", formula)
    draft.tell(
        "average" if mean else "total", period=draft.period(f"{first}/{last}"), subject=series.subject.name,
        measure=called(draft, series), value=draft.number(rounded(value, digits=6), series.unit),
    )  # fmt: skip
    draft.add(say("follows", draft.language, formula=formula))
    draft.add(bounds_words(draft, bounds, series.unit, value))
    draft.chart([series])


def _tell_cagr(draft: Draft, series: Series, years: dict[int, list[Reading]], first: int, last: int) -> None:
    if len(years[first]) > 1 or len(years[last]) > 1:
        for found in (years[first], years[last]):
            if len(found) > 1:
                disagree(draft, series, found, [amount(draft, series, one) for one in found])
    for early in years[first][:2]:
        for late in years[last][:2]:
            if early.value <= 0 or late.value <= 0:
                continue
            bounds = late.bounds.over(early.bounds).root(last - first) - exactly(Decimal(1))
            value = (late.value / early.value) ** (Decimal(1) / Decimal(last - first)) - 1
            texts = [draft.number(one.value, series.unit) for one in (late, early)]
            formula = f"({texts[0]} ÷ {texts[1]})^(1/{last - first}) − 1"
            of, period = (early, late), f"{first}/{last}"
            keep_derived(draft, series, of, value, bounds, "1", period, "growth", formula)
            draft.tell(
                "cagr",
                period=draft.period(period),
                subject=series.subject.name,
                measure=called(draft, series),
                value=draft.number(rounded(value), "1"),
            )
            draft.add(say("follows", draft.language, formula=formula))
    draft.chart([series])


def answer_since(draft: Draft) -> None:
    """From which year on, or in which years, a series is over (or under) an amount."""
    limit = draft.asked.threshold
    if limit is None:
        return
    for series, _ in _stretches(draft):
        slots = _slot_values(draft, series)
        if not slots:
            continue
        names = {
            "subject": series.subject.name,
            "measure": called(draft, series),
            "over": _over(draft, limit),
            "limit": draft.number(limit.value, limit.unit or series.unit),
        }
        holds = {at: _holds(found, limit, series) for at, found in slots.items()}
        true = [at for at, one in holds.items() if one]
        told = true if "years" in draft.asked.signs else true[:1]
        for at in told or slots:
            draft.values += [amount(draft, series, one) for one in slots[at]]
        if not true:
            if None in holds.values():
                draft.tell("undecided")
            draft.tell("no_year", **names, values=_listed(draft, slots))
        elif "years" in draft.asked.signs:
            draft.tell("years", **names, values=_listed(draft, {at: slots[at] for at in true}))
        else:
            value = " / ".join(printed(draft, one) for one in slots[true[0]])
            draft.tell("since", **names, period=draft.period(true[0]), value=value)
            if true[0] == next(iter(slots)):
                draft.add(say("since_first", draft.language))
            elif len(true) < len(slots) - list(slots).index(true[0]):
                draft.add(say("not_always", draft.language))
        draft.chart([series])


def _slot_values(draft: Draft, series: Series) -> dict[str, list[Reading]]:
    """The stated values of all periods asked for, in order; whole years before parts of later ones."""
    spans = draft.asked.spans
    inside = [
        one
        for one in series.slots
        if not spans or any(each.start <= one.start and one.end <= each.end for each in _asked_for(draft))
    ]
    return {one.slot: found for one in inside[-_MOST:] if (found := readings(series.levels, one.slot))}


def _asked_for(draft: Draft) -> list[Span]:
    spans = draft.asked.spans
    return [Span(spans[0].start, spans[-1].end)] if draft.asked.when.through else list(spans)


def answer_turns(draft: Draft) -> None:
    """In which years a series grew or fell (by more than an amount), or grew the most or the least."""
    signs, limit = draft.asked.signs, draft.asked.threshold
    down = "slowest" in signs or ("down" in signs and "up" not in signs and "growth" not in signs)
    for series, years in _stretches(draft):
        if series.kind in ("ratio", "rank"):
            continue
        moves = {year: one for year in sorted(years) if (one := _growth_of(series, year))}
        edge = limit.value if limit and limit.unit == "1" else Decimal(0)
        chosen = {year: one for year, one in moves.items() if (-one[0] if down else one[0]) > edge}
        if signs & {"fastest", "slowest"} and chosen:
            best = max(chosen, key=lambda year: abs(chosen[year][0]))
            chosen = {best: chosen[best]}
        for year in chosen:
            base, target = whole_year(year - 1), whole_year(year)
            tell_growth(draft, series, base, target)
        if moves and not chosen:
            words = ("下降" if down else "增长") if draft.language == "zh" else ("fell" if down else "grew")
            draft.tell("no_turn", subject=series.subject.name, measure=called(draft, series), direction=words)
        if moves:
            draft.add(say("within", draft.language, years=", ".join(map(str, moves))))
            draft.chart([series])


def _growth_of(series: Series, year: int) -> tuple[Decimal, bool] | None:
    """The growth against the year before, and whether a text states it."""
    for said in series.others:
        own = said.aspect is Aspect.GROWTH and said.slot == whole_year(year)
        if own and said.figure.value is not None and said.against in (None, whole_year(year - 1)):
            return said.figure.value, True
    early, late = (readings(series.levels, str(one)) for one in (year - 1, year))
    return (late[0].value / early[0].value - 1, False) if early and late and early[0].value > 0 else None


def answer_check(draft: Draft) -> None:
    """Whether a value is over an amount, or grew, or fell: yes, no, or that it cannot be decided."""
    limit = draft.asked.threshold
    signs = draft.asked.signs
    for measure in draft.asked.measures:
        for series in with_other_readings(draft, measure):
            span = draft.asked.spans[-1] if draft.asked.spans else latest(series)
            if span is None:
                continue
            at = slot_of(series, span)
            if limit is not None:
                found = readings(series.levels, at.slot)
                if found:
                    _tell_verdict(draft, _holds(found, limit, series))
                    tell_value(draft, series, span)
            elif signs & {"up", "down", "growth"}:
                _check_growth(draft, series)


def _check_growth(draft: Draft, series: Series) -> None:
    at = len(draft.sentences)
    for one, base, target in pairs(draft):
        if one.key == series.key:
            tell_growth(draft, series, base, target)
    grown = {Decimal(one.value) for one in draft.values if one.value and one.aspect == "growth"}
    if not grown:
        return
    signs = {(one > 0) - (one < 0) for one in grown}
    wanted = -1 if "down" in draft.asked.signs and "up" not in draft.asked.signs else 1
    verdict = None if len(signs) > 1 else signs == {wanted}
    _tell_verdict(draft, verdict)
    draft.sentences.insert(at, draft.sentences.pop())


def _tell_verdict(draft: Draft, verdict: bool | None) -> None:
    draft.tell("undecided" if verdict is None else "yes" if verdict else "no")


def _holds(found: list[Reading], limit: Threshold, series: Series) -> bool | None:
    """Whether all readings are beyond the limit; None where they differ or their width leaves it open."""
    value = limit.value / 100 if limit.unit == "pp" and series.unit == "1" else limit.value
    one = hull(found)
    over = limit.comparator.startswith(">")
    or_equal = limit.comparator.endswith("=")
    if not over:
        one, value = -one, -value
    if one.lower is not None and (one.lower > value or (or_equal and one.lower == value)):
        return True
    if one.upper is not None and (one.upper < value or (not or_equal and one.upper == value)):
        return False
    return None


def _over(draft: Draft, limit: Threshold) -> str:
    words = {
        ">": ("超过", "above"),
        ">=": ("不低于", "at least"),
        "<": ("低于", "below"),
        "<=": ("不超过", "at most"),
    }
    return words[limit.comparator][draft.language == "en"]


def _listed(draft: Draft, slots: dict[str, list[Reading]]) -> str:
    parts = [f"{draft.period(at)} {' / '.join(printed(draft, one) for one in slots[at])}" for at in slots]
    return joined(parts, draft.language)


def _years(years: dict[int, list[Reading]]) -> str:
    return ", ".join(map(str, years))

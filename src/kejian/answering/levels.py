"""How much was it: levels, ranks and shares as stated, or as they follow."""

import msgspec
import regex

from kejian.answering.draft import Draft, bounds_words, is_
from kejian.answering.names import Measure
from kejian.answering.reading import WHOLES
from kejian.answering.saying import joined, say
from kejian.answering.values import (
    amount,
    called,
    derived_amount,
    derived_at,
    disagree,
    docs_of,
    latest,
    printed,
    readings,
    series_for,
    slot_of,
    status_words,
    undated,
    wanted_subjects,
)
from kejian.linking import Series
from kejian.linking.periods import Span
from kejian.model import Aspect

_RANKING = regex.compile(r"第|排|位|榜|名次|指数|ranks?\b|position")
_WITHIN = ("全国", "全球", "世界", "全省", "全市", "亚洲")  # where a rank holds
_MOST = 20  # rankings of one subject


def answer_value(draft: Draft) -> None:
    """The value of each measure of each subject in each period."""
    if "total" in draft.asked.signs and len(draft.asked.measures) > 1:
        draft.note("note_apart")
    for measure in draft.asked.measures:
        series_of = with_other_readings(draft, measure)
        for series in series_of:
            for when in draft.asked.spans or _latest(draft, series):
                if not tell_value(draft, series, when):
                    _miss(draft, series.subject.name, called(draft, series), when.slot)
            if not (draft.asked.spans or series.slots):
                _tell_undated(draft, series)
        found = {one.subject.key for one in series_of}
        for subject in draft.asked.subjects:
            if subject.key not in found:
                _miss(
                    draft,
                    subject.name,
                    measure.called(draft.language),
                    draft.asked.spans[0].slot if draft.asked.spans else None,
                )


def _tell_undated(draft: Draft, series: Series) -> None:
    """The one value of a series none of whose values has a date."""
    found = undated(series.levels)
    if len(found) == 1:
        value = amount(draft, series, found[0])
        draft.values.append(value)
        draft.tell(
            "undated", subject=series.subject.name, measure=called(draft, series),
            is_=is_(draft, value.shown), value=value.shown, status=status_words(draft, found[0].said),
        )  # fmt: skip


def _miss(draft: Draft, subject: str, measure: str, slot: str | None) -> None:
    """Remember what a part of the question is not answered by; said only if another part is."""
    draft.missing.append(
        say(
            "no_value",
            draft.language,
            period=draft.period(slot) if slot else "",
            subject=subject,
            measure=measure,
        )
    )


def with_other_readings(draft: Draft, measure: Measure) -> list[Series]:
    """The series of a measure; where its name is that of another indicator too, that is said or taken."""
    asked = draft.asked.unit
    for other in measure.others:
        if (
            asked
            and asked.base
            and other.measures(asked.base)
            and not (measure.indicator and measure.indicator.measures(asked.base))
        ):
            return series_for(
                draft, Measure(key=other.code, name=other.zh, words=measure.words, indicator=other)
            )
    found = series_for(draft, measure)
    for other in measure.others:
        if not asked and _is_known(draft, other.code):
            names = (measure.called(draft.language), other.en if draft.language == "en" else other.zh)
            draft.note("note_reading", words=measure.words, one=names[0], other=names[1])
            if not found:
                return series_for(
                    draft, Measure(key=other.code, name=other.zh, words=measure.words, indicator=other)
                )
    return found


def _is_known(draft: Draft, code: str) -> bool:
    place = draft.evidence.place()
    subjects = wanted_subjects(draft) or ((place,) if place else ())
    return bool(draft.evidence.series(code, [one.key for one in subjects]))


def _latest(draft: Draft, series: Series) -> list[Span]:
    last = latest(series)
    if last is None:
        return []
    draft.note("note_latest", period=draft.period(last.slot))
    return [last]


def tell_value(draft: Draft, series: Series, when: Span) -> bool:
    """The value of a series in a period; false where nothing is stated and nothing follows."""
    at = slot_of(series, when).slot
    days = [one.slot for one in series.slots if one.start == one.end == when.end]  # 5月末 of May
    found = readings(series.levels, at)
    if not found and days:
        found, at = readings(series.levels, days[0]), days[0]
    if series.measure.indicator is None and not _RANKING.search(series.measure.name + draft.asked.text):
        found = [one for one in found if one.said[0].aspect is not Aspect.RANK]  # 市值全国第一 is no amount
    names = {
        "period": draft.period(at), "subject": series.subject.name, "measure": called(draft, series)
    }  # fmt: skip
    if not found:
        return _tell_derived(draft, series, at, names)
    values = [amount(draft, series, one) for one in found]
    draft.values += values
    if len(found) == 1:
        draft.tell(
            "value", **names, is_=is_(draft, values[0].shown), value=values[0].shown,
            status=status_words(draft, found[0].said),
        )  # fmt: skip
    else:
        disagree(draft, series, found, values)
        parts = [
            say("one_of_several", draft.language, value=printed(draft, one),
                status=status_words(draft, one.said), docs=docs_of(draft, one.said))
            for one in found
        ]  # fmt: skip
        draft.tell("several", **names, values=joined(parts, draft.language))
    draft.chart([series] if len(series.slots) > 1 else [])
    return True


def _tell_derived(draft: Draft, series: Series, at: str, names: dict[str, str]) -> bool:
    follows = derived_at(series, at)
    if not follows:
        return False
    one = follows[0]
    found = derived_amount(
        draft,
        series,
        value=None,
        bounds=one.usual,
        unit=series.unit,
        period=at,
        aspect="level",
        formula=one.formula,
    )
    draft.values.append(found)
    for said in one.sources:
        draft.cite(said.figure.passage, sentence=said.figure.sentence, id_=said.id)
    draft.tell(
        "derived_value",
        **names,
        formula=one.formula,
        value=found.shown,
        bounds=bounds_words(draft, one.usual, series.unit, None),
    )
    return True


def answer_rank(draft: Draft) -> None:
    """The rank of a subject by a measure, or in a ranking that is a measure itself; without one, in all."""
    own = tuple(one for one in draft.asked.subjects if not one.key.startswith(WHOLES))
    draft.asked = msgspec.structs.replace(draft.asked, subjects=own)
    found = [one for measure in draft.asked.measures for one in series_for(draft, measure)]
    if not (draft.asked.measures or draft.asked.inherited):
        found = [
            one
            for subject in wanted_subjects(draft)
            for one in draft.evidence.series_of(subject.key, kind="rank")
        ][:_MOST]
    for series in found:
        for when in draft.asked.spans or _latest(draft, series):
            tell_rank(draft, series, when, own=series.kind == "rank")


def tell_rank(draft: Draft, series: Series, when: Span, *, own: bool) -> None:
    """A stated rank."""
    at = slot_of(series, when).slot
    said = series.levels if own else [one for one in series.others if one.aspect.value == "rank"]
    asked = [each for each in _WITHIN if each in draft.asked.text]
    inside = [one for one in said if (one.figure.base or "").startswith(tuple(asked))] if asked else []
    found = readings(inside or said, at)
    values = [amount(draft, series, one, aspect="rank") for one in found]
    draft.values += values
    names = {"period": draft.period(at), "subject": series.subject.name, "measure": called(draft, series)}
    if len(found) == 1:
        draft.tell("rank", **names, base=found[0].said[0].figure.base or "", value=values[0].shown)
    elif found:
        disagree(draft, series, found, values)
        parts = [
            say("one_of_several", draft.language, value=value.shown, status="", docs=docs_of(draft, one.said))
            for one, value in zip(found, values, strict=True)
        ]
        draft.tell("ranks", **names, values=joined(parts, draft.language))


def answer_agree(draft: Draft) -> None:
    """Whether the documents agree on a value, with all that they say."""
    answer_value(draft)
    if draft.answered and not draft.disagreement:
        draft.tell("agree")

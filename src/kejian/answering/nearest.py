"""What the evidence says that comes nearest to a question it does not answer."""

import msgspec

from kejian.answering.draft import Draft
from kejian.answering.events import find, told_line, told_lines
from kejian.answering.evidence import Wanted
from kejian.answering.model import Item
from kejian.answering.names import Measure
from kejian.answering.terms import key_of, printed_names, ruled_line
from kejian.answering.values import Reading, readings, value_line, wanted_subjects
from kejian.linking import Series
from kejian.linking.periods import Span
from kejian.model import Role

_SHOWN = 5


def find_nearest(draft: Draft) -> None:
    """Fill ``draft.nearest``: the same measure elsewhere or at another time, else measures of like names."""
    lines: list[Item] = []
    for measure in draft.asked.measures[:3]:
        keys = [one.key for one in wanted_subjects(draft)] + [
            place.key for place in [draft.evidence.place()] if place
        ]
        found = list(draft.evidence.series(measure.key, keys))
        if len(found) < _SHOWN:
            others = [one.key for one in draft.evidence.subjects_of(measure.key) if one.key not in keys]
            found += draft.evidence.series(measure.key, others[: _SHOWN - len(found)])
        lines += _of_series(draft, found)
        lines += _targets(draft, measure)
    if not lines:
        for thing in draft.asked.things[:2]:
            told = draft.evidence.told(Wanted(names=(thing.names,), limit=_SHOWN))
            lines += [told_line(draft, one) for one in told]
    if not lines and draft.asked.claims:
        lines += told_lines(draft, find(draft)[:_SHOWN])
    if not lines:
        words = "".join((*draft.asked.phrases, *(one.name for one in draft.asked.measures)))
        if len(words) > 1:
            spans = draft.asked.spans
            near = spans[0].end if spans else None
            lines += _of_series(draft, list(draft.evidence.similar(words, near=near)))
    draft.nearest += lines[:_SHOWN]


def _targets(draft: Draft, measure: Measure) -> list[Item]:
    """Targets of a measure for the years asked for."""
    last = max((one.end.year for one in draft.asked.spans), default=0)
    if not draft.year or last <= draft.year:
        return []
    found = []
    for one in draft.evidence.ruled(Role.TARGET, measures=printed_names(measure)):
        if key_of(one.figure) == measure.key and (one.figure.period or "").startswith(str(last)):
            line = ruled_line(draft, one)
            label = "目标：" if draft.language == "zh" else "target: "
            found.append(msgspec.structs.replace(line, text=label + line.text))
    return found[:_SHOWN]


def _of_series(draft: Draft, series: list[Series]) -> list[Item]:
    """The values nearest in time, of the subjects asked for first."""
    keys = [one.key for one in wanted_subjects(draft)]
    place = draft.evidence.place()
    keys += [place.key] if place else []
    series.sort(
        key=lambda one: (keys.index(one.subject.key) if one.subject.key in keys else len(keys), one.key)
    )
    found = []
    for one in series[: 2 * _SHOWN]:
        slot = _closest(draft, one)
        for reading in readings(one.levels, slot.slot)[:1] if slot else ():
            found.append(_line(draft, one, reading))
    return found[:_SHOWN]


def _closest(draft: Draft, series: Series) -> Span | None:
    spans = draft.asked.spans
    if not spans:
        return series.slots[-1] if series.slots else None
    return min(series.slots, key=lambda one: abs((one.end - spans[0].end).days), default=None)


def _line(draft: Draft, series: Series, reading: Reading) -> Item:
    first = reading.said[0]
    at = draft.cite(first.figure.passage, sentence=first.figure.sentence, id_=first.id)
    return Item(
        text=value_line(draft, series, reading), period=first.slot.slot if first.slot else None,
        subject=series.subject.name, value=f"{reading.value:f}", unit=first.figure.unit,
        doc=first.figure.passage.document, passages=(at,),
    )  # fmt: skip

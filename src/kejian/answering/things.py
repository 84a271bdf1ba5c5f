"""Names, definitions, how final a figure is, and the documents themselves."""

from kejian.answering.draft import Draft
from kejian.answering.events import told_lines
from kejian.answering.evidence import MOST_DOCUMENTS, Source, Thing, Wanted
from kejian.answering.levels import with_other_readings
from kejian.answering.model import Item
from kejian.answering.names import Measure
from kejian.answering.reading import AMOUNTS
from kejian.answering.saying import joined, say
from kejian.answering.values import (
    amount,
    docs_of,
    latest,
    readings,
    slot_of,
    value_line,
    wanted_subjects,
)
from kejian.language import mentions
from kejian.linking import Said
from kejian.linking.subjects import Subject, named

_SHOWN = 40
_TYPES = {
    "organisation": ("机构", "organisation"), "person": ("人物", "person"), "place": ("地点", "place"),
    "product": ("产品", "product"), "facility": ("设施平台", "facility"), "policy": ("政策", "policy"),
    "programme": ("计划项目", "programme"), "event": ("活动", "event"), "standard": ("标准", "standard"),
}  # fmt: skip
_KINDS = {
    "stock": ("时点数", "a stock"),
    "flow": ("时期数", "a flow"),
    "ratio": ("比率", "a ratio"),
    "rank": ("位次", "a rank"),
}


def answer_entity(draft: Draft) -> None:
    """What is known of a named thing: what it is, what it did, its figures."""
    for thing in draft.asked.things:
        _tell_thing(draft, thing)
    for subject in () if draft.asked.things else draft.asked.subjects:
        _tell_known(draft, (subject.name,), subject)


def _tell_thing(draft: Draft, thing: Thing) -> None:
    english = draft.language == "en"
    docs = dict.fromkeys(one.document for one in thing.passages)
    others = [name for name in thing.names if name != thing.name][:8]
    also = (
        say("also_called", draft.language, names=(", " if english else "、").join(others)) if others else ""
    )
    for passage in thing.passages[:5]:
        draft.cite(passage)
    kind = _TYPES.get(thing.type, (thing.type, thing.type))[english]
    draft.tell("entity", name=thing.name, type=kind, aliases=also, count=len(docs))
    _tell_known(draft, thing.names, named(thing.name))


def _tell_known(draft: Draft, names: tuple[str, ...], subject: Subject) -> None:
    """What a thing did and what is measured of it."""
    told = draft.evidence.told(Wanted(names=(names,)))[:_SHOWN]
    lines = told_lines(draft, told)
    draft.items += lines
    if lines:
        draft.tell("known_for", items=joined([one.text for one in lines], draft.language))
    figures = []
    for series in draft.evidence.series_of(subject.key)[:_SHOWN]:
        last = latest(series)
        for reading in readings(series.levels, last.slot)[:1] if last else ():
            draft.values.append(amount(draft, series, reading))
            figures.append(value_line(draft, series, reading))
    if figures:
        draft.tell("figures_of", items=joined(figures, draft.language))


def answer_definition(draft: Draft) -> None:
    """How a measure is defined: by the vocabulary, and in the words of the documents."""
    english = draft.language == "en"
    for measure in draft.asked.measures:
        said = _said(draft, measure)
        words = list(dict.fromkeys(word for one in said for word in one.definition))
        for each in said[-1:]:
            draft.cite(each.figure.passage, sentence=each.figure.sentence, id_=each.id)
        if measure.indicator:
            one = measure.indicator
            kind = _KINDS[one.kind][english]
            draft.tell(
                "definition",
                measure=measure.called(draft.language),
                says=one.defined(draft.language),
                unit=one.unit,
                kind=kind,
            )
        if words:
            for each in said:
                if each.definition:
                    draft.cite(each.figure.sentence)
            draft.tell("said_definition", items=joined(words[:_SHOWN], draft.language))
        elif measure.indicator and said:
            draft.tell("no_definition")


def _said(draft: Draft, measure: Measure) -> list[Said]:
    keys = [one.key for one in wanted_subjects(draft)]
    every = [one.key for one in draft.evidence.subjects_of(measure.key)][:10]
    return [said for one in draft.evidence.series(measure.key, keys or every) for said in one.said]


def answer_status(draft: Draft) -> None:
    """Whether a value is marked as preliminary, estimated, revised or final."""
    words = {
        "preliminary": ("初步核算", "preliminary"), "estimated": ("预计", "estimated"),
        "revised": ("修订", "revised"), "final": ("最终核实", "final"),
    }  # fmt: skip
    for measure in draft.asked.measures:
        for series in with_other_readings(draft, measure):
            when = draft.asked.spans[0] if draft.asked.spans else latest(series)
            if when is None:
                continue
            for one in readings(series.levels, slot_of(series, when).slot):
                draft.values.append(amount(draft, series, one))
                line = value_line(draft, series, one)
                by_status: dict[str | None, list[Said]] = {}
                for said in one.said:
                    by_status.setdefault(said.status, []).append(said)
                for status, group in by_status.items():
                    docs = docs_of(draft, group)
                    if status:
                        draft.tell(
                            "status", value=line, status=words[status][draft.language == "en"], docs=docs
                        )
                    else:
                        draft.tell("no_status", value=line, docs=docs)


def answer_documents(draft: Draft) -> None:
    """The documents there are, or those that name or state what is asked for."""
    asked = draft.asked
    if asked.measures:
        _tell_stating(draft)
    elif asked.things or asked.phrases or asked.quoted:
        _tell_naming(draft)
    else:
        years = {year for one in asked.spans for year in range(one.start.year, one.end.year + 1)}
        keys = {one.key for one in asked.subjects}
        found = [
            one for one in draft.evidence.documents(sorted(years))
            if not keys or (one.place and one.place.key in keys)
        ]  # fmt: skip
        _tell_documents(draft, found)


def _tell_stating(draft: Draft) -> None:
    names: dict[str, tuple[int, ...]] = {}
    values = {one.value for one in mentions(draft.asked.text) if one.kind in AMOUNTS}
    for measure in draft.asked.measures:
        subjects = draft.asked.subjects or draft.evidence.subjects_of(measure.key)[:20]
        for series in draft.evidence.series(measure.key, [one.key for one in subjects]):
            slots = {slot_of(series, one).slot for one in draft.asked.spans}
            for said in series.said:
                if values and said.figure.value not in values:
                    continue
                if not slots or (said.slot and said.slot.slot in slots):
                    at = draft.cite(said.figure.passage, sentence=said.figure.sentence, id_=said.id)
                    names[said.figure.passage.document] = (*names.get(said.figure.passage.document, ()), at)
    found = [one for name in names if (one := draft.evidence.source(name))]
    _tell_documents(draft, found, passages=names)


def _tell_naming(draft: Draft) -> None:
    asked = draft.asked
    what = (
        [name for one in asked.things for name in one.names[:1]] or list(asked.quoted) or list(asked.phrases)
    )
    found: dict[str, tuple[Source, tuple[int, ...]]] = {}
    forms = [[name] for one in asked.things for name in one.names[:8]] or [what]
    for words in forms:
        for source, passage in draft.evidence.naming(words):
            found.setdefault(source.name, (source, (draft.cite(passage),)))
    ordered = sorted(found.values(), key=lambda one: (one[0].year or 0, one[0].name))
    lines = [_doc_line(draft, source, places) for source, places in ordered]
    draft.items += lines
    if lines:
        draft.tell(
            "naming",
            what="、".join(what),
            count=len(lines),
            items=joined([one.text for one in lines], draft.language),
        )


def _tell_documents(
    draft: Draft, found: list[Source], passages: dict[str, tuple[int, ...]] | None = None
) -> None:
    lines = [_doc_line(draft, one, (passages or {}).get(one.name, ())) for one in found]
    draft.items += lines
    if lines:
        shown = joined([one.text for one in lines[:_SHOWN]], draft.language)
        draft.tell("documents", count=len(lines), items=shown)
        if len(lines) >= MOST_DOCUMENTS:
            draft.note("note_more", count=MOST_DOCUMENTS)


def _doc_line(draft: Draft, source: Source, places: tuple[int, ...]) -> Item:
    title = f"《{source.title}》" if draft.language == "zh" else source.title
    return Item(
        text=title, period=str(source.year) if source.year else None, doc=source.name, passages=places
    )

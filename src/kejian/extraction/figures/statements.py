"""Mentions as figures: what a sentence says of each, put together from what was read and worked out."""

import re

from msgspec import structs

from kejian.extraction.context import Context, Sentence
from kejian.extraction.figures.drafts import Draft
from kejian.extraction.numbers.aspects import Reading
from kejian.extraction.numbers.terms import read_term
from kejian.model import Figure, Mention, Passage, Role

_TERM = Role.TERM  # looked up once: a member of an enumeration takes as long to find as a call


def figures_of(
    context: Context,
    sentence: Sentence,
    role_of: dict[int, Role],
    readings: dict[int, Reading],
    drafts: dict[int, Draft],
) -> list[Figure]:
    """A figure for each mention of a sentence; of one that measures nothing it says no more than its role."""
    if not sentence.mentions:
        return []
    passage = context.passage(sentence.start, sentence.end)
    found = []
    for mention in sentence.mentions:
        start = mention.start
        role = role_of[start]
        if start in readings:
            figure = _figure(context, sentence, passage, mention, role, readings[start], drafts.get(start))
        else:
            own = context.passage(start, mention.end)
            figure = Figure(
                passage=own, sentence=passage, mention=mention, role=role, comparator=mention.comparator
            )
        found.append(figure)
    return found


def _figure(
    context: Context,
    sentence: Sentence,
    passage: Passage,
    mention: Mention,
    role: Role,
    reading: Reading,
    draft: Draft | None,
) -> Figure:
    measure = subject = period = base = aspect = term = None
    if role is _TERM:
        term = read_term(context, sentence, mention, reading)
        measure, subject, base = term.measure, term.subject, term.base
    else:
        aspect = reading.aspect
        if draft is not None:
            measure, subject = _as_written(draft.measure, sentence), draft.subject
            period, base = draft.period, draft.base
    # 15 names are the most that are handed over as they are: one more, and a dictionary is made of them
    figure = Figure(
        passage=context.passage(mention.start, mention.end),
        sentence=passage,
        mention=mention,
        role=role,
        value=reading.value,
        unit=reading.unit,
        comparator=reading.comparator,
        lower=reading.lower,
        upper=reading.upper,
        accumulation=reading.accumulation,
        aspect=aspect,
        measure=measure,
        subject=subject,
        period=period,
        base=base,
    )
    return structs.replace(figure, policy=term.policy) if term and term.policy else figure


def _as_written(measure: str | None, sentence: Sentence) -> str | None:
    """A measure with the signs of its sentence, where marks around a name guarded them: “甲和乙”."""
    if measure is None or "·" not in measure or measure in sentence.text:
        return measure
    found = re.search(
        re.escape(measure).replace("·", r"[，、；：。,;:（）()—！？!?和与及·\d]"), sentence.text
    )
    return found[0] if found else measure

"""What happened: events with their date, actors, object and claim."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from kejian.extraction.actors import names
from kejian.extraction.context import Context, Sentence
from kejian.extraction.domains import Domains
from kejian.extraction.events_clauses import mask
from kejian.extraction.events_dates import Calendar
from kejian.extraction.events_lexicon import find_hits
from kejian.extraction.events_merging import merge
from kejian.extraction.events_reading import Event, Page, SentenceReader
from kejian.extraction.scopes import Regime, Stretch, read_scopes
from kejian.model import BlockKind, Entity, Milestone

_MAKER = regex.compile(
    r"^[（(][^（）()]{0,14}(?:由|是)(?P<who>[^（）()]{2,30}?)(?:抓总|牵头|自主|联合|独立)*(?:研制|研发|建造|承建|设计|建设)[^（）()]{0,4}[)）]$"
)
_QUIET = frozenset({BlockKind.HEADING, BlockKind.FOOTNOTE, BlockKind.CAPTION})


def find_milestones(context: Context, *, entities: Sequence[Entity]) -> list[Milestone]:
    """The events that a document tells, in reading order, each once.

    ``entities`` help to tell who acted from what was made; without any, names are told by their form.
    """
    domains = Domains(context)
    return [
        Milestone(
            passage=context.passage(event.start, event.end),
            sentence=context.passage(sentence.start, sentence.end),
            date=event.date,
            actor=event.actor,
            action=event.action,
            object=event.object,
            claim=event.claim,
            domain=domains.of(event.object, sentence),
        )
        for sentence, event in merge(list(_events(context, entities)))
    ]


def _events(context: Context, entities: Sequence[Entity]) -> Iterator[tuple[Sentence, Event]]:
    text = context.document.text
    masked = mask(text)
    hits = find_hits(masked)
    starts = [hit.start for hit in hits]
    page = Page(text, masked, Calendar(context), names(entities))
    scopes = read_scopes(
        context.document,
        about=context.about,
        stretches=[Stretch(s.text, s.block, s.parents) for s in context.sentences],
    )
    carried: str | None = None
    block = -1
    for sentence, scope in zip(context.sentences, scopes, strict=True):
        if sentence.block != block:
            block, carried = sentence.block, None
        if context.document.blocks[block].kind in _QUIET or scope.regime is Regime.PLAN:
            continue
        if context.document.blocks[block].kind is BlockKind.ROW and not page.calendar.leads(sentence):
            continue
        inside = hits[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if not inside:
            continue
        for event in SentenceReader(page, sentence, inside, carried=carried, item=context.document.blocks[block].kind is BlockKind.ITEM).read():
            if scope.regime is Regime.POLICY and event.family != "effect":
                continue
            carried = event.date if event.dated else carried
            yield sentence, event

"""The stages of the extraction, in their order."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from kejian.extraction.about import find_about
from kejian.extraction.context import Context, context
from kejian.extraction.events.milestones import find_milestones
from kejian.extraction.figures.assembly import find_figures
from kejian.extraction.naming.entities import find_entities
from kejian.extraction.numbers.roles import find_roles
from kejian.extraction.writing import as_read, as_written
from kejian.language import mentions
from kejian.model import About, Document, Facts, Reference


def extract(document: Document, *, about: About | None = None) -> Facts:
    """All facts of a document.

    ``about`` says what the document is; each field left None is looked for in the document itself.
    """
    with uncollected():
        return _extract(document, about=about or About())


def _extract(document: Document, *, about: About) -> Facts:
    read = as_read(document)
    if read is document:
        return _found(document, about=about)
    named_in = as_read(document, marks=False)
    facts = _found(read, about=about, named_in=named_in, written=document)
    return as_written(facts, read=read, written=document)


def _found(
    document: Document, *, about: About, named_in: Document | None = None, written: Document | None = None
) -> Facts:
    """The facts, with passages of ``written``.

    Names are looked for in ``named_in``, for how its marks are written tells names apart.
    """
    known = find_about(document, given=about)
    reference = Reference(year=known.report_year, published=known.published)
    numbers = mentions(document.text, reference=reference)
    found = context(document, about=known, mentions=numbers, written=written)
    roles = find_roles(found)
    entities = find_entities(found if named_in is None else _in_words_of(named_in, found))
    return Facts(
        document=document.name,
        about=known,
        figures=tuple(find_figures(found, roles=roles, entities=entities)),
        milestones=tuple(find_milestones(found, entities=entities)),
        entities=tuple(entities),
    )


def _in_words_of(document: Document, found: Context) -> Context:
    """``found`` with the text of ``document``, which is as long."""
    sentences = tuple(
        msgspec.structs.replace(s, text=document.text[s.start : s.end]) for s in found.sentences
    )
    return msgspec.structs.replace(found, document=document, sentences=sentences, spots={})


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off the search for reference cycles: one document makes many values that live on, and no cycles.

    What is done inside is a function of its own, so that all that it needed no more is gone when the search
    goes on, and need not be looked through.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()

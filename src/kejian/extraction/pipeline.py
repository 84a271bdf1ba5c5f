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
    read = as_read(document)
    if read is document:
        return _found(document, about=about or About())
    facts = _found(read, about=about or About(), named_in=as_read(document, marks=False))
    return as_written(facts, read=read, written=document)


def _found(document: Document, *, about: About, named_in: Document | None = None) -> Facts:
    """The facts; names are looked for in ``named_in``, for how its marks are written tells names apart."""
    with uncollected():
        known = find_about(document, given=about)
        reference = Reference(year=known.report_year, published=known.published)
        found = context(document, about=known, mentions=mentions(document.text, reference=reference))
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
    return msgspec.structs.replace(found, document=document, sentences=sentences, made={}, spots={})


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off the search for reference cycles: one document makes many values that live on, and no cycles."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()

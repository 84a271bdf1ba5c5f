"""What every rule of the extraction looks at: a document's sentences with their heads and their mentions."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kejian import kinds
from kejian.extraction.scopes import Scope, Stretch, read_scopes
from kejian.extraction.tables import Tables, read_tables
from kejian.language.sentences import sentences
from kejian.model import About, Block, Document, Mention, Passage, Reference

_LONGEST_ROW = 4000


class Sentence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A sentence, bullet or table row of a document.

    ``block`` and ``parents`` are indexes into ``Document.blocks``: the block it stands in and those that one
    stands under, nearest first (a list's introducing line, headings). ``mentions`` are those inside it, with
    offsets into the document. ``scope`` says whether numbers there tell what was, what is planned or what a
    policy sets.
    """

    start: int
    end: int
    text: str
    block: int
    parents: tuple[int, ...]
    mentions: tuple[Mention, ...] = ()
    scope: Scope = Scope()


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its sentences, tables and mentions, in reading order, and what is known of its work.

    ``written`` is the document that passages are quoted from: as it is written, where ``document`` is a
    form of it in which rules read it, character for character (`kejian.extraction.writing`).
    """

    document: Document
    written: Document
    about: About
    reference: Reference
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    tables: Tables = Tables()
    made: dict[tuple[int, int], Passage] = {}
    spots: dict[int, Any] = {}  # what `kejian.extraction.spots` has laid out, by where the number starts

    def passage(self, start: int, end: int) -> Passage:
        """The passage ``start:end`` with a little text around it, made once for all that share it."""
        found = self.made.get((start, end))
        if found is None:
            found = self.made[start, end] = self.written.passage(start, end)
        return found

    def block_text(self, index: int) -> str:
        """The text of a block."""
        block = self.document.blocks[index]
        return self.document.text[block.start : block.end]


def context(
    document: Document, *, about: About, mentions: Sequence[Mention], written: Document | None = None
) -> Context:
    """Lay out a document's sentences with their heads and mentions.

    ``mentions`` are those of the whole text, sorted by start. A table row is one sentence; its cells are
    found through ``Document.blocks``. ``written`` is what is quoted, if not ``document`` itself.
    """
    starts = [m.start for m in mentions]
    spans = [
        (index, start, end)
        for index, block in enumerate(document.blocks)
        if block.kind is not kinds.CELL
        for start, end in _spans(document, block)
    ]
    parents = {index: _parents(document, index) for index in {index for index, _, _ in spans}}
    stretches = [Stretch(document.text[s:e], index, parents[index]) for index, s, e in spans]
    scopes = read_scopes(document, about=about, stretches=stretches)
    found = []
    for (index, start, end), stretch, scope in zip(spans, stretches, scopes, strict=True):
        inside = tuple(mentions[bisect_left(starts, start) : bisect_left(starts, end)])
        found.append(
            Sentence(
                start=start,
                end=end,
                text=stretch.text,
                block=index,
                parents=stretch.parents,
                mentions=inside,
                scope=scope,
            )
        )
    return Context(
        document=document,
        written=written or document,
        about=about,
        reference=Reference(year=about.report_year, published=about.published),
        sentences=tuple(found),
        mentions=tuple(mentions),
        tables=read_tables(document),
    )


def _spans(document: Document, block: Block) -> list[tuple[int, int]]:
    if block.kind is kinds.ROW:
        return list(_row_parts(document.text, block.start, block.end))
    return [(block.start + a, block.start + b) for a, b in sentences(document.text[block.start : block.end])]


def _row_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A row is one sentence; a huge one is divided between cells, so that work on a sentence is bounded."""
    while end - start > _LONGEST_ROW:
        tab = text.rfind("\t", start + 1, start + _LONGEST_ROW)
        at = tab if tab >= 0 else start + _LONGEST_ROW
        yield start, at
        start = at + (tab >= 0)
    yield start, end


def _parents(document: Document, index: int) -> tuple[int, ...]:
    chain = []
    parent = document.blocks[index].parent
    while parent is not None:
        chain.append(parent)
        parent = document.blocks[parent].parent
    return tuple(chain)

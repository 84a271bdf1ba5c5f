"""The stretches of a document that the search finds: paragraphs, items, rows; long ones in parts."""

from collections.abc import Iterator, Sequence

from kejian.language import sentences
from kejian.model import Block, BlockKind

_LONG, _LONGEST = 400, 1000  # characters: cut at a sentence's end, cut anywhere


def passages(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Half-open spans of the passages, in reading order; a document without blocks is one long passage."""
    if not blocks:
        yield from _parts(text, 0, len(text))
    for block in blocks:
        if block.kind is not BlockKind.CELL:
            yield from _parts(text, block.start, block.end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if not text[start:end].strip():
        return
    if end - start <= _LONG:
        yield start, end
        return
    first = start
    for sentence_start, sentence_end in sentences(text[start:end]):
        if start + sentence_end - first > _LONG and start + sentence_start > first:
            yield from _cut(first, start + sentence_start)
            first = start + sentence_start
    yield from _cut(first, end)


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, _LONGEST):
        yield at, min(at + _LONGEST, end)

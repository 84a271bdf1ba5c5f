"""A stored document in parts that a page can show: where to cut it, its headings, its blocks.

What is worked out is kept for the documents read last, for texts and layouts never change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import decompressobj

import msgspec
from django.db import connection
from django.http import Http404

from kejian.base.models import Document
from kejian.model import Block, BlockKind, Page, Segment, Value, Warning

_KEPT = 12  # documents
_FULL, _HALF, _MOST = 6000, 3000, 9000  # characters of a part: wanted, enough before a heading, at most
_LAYOUT = 2**30  # bytes of a layout, unpacked
_HEADINGS = 600  # shown in the table of contents


class Laid(Value, frozen=True):
    """A document's text, its blocks in order, and the parts ``(start, end)`` that it is shown in."""

    text: str
    blocks: tuple[Block, ...]
    parts: tuple[tuple[int, int], ...]

    def part_at(self, offset: int) -> int:
        """The number of the part that holds an offset, from 1."""
        return max(bisect_right(self.parts, offset, key=lambda part: part[0]), 1)

    def within(self, start: int, end: int) -> Iterator[tuple[int, Block]]:
        """The blocks that touch a stretch, cells after their row, each with its number."""
        first = bisect_left(self.blocks, start, key=lambda block: block.start)
        # the block (or the row around a cell) that reaches into the stretch begins before it
        while first and self.blocks[first - 1].end > start:
            first -= 1
        for number in range(first, len(self.blocks)):
            block = self.blocks[number]
            if block.start >= end:
                return
            if block.end > start or block.start == block.end:
                yield number, block

    def headings(self) -> list[dict[str, int | str]]:
        """The first headings, each with the number of its part."""
        found: list[dict[str, int | str]] = []
        for block in self.blocks:
            if block.kind is BlockKind.HEADING:
                title = " ".join(self.text[block.start : block.end].split())[:80]
                found.append(
                    {
                        "title": title,
                        "level": min(max(block.level, 1), 4),
                        "part": self.part_at(block.start),
                        "start": block.start,
                        "end": block.end,
                    }
                )
                if len(found) == _HEADINGS:
                    break
        return found


def laid_out(row: Document) -> Laid:
    """A document's layout. Raises `Http404` when what is stored cannot be read any more."""
    return _laid_out(str(connection.settings_dict["NAME"]), row.pk, row.text_sha256)


@lru_cache(maxsize=_KEPT)
def _laid_out(base: str, number: int, digest: str) -> Laid:
    text, packed = Document.objects.values_list("text", "layout").get(pk=number)
    blocks, _, _ = msgspec.msgpack.decode(
        _unpacked(packed), type=tuple[tuple[Block, ...], msgspec.Raw, msgspec.Raw]
    )
    return Laid(text, blocks, tuple(_parts(text, blocks)))


def warnings_of(row: Document) -> tuple[Warning, ...]:
    """What the reader went past."""
    return _warnings(str(connection.settings_dict["NAME"]), row.pk, row.text_sha256)


@lru_cache(maxsize=_KEPT)
def _warnings(base: str, number: int, digest: str) -> tuple[Warning, ...]:
    packed = Document.objects.values_list("layout", flat=True).get(pk=number)
    _, _, found = msgspec.msgpack.decode(
        _unpacked(packed), type=tuple[msgspec.Raw, msgspec.Raw, tuple[Warning, ...]]
    )
    return found


def segments_of(row: Document) -> tuple[Segment, ...]:
    """Where the characters of a document stand in its original."""
    return _segments(str(connection.settings_dict["NAME"]), row.pk, row.text_sha256)


@lru_cache(maxsize=4)
def _segments(base: str, number: int, digest: str) -> tuple[Segment, ...]:
    packed = Document.objects.values_list("layout", flat=True).get(pk=number)
    _, segments, _ = msgspec.msgpack.decode(
        _unpacked(packed), type=tuple[msgspec.Raw, tuple[Segment, ...], msgspec.Raw]
    )
    return segments


def page_of(row: Document, offset: int) -> int:
    """The number of the original's page on which the character stands; 1 where there are no pages."""
    segments = segments_of(row)
    at = max(bisect_right(segments, offset, key=lambda segment: segment.start) - 1, 0)
    place = segments[at].place if segments else None
    return place.number if isinstance(place, Page) else 1


def _unpacked(packed: "bytes | memoryview[int]") -> bytes:
    unpacker = decompressobj()
    found = unpacker.decompress(bytes(packed), _LAYOUT)
    if unpacker.unconsumed_tail:
        raise Http404("the layout is too large")
    return found


def _parts(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Cuts before headings where there are some, else between blocks, within a block that is too long."""
    start = 0
    for block in blocks:
        if block.kind is BlockKind.CELL:
            continue
        size = block.start - start
        heads = block.kind is BlockKind.HEADING and block.level <= 3
        in_table = block.kind is BlockKind.ROW and (block.row or 0) > 0
        enough = _HALF if heads else _MOST if in_table else _FULL
        if size >= enough:
            yield start, block.start
            start = block.start
        while block.end - start > 2 * _MOST:
            cut = text.rfind("。", start + _HALF, start + _MOST) + 1 or start + _MOST
            yield start, cut
            start = cut
    if start < len(text) or start == 0:
        yield start, len(text)

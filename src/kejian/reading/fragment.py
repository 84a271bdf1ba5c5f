"""HTML inside Markdown."""

from kejian.model import BlockKind
from kejian.reading.builder import Builder
from kejian.reading.decoding import Source
from kejian.reading.inline import pieces


def read_fragment(source: Source, start: int, end: int, *, build: Builder, depth: int) -> None:
    """Read the HTML at ``start:end`` of the source."""
    for line in pieces(source.text[start:end]):
        runs = [r for p in line for r in source.runs(start + p.start, start + p.end)]
        build.add(BlockKind.PARAGRAPH, runs, depth=depth)

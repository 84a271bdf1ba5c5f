"""A document before it is rendered: blocks of pieces, the figures among them marked as slots."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Slot:
    """A figure, date or name that was filled into a sentence."""

    text: str
    form: str  # level, before, growth, direction, share, points, average, floor, hedge, rank, …
    key: str = ""
    year: int = 0
    other: str = ""  # the whole of a share, the count of an average
    number: str = ""  # the digits in `text`
    unit: str = ""  # what follows them
    sentence: int = 0


Piece = str | Slot


@dataclass
class Block:
    """`kind`: heading, para, item, card, note, caption, table, lead. A table has rows of cells of pieces."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    rows: list[list[list[Piece]]] = field(default_factory=list)
    topic: str = ""
    touched: bool = False  # something was planted here

    @property
    def text(self) -> str:
        return plain(self.pieces)

    def slots(self) -> Iterator[Slot]:
        yield from (p for p in self.pieces if isinstance(p, Slot))
        for row in self.rows:
            for cell in row:
                yield from (p for p in cell if isinstance(p, Slot))


@dataclass
class Doc:
    """`year` is the year reported on, `published` an ISO date, `form` the file format it is rendered in."""

    name: str
    title: str
    genre: str
    city: int
    year: int
    published: str
    publisher: str
    form: str
    blocks: list[Block]

    def slots(self) -> Iterator[tuple[Block, Slot]]:
        for block in self.blocks:
            for slot in block.slots():
                yield block, slot

    @property
    def text(self) -> str:
        """The source text: a block a line, cells of a row apart by tabs. Offsets of plants count in it."""
        return "\n".join(line for block in self.blocks for line in lines(block))


def plain(pieces: list[Piece]) -> str:
    return "".join(p if isinstance(p, str) else p.text for p in pieces)


def lines(block: Block) -> list[str]:
    if block.kind != "table":
        return [block.text]
    return ["\t".join(plain(cell) for cell in row) for row in block.rows]

"""The stretches of a document that the search finds: paragraphs, items, rows; long ones in parts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kejian.language import sentences
from kejian.model import Block, BlockKind

_LONG, _LONGEST = 400, 1000  # characters: cut at a sentence's end, cut anywhere
_HEADS = 300  # characters of a row's heads, at most


def passages(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, str]]:
    """Half-open spans of the passages with what heads them, in reading order.

    Heads are those of a table's row: its captions, the heads of its columns and the cells that reach down
    to it, divided by line ends. A document without blocks is one long passage.
    """
    if not blocks:
        yield from ((start, end, "") for start, end in _parts(text, 0, len(text)))
    heads = _heads(text, blocks)
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.CELL:
            for start, end in _parts(text, block.start, block.end):
                yield start, end, heads.get(index, "")


def _heads(text: str, blocks: Sequence[Block]) -> dict[int, str]:
    """What heads each row, by the row's index."""
    cells: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind is BlockKind.CELL and block.parent is not None:
            cells[block.parent].append(block)
    found: dict[int, str] = {}
    table: int | None = None
    columns: list[str] = []
    reaching: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.ROW:
            continue
        if block.table != table:
            table, columns, reaching = block.table, [], []
        reaching = [cell for cell in reaching if (cell.row or 0) + cell.row_span > (block.row or 0)]
        own = cells[index]
        over = [text[cell.start : cell.end] for cell in reaching]
        if own and all(cell.header for cell in own):
            columns += [text[cell.start : cell.end] for cell in own]
            over += _captions(text, blocks, block)
        else:
            over += [*_captions(text, blocks, block), *columns]
        reaching += [cell for cell in own if cell.row_span > 1]
        found[index] = "\n".join(dict.fromkeys(head for head in over if head.strip()))[:_HEADS]
    return found


def _captions(text: str, blocks: Sequence[Block], row: Block) -> list[str]:
    over, parent = [], row.parent
    while parent is not None and blocks[parent].kind is BlockKind.CAPTION:
        over.append(text[blocks[parent].start : blocks[parent].end])
        parent = blocks[parent].parent
    return over[::-1]


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

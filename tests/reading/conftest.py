"""What a document must hold, whatever it was read from."""

from collections.abc import Callable
from typing import Any

import pytest

from kejian.model import Block, BlockKind, Bytes, Document

Check = Callable[..., None]


@pytest.fixture(scope="session")
def check() -> Check:
    return _check


def _check(document: Document, data: bytes | None = None) -> None:
    """Every character lies in one block, parents precede, places lead back to the same characters."""
    _check_blocks(document)
    _check_segments(document, data)


def _check_blocks(document: Document) -> None:
    text, at, row = document.text, 0, None
    for index, block in enumerate(document.blocks):
        assert block.parent is None or 0 <= block.parent < index
        if block.kind is BlockKind.CELL:
            assert row is not None
            assert block.parent == row[0]
            assert row[1].start <= block.start <= block.end <= row[1].end
            continue
        assert text[at : block.start].strip("\n") == "", "a character outside all blocks"
        content = text[block.start : block.end]
        assert content.strip("\t")
        assert "\n" not in content
        assert block.kind is BlockKind.ROW or ("\t" not in content and content == content.strip())
        assert block.level > 0 or block.kind not in (BlockKind.HEADING, BlockKind.ITEM)
        at, row = block.end, (index, block) if block.kind is BlockKind.ROW else None
    assert text[at:] == "\n"
    _check_cells(document)


def _check_cells(document: Document) -> None:
    rows: dict[int | None, list[Block]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.CELL:
            rows.setdefault(block.parent, []).append(block)
    for parent, cells in rows.items():
        row = document.blocks[parent] if parent is not None else None
        assert row is not None
        joined = "\t".join(document.text[cell.start : cell.end] for cell in cells)
        assert joined == document.text[row.start : row.end]
        columns = [cell.column for cell in cells]
        assert columns == sorted(set(columns)), "columns overlap"


def _check_segments(document: Document, data: bytes | None) -> None:
    at = 0
    for segment in document.segments:
        assert at <= segment.start < segment.end <= len(document.text)
        at = segment.end
        place: Any = segment.place
        if isinstance(place, Bytes) and data is not None:
            assert 0 <= place.start <= place.end <= len(data)
            if segment.exact and document.encoding:
                original = data[place.start : place.end].decode(document.encoding)
                assert original == document.text[segment.start : segment.end]

"""Which row heads a table, where the format does not say."""

import re
from collections.abc import Sequence

from kejian.model import BlockKind
from kejian.reading.runs import Entry

_NUMBER = re.compile(r"[-+−]?[\d,，.]{1,20}\s?[%％‰]?")
_YEAR = re.compile(r"(?:19|20)\d\d")


def mark_head_rows(entries: Sequence[Entry]) -> None:
    """Mark the first row of each table that marks none: if it has words and years, and numbers follow."""
    tables: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.kind is BlockKind.CELL and entry.table is not None:
            tables.setdefault(entry.table, []).append(entry)
    for cells in tables.values():
        if any(cell.header for cell in cells):
            continue
        first = [cell for cell in cells if cell.row == cells[0].row]
        words = all(not _NUMBER.fullmatch(cell.text) or _YEAR.fullmatch(cell.text) for cell in first)
        numbers = any(_NUMBER.fullmatch(cell.text) for cell in cells[len(first) :])
        if len(first) > 1 and words and numbers:
            for cell in first:
                cell.header = True

"""Marks the head rows of tables whose format does not say which they are."""

from collections.abc import Sequence

from kejian import kinds
from kejian.reading.runs import Entry
from kejian.reading.table_heads import header_rows


def mark_head_rows(entries: Sequence[Entry]) -> None:
    """Mark the cells of the rows that head a table, in each table that has no marked cell."""
    tables: dict[int, dict[int, list[Entry]]] = {}
    marked = set()
    for entry in entries:
        if entry.table is not None and entry.row is not None and entry.kind is kinds.CELL:
            tables.setdefault(entry.table, {}).setdefault(entry.row, []).append(entry)
            if entry.header:
                marked.add(entry.table)
    for table, rows in tables.items():
        if table in marked or max(map(len, rows.values())) < 2:
            continue
        heads = header_rows([[(cell.column or 0, cell.text) for cell in row] for row in rows.values()])
        for row in list(rows.values())[:heads]:
            for cell in row:
                cell.header = True

"""The order in which a page is read: columns are found by the white between them, not by height alone."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from kejian.reading.pdf_glyphs import Rule
from kejian.reading.pdf_lines import Line, join_row, rows_of
from kejian.reading.pdf_tables import Table, aligned
from kejian.reading.table_heads import is_figure

_GUTTER = 1.0  # ems of white that can part two columns
_SMALL = 4.0  # points: smaller letters do not make gutters narrower
_COLUMNS = 50  # of one table; scattered signs have more
_COLUMN = 8.0  # ems: running text is not set narrower
_FULL = 0.85  # of a column's width: what full lines of running text reach …
_SHARE = 0.3  # … and how many of a column's lines do
_STEPS = 50_000  # items looked at in the search for zones; a page of scattered signs has none
_DEPTH = 4  # of columns within columns

Item = Line | Table


class Region(msgspec.Struct):
    """Lines that are read one after the other between the edges of their column, or one table."""

    lines: list[Line]
    left: float
    right: float
    table: Table | None = None


def arrange(items: Sequence[Item], *, rules: Sequence[Rule] = (), depth: int = _DEPTH) -> list[Region]:
    """Pieces of lines and tables in reading order.

    A *zone* is a stretch from top to bottom that white parts from top to bottom. It is read column by column
    if its columns hold running text, row by row as a table if they hold short entries that line up. Between
    zones lines are read from top to bottom.
    """
    if not items:
        return []
    left, right = min(item.left for item in items), max(item.right for item in items)
    waiting = deque(sorted(items, key=lambda item: (item.top, item.left)))
    found: list[Region] = []
    plain: list[Item] = []
    steps = _STEPS if depth else 0
    while waiting:
        zone, spans, taken = _zone(waiting) if steps > 0 else ([], [], 0)
        steps -= taken
        parts = _read(zone, spans, rules=rules, depth=depth) if zone else None
        if parts is None:
            plain.append(waiting.popleft())
            continue
        lead, regions, rest = parts
        found.extend(_stacked([*plain, *lead], left, right, rules))
        found.extend(regions)
        plain = []
        for _ in zone:
            waiting.popleft()
        waiting.extendleft(reversed(rest))
    found.extend(_stacked(plain, left, right, rules))
    return found


def _stacked(items: Sequence[Item], left: float, right: float, rules: Sequence[Rule]) -> list[Region]:
    """Items one below the other: pieces at one height make one line."""
    found: list[Region] = []
    lines = [item for item in items if isinstance(item, Line)]
    rows: list[Item] = [_row(row, rules) for row in rows_of(lines)]
    rows.extend(item for item in items if isinstance(item, Table))
    for item in sorted(rows, key=lambda one: one.top):
        if isinstance(item, Table):
            found.append(Region([], left, right, item))
        elif found and found[-1].table is None:
            found[-1].lines.append(item)
        else:
            found.append(Region([item], left, right))
    return found


def _row(row: list[Line], rules: Sequence[Rule]) -> Item:
    """Pieces at one height: a line, or the only row of a table on this page where they hold figures."""
    if len(row) < 3 or not any(is_figure(piece.text) for piece in row[1:]):
        return join_row(row)
    return aligned(row, [(piece.left, piece.right) for piece in row], rules=rules)


Spans = list[tuple[float, float]]


def _zone(waiting: Iterable[Item]) -> tuple[list[Item], Spans, int]:
    """The items of the zone that begins with the first one, and its columns; none where there is no zone.

    Also how many items were looked at.
    """
    seen: list[Item] = []
    spans: Spans = []
    best, columns, beside = 0, spans, False
    for item in waiting:
        grown = _with(spans, item)
        if len(spans) > 1 and len(grown) == 1:
            break
        beside = beside or bool(seen and item.top < (seen[-1].top + seen[-1].bottom) / 2)
        seen.append(item)
        spans = grown
        if len(spans) > _COLUMNS:
            return [], [], len(seen)
        if len(spans) > 1:
            best, columns = len(seen), spans
        elif len(seen) > 2 and not best and not beside:
            break
    return seen[:best], columns, len(seen)


def _with(spans: Spans, item: Item) -> Spans:
    """The stretches across the page that are covered, those closer than a gutter taken together."""
    gutter = _GUTTER * (max(item.size, _SMALL) if isinstance(item, Line) else 10.0)
    low, high = item.left, item.right
    found = []
    for span in spans:
        if span[1] + gutter <= low or high + gutter <= span[0]:
            found.append(span)
        else:
            low, high = min(low, span[0]), max(high, span[1])
    found.append((low, high))
    return sorted(found)


def _read(
    items: Sequence[Item], spans: Spans, *, rules: Sequence[Rule], depth: int
) -> tuple[list[Item], list[Region], list[Item]] | None:
    """What stands above a zone, the zone by columns or as a table, what stands below; None for neither."""
    lead, body, rest = _trimmed(items, spans)
    spans = []
    for item in body:
        spans = _with(spans, item)
    if len(body) < 4 or len(spans) < 2:
        return None
    columns = [[item for item in body if _in(item, span)] for span in spans]
    if not all(columns):
        return None
    lines = [item for item in body if isinstance(item, Line)]
    if _is_text(columns, spans):
        regions = []
        for column, (low, high) in zip(columns, spans, strict=True):
            for region in arrange(column, rules=rules, depth=depth - 1):
                if region.table is None and region.left == min(item.left for item in column):
                    region.left, region.right = low, high
                regions.append(region)
        return lead, regions, rest
    if len(lines) == len(body) and _is_table(lines, spans):
        table = aligned(lines, spans, rules=rules)
        return lead, [Region([], table.left, table.right, table)], rest
    return None


def _in(item: Item, span: tuple[float, float]) -> bool:
    return span[0] <= (item.left + item.right) / 2 <= span[1]


def _trimmed(items: Sequence[Item], spans: Spans) -> tuple[list[Item], list[Item], list[Item]]:
    """A zone without the lines of its first column that stand above and below all of the others."""
    others = [item for item in items if not _in(item, spans[0])]
    first = min(item.top for item in others)
    last = max(item.bottom for item in others)
    lead = [item for item in items if item.bottom <= first + 1 and _in(item, spans[0])]
    rest = [item for item in items if item.top >= last - 1 and _in(item, spans[0])]
    if rest:
        below = set(map(id, rest))
        inner = [item for item in items if _in(item, spans[0]) and id(item) not in below]
        gap = rest[0].top - max((item.bottom for item in inner), default=rest[0].top)
        if gap < _usual_gap(rest) * 1.5 + 1 and _is_text([inner, others], spans[:2]):
            rest = []
    outside = set(map(id, [*lead, *rest]))
    body = [item for item in items if id(item) not in outside]
    return lead, body, rest


def _usual_gap(items: Sequence[Item]) -> float:
    gaps = [max(b.top - a.bottom, 0.0) for a, b in pairwise(items)]
    return median(gaps) if gaps else 6.0


def _is_text(columns: Sequence[Sequence[Item]], spans: Spans) -> bool:
    """Whether every column holds running text: wide enough, and with full lines one below the other."""
    for column, (low, high) in zip(columns, spans, strict=False):
        lines = [item for item in column if isinstance(item, Line)]
        if not lines:
            if column:
                continue  # a table stands in this column
            return False
        size = median(line.size for line in lines)
        if high - low < _COLUMN * size:
            return False
        full = sum(line.right - line.left > _FULL * (high - low) for line in lines)
        if full < max(3, _SHARE * len(rows_of(lines))):
            return False
    return True


def _is_table(lines: Sequence[Line], spans: Spans) -> bool:
    """Whether pieces line up in rows: over half of the rows fill two columns, and three of them at least.

    Two rows do where one of them holds figures.
    """
    rows = rows_of(lines)
    shared = [row for row in rows if len(row) > 1]
    if len(shared) < 0.5 * len(rows):
        return False
    return len(shared) >= 3 or (len(shared) == 2 and any(is_figure(piece.text) for piece in shared[-1]))

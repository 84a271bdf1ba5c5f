"""Tables on a page: cells between ruling lines, or columns that line up without any."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kejian.reading.pdf_glyphs import Glyph, Rule
from kejian.reading.pdf_lines import Line, gather, join_row, rows_of

_SNAP = 2.5  # points: lines closer than this are one
_CELLS = 4000  # of one table; a finer grid is a map or a chart's background
_FRAME_TEXT = 300  # characters: a box with more than this in it frames running text


class TableCell(msgspec.Struct):
    """A cell of a table: its lines, where it is and how far it reaches."""

    lines: list[Line]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """Its characters, without line ends."""
        return "".join(line.text for line in self.lines)


class Table(msgspec.Struct):
    """A table on one page: where it stands, its rows of cells, and where its columns begin."""

    left: float
    top: float
    right: float
    bottom: float
    page: int
    rows: list[list[TableCell]]
    columns: tuple[float, ...]


def ruled(rules: Sequence[Rule], glyphs: Sequence[Glyph], *, page: int) -> tuple[list[Table], list[Glyph]]:
    """The tables that ruling lines draw, and the characters outside of them."""
    tables: list[Table] = []
    rest = list(glyphs)
    for group in _connected(rules):
        grid = _grid(group)
        if grid is None:
            continue
        xs, ys = grid
        inside = [glyph for glyph in rest if _within(glyph, xs[0], ys[0], xs[-1], ys[-1])]
        table = _fill(group, xs, ys, inside, page=page)
        if table is not None:
            tables.append(table)
            taken = set(map(id, inside))
            rest = [glyph for glyph in rest if id(glyph) not in taken]
    return tables, rest


def _within(glyph: Glyph, left: float, top: float, right: float, bottom: float) -> bool:
    return left <= (glyph.left + glyph.right) / 2 <= right and top <= (glyph.top + glyph.bottom) / 2 <= bottom


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules grouped by touching; largest groups first. Lines are swept from the left, so it stays fast."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(rules)), key=lambda index: rules[index].left)
    active: list[int] = []
    for index in order:
        rule = rules[index]
        active = [other for other in active if rules[other].right >= rule.left - _SNAP]
        for other in active:
            near = rules[other]
            if near.top <= rule.bottom + _SNAP and rule.top <= near.bottom + _SNAP:
                parent[root(other)] = root(index)
        active.append(index)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return sorted(groups.values(), key=len, reverse=True)


def _grid(group: Sequence[Rule]) -> tuple[list[float], list[float]] | None:
    """Where the columns and rows of a ruled table part; None where the lines make no table."""
    flat = [rule for rule in group if rule.top == rule.bottom]
    upright = [rule for rule in group if rule.left == rule.right]
    if len(flat) < 2 or not upright:
        return None
    xs = _snapped([rule.left for rule in upright] + [min(r.left for r in flat), max(r.right for r in flat)])
    ys = _snapped([rule.top for rule in flat] + [min(r.top for r in upright), max(r.bottom for r in upright)])
    cells = (len(xs) - 1) * (len(ys) - 1)
    if len(xs) < 3 or len(ys) < 3 or cells > _CELLS:
        return None
    return xs, ys


def _snapped(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _fill(
    group: Sequence[Rule], xs: list[float], ys: list[float], glyphs: Sequence[Glyph], *, page: int
) -> Table | None:
    """The table of a grid with its characters; None where the grid frames a picture or running text."""
    areas = _areas(group, xs, ys)
    held: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column = _slot(xs, (glyph.left + glyph.right) / 2)
        row = _slot(ys, (glyph.top + glyph.bottom) / 2)
        held.setdefault(areas[row][column][:2], []).append(glyph)
    rows: list[list[TableCell]] = [[] for _ in ys[1:]]
    for row, line in enumerate(areas):
        for column, (first_row, first_column, row_span, column_span) in enumerate(line):
            if (first_row, first_column) == (row, column):
                lines = [join_row(one) for one in rows_of(gather(held.get((row, column), ()), page=page))]
                rows[row].append(TableCell(lines, row, column, row_span, column_span))
    filled = [cell for cells in rows for cell in cells if cell.text]
    count = sum(map(len, rows))
    if len(filled) < 2 or len(filled) < 0.3 * count:
        return None
    if count <= 3 and max(len(cell.text) for cell in filled) > _FRAME_TEXT:
        return None
    return Table(xs[0], ys[0], xs[-1], ys[-1], page, rows, tuple(xs))


def _slot(edges: Sequence[float], value: float) -> int:
    for index in range(1, len(edges) - 1):
        if value < edges[index]:
            return index - 1
    return len(edges) - 2


Area = tuple[int, int, int, int]


def _areas(group: Sequence[Rule], xs: list[float], ys: list[float]) -> list[list[Area]]:
    """For each square of the grid the cell it belongs to: its first row and column and its spans.

    Squares with no line between them are one cell. A cell is a rectangle: it grows to the right, then down.
    """
    wall_right = _walls([r for r in group if r.left == r.right], xs, ys, upright=True)
    wall_below = _walls([r for r in group if r.top == r.bottom], ys, xs, upright=False)
    height, width = len(ys) - 1, len(xs) - 1
    areas: list[list[Area | None]] = [[None] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if areas[row][column] is not None:
                continue
            last = column
            while last + 1 < width and areas[row][last + 1] is None and (last + 1, row) not in wall_right:
                last += 1
            under = row
            while (
                under + 1 < height
                and all((under + 1, c) not in wall_below for c in range(column, last + 1))
                and all(areas[under + 1][c] is None for c in range(column, last + 1))
            ):
                under += 1
            area = (row, column, under - row + 1, last - column + 1)
            for r in range(row, under + 1):
                areas[r][column : last + 1] = [area] * (last - column + 1)
    return [[area for area in line if area is not None] for line in areas]


def _walls(
    rules: Sequence[Rule], across: Sequence[float], along: Sequence[float], *, upright: bool
) -> set[tuple[int, int]]:
    """Pairs (edge, square): the edge of the grid that a line covers over most of the length of a square."""
    found: set[tuple[int, int]] = set()
    for rule in rules:
        at = rule.left if upright else rule.top
        start, end = (rule.top, rule.bottom) if upright else (rule.left, rule.right)
        edge = min(range(len(across)), key=lambda index: abs(across[index] - at))
        for square in range(len(along) - 1):
            low, high = along[square], along[square + 1]
            if min(end, high) - max(start, low) > 0.6 * (high - low):
                found.add((edge, square))
    return found


# --- without lines ---------------------------------------------------------------------------------


def aligned(lines: Sequence[Line], spans: Sequence[tuple[float, float]], *, rules: Sequence[Rule]) -> Table:
    """The table of pieces of lines that stand in the columns ``spans``.

    A row is what stands at one height; where most rows are ruled off, it is what stands between two rules.
    A piece that reaches over several columns is a cell that spans them. A row that continues full cells of
    the one above is joined to it.
    """
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    bands = list(_bands(rows_of(lines), rules, left=left, right=right))
    rows: list[list[TableCell]] = []
    for band in bands:
        cells = _cells(band, spans, row=len(rows))
        if rows and _continues(rows[-1], cells, spans):
            _append(rows[-1], cells)
        else:
            rows.append(cells)
    return Table(left, top, right, bottom, lines[0].page, rows, tuple(low for low, _ in spans))


def _bands(
    rows: list[list[Line]], rules: Sequence[Rule], *, left: float, right: float
) -> Iterator[list[Line]]:
    wide = sorted(
        rule.top
        for rule in rules
        if rule.top == rule.bottom and min(rule.right, right) - max(rule.left, left) > 0.8 * (right - left)
    )
    inner = [y for y in _snapped(wide) if rows[0][0].middle < y < rows[-1][0].middle]
    if len(inner) < 3 or len(inner) + 1 < 0.4 * len(rows):
        yield from rows
        return
    band: list[Line] = []
    edges = iter([*inner, float("inf")])
    edge = next(edges)
    for row in rows:
        while row[0].middle > edge:
            if band:
                yield band
            band, edge = [], next(edges)
        band.extend(row)
    if band:
        yield band


def _cells(band: Sequence[Line], spans: Sequence[tuple[float, float]], *, row: int) -> list[TableCell]:
    held: dict[tuple[int, int], list[Line]] = {}
    for line in band:
        touched = [
            index
            for index, (low, high) in enumerate(spans)
            if min(high, line.right) - max(low, line.left) > 0.3 * min(high - low, line.right - line.left)
        ]
        middle = (line.left + line.right) / 2
        touched = touched or [min(range(len(spans)), key=lambda index: abs(sum(spans[index]) / 2 - middle))]
        held.setdefault((touched[0], touched[-1]), []).append(line)
    cells: list[TableCell] = []
    covered = -1
    for (first, last), lines in sorted(held.items()):
        if first <= covered:
            cells[-1].lines.extend(lines)
            continue
        joined = [join_row(one) for one in rows_of(lines)]
        cells.append(TableCell(joined, row, first, 1, last - first + 1))
        covered = last
    return cells


def _continues(
    above: Sequence[TableCell], cells: Sequence[TableCell], spans: Sequence[tuple[float, float]]
) -> bool:
    """Whether cells go on in those above: close under them, without figures, and those have no room left."""
    if not cells or len(cells) >= len(above):
        return False
    places = {(cell.column, cell.column_span): cell for cell in above}
    for cell in cells:
        upper = places.get((cell.column, cell.column_span))
        if upper is None or not upper.lines or any(char.isdigit() for char in cell.text):
            return False
        last, (low, high) = upper.lines[-1], spans[cell.column]
        if cell.lines[0].top - last.bottom > 0.7 * last.size or high - low < 2 * last.size:
            return False
        if last.right - last.left < high - low - 1.2 * last.size:
            return False
    return True


def _append(above: Sequence[TableCell], cells: Sequence[TableCell]) -> None:
    places = {cell.column: cell for cell in above}
    for cell in cells:
        places[cell.column].lines.extend(cell.lines)

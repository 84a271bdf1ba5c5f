"""Characters → lines: what stands close together on one baseline, with the blanks a reader sees between."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

import msgspec

from kejian.reading.pdf_glyphs import Glyph, Style
from kejian.reading.symbols import superscript

_APART = 1.0  # ems: a wider gap parts two columns or cells
_MARK_APART = 4.0  # ems between a list mark and its text
_BULLETS = frozenset("•●○◦■□▪▫◆◇▲△►▶➢➤✓✔☑·–—*-")
_WORD_GAP = 0.2  # ems between two Latin words
_MIXED_GAP = 0.6  # ems beside an ideograph: a typesetter leaves up to a quarter em there without a blank


class Line(msgspec.Struct):
    """Characters on one baseline from left to right, on page ``page``, in the direction of reading."""

    glyphs: list[Glyph]
    left: float
    top: float
    right: float
    bottom: float
    page: int
    look: Style | None = None  # of most of its characters, once it was asked for

    @property
    def text(self) -> str:
        """The characters, blanks between words included."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def style(self) -> Style:
        """The look of most of its characters."""
        if self.look is None:
            seen = Counter(glyph.style for glyph in self.glyphs if glyph.char != " ")
            self.look = seen.most_common(1)[0][0]
        return self.look

    @property
    def size(self) -> float:
        """The size of most of its characters, in points."""
        return self.style.size or self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2


def line_of(glyphs: list[Glyph], page: int) -> Line:
    """The line that ``glyphs`` make; at least one of them is no blank."""
    seen = [glyph for glyph in glyphs if glyph.char != " "]
    return Line(
        glyphs,
        min(glyph.left for glyph in seen),
        min(glyph.top for glyph in seen),
        max(glyph.right for glyph in seen),
        max(glyph.bottom for glyph in seen),
        page,
    )


def gather(glyphs: Iterable[Glyph], *, page: int) -> list[Line]:
    """The pieces of lines on a page: split wherever a gap could part two columns or two cells of a table.

    Order: from top to bottom, then from left to right.
    """
    pieces = [line_of(run, page) for run in _runs(glyphs)]
    found: list[Line] = []
    for row in rows_of(pieces):
        found.extend(_merged(row))
    return found


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped by the height they stand at, each group from left to right."""
    rows: list[list[Line]] = []
    top = bottom = 0.0
    for line in sorted(lines, key=lambda one: (one.middle, one.left)):
        if rows and _level(top, bottom, line):
            rows[-1].append(line)
            if line.bottom - line.top > bottom - top:
                top, bottom = line.top, line.bottom
        else:
            rows.append([line])
            top, bottom = line.top, line.bottom
    for row in rows:
        row.sort(key=lambda one: one.left)
    return rows


def _level(top: float, bottom: float, line: Line) -> bool:
    """Whether a line stands at the height ``top``…``bottom``: over half of the lower one is shared.

    One more than twice as high as the other is a title beside two lines of the next column.
    """
    shared = min(bottom, line.bottom) - max(top, line.top)
    heights = sorted((bottom - top, line.bottom - line.top))
    return shared > 0.5 * heights[0] > 0.25 * heights[1]


def _runs(glyphs: Iterable[Glyph]) -> Iterable[list[Glyph]]:
    """Characters that follow each other in the content and on the page."""
    run: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char == " ":
            if run:
                run.append(glyph)
            continue
        if last and not _follows(last, glyph):
            yield _spaced(run)
            run = []
        run.append(glyph)
        last = glyph
    if run:
        yield _spaced(run)


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.style.size, glyph.style.size) or glyph.bottom - glyph.top
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    if shared <= 0.4 * min(last.bottom - last.top, glyph.bottom - glyph.top):
        return False
    return -0.5 * size < glyph.left - last.right < _APART * size


def _merged(row: list[Line]) -> list[Line]:
    """Pieces of one row that belong together, joined; text painted twice (a fake bold) kept once."""
    groups: list[list[Line]] = []
    for piece in row:
        if groups:
            last = groups[-1][-1]
            gap, size = piece.left - last.right, max(last.size, piece.size)
            if gap < -0.5 * size and piece.text == last.text:
                continue
            reach = _MARK_APART if len(groups[-1]) == 1 and is_mark(last.text) else _APART
            if -0.5 * size < gap < reach * size:
                groups[-1].append(piece)
                continue
        groups.append([piece])
    return [group[0] if len(group) == 1 else _one(group) for group in groups]


def _one(group: list[Line]) -> Line:
    """The line that pieces make."""
    return line_of(_spaced([glyph for piece in group for glyph in piece.glyphs]), group[0].page)


def join_row(row: Sequence[Line]) -> Line:
    """The pieces of a row as one line, with blanks where they stand apart."""
    if len(row) == 1:
        return row[0]
    glyphs: list[Glyph] = []
    for piece in row:
        if glyphs:
            glyphs.append(_blank(glyphs[-1], piece.glyphs[0]))
        glyphs.extend(piece.glyphs)
    return line_of(glyphs, row[0].page)


def is_mark(text: str) -> bool:
    """Whether ``text`` is nothing but the mark of a list item.

    >>> is_mark("•"), is_mark("（1）"), is_mark("3.5")
    (True, True, False)
    """
    if len(text) > 5 or not text:
        return False
    if all(char in _BULLETS for char in text):
        return len(text) == 1
    inner = text.lstrip("（(").rstrip("）).、．")
    return inner != text and (inner.isdigit() or inner in "一二三四五六七八九十") and text[-1] in "）).、．"


def _spaced(run: list[Glyph]) -> list[Glyph]:
    """The run with one blank wherever a reader sees one, and with raised figures as such."""
    found: list[Glyph] = []
    blank: Glyph | None = None
    for glyph in run:
        if glyph.char == " ":
            blank = blank or glyph
            continue
        if found:
            gap = (glyph.left - found[-1].right) / (max(glyph.style.size, found[-1].style.size) or 1)
            if gap > _needed(found[-1].char, glyph.char, given=blank is not None):
                found.append(blank or _blank(found[-1], glyph))
        found.append(glyph)
        blank = None
    return _raised(found)


def _needed(before: str, after: str, *, given: bool) -> float:
    """The gap in ems from which a blank is seen; less where the content has a blank character too."""
    wide = is_wide(before), is_wide(after)
    if given:
        return 0.15 if any(wide) else -math.inf
    if any(wide):
        return _MIXED_GAP if not all(wide) else _APART
    return _WORD_GAP


def _blank(before: Glyph, after: Glyph) -> Glyph:
    """The gap between two characters as a blank."""
    box = (
        min(before.box[2], after.box[0]),
        min(before.box[1], after.box[1]),
        max(before.box[2], after.box[0]),
        max(before.box[3], after.box[3]),
    )
    return Glyph(" ", before.right, before.top, after.left, before.bottom, before.style, box)


def _raised(run: list[Glyph]) -> list[Glyph]:
    """Small raised figures as superscripts: `m` and a small `2` are a unit, `亿元` and a small `3` a note."""
    sizes = [glyph.style.size for glyph in run if glyph.char != " "]
    if min(sizes) > 0.8 * max(sizes):
        return run
    usual = median(sizes)
    bottom = median(glyph.bottom for glyph in run if glyph.style.size >= 0.9 * usual)
    for glyph in run:
        if glyph.style.size < 0.8 * usual and bottom - glyph.bottom > 0.15 * usual:
            glyph.char = superscript(glyph.char)
    return run


_WIDE = (0x1100, 0x1160, 0x2E80, 0xA4D0, 0xAC00, 0xD7A4, 0xF900, 0xFB00, 0xFE30, 0xFE70, 0xFF00, 0xFF61)


def is_wide(char: str) -> bool:
    """Whether a character fills a square: ideographs, kana, full-width punctuation.

    >>> [is_wide(char) for char in "科，a1"]
    [True, True, False, False]
    """
    code = ord(char)
    if code < 0x1100:
        return False
    if 0x20000 <= code < 0x40000:
        return True
    return bisect_left(_WIDE, code + 1) % 2 == 1

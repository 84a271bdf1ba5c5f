"""Lines → paragraphs, headings, items, captions and notes, joined across columns and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

import msgspec

from kejian.model import BlockKind, Page
from kejian.reading.pdf_glyphs import Glyph
from kejian.reading.pdf_layout import Region
from kejian.reading.pdf_lines import Line, is_wide
from kejian.reading.pdf_tables import Table
from kejian.reading.runs import Run

_MARK = re.compile(r"(?:[•●○◦■□▪▫◆◇▲△►▶➢➤✓✔☑]|[·*–-](?= ))\s*")
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,3}[章节部篇条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?![\d.%])\s*|\d{1,2}[、．](?!\d)|\d{1,2}\.(?!\d)|[①-⑳]"
)
_CAPTION = re.compile(
    r"(?:附?[图表圖]|专栏|Fig(?:ure)?\.?|Table|Chart)\s*[\d一二三四五六七八九十]+(?:[-.．–—]\d+)?(?![\d年月日个家项])"
)
_UNIT = re.compile(r"[（(]?(?:计量)?单位[:：]")
_NOTE = re.compile(r"(?:[①-⑳]|\[\d{1,2}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[*※†‡])")
_ENDS = "。！？；：.!?;:…”』」"
_HEADING = 60  # characters; what is longer is no heading however it looks
_MEASURE = 20  # ems: lines of running text are longer
_LARGER = 1.12  # times the size of the running text: a heading


class Piece(msgspec.Struct):
    """A paragraph of any kind while it is put together: its lines, and what it is."""

    lines: list[Line]
    left: float
    right: float
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    strong: bool = False

    @property
    def text(self) -> str:
        """The characters, without what line ends stand for."""
        return "".join(line.text for line in self.lines)


class Look(msgspec.Struct, frozen=True):
    """What is usual in a document: the running text's size, weight and face, and its line pitch in ems."""

    size: float
    bold: bool
    face: str
    pitch: float


def look_of(lines: Iterable[Line]) -> Look:
    """The look of most of the characters of ``lines``."""
    seen: Counter[tuple[float, bool]] = Counter()
    faces: Counter[str] = Counter()
    pitches: list[float] = []
    last: Line | None = None
    for line in lines:
        style = line.style
        seen[line.size, style.bold] += len(line.glyphs)
        faces[_face(line)] += len(line.glyphs)
        if last and last.page == line.page and last.size == line.size and line.top > last.top:
            pitches.append((line.top - last.top) / line.size)
        last = line
    if not seen:
        return Look(10.0, False, "", 1.5)
    (size, bold), _ = seen.most_common(1)[0]
    faces.pop("", None)
    near = [pitch for pitch in pitches if 0.8 < pitch < 3]
    return Look(size, bold, faces.most_common(1)[0][0] if faces else "", median(near) if near else 1.5)


def _face(line: Line) -> str:
    """The face of the ideographs of a line: figures in it are often set in another one."""
    faces = Counter(glyph.style.face for glyph in line.glyphs if is_wide(glyph.char))
    return faces.most_common(1)[0][0] if faces else ""


# --- lines → paragraphs ------------------------------------------------------------------------------


def paragraphs(region: Region, look: Look) -> list[Piece]:
    """The paragraphs of a region of lines."""
    region.right = _edge(region)
    found: list[Piece] = []
    for line in region.lines:
        if found and _goes_on(found[-1], line, region, look):
            found[-1].lines.append(line)
        else:
            found.append(Piece([line], region.left, region.right))
    return found


def _edge(region: Region) -> float:
    """Where full lines of a region end: further left than its column where long lines agree on it."""
    right = max(line.right for line in region.lines)
    shared = [
        line
        for line in region.lines
        if right - line.right < 1.2 * line.size and line.right - line.left > _MEASURE * line.size
    ]
    return right if len(shared) > 1 else region.right


def _goes_on(piece: Piece, line: Line, region: Region, look: Look) -> bool:
    """Whether a line continues the paragraph above it."""
    last, size = piece.lines[-1], line.size
    if abs(last.size - size) > 0.12 * size or line.top - last.top > max(1.35 * look.pitch, 1.6) * size:
        return False
    if _MARK.match(line.text) or _CAPTION.match(line.text) or _UNIT.match(line.text):
        return False
    if _CAPTION.match(piece.lines[0].text) and size <= look.size and last.text[-1] not in "，、":
        return False
    full = _is_full(last, line, piece.right)
    if last.size > _LARGER * look.size:
        return _aligned(last, line, size) and not _NUMBERED.match(line.text)
    if _NUMBERED.match(line.text) and (not full or last.text[-1] in _ENDS):
        return False
    if not full or (last.text[-1] in _ENDS and not _reached(last, region)):
        return False
    return _hangs(piece, line) or line.left - last.left < 0.8 * size


def _reached(last: Line, region: Region) -> bool:
    """Whether other lines end where a line does, so that it may end there for want of room."""
    near = sum(abs(line.right - last.right) < 1.2 * last.size for line in region.lines)
    return near > 1 or region.right > last.right + last.size


def _aligned(last: Line, line: Line, size: float) -> bool:
    """Whether two lines of a heading share their middle or their left edge."""
    return abs(last.left - line.left) < size or abs(last.left + last.right - line.left - line.right) < size


def _is_full(last: Line, line: Line, right: float) -> bool:
    """Whether the first word of the next line would not have fitted on the last one."""
    if is_wide(line.glyphs[0].char):
        need = 2.2 * line.size
    else:
        word = line.text.split(" ")[0]
        need = min(line.glyphs[min(len(word), len(line.glyphs)) - 1].right - line.left, 12 * line.size)
        need += 0.5 * line.size if not is_wide(last.glyphs[-1].char) else 1.2 * line.size
    return last.right + need > right


def _hangs(piece: Piece, line: Line) -> bool:
    """Whether a line stands under the text of an item, to the right of its mark."""
    first = piece.lines[0]
    if len(piece.lines) > 1:
        return abs(line.left - piece.lines[1].left) < 0.8 * line.size
    mark = _MARK.match(first.text) or _NUMBERED.match(first.text)
    if not mark or mark.end() >= len(first.glyphs):
        return False
    return abs(first.glyphs[mark.end()].left - line.left) < 0.8 * line.size


# --- what a paragraph is -------------------------------------------------------------------------------


def classify(pieces: Sequence[Piece], look: Look) -> None:
    """Settle the kind of each paragraph: caption, item, heading; the levels of headings by their size."""
    headings: list[Piece] = []
    indents: list[float] = []
    for piece in pieces:
        text, first = piece.text, piece.lines[0]
        if _UNIT.match(text) or (_CAPTION.match(text) and len(text) <= _HEADING and text[-1] not in "。；"):
            piece.kind = BlockKind.CAPTION
        elif _MARK.match(text):
            piece.kind = BlockKind.ITEM
            indent = first.left - piece.left
            indents = [outer for outer in indents if outer < indent - 0.9 * first.size]
            indents.append(indent)
            piece.level = len(indents)
            continue
        elif len(text) <= _HEADING and text[-1] not in "。；，" and first.size > _LARGER * look.size:
            headings.append(piece)
        elif len(text) <= _HEADING and len(piece.lines) <= 2:
            piece.strong = _stands_out(piece, look)
        indents = []
    _rank(headings)


def _rank(headings: Sequence[Piece]) -> None:
    """The levels of headings: by size, those numbered in one way together."""
    ways: dict[str, list[float]] = {}
    for piece in headings:
        ways.setdefault(_way(piece), []).append(piece.lines[0].size)
    usual = {way: median(sizes) for way, sizes in ways.items() if way}
    sizes = [usual.get(_way(piece), piece.lines[0].size) for piece in headings]
    merged = _merged_sizes(sorted(set(sizes), reverse=True))
    for piece, size in zip(headings, sizes, strict=True):
        piece.kind = BlockKind.HEADING
        piece.level = next(rank for rank, least in enumerate(merged, 1) if size >= least)


def _way(piece: Piece) -> str:
    """How a heading is numbered: `（二）` → `（一）`, `2.1` → `0.0`; "" if it is not."""
    match = _NUMBERED.match(piece.text)
    return re.sub(r"\d+", "0", re.sub(r"[一二三四五六七八九十百]+", "一", match[0])).strip() if match else ""


def _merged_sizes(sizes: Sequence[float]) -> list[float]:
    """The sizes of headings, those closer than a twentieth taken together (the smallest stands for them)."""
    found: list[float] = []
    for size in sizes:
        if found and found[-1] - size < 0.05 * size:
            found[-1] = size
        else:
            found.append(size)
    return found


def _stands_out(piece: Piece, look: Look) -> bool:
    """Whether all of a paragraph is bold, or set in another face than the running text."""
    glyphs = [glyph for line in piece.lines for glyph in line.glyphs if glyph.char != " "]
    if not look.bold and all(glyph.style.bold for glyph in glyphs):
        return True
    wide = [glyph for glyph in glyphs if is_wide(glyph.char) and glyph.char.isalpha()]
    return bool(wide and look.face) and all(glyph.style.face != look.face for glyph in wide)


# --- notes and page breaks -----------------------------------------------------------------------------


def notes_of(regions: Sequence[Region], look: Look, *, height: float) -> tuple[list[Region], list[Region]]:
    """A page without its footnotes, and those: small type at its foot that opens with a mark."""
    body = list(regions)
    notes: list[Region] = []
    while body and body[-1].table is None:
        lines = body[-1].lines
        at = len(lines)
        for index in range(len(lines) - 1, -1, -1):
            if lines[index].size > 0.92 * look.size or lines[index].top < 0.5 * height:
                break
            if _NOTE.match(lines[index].text):
                at = index
        if at == len(lines):
            break
        region = body.pop()
        notes.insert(0, Region(lines[at:], region.left, region.right))
        if at:
            body.append(Region(lines[:at], region.left, region.right))
            break
    return body, notes


def joins(last: Piece, first: Piece, *, indented: bool) -> bool:
    """Whether a paragraph goes on in the next column or on the next page.

    It does if its last line is full, the next one is not indented, and it ends within a sentence; where the
    document indents its paragraphs, the end of a sentence is no hindrance.
    """
    before, after = last.lines[-1], first.lines[0]
    if last.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or first.kind is not BlockKind.PARAGRAPH:
        return False
    if abs(before.size - after.size) > 0.05 * after.size or last.strong != first.strong:
        return False
    if _NUMBERED.match(after.text) or not _is_full(before, after, last.right):
        return False
    hanging = last.kind is BlockKind.ITEM and after.left - first.left < 3 * after.size
    if after.left - first.left > 0.8 * after.size and not hanging:
        return False
    open_end = before.text[-1] not in _ENDS
    return open_end or (indented and last.kind is BlockKind.PARAGRAPH and len(last.text) > _HEADING)


def is_indented(pieces: Iterable[Piece]) -> bool:
    """Whether a document's paragraphs open with an indented line."""
    several = [piece for piece in pieces if len(piece.lines) > 1 and piece.kind is BlockKind.PARAGRAPH]
    deep = sum(piece.lines[0].left - piece.lines[1].left > 0.8 * piece.lines[0].size for piece in several)
    return deep > 0.6 * len(several)


# --- lines → runs --------------------------------------------------------------------------------------


def runs_of(lines: Sequence[Line], *, skip: int = 0) -> Iterator[Run]:
    """The characters of lines with their boxes, one run a page; words broken at a line's end are joined."""
    glyphs: list[Glyph] = []
    page = 0
    for index, line in enumerate(lines):
        if glyphs and line.page != page:
            yield _run(glyphs, page)
            glyphs = []
        if index:
            link = _link(lines[index - 1], line)
            if link == "-" and glyphs:
                glyphs.pop()
            elif link == " ":
                if glyphs:
                    yield _run(glyphs, page)
                glyphs = []
                yield Run(" ")
        page = line.page
        glyphs.extend(line.glyphs[skip:] if not index else line.glyphs)
    if glyphs:
        yield _run(glyphs, page)


def _run(glyphs: Sequence[Glyph], page: int) -> Run:
    place = Page(number=page, boxes=tuple(glyph.box for glyph in glyphs))
    return Run("".join(glyph.char for glyph in glyphs), place)


def _link(last: Line, line: Line) -> str:
    """What stands between two lines of a paragraph: a blank, nothing, or "-" to drop: a hyphen at the end."""
    before, after = last.glyphs[-1].char, line.glyphs[0].char
    if is_wide(before) or is_wide(after):
        return ""
    if before in "-‐" and after.islower() and len(last.glyphs) > 1 and last.glyphs[-2].char.islower():
        return "-"
    if before in "-‐–—/":
        return ""
    if before.isdigit() and after.isdigit():
        wide = sum(is_wide(char) for char in last.text + line.text)
        return "" if wide > 0.3 * (len(last.text) + len(line.text)) else " "
    return " "


def mark_length(lines: Sequence[Line]) -> int:
    """How many characters the mark of an item takes."""
    mark = _MARK.match(lines[0].text)
    return mark.end() if mark else 0


def same_table(above: Table, below: Table) -> bool:
    """Whether a table goes on on the next page: its columns begin at the same places.

    Of a single row only the number of columns is sure.
    """
    return (
        below.page == above.page + 1
        and len(above.columns) == len(below.columns)
        and (
            len(below.rows) == 1
            or all(abs(a - b) < 6 for a, b in zip(above.columns, below.columns, strict=True))
        )
    )

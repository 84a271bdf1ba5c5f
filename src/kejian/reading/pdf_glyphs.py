"""What stands on a page of a PDF: its characters with their boxes, and its ruling lines.

Everything is given in points from the upper left corner of the page as it is shown, whatever its rotation.
"""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from kejian.reading.symbols import sign

Box = tuple[float, float, float, float]

_BOLD = 600  # PDFium estimates a weight from the stems; regular faces come out between 300 and 500
_THIN = 3.0  # a filled rectangle no thicker than this many points is a line
_ASCENT, _DESCENT = 0.85, 0.15  # ems above and below the baseline that a character takes in the layout
_HYPHEN = 2  # PDFium's code for a hyphen at the end of a line
_OBJECTS = 20_000  # page objects looked through for lines; maps and charts have more, tables do not
_DEPTH = 4  # of forms within forms


class Glyph(msgspec.Struct, gc=False):
    """A character with its box in the direction of reading, and its box on the page as shown.

    The two differ only where the text is set sideways. ``style`` says which face and size; glyphs of one
    look share it.
    """

    char: str
    left: float
    top: float
    right: float
    bottom: float
    style: "Style"
    box: Box


class Style(msgspec.Struct, frozen=True):
    """How a character looks: size in points, weight, face; ``hidden`` text is there but not painted."""

    size: float
    bold: bool = False
    face: str = ""
    hidden: bool = False
    turn: int = 0  # quarter turns clockwise of the direction of reading; -1 for askew


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A ruling line: horizontal where ``top == bottom``, else vertical."""

    left: float
    top: float
    right: float
    bottom: float


class Shown:
    """The way from a page's own coordinates to the page as shown: ``left top`` origin, rotation applied."""

    def __init__(self, page: Any) -> None:
        box: Box = page.get_bbox()
        self.left, self.bottom, self.right, self.top = box
        self.rotation: int = page.get_rotation() // 90 % 4
        size: tuple[float, float] = page.get_size()
        self.width, self.height = size

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as shown."""
        match self.rotation:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page as shown, its corners in order and rounded to a thousandth of a point."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return round(min(x0, x1), 3), round(min(y0, y1), 3), round(max(x0, x1), 3), round(max(y0, y1), 3)

    def turn(self, a: float, b: float) -> int:
        """Quarter turns clockwise of text that runs along ``(a, b)``; -1 where it runs askew."""
        x0, y0 = self.point(0, 0)
        x1, y1 = self.point(a, b)
        dx, dy = x1 - x0, y1 - y0
        length = math.hypot(dx, dy)
        if length == 0 or min(abs(dx), abs(dy)) > 0.1 * length:
            return 0 if length == 0 else -1
        if abs(dx) > abs(dy):
            return 0 if dx > 0 else 2
        return 1 if dy > 0 else 3


def glyphs(page: Any, shown: Shown, *, limit: int) -> tuple[list[Glyph], int]:
    """The characters of a page in the order of its content, spaces included; and how many make no sense.

    At most `limit` characters are looked at. Characters off the page are left out.
    """
    textpage = page.get_textpage()
    try:
        return _glyphs(textpage.raw, shown, limit=limit)
    finally:
        textpage.close()


def _glyphs(textpage: Any, shown: Shown, *, limit: int) -> tuple[list[Glyph], int]:
    found: list[Glyph] = []
    senseless = 0
    rect = pdfium.FS_RECTF()
    styles: dict[int, tuple[Style, float]] = {}
    width, height = shown.width, shown.height
    for index in range(min(pdfium.FPDFText_CountChars(textpage), limit)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, rect):
            continue
        box = shown.box(rect.left, rect.bottom, rect.right, rect.top)
        if box[0] > width or box[1] > height or box[2] < 0 or box[3] < 0:
            continue
        owner = ctypes.cast(pdfium.FPDFText_GetTextObject(textpage, index), ctypes.c_void_p).value or 0
        look = styles.get(owner)
        if look is None:
            style = _style(textpage, index, shown)
            look = styles[owner] = style, _baseline(textpage, index, shown, style.turn)
        text = _readable(code)
        if text is None or pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1:
            senseless += 1
        if text:
            box = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height))
            found.extend(_spread(text, box, look, width, height))
    return found, senseless


def _readable(code: int) -> str | None:
    """The character as a reader names it; "" for what is not seen, None for what nobody can read.

    Fonts often map a plain ideograph to its look-alike among the Kangxi radicals or the compatibility
    ideographs, and fi to one ligature.
    """
    if code == _HYPHEN:
        return "-"
    if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return None
    char = chr(code)
    category = unicodedata.category(char)
    if category == "Cc":
        return " " if char in "\t\n\r" else None
    if category == "Cf":
        return "-" if code == 0xAD else ""
    if category == "Co":
        return sign(code)
    if category == "Zs":
        return " "
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFB06 or 0x2F800 <= code <= 0x2FA1F:
        return unicodedata.normalize("NFKC", char)
    return char


def _spread(text: str, box: Box, look: tuple[Style, float], width: float, height: float) -> Iterator[Glyph]:
    """One glyph for each character; those of a ligature share its box evenly.

    For the layout all characters of one size are equally high, whatever room their font asks for.
    """
    style, baseline = look
    left, top, right, bottom = _upright(box, style.turn, width, height)
    if style.size and abs(baseline - bottom) < 1.5 * style.size:
        top, bottom = baseline - _ASCENT * style.size, baseline + _DESCENT * style.size
    step = (right - left) / len(text)
    for index, char in enumerate(text):
        part = box
        if len(text) > 1 and style.turn == 0:
            part = (left + index * step, box[1], left + (index + 1) * step, box[3])
        yield Glyph(char, left + index * step, top, left + (index + 1) * step, bottom, style, part)


def _upright(box: Box, turn: int, width: float, height: float) -> Box:
    """The box on the page turned so that its text runs from left to right."""
    left, top, right, bottom = box
    if turn == 1:
        return top, width - right, bottom, width - left
    if turn == 2:
        return width - right, height - bottom, width - left, height - top
    if turn == 3:
        return height - bottom, left, height - top, right
    return box


def _baseline(textpage: Any, index: int, shown: Shown, turn: int) -> float:
    """Where a character stands, in the direction of reading. All of its text object stand there."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetCharOrigin(textpage, index, x, y):
        return math.inf
    left, top = shown.point(x.value, y.value)
    return _upright((left, top, left, top), turn, shown.width, shown.height)[1]


def _style(textpage: Any, index: int, shown: Shown) -> Style:
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(textpage, index)
    turn = 0
    if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
        turn = shown.turn(matrix.a, matrix.b)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(textpage, index))
    face = _face(textpage, index)
    bold = (
        pdfium.FPDFText_GetFontWeight(textpage, index) >= _BOLD
        or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
        or any(word in face.lower() for word in ("bold", "heavy", "black"))
    )
    hidden = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
    return Style(size=round(abs(size), 1), bold=bold, face=face, hidden=hidden, turn=turn)


def _face(textpage: Any, index: int) -> str:
    """The name of the font without the prefix of a subset (``ABCDEF+SimHei`` → ``SimHei``)."""
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, buffer, len(buffer), None)
    return buffer.value.decode("utf-8", "replace").partition("+")[2] or buffer.value.decode(
        "utf-8", "replace"
    )


# --- ruling lines ----------------------------------------------------------------------------------

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def rules(page: Any, shown: Shown) -> list[Rule]:
    """The horizontal and vertical lines of a page: stroked segments and thin filled rectangles."""
    found: list[Rule] = []
    for item, matrix in _objects(page):
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_PATH:
            found.extend(_lines_of(item, matrix, shown))
    return found


def pictures(page: Any, shown: Shown) -> float:
    """Which part of the page images cover, at most 1."""
    covered = 0.0
    bounds = [ctypes.c_float() for _ in range(4)]
    for item, _ in _objects(page):
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE and pdfium.FPDFPageObj_GetBounds(
            item, *bounds
        ):
            left, bottom, right, top = (value.value for value in bounds)
            covered += max(right - left, 0) * max(top - bottom, 0)
    return min(covered / max(shown.width * shown.height, 1), 1.0)


def has_objects(page: Any) -> bool:
    """Whether anything at all is painted on the page."""
    return bool(pdfium.FPDFPage_CountObjects(page.raw))


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    budget = [_OBJECTS]
    count = pdfium.FPDFPage_CountObjects(page.raw)
    for index in range(min(count, _OBJECTS)):
        yield from _inside(pdfium.FPDFPage_GetObject(page.raw, index), _IDENTITY, _DEPTH, budget)


def _inside(item: Any, outer: Matrix, depth: int, budget: list[int]) -> Iterator[tuple[Any, Matrix]]:
    if budget[0] <= 0:
        return
    budget[0] -= 1
    matrix = _times(_matrix(item), outer)
    yield item, matrix
    if depth and pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _inside(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth - 1, budget)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _lines_of(item: Any, matrix: Matrix, shown: Shown) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    runs = list(_runs(item, matrix, shown))
    if stroke.value:
        for run in runs:
            for (x0, y0), (x1, y1) in pairwise(run):
                rule = _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), within=0.5)
                if rule:
                    yield rule
    elif fill.value:
        for run in runs:
            xs, ys = [x for x, _ in run], [y for _, y in run]
            rule = _rule(min(xs), min(ys), max(xs), max(ys), within=_THIN)
            if rule:
                yield rule


def _rule(left: float, top: float, right: float, bottom: float, *, within: float) -> Rule | None:
    if bottom - top <= within < right - left:
        middle = (top + bottom) / 2
        return Rule(left, middle, right, middle)
    if right - left <= within < bottom - top:
        middle = (left + right) / 2
        return Rule(middle, top, middle, bottom)
    return None


def _runs(item: Any, matrix: Matrix, shown: Shown) -> Iterator[list[tuple[float, float]]]:
    """The straight runs of a path, as points of the page as shown."""
    run: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = shown.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_LINETO and run:
            run.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                run.append(run[0])
            continue
        if len(run) > 1:
            yield run
        run = [point]
    if len(run) > 1:
        yield run

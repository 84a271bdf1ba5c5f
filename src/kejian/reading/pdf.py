"""PDF → Document: the text layer where there is one, the character recogniser where there is none."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kejian.errors import ReadingError
from kejian.model import Document
from kejian.reading.builder import Builder
from kejian.reading.limits import DEFAULT, Limits, within
from kejian.reading.pdf_glyphs import Glyph, Rule, Shown, glyphs, has_objects, pictures, rules
from kejian.reading.pdf_lines import gather
from kejian.reading.pdf_pages import PageContent, write
from kejian.reading.pdf_tables import ruled
from kejian.reading.scan import recognise

_GARBAGE = 0.3  # of a page's characters without a meaning: its text layer is no use
_SPARSE = 20  # characters; a page with fewer and a picture over most of it is a scan
_PICTURE = 0.5  # of the page
_DPI = 200  # at which a page is drawn for the recogniser
_SIDE = 4_000  # pixels at most along one side of it
_RULES = 4_000  # a page with more lines than this is a drawing

_OPENING = {
    raw.FPDF_ERR_PASSWORD: ("the PDF is encrypted", "open it with its password and save it without one"),
    raw.FPDF_ERR_SECURITY: (
        "the PDF is encrypted in a way that cannot be read",
        "print it to a new PDF",
    ),
}


def read_pdf(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read a PDF.

    A page without usable text is drawn and recognised; it takes seconds. Raises `ReadingError` for a file
    that is no PDF, damaged or encrypted with a password, `LimitError` for one beyond ``limits``.
    """
    build = Builder(name=name, source=source, digest=digest, format="pdf", limits=limits)
    pdf = _open(data, source)
    if b"%%EOF" not in data[-2048:]:
        build.warn("the file is cut short; its last pages may be missing", where="end of the file")
    try:
        within(len(pdf), limits.max_pages, what="pages", where=source, option="max_pages")
        pages: list[PageContent] = []
        characters = 0
        recognised = 0
        for index in range(len(pdf)):
            build.deadline.check()
            found, seen = _page(pdf, index, build, left=limits.max_characters - characters)
            pages.extend(found)
            characters += sum(len(line.glyphs) for content in found for line in content.lines)
            recognised += seen
            within(
                characters, limits.max_characters, what="characters", where=source, option="max_characters"
            )
    finally:
        pdf.close()
    if recognised and recognised == len(pages):
        build.format = "scan"
    write(build, pages)
    return build.finish()


def _open(data: bytes, source: str) -> Any:
    start = data[:1024].find(b"%PDF-")
    if start < 0:
        raise ReadingError("no PDF: it does not begin with %PDF-", where=source, hint="check what file it is")
    try:
        pdf = pdfium.PdfDocument(data)
        pages = len(pdf)
    except pdfium.PdfiumError as error:
        message, hint = _OPENING.get(
            getattr(error, "err_code", None),
            ("the PDF is damaged or cut short", "get the file again, or open it and save it anew"),
        )
        raise ReadingError(message, where=source, hint=hint) from error
    if not pages:
        pdf.close()
        raise ReadingError("the PDF has no pages", where=source, hint="get the file again")
    return pdf


def _page(pdf: Any, index: int, build: Builder, *, left: int) -> tuple[list[PageContent], bool]:
    """The content of a page, and whether it was recognised from its picture."""
    where = f"page {index + 1}"
    try:
        page = pdf[index]
    except pdfium.PdfiumError:
        build.warn("the page is damaged and was left out", where=where)
        return [], False
    try:
        shown = Shown(page)
        found, senseless = glyphs(page, shown, limit=left + 1)
        found = _visible(found)
        if _needs_eyes(page, shown, found, senseless):
            return _recognised(page, shown, build, number=index + 1)
        lines = rules(page, shown)
        return _contents(found, lines if len(lines) <= _RULES else [], shown, number=index + 1), False
    finally:
        page.close()


def _visible(found: list[Glyph]) -> list[Glyph]:
    """Without text that is not painted, unless that is all there is (a scan with its text put behind)."""
    painted = [glyph for glyph in found if not glyph.style.hidden]
    return painted if len(painted) >= len(found) - len(painted) else found


def _needs_eyes(page: Any, shown: Shown, found: Sequence[Glyph], senseless: int) -> bool:
    """Whether the page's text must be recognised from its picture."""
    count = sum(glyph.char != " " for glyph in found)
    if senseless > _GARBAGE * (count + senseless):
        return True
    if not count:
        return has_objects(page)
    return count < _SPARSE and pictures(page, shown) > _PICTURE


def _recognised(page: Any, shown: Shown, build: Builder, *, number: int) -> tuple[list[PageContent], bool]:
    build.deadline.extend(build.limits.max_page_seconds)
    scale = min(_DPI / 72, _SIDE / max(shown.width, shown.height))
    image = page.render(scale=scale, rev_byteorder=False).to_numpy()
    lines = recognise(image, build, page=number, scale=1 / scale)
    return [PageContent(number, shown.width, shown.height, lines)], True


def _contents(found: Sequence[Glyph], lines: list[Rule], shown: Shown, *, number: int) -> list[PageContent]:
    """The page's text by the direction it runs in; what runs askew (a watermark) is no text of it."""
    turns = Counter(glyph.style.turn for glyph in found if glyph.style.turn >= 0)
    contents = []
    for turn, _ in turns.most_common():
        width, height = (shown.width, shown.height) if turn % 2 == 0 else (shown.height, shown.width)
        here = [glyph for glyph in found if glyph.style.turn == turn]
        turned = [_turned(rule, turn, shown) for rule in lines]
        tables, rest = ruled(turned, here, page=number)
        contents.append(PageContent(number, width, height, gather(rest, page=number), tables, turned))
    return contents


def _turned(rule: Rule, turn: int, shown: Shown) -> Rule:
    match turn:
        case 1:
            return Rule(rule.top, shown.width - rule.right, rule.bottom, shown.width - rule.left)
        case 2:
            return Rule(
                shown.width - rule.right,
                shown.height - rule.bottom,
                shown.width - rule.left,
                shown.height - rule.top,
            )
        case 3:
            return Rule(shown.height - rule.bottom, rule.left, shown.height - rule.top, rule.right)
    return rule

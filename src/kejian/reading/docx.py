"""DOCX → Document: the text as Word prints it, without what is deleted, hidden, or beside the text.

Tracked insertions are read and deletions are not, the result of a field and not its code, the numbers that
Word makes for lists and headings, footnotes after their paragraph, text boxes after theirs. Comments, headers
and footers are no text of the document.
"""

import re

import msgspec

from kejian.errors import ReadingError
from kejian.model import About, BlockKind, Document, Paragraph
from kejian.reading.builder import Builder
from kejian.reading.docx_styles import Numbering, Style, Styles, W, is_on, listed, number, value
from kejian.reading.docx_tables import MC, cells, chosen, is_head, is_kept, row_spans, unwrapped
from kejian.reading.limits import DEFAULT, Limits
from kejian.reading.office import Element, Package
from kejian.reading.runs import CellRuns, Run
from kejian.reading.symbols import sign, superscript
from kejian.reading.table_heads import header_rows, heads_of_rows

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = frozenset(
    W + name for name in ("del", "moveFrom", "delText", "rt", "pPr", "rPr", "sdtPr", "instrText")
)
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_CHARACTERS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_DRAWN = ("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
          "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds")  # fmt: skip
_KINDS = {"caption": BlockKind.CAPTION, "quote": BlockKind.QUOTE}
_SHORT = 60  # characters of a paragraph that can be a heading by its look


def read_docx(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read a DOCX.

    Places are `Paragraph`: ``paragraph`` and ``run`` are the positions among all ``w:p`` and ``w:r`` of the
    part; ``offset`` counts in the run's text as python-docx gives it. Raises `ReadingError` for a file that
    is encrypted, of an old format, damaged or no DOCX, `LimitError` for one beyond ``limits``.
    """
    build = Builder(name=name, source=source, digest=digest, format="docx", limits=limits)
    package = Package(data, where=source, limits=limits, kind="DOCX")
    main = package.related().get("officeDocument") or "word/document.xml"
    if main not in package.names:
        raise ReadingError(
            "a zip archive, but no DOCX: it holds no document", where=source, hint="check what file it is"
        )
    root = package.parse(main)
    body = root.find(W + "body")
    if body is None:
        raise ReadingError("no text in it", where=source, hint=f"{main} is no Word document")
    _Reader(build, package, main, root).blocks(body, 0)
    return build.finish(about=About(title=package.title()))


class _Part:
    """A part with the positions of its paragraphs and runs."""

    def __init__(self, name: str, root: Element) -> None:
        self.name = name
        self.paragraphs = {element: index for index, element in enumerate(root.iter(W + "p"))}
        self.runs = {element: index for index, element in enumerate(root.iter(W + "r"))}


class _Text(msgspec.Struct):
    """What is read from a paragraph: its runs, what hangs on it, and how it looks."""

    runs: list[Run] = []
    notes: list[tuple[str, str]] = []
    boxes: list[Element] = []
    drawn: int = 0
    strong: int = 0  # characters that are bold or large
    ended: bool = True  # False: its end is deleted, and the next paragraph goes on in it


class _Reader:
    """Walks through the parts of a document and adds their blocks."""

    def __init__(self, build: Builder, package: Package, main: str, root: Element) -> None:
        self.build = build
        related = package.related(main)
        parts = {kind: package.parse(related[kind]) for kind in ("styles", "numbering") if kind in related}
        self.styles, self.numbering = Styles(parts.get("styles")), Numbering(parts.get("numbering"))
        self.notes: dict[tuple[str, str], tuple[_Part, Element]] = {}
        for kind in ("footnotes", "endnotes"):
            if kind in related:
                notes = package.parse(related[kind])
                part = _Part(related[kind], notes)
                for note in notes:
                    if isinstance(note.tag, str) and note.get(W + "type") in (None, "normal"):
                        self.notes[kind, note.get(W + "id") or ""] = part, note
        self.part = _Part(main, root)
        self.fields: list[bool] = []  # of the fields we are in: whether its code is being read
        self.pending: list[Run] = []  # of a paragraph whose end is deleted
        self.title = any(
            self.styles[value(style)].role == "title" for style in root.iterfind(f".//{W}pPr/{W}pStyle")
        )

    # --- blocks ------------------------------------------------------------------------------------

    def blocks(self, parent: Element, depth: int) -> None:
        """The paragraphs and tables in an element, and in what wraps them."""
        for element in unwrapped(parent):
            if element.tag == W + "p":
                self.paragraph(element, depth)
            elif element.tag == W + "tbl":
                self.flush(depth)
                self.table(element, depth)
        self.flush(depth)

    def flush(self, depth: int) -> None:
        """Add what is left of a paragraph whose end is deleted where no other follows."""
        self.build.add(BlockKind.PARAGRAPH, self.pending, depth=depth, guess=True)
        self.pending = []

    def paragraph(self, element: Element, depth: int) -> None:
        """Add a paragraph, then the notes and text boxes that hang on it."""
        self.build.deadline.check()
        text = self.text(element)
        properties = element.find(W + "pPr")
        style = self.styles[value(properties.find(W + "pStyle")) if properties is not None else None]
        runs, self.pending = [*self.pending, *text.runs], []
        if not text.ended:
            self.pending = runs
            return
        seen = any(run.text.strip() for run in runs)
        label, level = self.label(properties, style) if seen else (None, 0)
        outline = _outline(properties, style)
        depth = self.add(runs, text, style, label=label, level=level, outline=outline, depth=depth)
        self.hung(text, depth)

    def add(
        self,
        runs: list[Run],
        text: _Text,
        style: Style,
        *,
        label: str | None,
        level: int,
        outline: int | None,
        depth: int,
    ) -> int:
        """Add the block of a paragraph; how many lists what hangs on it stands in."""
        if label:
            runs.insert(0, Run(label + (" " if label[-1].isascii() else "")))
        length = sum(len(run.text) for run in runs)
        if style.role == "title" and outline is None:
            self.build.add(BlockKind.HEADING, runs, level=1)
        elif outline is not None:
            self.build.add(BlockKind.HEADING, runs, level=outline + 1 + self.title)
        elif style.role in _KINDS:
            self.build.add(_KINDS[style.role], runs)
        elif label is not None:
            self.build.add(BlockKind.ITEM, runs, level=level + 1)
            return level + 1
        else:
            strong = 0 < length <= _SHORT and text.strong >= length
            guess = style.role != "contents"
            self.build.add(BlockKind.PARAGRAPH, runs, depth=depth, guess=guess, strong=strong)
        return depth

    def hung(self, text: _Text, depth: int) -> None:
        """What hangs on a paragraph: its notes and text boxes; a warning for what is drawn and not read."""
        if text.drawn:
            self.build.warn("a chart or diagram was not read: compare with the original")
        for key in text.notes:
            found = self.notes.pop(key, None)
            if found is None:
                continue
            outer, fields, self.part, self.fields = self.part, self.fields, found[0], []
            for paragraph in found[1].iter(W + "p"):
                note = self.text(paragraph)
                self.build.add(BlockKind.FOOTNOTE, note.runs, depth=depth)
            self.part, self.fields = outer, fields
        for box in text.boxes:
            fields, self.fields = self.fields, []
            self.blocks(box, depth)
            self.fields = fields

    def label(self, properties: Element | None, style: Style) -> tuple[str | None, int]:
        """The number of a paragraph in its list ("" for a bullet, None for none), and its level from 0."""
        key, level = listed(properties, style.listed)
        if level is None:
            name = value(properties.find(W + "pStyle")) if properties is not None else None
            level = self.numbering.level_of(key, name)
        return self.numbering.label(key, level), level

    def table(self, element: Element, depth: int) -> None:
        """Add a table; a frame of one cell is read as what it holds."""
        rows = [list(cells(row)) for row in unwrapped(element) if row.tag == W + "tr" and is_kept(row)]
        if sum(map(len, rows)) == 1:
            self.blocks(rows[0][0].element, depth)
            return
        spans = row_spans(rows)
        texts = []
        inner: list[Element] = []
        hung: list[_Text] = []
        for row in rows:
            line = []
            for cell in row:
                if cell.merged:
                    continue
                runs, inside = self.cell(cell.element, hung)
                inner.extend(inside)
                line.append((cell, runs, "".join(run.text for run in runs).strip()))
            texts.append(line)
        words = [[(cell.column, text) for cell, _, text in line] for line in texts]
        marked = sum(is_head(row) for row in element.iterfind(W + "tr"))
        heads = marked or header_rows(words)
        named = heads_of_rows(words[heads:])
        table = self.build.table()
        for at, line in enumerate(texts):
            filled = [
                CellRuns(
                    runs,
                    cell.column,
                    spans.get((at, cell.column), 1),
                    cell.span,
                    at < heads or (named and cell.column == 0),
                )
                for cell, runs, _ in line
            ]
            self.build.row(table, filled, depth=depth)
        for text in hung:
            self.hung(text, depth)
        for nested in inner:
            self.table(nested, depth)

    def cell(self, element: Element, hung: list[_Text]) -> tuple[list[Run], list[Element]]:
        """The runs of a cell, and the tables in it."""
        runs: list[Run] = []
        inner: list[Element] = []
        for child in unwrapped(element):
            if child.tag == W + "tbl":
                inner.append(child)
            elif child.tag == W + "p":
                text = self.text(child)
                hung.append(text)
                properties = child.find(W + "pPr")
                style = self.styles[value(properties.find(W + "pStyle")) if properties is not None else None]
                label, _ = self.label(properties, style) if text.runs else (None, 0)
                runs.extend([Run("\n")] if runs else [])
                runs.extend([Run(label)] if label else [])
                runs.extend(text.runs)
        return runs, inner

    # --- the text of a paragraph -------------------------------------------------------------------

    def text(self, element: Element) -> _Text:
        """The runs of a paragraph and what hangs on it."""
        properties = element.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        ended = mark is None or mark.find(W + "del") is None
        style = self.styles[value(properties.find(W + "pStyle")) if properties is not None else None]
        text = _Text(runs=[], notes=[], boxes=[], ended=ended)
        self.inline(element, text, style, self.part.paragraphs[element])
        return text

    def inline(self, parent: Element, text: _Text, style: Style, paragraph: int) -> None:
        """The runs among the children of an element of a paragraph."""
        for child in parent:
            if child.tag == W + "r":
                self.run(child, text, style, paragraph)
            elif child.tag in (_M + "oMath", _M + "oMathPara"):
                text.runs.append(Run("".join(part.text or "" for part in child.iter(_M + "t"))))
            elif child.tag == MC + "AlternateContent":
                self.inline(chosen(child), text, style, paragraph)
            elif isinstance(child.tag, str) and child.tag not in _GONE:
                self.inline(child, text, style, paragraph)

    def run(self, element: Element, text: _Text, style: Style, paragraph: int) -> None:
        """The characters of a run, in the order they stand, with what else it holds."""
        properties = element.find(W + "rPr")
        look = self.styles[named] if (named := _character_style(properties)) else None
        hidden = is_on(properties, "vanish")
        if hidden is None:
            hidden = style.hidden or (look is not None and look.hidden)
        align = value(properties.find(W + "vertAlign")) if properties is not None else None
        place = Paragraph(part=self.part.name, paragraph=paragraph, run=self.part.runs[element], offset=0)
        offset = 0
        for child in element:
            if child.tag == W + "ruby":
                self.inline(child, text, style, paragraph)
                continue
            characters, exact = self.characters(child, text)
            if characters is None:
                continue
            shown = superscript(characters) if align == "superscript" else characters
            if shown and not hidden and not any(self.fields):
                text.runs.append(Run(shown, msgspec.structs.replace(place, offset=offset), exact))
                text.strong += len(shown) if _is_strong(properties, look, style, self.styles.size) else 0
            offset += len(characters) if exact else 0

    def characters(self, child: Element, text: _Text) -> tuple[str | None, bool]:
        """What a child of a run puts into its text, and whether it counts there; None for nothing."""
        if child.tag == W + "t":
            return child.text or "", True
        if child.tag in _CHARACTERS:
            return _CHARACTERS[child.tag], True
        if child.tag == W + "br":
            return ("\n", True) if child.get(W + "type") in (None, "textWrapping") else (" ", False)
        if child.tag == W + "sym":
            code = child.get(W + "char") or ""
            point = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
            return sign(point if point > 0xFF else 0xF000 + point) or "", False
        if child.tag == W + "fldChar":
            self.field(child.get(W + "fldCharType"))
        elif child.tag in _NOTES:
            text.notes.append((_NOTES[child.tag], child.get(W + "id") or ""))
        elif child.tag == MC + "AlternateContent":
            self.drawn(chosen(child), text)
        elif child.tag in (W + "drawing", W + "pict", W + "object"):
            self.drawn(child, text)
        return None, True

    def field(self, kind: str | None) -> None:
        """Enter the code of a field, its result, or leave it."""
        if kind == "begin" and len(self.fields) < self.build.limits.max_depth:
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def drawn(self, element: Element, text: _Text) -> None:
        """The text boxes of a drawing, outermost ones only; charts and diagrams are counted."""
        boxes = list(element.iter(W + "txbxContent"))
        inside = {id(inner) for box in boxes for inner in box.iter(W + "txbxContent") if inner is not box}
        text.boxes.extend(box for box in boxes if id(box) not in inside)
        text.drawn += any(next(element.iter(tag), None) is not None for tag in _DRAWN)


# --- looks ---------------------------------------------------------------------------------------


def _outline(properties: Element | None, style: Style) -> int | None:
    """The level from 0 of a heading; None for other text."""
    direct = number(value(properties.find(W + "outlineLvl"))) if properties is not None else None
    if direct is None:
        return style.outline
    return direct if 0 <= direct < 9 else None


def _character_style(properties: Element | None) -> str | None:
    return value(properties.find(W + "rStyle")) if properties is not None else None


def _is_strong(properties: Element | None, look: Style | None, style: Style, usual: int) -> bool:
    """Whether a run is bold or clearly larger than the running text."""
    bold = is_on(properties, "b")
    size = number(value(properties.find(W + "sz"))) if properties is not None else None
    size = size or (look.size if look else None) or style.size or usual
    if bold is None:
        bold = style.bold or bool(look and look.bold)
    return bold or size > 1.12 * usual

"""The cells of an XLSX as its sheets show them: merged ranges, number formats, results of formulas."""

import re
from collections.abc import Iterator
from io import BytesIO

import msgspec
from lxml import etree

from kejian.errors import ReadingError
from kejian.model import Cell
from kejian.reading.builder import Builder
from kejian.reading.limits import within
from kejian.reading.office import Element, Package
from kejian.reading.runs import Run
from kejian.reading.sheet_formats import BUILT_IN, shown
from kejian.reading.sheet_tables import Filled

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_FORMULAS = 20  # warnings of one sheet about formulas without a result


class Sheet(msgspec.Struct):
    """A sheet of a workbook: its name, its part, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Book:
    """What the sheets of a workbook share: texts, number formats, the day that dates count from."""

    def __init__(self, package: Package, build: Builder) -> None:
        self.package, self.build = package, build
        main = package.related().get("officeDocument") or "xl/workbook.xml"
        if main not in package.names:
            hint = "check what file it is"
            raise ReadingError(
                "a zip archive, but no XLSX: it holds no workbook", where=build.source, hint=hint
            )
        if main.endswith(".bin"):
            raise ReadingError(
                "a binary workbook (XLSB)", where=build.source, hint="open it and save it as XLSX"
            )
        root = package.parse(main)
        properties = root.find(_S + "workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        targets = package.targets(main)
        self.sheets = [
            Sheet(element.get("name") or "", targets[key], element.get("state") in ("hidden", "veryHidden"))
            for element in root.iterfind(f"{_S}sheets/{_S}sheet")
            if (key := element.get(_R + "id") or "") in targets
        ]
        related = package.related(main)
        self.texts = _texts(package, related.get("sharedStrings"), build)
        self.formats = _formats(package, related.get("styles"))


def _texts(package: Package, part: str | None, build: Builder) -> list[str]:
    """The texts that cells share."""
    if part is None:
        return []
    found = []
    for element in package.parse(part).iterchildren(_S + "si"):
        found.append(_text(element))
        if not len(found) % 1024:
            build.deadline.check()
    return found


def _text(element: Element) -> str:
    """The characters of a text with its formatting, without its pronunciation."""
    found = []
    for part in element.iter(_S + "t"):
        parent = part.getparent()
        if parent is None or parent.tag != _S + "rPh":
            found.append(part.text or "")
    return "".join(found)


def _formats(package: Package, part: str | None) -> list[str]:
    """The number format of each style of a cell."""
    if part is None:
        return []
    root = package.parse(part)
    own = {
        element.get("numFmtId"): element.get("formatCode") or "General"
        for element in root.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    found = []
    for element in root.iterfind(f"{_S}cellXfs/{_S}xf"):
        key = element.get("numFmtId") or "0"
        found.append(own.get(key) or BUILT_IN.get(int(key) if key.isdecimal() else 0, "General"))
    return found


# --- one sheet -----------------------------------------------------------------------------------------


class _Spread(msgspec.Struct):
    """What a sheet says beside its cells: merged ranges by their first cell, what is hidden."""

    merged: list[tuple[int, int, int, int]] = []  # first row, first column, last row, last column
    columns: set[int] = set()
    rows: int = 0
    pending: list[str] = []  # addresses of formulas without a result


def rows_of(book: Book, sheet: Sheet) -> list[list[Filled]]:
    """The rows of a sheet with the cells that hold text, blank rows included where others follow.

    Hidden rows and columns are left out with a warning, as are formulas without a result.
    """
    spread = _Spread(merged=[], columns=set(), pending=[])
    rows = dict(_rows(book, sheet, spread))
    _warn(book.build, sheet, spread)
    if not rows:
        return []
    spans = _spans(spread.merged, max(rows), max(cell.column for row in rows.values() for cell in row))
    found: list[list[Filled]] = []
    last = min(rows) - 1
    for number in sorted(rows):
        if number > last + 1:
            found.append([])
        for cell in rows[number]:
            cell.row_span, cell.column_span = spans.get((number, cell.column), (1, 1))
        found.append(rows[number])
        last = number
    return found


def _rows(book: Book, sheet: Sheet, spread: _Spread) -> Iterator[tuple[int, list[Filled]]]:
    """The rows with text by their number, streamed; fills ``spread`` on the way."""
    tags = [_S + name for name in ("row", "mergeCell", "col")]
    parser = etree.iterparse(
        BytesIO(book.package.checked(sheet.part)),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    number = cells = 0
    try:
        for _, element in parser:
            if element.tag == _S + "row":
                said = element.get("r") or ""
                number = int(said) if re.fullmatch(r"\d{1,7}", said) else number + 1
                cells += len(element)
                bound = book.build.limits.max_cells
                within(cells, bound, what="cells", where=book.build.source, option="max_cells")
                if not number % 64:
                    book.build.deadline.check()
                filled = list(_cells(book, sheet, element, number, spread))
                if filled and element.get("hidden") in ("1", "true"):
                    spread.rows += 1
                elif filled:
                    yield number, filled
            elif element.tag == _S + "mergeCell":
                ends = _ADDRESS.findall(element.get("ref") or "")
                if len(ends) == 2 and len(spread.merged) < book.build.limits.max_cells:
                    (a, b), (c, d) = ends
                    spread.merged.append((int(b), _column(a), int(d), _column(c)))
            elif element.get("hidden") in ("1", "true"):
                first, last = element.get("min") or "", element.get("max") or ""
                if first.isdecimal() and last.isdecimal() and int(last) <= 16_384:
                    spread.columns.update(range(int(first) - 1, int(last)))
            element.clear(keep_tail=False)
            while element.tag == _S + "row" and element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ReadingError(
            f"the sheet “{sheet.name}” is no well-formed XML ({str(error)[:120]})",
            where=book.build.source,
            hint="open the file and save it anew",
        ) from error


def _cells(book: Book, sheet: Sheet, row: Element, number: int, spread: _Spread) -> Iterator[Filled]:
    column = -1
    for element in row.iterchildren(_S + "c"):
        match = _ADDRESS.fullmatch(element.get("r") or "")
        column = _column(match[1]) if match else column + 1
        text = _shown(book, element)
        if text is None:
            spread.pending.append(f"{_letters(column)}{number}")
        elif column not in spread.columns and text.strip():
            place = Cell(sheet=sheet.name, address=f"{_letters(column)}{number}", offset=0)
            yield Filled(column, [Run(text, place)], text.strip())


def _shown(book: Book, element: Element) -> str | None:
    """The text of a cell as the sheet shows it; None for a formula whose result is not in the file."""
    kind = element.get("t") or "n"
    if kind == "inlineStr":
        inside = element.find(_S + "is")
        return _text(inside) if inside is not None else ""
    held = element.findtext(_S + "v")
    if held is None or (not held and kind == "n"):
        return None if element.find(_S + "f") is not None else ""
    if kind == "s":
        index = int(held) if held.strip().isdecimal() else -1
        return book.texts[index] if 0 <= index < len(book.texts) else ""
    if kind == "b":
        return "TRUE" if held.strip() == "1" else "FALSE"
    if kind == "n":
        style = element.get("s") or "0"
        index = int(style) if style.isdecimal() else 0
        code = book.formats[index] if index < len(book.formats) else "General"
        return shown(held.strip(), code, since_1904=book.since_1904)
    return held


def _spans(
    merged: list[tuple[int, int, int, int]], last_row: int, last_column: int
) -> dict[tuple[int, int], tuple[int, int]]:
    """How many rows and columns merged cells reach over, no further than the sheet is filled."""
    found = {}
    for top, left, bottom, right in merged:
        height, width = min(bottom, last_row) - top + 1, min(right, last_column) - left + 1
        if height > 0 and width > 0:
            found[top, left] = height, width
    return found


def _warn(build: Builder, sheet: Sheet, spread: _Spread) -> None:
    where = f"sheet “{sheet.name}”"
    if spread.rows:
        build.warn(f"hidden rows were left out: {spread.rows}", where=where)
    if spread.columns:
        build.warn(f"hidden columns were left out: {len(spread.columns)}", where=where)
    for address in spread.pending[:_FORMULAS]:
        build.warn(
            "a formula without its result was left out: open the file in a spreadsheet program and save it",
            where=f"{where}, {address}",
        )
    if len(spread.pending) > _FORMULAS:
        build.warn(f"{len(spread.pending) - _FORMULAS} more formulas without their results", where=where)


def _column(letters: str) -> int:
    """The number of a column from 0: A, B, … Z, AA."""
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - 64
    return value - 1


def _letters(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

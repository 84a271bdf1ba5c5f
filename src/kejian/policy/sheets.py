"""Rows of the first sheet of a workbook, as texts: read in one pass, so that a million need little memory.

Values count, not how they are shown: a formula is its stored value, a number its digits, a day its ISO form.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import islice
from pathlib import Path
from string import ascii_uppercase
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an error's name

from lxml import etree

from kejian.policy.errors import ProfileError
from kejian.policy.sheet_rows import OddRow, PlainRow, plain_rows

_LARGEST = 4 * 10**9  # bytes of a part of the workbook when unpacked
_ROWS, _COLUMNS = 1_048_576, 16_384  # of a sheet
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

_FIRST = tuple(ascii_uppercase)  # the columns that nearly all tables have

Row = tuple[str | None, ...]


def rows_of(path: Path, *, name: str | None = None, largest: int = _LARGEST) -> Iterator[Row]:
    """The rows of the first sheet of ``path``, empty ones too; cells without a value are None.

    `ProfileError` for what is no workbook, or one with a part that unpacks to more than ``largest`` bytes;
    ``name`` is what it calls the file.
    """
    where = name or str(path)
    try:
        with ZipFile(path) as package:
            yield from _Sheet(package, where, largest).rows()
    except (
        BadZipFile, OSError, KeyError, ValueError, IndexError, EOFError, RuntimeError, ZlibError,
        etree.LxmlError,
    ) as error:  # fmt: skip
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise ProfileError(f"not a workbook: {said}", where=where, hint="save it as .xlsx again") from error


class _Sheet:
    def __init__(self, package: ZipFile, where: str, largest: int) -> None:
        self.package, self.where, self.largest = package, where, largest
        book = self._tree("xl/workbook.xml")
        first = next(book.iter("{*}sheet"), None)
        if first is None:
            raise ValueError("it has no sheet")
        link = first.get(_OFFICE) or first.get(_STRICT)
        links = self._tree("xl/_rels/workbook.xml.rels")
        targets = {one.get("Id"): str(one.get("Target")) for one in links.iter("{*}Relationship")}
        self.part = _part(targets[link])
        properties = next(book.iter("{*}workbookPr"), None)
        self.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.shared = list(self._shared())
        self.days = self._days()

    def rows(self) -> Iterator[Row]:
        """The rows in their places: where numbers are left out, empty rows stand."""
        number = 0
        for at, cells in self._numbered():
            if not number < (at or number + 1) <= _ROWS:
                raise ValueError(f"row {at} stands behind row {number}")
            for _ in range((at or number + 1) - number - 1):
                yield ()
            number = at or number + 1
            yield tuple(cells)

    def _numbered(self) -> Iterator[tuple[int, list[str | None]]]:
        """The rows that there are with their numbers (0: none); from the first odd one on they are parsed."""
        read = 0
        try:
            for row in plain_rows(self._open(self.part)):
                yield row.number, self._plain_cells(row)
                read += 1
        except OddRow:
            for element in islice(self._elements(self.part, "{*}row"), read, None):
                cells = self._cells(element, element.tag.removesuffix("row"))
                yield int(element.get("r") or 0), cells

    def _plain_cells(self, row: PlainRow) -> list[str | None]:
        found: list[str | None] = []
        shared = self.shared
        for at, (letters, style, kind, text, inline) in enumerate(row.cells):
            if len(found) != at or at >= len(_FIRST) or letters != _FIRST[at]:
                self._place(found, letters)
            if kind == "inlineStr":
                found.append(text or inline or None)
            elif kind == "s" and text.isdigit():
                found.append(shared[int(text)])
            else:
                found.append(self._value(kind, style, text or inline))
        return found

    @staticmethod
    def _place(found: list[str | None], letters: str) -> None:
        """Fill up to the column ``letters``, where the next cell stands."""
        at = _column(letters) if letters else len(found) + 1
        if not len(found) < at <= _COLUMNS:
            raise ValueError(f"cell {letters[:20]} stands out of its order")
        if at > len(found) + 1:
            found.extend([None] * (at - len(found) - 1))

    def _cells(self, row: Any, space: str) -> list[str | None]:
        """The cells of a row; ``space`` is the namespace, with which names are compared whole, for speed."""
        found: list[str | None] = []
        named, valued = f"{space}c", f"{space}v"
        for cell in row:
            if cell.tag != named:
                continue
            place = cell.get("r")
            self._place(found, place.rstrip("0123456789") if place else "")
            text = None
            for child in cell:
                if child.tag == valued:
                    text = child.text
                elif _name(child) == "is":
                    text = _said(child)
            found.append(self._value(cell.get("t"), cell.get("s"), text))
        return found

    def _value(self, kind: str | None, style: str | None, text: str | None) -> str | None:
        if text is None or text == "":
            return None
        if kind == "s":
            return self.shared[int(text)]
        if kind == "b":
            return "true" if text == "1" else "false"
        if kind in ("str", "inlineStr", "e", "d"):
            return str(text)
        if style and int(style) in self.days:
            return self._day(float(text))
        return str(text) if text.isascii() and text.isdigit() else _plain(text)

    def _day(self, number: float) -> str:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

        epoch = CALENDAR_MAC_1904 if self.from_1904 else CALENDAR_WINDOWS_1900
        try:
            return str(from_excel(number, epoch))
        except (OverflowError, ValueError):
            return f"{number:g}"

    def _shared(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self.package.namelist():
            for item in self._elements("xl/sharedStrings.xml", "{*}si"):
                yield _said(item)

    def _days(self) -> frozenset[int]:
        """The styles that show a number as a day."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        if "xl/styles.xml" not in self.package.namelist():
            return frozenset()
        styles = self._tree("xl/styles.xml")
        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        formats |= dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd")  # of East Asia
        for one in styles.iter("{*}numFmt"):
            formats[int(one.get("numFmtId") or 0)] = str(one.get("formatCode") or "")
        cells = next(styles.iter("{*}cellXfs"), None)
        shown = [int(one.get("numFmtId") or 0) for one in cells] if cells is not None else []
        return frozenset(at for at, number in enumerate(shown) if is_date_format(formats.get(number, "")))

    def _open(self, part: str) -> Any:
        size = self.package.getinfo(part).file_size
        if size > self.largest:
            raise ProfileError(
                f"unpacks to {size:,} bytes", where=self.where, hint="save it as CSV or Parquet"
            )
        return self.package.open(part)

    def _tree(self, part: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        with self._open(part) as file:
            return etree.parse(file, parser).getroot()

    def _elements(self, part: str, tag: str) -> Iterator[Any]:
        with self._open(part) as file:
            for _, element in etree.iterparse(
                file, tag=tag, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def _part(target: str) -> str:
    """The name in the package of what the workbook links to."""
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The number of a column: 3 of C, 27 of AA."""
    number = 0
    for sign in letters:
        if sign not in ascii_uppercase or number > _COLUMNS:
            raise ValueError(f"{letters[:20]} is no column")
        number = number * 26 + ascii_uppercase.index(sign) + 1
    return number


def _name(element: Any) -> str:
    """The name of an element without its namespace; nothing of what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _said(element: Any) -> str:
    """The text of a string, its runs together, without how it is pronounced."""
    parts = []
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(t.text or "" for t in child if _name(t) == "t")
    return "".join(parts)


def _plain(text: str) -> str:
    """A number without an exponent, as short as it is exact for what the cell stored."""
    try:
        return f"{Decimal(repr(float(text))):f}".removesuffix(".0")
    except (ValueError, InvalidOperation):
        return text

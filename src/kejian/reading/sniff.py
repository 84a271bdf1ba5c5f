"""What a file is, by what is in it; its ending only settles what the content leaves open."""

import csv
import io
import json
import re
import zipfile
from collections import Counter

from kejian.errors import ReadingError
from kejian.reading.archives import check_directory
from kejian.reading.encodings import decode_text
from kejian.reading.frontmatter import front_matter
from kejian.reading.limits import DEFAULT
from kejian.reading.tags import KNOWN

_SAMPLE = 65536  # bytes of a text that are looked at
# first bytes → format
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "scan"),
    (b"\xff\xd8\xff", "scan"),
    (b"II*\0", "scan"),
    (b"MM\0*", "scan"),
    (b"GIF87a", "scan"),
    (b"GIF89a", "scan"),
)
# first bytes → what it is and what to do about it
_REFUSED = (
    (b"{\\rtf", "a Rich Text file", "save it as DOCX"),
    (b"\x1f\x8b", "a gzip archive", "unpack it, or pack it as zip"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it, or pack it as zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it, or pack it as zip"),
    (b"BZh", "a bzip2 archive", "unpack it, or pack it as zip"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it, or pack it as zip"),
    (b"SQLite format 3\0", "an SQLite database", "leave it out"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"MZ\x90\0", "a program", "leave it out"),
    (b"\0asm", "a program", "leave it out"),
    (b"ID3", "a sound file", "leave it out"),
    (b"OggS", "a sound file", "leave it out"),
    (b"PAR1", "a Parquet table", "export it as CSV"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# a stream's name in an OLE file → what the file is and what to do
_OLE_KINDS = (
    ("EncryptedPackage", "an encrypted Office file", "remove its password and save it again"),
    ("WordDocument", "a Word 97–2003 file (.doc)", "open it and save it as DOCX"),
    ("Workbook", "an Excel 97–2003 file (.xls)", "open it and save it as XLSX"),
    ("PowerPoint Document", "a PowerPoint 97–2003 file (.ppt)", "export it as PDF"),
)
_PAGE = re.compile(
    r"(?:\s|<!--[^<]*-->|<\?xml[^<>]*>)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE
)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_MARKS = r"""(?:
        ^\ {0,3}(?:\#{1,6}[ \t]*\S | [-*+][ \t]+\S | >[ \t]+\S | \d{1,3}\.[ \t]+\S | ```)   # blocks
      | ^\ {0,3}\|.*\|[ \t]*$                                                               # tables
      | \*\*[^*\n]{1,200}\*\* | \]\([^()\s]{1,500}\) | \\[_*\#\[\]]                           # inline
      | \$[^$\n\\^_{]{0,80}[\\^_{][^$\n]{0,80}\$                                             # formulas
      | ^\ {0,3}(?:---+|\*\*\*+)[ \t]*$)"""
# where marks of Markdown begin: with one of few characters, which a scan finds fast
_MARKDOWN = re.compile(rf"[ \#\-*+>\d`|\]\\$](?<=(?={_MARKS})[^\n])", re.VERBOSE | re.MULTILINE)
_NUMBERED = re.compile(r" {0,3}\d{1,3}\.[ \t]+\S")
_ROWS = re.compile(r"^[^\t\n]*\S\t[^\n]*\n[^\t\n]*\S\t", re.MULTILINE)  # of a table, parted by tabs
_STRUCTURE = re.compile(r"^ {0,3}(?:#{1,6}[ \t]+\S|[-*+][ \t]+\S|\|.*\|[ \t]*$)", re.MULTILINE)


def sniff(data: bytes, *, where: str, ending: str = "") -> str:
    """The format of a file.

    One of ``pdf``, ``scan``, ``docx``, ``xlsx``, ``zip``, ``html``, ``csv``, ``markdown``, ``text``.
    ``ending`` (``.csv``) tips the balance between readings of a plain text. Raises `ReadingError` for what
    no reader reads, saying what it is and what to do.

    >>> sniff(b"# 2022\\n\\n- 5%\\n", where="a.txt")
    'markdown'
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ReadingError("empty", where=where, hint="nothing can be read from this file")
    for magic, format in _MAGIC:
        if data.startswith(magic):
            return format
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "scan"
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "scan"
    if data[:2] == b"PK":
        return _package(data, where)
    _refuse(data, where)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _text(data, where, ending)


def _package(data: bytes, where: str) -> str:
    check_directory(io.BytesIO(data), source=where, limits=DEFAULT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            kind = _kind(package) if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise ReadingError(
            f"a damaged or truncated zip package ({error})", where=where, hint="fetch or save it again"
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "ppt/presentation.xml" in names:
        raise ReadingError("a PowerPoint file", where=where, hint="export it as PDF")
    if kind:
        raise ReadingError(f"a file of the kind {kind}", where=where, hint="save it as DOCX, XLSX or PDF")
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    return "zip"


def _kind(package: zipfile.ZipFile) -> str:
    with package.open("mimetype") as stream:
        return stream.read(80).decode("ascii", "replace")


def _refuse(data: bytes, where: str) -> None:
    for magic, what, hint in _REFUSED:
        if data.startswith(magic):
            raise ReadingError(f"{what}, not a document that can be read", where=where, hint=hint)
    if data[257:262] == b"ustar":
        raise ReadingError("a tar archive", where=where, hint="unpack it, or pack it as zip")
    if data[4:8] == b"ftyp":
        raise ReadingError(
            "a film or a picture of a kind not read", where=where, hint="save it as PNG or JPEG"
        )
    if data.startswith(_OLE):
        for stream, what, hint in _OLE_KINDS:
            if stream.encode("utf-16-le") in data:
                raise ReadingError(what, where=where, hint=hint)
        raise ReadingError("an old Office file", where=where, hint="open it and save it as DOCX or XLSX")


def _text(data: bytes, where: str, ending: str) -> str:
    text = decode_text(data[:_SAMPLE], where=where, declared=True).text
    _, begin = front_matter(text)
    body = text[begin:].lstrip("\ufeff\0")
    if _PAGE.match(body):
        return "html"
    if _is_data(body, whole=len(data) <= _SAMPLE):
        raise ReadingError(
            "JSON data, not a document", where=where, hint="give the document it was made from"
        )
    if _is_html(body):
        return "html"
    marked, numbered = _marks(body)
    if numbered and not marked:  # numbered headings of a plain text with tables are no marks
        marked = not _ROWS.search(body)
    if not _STRUCTURE.search(body) and _is_table(body, hinted=ending.lower() in (".csv", ".tsv")):
        return "csv"
    return "markdown" if marked or _known_tag(body) else "text"


def _marks(text: str) -> tuple[bool, bool]:
    """Whether a text has marks of Markdown, and numbers that may be some before the first."""
    at, numbered = 0, False
    while mark := _MARKDOWN.search(text, at):
        number = _NUMBERED.match(text, mark.start())
        if not number:
            return True, numbered
        at, numbered = number.end(), True
    return False, numbered


def _is_data(text: str, *, whole: bool) -> bool:
    start = text.lstrip()[:1]
    if not start or start not in "{[":
        return False
    for candidate in (text.strip().partition("\n")[0], text if whole else ""):
        try:
            found = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, (dict, list)) and found:
            return isinstance(found, dict) or not isinstance(found[0], (int, float))
    return False


def _is_html(text: str) -> bool:
    """Whether a text without a page's head is a fragment of HTML: elements carry its lines, not Markdown."""
    blocks = sum(m[1].lower() in _CARRIERS for m in _TAG.finditer(text))
    if not blocks or _STRUCTURE.search(text):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    carried = sum("<" in line for line in lines)
    opens = text.lstrip().startswith("<") and bool((m := _TAG.match(text.lstrip())) and m[1].lower() in KNOWN)
    return carried * 2 >= len(lines) or (opens and blocks >= 2 and carried * 4 >= len(lines))


_CARRIERS = frozenset(
    [
        "p",
        "div",
        "table",
        "tr",
        "td",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "body",
        "span",
    ]
)


def _known_tag(text: str) -> bool:
    return any(match[1].lower() in KNOWN for match in _TAG.finditer(text))


def _is_table(text: str, *, hinted: bool) -> bool:
    """Whether a text is a table with separators: nearly all its lines have as many short cells."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    if len(text) >= _SAMPLE // 4 and len(lines) > 2:
        lines.pop()  # may be cut
    for separator in ",\t;":
        if separator not in text:
            continue
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows)
        (width, count), *_ = widths.most_common(1) or [(0, 0)]
        if width < 2:
            continue
        if hinted and count * 2 >= len(rows):
            return True
        if count < 3 or count * 10 < 8 * len(rows):
            continue
        cells = [cell.strip() for row in rows for cell in row]
        long = sum(len(cell) > 40 or "。" in cell for cell in cells)
        numbers = sum(_is_number(cell) for cell in cells)
        if long * 20 <= len(cells) and numbers * 6 >= len(cells):
            return True
    return False


def _is_number(cell: str) -> bool:
    return bool(cell) and cell[-1] in "0123456789%％" and not cell.strip("0123456789.,+-%％ ")

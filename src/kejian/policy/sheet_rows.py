"""Rows of a sheet's XML by pattern: several times as fast as a parser for what spreadsheets usually write.

Only the plainest form is read here: `OddRow` says that something is written otherwise (other attributes, runs
of text, comments, prefixes, faults), and that a parser is to go on from there.
"""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

_CHUNK = 1 << 20
_LONGEST = 1 << 26  # bytes of a row
_TEXT = r"[^<>\x00-\x08\x0b-\x1f]*"
_HEAD = re.compile(rb"\s*(?:<\?xml([^>]*)\?>)?[^!]*?<sheetData>")
_ROW = re.compile(r'\s*<row(?: r="([0-9]{1,7})")?(?: [A-Za-z0-9:]+="[^"<>&]*")*>')
_CELL = (
    r'<c(?: r="([A-Z]{1,3})[0-9]{1,7}")?(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?'
    rf'(?:/>|>(?:<v>({_TEXT})</v>|<is><t(?: xml:space="preserve")?>({_TEXT})</t></is>)?</c>)'
)
_CELLS = re.compile(f"(?:{_CELL})*")
_EACH = re.compile(_CELL)
_ENTITY = re.compile("&(?:(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));)?")
_WIDE = re.compile(
    "&#(1[6-9][0-9]|[2-9][0-9]{2}|[1-9][0-9]{3}|[1-4][0-9]{4}|5[0-4][0-9]{3});"
)  # no sign of markup
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class OddRow(Exception):  # noqa: N818 - no fault: another reader takes over
    """A row, or what stands around the rows, is not in the plainest form."""


class PlainRow(NamedTuple):
    """The number that a row states (0: none), and each cell: column, style, kind, value, text within it."""

    number: int
    cells: list[tuple[str, str, str, str, str]]


def plain_rows(file: IO[bytes]) -> Iterator[PlainRow]:
    """The rows of a sheet, up to the first that is not plain; then `OddRow`."""
    with file:
        rest = file.read(_CHUNK)
        head = _HEAD.match(rest)
        if head is None or (b"encoding" in (head[1] or b"") and b"utf-8" not in head[1].lower()):
            raise OddRow
        rest = rest[head.end() :]
        while b"</sheetData>" not in rest:
            *rows, rest = rest.split(b"</row>")
            yield from map(_row, rows)
            more = file.read(_CHUNK)
            if not more or len(rest) > _LONGEST:
                raise OddRow
            rest += more
        last, end = rest.split(b"</sheetData>", 1)
        *rows, rest = last.split(b"</row>")
        yield from map(_row, rows)
        while more := file.read(_CHUNK):
            end = end[-20:] + more
        if rest.strip() or not end.rstrip().endswith(b"</worksheet>"):
            raise OddRow


def _row(written: bytes) -> PlainRow:
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError:
        raise OddRow from None
    if "&" in text:
        text = _WIDE.sub(lambda one: chr(int(one[1])), text)
    head = _ROW.match(text)
    if head is None or _CELLS.fullmatch(text, head.end()) is None:
        raise OddRow
    cells = _EACH.findall(text, head.end())
    if "&" in text:
        cells = [tuple(map(_unescaped, cell)) for cell in cells]
    return PlainRow(int(head[1] or 0), cells)


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_sign, text) if "&" in text else text


def _sign(entity: re.Match[str]) -> str:
    name, tenths, sixteenths = entity.groups()
    if name:
        return _NAMED[name]
    code = int(tenths) if tenths else int(sixteenths or "0", 16)
    if not (0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000):
        raise OddRow
    return chr(code)

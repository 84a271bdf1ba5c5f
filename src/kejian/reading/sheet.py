"""XLSX and CSV → Document: statistical tables with their titles, units, heads and notes."""

import re
from collections import Counter
from collections.abc import Iterator

import regex

from kejian.errors import ReadingError
from kejian.model import About, BlockKind, Document
from kejian.reading.builder import Builder
from kejian.reading.decoding import Source
from kejian.reading.encodings import decode_text, warn_holes
from kejian.reading.limits import DEFAULT, Limits, within
from kejian.reading.office import Package
from kejian.reading.runs import Run
from kejian.reading.sheet_cells import Book, rows_of
from kejian.reading.sheet_tables import Filled, write_sheet

_UNNAMED = re.compile(r"(?:Sheet|工作表|Table|表)\s*\d*", re.IGNORECASE)
_DELIMITERS = ",\t;|，"
_SAMPLE = 200  # records by which the delimiter is found


def read_xlsx(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read an XLSX: its visible sheets one after the other, cells as they are shown.

    Places are `Cell`. Raises `ReadingError` for a file that is encrypted, of an old format, damaged or no
    XLSX, `LimitError` for one beyond ``limits``.
    """
    build = Builder(name=name, source=source, digest=digest, format="xlsx", limits=limits)
    package = Package(data, where=source, limits=limits, kind="XLSX")
    book = Book(package, build)
    if not book.sheets:
        raise ReadingError("the workbook has no sheets", where=source, hint="get the file again")
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
    if hidden:
        build.warn(f"hidden sheets were left out: {'、'.join(hidden)[:200]}")
    filled = [(sheet, rows_of(book, sheet)) for sheet in book.sheets if not sheet.hidden]
    filled = [(sheet, rows) for sheet, rows in filled if rows]
    for sheet, rows in filled:
        if len(filled) > 1 and not _UNNAMED.fullmatch(sheet.name):
            build.add(BlockKind.HEADING, [Run(sheet.name)], level=1)
        write_sheet(build, rows)
    return build.finish(about=About(title=package.title()))


# --- CSV -----------------------------------------------------------------------------------------------


def read_csv(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read a table of values parted by commas, tabs, semicolons or bars. Places are `Bytes`.

    Values may stand in double quotes, with line ends inside. Raises `ReadingError` for what is no text,
    `LimitError` for a file beyond ``limits``.
    """
    decoded = decode_text(data, where=source)
    build = Builder(
        name=name, source=source, digest=digest, format="csv", limits=limits, encoding=decoded.encoding
    )
    warn_holes(decoded, build)
    delimiter = _delimiter(decoded.text)
    rows: list[list[Filled]] = []
    cells = 0
    for record in _records(decoded.text, delimiter):
        row = []
        for column, (start, end, quoted) in enumerate(record):
            runs = _value(decoded, start, end, quoted=quoted)
            text = "".join(run.text for run in runs).strip()
            if text:
                row.append(Filled(column, runs, text))
        cells += len(record)
        if not len(rows) % 256:
            build.deadline.check()
            within(cells, limits.max_cells, what="cells", where=source, option="max_cells")
        rows.append(row)
    write_sheet(build, rows)
    return build.finish()


def _delimiter(text: str) -> str:
    """The sign that parts most records into equally many values, more than one."""
    best, most = ",", 0.0
    sample = text[: _SAMPLE * 500]
    for delimiter in _DELIMITERS:
        counts: Counter[int] = Counter()
        for index, record in enumerate(_records(sample, delimiter)):
            counts[len(record)] += 1
            if index >= _SAMPLE:
                break
        if counts[1] and len(counts) == 1:
            continue
        width, times = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        worth = times / counts.total() * (1 + 0.01 * min(width, 20)) if width > 1 else 0.0
        if worth > most:
            best, most = delimiter, worth
    return best


def _records(text: str, delimiter: str) -> Iterator[list[tuple[int, int, bool]]]:
    """The records of a text: of each value where it starts and ends, and whether it stands in quotes."""
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    quoted = regex.compile(r'"(?:[^"]|"")*+"')
    record: list[tuple[int, int, bool]] = []
    at, length = 0, len(text)
    while at < length:
        match = quoted.match(text, at) if text[at] == '"' else None
        if match and (match.end() == length or text[match.end()] in delimiter + "\r\n"):
            record.append((at + 1, match.end() - 1, True))
            at = match.end()
        else:
            end = plain.match(text, at).end()  # type: ignore[union-attr]
            record.append((at, end, False))
            at = end
        if at < length and text[at] == delimiter:
            at += 1
            if at == length:
                record.append((at, at, False))
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        yield record
        record = []
    if record:
        yield record


def _value(source: Source, start: int, end: int, *, quoted: bool) -> list[Run]:
    """The characters of a value; a doubled quote in quotes is one."""
    if not quoted or '""' not in source.text[start:end]:
        return source.runs(start, end)
    runs: list[Run] = []
    at = start
    while at < end:
        found = source.text.find('""', at, end)
        stop = end if found < 0 else found + 1
        runs.extend(source.runs(at, stop))
        at = stop if found < 0 else stop + 1
    return runs

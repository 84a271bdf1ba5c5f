"""Plain text → Document: which lines make a paragraph, and what each paragraph is by its look."""

import re
from itertools import pairwise

from kejian import kinds
from kejian.model import Document
from kejian.reading.builder import Builder
from kejian.reading.decoding import Source
from kejian.reading.encodings import decode_text, warn_holes
from kejian.reading.inline import wide
from kejian.reading.limits import DEFAULT, Limits
from kejian.reading.looks import NUMBERED
from kejian.reading.runs import CellRuns, Run

_LINE = re.compile(r"[^\r\n\f]*(?:\r\n|\r|\n|\f|$)")
_BULLET = re.compile(r"[•·▪◦‣∙➢✓–-][ \t\u3000]+(?=\S)")
_ENDS = "。！？；：!?;:”」』)）"
_WRAPPED = 80  # columns; lines of text wrapped by hand or by a program are no longer
_BLANKS = " \t\u3000\xa0"


def read_text(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read plain text.

    Places are `Bytes`. Lines are paragraphs; where blank lines part the paragraphs, or the lines were
    wrapped at a width, adjacent lines are one paragraph. Lines with tabs are rows of a table. Raises
    `ReadingError` for a file without text, `LimitError` past a bound.
    """
    decoded = decode_text(data, where=source)
    build = Builder(
        name=name, source=source, digest=digest, format="text", limits=limits, encoding=decoded.encoding
    )
    warn_holes(decoded, build)
    lines = _lines(decoded.text)
    width = _width(decoded.text, lines)
    at = 0
    while at < len(lines):
        build.deadline.check()
        stop = _table_end(decoded.text, lines, at)
        if stop > at + 1:
            _table(decoded, build, lines[at:stop])
        else:
            # the first line may be a title, with who wrote it and when below
            stop = _paragraph_end(decoded.text, lines, at, width) if build.count else at + 1
            _paragraph(decoded, build, lines[at:stop])
        at = stop
    return build.finish()


def _lines(text: str) -> list[tuple[int, int]]:
    """Where each line's text stands, blanks around it left out; of a blank line the end is the start."""
    found = []
    for match in _LINE.finditer(text):
        line = match[0].rstrip()
        start = match.start() + len(line) - len(line.lstrip(_BLANKS)) if line else match.start()
        found.append((start, match.start() + len(line)))
    return found


def _columns(text: str) -> int:
    """How wide a line is: here a Chinese character has two bytes and a Latin one has one."""
    return len(text.encode("gb18030", "replace"))


def _width(text: str, lines: list[tuple[int, int]]) -> int:
    """The columns at which the lines were wrapped; 0 if each line is a paragraph, a large number if blank
    lines part the paragraphs.
    """
    filled = [(start, end) for start, end in lines if end > start]
    pairs = sum(before[1] > before[0] and after[1] > after[0] for before, after in pairwise(lines))
    if pairs * 10 <= 3 * len(filled):
        return 10**9
    columns = [(_columns(text[start:end]), text[end - 1] in _ENDS) for start, end in filled[:2000]]
    longest = sorted(columns)[-1 - len(columns) // 50][0]  # a few may stick out
    full = [ended for count, ended in columns if longest - 6 <= count <= longest]
    wrapped = len(full) * 10 >= 4 * len(columns) and sum(full) * 4 <= len(full)
    return longest if wrapped and 40 <= longest <= 2 * _WRAPPED else 0


def _paragraph_end(text: str, lines: list[tuple[int, int]], at: int, width: int) -> int:
    """The line after the paragraph that begins in line ``at``."""
    stop = at + 1
    start, end = lines[at]
    if not width or end == start:
        return stop
    while stop < len(lines):
        before, after = lines[stop - 1], lines[stop]
        if after[0] == after[1] or _BULLET.match(text, *after) or text[after[0] - 1] == "\u3000":
            break
        if text.find("\t", *after) >= 0 or NUMBERED.match(text, *after):
            break
        columns = _columns(text[slice(*before)])
        if width < 10**9:
            if columns < width - 6:
                break
        elif columns > _WRAPPED or _columns(text[slice(*after)]) > _WRAPPED or text[before[1] - 1] in _ENDS:
            break
        stop += 1
    return stop


def _paragraph(source: Source, build: Builder, lines: list[tuple[int, int]]) -> None:
    text = source.text
    start, end = lines[0]
    if end <= start:
        return
    kind = kinds.PARAGRAPH
    if bullet := _BULLET.match(text, start, end):
        kind, start = kinds.ITEM, bullet.end()
    runs = source.runs(start, end)
    for (_, before), (first, last) in pairwise(lines):
        if not (wide(text[before - 1]) or wide(text[first])):
            runs.append(Run(" "))
        runs += source.runs(first, last)
    build.add(kind, runs, level=int(kind is kinds.ITEM), guess=True)


def _table_end(text: str, lines: list[tuple[int, int]], at: int) -> int:
    """The line after the rows with tabs that begin in line ``at``; ``at`` if it is no row."""
    stop = at
    while stop < len(lines) and text.find("\t", *lines[stop]) >= 0:
        stop += 1
    return stop


def _table(source: Source, build: Builder, lines: list[tuple[int, int]]) -> None:
    table = build.table()
    for start, end in lines:
        cells, at = [], start
        while True:
            tab = source.text.find("\t", at, end)
            cells.append(CellRuns(source.runs(at, tab if tab >= 0 else end)))
            if tab < 0:
                break
            at = tab + 1
        build.row(table, cells)

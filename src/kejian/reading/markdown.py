"""Markdown → Document: a block parser that keeps every character's place.

It follows CommonMark where Chinese reports do, and reports where they do not: lists nest by two blanks,
emphasis needs no spaces around it, ``>2000`` is a comparison and not a quotation, a table may lack its
rule, lines too long to have been wrapped by hand are paragraphs of their own.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from kejian import kinds
from kejian.model import Document
from kejian.reading.builder import Builder
from kejian.reading.decoding import Source
from kejian.reading.encodings import decode_text, warn_holes
from kejian.reading.frontmatter import front_matter
from kejian.reading.inline import Piece, marked, pieces
from kejian.reading.limits import DEFAULT, Limits
from kejian.reading.looks import NUMBERED
from kejian.reading.pipes import cell_spans, is_rule, table_end
from kejian.reading.runs import CellRuns, Run

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|$)")
_BLANKS = " \t\u3000\xa0"
_HEADING = re.compile(r"(#{1,6})(?:[ \t\u3000]+|(?=[^\s#\d]))")
_HASHTAG = re.compile(r"#[^#\s][^#]*#")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_ITEM = re.compile(r"([-*+]|[•·▪◦‣∙➢✓])([ \t\u3000]+)(?=\S)|(\d{1,9}[.)])[ \t]+(?=\S)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_QUOTE = re.compile(r">[ \t]?(?![\d=])|>[ \t]+(?=\d)")
_BREAK = re.compile(r"(?:[-*_][ \t]*){3,}$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_FENCE = re.compile(r"(`{3,}|~{3,})([^`]*)$")
_DEFINITION = re.compile(r"\[(?!\^)([^\[\]]{1,200})\]:[ \t]*[^\s\u0080-\uffff]+(?:[ \t]+[\"'(].*)?[ \t]*$")
_DEFINITIONS = re.compile(r"^ {0,3}" + _DEFINITION.pattern, re.MULTILINE)
_NOTE = re.compile(r"\[\^([^\[\]\s]{1,64})\]:[ \t]*")
_HTML = re.compile(
    r"<(/?(?:table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col|ul|ol|li|dl|dt|dd|h[1-6]|p|div|center|pre|"
    r"section|article|figure|figcaption|details|summary|blockquote|hr|br|script|style|iframe|svg|aside|nav|"
    r"header|footer|main|form|noscript|template|object|video|audio|canvas|textarea|select)(?=[\s/>])|!--)",
    re.IGNORECASE,
)
_WHOLE = {  # elements that run to their end tag, blank lines or not
    name: re.compile(f"</{name}\\s*>", re.IGNORECASE)
    for name in ["table", "script", "style", "pre", "textarea", "svg", "iframe", "template", "noscript"]
} | {"!--": re.compile("-->")}
_STARTS = frozenset("#>-*+|`~=_<[0123456789•·▪◦‣∙➢✓")
_WRAPPED = 64  # characters; a longer line was not wrapped by hand


def read_markdown(data: bytes, *, name: str, source: str, digest: str, limits: Limits = DEFAULT) -> Document:
    """Read Markdown.

    Places are `Bytes`. Front matter says what the work is (`About`) and is no text. Raises `ReadingError`
    for a file without text, `LimitError` past a bound.
    """
    decoded = decode_text(data, where=source)
    build = Builder(
        name=name, source=source, digest=digest, format="markdown", limits=limits, encoding=decoded.encoding
    )
    warn_holes(decoded, build)
    about, begin = front_matter(decoded.text)
    _Reader(decoded, build).read(begin)
    return build.finish(about=about)


class _Reader:
    """Reads line after line; the paragraph being read is kept until something ends it."""

    def __init__(self, source: Source, build: Builder) -> None:
        self.source, self.text, self.build = source, source.text, build
        self.lines: list[tuple[int, int]] = []
        self.labels: set[str] = set()  # that link definitions define
        self.open: list[tuple[int, int]] = []  # the lines of the paragraph being read
        self.kind, self.level = kinds.PARAGRAPH, 0  # of it
        self.lists: list[int] = []  # the columns of the marks of the lists around the line
        self.blank = True  # whether the line before was blank
        self.quoted = False  # whether it stood in a quotation
        self.endless: set[str] = set()  # elements whose end tag is missing
        self.fence = ""  # what opened the code being read

    def read(self, begin: int) -> None:
        self.lines = _lines(self.text, begin)
        if "]:" in self.text:
            self.labels = {m[1].lower() for m in _DEFINITIONS.finditer(self.text, begin)}
        at = 0
        while at < len(self.lines):
            if not at % 256:
                self.build.deadline.check()
            at = self.line(at)
        self.flush()

    def line(self, at: int) -> int:
        """Read the line ``at``, and those that belong to the same table or element; returns the next."""
        start, end = self.lines[at]
        text = self.text
        first = start
        while first < end and text[first] in _BLANKS:
            first += 1
        if self.fence:
            return self.code(at, first)
        if first == end:
            if self.open:
                self.flush()
            self.blank, self.quoted = True, False
            return at + 1
        quoted, margin = False, first - start
        while text[first] == ">" and (match := _QUOTE.match(text, first, end)):
            quoted = True
            first = match.end()
            while first < end and text[first] in _BLANKS:
                first += 1
            if first == end:
                self.flush()
                self.blank = True
                return at + 1
        if quoted != self.quoted and (quoted or self.blank or not self.open):
            self.flush()
            if not self.lists or margin < self.lists[-1] + 2:
                self.lists = []
            self.quoted = quoted
        following = None
        if text[first] in _STARTS or text.find("|", first, end) >= 0:
            following = self.special(at, first, end, indent=first - start)
        if following is None:
            self.plain(first, end, indent=first - start)
            following = at + 1
        self.blank = False
        return following

    def special(self, at: int, first: int, end: int, *, indent: int) -> int | None:
        """Read a line that begins with a mark; None if the mark means nothing."""
        text, mark = self.text, self.text[first]
        if mark == "#":
            return self.heading(at, first, end)
        if mark in "=-" and self.open and self.underline(first, end):
            return at + 1
        if mark in "-*_" and _BREAK.match(text, first, end):
            self.flush()
            self.lists = []
            return at + 1
        if mark in "`~" and (match := _FENCE.match(text, first, end)):
            self.leave(indent)
            self.fence = match[1]
            return at + 1
        if mark == "<" and (match := _HTML.match(text, first, end)):
            self.leave(indent)
            return self.html(at, first, match[1].lower())
        if mark == "[" and self.definition(first, end):
            return at + 1
        if (match := _ITEM.match(text, first, end)) and self.begins_item(match):
            self.item(match, end, indent)
            return at + 1
        return self.table(at, first, indent) if text.find("|", first, end) >= 0 else None

    def begins_item(self, match: re.Match[str]) -> bool:
        """Whether a mark begins an item; a number does not inside a paragraph, unless it is the first."""
        return not match[3] or not self.open or bool(self.lists) or match[3][:-1] == "1"

    def leave(self, indent: int) -> None:
        """End the paragraph, and the lists that a line at column ``indent`` does not stand in."""
        self.flush()
        while self.lists and indent < self.lists[-1] + 2:
            self.lists.pop()

    def plain(self, first: int, end: int, *, indent: int) -> None:
        """A line of running text: goes on with the paragraph, or begins one."""
        if self.open:
            start, stop = self.open[-1]
            if stop - start > _WRAPPED or end - first > _WRAPPED or NUMBERED.match(self.text, first, end):
                self.flush()
                self.kind = kinds.QUOTE if self.quoted else kinds.PARAGRAPH
        else:
            if self.blank:
                self.leave(indent)
            self.kind = kinds.QUOTE if self.quoted else kinds.PARAGRAPH
        self.open.append((first, end))

    def flush(self) -> None:
        """End the paragraph being read: a block for each of its lines as shown."""
        if not self.open:
            return
        lines, self.open, kind = self.open, [], self.kind
        strong = False
        if len(lines) == 1 and not marked(self.text, *lines[0]):
            shown = [self.source.runs(*lines[0])]
        else:
            text, origin = _join(self.text, lines)
            shown = [self.runs(line, origin) for line in pieces(text, labels=self.labels)]
            if text[:2] in ("**", "__"):
                whole = text.strip("*_")
                strong = len(text) - len(whole) >= 4 and text[:2] not in whole
        for runs in shown:
            own = kind is kinds.ITEM or kind is kinds.HEADING
            self.build.add(
                kind,
                runs,
                level=self.level,
                depth=0 if own else len(self.lists),
                guess=kind is kinds.QUOTE or (kind is kinds.PARAGRAPH and not self.lists),
                strong=strong,
            )
            if own:
                kind, self.level = kinds.PARAGRAPH, 0
        self.kind, self.level = kinds.PARAGRAPH, 0

    def runs(self, line: list[Piece], origin: Sequence[tuple[int, int]]) -> list[Run]:
        """The runs of a line as shown; ``origin`` as `_join` gives it."""
        found: list[Run] = []
        for start, end, shown in line:
            offset = origin[0][1]
            if len(origin) > 1:
                offset = origin[bisect_right(origin, start, key=itemgetter(0)) - 1][1]
            if shown is None:
                found += self.source.runs(start + offset, end + offset)
            else:
                until = origin[bisect_right(origin, end, key=itemgetter(0)) - 1][1]
                found.append(self.source.run(shown, start + offset, end + until))
        return found

    def code(self, at: int, first: int) -> int:
        """A line inside a fence, as it stands."""
        start, end = self.lines[at]
        closing = self.text[first:end].rstrip()
        if len(closing) >= len(self.fence) and not closing.strip(self.fence[0]):
            self.fence = ""
        else:
            self.build.add(kinds.PARAGRAPH, self.source.runs(start, end), depth=len(self.lists))
        return at + 1

    def heading(self, at: int, first: int, end: int) -> int | None:
        match = _HEADING.match(self.text, first, end)
        if not match or (len(match[1]) == 1 and _HASHTAG.match(self.text, first, end)):
            return None
        self.flush()
        self.lists = []
        if closing := _CLOSING.search(self.text, match.end(), end):
            end = closing.start()
        self.open, self.kind, self.level = [(match.end(), end)], kinds.HEADING, len(match[1])
        self.flush()
        return at + 1

    def underline(self, first: int, end: int) -> bool:
        """Whether the line underlines the one above, which is then a heading."""
        match = _UNDERLINE.match(self.text, first, end)
        if not match or len(self.open) != 1 or self.kind is not kinds.PARAGRAPH:
            return False
        start, stop = self.open[0]
        if stop - start > _WRAPPED or self.text[stop - 1] in "。；;：:":
            return False
        self.kind, self.level, self.lists = kinds.HEADING, 1 if match[1][0] == "=" else 2, []
        self.flush()
        return True

    def definition(self, first: int, end: int) -> bool:
        """Whether the line defines a link label (not shown) or begins a footnote."""
        if match := _NOTE.match(self.text, first, end):
            self.flush()
            self.lists = []
            self.open, self.kind = [(match.end(), end)], kinds.FOOTNOTE
            return True
        return not self.open and bool(_DEFINITION.match(self.text, first, end))

    def item(self, match: re.Match[str], end: int, indent: int) -> None:
        """Begin a list item: nested if its mark stands two blanks to the right of the one before."""
        self.flush()
        while self.lists and indent < self.lists[-1] - 1:
            self.lists.pop()
        deeper = not self.lists or indent > self.lists[-1] + 1
        if deeper and len(self.lists) < self.build.limits.max_depth:
            self.lists.append(indent)
        start = match.start() if match[3] else match.end()
        if task := _TASK.match(self.text, match.end(), end):
            start = task.end()
        self.open, self.kind, self.level = [(start, end)], kinds.ITEM, len(self.lists)

    def table(self, at: int, first: int, indent: int) -> int | None:
        """Read the pipe table that begins in this line; None if none does."""
        stop = table_end(self.text, self.lines, at, first)
        if stop is None:
            return None
        self.leave(indent)
        table = self.build.table()
        ruled = is_rule(self.text, *self.lines[at + 1])
        for number in range(at, stop):
            start, end = self.lines[number]
            if not number % 256:
                self.build.deadline.check()
            if number == at + 1 and ruled:
                continue
            cells = [
                self.cell(span, header=ruled and number == at) for span in cell_spans(self.text, start, end)
            ]
            self.build.row(table, cells, depth=len(self.lists))
        return stop

    def cell(self, span: tuple[int, int], *, header: bool) -> CellRuns:
        lines = pieces(self.text[slice(*span)], labels=self.labels)
        runs = self.runs(lines[0], [(0, span[0])])
        for line in lines[1:]:
            runs += [Run(" "), *self.runs(line, [(0, span[0])])]
        return CellRuns(runs, header=header)

    def html(self, at: int, first: int, element: str) -> int:
        """Read the HTML that begins in this line: to its end tag, or to a blank line."""
        whole = _WHOLE.get(element) if element not in self.endless else None
        match = whole.search(self.text, first) if whole else None
        if match:
            end = match.end()
        else:
            self.endless.add(element)
            stop = at
            while stop < len(self.lines) and self.text[slice(*self.lines[stop])].strip():
                stop += 1
            end = self.lines[stop - 1][1]
        from kejian.reading.fragment import read_fragment  # loaded when first needed: most have no HTML

        read_fragment(self.source, first, end, build=self.build, depth=len(self.lists))
        stop = bisect_right(self.lines, end, key=itemgetter(0), lo=at)
        line_end = self.lines[stop - 1][1]
        if end < line_end and self.text[end:line_end].strip():
            self.lines[stop - 1] = (end, line_end)
            return stop - 1
        return stop


def _lines(text: str, begin: int) -> list[tuple[int, int]]:
    """Where each line from ``begin`` on stands, its end left out."""
    if "\r" in text:
        return [m.span(1) for m in _LINE.finditer(text, begin) if m[0]]
    found, at = [], begin
    for line in text[begin:].split("\n"):
        end = at + len(line)
        found.append((at, end))
        at = end + 1
    if found[-1][0] == len(text):  # behind the last line end stands no line
        found.pop()
    return found


def _join(text: str, lines: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The lines as one text, and for each the offset in it and what to add for the offset in the file."""
    if len(lines) == 1:
        start, end = lines[0]
        return text[start:end], [(0, start)]
    parts, origin, length = [], [], 0
    for start, end in lines:
        parts.append(text[start:end])
        origin.append((length, start - length))
        length += end - start + 1
    return "\n".join(parts), origin

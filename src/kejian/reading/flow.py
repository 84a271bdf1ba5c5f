"""HTML elements and text, in document order → blocks. Fed by the page reader and by HTML inside Markdown."""

import re
from collections.abc import Callable, Mapping

from kejian.model import BlockKind, Bytes
from kejian.reading.builder import Builder
from kejian.reading.inline import wide
from kejian.reading.runs import CellRuns, Run
from kejian.reading.symbols import superscript
from kejian.reading.tags import BLOCKS

_SPACE = re.compile(r"[ \t\n\r\f]*[\t\n\r\f][ \t\n\r\f]*|  +")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRONG = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_MAX_SPAN = 256  # columns or rows; no table that is read by people has cells that span more

Placed = Callable[[int, int], list[Run]]


class Flow:
    """Takes ``open``, ``close`` and ``text`` as a page has them and adds blocks to a builder.

    Missing end tags are made up for, so the calls need not nest. ``depth`` is how many lists the whole stands
    in already. Tables inside a cell become text of the cell. Call `end` last.
    """

    def __init__(self, build: Builder, *, depth: int = 0) -> None:
        self.build, self.base, self.depth = build, depth, depth
        self.runs: list[Run] = []
        self.last = ""  # the last character of the line so far
        self.gap = ""  # white space that waits for what follows
        self.bold = self.raised = self.characters = self.strong = 0
        self.heading = 0
        self.kind: list[BlockKind] = []  # of enclosing elements: quotation, caption, item
        self.pre = 0
        self.item = False  # whether the next block is a list item
        self.named = False  # whether it is a term that a definition follows
        self.tables = 0  # how many are open; only the outermost makes rows
        self.table = -1
        self.cells: list[CellRuns] | None = None  # of the row being read
        self.cell: CellRuns | None = None
        self.head = False  # inside thead
        self.captioned = False  # inside the table's caption

    def open(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """An element begins."""
        if tag in _STRONG:
            self.bold += 1
        elif tag == "sup":
            self.raised += 1
        elif self.tables:
            self._table_part(tag, attributes)
        elif tag == "br":
            self._break()
        elif tag in BLOCKS:
            self._flush()
            self._begin(tag)

    def close(self, tag: str) -> None:
        """An element ends."""
        if tag in _STRONG:
            self.bold = max(self.bold - 1, 0)
        elif tag == "sup":
            self.raised = max(self.raised - 1, 0)
        elif self.tables:
            self._table_end(tag)
        elif tag in BLOCKS:
            self._flush()
            self._finish(tag)

    def text(self, text: str, placed: Placed) -> None:
        """Characters as they stand; ``placed(start, end)`` gives the runs of a part of them."""
        if self.pre and not self.tables:
            self._preformatted(text, placed)
            return
        at = 0
        for gap in _SPACE.finditer(text):
            self._words(text, at, gap.start(), placed)
            self.gap = self.gap or ("\n" if gap[0].strip(" ") else " ")
            at = gap.end()
        self._words(text, at, len(text), placed)

    def end(self) -> None:
        """The page ends."""
        if self.tables:
            self._end_row()
        self._flush()

    def _words(self, text: str, start: int, end: int, placed: Placed) -> None:
        if start < end and text[start] == " " and (self.gap or self.last in ("", " ")):
            start += 1
            self.gap = self.gap or " "
        if start >= end:
            return
        if self.gap and self.last not in ("", " "):
            joined = self.gap == "\n" and (wide(self.last) or wide(text[start]))
            if not joined:
                self.runs.append(Run(" "))
        self.gap = ""
        self.runs += _raised(placed(start, end)) if self.raised else placed(start, end)
        self.last = text[end - 1]
        self.characters += end - start
        if self.bold:
            self.strong += end - start

    def _preformatted(self, text: str, placed: Placed) -> None:
        at = 0
        for line in text.splitlines(keepends=True):
            content = line.rstrip("\r\n")
            if content:
                self.runs += placed(at, at + len(content))
                self.last = content[-1]
            if content != line:
                self._flush()
            at += len(line)

    def _break(self) -> None:
        if self.tables or self.heading:
            self.gap = "\n"
        else:
            self._flush()

    def _begin(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
        elif tag in _LISTS:
            self.depth = min(self.depth + 1, self.build.limits.max_depth)
        elif tag == "li":
            self.depth = max(self.depth, 1)
            self.item = True
        elif tag == "dd":
            self.depth, self.item = self.base + 1, True
        elif tag == "dt":
            self.depth, self.item, self.named = self.base, False, True
        elif tag == "blockquote":
            self.kind.append(BlockKind.QUOTE)
        elif tag == "figcaption":
            self.kind.append(BlockKind.CAPTION)
        elif tag == "pre":
            self.pre += 1
        elif tag == "table":
            self.tables, self.table = 1, self.build.table()

    def _finish(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.heading = 0
        elif tag in _LISTS:
            self.depth, self.item = max(self.depth - 1, self.base), False
        elif tag == "dl":
            self.depth, self.item = self.base, False
        elif tag == "li":
            self.item = False
        elif tag in ("blockquote", "figcaption") and self.kind:
            self.kind.pop()
        elif tag == "pre":
            self.pre = max(self.pre - 1, 0)

    def _flush(self) -> None:
        """End the line being read."""
        runs, self.runs, self.last, self.gap = self.runs, [], "", ""
        strong = self.characters > 0 and self.strong * 10 >= 9 * self.characters
        self.characters = self.strong = 0
        if not runs:
            return
        kind, level = BlockKind.PARAGRAPH, 0
        if self.captioned:
            kind = BlockKind.CAPTION
        elif self.heading:
            kind, level = BlockKind.HEADING, self.heading
        elif self.item:
            kind, level = BlockKind.ITEM, self.depth
        elif self.kind:
            kind = self.kind[-1]
        depth = 0 if kind in (BlockKind.HEADING, BlockKind.ITEM) else self.depth
        guess = kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE) and not (depth or self.pre or self.named)
        self.named = False
        if self.build.add(kind, runs, level=level, depth=depth, guess=guess, strong=strong) and self.item:
            self.item = False

    # --- tables

    def _table_part(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """Take an element that begins inside a table."""
        if tag == "table":
            self.tables += 1
        elif self.tables > 1 or self.captioned:
            self.gap = "\n" if tag in BLOCKS or tag == "br" else self.gap
        elif tag in ("td", "th"):
            self._end_cell()
            self.cells = self.cells if self.cells is not None else []
            self.cell = CellRuns(
                [],
                row_span=_span(attributes.get("rowspan")),
                column_span=_span(attributes.get("colspan")),
                header=tag == "th" or self.head,
            )
        elif tag in ("tr", "thead", "tbody", "tfoot"):
            self._end_row()
            self.head = tag == "thead" or (self.head and tag == "tr")
        elif tag == "caption":
            self._end_row()
            self.captioned = True
        elif tag in BLOCKS or tag == "br":
            self.gap = "\n"

    def _table_end(self, tag: str) -> None:
        """Take an element that ends inside a table."""
        if tag == "table":
            self.tables -= 1
            if not self.tables:
                self._end_row()
                self.head = self.captioned = False
        elif self.tables > 1:
            self.gap = "\n" if tag in BLOCKS else self.gap
        elif self.captioned:
            self.gap = "\n" if tag in BLOCKS else self.gap
            if tag == "caption":
                self._flush()
                self.captioned = False
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "thead", "tbody", "tfoot"):
            self._end_row()
            self.head = self.head and tag == "tr"
        elif tag in BLOCKS:
            self.gap = "\n"

    def _end_cell(self) -> None:
        runs, self.runs, self.last, self.gap = self.runs, [], "", ""
        self.characters = self.strong = 0
        if self.cell is not None and self.cells is not None:
            self.cells.append(self.cell._replace(runs=runs))
        elif runs and self.cells is None:  # text between the parts of a table
            self.build.add(BlockKind.PARAGRAPH, runs, depth=self.depth)
        self.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.cells:
            self.build.row(self.table, self.cells, depth=self.depth)
        self.cells = None


def _raised(runs: list[Run]) -> list[Run]:
    """The runs in raised form; other characters than the file's, so exact in nodes only, not in bytes."""
    return [
        Run(superscript(run.text), run.place, run.exact and not isinstance(run.place, Bytes)) for run in runs
    ]


def _span(value: str | None) -> int:
    text = (value or "").strip()
    return min(max(int(text), 1), _MAX_SPAN) if text.isascii() and text.isdigit() and len(text) < 9 else 1

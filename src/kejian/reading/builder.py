"""What every reader builds its `Document` with: text, blocks, parents and the way back, put together once.

A reader looks like this::

    from kejian.reading.builder import Builder
    from kejian.reading.limits import Limits
    from kejian.reading.runs import CellRuns, Run

    def read_x(data: bytes, *, name: str, source: str, digest: str, limits: Limits) -> Document:
        build = Builder(name=name, source=source, digest=digest, format="x", limits=limits)
        build.add(kinds.HEADING, [Run("1.2 产业", place)], level=2)
        build.add(kinds.PARAGRAPH, [Run("全年", place), Run("增长5%", other)], guess=True)
        build.add(kinds.ITEM, [Run("3月，揭牌", place)], level=1)
        build.add(kinds.PARAGRAPH, [Run("属于上一项", place)], depth=1)
        table = build.table()
        build.row(table, [CellRuns([Run("指标", place)], header=True), CellRuns([Run("2022年", place)])])
        build.warn("page 3 is empty", where="page 3")
        return build.finish(about=About(title="…"))

The builder joins runs, trims blanks, turns line ends and tabs inside a block into spaces, leaves out
characters nobody sees (control, zero-width, bidirectional marks), drops empty blocks, puts line ends between
blocks and tabs between cells, writes the segments, finds each block's parent, and enforces `Limits`
(`LimitError`). It never reorders: add blocks in reading order.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from kejian import kinds
from kejian.errors import ReadingError
from kejian.model import About, Block, BlockKind, Document, Segment, Warning
from kejian.reading.headrows import mark_head_rows
from kejian.reading.limits import DEFAULT, Deadline, Limits, within
from kejian.reading.looks import settle
from kejian.reading.parents import find_parents
from kejian.reading.runs import CellRuns, Entry, Knife, Run, cut

# the control characters and separators that stand for a blank; those that stand for nothing: other controls,
# soft hyphen, zero-width and bidirectional marks; and lone halves of surrogate pairs
_BLANK = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
)
_SPECIAL = re.compile(f"[{_BLANK}{_UNSEEN}\ud800-\udfff]")
_PIECES = re.compile(f"([{_BLANK}]+)|([{_UNSEEN}]+)|([\ud800-\udfff]+)")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Builder:
    """Collects blocks in reading order; `finish` makes the document. The module's docstring shows the use.

    ``encoding`` is needed where places are `Bytes`. ``deadline`` is running from the start; a reader with
    loops of its own calls ``build.deadline.check()`` in them.
    """

    def __init__(
        self,
        *,
        name: str,
        source: str,
        digest: str,
        format: str,
        limits: Limits = DEFAULT,
        encoding: str | None = None,
    ) -> None:
        self.name, self.source, self.digest, self.format = name, source, digest, format
        self.limits, self.encoding = limits, encoding
        self.deadline = Deadline(limits.max_seconds, where=source)
        self._entries: list[Entry] = []
        self._warnings: list[Warning] = []
        self._unseen = self._bidi = self._characters = self._cells = self._tables = self._warned = 0
        self._rows: dict[int, int] = {}
        self._taken: dict[int, dict[int, int]] = {}  # table → column → rows still covered from above

    def add(
        self,
        kind: BlockKind,
        runs: Iterable[Run],
        *,
        level: int = 0,
        depth: int = 0,
        guess: bool = False,
        strong: bool = False,
    ) -> bool:
        """Add a block that is no part of a table; False if nothing of it can be seen.

        ``level`` is that of a heading or list item, from 1. ``depth`` is how many lists a block that is
        not itself an item stands in. ``guess`` lets a paragraph be taken for a heading, caption or
        pull-quote by its look (for formats that do not mark these); ``strong`` says that all of it is bold
        or larger.
        """
        clean, text = self._clean(runs)
        if not text:
            return False
        self._count(len(text))
        self._entries.append(
            Entry(kind=kind, runs=clean, text=text, level=level, depth=depth, guess=guess, strong=strong)
        )
        return True

    def table(self) -> int:
        """The number of a new table, for `row`."""
        self._tables += 1
        return self._tables - 1

    def row(self, table: int, cells: Iterable[CellRuns], *, depth: int = 0) -> bool:
        """Add the next row of ``table``; False (but counted) if all its cells are empty.

        Cells covered by a row span from above are not passed again; columns are then counted past them.
        """
        number = self._rows[table] = self._rows.get(table, -1) + 1
        above = self._taken.get(table, {})
        below = {column: rows - 1 for column, rows in above.items() if rows > 1}
        column, entries = 0, []
        for cell in cells:
            self._cells += 1
            if cell.column is not None:
                column = cell.column
            while column in above:
                column += 1
            runs, text = self._clean(cell.runs)
            if cell.row_span > 1:
                within(cell.column_span, self.limits.max_cells, **self._bound("cells", "max_cells"))
                for covered in range(column, column + cell.column_span):
                    below[covered] = max(below.get(covered, 0), cell.row_span - 1)
            entries.append(
                Entry(
                    kind=kinds.CELL,
                    runs=runs,
                    text=text,
                    table=table,
                    row=number,
                    column=column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    header=cell.header,
                )
            )
            column += cell.column_span
        self._taken[table] = below
        within(self._cells, self.limits.max_cells, **self._bound("cells", "max_cells"))
        if not any(entry.text for entry in entries):
            return False
        self._count(sum(len(entry.text) + 1 for entry in entries))
        self._entries.append(Entry(kind=kinds.ROW, runs=[], text="", depth=depth, table=table, row=number))
        self._entries.extend(entries)
        return True

    @property
    def count(self) -> int:
        """How many blocks there are so far."""
        return len(self._entries)

    def warn(self, message: str, *, where: str | None = None) -> None:
        """Keep a warning; those past ``max_warnings`` are counted in the last one."""
        self._warned += 1
        if self._warned <= self.limits.max_warnings:
            self._warnings.append(Warning(message=message, where=where))

    def finish(self, *, about: About | None = None) -> Document:
        """The document. Raises `ReadingError` if it holds no text at all."""
        if not self._entries:
            raise ReadingError("no text in it", where=self.source, hint="nothing can be read from this file")
        entries = settle(self._entries, encoding=self.encoding)
        mark_head_rows(entries)
        parents = find_parents(entries)
        text, segments, blocks = self._assemble(entries, parents)
        return Document(
            name=self.name,
            source=self.source,
            sha256=self.digest,
            format=self.format,
            text=text,
            blocks=tuple(blocks),
            segments=tuple(segments),
            encoding=self.encoding,
            about=about or About(),
            warnings=self._all_warnings(),
        )

    def _assemble(
        self, entries: Sequence[Entry], parents: Sequence[int | None]
    ) -> tuple[str, list[Segment], list[Block]]:
        texts: list[str] = []
        segments: list[Segment] = []
        blocks: list[Block] = []
        at = row_at = 0
        for index, entry in enumerate(entries):
            kind = entry.kind
            if index and kind is not kinds.CELL:
                texts.append("\n")
                at += 1
            elif kind is kinds.CELL and row_at != index:
                texts.append("\t")
                at += 1
            if kind is kinds.ROW:
                row_at = index + 1
            start = at
            for run in entry.runs:
                end = at + len(run.text)
                if run.place is not None:
                    segments.append(Segment(start=at, end=end, place=run.place, exact=run.exact))
                at = end
            texts.append(entry.text)
            if not index % 256:
                self.deadline.check()
            blocks.append(_block(entry, start, at, parents[index]))
        texts.append("\n")
        return "".join(texts), segments, _with_row_ends(blocks)

    def _all_warnings(self) -> tuple[Warning, ...]:
        found = list(self._warnings)
        if self._unseen:
            found.append(Warning(message=f"{self._unseen} invisible characters were left out"))
        if self._bidi:
            found.append(
                Warning(
                    message=f"{self._bidi} of them change the direction of writing: what a screen shows may "
                    "differ from what is read here; compare with the original"
                )
            )
        if self._warned > self.limits.max_warnings:
            found.append(Warning(message=f"{self._warned - self.limits.max_warnings} more warnings"))
        return tuple(found)

    def _bound(self, what: str, option: str) -> dict[str, str]:
        return {"what": what, "where": self.source, "option": option}

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > self.limits.max_characters:
            bound = self._bound("characters of text", "max_characters")
            within(self._characters, self.limits.max_characters, **bound)
        if not len(self._entries) % 256:
            self.deadline.check()
            within(len(self._entries), self.limits.max_blocks, **self._bound("blocks", "max_blocks"))

    def _clean(self, runs: Iterable[Run]) -> tuple[list[Run], str]:
        """The runs without what nobody sees, trimmed, and their text."""
        if isinstance(runs, list) and len(runs) == 1:
            text = runs[0].text
            if text == text.strip() and not _SPECIAL.search(text):
                return (runs, text) if text else ([], "")
        clean: list[Run] = []
        for run in runs:
            if _SPECIAL.search(run.text):
                clean.extend(piece for piece in self._pieces(run) if piece.text)
            elif run.text:
                clean.append(run)
        first, last = 0, len(clean)
        while first < last and not clean[first].text.strip():
            first += 1
        while last > first and not clean[last - 1].text.strip():
            last -= 1
        clean = clean[first:last]
        if not clean:
            return clean, ""
        text = clean[0].text
        if text[0].isspace():
            clean[0] = cut(clean[0], len(text) - len(text.lstrip()), len(text), encoding=self.encoding)
        text = clean[-1].text
        if text[-1].isspace():
            clean[-1] = cut(clean[-1], 0, len(text.rstrip()), encoding=self.encoding)
        return clean, clean[0].text if len(clean) == 1 else "".join([run.text for run in clean])

    def _pieces(self, run: Run) -> Iterable[Run]:
        knife = Knife(run, encoding=self.encoding)
        for match in _PIECES.finditer(run.text):
            yield knife.upto(match.start())
            knife.upto(match.end())
            if match[1]:
                yield Run(" ")
            elif match[2]:
                self._unseen += len(match[2])
                self._bidi += len(_BIDI.findall(match[2]))
            else:
                yield Run("\ufffd" * len(match[3]))
        yield knife.upto(len(run.text))


def _block(entry: Entry, start: int, end: int, parent: int | None) -> Block:
    if entry.table is None:
        return Block(kind=entry.kind, start=start, end=end, level=entry.level, parent=parent)
    return Block(
        kind=entry.kind,
        start=start,
        end=end,
        level=entry.level,
        parent=parent,
        table=entry.table,
        row=entry.row,
        column=entry.column,
        row_span=entry.row_span,
        column_span=entry.column_span,
        header=entry.header,
    )


def _with_row_ends(blocks: list[Block]) -> list[Block]:
    """A row ends where its last cell does."""
    row = None
    for index, block in enumerate(blocks):
        if block.table is None:
            continue
        if block.kind is kinds.ROW:
            row = index
        elif block.kind is kinds.CELL and row is not None:
            blocks[row] = msgspec.structs.replace(blocks[row], end=block.end)
    return blocks

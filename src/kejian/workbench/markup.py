"""The text of a part of a document as HTML: its blocks, and in them every fact, overlaps and all.

A text is cut into runs wherever a fact begins or ends; a run carries every fact that covers it, in layers
that do not hide each other (a tint for figures, lines below for milestones and names). All text is escaped
here; nothing of a document is ever markup.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from kejian.model import Block, BlockKind, Value
from kejian.workbench.layout import Laid

_DEEPEST = 6  # level of headings in HTML; the page itself has the first


class Span(Value, frozen=True, kw_only=True):
    """A stretch of the text that states a fact: ``layer`` is its kind or the role of a figure."""

    start: int
    end: int
    fact: str
    layer: str
    weight: str = ""  # doubtful, rejected, confirmed …


class Run(Value, frozen=True):
    """A stretch that the same facts cover."""

    start: int
    end: int
    spans: tuple[Span, ...]


def runs(start: int, end: int, spans: Sequence[Span], cuts: Iterable[int] = ()) -> Iterator[Run]:
    """A stretch cut wherever one of the spans (sorted by their start) begins or ends.

    >>> a, b = (Span(start=s, end=e, fact=f, layer="figure") for s, e, f in ((1, 4, "a"), (2, 6, "b")))
    >>> [(run.start, run.end, [s.fact for s in run.spans]) for run in runs(0, 6, [a, b])]
    [(0, 1, []), (1, 2, ['a']), (2, 4, ['a', 'b']), (4, 6, ['b'])]
    """
    touching = [span for span in spans if span.start < end and span.end > start]
    edges = {start, end, *(cut for cut in cuts if start < cut < end)}
    for span in touching:
        edges.update((max(span.start, start), min(span.end, end)))
    ordered = sorted(edges)
    active: list[Span] = []
    pending = iter(touching)
    coming = next(pending, None)
    for first, last in itertools.pairwise(ordered):
        active = [span for span in active if span.end > first]
        while coming is not None and coming.start <= first:
            if coming.end > first:
                active.append(coming)
            coming = next(pending, None)
        yield Run(first, last, tuple(active))


class Writer:
    """Writes a stretch of a document; ``at`` is the passage to mark, ``chosen`` the fact to show."""

    def __init__(
        self, laid: Laid, spans: Sequence[Span], *, at: tuple[int, int] | None = None, chosen: str = ""
    ) -> None:
        self.laid, self.at, self.chosen = laid, at, chosen
        self.spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self._anchored = False
        self._seen: set[str] = set()

    def write(self, start: int, end: int) -> SafeString:
        """The HTML of characters ``start:end``."""
        return SafeString("".join(self._blocks(start, end)))

    def _blocks(self, start: int, end: int) -> Iterator[str]:
        rows: list[tuple[Block, list[Block]]] = []
        items: list[Block] = []
        for _, block in self.laid.within(start, end):
            if rows and block.kind not in (BlockKind.ROW, BlockKind.CELL):
                yield from self._table(rows, start, end)
                rows = []
            if items and block.kind is not BlockKind.ITEM:
                yield from self._list(items, start, end)
                items = []
            if block.kind is BlockKind.ROW:
                if rows and _table_of(rows[-1]) != block.table and block.table is not None:
                    yield from self._table(rows, start, end)
                    rows = []
                rows.append((block, []))
            elif block.kind is BlockKind.CELL:
                if rows:
                    rows[-1][1].append(block)
            elif block.kind is BlockKind.ITEM:
                items.append(block)
            else:
                yield self._plain(block, start, end)
        if rows:
            yield from self._table(rows, start, end)
        if items:
            yield from self._list(items, start, end)

    def _plain(self, block: Block, start: int, end: int) -> str:
        inner = self._text(max(block.start, start), min(block.end, end))
        match block.kind:
            case BlockKind.HEADING:
                level = min(block.level + 1, _DEEPEST) if block.level else 2
                return f'<h{level} class="h{min(block.level or 1, 4)}">{inner}</h{level}>'
            case BlockKind.QUOTE:
                return f"<blockquote>{inner}</blockquote>"
            case BlockKind.CAPTION:
                return f'<p class="caption">{inner}</p>'
            case BlockKind.FOOTNOTE:
                return f'<p class="footnote">{inner}</p>'
        return f"<p>{inner}</p>"

    def _list(self, items: list[Block], start: int, end: int) -> Iterator[str]:
        yield '<ul class="items">'
        for block in items:
            inner = self._text(max(block.start, start), min(block.end, end))
            yield f'<li class="l{min(max(block.level, 1), 5)}">{inner}</li>'
        yield "</ul>"

    def _table(self, rows: list[tuple[Block, list[Block]]], start: int, end: int) -> Iterator[str]:
        yield '<div class="wide" tabindex="0"><table class="of-text"><tbody>'
        for row, cells in rows:
            yield "<tr>"
            if not cells:
                yield f"<td>{self._text(max(row.start, start), min(row.end, end))}</td>"
            for cell in cells:
                tag = "th" if cell.header else "td"
                spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
                    f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
                )
                yield f"<{tag}{spans}>{self._text(max(cell.start, start), min(cell.end, end))}</{tag}>"
            yield "</tr>"
        yield "</tbody></table></div>"

    def _text(self, start: int, end: int) -> str:
        if end <= start:
            return ""
        return "".join(self._run(run) for run in runs(start, end, self._near(start, end), self.at or ()))

    def _near(self, start: int, end: int) -> list[Span]:
        return [span for span in self.spans if span.start < end and span.end > start]

    def _run(self, run: Run) -> str:
        text = escape(self.laid.text[run.start : run.end]).replace("\n", "<br>")
        marked = self.at is not None and self.at[0] <= run.start and run.end <= self.at[1]
        chosen = any(span.fact == self.chosen for span in run.spans)
        anchor = ""
        if not self._anchored and (marked or (chosen and self.at is None)):
            anchor, self._anchored = ' id="p"', True
        if marked:
            text = f'<mark class="at"{anchor}>{text}</mark>'
            anchor = ""
        if not run.spans:
            return text
        layers = dict.fromkeys(f"y-{span.layer}" for span in run.spans)
        deeper = ["deep"] if len(layers) < len(run.spans) else []
        weights = dict.fromkeys(f"w-{span.weight}" for span in run.spans if span.weight)
        classes = " ".join(["f", *layers, *deeper, *weights, *(["on"] if chosen else [])])
        facts = " ".join(dict.fromkeys(span.fact for span in reversed(run.spans)))
        return f'<span class="{classes}" data-f="{escape(facts)}"{anchor}>{text}</span>'


def _table_of(row: tuple[Block, list[Block]]) -> int | None:
    block, cells = row
    return block.table if block.table is not None else cells[0].table if cells else None

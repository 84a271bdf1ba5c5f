"""Clauses of a document: what stands between full stops and semicolons, or in a table row."""

from bisect import bisect_right

import regex

from kejian.model import Block, BlockKind, Document

_END = regex.compile("[。；;！？]|\n")
_LONGEST = 1000  # characters of a clause; what is longer is cut
_LEAD = regex.compile(
    r"\s*(?:[-*•●]\s*)?(?:第[一二三四五六七八九十百\d]+条[\s　]*(?:[（(][^（）()]{1,20}[）)])?"
    r"|[（(]?[一二三四五六七八九十\d]+[）)、.．])?[\s　]*"
)


class Clauses:
    """The clauses of a document, found by a character."""

    def __init__(self, document: Document) -> None:
        self.document = document
        spans = []
        for block in document.blocks:
            if block.kind is BlockKind.CELL:
                continue
            if block.kind is BlockKind.ROW:
                spans.append((block.start, block.end))
                continue
            start = block.start
            for end in _END.finditer(document.text, block.start, block.end):
                spans.append((start, end.start()))
                start = end.end()
            spans.append((start, block.end))
        self.spans = sorted(
            (at, min(at + _LONGEST, end)) for start, end in spans for at in range(start, end, _LONGEST)
        )
        self._starts = [start for start, _ in self.spans]
        self._blocks = sorted(
            (b for b in document.blocks if b.kind is not BlockKind.CELL), key=lambda b: b.start
        )
        self._block_starts = [block.start for block in self._blocks]

    def at(self, place: int) -> tuple[int, int]:
        """The clause that holds the character ``place``, without the number of its article."""
        start, end = self.spans[max(bisect_right(self._starts, place) - 1, 0)]
        lead = _LEAD.match(self.document.text, start, end)
        return (lead.end() if lead and lead.end() <= place else start), end

    def block(self, place: int) -> Block | None:
        """The block that holds ``place``; of a table the row."""
        at = bisect_right(self._block_starts, place) - 1
        return self._blocks[at] if at >= 0 else None

    def after(self, block: Block) -> Block | None:
        """The block behind ``block``."""
        at = bisect_right(self._block_starts, block.start)
        return self._blocks[at] if at < len(self._blocks) else None

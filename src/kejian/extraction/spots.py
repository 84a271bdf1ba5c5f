"""A number with what stands around it, for rules that look to its left and right."""

import re
from bisect import bisect_left
from collections.abc import Sequence

import msgspec
import regex

from kejian.extraction.context import Context, Sentence
from kejian.extraction.scopes import Regime
from kejian.extraction.tables import TableCell, Tables
from kejian.model import Mention
from kejian.vocabulary.patterns import Pattern

_REACH = 320  # characters looked at on either side: bounds the work on a sentence without an end
# one class, which a scan finds much faster than alternatives; of commas those that part no digits
_CLAUSE = re.compile(r"[，；：。！？;:\t\n（）(),](?:(?<!,)|(?!\d{3}))")
_PART = frozenset("；;。！？\t\n")
_OPEN, _CLOSE = frozenset("（("), frozenset("）)")


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A mention in its surroundings; all offsets are the document's.

    ``left`` and ``right`` bound its sentence or cell, ``part`` and ``part_end`` the stretch between
    semicolons, ``clause`` and ``clause_end`` that between commas, colons or brackets.
    """

    text: str
    mention: Mention
    left: int
    right: int
    part: int
    part_end: int
    clause: int
    clause_end: int
    regime: Regime
    cell: TableCell | None

    def before(self, pattern: Pattern) -> regex.Match[str] | None:
        """``pattern``, a backwards one, right before the number in its sentence."""
        return pattern.match(self.text, self.left, self.mention.start)

    def after(self, pattern: Pattern) -> regex.Match[str] | None:
        """``pattern`` right behind the number in its sentence."""
        return pattern.match(self.text, self.mention.end, self.right)

    def last(self, pattern: Pattern, *, start: int | None = None) -> regex.Match[str] | None:
        """The nearest match of ``pattern``, a backwards one, before the number, not before ``start``."""
        return pattern.search(self.text, self.left if start is None else start, self.mention.start)


def spot(context: Context, sentence: Sentence, mention: Mention) -> Spot:
    """What stands around ``mention``, one of those of ``sentence``."""
    if mention.start not in context.spots:
        _lay_out(context, sentence)
    found: Spot = context.spots[mention.start]
    return found


def _lay_out(context: Context, sentence: Sentence) -> None:
    """Lay out what stands around each number of ``sentence``: its marks are looked for once."""
    text, known, regime = context.document.text, context.spots, sentence.scope.regime
    tables = context.tables if context.tables.cells else None
    begin, stop = _around(sentence, tables) if tables else (sentence.start, sentence.end)
    marks = [mark.start() for mark in _CLAUSE.finditer(text, begin, stop)]
    parts = [at for at in marks if text[at] in _PART]
    commas = tables is not None or "," in sentence.text
    for mention in sentence.mentions:
        start, end = mention.start, mention.end
        cell = tables.cell_at(start) if tables else None
        first, last = (cell.start, cell.end) if cell else (sentence.start, sentence.end)
        left, right = max(first, start - _REACH), min(last, end + _REACH)
        index = bisect_left(parts, start)
        part = parts[index - 1] + 1 if index and parts[index - 1] >= left else left
        clause = _opened(text, marks, left, start)
        if commas:  # one whose digits are the number's own parts clauses too
            clause = max(clause, text.rfind(",", max(left, start - 3), start) + 1)
        part_end = _closed(parts, end, right)
        if right < last:  # no digits are seen beyond
            match = _CLAUSE.search(text, end, right)
            clause_end = match.start() if match else right
        else:
            clause_end = _closed(marks, end, right)
        known[start] = Spot(text, mention, left, right, part, part_end, clause, clause_end, regime, cell)


def _around(sentence: Sentence, tables: Tables) -> tuple[int, int]:
    """The span of a row's sentence with what is looked at of a huge cell that goes on beyond it."""
    first, last = sentence.mentions[0], sentence.mentions[-1]
    begin, stop = sentence.start, sentence.end
    if cell := tables.cell_at(first.start):
        begin = min(begin, max(cell.start, first.start - _REACH))
    if cell := tables.cell_at(last.start):
        stop = max(stop, min(cell.end, last.end + _REACH))
    return begin, stop


def _opened(text: str, marks: Sequence[int], left: int, start: int) -> int:
    """Where the clause begins: behind the last of ``marks`` in ``left:start`` that ends one.

    A bracket does that closes no more before ``start``.
    """
    closed = False
    for index in range(bisect_left(marks, start) - 1, -1, -1):
        at = marks[index]
        if at < left:
            break
        char = text[at]
        if char in _CLOSE:
            closed = True
        elif closed and char in _OPEN:
            closed = False
        else:
            return at + 1
    return left


def _closed(marks: Sequence[int], end: int, right: int) -> int:
    """Where the first of ``marks`` in ``end:right`` stands, ``right`` where there is none."""
    index = bisect_left(marks, end)
    return marks[index] if index < len(marks) and marks[index] < right else right

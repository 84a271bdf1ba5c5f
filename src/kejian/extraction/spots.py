"""A number with what stands around it, for rules that look to its left and right."""

import re
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
    marks.append(len(text))  # behind all others, so that each search ends
    parts.append(len(text))
    commas = tables is not None or "," in sentence.text
    before = behind = before_part = behind_part = 0  # how many stand before the number; how many not behind
    cell, first, last = None, sentence.start, sentence.end
    for mention in sentence.mentions:
        start, end = mention.start, mention.end
        if tables:
            cell = tables.cell_at(start)
            first, last = (cell.start, cell.end) if cell else (sentence.start, sentence.end)
        left = first if start - _REACH < first else start - _REACH
        right = last if end + _REACH > last else end + _REACH
        while marks[before] < start:
            before += 1
        while marks[behind] < end:
            behind += 1
        while parts[before_part] < start:
            before_part += 1
        while parts[behind_part] < end:
            behind_part += 1
        part = parts[before_part - 1] + 1 if before_part and parts[before_part - 1] >= left else left
        part_end = parts[behind_part] if parts[behind_part] < right else right
        clause = _opened(text, marks, before, left)
        if commas:  # one whose digits are the number's own parts clauses too
            clause = max(clause, text.rfind(",", max(left, start - 3), start) + 1)
        clause_end = marks[behind] if marks[behind] < right else right
        if right < last and (match := _CLAUSE.search(text, end, right)):  # no digits are seen beyond
            clause_end = match.start()
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


def _opened(text: str, marks: Sequence[int], before: int, left: int) -> int:
    """Where the clause begins: behind the last of the first ``before`` marks that ends one, else at ``left``.

    A bracket does that closes no more before the number.
    """
    closed = False
    for index in range(before - 1, -1, -1):
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

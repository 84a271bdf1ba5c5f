"""A number with what stands around it, for rules that look to its left and right."""

import re

import msgspec
import regex

from kejian.extraction.context import Context, Sentence
from kejian.extraction.scopes import Regime
from kejian.extraction.tables import TableCell
from kejian.model import Mention
from kejian.vocabulary.patterns import Pattern

_REACH = 320  # characters looked at on either side: bounds the work on a sentence without an end
_CLAUSE = re.compile(r"[，；：。！？;:\t\n（）()]|,(?!\d{3})")
_CLAUSE_BACK = regex.compile(r"(?r)[，；：。！？;:\t\n]|[（(](?![^（）()]*[）)])|,(?!\d{3})")
_PART = re.compile(r"[；;。！？\t\n]")
_PART_BACK = regex.compile(r"(?r)[；;。！？\t\n]")


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
    known: Spot | None = context.spots.get(mention.start)
    if known is None:
        known = context.spots[mention.start] = _laid_out(context, sentence, mention)
    return known


def _laid_out(context: Context, sentence: Sentence, mention: Mention) -> Spot:
    text = context.document.text
    cell = context.tables.cell_at(mention.start) if context.tables.cells else None
    left, right = (cell.start, cell.end) if cell else (sentence.start, sentence.end)
    left, right = max(left, mention.start - _REACH), min(right, mention.end + _REACH)
    part = _PART_BACK.search(text, left, mention.start)
    part_end = _PART.search(text, mention.end, right)
    clause = _CLAUSE_BACK.search(text, left, mention.start)
    clause_end = _CLAUSE.search(text, mention.end, right)
    return Spot(
        text,
        mention,
        left,
        right,
        part.end() if part else left,
        part_end.start() if part_end else right,
        clause.end() if clause else left,
        clause_end.start() if clause_end else right,
        sentence.scope.regime,
        cell,
    )

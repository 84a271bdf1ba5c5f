"""Figures that stand beside one another: the words between two of a sentence, and what several add up to."""

from collections.abc import Iterable
from decimal import Decimal

from kejian.auditing.said import Said
from kejian.intervals import Interval
from kejian.language.normal import normal


def words_between(a: Said, b: Said) -> str:
    """The words between two figures of one sentence, ``a`` before ``b``."""
    start = a.figure.sentence.start
    return a.figure.sentence.quote[a.passage.end - start : b.passage.start - start]


def normal_between(a: Said, b: Said) -> str:
    """The same in normal form."""
    return normal(words_between(a, b))


def sum_of(parts: Iterable[Said]) -> Interval:
    """The bounds of the sum of what is stated, in the figures' base unit."""
    total = Interval.exactly(Decimal(0))
    for part in parts:
        total = total + part.hard
    return total

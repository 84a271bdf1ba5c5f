"""Stretches of a sentence that may be a name.

A candidate begins and ends where a word does and ends in a word that names end in (`研究院`, `大会`, `号`),
in a word no dictionary knows, in letters and digits, or in quotes. Which of them are names decides `choice`.
"""

import re

import msgspec

from kejian.extraction.naming.words import Token, ending, words

_LONGEST = 40  # characters of a name outside book-title marks
_TOKENS = 14  # words of a name
_TAIL = 8  # characters in which a word that names end in is looked for
_BOOK = re.compile(r"《([^《》\n]{2,80})》")
_QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’\n，。；]{1,30})[”\"」』’]")


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A stretch ``start:end`` of a sentence (offsets in the sentence) that may be a name.

    ``first`` and ``last`` are its tokens (half open); ``form`` is ``book`` or ``quote`` for what stands
    inside such marks, ``mixed`` where quotes are a part of it, ``person`` for who speaks or holds an office,
    else ``plain``.
    """

    start: int
    end: int
    first: int
    last: int
    form: str


class Edges(msgspec.Struct, frozen=True):
    """What speaks for a name beginning with each token and for one ending before each token.

    Stretches whose two ends together have less than ``least`` are no candidates.
    """

    begins: list[float]
    ends: list[float]
    least: float


def candidates(text: str, found: list[Token], edges: Edges | None = None) -> list[Candidate]:
    """The candidates of a sentence, in order of end; all that there are without ``edges``."""
    result = []
    marked = []
    if "《" in text:
        for match in _BOOK.finditer(text):
            marked.append(match.span())
            result.append(_span(found, match.start(1), match.end(1), "book"))
    inside = sorted(marked)
    if next(words().offices.iter(text), None):
        for person in words().person.finditer(text):
            result.append(_span(found, *person.span("name"), "person"))
    for match in _QUOTED.finditer(text):
        if not any(a < match.start() < b for a, b in inside):
            result.append(_span(found, match.start(1), match.end(1), "quote"))
    zeros = [0.0] * (len(found) + 1)
    known = edges or Edges(zeros, zeros, 0.0)
    begins, ends, least = known.begins, known.ends, known.least
    high = max(begins, default=0.0)
    for last, token in enumerate(found, start=1):
        word = token.word
        if (
            word.ends is not False
            and (ends[last] + high >= least or word.famous)
            and _may_end(text, found, last)
            and not (inside and any(a < token.end <= b for a, b in inside))
        ):
            _ending_at(found, last, begins, least - ends[last], result)
    taken = {(c.start, c.end): c for c in reversed(result)}  # the form found first stays
    return sorted(taken.values(), key=_by_end)


def _by_end(candidate: Candidate) -> tuple[int, int]:
    return candidate.end, candidate.start


def _span(found: list[Token], start: int, end: int, form: str) -> Candidate:
    first = next((k for k, t in enumerate(found) if t.end > start), 0)
    last = next((k for k, t in enumerate(found) if t.end >= end), len(found) - 1) + 1
    return Candidate(start, end, first, last, form)


def _may_end(text: str, found: list[Token], last: int) -> bool:
    token = found[last - 1]
    ends = token.word.ends
    if ends is None:
        return bool(ending(text[max(0, token.end - _TAIL) : token.end]))
    if ends and token.word.digit and not token.word.latin:
        return last > 1 and not found[last - 2].word.space
    return ends


def _ending_at(
    found: list[Token], last: int, begins: list[float], least: float, result: list[Candidate]
) -> None:
    end = found[last - 1].end
    closes = found[last - 1].word.quote > 0
    quotes = brackets = 0
    mixed = False
    for first in range(last - 1, max(-1, last - 1 - _TOKENS), -1):
        token = found[first]
        word = token.word
        if word.stops or end - token.start > _LONGEST:
            return
        if word.space and not (first and (found[first - 1].word.latin or found[first - 1].word.digit)):
            return
        if word.quote or word.bracket:
            quotes += word.quote
            brackets += word.bracket
            mixed = mixed or word.quote > 0
            if quotes < 0 or brackets < 0:
                return
        if quotes or brackets or not word.begins or (word.quote and closes):
            continue  # what is wholly in quotes is a candidate already
        if begins[first] >= least or (word.famous and first == last - 1):
            result.append(Candidate(token.start, end, first, last, "mixed" if mixed else "plain"))

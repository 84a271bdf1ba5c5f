"""Stretches of a sentence that may be a name.

A candidate begins and ends where a word does and ends in a word that names end in (`研究院`, `大会`, `号`),
in a word no dictionary knows, in letters and digits, or in quotes. Which of them are names decides `choice`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from kejian.extraction.naming.wordlists import ending, words
from kejian.extraction.naming.words import Word

_LONGEST = 40  # characters of a name outside book-title marks
_TOKENS = 14  # words of a name
_TAIL = 8  # characters in which a word that names end in is looked for
_BOOK = re.compile(r"《([^《》\n]{2,80})》")
_QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’\n，。；]{1,30})[”\"」』’]")


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A stretch ``start:end`` of a sentence (offsets in the sentence), its ``text``, that may be a name.

    ``first`` and ``last`` are its words (half open); ``form`` is ``book`` or ``quote`` for what stands
    inside such marks, ``mixed`` where quotes are a part of it, ``person`` for who speaks or holds an office,
    else ``plain``.
    """

    start: int
    end: int
    text: str
    first: int
    last: int
    form: str


class Edges(msgspec.Struct, frozen=True):
    """What speaks for a name beginning with each word and for one ending before each word.

    Stretches whose two ends together have less than ``least`` are no candidates.
    """

    begins: Sequence[float]
    ends: Sequence[float]
    least: float


def candidates(
    text: str, found: list[Word], starts: list[int], edges: Edges | None = None
) -> list[Candidate]:
    """The candidates of a sentence, in order of end; all that there are without ``edges``.

    ``found`` are its words, ``starts`` where they start (`starts_of`).
    """
    result = []
    inside = []
    if "《" in text:
        for match in _BOOK.finditer(text):
            inside.append(match.span())
            result.append(_span(text, starts, match.start(1), match.end(1), "book"))
    if words().offices.found_in(text):
        for person in words().person.finditer(text):
            result.append(_span(text, starts, *person.span("name"), "person"))
    for match in _QUOTED.finditer(text):
        if not any(a < match.start() < b for a, b in inside):
            result.append(_span(text, starts, match.start(1), match.end(1), "quote"))
    zeros = [0.0] * (len(found) + 1)
    known = edges or Edges(zeros, zeros, 0.0)
    begins, ends, least = known.begins, known.ends, known.least
    hopeful = least - max(begins, default=0.0)
    lasts = [last for last, end in enumerate(ends) if end >= hopeful and last]
    if famous := [last for last, word in enumerate(found, start=1) if word.famous and ends[last] < hopeful]:
        lasts = sorted(lasts + famous)
    for last in lasts:
        if (
            found[last - 1].ends is not False
            and _may_end(text, found, starts, last)
            and not (inside and any(a < starts[last] <= b for a, b in inside))
        ):
            _ending_at(text, found, starts, last, begins, least - ends[last], result)
    no_names = words().no_names
    # the form found first stays
    taken = {(c.end, c.start): c for c in reversed(result) if c.text not in no_names}
    return [taken[span] for span in sorted(taken)]


def _span(text: str, starts: list[int], start: int, end: int, form: str) -> Candidate:
    first = max(bisect_right(starts, start) - 1, 0)
    last = min(bisect_left(starts, end), len(starts) - 1)
    return Candidate(start, end, text[start:end], first, last, form)


# behind 计划 these are what somebody plans to do: 某市计划|新增
_PLANNED = frozenset(
    (
        *(
            "新增",
            "新建",
            "投入",
            "投资",
            "建设",
            "建成",
            "引进",
            "培育",
            "打造",
            "完成",
            "实现",
            "组织",
            "安排",
        ),
        *("用", "在", "到", "于", "再", "建", "投", "将", "对", "年内", "今年", "明年", "推出", "通过"),
    )
)


def _may_end(text: str, found: list[Word], starts: list[int], last: int) -> bool:
    word = found[last - 1]
    if word.text == "计划" and last < len(found) and found[last].text in _PLANNED:
        return False
    ends = word.ends
    if ends is None:
        end = starts[last]
        return bool(ending(text[max(0, end - _TAIL) : end]))
    if ends and word.digit and not word.latin:
        return last > 1 and not found[last - 2].space
    return ends


def _ending_at(
    text: str,
    found: list[Word],
    starts: list[int],
    last: int,
    begins: Sequence[float],
    least: float,
    result: list[Candidate],
) -> None:
    end = starts[last]
    closes = found[last - 1].quote > 0
    quotes = brackets = 0
    mixed = False
    for first in range(last - 1, max(-1, last - 1 - _TOKENS), -1):
        word = found[first]
        if word.ordinary:
            if end - starts[first] > _LONGEST:
                return
        else:
            if word.stops or end - starts[first] > _LONGEST:
                return
            if word.space and not (first and (found[first - 1].latin or found[first - 1].digit)):
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
            start = starts[first]
            result.append(Candidate(start, end, text[start:end], first, last, "mixed" if mixed else "plain"))

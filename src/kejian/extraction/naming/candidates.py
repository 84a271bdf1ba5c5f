"""Stretches of a sentence that may be a name.

A candidate begins and ends where a word does and ends in a word that names end in (`研究院`, `大会`, `号`),
in a word no dictionary knows, in letters and digits, or in quotes. Which of them are names decides `choice`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Final

import msgspec

from kejian.extraction.naming.word import Word
from kejian.extraction.naming.wordlists import ending, words
from kejian.extraction.naming.words import starts_of

NEVER: Final = -inf
_LONGEST = 40  # characters of a name outside book-title marks
_TOKENS = 14  # words of a name
_TAIL = 8  # characters in which a word that names end in is looked for
_BOOK = re.compile(r"《([^《》\n]{2,80})》")
_QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’\n，。；]{1,30})[”\"」』’]")
_QUOTES = '“"「『‘'

# What a word scores before a name and after one; as the first word of a name and as its last one, `NEVER`
# where it can be neither; its sort, and what its borders with words of each sort score for a name that begins
# there and for one that ends there; what there is to it (`_ORDINARY` and so on), and its length.
Standing = tuple[float, float, float, float, str, Mapping[str, tuple[float, float]], int, int]
_ORDINARY, _STOPS, _ODD, _FAMOUS = range(4)


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A stretch ``start:end`` of a sentence (offsets in the sentence), its ``text``, that may be a name.

    ``first`` and ``last`` are its words (half open), ``inside`` how far in the first word it starts; ``form``
    is ``book`` or ``quote`` for what stands inside such marks, ``mixed`` where quotes are a part of it,
    ``person`` for who speaks or holds an office, else ``plain``. ``edges`` is what its two ends score, if
    they are those of words (``mixed`` and ``plain``).
    """

    start: int
    end: int
    text: str
    first: int
    last: int
    form: str
    inside: int = 0
    edges: float = 0.0


def sign_of(word: Word) -> int:
    """What there is to a word where names are looked for."""
    if word.stops:
        return _STOPS
    if not word.ordinary:
        return _ODD
    return _FAMOUS if word.famous else _ORDINARY


def unscored(found: Iterable[Word]) -> list[Standing]:
    """Words of which each is as good for a name as any other, where it may be in one at all."""
    none = {"": (0.0, 0.0)}
    return [
        (
            0.0,
            0.0,
            0.0 if word.begins else NEVER,
            0.0 if word.ends is not False else NEVER,
            "",
            none,
            sign_of(word),
            word.size,
        )
        for word in found
    ]


def candidates(text: str, found: list[Word], row: Sequence[Standing], least: float) -> list[Candidate]:
    """The candidates of a sentence.

    ``found`` are its words, ``row`` how each can be a part of a name, with one more at each end for what is
    before and behind the sentence. Stretches whose two ends together score less than ``least`` are left out.
    """
    marked = []
    inside = []
    if "《" in text:
        inside = [match.span() for match in _BOOK.finditer(text)]
        marked = [(a + 1, b - 1, "book") for a, b in inside]
    table = words()
    if table.offices.found_in(text):
        marked += [(*person.span("name"), "person") for person in table.person.finditer(text)]
    if True in [mark in text for mark in _QUOTES]:
        for match in _QUOTED.finditer(text):
            if not any(a < match.start() < b for a, b in inside):
                marked.append((*match.span(1), "quote"))
    result = _stretches(text, found, row, least, inside)
    no_names = table.no_names
    if not marked:
        return [c for c in result if c.text not in no_names]
    starts = starts_of(found)
    result += [_span(text, starts, *span) for span in reversed(marked)]
    # of two forms of one stretch that in marks stays
    return list({(c.start, c.end): c for c in result if c.text not in no_names}.values())


def _span(text: str, starts: list[int], start: int, end: int, form: str) -> Candidate:
    first = max(bisect_right(starts, start) - 1, 0)
    last = min(bisect_left(starts, end), len(starts) - 1)
    return Candidate(start, end, text[start:end], first, last, form, start - starts[first])


def _stretches(
    text: str, found: list[Word], row: Sequence[Standing], least: float, books: list[tuple[int, int]]
) -> list[Candidate]:
    """The candidates that are whole words.

    The words are gone through from the last to the first: there are fewer with which a name may end than with
    which one may begin, and where none ends behind a word nothing more is asked of it.
    """
    result: list[Candidate] = []
    # where names may end: what their beginning needs to score, the score, the word behind, its start
    closing: list[tuple[float, float, int, int]] = []
    least_needed = inf
    at = len(text)
    odd = len(found) + 1  # the next word that is
    behind = row[-1]
    k = len(found)
    for standing in row[-2:0:-1]:
        _, _, first, last, sort, sorts, sign, size = standing
        k -= 1
        at -= size
        if sign:
            if sign == _STOPS or (sign == _ODD and _breaks(found, k)):
                if closing:
                    closing, least_needed = [], inf
                behind = standing
                continue
            if sign == _ODD:
                odd = k
        if last > NEVER:
            end = last + behind[1] + sorts[behind[4]][1]
            needed = least - end
            closing.append((needed, end, k + 1, at + size))
            if needed < least_needed:
                least_needed = needed
        behind = standing
        if closing and first > NEVER:
            before = row[k]
            begin = first + before[0] + before[5][sort][0]
            if begin >= least_needed or sign == _FAMOUS:
                for needed, end, word, stop in closing:
                    if (begin >= needed or (sign == _FAMOUS and word == k + 1)) and (
                        stop - at <= _LONGEST
                        and word - k <= _TOKENS
                        and _may_end(text, found, stop, word, books)
                    ):
                        form = "plain" if word <= odd else _form(found[k:word])
                        if form:
                            result.append(Candidate(at, stop, text[at:stop], k, word, form, 0, begin + end))
    return result


# behind 计划 these are what somebody plans to do: 某市计划|新增
_PLANNED = frozenset({
    "新增", "新建", "投入", "投资", "建设", "建成", "引进", "培育", "打造", "完成", "实现", "组织",
    "安排", "用", "在", "到", "于", "再", "建", "投", "将", "对", "年内", "今年", "明年", "推出", "通过",
})  # fmt: skip


_ASKED = frozenset({"计划", "片", "月", "日"})  # words behind which a name may end in some places alone


def _may_end(text: str, found: list[Word], at: int, last: int, books: list[tuple[int, int]]) -> bool:
    """Whether a name may end before the word ``last``, which starts ``at``: not inside ``books``."""
    word = found[last - 1]
    if not books and word.ends and not word.digit and word.text not in _ASKED:
        return True
    if books and any(a < at <= b for a, b in books):
        return False
    if word.text == "计划" and last < len(found) and found[last].text in _PLANNED:
        return False
    if word.text == "片" and last > 1 and found[last - 2].text == "示范":
        return False  # a plot and no pill
    if word.text in ("月", "日") and last > 1 and found[last - 2].digit:
        return False  # 汉芙宁®7月在…获批
    if word.ends is None:
        return bool(ending(text[max(0, at - _TAIL) : at]))
    if word.digit and not word.latin:
        return last > 1 and not found[last - 2].space
    return True


def _breaks(found: list[Word], at: int) -> bool:
    """Whether no name goes across a word: white space that is not behind letters or digits."""
    return found[at].space and not (at and (found[at - 1].latin or found[at - 1].digit))


def _form(inner: Sequence[Word]) -> str:
    """The form of a stretch with marks in it; none where they are not in pairs or around the whole of it."""
    if inner[0].quote and inner[-1].quote > 0:
        return ""  # what is wholly in quotes is a candidate already
    quotes = brackets = 0
    for word in reversed(inner):
        quotes += word.quote
        brackets += word.bracket
        if quotes < 0 or brackets < 0:
            return ""
    if quotes or brackets:
        return ""
    return "mixed" if any(word.quote > 0 for word in inner) else "plain"

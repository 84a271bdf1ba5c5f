"""Who or what the words before a number begin with: candidates, and what speaks for each.

Works on the short form of a sentence (`lines.Line`), in which a name or a quotation is one word. A
candidate is a beginning of a clause that ends with a noun; what speaks for it are strings for a linear model.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import msgspec
import rjieba

from kejian.extraction.figures.called import Names
from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.phrases import is_count
from kejian.model import Aspect

_LONGEST, _MOST, _LOOKED_AT = 30, 6, 60
_QUOTE = re.compile(r"“[^”#@]{1,24}”")
_OPENER = re.compile(
    r"(?:(?:相关|新闻|背景)?链接\s|[\s，、；。△▲●*•·—.-]|\d+(?![\d岁])|@|其中|同时|此外|另外|目前|截至|随着|以及|累计|预计|[一二三四五六七八九十]是|使得?|让|令)+"
)
_NAMES = frozenset(
    {
        "organisation",
        "place",
        "product",
        "facility",
        "policy",
        "programme",
        "event",
        "standard",
        "person",
        "quote",
    }
)
_ENDS = frozenset({"vn", "an", *_NAMES})
_COUNTED = frozenset("家户个人名位所项件篇")
# no word of the language reaches over one of these, so that what stands before is cut as it would be alone
_STOP = re.compile("[@，、：；。（）()]")
_LISTING = "、（("  # what stands between the first of several and the others


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of the short form; ``kind`` is the part of speech, the type of a name, or ``quote``."""

    lo: int
    hi: int
    text: str
    kind: str


_END = Word(0, 0, "$", "$")
_RESTS = [f"r{rest}" for rest in range(10)]
_LENGTHS = [f"l{length}" for length in range(7)]


# What features are made from, with what makes them; many candidates share a group.
Group = tuple[Any, ...]


class Head(msgspec.Struct, frozen=True, gc=False):
    """A beginning of a clause, ``start:end`` of the short form, and what speaks for it.

    ``groups`` make features that others have too, ``alone`` are those of its own.
    """

    start: int
    end: int
    groups: list[Group]
    alone: list[str]

    @property
    def features(self) -> list[str]:
        """What speaks for it, as strings."""
        return [*(feature for group in self.groups for feature in features_of(group)), *self.alone]


def features_of(group: Group) -> list[str]:
    """The features that are made from ``group``.

    >>> features_of((_where, "press", "0", "n", True))
    ['g=pressn', 'w0n', 'w1']
    """
    make, *parts = group
    found: list[str] = make(*parts)
    return found


def words_of(line: Line, lo: int, hi: int, units: Sequence[tuple[int, int, str]]) -> list[Word]:
    """The words ``lo:hi`` of a short form; names and quotations, the ``units``, are one word each."""
    s = line.s
    found: list[Word] = []
    position = lo
    for start, end, kind in [*units, (hi, hi, "")]:
        if position < start:
            for word, tag in rjieba.tag(s[position:start]):
                found.append(Word(position, position + len(word), word, tag))
                position += len(word)
        if start < end:
            found.append(Word(start, end, s[start:end], kind))
        position = end
    return found


def _units(line: Line, lo: int, hi: int, names: Names) -> list[tuple[int, int, str]]:
    s, at = line.s, line.at
    spans: list[tuple[int, int, str]] = []
    last = at[hi - 1]
    for n in range(bisect_left(names.spans, (at[lo],)), len(names.spans)):
        a, b, kind = names.spans[n]
        if a > last:
            break
        start, end = bisect_left(at, a), bisect_left(at, b)
        if start < end <= hi and not (spans and start < spans[-1][1]) and "#" not in s[start:end]:
            spans.append((start, end, kind.value))
    if s.find("“", lo, hi) < 0:
        return spans
    for m in _QUOTE.finditer(s, lo, hi):
        inside = [x for x in spans if m.start() <= x[0] and x[1] <= m.end()]
        if any(x[0] < m.end() and m.start() < x[1] and x not in inside for x in spans):
            continue
        spans = [x for x in spans if x not in inside]
        spans.append((m.start(), m.end(), inside[0][2] if inside else "quote"))
    return sorted(spans)


def unit_class(draft: Draft | None) -> str:
    """A coarse kind of what is counted."""
    if draft is None:
        return "-"
    aspect, unit = draft.aspect, draft.unit
    if aspect is not Aspect.LEVEL:
        return aspect.value
    if unit is None or unit in _COUNTED:
        return unit or "?"
    if is_count(unit):
        return "count"
    return "money" if len(unit) == 3 and unit.isupper() else "physical"


def begin_of(s: str, lo: int, hi: int) -> int:
    """Where in the words ``lo:hi`` of a short form a subject may begin, behind what only opens a clause."""
    m = _OPENER.match(s, lo, hi)
    start = m.end() if m else lo
    if s.startswith(("“", "‘", "「"), start) and s.find("”", start, hi) < 0:
        start += 1  # speech that goes on after the clause
    return start


def heads(
    line: Line, lo: int, hi: int, *, start: int, names: Names, draft: Draft | None, memory: Memory
) -> list[Head]:
    """What the words ``lo:hi`` may begin with, at ``start``; the first stands for nothing at all.

    ``draft`` is the number after them, if one is. Empty where the words hold no candidate or begin a list
    (甲、乙…).
    """
    s = line.s
    if hi - start < 2 or s.startswith(("同比", "增长", "下降", "占"), start):
        return []
    end = min(hi, start + _LOOKED_AT)
    units = _units(line, start, end, names)
    stop = _stop(s, start, end, units)
    if stop == start or (stop < end and s[stop] in _LISTING):
        return []
    words = words_of(line, start, stop, [unit for unit in units if unit[0] < stop])
    ends: list[tuple[int, int]] = []  # each candidate's last word, and how many verbs it holds
    verbs = 0
    for j, word in enumerate(words):
        length, kind = word.hi - start, word.kind
        if length > _LONGEST or len(ends) >= _MOST:
            break
        verbs += kind[0] in "vpd" and kind != "vn"
        if length >= 2 and (kind[0] in "njle" or kind in _ENDS):
            ends.append((j, verbs))
    if not ends:
        return []
    genre = "press" if memory.press else "bulletin" if memory.bulletin else "report"
    tail = s[max(start, hi - 2) : hi]
    place = _Place(unit_class(draft), genre, "0" if lo == 0 else "+", tail, hi, start)
    opener = s[lo:start].strip("，、 ")[:4]
    nothing = Head(start, start, [], _nothing(words, place, opener, item=memory.item))
    return [nothing, *(_head(words, j, place, verbs=verbs) for j, verbs in ends)]


def _stop(s: str, lo: int, hi: int, units: Sequence[tuple[int, int, str]]) -> int:
    """Where the first sign outside ``units`` stands that ends what the words ``lo:hi`` begin with."""
    m = _STOP.search(s, lo, hi)
    while m and any(a <= m.start() < b for a, b, _ in units):
        m = _STOP.search(s, m.end(), hi)
    return m.start() if m else hi


class _Place(msgspec.Struct, frozen=True, gc=False):
    """Where a candidate stands: before what sort of number, in what sort of text, where in its sentence."""

    unit: str
    genre: str
    where: str
    tail: str
    hi: int
    start: int


def _nothing(words: Sequence[Word], place: _Place, opener: str, *, item: bool) -> list[str]:
    """What speaks for a clause that begins with no subject."""
    text, kind = words[0].text, words[0].kind
    second = words[1] if len(words) > 1 else _END
    unit, genre, where = place.unit, place.genre, place.where
    return [
        "0",
        "0f=" + text,
        "0fk=" + kind,
        "0u=" + unit,
        "0o=" + opener,
        "0t=" + place.tail,
        "0g=" + genre,
        "0fu=" + kind + unit,
        "0w" + where + genre,
        "0n=" + second.text,
        f"0l{min(len(words), 8)}",
        "0nk=" + kind + second.kind,
        "0i" + ("i" if item else "p") + where,
    ]


def _head(words: Sequence[Word], j: int, place: _Place, *, verbs: int) -> Head:
    """The subject that ends with word ``j`` of the words."""
    word, first = words[j], words[0]
    after = words[j + 1] if j + 1 < len(words) else _END
    later = words[j + 2].kind if j + 2 < len(words) else "$"
    before = words[j - 1].kind if j else "^"
    kind = word.kind if word.kind in _ENDS else word.kind[0]
    text, last, unit = word.text, word.text[-1], place.unit
    return Head(
        place.start,
        word.hi,
        [
            (_word, word.kind, text),
            (_next, kind, last, after.kind, after.text),
            (_kinds, last, unit, kind, after.kind, later),
            (_before, before, first.kind, kind, min(verbs, 3)),
            (_where, place.genre, place.where, kind, j == 0),
        ],
        [
            _RESTS[min(place.hi - word.hi, 9)],
            _LENGTHS[min(word.hi - place.start, 12) // 2],
            "e=" + place.tail + ":" + kind,
            "tn=" + text[-2:] + ":" + after.text[:2],
            "ntu=" + after.text + unit,
        ],
    )


def _word(kind: str, text: str) -> list[str]:
    return ["k=" + kind, "t=" + text, "t2=" + text[-2:], "c=" + text[-1]]


def _next(kind: str, last: str, after: str, text: str) -> list[str]:
    return ["nt=" + text, "nk=" + after, "kn=" + kind + ":" + after, "cn=" + last + ":" + after]


def _kinds(last: str, unit: str, kind: str, after: str, later: str) -> list[str]:
    return ["cu=" + last + ":" + unit, "nn=" + after + ":" + later, f"ku={kind}:{after[0]}:{unit}"]


def _before(before: str, first: str, kind: str, verbs: int) -> list[str]:
    return ["b=" + before + ":" + kind, "f=" + first + ":" + kind, f"v{verbs}"]


def _where(genre: str, where: str, kind: str, alone: bool) -> list[str]:
    return ["g=" + genre + kind, "w" + where + kind, "w1" if alone else "w+"]

"""Who or what the words before a number begin with: candidates, and what is told of where they stand.

Works on the short form of a sentence (`lines.Line`), in which a name or a quotation is one word. A
candidate is a beginning of a clause that ends with a noun; what speaks for it says `weighing`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec
import rjieba

from kejian.extraction.figures.drafts import LEVEL, Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.names import Names
from kejian.extraction.figures.phrases import is_count
from kejian.vocabulary.edges import begun

_LONGEST, _MOST, _LOOKED_AT = 30, 6, 60
_QUOTE = re.compile(r"“[^”#@]{1,24}”")
_OPENER = re.compile(
    "(?:"
    + begun(
        r"(?:相关|新闻|背景)?链接\s|[\s，、；。△▲●*•·—.-]|\d+(?![\d岁])|@|其中|同时|此外|另外|目前|截至|随着|以及|累计|预计"
        r"|[一二三四五六七八九十]是|使得?|让|令"
    )
    + ")+"
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
ENDS = frozenset({"vn", "an", *_NAMES})  # kinds of words that a subject may end with, told by the whole tag
_COUNTED = frozenset("家户个人名位所项件篇")
# no word of the language reaches over one of these, so that what stands before is cut as it would be alone
_STOP = re.compile("[@，、：；。（）()]")
_NEVER_BEGINS = ("同比", "增长", "下降", "占")
_LISTING = "、（("  # what stands between the first of several and the others


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of the short form; ``kind`` is the part of speech, the type of a name, or ``quote``."""

    lo: int
    hi: int
    text: str
    kind: str


class Choice(msgspec.Struct, frozen=True, gc=False):
    """The words that a clause begins with from ``start`` on, and which of them may end its subject.

    Each of ``ends`` is the place of a candidate's last word and the number of verbs up to it. Of the clause,
    which ends at ``hi``, there are the kind of the number behind it and what it ends with (``tail``), the
    sort of text, where in its sentence it stands, what opens it, and whether it is an ``item``'s.
    """

    words: list[Word]
    ends: list[tuple[int, int]]
    start: int
    hi: int
    unit: str
    genre: str
    where: str
    tail: str
    opener: str
    item: bool


def words_of(line: Line, lo: int, hi: int, units: Sequence[tuple[int, int, str]]) -> list[Word]:
    """The words ``lo:hi`` of a short form; names and quotations, the ``units``, are one word each."""
    s = line.s
    found: list[Word] = []
    position = lo
    for start, end, kind in [*units, (hi, hi, "")]:
        if position < start:
            for word, tag in rjieba.tag(s[position:start]):
                stop = position + len(word)
                found.append(Word(position, stop, word, tag))
                position = stop
        if start < end:
            found.append(Word(start, end, s[start:end], kind))
        position = end
    return found


def _units(line: Line, lo: int, hi: int, names: Names) -> list[tuple[int, int, str]]:
    s, at = line.s, line.at
    spans: list[tuple[int, int, str]] = []
    first, last = bisect_left(names.starts, at[lo]), bisect_right(names.starts, at[hi - 1])
    for a, b, kind in names.spans[first:last] if first < last else ():
        start, end = bisect_left(at, a), bisect_left(at, b)
        if start < end <= hi and not (spans and start < spans[-1][1]) and "#" not in s[start:end]:
            spans.append((start, end, kind.value))
    if "“" not in s or s.find("“", lo, hi) < 0:
        return spans
    return _with_quotes(s, lo, hi, spans)


def _with_quotes(s: str, lo: int, hi: int, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """``spans`` with the quotations among the words ``lo:hi``, each of the type of a name that it holds."""
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
    if aspect is not LEVEL:
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
    if start < len(s) and s[start] in "“‘「" and s.find("”", start, hi) < 0:
        start += 1  # speech that goes on after the clause
    return start


def choice_of(
    line: Line, lo: int, hi: int, *, start: int, names: Names, draft: Draft | None, memory: Memory
) -> Choice | None:
    """What the words ``lo:hi`` may begin with, at ``start``; ``draft`` is the number after them, if one is.

    None where the words hold no candidate or begin a list (甲、乙…).
    """
    s = line.s
    if hi - start < 2 or s.startswith(_NEVER_BEGINS, start):
        return None
    end = min(hi, start + _LOOKED_AT)
    units = _units(line, start, end, names)
    stop = _stop(s, start, end, units)
    if stop == start or (stop < end and s[stop] in _LISTING):
        return None
    words = words_of(line, start, stop, [unit for unit in units if unit[0] < stop] if units else units)
    ends = _candidates(words, start)
    if not ends:
        return None
    return Choice(
        words,
        ends,
        start,
        hi,
        unit_class(draft),
        "press" if memory.press else "bulletin" if memory.bulletin else "report",
        "0" if lo == 0 else "+",
        s[max(start, hi - 2) : hi],
        s[lo:start].strip("，、 ")[:4] if lo < start else "",
        memory.item,
    )


def _candidates(words: Sequence[Word], start: int) -> list[tuple[int, int]]:
    """The place of each word that may end what begins at ``start``, and the number of verbs up to it."""
    ends: list[tuple[int, int]] = []
    verbs = 0
    for j, word in enumerate(words):
        length, kind = word.hi - start, word.kind
        if length > _LONGEST or len(ends) >= _MOST:
            break
        sort = kind[0]
        if sort in "vpd" and kind != "vn":
            verbs += 1
        if length >= 2 and (sort in "njle" or kind in ENDS):
            ends.append((j, verbs))
    return ends


def _stop(s: str, lo: int, hi: int, units: Sequence[tuple[int, int, str]]) -> int:
    """Where the first sign outside ``units`` stands that ends what the words ``lo:hi`` begin with."""
    m = _STOP.search(s, lo, hi)
    while m and any(a <= m.start() < b for a, b, _ in units):
        m = _STOP.search(s, m.end(), hi)
    return m.start() if m else hi

"""A sentence in short form: each measuring number one ``#``, each time one ``@``, cut into clauses.

The short form is what the rules on phrases read. It keeps the words as they stand; brackets that hold no
measuring number are left out where they are long, and punctuation inside titles and short quotations does
not cut a clause.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

import msgspec

from kejian.extraction.figures.times import Time
from kejian.model import Mention

NUMBER, TIME = "#", "@"
_GUARD = "·"  # stands for punctuation that does not cut
_MARKS = re.compile(r"[（(〔\[]|[“「『‘]|《")
_TITLE = re.compile(r"《([^》]+)》")
_CLOSE = {"（": "）", "(": ")", "〔": "〕", "[": "]", "“": "”", "「": "」", "『": "』", "‘": "’", "《": "》"}
# the signs stand first and their conditions after them: a search passes over all other characters at once
_CUT = re.compile(
    r"[【】△▲●■◆，；。！？!?\n\t：;…（）()〔〕\[\],:.\-—]"
    r"(?:(?<=[^,:.\-—])|(?<=[,:])(?!\d)|(?<=\.)(?=\s|$)|(?<=-)-|(?<=—)—)"
)
_NUMBERING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*")
_LONG_BRACKET, _LONG_QUOTE = 8, 24
_COVERED = frozenset("，、；：。,;:（）()—！？!?和与及")  # cuts and joins, which mean none inside a title
_CUTTING = frozenset("，；：。,;:以")
_NO_CUTS = str.maketrans(dict.fromkeys("，；、：,;#@", _GUARD))
_BY_PLACE = itemgetter(0, 1)


class Clause(msgspec.Struct, frozen=True, gc=False):
    """Characters ``lo:hi`` of the short form between two cuts. ``cut`` is the sign before it.

    ``depth`` counts the brackets around it; ``part`` numbers the stretches between semicolons or full stops.
    """

    lo: int
    hi: int
    cut: str
    depth: int
    part: int


class Line(msgspec.Struct):
    """The short form ``s`` of a sentence.

    ``at[i]`` is the place in the document of character ``i``. ``slots[j]`` is the index in ``s`` of the j-th
    measuring mention of ``numbers``, ``stamps[j]`` that of the j-th of ``times``. ``titles`` gives the words
    of a book title by the place where they begin, ``ends`` the ends of the clauses.
    """

    s: str
    at: list[int]
    slots: list[int]
    numbers: list[Mention]
    stamps: list[int]
    times: list[Time]
    clauses: list[Clause]
    titles: dict[int, str]
    ends: list[int]

    def clause_of(self, index: int) -> int:
        """The number of the clause that holds character ``index``."""
        number = bisect_right(self.ends, index)
        return number if number < len(self.ends) else number - 1

    def words(self, lo: int, hi: int, text: str) -> str:
        """Characters ``lo:hi`` of the short form in the document's own words, numbers and times included."""
        lo, hi = max(lo, 0), min(hi, len(self.s))
        said = self.s[lo:hi]
        if said and NUMBER not in said and TIME not in said and self.at[hi - 1] - self.at[lo] == hi - 1 - lo:
            return text[self.at[lo] : self.at[hi - 1] + 1].strip(" \t，、")
        found = []
        for i, c in enumerate(said, lo):
            if c == NUMBER and i in self.slots:
                found.append(self.numbers[self.slots.index(i)].surface)
            elif c == TIME and i in self.stamps:
                found.append(self.times[self.stamps.index(i)].text)
            else:
                found.append(text[self.at[i]])
        return "".join(found).strip(" \t，、")


def make_line(text: str, start: int, numbers: Sequence[Mention], times: Sequence[Time]) -> Line:
    """The short form of ``text``, which stands at ``start`` in its document.

    ``numbers`` have offsets into the document, ``times`` into ``text``; where they overlap the number wins.
    """
    marks = [(m.start - start, m.end - start, NUMBER, m) for m in numbers]
    taken = [(a, b) for a, b, _, _ in marks]
    marks += [
        (t.start, t.end, TIME, t)  # type: ignore[misc]
        for t in times
        if not _meets(taken, t.start, t.end)
    ]
    marks.sort(key=_BY_PLACE)
    pairs = _pairs(text)
    guarded = _guarded(text, pairs, taken) if pairs else set()
    skip = _left_out(text, pairs, taken) if pairs else []
    if numbering := _NUMBERING.match(text):
        skip.insert(0, numbering.span())  # 五、本项目预算1350万元
    plain = _plain(text, guarded)
    chars: list[str] = []
    at: list[int] = []
    slots: list[int] = []
    stamps: list[int] = []
    kept: list[Time] = []
    position = 0
    for a, b, sign, what in [*marks, (len(text), len(text), "", None)]:
        if skip:
            for lo, hi in _outside(skip, position, a):
                chars.append(plain[lo:hi])
                at += range(start + lo, start + hi)
        else:
            chars.append(plain[position:a])
            at += range(start + position, start + a)
        if sign == NUMBER or (sign and a not in guarded and not _meets(skip, a, a + 1)):
            (slots if sign == NUMBER else stamps).append(len(at))
            if sign == TIME:
                kept.append(what)  # type: ignore[arg-type]
            chars.append(sign)
            at.append(start + a)
        elif sign:
            for lo, hi in _outside(skip, a, b):
                chars.append(text[lo:hi].translate(_NO_CUTS))
                at += range(start + lo, start + hi)
        if b > position:
            position = b
    s = "".join(chars)
    clauses, titles = _clauses(s), {}
    for m in _TITLE.finditer(s) if "《" in s else ():
        titles[m.start(1)] = text[at[m.start(1)] - start : at[m.end(1) - 1] + 1 - start]
    return Line(s, at, slots, list(numbers), stamps, kept, clauses, titles, [c.hi for c in clauses])


def _plain(text: str, guarded: set[int]) -> str:
    """``text`` with what would be read as a cut or a mark in it covered."""
    if "#" in text or "@" in text:
        text = text.replace("#", _GUARD).replace("@", _GUARD)
    if not guarded:
        return text
    chars = list(text)
    for i in guarded:
        chars[i] = _GUARD
    return "".join(chars)


def _outside(skip: Sequence[tuple[int, int]], lo: int, hi: int) -> Iterator[tuple[int, int]]:
    """The stretches of ``lo:hi`` that none of ``skip``, which are in order, leaves out."""
    for a, b in skip:
        if b > lo:
            if a >= hi:
                break
            if a > lo:
                yield lo, a
            lo = b
    if lo < hi:
        yield lo, hi


def _meets(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    for a, b in spans:  # noqa: SIM110  (any() costs more than the one or two that it would ask)
        if a < end and start < b:
            return True
    return False


def _pairs(text: str) -> list[tuple[int, int]]:
    """Spans of brackets, quotations and titles with both their marks; unclosed ones left out."""
    found = []
    for m in _MARKS.finditer(text) if any(map(text.__contains__, _CLOSE)) else ():
        end = text.find(_CLOSE[m[0]], m.end())
        if end >= 0:
            found.append((m.start(), end + 1))
    return found


def _guarded(text: str, pairs: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> set[int]:
    """Punctuation inside titles, and inside short quotations without a measuring number."""
    found: set[int] = set()
    for a, b in pairs:
        title = text[a] == "《"
        if title or (text[a] in "“「『‘" and b - a <= _LONG_QUOTE and not _holds(taken, a, b)):
            found.update(
                i for i in range(a + 1, b - 1) if text[i] in _COVERED or (title and text[i].isdigit())
            )
    return found


def _left_out(
    text: str, pairs: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Long brackets without a measuring number, as a definition or an abbreviation given in passing."""
    found = []
    for a, b in pairs:
        if text[a] in "（(〔[" and not _holds(taken, a, b):
            cut = not _CUTTING.isdisjoint(text[a:b])
            if b - a > _LONG_BRACKET + 2 or cut or text.startswith("下同", b - 3):
                found.append((a, b))
    return found


def _holds(taken: Sequence[tuple[int, int]], a: int, b: int) -> bool:
    return any(a <= x and y <= b for x, y in taken)


def _clauses(s: str) -> list[Clause]:
    found, lo, cut, depth, part = [], 0, "", 0, 0
    for m in _CUT.finditer(s):
        sign = m[0]
        if sign in "()（）〔〕[]" and NUMBER not in s:
            continue
        if sign in "(（〔[":
            close = s.find(_CLOSE[sign], m.end())
            if close < 0 or NUMBER not in s[m.end() : close]:
                continue
        elif sign in ")）〕]" and depth == 0:
            continue
        found.append(Clause(lo, m.start(), cut, depth, part))
        if sign in "(（〔[":
            depth += 1
        elif sign in ")）〕]":
            depth -= 1
        elif sign in "；。;！？!?\n." and depth == 0:
            part += 1
        lo, cut = m.end(), sign
    found.append(Clause(lo, len(s), cut, depth, part))
    return found

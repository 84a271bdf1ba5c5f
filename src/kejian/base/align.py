"""Where the words of an old text stand in a new one: sentences paired, then characters within a pair.

Used to carry places from one edition or reading to the next. Sentences that read the same are paired
first, also when they moved; a sentence that occurs more than once is paired with the one in the same
surroundings; edited sentences are paired by the pairs of characters they share. Time is bounded: very
frequent pairs of characters are left out, and very long edited sentences are compared only at their ends.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import pairwise

from kejian.language import sentences

_SIMILAR = 0.5  # of the characters' pairs, neighbours helping, for an edited sentence to be the same
_NEIGHBOUR = 0.15
_FREQUENT = 50  # sentences with a pair of characters, above which the pair says nothing
_LARGEST = 250_000  # product of lengths up to which edited sentences are compared by character

Span = tuple[int, int]


class Alignment:
    """The way from places of ``old`` to places of ``new``.

    >>> way = Alignment("甲。共71家企业。", "乙。甲。共72家大企业。")
    >>> way.moved(3, 6)  # 71家 is now 72家
    (5, 8)
    """

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._same = old == new
        if self._same:
            return
        self._old_spans, self._new_spans = sentences(old), sentences(new)
        self._starts = [start for start, _ in self._old_spans]
        self._pairs = _pair(
            [_bare(old, s) for s in self._old_spans], [_bare(new, s) for s in self._new_spans]
        )
        self._opcodes: dict[int, list[tuple[str, int, int, int, int]]] = {}

    def moved(self, start: int, end: int) -> Span | None:
        """Where the characters ``start:end`` of the old text stand now; None when they are gone."""
        if self._same:
            return start, end
        first, last = self._place(start, after=False), self._place(end - 1, after=True)
        if first is None or last is None or first >= last:
            return None
        return first, last

    def _place(self, at: int, *, after: bool) -> int | None:
        index = bisect_right(self._starts, at) - 1
        if index not in self._pairs or at >= self._old_spans[index][1]:
            return None
        start = self._new_spans[self._pairs[index]][0]
        offset = at - self._old_spans[index][0]
        for tag, i1, i2, j1, j2 in self._changes(index):
            if i1 <= offset < i2:
                if tag == "equal":
                    return start + j1 + (offset - i1) + after
                return start + (j2 if after else j1)
        return None

    def _changes(self, index: int) -> list[tuple[str, int, int, int, int]]:
        if index not in self._opcodes:
            (a, b), (c, d) = self._old_spans[index], self._new_spans[self._pairs[index]]
            self._opcodes[index] = _compare(self._old[a:b], self._new[c:d])
        return self._opcodes[index]


def _compare(old: str, new: str) -> list[tuple[str, int, int, int, int]]:
    if old == new:
        return [("equal", 0, len(old), 0, len(new))]
    if len(old) * len(new) <= _LARGEST:
        return [*SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tail = next((i for i in range(shortest - head) if old[-1 - i] != new[-1 - i]), shortest - head)
    return [
        ("equal", 0, head, 0, head),
        ("replace", head, len(old) - tail, head, len(new) - tail),
        ("equal", len(old) - tail, len(old), len(new) - tail, len(new)),
    ]


def _bare(text: str, span: Span) -> str:
    return "".join(text[span[0] : span[1]].split())


def _pair(old: list[str], new: list[str]) -> dict[int, int]:
    """Index of an old sentence → index of the new one."""
    pairs: dict[int, int] = {}
    for width in (2, 1, 0):  # the same words in the same surroundings, wide ones first
        _pair_equal(old, new, pairs, width=width)
    _pair_similar(old, new, pairs)
    return pairs


def _pair_equal(old: list[str], new: list[str], pairs: dict[int, int], *, width: int) -> None:
    taken = set(pairs.values())
    waiting = defaultdict(list)
    for j in range(len(new)):
        if j not in taken:
            waiting[_surroundings(new, j, width)].append(j)
    for indexes in waiting.values():
        indexes.reverse()
    for i in range(len(old)):
        if i not in pairs and (found := waiting.get(_surroundings(old, i, width))):
            pairs[i] = found.pop()


def _surroundings(all_: list[str], at: int, width: int) -> tuple[str, ...]:
    return tuple(all_[k] if 0 <= k < len(all_) else "" for k in range(at - width, at + width + 1))


def _pair_similar(old: list[str], new: list[str], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    left = {i: _bigrams(old[i]) for i in range(len(old)) if i not in pairs}
    right = {j: _bigrams(new[j]) for j in range(len(new)) if j not in taken}
    holding = defaultdict(list)
    for j, grams in right.items():
        for gram in grams:
            holding[gram].append(j)
    scored = []
    for i, grams in left.items():
        shared = Counter(j for g in grams if len(holding[g]) <= _FREQUENT for j in holding[g])
        for j in range(pairs.get(i - 1, -2) + 1, pairs.get(i - 1, -2) + 2):
            shared[j] += j in right  # the one that follows the same sentence is always looked at
        for j in sorted(shared):
            if j in right:
                near = (pairs.get(i - 1) == j - 1) + (pairs.get(i + 1) == j + 1)
                score = 2 * len(grams & right[j]) / (len(grams) + len(right[j]) or 1) + _NEIGHBOUR * near
                if score >= _SIMILAR:
                    scored.append((-score, abs(i - j), i, j))
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text))) or frozenset({text})

"""What speaks for each thing that a clause may begin with: features, and what they weigh together.

A feature is a sort with what it says, ``t=中心``, or with two things, ``cn=心:v``. `Scales` ask for the
weight of each; `features` are what they ask for.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import structs

from kejian.extraction.figures.choice_features import ENDS, Choice, Word

# By sort: the weights in hundredths of what a feature says, or of the second thing and then of the first.
Tables = Mapping[str, Any]

_PAIRS = frozenset({"kn", "cn", "cu", "nn", "ku", "b", "f", "g", "w", "e", "ntu"})
_SORTS = (
    *("k", "t", "t2", "c", "nt", "nk", "v", "1", "r", "l", "tn", *sorted(_PAIRS)),
    *("0", "0f", "0fk", "0u", "0o", "0t", "0g", "0fu", "0w", "0n", "0l", "0nk", "0i"),
)
_NONE: Mapping[str, int] = {}
_END = Word(0, 0, "$", "$")
_DIGITS = "0123456789"
_KEPT = 20_000  # sums of each sort that are kept


def tables(weights: Mapping[str, float]) -> Tables:
    """``weights`` of features by sort, in hundredths: sums of whole numbers are exact.

    >>> found = tables({"t=中心": 0.12, "cn=心:v": -0.5})
    >>> found["t"], found["cn"]
    ({'中心': 12}, {'v': {'心': -50}})
    """
    found: dict[str, dict[str, Any]] = {sort: {} for sort in _SORTS}
    for feature, weight in weights.items():
        sort, _, said = feature.partition("=")
        table = found[sort]
        if sort in _PAIRS:
            said, _, second = said.rpartition(":")
            table = table.setdefault(second, {})
        table[said] = round(100 * weight)
    return found


class Scales:
    """Weigh candidates by the weights of ``of``.

    What is told by kinds alone, of words, numbers and texts, comes again and again: those sums are kept.
    """

    def __init__(self, of: Tables) -> None:
        self._of = of
        self._words = tuple(of[sort] for sort in ("t", "t2", "c", "nt", "tn", "cn", "e", "r", "l"))
        self._kinds = lru_cache(_KEPT)(self._of_kinds)
        self._place = lru_cache(_KEPT)(self._of_place)
        self._first = lru_cache(_KEPT)(self._of_first)

    def nothing(self, choice: Choice) -> int:
        """What speaks for a clause that begins with no subject."""
        of, words = self._of, choice.words
        text, kind, second = words[0].text, words[0].kind, words[1] if len(words) > 1 else _END
        size = len(words) if len(words) < 8 else 8
        score: int = (
            self._first(kind, second.kind, choice.unit, choice.genre, choice.where, choice.item, size)
            + of["0f"].get(text, 0)
            + of["0n"].get(second.text, 0)
            + of["0o"].get(choice.opener, 0)
            + of["0t"].get(choice.tail, 0)
        )
        return score

    def each(self, choice: Choice) -> list[int]:
        """What speaks for each of the candidates as the subject."""
        words, unit, tail, first = choice.words, choice.unit, choice.tail, choice.words[0].kind
        genre, where, start, hi = choice.genre, choice.where, choice.start, choice.hi
        t, t2, c, nt, tn, cn, e, rests, lengths = self._words
        cu, ntu = self._of["cu"].get(unit, _NONE), self._of["ntu"].get(unit, _NONE)
        scores = []
        for j, verbs in choice.ends:
            word, text = words[j], words[j].text
            after = words[j + 1] if j + 1 < len(words) else _END
            later = words[j + 2].kind if j + 2 < len(words) else "$"
            before = words[j - 1].kind if j else "^"
            full = word.kind
            kind = full if full in ENDS else full[0]
            last, following, next_kind = text[-1], after.text, after.kind
            two = text if len(text) <= 2 else text[-2:]
            begun = following if len(following) <= 2 else following[:2]
            rest, length = hi - word.hi, word.hi - start
            scores.append(
                self._kinds(full, kind, next_kind, later, unit)
                + self._place(before, first, kind, verbs if verbs < 3 else 3, genre, where)
                + t.get(text, 0)
                + t2.get(two, 0)
                + c.get(last, 0)
                + nt.get(following, 0)
                + tn.get(two + ":" + begun, 0)
                + ntu.get(following, 0)
                + cu.get(last, 0)
                + cn.get(next_kind, _NONE).get(last, 0)
                + e.get(kind, _NONE).get(tail, 0)
                + rests.get(_DIGITS[rest if rest < 9 else 9], 0)
                + lengths.get(_DIGITS[length // 2 if length < 12 else 6], 0)
            )
        return scores

    def _of_kinds(self, full: str, kind: str, after: str, later: str, unit: str) -> int:
        """Of the kind of the last word, those of the words behind it, and what is counted."""
        of = self._of
        score: int = (
            of["k"].get(full, 0)
            + of["nk"].get(after, 0)
            + of["kn"].get(after, _NONE).get(kind, 0)
            + of["nn"].get(later, _NONE).get(after, 0)
            + of["ku"].get(unit, _NONE).get(kind + ":" + after[0], 0)
        )
        return score

    def _of_place(self, before: str, first: str, kind: str, verbs: int, genre: str, where: str) -> int:
        """Of the words before the last, and where they stand."""
        of = self._of
        score: int = (
            of["b"].get(kind, _NONE).get(before, 0)
            + of["f"].get(kind, _NONE).get(first, 0)
            + of["v"].get(_DIGITS[verbs], 0)
            + of["g"].get(kind, _NONE).get(genre, 0)
            + of["w"].get(kind, _NONE).get(where, 0)
            + of["1"].get("1" if before == "^" else "+", 0)
        )
        return score

    def _of_first(
        self, kind: str, second: str, unit: str, genre: str, where: str, item: bool, size: int
    ) -> int:
        """Of the kinds of the first two words, with nothing said to be the subject."""
        of = self._of
        score: int = (
            of["0"].get("", 0)
            + of["0fk"].get(kind, 0)
            + of["0u"].get(unit, 0)
            + of["0g"].get(genre, 0)
            + of["0fu"].get(kind + unit, 0)
            + of["0w"].get(where + genre, 0)
            + of["0l"].get(_DIGITS[size], 0)
            + of["0nk"].get(kind + second, 0)
            + of["0i"].get(("i" if item else "p") + where, 0)
        )
        return score


class _Asked(dict[str, Any]):
    """A table that holds nothing and writes down, as a feature of ``sort``, what is looked up in it."""

    def __init__(self, sort: str, found: list[str], second: str = "") -> None:
        super().__init__()
        self._sort, self._found, self._second = sort, found, second

    def get(self, said: str, otherwise: Any = None) -> Any:
        if otherwise is _NONE:
            return _Asked(self._sort, self._found, ":" + said)
        self._found.append(f"{self._sort}={said}{self._second}")
        return otherwise


def features(choice: Choice) -> list[list[str]]:
    """What speaks for no subject, and for each candidate in turn, as strings: what training counts."""
    each = []
    for ends in ([], *([end] for end in choice.ends)):
        found: list[str] = []
        scales = Scales({sort: _Asked(sort, found) for sort in _SORTS})
        one = structs.replace(choice, ends=ends)
        _ = scales.each(one) if ends else scales.nothing(one)
        each.append(found)
    return each

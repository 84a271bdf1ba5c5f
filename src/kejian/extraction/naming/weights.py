"""The learned weights of names and of their types (``models/names.json``), and what is kept of their sums."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from struct import Struct
from typing import Any, Final, NamedTuple

import msgspec

from kejian.extraction.naming.candidates import NEVER, Standing, sign_of
from kejian.extraction.naming.features import Ends, begin_features, end_features
from kejian.extraction.naming.groups import Group, features_of, times
from kejian.extraction.naming.word import Word
from kejian.model import EntityType

_KINDS = tuple(EntityType)
_KEPT = 50_000  # sums of each sort that are kept
_BITS = 32  # of a packed sum of weights: up to 21 million ones
_HALF, _MASK = 1 << (_BITS - 1), (1 << _BITS) - 1
_LANES = Struct(f"<{1 + len(_KINDS)}i")
_HALVES = sum(_HALF << (_BITS * place) for place in range(1 + len(_KINDS)))


# Sorts of words before a name: is it one character (and at no mark), is it Chinese; and what each
# scores, as a name and packed.
SORTS = ((False, False), (False, True), (True, False), (True, True))
Times = tuple[tuple[int, int], ...]


class Sort(dict[str, int]):
    """The weights of features of one sort, ``near=研究`` and others, by what is behind the sign; kept."""

    def __init__(self, sort: str, weights: Mapping[str, int]) -> None:
        super().__init__()
        self._sort, self._weights = sort, weights

    def __missing__(self, word: str) -> int:
        weight = self[word] = self._weights.get(f"{self._sort}={word}", 0)
        return weight


class Borders(dict[str, tuple[float, float]]):
    """What a border behind a word of one sort scores, by the sort of the next; kept.

    That is in ones, first for a name that begins there, then for one that ends there.
    """

    def __init__(self, sort: str, weights: Mapping[str, float]) -> None:
        super().__init__()
        self._sort, self._weights = sort, weights

    def __missing__(self, sort: str) -> tuple[float, float]:
        weight = self._weights.get
        tags, rareness = begin_features(self._sort, sort)
        (end,) = end_features(self._sort, sort)
        found = self[sort] = weight(tags, 0.0) + weight(rareness, 0.0), weight(end, 0.0)
        return found


class Standings(dict[Word, Standing]):
    """What words score at the ends of names and beside them, from their texts and their tags; kept.

    ``weights`` are those for being a name, in ones.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self._weights = weights
        self._tags: dict[str, dict[str, float]] = {}  # by tag and then by place
        self._sorts: dict[str, Borders] = {}

    def __missing__(self, word: Word) -> Standing:
        of_tag = self._tags.get(word.tag) or self._of_tag(word.tag)
        weight, text = self._weights.get, word.text
        left = weight("left=" + text, 0.0) + of_tag["left"]
        right = weight("right=" + text, 0.0) + of_tag["right"]
        begins = weight("first=" + text, 0.0) + of_tag["first"] if word.begins else NEVER
        ends = weight("last=" + text, 0.0) + of_tag["last"] if word.ends is not False else NEVER
        borders = self._sorts.get(word.sort)
        if borders is None:
            borders = self._sorts[word.sort] = Borders(word.sort, self._weights)
        found = self[word] = left, right, begins, ends, word.sort, borders, sign_of(word), word.size
        return found

    def _of_tag(self, tag: str) -> dict[str, float]:
        sides = ("left", "first", "last", "right")
        found = self._tags[tag] = {side: self._weights.get(f"{side}tag={tag}", 0.0) for side in sides}
        return found

    def begin(self, left: Word, first: Word) -> float:
        """What the border before a name scores, and the words at it."""
        return self._beside("first", first) + self._beside("left", left) + self[left][5][first.sort][0]

    def end(self, last: Word, right: Word) -> float:
        """What the border behind a name scores, and the words at it."""
        return self._beside("last", last) + self._beside("right", right) + self[last][5][right.sort][1]

    def _beside(self, side: str, word: Word) -> float:
        of_tag = self._tags.get(word.tag) or self._of_tag(word.tag)
        return self._weights.get(f"{side}={word.text}", 0.0) + of_tag[side]


class Model(NamedTuple):
    """Weights of the two models: is it a name, and of which type.

    ``weights`` has those of a feature for both in one whole number (`packed`): one sum adds up all.
    The others keep what they add up to for what was met before: words, groups of features, rows of words
    with the kind of what they end in, the words around names that end so, those at their ends (for being a
    name in marks, and all), names by their characters, words near names.
    """

    weights: Mapping[str, int]
    words: Standings
    groups: dict[Group, int]
    inner: dict[tuple[object, ...], tuple[str, int, int]]
    around: dict[tuple[object, ...], tuple[int, int, int]]
    times: dict[tuple[int, bool], Times]
    marked: dict[Ends, float]
    ends: dict[Ends, int]
    spelt: dict[tuple[str, bool], int]
    near: Sort
    before: Sort
    behind: Sort

    def score(self, found: Iterable[str]) -> int:
        """The sum of the weights of features."""
        return sum(filter(None, map(self.weights.get, found)))

    def score_of(self, made: Iterable[Group]) -> int:
        """What the features of groups score; that of each group is kept."""
        total = 0
        for group in made:
            known = self.groups.get(group)
            if known is None:
                known = self.groups[group] = self.score(features_of(group))
            total += known
        return total

    def times_of(self, often: int, several: bool) -> Times:
        """What it scores to stand in the document so often, behind each of `SORTS`; kept."""
        known = self.times.get((often, several))
        if known is None:
            scores = [self.score(times(often, several, *sort)) for sort in SORTS]
            known = self.times[often, several] = tuple([(as_name(score), score) for score in scores])
        return known

    def forget(self) -> None:
        """Begin anew with what is kept once it is much, so that memory is bounded."""
        for kept in self[_LEARNED:]:
            if len(kept) > _KEPT:
                kept.clear()


_LEARNED: Final = 1  # fields of a model that are learned; the others are kept


def packed(weights: Iterable[int]) -> int:
    """Weights as one number: sums of such numbers are the packed sums.

    >>> unpacked(packed([3, -5, 7]) + packed([-4, 0, 1]))[:3]
    (-1, -5, 8)
    """
    return sum(weight << (_BITS * place) for place, weight in enumerate(weights))


def unpacked(total: int) -> tuple[int, ...]:
    """The weights that were packed: for being a name, then for each type, in their order."""
    biased = (total + _HALVES) ^ _HALVES  # no part borrows from the next; each in two's complement
    return _LANES.unpack(biased.to_bytes(_LANES.size, "little"))


def as_name(total: int) -> int:
    """Of the weights that were packed, the one for being a name."""
    return ((total + _HALF) & _MASK) - _HALF


def for_type(kind: EntityType, weight: int) -> int:
    """A weight for one type alone, packed."""
    return weight << (_BITS * (1 + _KINDS.index(kind)))


def best_type(total: int) -> EntityType:
    """The type for which the weights that were packed are the greatest."""
    found = unpacked(total)[1:]
    most = max(found)
    if found.count(most) > 1:
        return max(zip(found, _KINDS, strict=True))[1]
    return _KINDS[found.index(most)]


def model_of(data: Mapping[str, Mapping[str, Any]]) -> Model:
    """The model that a file of weights holds."""
    places = {kind.value: _BITS * place for place, kind in enumerate(_KINDS, start=1)}
    weights = {feature: round(100 * weight) for feature, weight in data["name"].items()}
    for feature, types in data["types"].items():
        total = weights.get(feature, 0)
        for kind, weight in types.items():
            total += round(100 * weight) << places[kind]
        weights[feature] = total
    kept: list[Any] = [{} for _ in Model._fields[_LEARNED + 1 : -3]]
    return Model(
        weights, Standings(data["name"]), *kept, *(Sort(s, weights) for s in ("near", "before", "behind"))
    )


@cache
def model() -> Model:
    """The learned weights that come with the package."""
    return model_of(
        msgspec.json.decode(files("kejian.extraction").joinpath("models/names.json").read_bytes())
    )

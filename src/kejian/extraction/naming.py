"""Which candidates are names, and of what type: two small linear models over `name_features`.

The weights (``models/names.json``) are learned from gold documents by ``benchmarks/train_names.py``. Scores
are log-odds, so that a sentence's best set of names that do not overlap has an exact answer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from kejian.extraction.name_features import (
    Counts,
    Laid,
    begin_features,
    counts,
    end_features,
    features,
    lay,
    reach,
    span_features,
)
from kejian.extraction.name_words import words
from kejian.extraction.names import Candidate
from kejian.model import EntityType

# a title in book-title marks, and who speaks or holds an office, is a name whatever the model says
_ALWAYS = frozenset({"book", "person"})
# added to every score: what a missed name costs against an invented one (cross-validated)
_BOLD = 0.5
# candidates whose two ends together score less are not looked at further: four names in a thousand are lost
_HOPELESS = -1.2

T = TypeVar("T")


class Model(NamedTuple):
    """Weights of the two models: is it a name (``name``), and of which of ``kinds`` (``types``)."""

    name: Mapping[str, float]
    types: Mapping[str, Sequence[float]]
    kinds: tuple[EntityType, ...]


class Name(NamedTuple):
    """A name in a sentence: its span there, its text, its score and the scores of its types."""

    start: int
    end: int
    text: str
    score: float
    types: Mapping[EntityType, float]


def model_of(data: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Model:
    """The model that a file of weights holds."""
    kinds = tuple(EntityType)
    types = {f: tuple(row.get(k.value, 0.0) for k in kinds) for f, row in data["types"].items()}
    return Model(name=data["name"], types=types, kinds=kinds)  # type: ignore[arg-type]


@cache
def model() -> Model:
    """The learned weights that come with the package."""
    return model_of(json.loads(files("kejian.extraction").joinpath("models/names.json").read_text("utf-8")))


def names(texts: list[str], *, using: Model | None = None) -> list[list[Name]]:
    """The names of each sentence of a document, in order, not overlapping."""
    weights = using or model()
    laid = lay(texts)
    seen = counts(laid)
    return [_best(sentence, seen, weights) for sentence in laid]


def _best(sentence: Laid, seen: Counts, weights: Model) -> list[Name]:
    get = weights.name.get
    ends = _EdgeScores(sentence, get)
    famous = words().places | words().bodies
    scored = []
    for candidate in sentence.candidates:
        score = ends.of(candidate)
        certain = candidate.form in _ALWAYS
        known = sentence.text[candidate.start : candidate.end] in famous
        if score < _HOPELESS and not (certain or known):
            continue
        score += _BOLD + sum([get(f, 0.0) for f in span_features(sentence, candidate, seen)])
        if certain:
            score = max(score, 0.1) + 5
        elif known:
            score = max(score, 0.3)
        if score > 0:
            scored.append((candidate, score, None))
    return [_name(sentence, candidate, score, seen, weights) for candidate, score, _ in schedule(scored)]


class _EdgeScores:
    """What the two ends of candidates score; most candidates share them with others."""

    def __init__(self, sentence: Laid, get: Callable[[str, float], float]) -> None:
        self._sentence, self._get = sentence, get
        self._begins: list[float | None] = [None] * len(sentence.tokens)
        self._ends: list[float | None] = [None] * (len(sentence.tokens) + 1)

    def of(self, candidate: Candidate) -> float:
        first, last = candidate.first, candidate.last
        outer, after = reach(candidate)
        if outer != first:  # in quotes: few, and with other surroundings
            return self._begin(outer, first) + self._end(after, last)
        begin, end = self._begins[first], self._ends[last]
        if begin is None:
            begin = self._begins[first] = self._begin(first, first)
        if end is None:
            end = self._ends[last] = self._end(last, last)
        return begin + end

    def _begin(self, outer: int, first: int) -> float:
        return sum([self._get(f, 0.0) for f in begin_features(self._sentence.tokens, outer, first)])

    def _end(self, after: int, last: int) -> float:
        return sum([self._get(f, 0.0) for f in end_features(self._sentence.tokens, after, last)])


def schedule(scored: Sequence[tuple[Candidate, float, T]]) -> list[tuple[Candidate, float, T]]:
    """The set that does not overlap with the greatest total score (weighted interval scheduling)."""
    items = sorted(scored, key=lambda s: (s[0].end, s[0].start))
    ends = [item[0].end for item in items]
    best: list[tuple[float, int | None, int]] = [(0.0, None, 0)]  # total, chosen item, where to go on
    for k, (candidate, score, _) in enumerate(items):
        before = _last_at_most(ends, candidate.start, k)
        take = best[before][0] + score
        best.append((take, k, before) if take > best[k][0] else (best[k][0], None, k))
    chosen, at = [], len(items)
    while at:
        _, item, rest = best[at]
        if item is not None:
            chosen.append(items[item])
        at = rest
    return chosen[::-1]


def _last_at_most(ends: list[int], value: int, high: int) -> int:
    low = 0
    while low < high:
        middle = (low + high) // 2
        if ends[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low


def _name(sentence: Laid, candidate: Candidate, score: float, seen: Counts, weights: Model) -> Name:
    rows = [row for f in features(sentence, candidate, seen) if (row := weights.types.get(f)) is not None]
    totals = map(sum, zip(*rows, strict=True)) if rows else [0.0] * len(weights.kinds)
    types = dict(zip(weights.kinds, totals, strict=True))
    if candidate.form == "person":
        types[EntityType.PERSON] += 20
    surface = sentence.text[candidate.start : candidate.end]
    return Name(candidate.start, candidate.end, surface, score, types)

"""Which candidates are names, and of what type: two small linear models over `features`.

The weights (``models/names.json``) are learned from gold documents by ``benchmarks/train_names.py``. Scores
are log-odds, so that a sentence's best set of names that do not overlap has an exact answer.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from kejian.extraction.naming.candidates import Candidate, Edges, candidates
from kejian.extraction.naming.features import (
    AFTER,
    BEFORE,
    Counts,
    Group,
    Laid,
    begin_features,
    counts,
    edges_of,
    end_features,
    features,
    first_features,
    group_features,
    last_features,
    left_features,
    right_features,
    span_groups,
)
from kejian.extraction.naming.words import Token, Word, tokens_of, words
from kejian.model import EntityType

# a title in book-title marks, and who speaks or holds an office, is a name whatever the model says
_ALWAYS = frozenset({"book", "person"})
# added to every score: what a missed name costs against an invented one (cross-validated)
_BOLD = 0.5
# candidates whose two ends together score less are not looked at further
_HOPELESS = 0.0
# what scores as much in one sentence is a name, and more likely one in the document's other sentences too
_SURE, _AGAIN = 2.0, 1.5
_KEPT = 200_000  # words and pairs of words whose scores are kept
_VOTES = 2  # places of a name that decide its type


class Model(NamedTuple):
    """Weights of the two models: is it a name (``name``), and of which of ``kinds`` (``types``).

    ``words``, ``borders``, ``groups`` and ``kinds_known`` keep what the weights add up to for words, pairs of
    words and groups of features met before.
    """

    name: Mapping[str, float]
    types: Mapping[str, Sequence[float]]
    kinds: tuple[EntityType, ...]
    words: dict[Word, tuple[float, float, float, float]]
    borders: dict[tuple[str, str], tuple[float, float]]
    groups: dict[Group, float]
    kinds_known: dict[tuple[object, ...], Sequence[float]]

    def score(self, found: Iterable[str]) -> float:
        """The sum of the weights of features."""
        get = self.name.get
        return sum([get(f, 0.0) for f in found])

    def kinds_of(self, key: tuple[object, ...], found: Iterable[str]) -> Sequence[float]:
        """What the features ``found`` score for each type, kept under what they depend on."""
        rows = [row for f in found if (row := self.types.get(f)) is not None]
        total = tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * len(self.kinds)
        self.kinds_known[key] = total
        return total


class Name(msgspec.Struct, frozen=True):
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
    return Model(name=data["name"], types=types, kinds=kinds, words={}, borders={}, groups={}, kinds_known={})  # type: ignore[arg-type]


@cache
def model() -> Model:
    """The learned weights that come with the package."""
    return model_of(json.loads(files("kejian.extraction").joinpath("models/names.json").read_text("utf-8")))


def names(texts: list[str], *, using: Model | None = None) -> list[list[Name]]:
    """The names of each sentence of a document, in order, not overlapping."""
    weights = using or model()
    laid = [_lay(text, found, weights) for text, found in zip(texts, tokens_of(texts), strict=True)]
    seen = counts([sentence for sentence, _ in laid])
    scored = [_scored(sentence, edges, seen, weights) for sentence, edges in laid]
    chosen = [schedule(found) for found in scored]
    sure = {
        sentence.text[c.start : c.end]
        for (sentence, _), found in zip(laid, chosen, strict=True)
        for c, score in found
        if score >= _SURE
    }
    votes: dict[str, int] = defaultdict(int)
    result = []
    for (sentence, _), found, first in zip(laid, scored, chosen, strict=True):
        again = [(c, s + _AGAIN if sentence.text[c.start : c.end] in sure else s) for c, s in found]
        best = first if again == found else schedule(again)
        result.append([_name(sentence, c, s, seen, weights, votes) for c, s in best])
    return result


def _lay(text: str, found: list[Token], weights: Model) -> tuple[Laid, Edges]:
    """A sentence, its borders and its candidates that are worth a closer look."""
    known, border = weights.words, weights.borders
    if max(len(known), len(border), len(weights.groups)) > _KEPT:
        known.clear()
        border.clear()
        weights.groups.clear()
        weights.kinds_known.clear()
    begins, ends = [], []
    before = BEFORE
    _, left, last, _ = _word(before, weights)
    for token in (*found, AFTER):
        first, as_left, as_last, right = known.get(token.word) or _word(token, weights)
        pair = before.word.sort, token.word.sort
        begin, end = border.get(pair) or _border(before, token, weights)
        begins.append(first + left + begin)
        ends.append(last + right + end)
        before, left, last = token, as_left, as_last
    edges = Edges(begins, ends, _HOPELESS)
    return Laid(text, found, candidates(text, found, edges)), edges


def _border(left: Token, right: Token, weights: Model) -> tuple[float, float]:
    """What the border between two words scores as the beginning and as the end of a name."""
    both = weights.score(begin_features(left, right)), weights.score(end_features(left, right))
    weights.borders[left.word.sort, right.word.sort] = both
    return both


def _word(token: Token, weights: Model) -> tuple[float, float, float, float]:
    """What a word scores as the first word of a name, before one, as its last word and after one."""
    sides = first_features, left_features, last_features, right_features
    first, left, last, right = (weights.score(side(token)) for side in sides)
    weights.words[token.word] = first, left, last, right
    return first, left, last, right


def _scored(sentence: Laid, edges: Edges, seen: Counts, weights: Model) -> list[tuple[Candidate, float]]:
    famous = words().famous
    result = []
    for candidate in sentence.candidates:
        if candidate.form in _ALWAYS or candidate.form == "quote":
            score = _BOLD + weights.score(features(sentence, candidate, seen))
        else:
            score = _BOLD + edges.begins[candidate.first] + edges.ends[candidate.last]
            score += _span(sentence, candidate, seen, weights)
        if candidate.form in _ALWAYS:
            score = max(score, 0.1) + 5
        elif score < 0.3 and sentence.text[candidate.start : candidate.end] in famous:
            score = 0.3
        if score > -_AGAIN:
            result.append((candidate, score))
    return result


def _span(sentence: Laid, candidate: Candidate, seen: Counts, weights: Model) -> float:
    """What a candidate scores as a whole."""
    shared, single = span_groups(sentence, candidate, seen)
    known = weights.groups
    score = weights.score(single)
    for group in shared:
        part = known.get(group)
        if part is None:
            part = known[group] = weights.score(group_features(group))
        score += part
    return score


def schedule(scored: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """The set that does not overlap with the greatest total score (weighted interval scheduling)."""
    items = sorted([s for s in scored if s[1] > 0], key=lambda s: (s[0].end, s[0].start))
    ends = [item[0].end for item in items]
    best: list[tuple[float, int | None, int]] = [(0.0, None, 0)]  # total, chosen item, where to go on
    for k, (candidate, score) in enumerate(items):
        before = bisect_right(ends, candidate.start, 0, k)
        take = best[before][0] + score
        best.append((take, k, before) if take > best[k][0] else (best[k][0], None, k))
    chosen, at = [], len(items)
    while at:
        _, item, rest = best[at]
        if item is not None:
            chosen.append(items[item])
        at = rest
    return chosen[::-1]


def _name(
    sentence: Laid, candidate: Candidate, score: float, seen: Counts, weights: Model, votes: dict[str, int]
) -> Name:
    surface = sentence.text[candidate.start : candidate.end]
    votes[surface] += 1
    totals: Iterable[float] = [0.0] * len(weights.kinds)
    if votes[surface] <= _VOTES:
        shared, single = span_groups(sentence, candidate, seen)
        known = weights.kinds_known
        rows = [known.get(group) or weights.kinds_of(group, group_features(group)) for group in shared]
        for make, key, tokens in edges_of(sentence, candidate):
            rows.append(known.get((make, key)) or weights.kinds_of((make, key), make(*tokens)))
        rows += [row for f in single if (row := weights.types.get(f)) is not None]
        totals = map(sum, zip(*rows, strict=True))
    types = dict(zip(weights.kinds, totals, strict=True))
    if candidate.form == "person":
        types[EntityType.PERSON] += 20
    return Name(candidate.start, candidate.end, surface, score, types)

"""Which candidates are names, and of what type: two small linear models over `features`.

The weights (``models/names.json``) are learned from gold documents by ``benchmarks/train_names.py``. Scores
are log-odds, so that a sentence's best set of names that do not overlap has an exact answer.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from kejian.extraction.naming.candidates import Candidate, Edges, candidates
from kejian.extraction.naming.features import (
    AFTER,
    BEFORE,
    MARKED,
    Counts,
    Group,
    Laid,
    around_group,
    begin_features,
    counts,
    edges_of,
    end_features,
    ends_of,
    first_features,
    group_features,
    in_order,
    last_features,
    left_features,
    outer_groups,
    own_groups,
    quoted_group,
    reach,
    right_features,
    times_group,
)
from kejian.extraction.naming.words import Word, starts_of, tokens_of, words
from kejian.model import EntityType

# a title in book-title marks, and who speaks or holds an office, is a name whatever the model says
_ALWAYS = frozenset({"book", "person"})
_INSIDE = _ALWAYS | {"quote"}  # forms whose borders are those of marks, or inside words
# added to every score: what a missed name costs against an invented one (cross-validated)
_BOLD = 0.5
# candidates whose two ends together score less are not looked at further
_HOPELESS = 0.0
# what scores as much in one sentence is a name, and more likely one in the document's other sentences too
_SURE, _AGAIN = 2.0, 1.5
_KEPT = 50_000  # sums of each sort that are kept
_VOTES = 2  # places of a name that decide its type


class Model(NamedTuple):
    """Weights of the two models: is it a name (``name``), and of which of ``kinds`` (``types``).

    The others keep what the weights add up to for what was met before: words, borders between words and
    between sorts of words, groups of features, rows of words with the kind of what they end in, and the words
    around names that end so.
    """

    name: Mapping[str, float]
    types: Mapping[str, Sequence[float]]
    kinds: tuple[EntityType, ...]
    words: dict[Word, tuple[float, float, float, float]]
    borders: dict[tuple[Word, Word], tuple[float, float]]
    sorts: dict[tuple[str, str], tuple[float, float]]
    groups: dict[Group, float]
    inner: dict[tuple[object, ...], tuple[str, float, list[float]]]
    around: dict[tuple[Word, Word, str], tuple[float, float]]
    inner_kinds: dict[tuple[object, ...], tuple[str, list[Sequence[float]], list[Sequence[float]]]]
    edge_kinds: dict[tuple[Word, Word, Word, Word], list[Sequence[float]]]
    kinds_known: dict[tuple[object, ...], Sequence[float]]

    def score(self, found: Iterable[str]) -> float:
        """The sum of the weights of features."""
        return sum(filter(None, map(self.name.get, found)), 0.0)

    def kinds_of(
        self, key: tuple[object, ...], make: Callable[..., Iterable[str]], parts: tuple[object, ...]
    ) -> Sequence[float]:
        """What the features that ``make`` makes from ``parts`` score for each type, kept under ``key``.

        Empty where none of them has a weight.
        """
        total = self.kinds_known.get(key)
        if total is None:
            rows = [row for f in make(*parts) if (row := self.types.get(f)) is not None]
            total = self.kinds_known[key] = tuple(map(sum, zip(*rows, strict=True)))
        return total


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name in a sentence: its span there, its text, its score and those of the types, in their order.

    ``types`` is empty where other places of the name have decided its type.
    """

    start: int
    end: int
    text: str
    score: float
    types: Sequence[float]


def model_of(data: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Model:
    """The model that a file of weights holds."""
    kinds = tuple(EntityType)
    types = {f: tuple(row.get(k.value, 0.0) for k in kinds) for f, row in data["types"].items()}
    name: Mapping[str, float] = data["name"]  # type: ignore[assignment]
    kept: list[dict[Any, Any]] = [{} for _ in Model._fields[3:]]
    return Model(name, types, kinds, *kept)


@cache
def model() -> Model:
    """The learned weights that come with the package."""
    return model_of(json.loads(files("kejian.extraction").joinpath("models/names.json").read_text("utf-8")))


def names(texts: list[str], *, using: Model | None = None) -> list[list[Name]]:
    """The names of each sentence of a document, in order, not overlapping."""
    weights = using or model()
    _forget(weights)
    laid = [_lay(text, found, weights) for text, found in zip(texts, tokens_of(texts), strict=True)]
    seen = counts([sentence for sentence, _ in laid])
    scored = [_scored(sentence, edges, seen, weights) for sentence, edges in laid]
    chosen = [schedule(found) for found in scored]
    sure = {c.text for found in chosen for c, score in found if score >= _SURE}
    votes: dict[str, int] = defaultdict(int)
    result = []
    for (sentence, _), found, first in zip(laid, scored, chosen, strict=True):
        best = first
        if not sure.isdisjoint([c.text for c, _ in found]):
            best = schedule([(c, s + _AGAIN) if c.text in sure else (c, s) for c, s in found])
        result.append([_name(sentence, c, s, seen, weights, votes) for c, s in best])
    return result


def _lay(text: str, found: list[Word], weights: Model) -> tuple[Laid, Edges]:
    """A sentence, its borders and its candidates that are worth a closer look."""
    row = [BEFORE, *found, AFTER]
    borders: list[Any] = list(map(weights.borders.get, pairwise(row)))
    if not all(borders):
        borders = [weights.borders.get(pair) or _border(*pair, weights) for pair in pairwise(row)]
    begins, ends = zip(*borders, strict=True)
    edges = Edges(begins, ends, _HOPELESS)
    starts = starts_of(found)
    return Laid(text, found, starts, candidates(text, found, starts, edges)), edges


def _forget(weights: Model) -> None:
    """Begin anew with what is kept once it is much, so that memory is bounded."""
    for kept in weights[3:]:
        if len(kept) > _KEPT:
            kept.clear()


def _border(left: Word, right: Word, weights: Model) -> tuple[float, float]:
    """What speaks for a name that begins between two words and for one that ends there."""
    _, before, last, _ = weights.words.get(left) or _word(left, weights)
    first, _, _, after = weights.words.get(right) or _word(right, weights)
    sorts = left.sort, right.sort
    both = weights.sorts.get(sorts)
    if both is None:
        both = weights.score(begin_features(left, right)), weights.score(end_features(left, right))
        weights.sorts[sorts] = both
    found = weights.borders[left, right] = first + before + both[0], last + after + both[1]
    return found


def _word(word: Word, weights: Model) -> tuple[float, float, float, float]:
    """What a word scores as the first word of a name, before one, as its last word and after one."""
    sides = first_features, left_features, last_features, right_features
    first, left, last, right = (weights.score(side(word)) for side in sides)
    weights.words[word] = first, left, last, right
    return first, left, last, right


def _scored(sentence: Laid, edges: Edges, seen: Counts, weights: Model) -> list[tuple[Candidate, float]]:
    famous = words().famous
    result = []
    for candidate in sentence.candidates:
        if candidate.form in _INSIDE:
            left, first, last, right = ends_of(sentence, candidate)
            begin, _ = weights.borders.get((left, first)) or _border(left, first, weights)
            _, end = weights.borders.get((last, right)) or _border(last, right, weights)
        else:
            begin, end = edges.begins[candidate.first], edges.ends[candidate.last]
        score = _BOLD + begin + end + _span(sentence, candidate, seen, weights)
        if candidate.form in _ALWAYS:
            score = max(score, 0.1) + 5
        elif score < 0.3 and candidate.text in famous:
            score = 0.3
        if score > -_AGAIN:
            result.append((candidate, score))
    return result


def _span(sentence: Laid, candidate: Candidate, seen: Counts, weights: Model) -> float:
    """What a candidate scores as a whole."""
    words, key = sentence.words, _key(sentence, candidate)
    own = weights.inner.get(key)
    if own is None:
        kind, groups, single = own_groups(sentence, candidate)
        own = kind, weights.score(single), [_group(group, weights) for group in groups]
        weights.inner[key] = own
    kind, score, parts = own
    marked = candidate.form in MARKED
    first, after = reach(candidate) if marked else (candidate.first, candidate.last)
    left = words[first - 1] if first > 0 else BEFORE
    right = words[after] if after < len(words) else AFTER
    around = weights.around.get((left, right, kind))
    if around is None:
        group, alone = around_group(left, right, kind)
        around = weights.around[left, right, kind] = _group(group, weights), weights.name.get(alone, 0.0)
    often = times_group(candidate.text, left, seen, marked=marked)
    times = weights.groups.get(often)
    if times is None:
        times = _group(often, weights)
    ending, tags, sizes, rare, strange = parts  # summed up as `in_order` puts them
    total = score + around[1] + ending + tags + around[0] + sizes + times + rare + strange
    return total + _group(quoted_group(left, right, candidate.form), weights) if marked else total


def _group(group: Group, weights: Model) -> float:
    """What a group of features scores."""
    known = weights.groups.get(group)
    if known is None:
        known = weights.groups[group] = weights.score(group_features(group))
    return known


def _key(sentence: Laid, candidate: Candidate) -> tuple[object, ...]:
    """All that the features of a candidate's own words depend on."""
    first = candidate.first
    inner = sentence.words[first : candidate.last]
    if candidate.form in _INSIDE:  # may begin and end inside a word
        return candidate.form, candidate.text, candidate.start - sentence.starts[first], *inner
    return candidate.form, *inner


def schedule(scored: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """The set that does not overlap with the greatest total score (weighted interval scheduling)."""
    items = [s for s in scored if s[1] > 0]
    if len(items) < 2:
        return items
    items.sort(key=lambda s: (s[0].end, s[0].start))
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
    surface = candidate.text
    votes[surface] += 1
    totals: Sequence[float] = ()
    if votes[surface] <= _VOTES:
        totals = _kinds(sentence, candidate, seen, weights)
    if candidate.form == "person":
        person = weights.kinds.index(EntityType.PERSON)
        totals = totals or (0.0,) * len(weights.kinds)
        totals = [*totals[:person], totals[person] + 20, *totals[person + 1 :]]
    return Name(candidate.start, candidate.end, surface, score, totals)


def _kinds(sentence: Laid, candidate: Candidate, seen: Counts, weights: Model) -> Sequence[float]:
    """What a candidate scores for each type."""
    key = _key(sentence, candidate)
    own = weights.inner_kinds.get(key)
    if own is None:
        kind, groups, single = own_groups(sentence, candidate)
        alone = [row for f in single if (row := weights.types.get(f)) is not None]
        own = kind, alone, [weights.kinds_of(group, group_features, (group,)) for group in groups]
        weights.inner_kinds[key] = own
    outer, beside = outer_groups(sentence, candidate, own[0], seen)
    parts = [weights.kinds_of(group, group_features, (group,)) for group in outer]
    ends = ends_of(sentence, candidate)
    borders = weights.edge_kinds.get(ends)
    if borders is None:
        borders = [weights.kinds_of((make, key), make, words) for make, key, words in edges_of(*ends)]
        weights.edge_kinds[ends] = borders
    rows = [*in_order(own[2], parts), *borders, *own[1]]
    if (row := weights.types.get(beside)) is not None:
        rows.append(row)
    found = list(filter(None, rows))
    return tuple(map(sum, zip(*found, strict=True))) if found else (0.0,) * len(weights.kinds)

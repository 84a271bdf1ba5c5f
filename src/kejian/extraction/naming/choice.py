"""Which candidates are names, and of what type: two small linear models over `features`.

The weights (``models/names.json``) are learned from gold documents by ``benchmarks/train_names.py``. Scores
are log-odds, so that a sentence's best set of names that do not overlap has an exact answer. All but those of
borders are counted in hundredths, which is how finely weights are written: sums of whole numbers are exact,
whatever their order, so that those of many features may be kept as one.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import inf
from typing import Any, Final, NamedTuple, TypeVar

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
    end_features,
    ends_of,
    group_features,
    own_groups,
    quoted_group,
    reach,
    times_group,
)
from kejian.extraction.naming.kinds import kind_features
from kejian.extraction.naming.wordlists import words
from kejian.extraction.naming.words import Word, starts_of, tokens_of
from kejian.model import EntityType

# a title in book-title marks, and who speaks or holds an office, is a name whatever the model says
_ALWAYS = frozenset({"book", "person"})
_INSIDE = _ALWAYS | {"quote"}  # forms whose borders are those of marks, or inside words
# added to every score: what a missed name costs against an invented one (cross-validated)
_BOLD = 50
# candidates whose two ends together score less are not looked at further
_HOPELESS = -0.5
# what scores as much in one sentence is a name, and more likely one in the document's other sentences too
_SURE, _AGAIN = 200, 150
_RUN_BY = ("管委会", "管理委员会")  # ends of a body that is called after the park it runs
_NEVER = -inf
# what the names of the features of borders begin with, and of words at or beside the ends of a name
_SIDES = ("first", "left", "last", "right")
_KEPT = 50_000  # sums of each sort that are kept
_VOTES = 2  # places of a name that decide its type
_KNOWN = 2000  # what speaks for the type of a name that everybody knows, or of who holds an office
_N = TypeVar("_N", int, float)


# What a word scores (in ones) as the first word of a name, before one, as its last word and after one; the
# first and the third again where a name may begin or end with the word, else too little; its sort, and what
# its borders with words of each sort score for a name that begins there and for one that ends there.
Scored = tuple[float, float, float, float, float, float, str, dict[str, tuple[float, float]]]
# What a word scores on one side of a border, by its text and by its tag: in ones, and packed.
Side = tuple[Mapping[str, float], Mapping[str, float], Mapping[str, int], Mapping[str, int]]
# A candidate, its score, and what all its features but those of its borders score, packed.
Rated = tuple[Candidate, int, int]


class Model(NamedTuple):
    """Weights of the two models: is it a name, and of which of ``kinds``.

    ``weights`` has those of a feature for both in one whole number (`packed`): one sum adds up all.
    ``borders`` has those of the features of borders for being a name, in ones; ``sides`` those of the words
    at borders, for each of `_SIDES`, which are in neither of the two. The others keep what they add
    up to for what was met before: words (`_word`), borders between sorts of words, groups of features, rows
    of words with the kind of what they end in, the words around names that end so, and those at their ends.
    """

    weights: Mapping[str, int]
    borders: Mapping[str, float]
    sides: tuple[Side, ...]
    kinds: tuple[EntityType, ...]
    words: dict[Word, Scored]
    sorts: dict[str, dict[str, tuple[float, float]]]
    groups: dict[Group, int]
    inner: dict[tuple[object, ...], tuple[str, int]]
    around: dict[tuple[Word, Word, str], int]
    ends: dict[tuple[Word, Word, Word, Word], int]

    def score(self, found: Iterable[str]) -> int:
        """The sum of the weights of features."""
        return sum(filter(None, map(self.weights.get, found)))

    def score_of(self, group: Group) -> int:
        """What the features of a group score, kept."""
        known = self.groups.get(group)
        if known is None:
            known = self.groups[group] = self.score(group_features(group))
        return known


_FIXED: Final = 4  # fields of a model that are learned; the others are kept
_BITS = 18  # of a packed sum of weights: up to 1310 ones
_HALF, _MASK = 1 << (_BITS - 1), (1 << _BITS) - 1
_MOST = 32  # weights that may be packed together
_HALVES = sum(_HALF << (_BITS * place) for place in range(_MOST))


def packed(weights: Iterable[int]) -> int:
    """Weights as one number: sums of such numbers are the packed sums.

    >>> unpacked(packed([3, -5, 7]) + packed([-4, 0, 1]), 3)
    [-1, -5, 8]
    """
    return sum(weight << (_BITS * place) for place, weight in enumerate(weights))


def unpacked(total: int, count: int) -> list[int]:
    """The first ``count`` of the weights that were packed, `_MOST` at most."""
    total += _HALVES  # so that none of them is below nothing
    return [((total >> place) & _MASK) - _HALF for place in range(0, count * _BITS, _BITS)]


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name in a sentence: its span there, its text, its score and those of the types, in their order.

    ``types`` is empty where other places of the name have decided its type.
    """

    start: int
    end: int
    text: str
    score: float
    types: Sequence[int]


def model_of(data: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Model:
    """The model that a file of weights holds."""
    kinds = tuple(EntityType)
    name: Mapping[str, float] = data["name"]  # type: ignore[assignment]
    types, none = data["types"], dict[str, float]()
    weights = {
        f: packed(
            [round(100 * name.get(f, 0)), *(round(100 * types.get(f, none).get(k.value, 0)) for k in kinds)]
        )
        for f in {**name, **types}
    }
    kept: list[dict[Any, Any]] = [{} for _ in Model._fields[_FIXED:]]
    borders = {f: weight for f, weight in name.items() if f.startswith(_SIDES)}
    ones, whole = _taken(borders), _taken(weights)
    sides = tuple((ones[s], ones[s + "tag"], whole[s], whole[s + "tag"]) for s in _SIDES)
    return Model(weights, borders, sides, kinds, *kept)


def _taken(weights: dict[str, _N]) -> dict[str, dict[str, _N]]:
    """The weights of the features of a word, out of all: by side and by tag, ``left=在`` and others."""
    found: dict[str, dict[str, _N]] = {side + of: {} for side in _SIDES for of in ("", "tag")}
    for feature in list(weights):
        name, _, word = feature.partition("=")
        if name in found:
            found[name][word] = weights.pop(feature)
    return found


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
    sure = {c.text for found in chosen for c, score, _ in found if score >= _SURE}
    sure |= {text.removesuffix(end) for end in _RUN_BY for text in sure if text.endswith(end)}
    votes: dict[str, int] = defaultdict(int)
    result = []
    for (sentence, _), found, first in zip(laid, scored, chosen, strict=True):
        best = first
        if not sure.isdisjoint([c.text for c, *_ in found]):
            best = schedule([(c, s + _AGAIN * (c.text in sure), of_all) for c, s, of_all in found])
        result.append([_name(sentence, *rated, weights, votes) for rated in best])
    return result


def _lay(text: str, found: list[Word], weights: Model) -> tuple[Laid, Edges]:
    """A sentence, its borders and its candidates that are worth a closer look."""
    row = [BEFORE, *found, AFTER]
    known: list[Any] = list(map(weights.words.get, row))
    if not all(known):
        known = [weights.words.get(word) or _word(word, weights) for word in row]
    try:
        edges = _edges(known)
    except KeyError:  # two sorts of words that were never side by side
        for (left, one), (right, other) in pairwise(zip(row, known, strict=True)):
            if other[6] not in one[7]:
                one[7][other[6]] = _side_by_side(left, right, weights)
        edges = _edges(known)
    starts = starts_of(found)
    return Laid(text, found, starts, candidates(text, found, starts, edges)), edges


def _edges(row: list[Scored]) -> Edges:
    """The borders between the words of a row."""
    begins, ends = [], []
    _, before, _, _, _, ending, _, sorts = row[0]
    for _, next_before, _, after, beginning, next_ending, sort, next_sorts in row[1:]:
        begin, end = sorts[sort]
        begins.append(beginning + before + begin)
        ends.append(ending + after + end)
        before, ending, sorts = next_before, next_ending, next_sorts
    return Edges(begins, ends, _HOPELESS)


def _forget(weights: Model) -> None:
    """Begin anew with what is kept once it is much, so that memory is bounded."""
    for kept in weights[_FIXED:]:
        if len(kept) > _KEPT:
            kept.clear()


def _border(left: Word, right: Word, weights: Model) -> tuple[float, float]:
    """What speaks for a name that begins between two words and for one that ends there, whatever they are."""
    one = weights.words.get(left) or _word(left, weights)
    other = weights.words.get(right) or _word(right, weights)
    begin, end = one[7].get(right.sort) or _side_by_side(left, right, weights)
    return other[0] + one[1] + begin, one[2] + other[3] + end


def _side_by_side(left: Word, right: Word, weights: Model) -> tuple[float, float]:
    """What the border between words of two sorts scores."""
    weight = weights.borders.get
    begin, end = begin_features(left, right), end_features(left, right)
    return sum([weight(f, 0.0) for f in begin]), sum([weight(f, 0.0) for f in end])


def _word(word: Word, weights: Model) -> Scored:
    """What a word scores in each place, from the features of its text and those of its tag."""
    text, tag = word.text, word.tag
    first, left, last, right = [
        texts.get(text, 0.0) + tags.get(tag, 0.0) for texts, tags, _, _ in weights.sides
    ]
    begins = first if word.begins else _NEVER
    ends = last if word.ends is not False else _NEVER
    sorts = weights.sorts.setdefault(word.sort, {})
    found = weights.words[word] = first, left, last, right, begins, ends, word.sort, sorts
    return found


def _scored(sentence: Laid, edges: Edges, seen: Counts, weights: Model) -> list[Rated]:
    famous = words().famous
    result = []
    for candidate in sentence.candidates:
        if candidate.form in _INSIDE:
            left, first, last, right = ends_of(sentence, candidate)
            begin, _ = _border(left, first, weights)
            _, end = _border(last, right, weights)
        else:
            begin, end = edges.begins[candidate.first], edges.ends[candidate.last]
        of_all = _span(sentence, candidate, seen, weights)
        score = _BOLD + round(100 * (begin + end)) + ((of_all + _HALF) & _MASK) - _HALF
        if candidate.form in _ALWAYS:
            score = max(score, 10) + 500
        elif score < 30 and candidate.text in famous:
            score = 30
        if score > -_AGAIN:
            result.append((candidate, score, of_all))
    return result


def _at_ends(left: Word, first: Word, last: Word, right: Word, weights: Model) -> int:
    """What the words at both ends of a name and their borders score, packed (`features.edges_of`)."""
    total = weights.score(begin_features(left, first)) + weights.score(end_features(last, right))
    for word, (_, _, texts, tags) in zip((first, left, last, right), weights.sides, strict=True):
        total += texts.get(word.text, 0) + tags.get(word.tag, 0)
    return total


def _span(sentence: Laid, candidate: Candidate, seen: Counts, weights: Model) -> int:
    """What a candidate scores as a whole, packed."""
    words, key = sentence.words, _key(sentence, candidate)
    own = weights.inner.get(key)
    if own is None:
        kind, groups, single = own_groups(sentence, candidate)
        own = weights.inner[key] = kind, weights.score(single) + sum(map(weights.score_of, groups))
    kind, score = own
    marked = candidate.form in MARKED
    first, after = reach(candidate) if marked else (candidate.first, candidate.last)
    left = words[first - 1] if first > 0 else BEFORE
    right = words[after] if after < len(words) else AFTER
    around = weights.around.get((left, right, kind))
    if around is None:
        group, alone = around_group(left, right, kind)
        around = weights.around[left, right, kind] = weights.score_of(group) + weights.weights.get(alone, 0)
    often = times_group(candidate.text, left, seen, marked=marked)
    times = weights.groups.get(often)
    if times is None:
        times = weights.score_of(often)
    if marked:
        score += weights.score_of(quoted_group(left, right, candidate.form))
    return score + around + times


def _key(sentence: Laid, candidate: Candidate) -> tuple[object, ...]:
    """All that the features of a candidate's own words depend on."""
    first = candidate.first
    inner = sentence.words[first : candidate.last]
    if candidate.form in _INSIDE:  # may begin and end inside a word
        return candidate.form, candidate.text, candidate.start - sentence.starts[first], *inner
    return candidate.form, *inner


def schedule(scored: Sequence[Rated]) -> list[Rated]:
    """The set that does not overlap with the greatest total score (weighted interval scheduling)."""
    items = [s for s in scored if s[1] > 0]
    if len(items) < 2:
        return items
    items.sort(key=lambda s: (s[0].end, s[0].start))
    ends = [item[0].end for item in items]
    best: list[tuple[int, int | None, int]] = [(0, None, 0)]  # total, chosen item, where to go on
    for k, (candidate, score, _) in enumerate(items):
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
    sentence: Laid, candidate: Candidate, score: int, of_all: int, weights: Model, votes: dict[str, int]
) -> Name:
    surface = candidate.text
    votes[surface] += 1
    types: list[int] = []
    if votes[surface] <= _VOTES:
        ends = ends_of(sentence, candidate)
        borders = weights.ends.get(ends)
        if borders is None:
            borders = weights.ends[ends] = _at_ends(*ends, weights)
        more = weights.score(kind_features(sentence, candidate))
        types = unpacked(of_all + borders + more, 1 + len(weights.kinds))[1:]
    kind = "person" if candidate.form == "person" else words().known.get(surface)
    if kind is not None:
        types = types or [0] * len(weights.kinds)
        types[weights.kinds.index(EntityType(kind))] += _KNOWN
    return Name(candidate.start, candidate.end, surface, score / 100, types)

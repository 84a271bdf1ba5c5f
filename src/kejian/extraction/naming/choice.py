"""Which candidates are names, and of what type: two small linear models over `features`.

The weights (``models/names.json``) are learned from gold documents by ``benchmarks/train_names.py``. Scores
are log-odds, so that a sentence's best set of names that do not overlap has an exact answer. All but those of
borders are counted in hundredths, which is how finely weights are written: sums of whole numbers are exact,
whatever their order, so that those of many features may be kept as one.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from kejian.extraction.naming.candidates import Candidate, candidates
from kejian.extraction.naming.features import (
    AFTER,
    BEFORE,
    MARKED,
    Ends,
    Laid,
    around,
    beside,
    bordered,
    counts,
    edges_of,
    ends_of,
    own_groups,
)
from kejian.extraction.naming.kinds import (
    first_beside,
    in_han,
    near,
    near_words,
    spelt_features,
)
from kejian.extraction.naming.weights import SORTS, Model, Times, as_name, for_type, model
from kejian.extraction.naming.word import Word
from kejian.extraction.naming.wordlists import words
from kejian.extraction.naming.words import tokens_of
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
_VOTES = 2  # places of a name that decide its type
_KNOWN = 2000  # what speaks for the type of a name that everybody knows, or of who holds an office

# A candidate's end and start, its score, itself, and what its own words, the words around it and how often it
# stands in the document score, packed: added up for names alone.
Rated = tuple[int, int, int, Candidate, tuple[int, int, int]]


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name in a sentence: its span there, its text, its score and those of the types, packed.

    ``types`` is nothing where other places of the name have decided its type.
    """

    start: int
    end: int
    text: str
    score: float
    types: int


def names(texts: list[str], *, using: Model | None = None) -> list[list[Name]]:
    """The names of each sentence of a document, in order, not overlapping."""
    weights = using or model()
    weights.forget()
    laid = [_lay(text, found, weights) for text, found in zip(texts, tokens_of(texts), strict=True)]
    seen = counts(laid)
    often = {name: weights.times_of(*seen.often(name)) for name, n in seen.times.items() if n > 1}
    scored = [_scored(sentence, often, weights) for sentence in laid]
    chosen = [schedule(found) for found in scored]
    sure = {c.text for found in chosen for _, _, score, c, _ in found if score >= _SURE}
    sure |= {text.removesuffix(end) for end in _RUN_BY for text in sure if text.endswith(end)}
    votes: dict[str, int] = defaultdict(int)
    result = []
    for sentence, found, first in zip(laid, scored, chosen, strict=True):
        best = first
        if not sure.isdisjoint([c.text for _, _, _, c, _ in found]):
            best = schedule(
                [
                    (end, start, score + _AGAIN if c.text in sure else score, c, parts)
                    for end, start, score, c, parts in found
                ]
            )
        result.append([_name(sentence, c, score, parts, weights, votes) for _, _, score, c, parts in best])
    return result


def _lay(text: str, found: list[Word], weights: Model) -> Laid:
    """A sentence and its candidates that are worth a closer look."""
    row = list(map(weights.words.__getitem__, [BEFORE, *found, AFTER]))
    return Laid(text, found, candidates(text, found, row, _HOPELESS))


def _in_marks(ends: Ends, weights: Model) -> float:
    """What the ends of a name score whose borders are those of marks, or inside words."""
    known = weights.marked.get(ends)
    if known is None:
        begin, end = weights.words.begin(*ends[:2]), weights.words.end(*ends[2:])
        known = weights.marked[ends] = begin + end
    return known


def _scored(sentence: Laid, often: Mapping[str, Times], weights: Model) -> list[Rated]:
    """What the candidates of a sentence score, without those that nothing makes names any more."""
    famous = words().famous
    once = weights.times_of(1, False)
    inner, beyond = weights.inner.get, weights.around.get
    found = sentence.words
    wide = [BEFORE, *found, AFTER]
    result = []
    for candidate in sentence.candidates:
        form, text, first, after = candidate.form, candidate.text, candidate.first, candidate.last
        edges = candidate.edges
        # all that the features of its own words depend on; in marks it may begin and end inside a word
        key: tuple[object, ...] = (form, *found[first:after])
        inside = form in _INSIDE
        if inside:
            key = (*key, text, candidate.inside)
            edges = _in_marks(ends_of(sentence, candidate), weights)
        kind, own, of_own = inner(key) or _inner(sentence, candidate, key, weights)
        place: tuple[object, ...] = wide[first], wide[after + 1], kind
        if inside and form in MARKED:
            place = (*beside(sentence, candidate), kind, form)
        sort, beside_it, of_beside = beyond(place) or _around(place, weights)
        again, of_again = often.get(text, once)[sort]
        score = _BOLD + round(100 * edges) + own + beside_it + again
        if inside and form in _ALWAYS:
            score = max(score, 10) + 500
        elif score < 30 and text in famous:
            score = 30
        if score > -_AGAIN:
            parts = of_own, of_beside, of_again
            result.append((candidate.end, candidate.start, score, candidate, parts))
    return result


def _inner(
    sentence: Laid, candidate: Candidate, key: tuple[object, ...], weights: Model
) -> tuple[str, int, int]:
    """The kind of a candidate's ending and what its own words score: as a name, and packed."""
    kind, made, single = own_groups(sentence, candidate)
    total = weights.score(single) + weights.score_of(made)
    found = weights.inner[key] = kind, as_name(total), total
    return found


def _around(place: tuple[Any, ...], weights: Model) -> tuple[int, int, int]:
    """Which of `weights.Times` is for the first word around a name; what both score: as a name, and packed.

    Of a ``place`` there are the word before and after, the kind of ending and the form, if it is in marks.
    """
    left, right, kind, *marks = place
    form = marks[0] if marks else ""
    total = weights.score(around(left, right, kind, form))
    found = weights.around[place] = SORTS.index(bordered(left, form)), as_name(total), total
    return found


def schedule(scored: Sequence[Rated]) -> list[Rated]:
    """The set that does not overlap with the greatest total score (weighted interval scheduling)."""
    items = [rated for rated in scored if rated[2] > 0]
    if len(items) < 2:
        return items
    items.sort()  # by end, then by start
    ends: list[int] = []
    totals = [0]  # of the best set among the items before each
    rest: list[int] = []  # how many items are before each that is in that set; -1 for one that is not
    total = 0
    for k, (end, start, score, _, _) in enumerate(items):
        before = k if not k or ends[-1] <= start else bisect_right(ends, start)
        take = totals[before] + score
        if take > total:
            total = take
            rest.append(before)
        else:
            rest.append(-1)
        totals.append(total)
        ends.append(end)
    chosen, at = [], len(items)
    while at:
        at -= 1
        if rest[at] >= 0:
            chosen.append(items[at])
            at = rest[at]
    return chosen[::-1]


def _name(
    sentence: Laid,
    candidate: Candidate,
    score: int,
    parts: tuple[int, int, int],
    weights: Model,
    votes: dict[str, int],
) -> Name:
    surface = candidate.text
    votes[surface] += 1
    types = 0
    if votes[surface] <= _VOTES:
        ends = _at_ends(ends_of(sentence, candidate), weights)
        types = sum(parts) + ends + _kind(sentence, candidate, weights)
    kind = "person" if candidate.form == "person" else words().known.get(surface)
    if kind is not None:
        types += _certain()[kind]
    return Name(candidate.start, candidate.end, surface, score / 100, types)


@cache
def _certain() -> Mapping[str, int]:
    """What speaks for each type where it is known, packed."""
    return {kind.value: for_type(kind, _KNOWN) for kind in EntityType}


def _at_ends(ends: Ends, weights: Model) -> int:
    """What the words at both ends of a name and their borders score, packed."""
    known = weights.ends.get(ends)
    if known is None:
        known = weights.ends[ends] = weights.score(edges_of(*ends))
    return known


def _kind(sentence: Laid, candidate: Candidate, weights: Model) -> int:
    """What speaks for the type of a name alone, packed."""
    name = candidate.text, in_han(sentence, candidate)
    spelt = weights.spelt.get(name)
    if spelt is None:
        spelt = weights.spelt[name] = weights.score(spelt_features(*name))
    before, behind = near(sentence, candidate)
    beside_it = weights.before[first_beside(reversed(before))] + weights.behind[first_beside(behind)]
    return spelt + beside_it + sum(map(weights.near.__getitem__, near_words(before, behind)))

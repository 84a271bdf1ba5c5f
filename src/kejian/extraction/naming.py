"""Which candidates are names, and of what type: two small linear models over `names.features`.

The weights (``models/names.json``) are learned from gold documents by ``benchmarks/train_names.py``; the
figures that it reports are cross-validated by document. Scores are log-odds, so that a sentence's best set of
names that do not overlap is a shortest-path problem with an exact answer.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from kejian.extraction.names import Candidate, Counts, Token, candidates, features, tokens, words
from kejian.model import EntityType

# a title in book-title marks, and who speaks or holds an office, is a name whatever the model says
T = TypeVar("T")
_ALWAYS = {"book", "person"}


class Model(NamedTuple):
    """Weights of the two models: is it a name (``name``), and of which type (``types``)."""

    name: Mapping[str, float]
    types: Mapping[str, Mapping[str, float]]


class Name(NamedTuple):
    """A name in a sentence: its span there, its text, its score and the scores of its types."""

    start: int
    end: int
    text: str
    score: float
    types: Mapping[str, float]
    form: str


class Laid(NamedTuple):
    """A sentence with its tokens and candidates."""

    text: str
    tokens: list[Token]
    candidates: list[Candidate]


@cache
def model() -> Model:
    """The learned weights that come with the package."""
    data = json.loads(files("kejian.extraction").joinpath("models/names.json").read_text("utf-8"))
    return Model(name=data["name"], types=data["types"])


def lay(texts: Iterable[str]) -> list[Laid]:
    """Tokens and candidates of each sentence."""
    laid = []
    for text in texts:
        found = tokens(text)
        laid.append(Laid(text, found, candidates(text, found)))
    return laid


def counts(laid: Iterable[Laid]) -> Counts:
    """How often each candidate's text is a candidate in the document, and what stands before it."""
    times: dict[str, int] = defaultdict(int)
    before: dict[str, set[str]] = defaultdict(set)
    for sentence in laid:
        for candidate in sentence.candidates:
            name = sentence.text[candidate.start : candidate.end]
            times[name] += 1
            before[name].add(sentence.text[candidate.start - 1 : candidate.start])
    return Counts(times=times, before={name: frozenset(c) for name, c in before.items()})


def names(texts: list[str], *, using: Model | None = None) -> list[list[Name]]:
    """The names of each sentence of a document, in order, not overlapping."""
    weights = using or model()
    laid = lay(texts)
    seen = counts(laid)
    return [_best(sentence, seen, weights) for sentence in laid]


def _best(sentence: Laid, seen: Counts, weights: Model) -> list[Name]:
    scored = []
    get = weights.name.get
    famous = words().places | words().bodies
    for candidate in sentence.candidates:
        found = features(sentence.text, sentence.tokens, candidate, seen)
        score = sum(get(f, 0.0) for f in found) + 0.5
        if candidate.form in _ALWAYS:
            score = max(score, 0.1) + 5
        elif sentence.text[candidate.start : candidate.end] in famous:
            score = max(score, 0.3)
        if score > 0:
            scored.append((candidate, score, found))
    return [_name(sentence.text, *item, weights) for item in schedule(scored)]


def schedule(scored: list[tuple[Candidate, float, T]]) -> list[tuple[Candidate, float, T]]:
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


def _name(text: str, candidate: Candidate, score: float, found: list[str], weights: Model) -> Name:
    types = {
        kind.value: sum(weights.types.get(f, {}).get(kind.value, 0.0) for f in found) for kind in EntityType
    }
    if candidate.form == "person":
        types[EntityType.PERSON.value] += 20
    surface = text[candidate.start : candidate.end]
    return Name(candidate.start, candidate.end, surface, score, types, candidate.form)

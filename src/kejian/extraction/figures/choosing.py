"""Where the subject at the head of a clause ends, where no rule knows it: a small linear model chooses.

The weights (``models/facts.json``) are learned from gold documents by ``benchmarks/train_facts.py``.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from kejian.extraction.figures.called import Names
from kejian.extraction.figures.choice_features import Group, Head, features_of, heads
from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.lines import Line

# added to the score of no subject at all, in hundredths: what a wrong one costs against a missed one
# (cross-validated)
_SHY = 30


@cache
def weights() -> Mapping[str, float]:
    """The learned weights that come with the package."""
    found: Mapping[str, float] = json.loads(
        files("kejian.extraction").joinpath("models/facts.json").read_text("utf-8")
    )
    return found


def choose_head(
    line: Line, lo: int, hi: int, *, start: int, names: Names, draft: Draft | None, memory: Memory
) -> tuple[int, int] | None:
    """The span of the subject that the words ``lo:hi`` of the short form begin with, if they name one.

    ``start`` is where one may begin (`choice_features.begin_of`), ``draft`` the number right after them,
    None where the clause has none.
    """
    found = heads(line, lo, hi, start=start, names=names, draft=draft, memory=memory)
    if not found:
        return None
    scores = _scores(found)
    best = max(range(1, len(found)), key=scores.__getitem__)
    return (found[best].start, found[best].end) if scores[best] > scores[0] + _SHY else None


_KEPT = 50_000  # groups of features whose weights are kept
# the weights as they are written, in hundredths, and what groups weigh
_known: tuple[Mapping[str, float], dict[str, int], dict[Group, int]] = ({}, {}, {})


def _scores(heads: Iterable[Head]) -> list[int]:
    """What the features of each candidate weigh together, in hundredths: sums of whole numbers are exact."""
    global _known
    using, (of, hundredths, known) = weights(), _known
    if of is not using or len(known) > _KEPT:
        hundredths, known = {f: round(100 * w) for f, w in using.items()}, {}
        _known = using, hundredths, known
    scores = []
    for head in heads:
        score = sum([hundredths.get(feature, 0) for feature in head.alone])
        for group in head.groups:
            weight = known.get(group)
            if weight is None:
                weight = known[group] = sum(filter(None, map(hundredths.get, features_of(group))))
            score += weight
        scores.append(score)
    return scores

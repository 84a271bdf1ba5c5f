"""Where the subject at the head of a clause ends, where no rule knows it: a small linear model chooses.

The weights (``models/facts.json``) are learned from gold documents by ``benchmarks/train_facts.py``.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kejian.extraction.figures.choice_features import choice_of
from kejian.extraction.figures.drafts import Draft, Memory
from kejian.extraction.figures.lines import Line
from kejian.extraction.figures.names import Names
from kejian.extraction.figures.weighing import Scales, tables

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


@cache
def scales() -> Scales:
    """What weighs candidates by the learned weights."""
    return Scales(tables(weights()))


def choose_head(
    line: Line, lo: int, hi: int, *, start: int, names: Names, draft: Draft | None, memory: Memory
) -> tuple[int, int] | None:
    """The span of the subject that the words ``lo:hi`` of the short form begin with, if they name one.

    ``start`` is where one may begin (`choice_features.begin_of`), ``draft`` the number right after them,
    None where the clause has none.
    """
    choice = choice_of(line, lo, hi, start=start, names=names, draft=draft, memory=memory)
    if choice is None:
        return None
    weighing = scales()
    each = weighing.each(choice)
    best = max(each)
    if best <= weighing.nothing(choice) + _SHY:
        return None
    return start, choice.words[choice.ends[each.index(best)][0]].hi

"""The words that tell an aspect, from the vocabulary, and the lists whose members share them."""

from functools import cache

import regex

from kejian.extraction.context import Context, Sentence
from kejian.extraction.spots import Spot, spot
from kejian.vocabulary.loader import load, require
from kejian.vocabulary.patterns import Pattern, compiled, expand, pieces

_FILE = "aspects.yaml"
_FORWARDS = frozenset({"heads", "after"})
_BETWEEN = regex.compile(r"\s*(?:[、,，/]|和|与|及|以及|或|and|, and)\s*")


@cache
def words(section: str, name: str) -> Pattern | None:
    """The pattern ``name`` of a section of the vocabulary; None where the section has none of that name."""
    entries = load(_FILE).get(section)
    require(isinstance(entries, dict), f"no section {section}", file=_FILE, key=section, expected="a mapping")
    if not isinstance(entries, dict) or name not in entries:
        return None
    text = expand(entries[name], pieces(_FILE), file=_FILE, key=name)
    return compiled(text, file=_FILE, key=name, backwards=section not in _FORWARDS)


def chain_head(context: Context, sentence: Sentence, at: Spot) -> Spot:
    """The first number of the list that the number stands in: its words hold for all (分别增长3%、5%和8%)."""
    mentions = sentence.mentions
    index = mentions.index(at.mention)
    first = index
    while first > 0:
        before, after = mentions[first - 1], mentions[first]
        if before.unit != after.unit or not _BETWEEN.fullmatch(at.text, before.end, after.start):
            break
        first -= 1
    return at if first == index else spot(context, sentence, mentions[first])

"""The words that tell an aspect, from the vocabulary, and the lists whose members share them."""

import re
from bisect import bisect_left
from functools import cache

import regex

from kejian.extraction.context import Context, Sentence
from kejian.extraction.spots import Spot, spot
from kejian.model import Mention
from kejian.vocabulary.edges import Edges
from kejian.vocabulary.loader import load, require
from kejian.vocabulary.patterns import Pattern, compiled, expand, pieces

_FILE = "aspects.yaml"
_FORWARDS = frozenset({"heads", "after"})
_SIGNS = ("~", "<=", ">=", ">", "<")
_NEAR = 48  # characters before a number in which what is right before it begins
_LONGEST = 24  # members of a list that share what stands before the first
_BETWEEN = re.compile(r"\s*(?:[、,，/]|和|与|及|以及|或|and|, and)\s*")


@cache
def words(section: str, name: str) -> Pattern | None:
    """The pattern ``name`` of a section of the vocabulary; None where the section has none of that name."""
    entries = load(_FILE).get(section)
    require(isinstance(entries, dict), f"no section {section}", file=_FILE, key=section, expected="a mapping")
    if not isinstance(entries, dict) or name not in entries:
        return None
    text = expand(entries[name], pieces(_FILE), file=_FILE, key=name)
    return compiled(text, file=_FILE, key=name, backwards=section not in _FORWARDS, anchored=True)


@cache
def _before() -> tuple[Edges, dict[str, tuple[int, Pattern]]]:
    """The patterns of ``before``, each with its bit among those that may end with a character."""
    found = {name: pattern for name in load(_FILE)["before"] if (pattern := words("before", name))}
    ends = Edges((p.pattern.removeprefix("(?r)") for p in found.values()), last=True)
    return ends, {name: (1 << place, pattern) for place, (name, pattern) in enumerate(found.items())}


def stands(at: Spot, name: str) -> regex.Match[str] | None:
    """What the pattern ``name`` of ``before`` finds right before the number, in its sentence.

    Most patterns cannot end with the character there, and need not be tried.
    """
    ends, known = _before()
    if name not in known:
        return None
    bit, pattern = known[name]
    start = at.mention.start
    return at.before(pattern) if ends[at.text[start - 1] if start > at.left else ""] & bit else None


@cache
def _any_near(names: tuple[str, ...]) -> Pattern:
    parts = [expand(load(_FILE)["near"][name], pieces(_FILE), file=_FILE, key=name) for name in names]
    return compiled("|".join(parts), file=_FILE, key=names, seen=True)


def is_near(names: tuple[str, ...], at: Spot) -> bool:
    """Whether one of the patterns ``names`` of ``near`` stands in the number's clause, before it."""
    return _any_near(names).search(at.text, at.clause, at.mention.start) is not None


@cache
def _any_sign(group: str) -> Pattern:
    """All comparators of ``group`` in one pattern: most numbers have none, and need no closer look."""
    known = pieces(_FILE)
    parts = [expand(entry, known, file=_FILE, key=sign) for sign, entry in load(_FILE)[group].items()]
    return compiled("|".join(parts), file=_FILE, key=group, backwards=True)


@cache
def _cue(name: str) -> Pattern:
    text = expand(load(_FILE)["cues"][name], pieces(_FILE), file=_FILE, key=name)
    return compiled(text, file=_FILE, key=name, seen=True)


def is_cued(name: str, at: Spot) -> bool:
    """Whether something of the pattern ``name`` stands shortly before the number: a quick look before it."""
    start = at.mention.start
    return _cue(name).search(at.text, max(at.left, start - _NEAR), start) is not None


def sign_before(group: str, at: Spot) -> str | None:
    """The comparator of ``group`` that stands apart from the number, before it."""
    if not is_cued("comparators", at) or at.before(_any_sign(group)) is None:
        return None
    for sign in _SIGNS:
        pattern = words(group, sign)
        if pattern is not None and at.before(pattern):
            return sign
    return None


def index_of(sentence: Sentence, mention: Mention) -> int:
    """The place of ``mention`` among those of its sentence."""
    return bisect_left(sentence.mentions, mention.start, key=lambda m: m.start)


def chain_head(context: Context, sentence: Sentence, at: Spot) -> Spot:
    """The first number of the list that the number stands in: its words hold for all (分别增长3%、5%和8%)."""
    mentions = sentence.mentions
    index = first = index_of(sentence, at.mention)
    while first > max(index - _LONGEST, 0) and _linked(at.text, mentions[first - 1], mentions[first]):
        first -= 1
    return at if first == index else spot(context, sentence, mentions[first])


def chain_tail(context: Context, sentence: Sentence, at: Spot) -> Spot:
    """The last number of the list that the number stands in."""
    mentions = sentence.mentions
    index = last = index_of(sentence, at.mention)
    while last + 1 < min(len(mentions), index + _LONGEST) and _linked(
        at.text, mentions[last], mentions[last + 1]
    ):
        last += 1
    return at if last == index else spot(context, sentence, mentions[last])


def _linked(text: str, one: Mention, other: Mention) -> bool:
    return one.unit == other.unit and _BETWEEN.fullmatch(text, one.end, other.start) is not None

"""With which characters a pattern may begin or end: tested first, they spare its many alternatives.

``re`` tries the alternatives of a word list one by one wherever the list may stand. Almost nowhere does one
begin: there a set of first characters, which is one lookup, says so at once.
"""

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from kejian.language.han import for_re

# how ``re`` itself takes a pattern apart; it has no public name
_parse: Any = import_module("re._parser").parse
NEVER = "(?!)"  # the pattern that matches nowhere
_NOTHING = frozenset({"ASSERT", "ASSERT_NOT", "AT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_LIKE = {"ſ": "s", "\u212a": "k"}  # what else ``re`` takes for a letter, whatever its case
_CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


def begun(pattern: str) -> str:
    r"""``pattern`` behind a look at its first character, if not every character may be one.

    >>> begun("研究(?:院|所)|实验室"), begun("[^，]号")
    ('(?=[实研])(?:研究(?:院|所)|实验室)', '[^，]号')
    """
    first = edge(pattern)
    return pattern if first is None else f"(?=[{first}])(?:{pattern})"


def edge(pattern: str, *, last: bool = False) -> str | None:
    r"""The characters with which a match of ``pattern`` may begin, or end, as they are written in a set.

    None where it may be any, or none at all. Conditions on what stands around are passed over: the set may
    hold more than can be.

    >>> edge(r"约|(?<!平)均|\d{1,3}年"), edge(r"约|\d{1,3}年", last=True), edge("约?"), edge("约|(?!)")
    ('\\d均约', '年约', None, '约')
    """
    parsed = _parse(for_re(pattern))
    found, empty = _edge(parsed, last)
    if parsed.state.flags & re.IGNORECASE:
        found = _either_case(found)
    return None if found is None or empty else "".join(sorted(found))


def letters(pattern: str, *, last: bool = False) -> frozenset[str]:
    """The characters with which a match of ``pattern`` may begin, or end, each named by its alternatives.

    >>> sorted(letters("研究(?:院|所)|实验室")), sorted(letters("研究(?:院|所)|实验室", last=True))
    (['实', '研'], ['室', '所', '院'])

    Raises:
        ValueError: a whole range or class of characters may stand there, or any
    """
    known = edge(pattern, last=last)
    if known is None or "\\" in known or "-" in known:
        side = "ends" if last else "begins"
        raise ValueError(f"{pattern} {side} with {known or 'anything'}: name each character there")
    return frozenset(known)


def _edge(items: Iterable[tuple[Any, Any]], last: bool) -> tuple[set[str] | None, bool]:
    """The characters at one edge of ``items``, None for any, and whether ``items`` may match nothing."""
    found: set[str] = set()
    for op, value in reversed(list(items)) if last else items:
        if str(op) == "FAILURE" or (str(op) == "ASSERT_NOT" and not value[1]):
            return set(), False
        if str(op) in _NOTHING:
            continue
        one, empty = _edge_of(str(op), value, last)
        if one is None:
            return None, False
        found |= one
        if not empty:
            return found, False
    return found, True


def _edge_of(op: str, value: Any, last: bool) -> tuple[set[str] | None, bool]:
    if op == "LITERAL":
        return {re.escape(chr(value))}, False
    if op == "IN":
        parts = [_member(str(kind), of) for kind, of in value]
        return (None if None in parts else {part for part in parts if part}), False
    if op == "BRANCH":
        each = [_edge(branch, last) for branch in value[1]]
        sets = [found for found, _ in each if found is not None]
        return (set().union(*sets) if len(sets) == len(each) else None), any(empty for _, empty in each)
    if op == "SUBPATTERN":
        found, empty = _edge(value[-1], last)
        return (_either_case(found) if value[1] & re.IGNORECASE else found), empty
    if op in _REPEATS:
        found, empty = _edge(value[2], last)
        return found, empty or not value[0]
    return None, False


def _either_case(found: set[str] | None) -> set[str] | None:
    """``found`` in either case; of ranges and classes it is not known."""
    if found is None or any(len(part.removeprefix("\\")) > 1 or part in _CLASSES.values() for part in found):
        return None
    both = {case for part in found for case in (part, part.lower(), part.upper())}
    return both | {like for like, of in _LIKE.items() if of in both}


def _member(kind: str, of: Any) -> str | None:
    """A part of a set as it is written, None where it stands for all characters but some."""
    if kind == "LITERAL":
        return re.escape(chr(of))
    if kind == "RANGE":
        return f"{re.escape(chr(of[0]))}-{re.escape(chr(of[1]))}"
    return _CLASSES.get(str(of)) if kind == "CATEGORY" else None

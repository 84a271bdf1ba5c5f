"""With which characters a pattern may begin or end: tested first, they spare its many alternatives.

``re`` tries the alternatives of a word list one by one wherever the list may stand. Almost nowhere does one
begin: there a set of first characters, which is one lookup, says so at once.
"""

import re
from collections import defaultdict
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
_KEPT = 4096  # characters whose bits are kept
_CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


def begun(pattern: str) -> str:
    r"""``pattern`` behind a look at its first character, if not every character may be one.

    >>> begun("研究(?:院|所)|实验室"), begun("[^，]号")
    ('(?=[实研])(?:研究(?:院|所)|实验室)', '[^，]号')
    """
    first = edge(pattern)
    return pattern if first is None else f"(?=[{first}])(?:{pattern})"


def seen(pattern: str) -> str:
    r"""What finds where ``pattern`` begins and no more: its match is the first character alone.

    A scan for a set of characters takes half as long as one for a look ahead.

    >>> re.search(seen("研究(?:院|所)|实验室"), "研究实验室").span()
    (2, 3)
    """
    first = edge(pattern)
    return pattern if first is None else f"[{first}](?<=(?={pattern})(?s:.))"


def edge(pattern: str, *, last: bool = False) -> str | None:
    r"""The characters with which a match of ``pattern`` may begin, or end, as they are written in a set.

    None where it may be any, or none at all. Conditions on what stands around are passed over: the set may
    hold more than can be.

    >>> edge(r"约|(?<!平)均|\d{1,3}年"), edge(r"约|\d{1,3}年", last=True), edge("约?"), edge("约|(?!)")
    ('\\d均约', '年约', None, '约')
    """
    found = _members(_parse(for_re(pattern)), last)
    return None if found is None else "".join(sorted(found))


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


class Edges(dict[str, int]):
    r"""Which of many patterns may begin, or end, with a character: a bit for each, the first the lowest.

    With ``searched`` they may stand anywhere in a text whose first or last character is asked for: of them
    only those that are bound to its beginning or end (``^``, ``$``) are told apart. None stands for a pattern
    that is always met.

    >>> edges = Edges(["约|近", r"\d年", None, "[^，]"])
    >>> [f"{edges[char]:04b}" for char in ("约", "3", "，", "")]
    ['1101', '1110', '1100', '1100']
    """

    def __init__(self, patterns: Iterable[str | None], *, last: bool = False, searched: bool = False) -> None:
        self._any = 0
        self._members: dict[str, int] = defaultdict(int)
        for place, pattern in enumerate(patterns):
            found = _of_many(pattern, last, searched)
            self._any |= 0 if found is not None else 1 << place
            for member in found or ():
                self._members[member] |= 1 << place
        alike = defaultdict(list)  # those of the same patterns are asked for together
        for member, bits in self._members.items():
            if _is_set(member):
                alike[bits].append(member)
        self._sets = [(re.compile(f"[{''.join(members)}]"), bits) for bits, members in alike.items()]

    def __missing__(self, char: str) -> int:
        found = self._any
        if char:
            found |= self._members.get(re.escape(char), 0)
            for members, bits in self._sets:
                found |= bits if members.match(char) else 0
        if len(self) < _KEPT:
            self[char] = found
        return found


def _of_many(pattern: str | None, last: bool, searched: bool) -> set[str] | None:
    """What `edge` tells of ``pattern``, one by one; None too where only ``regex`` can do it."""
    if pattern is None:
        return None
    try:
        parsed = _parse(for_re(pattern))
    except re.error:
        return None
    return None if searched and not _bound(parsed, last) else _members(parsed, last)


def _bound(items: Any, last: bool) -> bool:
    """Whether ``items`` match only where a text begins, or ends."""
    if not len(items):
        return False
    op, value = items[-1 if last else 0]
    if str(op) == "AT":
        return str(value) == ("AT_END" if last else "AT_BEGINNING")
    if str(op) == "SUBPATTERN":
        return _bound(value[-1], last)
    return str(op) == "BRANCH" and all(_bound(branch, last) for branch in value[1])


def _members(parsed: Any, last: bool) -> set[str] | None:
    """The characters at one edge of a whole pattern, None for any or none at all."""
    found, empty = _edge(parsed, last)
    if parsed.state.flags & re.IGNORECASE:
        found = _either_case(found)
    return None if found is None or empty else found


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
    if found is None or any(map(_is_set, found)):
        return None
    both = {case for part in found for case in (part, part.lower(), part.upper())}
    return both | {like for like, of in _LIKE.items() if of in both}


def _is_set(part: str) -> bool:
    """Whether a part of a set stands for many characters."""
    return len(part.removeprefix("\\")) > 1 or part in _CLASSES.values()


def _member(kind: str, of: Any) -> str | None:
    """A part of a set as it is written, None where it stands for all characters but some."""
    if kind == "LITERAL":
        return re.escape(chr(of))
    if kind == "RANGE":
        return f"{re.escape(chr(of[0]))}-{re.escape(chr(of[1]))}"
    return _CLASSES.get(str(of)) if kind == "CATEGORY" else None

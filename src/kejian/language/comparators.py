"""Comparators: 近, 超, 不低于, 以上, more than; where they stand and what they bound.

All functions take text in normal form.
"""

import re
from functools import cache

import msgspec
import regex

from kejian.vocabulary.comparators import comparators

_CLAUSE = 24  # characters before a number in which a comparator that stands apart is looked for
_REST = regex.compile(rf"(?r)[^,。;:!?、“”()\[\]<>|\d]{{0,{_CLAUSE}}}")  # the clause before, backwards
_ROUND = frozenset("百千万亿半")
_LARGE = re.compile(r"\d{1,4}+(?:\.\d{1,3}+)?[百千]?[万亿](?![亿万]?[项个件次张条])")  # 破30亿, not 破3项


class Bound(msgspec.Struct, frozen=True, gc=False):
    """A comparator and where it ends or starts."""

    at: int
    sign: str


@cache
def _by_last() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(comparators().before, key=len, reverse=True):
        found.setdefault(word[-1], []).append(word)
    return {last: tuple(words) for last, words in found.items()}


def before(text: str, at: int, *, floor: int = 0) -> Bound | None:
    """The comparator that touches the number at ``at`` from the left, from ``floor`` on."""
    if at <= floor:
        return None
    if text[at - 1] == " ":
        return _english_before(text, at, floor) if at - 2 >= floor else None
    words = _by_last().get(text[at - 1])
    if not words:
        return None
    known = comparators()
    for word in words:
        start = at - len(word)
        if start >= floor and text.startswith(word, start):
            if any(text.endswith(other, floor, at) for other in known.unless.get(word, ())):
                return None
            if word in known.round_only and text[at : at + 1] not in _ROUND:
                return Bound(start, ">") if word in "破过" and _LARGE.match(text, at) else None
            return Bound(start, known.before[word])
    return None


@cache
def _english() -> "regex.Pattern[str]":
    words = sorted(comparators().before_english, key=len, reverse=True)
    return regex.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(regex.escape, words))})$", regex.IGNORECASE)


def _english_before(text: str, at: int, floor: int) -> Bound | None:
    char = text[at - 2]
    if not (char.isascii() and (char.isalpha() or char == ".")):
        words = _by_last().get(char)
        return before(text, at - 1, floor=floor) if words else None
    start = max(floor, at - 24)
    found = _english().search(text[start : at - 1])
    if not found:
        return None
    return Bound(start + found.start(), comparators().before_english[found.group().lower()])


@cache
def _after() -> "regex.Pattern[str]":
    known = comparators()
    words = sorted(known.after, key=len, reverse=True)
    english = sorted(known.after_english, key=len, reverse=True)
    return regex.compile(
        rf"(?P<han>{'|'.join(words)})(?P<rest>)|\s(?P<english>{'|'.join(english)})\b", regex.IGNORECASE
    )


_INCLUDED = re.compile(r"\(含(?:本数)?\)(?=以[上下内])")  # 2000万元（含）以上


def after(text: str, at: int, *, duration: bool = False) -> Bound | None:
    """The comparator behind the unit that ends at ``at``. 内 counts behind a duration or a distance only."""
    char = text[at : at + 1]
    if char == "(" and (included := _INCLUDED.match(text, at)):
        at = included.end()
        char = text[at : at + 1]
    if not char or char not in "以及或和左上前有余多许出光内之开封为起 含朝":
        return None
    found = _after().match(text, at)
    if not found:
        return None
    if found["english"]:
        return Bound(found.end(), comparators().after_english[found["english"].lower()])
    word = found["han"]
    if text.startswith(comparators().after_unless.get(word, ()), found.end()):
        return None
    if word == "内" and not duration:
        return None
    return Bound(found.end(), comparators().after[word])


@cache
def _apart() -> "tuple[re.Pattern[str], regex.Pattern[str]]":
    """How one that stands apart begins, which most clauses have not, and all of it."""
    words = sorted(comparators().apart, key=len, reverse=True)
    firsts = re.escape("".join(sorted({word[0] for word in words})))
    return re.compile(f"[{firsts}]"), regex.compile(rf"({'|'.join(words)})[^,。;:]{{0,14}}$")


def apart(text: str, at: int, floor: int) -> str | None:
    """The comparator that stands earlier in the clause (约占全国的1/5), from ``floor`` on."""
    first, whole = _apart()
    if not first.search(text, max(floor, at - _CLAUSE), at):
        return None
    clause = _REST.match(text, floor, at)
    found = whole.search(clause.group()) if clause else None
    return comparators().apart[found.group(1)] if found else None

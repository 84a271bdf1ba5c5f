"""What a word is like under its tag, whatever stands around it: worked out once for each."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from sys import intern

import msgspec
import rjieba

from kejian.extraction.naming.wordlists import ending, tails, words
from kejian.language.han import HAN

_LATIN = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"\d")
_HAN, _CHINESE = re.compile(f"[{HAN}]"), re.compile(f"[{HAN}]+")
# 首条 and 首家 are no part of a name, 首届 begins the names of events; 三市 counts the places before it
_NO_PART = re.compile(r"首[^届]|[两三四五六七八九十][市县区地]")
_OPEN, _CLOSE = '“‘「『"', '”’」』"'
_BRACKETS = {"(": -1, "（": -1, ")": 1, "）": 1}
_STOPS = frozenset("，。；：、！？,;:!?\t\n《》【】[]{}<>|…—~～→/\\*=+%‰")
# words that no name goes across
_BREAKS = frozenset("用的了着是在于由从向对将把被据为以经就也均都已还又很最更各每该此其这那之")
_FUNCTION_TAGS = frozenset({"uj", "ul", "uz", "ud", "ug", "uv", "p", "c", "d", "r", "y", "e", "o", "f"})
_NAME_TAGS = frozenset({"ns", "nt", "nr", "nz", "nrt", "nrfg", "eng"})
UNHEARD = 5  # how rare a word is that no dictionary has
# how often the dictionary has seen words of each rareness from 3 to 0 at least
_TIMES = (60, 400, 2000, 10000)

# The traits of a word are a number with one bit for each, so that the sum of those of a name's words counts
# all: generic words in the lowest bits, from these bits on unknown ones, single Chinese characters, and odd
# ones, which are looked at again (all but Chinese characters, verbs, offices, 和).
TRAIT = 255
UNKNOWN, SINGLE, ODD = 8, 16, 24
ANDS = frozenset("和与及")


class Word(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What a word is like; of one text and tag there is one, so that it can be a key by itself.

    ``stops`` names: none goes across it. ``ends`` says whether a name may end with it: always, never, or
    (None: it is the last part of a word that names end in) if the text up to there ends in such a word.
    ``quote`` and ``bracket`` are -1 for an opening and 1 for a closing mark (`"` counts as closing);
    ``ordinary`` words are neither, no white space and stop no name.
    ``shape`` has a sign for each run of one sort; ``traits`` counts what is counted in a name (`TRAIT`).
    ``rare`` goes from 0 for the commonest words to 5 for those that no dictionary has; ``famous`` words are
    names by themselves. ``sort`` is all that borders between words depend on: tag, rareness, length.
    """

    text: str
    tag: str
    size: int
    known: bool
    han: bool
    single: bool
    latin: bool
    digit: bool
    space: bool
    stops: bool
    ordinary: bool
    begins: bool
    ends: bool | None
    quote: int
    bracket: int
    shape: str
    traits: int
    rare: int
    famous: bool
    sort: str


@lru_cache(maxsize=65536)
def known(word: str) -> bool:
    """Whether the segmenter's dictionary has the word."""
    return bool(rjieba.has_word(word))


@lru_cache(maxsize=65536)
def word_of(text: str, tag: str) -> Word:
    """What a word is like under its tag."""
    # most words are nothing but Chinese characters
    return _chinese_word(text, tag) if _CHINESE.fullmatch(text) else _other_word(text, tag)


def _chinese_word(text: str, tag: str) -> Word:
    table = words()
    size, heard = len(text), rjieba.has_word(text)
    single = size == 1
    function = tag in _FUNCTION_TAGS and (single or heard)
    rare = _rareness(text) if heard else UNHEARD
    stops = text in _BREAKS or text in table.breaks or (size == 2 and _NO_PART.match(text) is not None)
    # by place: a text has hundreds of new words, and fields by name take seven times as long
    return Word(
        text,
        tag,
        size,
        heard,
        True,  # han
        single,
        False,  # latin
        False,  # digit
        False,  # space
        stops,
        not stops,  # ordinary
        not function and text not in table.no_start,  # begins
        _han_ends(text, tag, heard),
        0,  # quote
        0,  # bracket
        "汉",
        (text in table.generic) | (not heard) << UNKNOWN | single << SINGLE | _odd(text, tag) << ODD,
        rare,
        text in table.famous,
        intern(f"{tag},{rare},{single}"),
    )


def _other_word(text: str, tag: str) -> Word:
    """A word with marks, letters, digits or white space in it."""
    table = words()
    han = _HAN.search(text) is not None
    latin, digit = _LATIN.search(text) is not None, _DIGIT.search(text) is not None
    space, lower = text.isspace(), text.islower()
    quote = 1 if text in _CLOSE else -1 if text in _OPEN else 0
    bracket = _BRACKETS.get(text, 0)
    size, heard = len(text), known(text)
    function = tag in _FUNCTION_TAGS and (size == 1 or heard)
    single = size == 1 and han
    rare = 0
    if han:
        rare = _rareness(text) if heard else UNHEARD
    no_part = size == 2 and _NO_PART.match(text) is not None
    stops = no_part or text in _STOPS or text in table.breaks
    return Word(
        text=text,
        tag=tag,
        size=size,
        known=heard,
        han=han,
        single=single,
        latin=latin,
        digit=digit,
        space=space,
        stops=stops,
        ordinary=not (stops or quote or bracket or space),
        begins=quote == -1
        or text == '"'
        or (text not in table.no_start and not function and not lower and (han or latin or digit)),
        ends=_ends(text, tag, han=han, latin=latin, digit=digit),
        quote=quote,
        bracket=bracket,
        shape=joined(
            "9" if c.isdigit() else "A" if c.isascii() and c.isalpha() else "汉" if _HAN.match(c) else c
            for c in text
        ),
        traits=(text in table.generic) | (han and not heard) << UNKNOWN | single << SINGLE | 1 << ODD,
        rare=rare,
        famous=text in table.famous,
        sort=intern(f"{tag},{rare},{single}"),
    )


def _odd(text: str, tag: str) -> bool:
    """Whether a word tells something by itself where it stands inside a name."""
    return tag == "v" or text in ANDS or text in words().titles


def _rareness(text: str) -> int:
    return 4 - bisect_right(_TIMES, rjieba.suggest_freq(text))


def _ends(text: str, tag: str, *, han: bool, latin: bool, digit: bool) -> bool | None:
    if text in _STOPS or text.isspace():
        return False
    if text in _CLOSE:
        return True
    if latin:
        return not text.islower()
    if digit:
        return True
    return _han_ends(text, tag, known(text)) if han or tag in _NAME_TAGS else False


def _han_ends(text: str, tag: str, heard: bool) -> bool | None:
    """Whether a name may end with a word of Chinese characters, which a dictionary has if it is ``heard``."""
    if text in words().whole:
        return False
    if tag in _NAME_TAGS or not heard or (len(text) == 1 and tag not in _FUNCTION_TAGS) or ending(text):
        return True
    return None if text in tails() else False


def joined(shapes: Iterable[str]) -> str:
    """Shapes in a row, each run of one sort once: 汉9汉."""
    return _runs("".join(shapes))


@lru_cache(maxsize=4096)
def _runs(shape: str) -> str:
    return "".join([c for c, _ in groupby(shape)])[:8]

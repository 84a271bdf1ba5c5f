"""Idioms, whose numerals count nothing: where one stands.

All functions take text in normal form.
"""

from collections import defaultdict
from functools import cache

from kejian.language.numerals import HAN
from kejian.vocabulary.idioms import idioms

_NUMERALS = frozenset(HAN + "几数半0123456789")
_CONTINUED = frozenset(HAN + "0123456789第")
_Covering = dict[str, tuple[tuple[int, str], ...]]


@cache
def _idioms() -> tuple[_Covering, _Covering]:
    """The idioms by two characters next to each other in them: with how far inside the first of these stands.

    The second are those that the two end.
    """
    inside: dict[str, list[tuple[int, str]]] = defaultdict(list)
    ending: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for word in idioms():
        for place in range(len(word) - 1):
            inside[word[place : place + 2]].append((place, word))
        ending[word[-2:]].append((len(word) - 2, word))
    return {pair: tuple(of) for pair, of in inside.items()}, {pair: tuple(of) for pair, of in ending.items()}


def is_idiomatic(line: str, at: int) -> bool:
    """Whether an idiom covers ``at``; one whose numeral goes on with what stands before it does not.

    >>> is_idiomatic("一心一意", 2), is_idiomatic("增长一倍", 2)
    (True, False)
    """
    inside, ending = _idioms()
    for first, known in ((at, inside), (at - 1, ending)):
        for place, word in known.get(line[first : first + 2], ()) if first >= 0 else ():
            start = first - place
            covers = start >= 0 and line.startswith(word, start)
            if covers and not (start and line[start] in _NUMERALS and line[start - 1] in _CONTINUED):
                return True
    return False

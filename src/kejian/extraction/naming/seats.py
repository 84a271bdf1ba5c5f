"""Names of provinces and counties that the segmenter cuts in the middle."""

import re
from collections import defaultdict
from collections.abc import Iterable

from kejian.language.han import HAN

_SEATS = frozenset("省市县区州镇")
_CHINESE = re.compile(f"[{HAN}]")
# what may stand before the short name of a place and is no part of it
_NO_PART = frozenset(
    "的全本我该各每两三四五六七八九十和与及在从向对为是由到至于年月日个大新老原副级赴往驻离来去访抵爱近如等"
)


def seats(guessed: Iterable[str], text: str, standing: Iterable[tuple[int, int, str]]) -> set[str]:
    """Names of places of whose last characters the segmenter made a word: 珑|江省.

    ``guessed`` are the words that no dictionary has, ``standing`` where they stand in the text.
    A name is given where the same character stands before the word wherever it stands.

    >>> sorted(seats({"溪县"}, "全县，渝溪县发布", [(4, 6, "溪县")]))
    ['渝溪县']
    """
    short = {word for word in guessed if len(word) == 2 and word[-1] in _SEATS}
    if not short:
        return set()
    before: dict[str, set[str]] = defaultdict(set)
    for start, _, word in standing:
        if word in short:
            before[word].add(text[start - 1] if start else "")
    return {
        left + word
        for word, lefts in before.items()
        if len(lefts) == 1
        for left in lefts
        if _CHINESE.fullmatch(left) and left not in _NO_PART
    }

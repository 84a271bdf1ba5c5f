"""The words of a text as the search sees them: one normal form and one set of tokens for every database.

The normal form is compatibility-composed (full-width digits and letters become plain), case-folded and in
simplified script. Tokens are the characters and pairs of neighbouring characters of every run of letters,
ideographs and digits, so that words of one and two characters are found as surely as long ones; a longer
word is looked up by its pairs and then looked for in the text itself.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import normalize

import msgspec
from opencc import OpenCC

from kejian.errors import BaseError

_RUN = re.compile(r"[^\W_]+")
_MOST_WORDS = 32
_LONGEST_WORD = 200


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


class _Folding(dict[int, str]):
    """For `str.translate`: each character's normal form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = normalize("NFKC", character).casefold()
        folded = "".join(c if c < "\u2e80" else _simplifier().convert(c) for c in plain)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The normal form of ``text``, in which words are compared.

    >>> fold("技術合同４００３億元，ＡＩ")
    '技术合同4003亿元,ai'
    """
    return text.translate(_FOLDING)


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """The normal form and, for each of its characters (and its end), the offset in ``text`` it came from.

    >>> fold_with_origins("Ⅳ期")
    ('iv期', [0, 0, 1, 2])
    """
    pieces = [character.translate(_FOLDING) for character in text]
    origins = [at for at, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*origins, len(text)]


def tokens(text: str) -> list[str]:
    """The distinct characters and pairs of characters of ``text``, sorted.

    >>> tokens("專利 5項")
    ['5', '5项', '专', '专利', '利', '项']
    """
    found: set[str] = set()
    for run in _RUN.findall(fold(text)):
        found.update(run)
        found.update(map("".join, pairwise(run)))
    return sorted(found)


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for: words in normal form, each of which a passage must hold, and their tokens."""

    words: tuple[str, ...]
    tokens: tuple[str, ...]


def parse(words: str) -> Query:
    """Words divided by spaces; a phrase with spaces stands in double quotes.

    Raises `BaseError` when there is nothing to look for or too much.

    >>> parse('技術合同 "deep sea"').words
    ('技术合同', 'deep sea')
    """
    parts = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|([^\s"]+)', fold(words))]
    wanted = tuple(dict.fromkeys(" ".join(p.split()) for p in parts if _RUN.search(p)))
    if not wanted:
        raise BaseError("nothing to search for", where=f"search {words!r}", hint="give a word or a number")
    if len(wanted) > _MOST_WORDS or max(map(len, wanted)) > _LONGEST_WORD:
        raise BaseError(
            f"a search takes at most {_MOST_WORDS} words of {_LONGEST_WORD} characters",
            where="search",
            hint="use fewer or shorter words",
        )
    return Query(words=wanted, tokens=tuple(sorted({t for word in wanted for t in _lookup(word)})))


def _lookup(word: str) -> set[str]:
    """The fewest tokens that every text with ``word`` holds: pairs, or the character of a run of one."""
    found: set[str] = set()
    for run in _RUN.findall(word):
        found.update(map("".join, pairwise(run)) if len(run) > 1 else run)
    return found


def places(word: str, text: str) -> list[tuple[int, int]]:
    """Spans of ``text`` (in normal form, as ``word`` is) where the word stands.

    A word that starts with a Latin letter starts there in the text too, and digits are whole numbers, so
    that `ai` is not found in `maintain` nor `400` in `4003.51`.

    >>> places("ai", "ai maintain"), places("400", "4003.51 400家")
    ([(0, 2)], [(8, 11)])
    """
    return [match.span() for match in _pattern(word).finditer(text)]


def stands(word: str, text: str) -> bool:
    """Whether `places` finds the word.

    >>> stands("5g", "5g基站"), stands("20", "1200家")
    (True, False)
    """
    return _pattern(word).search(text) is not None


@lru_cache(maxsize=1000)
def _pattern(word: str) -> re.Pattern[str]:
    before = r"(?<![a-z])" if re.match("[a-z]", word) else r"(?<!\d)(?<!\d[.,])" if word[0].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if word[-1].isdigit() else ""
    inner = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(before + inner + after)

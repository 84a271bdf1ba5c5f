"""Words that set a bound on a number: `comparators.yaml`."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from kejian.vocabulary.loader import load, require

_FILE = "comparators.yaml"
_SIGNS = ("~", ">", ">=", "<", "<=")
_TABLES = ("before", "before_english", "after", "after_english", "apart")


class Comparators(NamedTuple):
    """Each table gives the comparator of a word; ``unless`` the words that merely end in a comparator."""

    before: dict[str, str]
    before_english: dict[str, str]
    after: dict[str, str]
    after_english: dict[str, str]
    apart: dict[str, str]
    unless: dict[str, tuple[str, ...]]
    round_only: frozenset[str]
    after_unless: dict[str, tuple[str, ...]]


@cache
def comparators(folder: Path | None = None) -> Comparators:
    """The comparator words of the vocabulary (of ``folder``, by default the package's own)."""
    data = load(_FILE, folder=folder)
    tables = [_table(data.get(name), name, folder) for name in _TABLES]
    unless = data.get("unless", {})
    require(
        isinstance(unless, dict) and all(isinstance(v, list) for v in unless.values()),
        "unless is no mapping of words to lists",
        file=_FILE,
        key="unless",
        expected="each comparator word with the list of words that end like it",
        folder=folder,
    )
    before, before_english, after, after_english, apart = tables
    return Comparators(
        before=before,
        before_english=before_english,
        after=after,
        after_english=after_english,
        apart=apart,
        unless={word: tuple(words) for word, words in unless.items()},
        round_only=frozenset(data.get("round_only", ())),
        after_unless={word: tuple(words.split()) for word, words in data.get("after_unless", {}).items()},
    )


def _table(signs: object, name: str, folder: Path | None) -> dict[str, str]:
    found: dict[str, str] = {}
    require(
        isinstance(signs, dict),
        f"{name} is {type(signs).__name__}",
        file=_FILE,
        key=name,
        expected="a mapping of comparators to words",
        folder=folder,
    )
    assert isinstance(signs, dict)
    for sign, words in signs.items():
        require(
            sign in _SIGNS,
            f"{name}: {sign!r} is no comparator",
            file=_FILE,
            key=sign,
            expected=f"one of {' '.join(_SIGNS)}",
            folder=folder,
        )
        require(
            isinstance(words, list) and all(isinstance(w, str) and w for w in words),
            f"{name}: {sign} has {words!r}",
            file=_FILE,
            key=sign,
            expected="a list of words",
            folder=folder,
        )
        found |= dict.fromkeys(words, sign)
    return found

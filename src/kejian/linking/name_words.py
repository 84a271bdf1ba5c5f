"""The word lists of `things.yaml`."""

from functools import cache
from typing import Any

from kejian.model import Value
from kejian.vocabulary.loader import load, require

_FILE = "things.yaml"
_LISTS = ("legal", "business", "sorts", "alike", "firm", "parts", "pointing")


class NameWords(Value, frozen=True, kw_only=True):
    """The lists, longest words first; ``alike`` takes a character to the first of its group."""

    shorter: tuple[tuple[str, str], ...]
    legal: tuple[str, ...]
    business: tuple[str, ...]
    sorts: tuple[str, ...]
    firm: tuple[str, ...]
    parts: tuple[str, ...]
    pointing: frozenset[str]
    alike: dict[str, str]


@cache
def name_words() -> NameWords:
    """The word lists. Raises `VocabularyError` where the file is not what it should be."""
    data = load(_FILE)
    found: dict[str, Any] = {}
    for name in _LISTS:
        entry = data.get(name)
        listed = isinstance(entry, list) and all(isinstance(word, str) and word for word in entry)
        require(listed, f"{name} is {entry!r:.40}", file=_FILE, key=name, expected="a list of words")
        found[name] = tuple(sorted(entry or (), key=lambda word: (-len(word), word)))
    shorter = data.get("shorter")
    paired = isinstance(shorter, dict) and all(isinstance(w, str) for pair in shorter.items() for w in pair)
    require(paired, f"shorter is {shorter!r:.40}", file=_FILE, key="shorter", expected="long: short, …")
    groups = data["alike"]
    found["alike"] = {character: group[0] for group in groups for character in group}
    found["pointing"] = frozenset(found["pointing"])
    return NameWords(shorter=tuple((shorter or {}).items()), **found)

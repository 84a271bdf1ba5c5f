"""The word lists of `things.yaml`."""

from functools import cache
from typing import Any

from kejian.model import Value
from kejian.vocabulary.loader import load, require

_FILE = "things.yaml"
_LISTS = ("legal", "business", "sorts", "alike", "firm", "parts", "pointing", "droppable", "own", "doses")
_SHORTENED = ("heads", "parents")


class NameWords(Value, frozen=True, kw_only=True):
    """The lists, longest words first; ``alike`` takes a character to the first of its group.

    ``heads`` and ``parents`` take a word to what stands for it in short forms, ``famous`` a short form to
    the only name that it stands for.
    """

    shorter: tuple[tuple[str, str], ...]
    legal: tuple[str, ...]
    business: tuple[str, ...]
    sorts: tuple[str, ...]
    firm: tuple[str, ...]
    parts: tuple[str, ...]
    pointing: frozenset[str]
    alike: dict[str, str]
    droppable: frozenset[str]
    own: frozenset[str]
    doses: tuple[str, ...]
    heads: dict[str, tuple[str, ...]]
    parents: dict[str, tuple[str, ...]]
    famous: dict[str, str]


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
    for name in ("pointing", "droppable", "own"):
        found[name] = frozenset(found[name])
    for name in _SHORTENED:
        entry = data.get(name)
        fits = isinstance(entry, dict) and all(isinstance(shorts, list) for shorts in entry.values())
        require(fits, f"{name} is {entry!r:.40}", file=_FILE, key=name, expected="word: [short, …]")
        longest = sorted((entry or {}).items(), key=lambda item: -len(item[0]))
        found[name] = {str(word): tuple(map(str, shorts)) for word, shorts in longest}
    famous = data.get("famous")
    named = isinstance(famous, dict) and all(
        isinstance(word, str) for pair in famous.items() for word in pair
    )
    require(named, f"famous is {famous!r:.40}", file=_FILE, key="famous", expected="short: long, …")
    found["famous"] = famous or {}
    return NameWords(shorter=tuple((shorter or {}).items()), **found)

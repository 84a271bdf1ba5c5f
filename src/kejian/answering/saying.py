"""The sentences of answers: `answers.yaml`, filled in."""

import re
from functools import cache

from kejian.vocabulary.loader import load, require

_FILE = "answers.yaml"
_KEYWORDS = {"is": "is_"}
_PART = re.compile(r"\{(\w+)\}")


def say(name: str, language: str, /, **parts: object) -> str:
    """A sentence in a language with its parts filled in.

    >>> say("yes", "zh"), say("why", "en")[:12]
    ('是。', 'reasons that')
    """
    # one pass: what documents say is never looked through for parts
    text = _PART.sub(lambda match: str(parts[_KEYWORDS.get(match[1], match[1])]), sentences()[name][language])
    return text[:1].upper() + text[1:] if language == "en" and name not in _INNER else text


_INNER = frozenset(
    [
        "why",
        "moved_open",
        "not_always",
        "future",
        "one_of_several",
        "follows",
        "bounds",
        "within",
        "also_called",
        "moved_of",
        "note_others",
    ]
)


def joined(parts: list[str], language: str) -> str:
    """A list in words."""
    return ("；" if language == "zh" else "; ").join(parts)


@cache
def sentences() -> dict[str, dict[str, str]]:
    """All sentences by name and language. Raises `VocabularyError` where one is missing a language."""
    data = load(_FILE)
    for name, entry in data.items():
        both = isinstance(entry, dict) and all(isinstance(entry.get(one), str) for one in ("zh", "en"))
        require(both, f"{name} is {entry!r:.40}", file=_FILE, key=name, expected="{zh: …, en: …}")
    return data

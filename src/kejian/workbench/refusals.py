"""Why a file could not be read, in the reader's language: `vocabulary/refusals.yaml`."""

from collections.abc import Mapping
from functools import cache

import regex

from kejian.vocabulary.loader import load, require

_FILE = "refusals.yaml"
_NAME = regex.compile(r"\{(\w+)\}")
_LONGEST = 600  # characters of a message that are looked at
_TRIED = 8  # places where the message may end and what to do begin
Patterns = tuple[tuple["regex.Pattern[str]", str], ...]


def refusal(text: str, *, language: str) -> str:
    """What a reader said of a file, in Chinese (``zh``) if it is known; else as it is.

    >>> refusal("an encrypted Office file; remove its password and save it again", language="zh")
    '这是加密的Office文件；请去掉密码后另存'
    """
    if language != "zh" or len(text) > _LONGEST:
        return text
    found, todo = _patterns()
    parts = text.split("; ")
    for end in range(1, min(len(parts), _TRIED) + 1):
        message = _placed("; ".join(parts[:end]), found)
        hint = _put("; ".join(parts[end:]), todo) if end < len(parts) else ""
        if message is not None and hint is not None:
            return f"{message}；{hint}" if hint else message
    return text


def _placed(text: str, patterns: Patterns) -> str | None:
    """The words of a message, which may stand behind its place: `b.zip/a.doc: an old Office file`."""
    whole = _put(text, patterns)
    if whole is not None:
        return whole
    place, colon, message = text.partition(": ")
    put = _put(message, patterns) if colon else None
    return f"{place}：{put}" if put is not None else None


def _put(text: str, patterns: Patterns) -> str | None:
    for pattern, words in patterns:
        match = pattern.fullmatch(text)
        if match is not None:
            pieces = _NAME.split(words)
            return "".join(match[piece] if at % 2 else piece for at, piece in enumerate(pieces))
    return None


@cache
def _patterns() -> tuple[Patterns, Patterns]:
    data = load(_FILE)
    for part in ("found", "todo"):
        entry = data.get(part)
        fits = isinstance(entry, dict) and all(isinstance(words, str) for words in entry.values())
        require(fits, f"{part} is {entry!r:.40}", file=_FILE, key=part, expected="English: Chinese")
    return _read(data["found"]), _read(data["todo"])


def _read(entries: Mapping[str, str]) -> Patterns:
    """The English as patterns, those without names first."""
    read = []
    for english, words in sorted(entries.items(), key=lambda entry: "{" in entry[0]):
        pieces = _NAME.split(str(english))
        names = set(pieces[1::2])
        require(
            set(_NAME.findall(words)) <= names, f"{words} names what {english} does not",
            file=_FILE, key=english, expected=f"names of {', '.join(sorted(names)) or 'nothing'}",
        )  # fmt: skip
        source = "".join(
            f"(?P<{piece}>.+?)" if place % 2 else regex.escape(piece) for place, piece in enumerate(pieces)
        )
        read.append((regex.compile(source, regex.DOTALL), words))
    return tuple(read)

"""What readers and the base say of mistakes, in the reader's language: tables of `kejian.vocabulary`.

Files that could not be read (``refusals.yaml``), what a reader went past in one that it read
(``warnings.yaml``), what the base refuses (``mistakes.yaml``), and why a statement stands in a series
(``reasons.yaml``). What no table knows is told in English.
"""

from collections.abc import Mapping
from functools import cache

import regex

from kejian.vocabulary.loader import load, require

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
    found, todo = _patterns("refusals.yaml")
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


def warned(message: str, where: str | None, *, language: str) -> str:
    """What a reader went past and where.

    >>> warned("hidden rows were left out: 3", "sheet “投入”", language="zh")
    '工作表“投入”：隐藏的行没有读入：3行'
    """
    if language == "zh":
        found, places = _patterns("warnings.yaml")
        message, where = _told(message, found), where and _told(where, places)
        return f"{where}：{message}" if where else message
    return f"{where}: {message}" if where else message


def mistaken(message: str, hint: str, *, language: str) -> tuple[str, str]:
    """What the base refuses and what to do, as a page says it.

    >>> mistaken("'x' is not a number", "give it in the base unit: 400351000000", language="zh")
    ("'x'不是数字", '请以基本单位填写，例如 400351000000')
    """
    hint = _mistakes()["pages"].get(hint, hint)
    if language != "zh":
        return message, hint
    found, todo = _patterns("mistakes.yaml")
    return _told(message, found), _told(hint, todo)


def mistaken_at(where: str, *, language: str) -> str:
    """Where it is, as a page says it.

    >>> mistaken_at("document 12", language="zh"), mistaken_at("年报.pdf", language="zh")
    ('文档 12', '年报.pdf')
    """
    return _told(where, _places()) if language == "zh" else where


def reasoned(reason: str, *, language: str) -> str:
    """Why a statement stands in a series.

    >>> reasoned("subject: “云湖” names the place", language="zh")
    '主体：“云湖”是地名'
    """
    if language != "zh":
        return reason
    whose, colon, rest = reason.partition("subject: ")
    return f"主体：{_told(rest, _reasons())}" if colon and not whose else _told(reason, _reasons())


@cache
def _reasons() -> Patterns:
    return _read(load("reasons.yaml")["reasons"], "reasons.yaml")


@cache
def _mistakes() -> Mapping[str, Mapping[str, str]]:
    return load("mistakes.yaml")


@cache
def _places() -> Patterns:
    return _read(_mistakes()["places"], "mistakes.yaml")


def _told(text: str, patterns: Patterns) -> str:
    return _put(text, patterns) or text if len(text) <= _LONGEST else text


@cache
def _patterns(file: str) -> tuple[Patterns, Patterns]:
    data = load(file)
    for part in ("found", "todo"):
        entry = data.get(part)
        fits = isinstance(entry, dict) and all(isinstance(words, str) for words in entry.values())
        require(fits, f"{part} is {entry!r:.40}", file=file, key=part, expected="English: Chinese")
    return _read(data["found"], file), _read(data["todo"], file)


def _read(entries: Mapping[str, str], file: str) -> Patterns:
    """The English as patterns, those without names first."""
    read = []
    for english, words in sorted(entries.items(), key=lambda entry: "{" in entry[0]):
        pieces = _NAME.split(str(english))
        names = set(pieces[1::2])
        require(
            set(_NAME.findall(words)) <= names, f"{words} names what {english} does not",
            file=file, key=english, expected=f"names of {', '.join(sorted(names)) or 'nothing'}",
        )  # fmt: skip
        source = "".join(
            f"(?P<{piece}>.+?)" if place % 2 else regex.escape(piece) for place, piece in enumerate(pieces)
        )
        read.append((regex.compile(source, regex.DOTALL), words))
    return tuple(read)

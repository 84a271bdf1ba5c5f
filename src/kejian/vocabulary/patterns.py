"""Regular expressions kept in vocabulary files, put together from named pieces."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import regex

from kejian.language.han import han_pattern
from kejian.vocabulary import edges
from kejian.vocabulary.loader import load, require

_PIECE = regex.compile(r"\{([a-z][a-z_]*)\}")

Pattern = regex.Pattern[str]


@lru_cache(maxsize=32)
def pieces(file: str, section: str = "words") -> Mapping[str, str]:
    """The named pieces of ``file``: each a pattern or a list of alternatives, which may use earlier ones.

    ``{name}`` in a pattern stands for the piece of that name.
    """
    found: dict[str, str] = {}
    entries = load(file).get(section, {})
    require(
        isinstance(entries, dict),
        f"{section} is no mapping",
        file=file,
        key=section,
        expected="name: pattern",
    )
    for name, entry in entries.items():
        found[name] = expand(entry, found, file=file, key=name)
    return MappingProxyType(found)


def any_of(forms: Iterable[str]) -> str:
    """The pattern of one of ``forms`` as they are written, the longest first.

    Those that begin with one character are put together: an alternation tries its branches one by one.

    >>> any_of(["成立", "正式成立", "正式成", "成"])
    '正(?:式成立|式成)|成(?:立|)'
    """
    begun: dict[str, list[str]] = {}
    for form in sorted(dict.fromkeys(forms), key=len, reverse=True):
        begun.setdefault(form[:1], []).append(regex.escape(form[1:]))
    return "|".join(
        regex.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for first, rests in begun.items()
    )


def expand(entry: Any, known: Mapping[str, str], *, file: str, key: object) -> str:
    """The pattern written in ``entry``, a text or a list of alternatives, with its pieces put in."""
    alternatives = entry if isinstance(entry, list) else [entry]
    require(
        all(isinstance(a, str) for a in alternatives),
        f"{key} is no pattern",
        file=file,
        key=key,
        expected="a text or a list of texts",
    )

    def piece(match: regex.Match[str]) -> str:
        require(
            match[1] in known, f"unknown piece {match[1]}", file=file, key=key, expected="a name from above"
        )
        return known[match[1]]

    return "(?:" + "|".join(_PIECE.sub(piece, a) for a in alternatives) + ")"


def found_at(
    pattern: Pattern | re.Pattern[str], text: str, starts: Iterable[int]
) -> Iterator[regex.Match[str] | re.Match[str]]:
    """The matches that ``finditer`` finds, where it is known that they begin at some of ``starts``.

    Much faster where few places of a long text can begin one. ``starts`` are ascending.

    >>> [m[0] for m in found_at(regex.compile(r"\\w{2}市"), "在东江市", [0, 1])]
    ['东江市']
    """
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def compiled(
    text: str,
    *,
    file: str,
    key: object,
    backwards: bool = False,
    anchored: bool = False,
    searched: bool = False,
    seen: bool = False,
) -> Pattern:
    """``text`` as a pattern; ``backwards`` ones are matched from the end of a stretch to its start.

    ``anchored`` ones are tried at one place or in a few words: there ``re`` is faster, where it can do them.
    It is too for those ``searched`` for through sentences, if it looks at first characters first; even more
    so if it is asked only whether and where one begins, and is ``seen`` (`kejian.vocabulary.edges.seen`).
    """
    if (anchored or searched or seen) and not backwards:
        try:
            return han_pattern(edges.seen(text) if seen else edges.begun(text) if searched else text)  # type: ignore[return-value]
        except re.error:
            pass
    try:
        return regex.compile(("(?r)" if backwards else "") + text)
    except regex.error as error:
        require(False, f"{key}: {error}", file=file, key=key, expected="a regular expression")
        raise  # never reached: the requirement above does not hold

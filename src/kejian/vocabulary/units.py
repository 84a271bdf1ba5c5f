"""The units that texts use: `units.yaml`, validated."""

from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kejian.model import MentionKind as Kind
from kejian.vocabulary.loader import load, require

_FILE = "units.yaml"
_SECTIONS = {
    "money": dict,
    "minor": dict,
    "physical": dict,
    "symbols": dict,
    "duration": dict,
    "counted": str,
    "english": dict,
    "unless": dict,
}
_PREFIXES = frozenset("kKMGTPEZhdcmµunpf")
Entry = tuple[str, Kind, Decimal]


class Units(NamedTuple):
    """Unit words.

    ``names`` and ``latin`` (letters with SI prefixes) give symbol, kind and factor; ``starting`` the names
    that may stand where a text goes on with two characters or, where it knows none of these, with the first,
    the longest before the others; ``unless`` what may not follow a name.
    """

    names: dict[str, Entry]
    latin: dict[str, Entry]
    starting: dict[str, tuple[str, ...]]
    unless: dict[str, tuple[str, ...]]


@cache
def units(folder: Path | None = None) -> Units:
    """The units of the vocabulary (of ``folder``, by default the package's own)."""
    data = load(_FILE, folder=folder)
    for section, form in _SECTIONS.items():
        require(
            isinstance(data.get(section), form),
            f"{section} is {type(data.get(section)).__name__}",
            file=_FILE,
            key=section,
            expected="a list of words parted by blanks" if form is str else "a mapping of symbols to names",
            folder=folder,
        )
    names: dict[str, Entry] = {w: (w, Kind.QUANTITY, Decimal(1)) for w in data["counted"].split()}
    for section, kind in (
        ("physical", Kind.QUANTITY),
        ("duration", Kind.DURATION),
        ("money", Kind.MONEY),
        ("english", Kind.QUANTITY),
    ):
        for symbol, words in data[section].items():
            _check_words(section, symbol, words, folder)
            for word in words:
                names[str(word)] = (str(symbol).removesuffix("_en"), kind, Decimal(1))
    for code, parts in data["minor"].items():
        for word, part in _minor(code, parts, folder).items():
            names[word] = (str(code), Kind.MONEY, part)
    return Units(
        names,
        _latin(data["symbols"], folder),
        _starting(names),
        _unless(data["unless"], names, folder),
    )


def _starting(names: dict[str, Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        found.setdefault(name[:2], []).append(name)
    return {start: (*of, *found.get(start[0], ())) if start[1:] else tuple(of) for start, of in found.items()}


def _check_words(section: str, symbol: Any, words: Any, folder: Path | None) -> None:
    require(
        isinstance(words, list) and all(isinstance(w, str) and w for w in words),
        f"{section}: {symbol} has {words!r}",
        file=_FILE,
        key=symbol,
        expected="a list of names, each in quotation marks where YAML would read it as something else",
        folder=folder,
    )


def _minor(code: Any, parts: Any, folder: Path | None) -> dict[str, Decimal]:
    try:
        return {str(word): Decimal(part) for word, part in parts.items()}
    except (AttributeError, InvalidOperation, TypeError, ValueError):
        require(
            False,
            f"minor: {code} has {parts!r}",
            file=_FILE,
            key=code,
            expected='names with the part of the main unit, as in {角: "0.1"}',
            folder=folder,
        )
        raise


def _latin(symbols: dict[str, str], folder: Path | None) -> dict[str, Entry]:
    found = {}
    for symbol, prefixes in symbols.items():
        require(
            isinstance(prefixes, str) and set(prefixes) <= _PREFIXES,
            f"symbols: {symbol} takes {prefixes!r}",
            file=_FILE,
            key=symbol,
            expected=f"SI prefixes out of {''.join(sorted(_PREFIXES))}",
            folder=folder,
        )
        for prefix in ["", *prefixes]:
            found[prefix + symbol] = (prefix + symbol, Kind.QUANTITY, Decimal(1))
    return found


def _unless(
    table: dict[str, Any], names: dict[str, Entry], folder: Path | None
) -> dict[str, tuple[str, ...]]:
    for name, words in table.items():
        require(
            name in names and isinstance(words, str) and bool(words.split()),
            f"unless: {name} has {words!r}",
            file=_FILE,
            key=name,
            expected="a unit word listed above, and the words that may not follow it, parted by blanks",
            folder=folder,
        )
    return {name: tuple(words.split()) for name, words in table.items()}

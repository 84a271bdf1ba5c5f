"""The words of questions: `asking.yaml`, read and checked."""

from functools import cache
from typing import Any

from kejian.linking.indicators import Indicator, by_name, indicators
from kejian.linking.words import plain
from kejian.model import Value
from kejian.vocabulary.loader import load, require
from kejian.vocabulary.patterns import Pattern, compiled

_FILE = "asking.yaml"
_FIELD = "(?:领域|方面|行业|产业)?"


class Verb(Value, frozen=True, kw_only=True):
    """A verb of events: what a question says, and parts of the milestones' actions that it means."""

    asked: Pattern
    actions: tuple[str, ...]


class Claim(Value, frozen=True, kw_only=True):
    """A claim of primacy: how a question names the sort, and the pattern of the claims meant."""

    asked: Pattern
    claim: Pattern


class Wording(Value, frozen=True, kw_only=True):
    """All words of questions, patterns ready to use; ``names`` are further names of indicators."""

    signs: dict[str, Pattern]
    fillers: Pattern
    sizes: Pattern
    among: dict[str, Pattern]
    verbs: tuple[Verb, ...]
    claims: tuple[Claim, ...]
    kinds: Pattern
    edges: Pattern
    domains: dict[str, Pattern]
    names: dict[str, tuple[Indicator, ...]]
    quotients: dict[str, tuple[Indicator, Indicator]]
    named_by: dict[str, Pattern]
    spoken: tuple[tuple[Pattern, str], ...]
    light: Pattern
    general: Pattern
    parting: Pattern
    same: tuple[tuple[str, ...], ...]


@cache
def wording() -> Wording:
    """The words. Raises `VocabularyError` with the line of what is wrong."""
    data = load(_FILE)
    for section in ("signs", "among", "domains", "names", "quotients", "named_by"):
        _expect(isinstance(data.get(section), dict), data.get(section), section, "a mapping")
    for section in ("fillers", "verbs", "claims", "same", "spoken"):
        _expect(isinstance(data.get(section), list), data.get(section), section, "a list")
    return Wording(
        signs={name: _either(entry, name) for name, entry in data["signs"].items()},
        sizes=_pattern(data["sizes"], "sizes"),
        fillers=_either(data["fillers"], "fillers"),
        among={name: _pattern(entry, name) for name, entry in data["among"].items()},
        verbs=tuple(
            Verb(asked=_either(one["ask"], "verbs"), actions=tuple(one["action"])) for one in data["verbs"]
        ),
        claims=tuple(
            Claim(asked=_pattern(one["ask"], "claims"), claim=_pattern(one["claim"], "claims"))
            for one in data["claims"]
        ),
        kinds=_pattern(data["kinds"], "kinds"),
        edges=_pattern(data["edges"], "edges"),
        domains={name: _pattern(f"(?:{one})(?:等)?{_FIELD}", name) for name, one in data["domains"].items()},
        names=_names(data["names"]),
        quotients=_quotients(data["quotients"]),
        named_by={str(word): _pattern(one, "named_by") for word, one in data["named_by"].items()},
        spoken=tuple((_pattern(str(one), "spoken"), str(other)) for one, other in data["spoken"]),
        light=_pattern(data["light"], "light"),
        general=_pattern(data["general"], "general"),
        parting=_pattern(data["parting"], "parting"),
        same=tuple(tuple(plain(str(word)) for word in group) for group in data["same"]),
    )


@cache
def grammatical(name: str) -> bool:
    """Whether a name is made of the words of questions alone, so that it names nothing.

    >>> grammatical("增长多少"), grammatical("技术合同")
    (True, False)
    """
    text = name
    for pattern in (*wording().signs.values(), wording().sizes, wording().fillers):
        text = pattern.sub("", text)
    return not text.strip()


def _names(entries: dict[str, Any]) -> dict[str, tuple[Indicator, ...]]:
    known, found = indicators(), dict(by_name())
    for code, names in entries.items():
        _expect(code in known, code, code, "the code of an indicator")
        for name in map(plain, map(str, names)):
            others = found.get(name, ())
            found[name] = others if known[code] in others else (known[code], *others)
    return found


def _quotients(entries: dict[str, Any]) -> dict[str, tuple[Indicator, Indicator]]:
    known = indicators()
    for code, parts in entries.items():
        good = isinstance(parts, list) and len(parts) == 2 and {code, *parts} <= set(known)
        _expect(good, parts, code, "the codes of part and whole")
    return {code: (known[part], known[whole]) for code, (part, whole) in entries.items()}


def _either(entry: Any, key: str) -> Pattern:
    _expect(isinstance(entry, list) and all(isinstance(one, str) for one in entry), entry, key, "patterns")
    return _pattern("|".join(f"(?:{one})" for one in entry), key)


def _pattern(entry: Any, key: str) -> Pattern:
    _expect(isinstance(entry, str), entry, key, "a pattern")
    return compiled(entry, file=_FILE, key=key)


def _expect(holds: bool, found: Any, key: str, expected: str) -> None:
    require(holds, f"{key} is {found!r:.40}", file=_FILE, key=key, expected=expected)

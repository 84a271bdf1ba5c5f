"""The table of rules for roles, read from the vocabulary."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec

from kejian.extraction.scopes import Regime
from kejian.extraction.spots import Spot
from kejian.model import MentionKind, Role
from kejian.vocabulary.edges import Edges
from kejian.vocabulary.loader import load, require
from kejian.vocabulary.patterns import Pattern, compiled, expand, pieces

FILE = "roles.yaml"
_BACKWARDS = frozenset({"before", "unless_before"})
_PATTERNS = ("surface", "unit", "before", "after", "unless_before", "unless_after")
_PLAIN = ("role", "kinds", "comparators", "regimes", "cell", "granted")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A role and the conditions that a mention and its surroundings must meet."""

    role: Role
    kinds: frozenset[MentionKind]
    surface: Pattern | None = None
    unit: Pattern | None = None
    before: Pattern | None = None
    after: Pattern | None = None
    unless_before: Pattern | None = None
    unless_after: Pattern | None = None
    comparators: frozenset[str] | None = None
    regimes: frozenset[Regime] | None = None
    cell: frozenset[str] | None = None
    granted: frozenset[bool] | None = None

    def holds(self, at: Spot) -> bool:
        """Whether the conditions on the number's words and what stands around it hold."""
        text, left, right, start, end = at.text, at.left, at.right, at.mention.start, at.mention.end
        return (
            (self.surface is None or self.surface.search(at.mention.surface) is not None)
            and (self.after is None or self.after.match(text, end, right) is not None)
            and (self.before is None or self.before.match(text, left, start) is not None)
            and (self.unless_after is None or not self.unless_after.match(text, end, right))
            and (self.unless_before is None or not self.unless_before.match(text, left, start))
        )


class Table:
    """Rules in their order, and sets of them as numbers: of each rule in a set, the bit at its place is set.

    What is known of a number, and the characters at its ends, leave few rules whose patterns are tried.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._kinds = self._allowing("kinds", MentionKind)
        self._comparators = self._allowing("comparators", ("=", "~", ">", ">=", "<", "<="))
        self._regimes = self._allowing("regimes", Regime)
        self._cells = self._allowing("cell", ("text", "head", "body"))
        self._granted = self._allowing("granted", (True, False))
        self._units: dict[Pattern | None, int] = defaultdict(int)
        for place, rule in enumerate(rules):
            self._units[rule.unit] |= 1 << place
        self._unit = lru_cache(maxsize=4096)(self._of_unit)
        self._first = self._edges("surface", searched=True)
        self._last = self._edges("surface", searched=True, last=True)
        self._before, self._after = self._edges("before", last=True), self._edges("after")

    def _allowing(self, condition: str, values: Iterable[Any]) -> dict[Any, int]:
        """For each of ``values`` the rules whose ``condition`` allows it, or that have none."""
        allowed = [getattr(rule, condition) for rule in self.rules]
        return {value: _set(of_rule is None or value in of_rule for of_rule in allowed) for value in values}

    def _edges(self, condition: str, **options: bool) -> Edges:
        patterns = [getattr(rule, condition) for rule in self.rules]
        return Edges((p and p.pattern.removeprefix("(?r)") for p in patterns), **options)

    def _of_unit(self, unit: str) -> int:
        """The rules whose condition on the unit ``unit`` meets."""
        found = 0
        for pattern, rules in self._units.items():
            found |= rules if pattern is None or pattern.fullmatch(unit) else 0
        return found

    def first_that_holds(self, at: Spot, *, granted: bool) -> Rule | None:
        """The first rule that holds; ``granted`` says whether the sentence grants something there."""
        text, mention = at.text, at.mention
        start, end, surface = mention.start, mention.end, mention.surface
        left = self._kinds[mention.kind] & self._unit(mention.unit or "") & self._regimes[at.regime]
        left &= self._comparators[mention.comparator] & self._cells[place(at)] & self._granted[granted]
        left &= self._first[surface[0]] & self._last[surface[-1]]
        left &= self._before[text[start - 1] if start > at.left else ""]
        left &= self._after[text[end] if end < at.right else ""]
        while left:
            rule = self.rules[(left & -left).bit_length() - 1]
            if rule.holds(at):
                return rule
            left &= left - 1
        return None


def _set(among: Iterable[bool]) -> int:
    """The set of the rules that are ``among`` it, which is said of each in turn."""
    return sum(1 << place for place, is_among in enumerate(among) if is_among)


def place(spot: Spot) -> str:
    """Where the mention stands: ``text``, or the ``head`` or ``body`` of a table."""
    if spot.cell is None:
        return "text"
    return "head" if spot.cell.header or spot.cell.heads_row else "body"


@cache
def table() -> Table:
    """The rules of the vocabulary."""
    data, words = load(FILE), pieces(FILE)
    groups = data.get("kinds", {})
    found = []
    for entry in data["rules"]:
        unknown = sorted(set(entry) - set(_PLAIN) - set(_PATTERNS))
        require(
            not unknown,
            f"unknown condition {unknown}",
            file=FILE,
            key=unknown and unknown[0],
            expected="one named above",
        )
        kinds = [kind for name in entry["kinds"] for kind in groups.get(name, [name])]
        found.append(_rule(entry, words, kinds=frozenset(map(MentionKind, kinds))))
    return Table(found)


def _rule(entry: Mapping[str, Any], words: Mapping[str, str], *, kinds: frozenset[MentionKind]) -> Rule:
    conditions: dict[str, Any] = {
        name: compiled(
            expand(entry[name], words, file=FILE, key=entry[name]),
            file=FILE,
            key=entry[name],
            backwards=name in _BACKWARDS,
            anchored=True,
        )
        for name in _PATTERNS
        if name in entry
    }
    if "comparators" in entry:
        conditions["comparators"] = frozenset(entry["comparators"])
    if "regimes" in entry:
        conditions["regimes"] = frozenset(Regime(r) for r in entry["regimes"])
    for name in ("cell", "granted"):
        if name in entry:
            conditions[name] = frozenset({entry[name]})
    return Rule(role=Role(entry["role"]), kinds=kinds, **conditions)


@cache
def pattern(name: str, *, backwards: bool = False, searched: bool = False, seen: bool = False) -> Pattern:
    """The pattern under ``name`` in the vocabulary, outside the rules, compiled as `compiled` says."""
    text = expand(load(FILE)[name], pieces(FILE), file=FILE, key=name)
    return compiled(text, file=FILE, key=name, backwards=backwards, searched=searched, seen=seen)

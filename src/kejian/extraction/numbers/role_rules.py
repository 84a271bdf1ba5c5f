"""The table of rules for roles, read from the vocabulary."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import msgspec

from kejian.extraction.scopes import Regime
from kejian.extraction.spots import Spot
from kejian.model import MentionKind, Role
from kejian.vocabulary.loader import load, require
from kejian.vocabulary.patterns import Pattern, compiled, expand, pieces

FILE = "roles.yaml"
_BACKWARDS = frozenset({"before", "unless_before"})
_PATTERNS = ("surface", "unit", "before", "after", "unless_before", "unless_after")
_PLAIN = ("role", "kinds", "comparators", "regimes", "cell", "granted")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A role and the conditions that a mention and its surroundings must meet."""

    role: Role
    surface: Pattern | None = None
    unit: Pattern | None = None
    before: Pattern | None = None
    after: Pattern | None = None
    unless_before: Pattern | None = None
    unless_after: Pattern | None = None
    comparators: frozenset[str] | None = None
    regimes: frozenset[Regime] | None = None
    cell: str | None = None
    granted: bool | None = None

    def concerns(self, unit: str, comparator: str, regime: Regime, place: str, *, granted: bool) -> bool:
        """Whether the conditions on the number and its stretch hold: they need no look around.

        ``granted`` says whether the sentence grants something there.
        """
        return (
            (self.granted is None or self.granted == granted)
            and (self.cell is None or self.cell == place)
            and (self.comparators is None or comparator in self.comparators)
            and (self.regimes is None or regime in self.regimes)
            and (self.unit is None or self.unit.fullmatch(unit) is not None)
        )


def first_that_holds(rules: Iterable[Rule], spot: Spot) -> Rule | None:
    """The first of ``rules`` whose conditions on the number's words and what stands around it hold."""
    text, surface = spot.text, spot.mention.surface
    left, start, end, right = spot.left, spot.mention.start, spot.mention.end, spot.right
    for rule in rules:
        if (
            (rule.surface is None or rule.surface.search(surface))
            and (rule.after is None or rule.after.match(text, end, right))
            and (rule.before is None or rule.before.match(text, left, start))
            and (rule.unless_after is None or not rule.unless_after.match(text, end, right))
            and (rule.unless_before is None or not rule.unless_before.match(text, left, start))
        ):
            return rule
    return None


def place(spot: Spot) -> str:
    """Where the mention stands: ``text``, or the ``head`` or ``body`` of a table."""
    if spot.cell is None:
        return "text"
    return "head" if spot.cell.header or spot.cell.heads_row else "body"


@cache
def rules() -> dict[MentionKind, tuple[Rule, ...]]:
    """The rules for each kind of mention, in their order."""
    data = load(FILE)
    words = pieces(FILE)
    groups = data.get("kinds", {})
    found: dict[MentionKind, list[Rule]] = {kind: [] for kind in MentionKind}
    for entry in data["rules"]:
        unknown = sorted(set(entry) - set(_PLAIN) - set(_PATTERNS))
        require(
            not unknown,
            f"unknown condition {unknown}",
            file=FILE,
            key=unknown and unknown[0],
            expected="one named above",
        )
        rule = _rule(entry, words)
        for name in entry["kinds"]:
            for kind in groups.get(name, [name]):
                found[MentionKind(kind)].append(rule)
    return {kind: tuple(of_kind) for kind, of_kind in found.items()}


@lru_cache(maxsize=4096)
def rules_for(
    kind: MentionKind, unit: str | None, comparator: str, regime: Regime, place: str, *, granted: bool
) -> tuple[Rule, ...]:
    """The rules to try for such a number, in their order."""
    return tuple(
        r for r in rules()[kind] if r.concerns(unit or "", comparator, regime, place, granted=granted)
    )


def _rule(entry: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
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
    return Rule(role=Role(entry["role"]), cell=entry.get("cell"), granted=entry.get("granted"), **conditions)


@cache
def pattern(name: str, *, backwards: bool = False, searched: bool = False) -> Pattern:
    """The pattern under ``name`` in the vocabulary, outside the rules; ``searched`` as in `compiled`."""
    text = expand(load(FILE)[name], pieces(FILE), file=FILE, key=name)
    return compiled(text, file=FILE, key=name, backwards=backwards, searched=searched)

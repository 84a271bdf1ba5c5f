"""How far two people agree who decided on the same facts: field by field, and by Cohen's kappa.

What counts is the last that each of them said of a fact. `agreement` is no blind comparison: whoever decides
second may have seen what the first decided (blind reviews, begun in the workbench, are compared by `pair`).
Kappa is given for what is chosen among a few words (the verdict, role, aspect, unit …); of free text only
the share that is equal says something.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import msgspec

from kejian.base.decided import FIELDS
from kejian.base.models import Decision
from kejian.base.queries import hidden_works

CHOSEN = ("verdict", "role", "aspect", "unit", "comparator", "domain", "type")
_MOST = 200_000  # decisions that are looked at, the newest
_LISTED = 200  # disagreements of a pair


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """Of a field: on how many facts both said something, on how many the same, and kappa where it fits."""

    name: str
    both: int
    same: int
    kappa: float | None = None

    @property
    def share(self) -> float:
        """The part on which they agree, 0…1."""
        return self.same / self.both if self.both else 0.0


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that two people see differently: field → what the first and the second say."""

    statement: str
    document: int | None
    quote: str
    fields: dict[str, tuple[str, str]]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two people, how many facts both decided on, how they agree, and where they do not."""

    first: str
    second: str
    facts: int
    fields: tuple[Field, ...]
    disagreements: tuple[Disagreement, ...]


def agreement(alias: str, *, viewer: str | None = None) -> list[Pair]:
    """All pairs of people with facts that both decided on, those with the most facts first."""
    said: dict[str, dict[str, Decision]] = defaultdict(dict)
    made = Decision.objects.using(alias).exclude(statement__work__in=hidden_works(alias, viewer))
    made = made.filter(statement__status="active")  # what a draft was published from is counted there
    newest = made.select_related("statement").defer("statement__record").order_by("-pk")[:_MOST]
    for decision in newest:
        said[decision.statement_id].setdefault(decision.who, decision)
    pairs: dict[tuple[str, str], list[tuple[Decision, Decision]]] = defaultdict(list)
    for by in said.values():
        lasting = {who: one for who, one in by.items() if one.verdict != "withdraw"}
        for first, second in combinations(sorted(lasting), 2):
            pairs[first, second].append((lasting[first], lasting[second]))
    found = [pair(*people, both) for people, both in pairs.items()]
    return sorted(found, key=lambda one: (-one.facts, one.first, one.second))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two people's words for the same things; None where chance alone explains all.

    >>> kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    0.5
    """
    total = len(pairs)
    if not total:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[word] * second[word] for word in first) / total**2
    if chance >= 1:
        return None
    return (sum(a == b for a, b in pairs) / total - chance) / (1 - chance)


def pair(first: str, second: str, both: Sequence[tuple[Decision, Decision]]) -> Pair:
    """How two people agree on the facts that both decided on, given the decision of each."""
    words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    differing = []
    for one, other in sorted(both, key=lambda each: each[0].statement_id):
        says, answers = _says(one), _says(other)
        # of what one of them rejects there are no fields to compare
        names = ["verdict"] if "reject" in (one.verdict, other.verdict) else list(says)
        apart = {}
        for name in names:
            said = (says[name], answers.get(name, ""))
            if any(said):
                words[name].append(said)
            if said[0] != said[1]:
                apart[name] = said
        if apart:
            statement = one.statement
            differing.append(
                Disagreement(
                    statement=statement.pk,
                    document=statement.document_id,
                    quote=statement.quote,
                    fields=apart,
                )
            )
    fields = tuple(
        Field(
            name=name,
            both=len(pairs),
            same=sum(a == b for a, b in pairs),
            kappa=kappa(pairs) if name in CHOSEN else None,
        )
        for name, pairs in words.items()
    )
    return Pair(
        first=first,
        second=second,
        facts=len(both),
        fields=fields,
        disagreements=tuple(differing[:_LISTED]),
    )


def _says(decision: Decision) -> dict[str, str]:
    """What a person holds the fact to say; the verdict is whether it is one at all."""
    expected = msgspec.json.decode(decision.expected, type=dict[str, str])
    right = decision.right
    kind = decision.statement.kind
    fields = {name: right.get(name, expected.get(name, "")) for name in FIELDS[kind]}
    words = right.get("quote") or decision.quote
    return {"verdict": "reject" if decision.verdict == "reject" else "confirm", **fields, "words": words}

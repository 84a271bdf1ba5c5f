"""The figures of the contract: shares between 0 and 1, over all documents together."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from kejian.evaluation.alignment import align
from kejian.evaluation.files import KINDS, Row
from kejian.evaluation.likeness import (
    bare,
    dice,
    same_actors,
    same_measure,
    same_place,
    same_subject,
    same_value,
)

_MEASURING = frozenset({"observation", "term", "target"})
_SAME_OBJECT = 0.6
_F1 = ("mentions", "figures", "facts", "terms", "milestones", "milestones+", "entities", "entities+")
_SHARES = ("source", "role", "value", "unit", "comparator")


class Difference(msgspec.Struct, frozen=True):
    """What is wrong between a gold row and a found one; one of them is None where it has no partner."""

    what: str
    gold: Row | None
    found: Row | None


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """Figures by name, how many gold rows each rests on, and every difference in reading order."""

    figures: dict[str, float]
    counts: dict[str, int]
    differences: tuple[Difference, ...]


class _Tally:
    """Hits, gold rows and found rows of the F1 figures; hits and cases of the plain shares."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.differences: list[Difference] = []

    def add(self, name: str, hits: int, gold: int, found: int | None = None) -> None:
        self.seen.add(name)
        self.hits[name] += hits
        self.gold[name] += gold
        self.found[name] += gold if found is None else found

    def figures(self) -> dict[str, float]:
        result: dict[str, float] = {}
        for name in (n for n in _F1 if n in self.seen):
            precision = _share(self.hits[name], self.found[name], empty=not self.gold[name])
            recall = _share(self.hits[name], self.gold[name], empty=not self.found[name])
            if name == "mentions":
                result |= {"mentions.precision": precision, "mentions.recall": recall}
            total = precision + recall
            result[name] = 2 * precision * recall / total if total else 0.0
        for name in (n for n in _SHARES if n in self.seen):
            result[name] = _share(self.hits[name], self.gold[name], empty=True)
        return result


def _share(part: int, whole: int, *, empty: bool) -> float:
    return part / whole if whole else float(empty)


def score(gold: Mapping[str, Mapping[str, list[Row]]], found: Mapping[str, Mapping[str, list[Row]]]) -> Score:
    """Compare found rows with gold rows, both as `read_rows` gives them.

    A gold document that was not found counts as empty; a found document without gold is left out.
    """
    tally = _Tally()
    for document, rows in gold.items():
        other = found.get(document, {kind: [] for kind in KINDS})
        _mentions(rows["mention"], other["mention"], tally)
        if rows["milestone"] or rows["entity"]:
            _milestones(rows["milestone"], other["milestone"], tally)
            _entities(rows["entity"], other["entity"], tally)
    counts = {name: tally.gold[name] for name in _F1 if name in tally.seen}
    return Score(figures=tally.figures(), counts=counts, differences=tuple(tally.differences))


def _mentions(gold: list[Row], found: list[Row], tally: _Tally) -> None:
    if found and all(isinstance(row.get("start"), int) for row in found):
        found = sorted(found, key=lambda row: row["start"])
    aligned = align(gold, found)
    # an optional gold mention counts neither when found nor when left out
    free = {j for i, j in aligned if gold[i].get("optional")}
    pairs = [(gold[i], found[j]) for i, j in aligned if not gold[i].get("optional")]
    must = [row for row in gold if not row.get("optional")]
    kept = [row for j, row in enumerate(found) if j not in free]
    tally.add("mentions", len(pairs), len(must), len(kept))
    _unpaired(pairs, must, kept, tally)
    right: Counter[str] = Counter()
    for a, b in pairs:
        verdict = _verdict(a, b)
        right.update(name for name, holds in verdict.items() if holds)
        wrong = _wrong(a, b, verdict)
        right.update(_whole(a, b, wrong))
        if wrong:
            tally.differences.append(Difference(",".join(wrong), a, b))
    placeable = [(a, b) for a, b in pairs if a.get("sentence")]
    placed = sum(same_place(a.get("sentence"), b.get("sentence")) for a, b in placeable)
    measuring = sum(row.get("role") in _MEASURING for row in must)
    tally.add("source", placed, len(placeable))
    tally.add("role", right["role"], len(must))
    for name in ("value", "unit", "comparator"):
        tally.add(name, right[name], measuring)
    for name, role in (("figures", "observation"), ("facts", "observation"), ("terms", "term")):
        tally.add(name, right[name], _with_role(must, role), _with_role(kept, role))


def _unpaired(pairs: list[tuple[Row, Row]], gold: list[Row], found: list[Row], tally: _Tally) -> None:
    left, right = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    tally.differences += [Difference("missed", row, None) for row in gold if id(row) not in left]
    tally.differences += [Difference("invented", None, row) for row in found if id(row) not in right]


def _with_role(rows: list[Row], role: str) -> int:
    return sum(row.get("role") == role for row in rows)


def _verdict(gold: Row, found: Row) -> dict[str, bool]:
    verdict = {"role": gold.get("role") == found.get("role")}
    if gold.get("role") in _MEASURING:
        verdict["value"] = same_value(gold.get("value"), found.get("value"))
        verdict["unit"] = bare(gold.get("unit")) == bare(found.get("unit"))
        verdict["comparator"] = (gold.get("comparator") or "=") == (found.get("comparator") or "=")
    return verdict


def _wrong(gold: Row, found: Row, verdict: dict[str, bool]) -> list[str]:
    wrong = [name for name, holds in verdict.items() if not holds]
    role = gold.get("role")
    if role != found.get("role"):
        return wrong
    if role == "observation":
        if gold.get("aspect") != found.get("aspect"):
            return [*wrong, "aspect"]
        if not wrong:
            return [name for name, holds in _fact(gold, found).items() if not holds]
    if role == "term" and not wrong and not same_measure(gold.get("measure"), found.get("measure")):
        return ["measure"]
    return wrong


def _fact(gold: Row, found: Row) -> dict[str, bool]:
    return {
        "period": (gold.get("period") or None) == (found.get("period") or None),
        "base": bare(gold.get("base")) == bare(found.get("base")),
        "measure": same_measure(gold.get("measure"), found.get("measure")),
        "subject": same_subject(gold.get("subject"), found.get("subject")),
    }


def _whole(gold: Row, found: Row, wrong: list[str]) -> list[str]:
    """Which of figures, facts and terms the pair is a hit of."""
    role = gold.get("role")
    if role != found.get("role"):
        return []
    if role == "observation":
        figure = not {"role", "value", "unit", "comparator", "aspect"} & set(wrong)
        return ["figures", *([] if wrong else ["facts"])] if figure else []
    return ["terms"] if role == "term" and not wrong else []


def _milestones(gold: list[Row], found: list[Row], tally: _Tally) -> None:
    def full(a: Row, b: Row) -> bool:
        return same_actors(a.get("actor"), b.get("actor")) and bare(a.get("claim")) == bare(b.get("claim"))

    candidates = sorted(
        (
            (dice(a.get("object"), b.get("object")) + 0.3 * full(a, b) + 0.2 * _together(a, b), i, j)
            for i, a in enumerate(gold)
            for j, b in enumerate(found)
            if bare(a.get("date")) == bare(b.get("date"))
            and dice(a.get("object"), b.get("object")) >= _SAME_OBJECT
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in candidates:
        if i not in partner and j not in used:
            partner[i] = j
            used.add(j)
    complete = sum(full(gold[i], found[j]) for i, j in partner.items())
    tally.add("milestones", len(partner), len(gold), len(found))
    tally.add("milestones+", complete, len(gold), len(found))
    tally.differences += [
        Difference("missed milestone", row, None) for i, row in enumerate(gold) if i not in partner
    ]
    tally.differences += [
        Difference("invented milestone", None, row) for j, row in enumerate(found) if j not in used
    ]


def _together(a: Row, b: Row) -> bool:
    return same_place(a.get("sentence"), b.get("sentence"))


def _entities(gold: list[Row], found: list[Row], tally: _Tally) -> None:
    wanted = {bare(row.get("surface")): row for row in gold}
    offered = {name: row for row in found if (name := bare(row.get("surface")))}
    forms = {bare(form): name for name, row in wanted.items() for form in _forms(row)}
    hits, typed = set(), set()
    for name, row in offered.items():
        target = forms.get(name)
        if target:
            hits.add(target)
            if wanted[target].get("type") == row.get("type"):
                typed.add(target)
    tally.add("entities", len(hits), len(wanted), len(offered))
    tally.add("entities+", len(typed), len(wanted), len(offered))


def _forms(row: Row) -> list[Any]:
    return [row.get("surface"), *(row.get("aliases") or [])]

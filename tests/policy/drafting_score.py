"""How many of the terms that a document states its drafts hold: cases are files in `drafts/`."""

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from kejian import read
from kejian.policy.drafting import Draft, draft

FOLDER = Path(__file__).parent / "drafts"
SPREAD = ("document", "issuer", "from", "to", "apply_at", "materials")


def documents() -> list[Path]:
    """The documents, each beside what it states."""
    return sorted(p for p in FOLDER.iterdir() if p.suffix != ".yaml")


def expected(path: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))


def counted(path: Path, drafts: tuple[Draft, ...] | None = None) -> tuple[Counter[str], list[str]]:
    """Terms stated, found and right by kind of statement, and what is missing or too much."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    left = {one.title: one for one in (draft(read(path)) if drafts is None else drafts)}
    for policy in expected(path):
        one = left.pop(policy["title"], None)
        terms = list(one.terms) if one else []
        counts["found"] += len(terms)
        for term in policy["terms"]:
            counts["stated"] += 1
            match = next((t for t in terms if _same(t, term)), None)
            if match is None:
                wrong.append(f"{path.name}: missing {term}")
                continue
            terms.remove(match)
            counts["right"] += 1
            for name in ("who", "phase", "figure", "of"):
                if name in term:
                    counts[f"{name} stated"] += 1
                    ok = term[name] in (getattr(match, name) or "")
                    counts[f"{name} right"] += ok
                    if not ok:
                        wrong.append(f"{path.name}: {name} of {term} is {getattr(match, name)}")
        wrong += [f"{path.name}: too much {t.kind} {t.passage.quote}" for t in terms]
        _count_rest(policy, one, counts, wrong, path.name)
    for title, one in left.items():
        counts["found"] += len(one.terms)
        wrong.append(f"{path.name}: no such policy {title}")
    return counts, wrong


def _same(found: Any, term: dict[str, Any]) -> bool:
    value = Fraction(str(term["value"]))
    who = term.get("who")
    return (
        found.kind == term["kind"]
        and found.value == value
        and (who is None or found.who is None or who in found.who)
    )


def _count_rest(
    policy: dict[str, Any], one: Draft | None, counts: Counter[str], wrong: list[str], name: str
) -> None:
    said = {p.name: p.value for p in one.particulars} if one else {}
    for key in SPREAD:
        if key not in policy:
            continue
        counts["particulars stated"] += 1
        value = tuple(policy[key]) if isinstance(policy[key], list) else policy[key]
        ok = said.get(key) == value
        counts["particulars right"] += ok
        if not ok:
            wrong.append(f"{name}: {key} is {said.get(key)}, not {value}")
    for start, end in policy.get("windows", []):
        counts["particulars stated"] += 1
        counts["particulars right"] += said.get("window") == (_day(start), _day(end))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)

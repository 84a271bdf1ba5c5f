"""One event told twice (a title and its description, a chronicle and the text) becomes one."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events_model import Event

Told = tuple[Sentence, Event]


def merge(events: Sequence[Told]) -> list[Told]:
    """``events`` with those told more than once kept once, as their fullest telling puts them."""
    kept: list[Told] = []
    for sentence, event in events:
        for index, (place, other) in enumerate(kept):
            if _same(event, other):
                kept[index] = _fuller((place, other), (sentence, event))
                break
        else:
            kept.append((sentence, event))
    return kept


def _same(a: Event, b: Event) -> bool:
    if a.family != b.family and {a.family, b.family} != {"open", "found"}:
        return False
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    if a.place == "phrase" and b.place == "phrase" and _alike(a.action, b.action) < 0.6:
        return False
    return _contains(a.object, b.object) or _alike(a.object, b.object) >= 0.7


def _fuller(first: Told, second: Told) -> Told:
    """The telling with the more exact date, with the claim and the actors of either."""
    better, other = (second, first) if len(second[1].date or "") > len(first[1].date or "") else (first, second)
    name = better[1].object
    if _contains(name, other[1].object):
        name = min(name, other[1].object, key=len)
    return better[0], msgspec.structs.replace(
        better[1], object=name, claim=better[1].claim or other[1].claim, actor=better[1].actor or other[1].actor
    )


def _contains(a: str, b: str) -> bool:
    """Whether one is the other with something before it: a name told bare and with what it is."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 6 and long.endswith(short)


def _alike(a: str, b: str) -> float:
    """Dice coefficient of character pairs."""
    if a == b:
        return 1.0
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    total = sum(pairs_a.values()) + sum(pairs_b.values())
    return 2 * sum((pairs_a & pairs_b).values()) / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = [c for c in text if c not in "“”《》 "]
    return Counter(a + b for a, b in zip(plain, plain[1:], strict=False))

"""Which statement of a new reading is which stored one.

In this order: entities of the same name; statements whose places, carried over to the new text, overlap,
those with the same words and measure first; then, for what is left and for what was retired before,
the same quotation in the same surroundings.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from kejian.base.align import Alignment
from kejian.base.words import fold

AROUND = 32  # characters on either side that tell a quotation from another
_SURE = 10  # of them that must agree, and …
_ENOUGH = 4  # … if both speak of the same thing
_MANY = 100  # equal quotations that are compared


class Known(msgspec.Struct, kw_only=True):
    """What identity is judged by: of a stored statement, and of a new one (whose ``id`` is empty).

    ``about`` is what the statement speaks of: a figure's measure, a milestone's object, an entity's name.
    """

    kind: str
    start: int
    end: int
    quote: str
    about: str
    detail: str = ""  # a figure's aspect, a milestone's action, an entity's type
    before: str = ""
    after: str = ""
    id: str = ""


def match(
    stored: Sequence[Known], retired: Sequence[Known], found: Sequence[Known], *, way: Alignment
) -> dict[int, str]:
    """Index in ``found`` → id of the stored or retired statement that it is.

    ``stored`` have places in the old text of ``way``, ``found`` in its new text; ``retired`` ones only
    their quotation and its surroundings.
    """
    pairing: dict[int, str] = {}
    _by_name(stored, found, pairing)
    _by_place(stored, found, pairing, way)
    _by_quotation([*stored, *retired], found, pairing)
    _by_name(retired, found, pairing)
    return pairing


def _by_name(stored: Sequence[Known], found: Sequence[Known], pairing: dict[int, str]) -> None:
    used = set(pairing.values())
    for same in (lambda k: (fold(k.about), k.detail), lambda k: fold(k.about)):
        waiting = defaultdict(list)
        for known in reversed(stored):
            if known.kind == "entity" and known.id not in used:
                waiting[same(known)].append(known)
        for index, new in enumerate(found):
            if new.kind == "entity" and index not in pairing and (candidates := waiting.get(same(new))):
                pairing[index] = candidates.pop().id
                used.add(pairing[index])


def _by_place(
    stored: Sequence[Known], found: Sequence[Known], pairing: dict[int, str], way: Alignment
) -> None:
    used = set(pairing.values())
    order = sorted((k for k in range(len(found)) if k not in pairing), key=lambda k: found[k].start)
    starts = [found[k].start for k in order]
    longest = max((found[k].end - found[k].start for k in order), default=0)
    scored = []
    for rank, known in enumerate(stored):
        place = way.moved(known.start, known.end) if known.id not in used else None
        if place is None:
            continue
        for k in order[bisect_left(starts, place[0] - longest) : bisect_left(starts, place[1])]:
            new = found[k]
            overlap = min(place[1], new.end) - max(place[0], new.start)
            if new.kind == known.kind and overlap > 0:
                likeness = (
                    (new.quote == known.quote) + (new.about == known.about) + (new.detail == known.detail),
                    overlap / (max(place[1], new.end) - min(place[0], new.start)),
                )
                scored.append((likeness, -rank, -k, known.id))
    for _, _, k, id_ in sorted(scored, reverse=True):
        if -k not in pairing and id_ not in used:
            pairing[-k] = id_
            used.add(id_)


def _by_quotation(stored: Sequence[Known], found: Sequence[Known], pairing: dict[int, str]) -> None:
    used = set(pairing.values())
    waiting = defaultdict(list)
    for index, new in enumerate(found):
        if index not in pairing:
            waiting[new.kind, new.quote].append(index)
    scored = []
    for rank, known in enumerate(stored):
        if known.id not in used:
            for k in waiting[known.kind, known.quote][:_MANY]:
                agree = _common(known.before[::-1], found[k].before[::-1]) + _common(
                    known.after, found[k].after
                )
                same = (known.about == found[k].about) + (known.detail == found[k].detail)
                if agree >= (_ENOUGH if known.about and same == 2 else _SURE):
                    likeness = agree + same
                    scored.append((likeness, -rank, -k, known.id))
    for _, _, k, id_ in sorted(scored, reverse=True):
        if -k not in pairing and id_ not in used:
            pairing[-k] = id_
            used.add(id_)


def _common(one: str, other: str) -> int:
    """Characters at the beginning that are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count

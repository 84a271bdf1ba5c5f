"""One event told twice (a title and its description, a chronicle and the text) becomes one."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.model import Event

Told = tuple[Sentence, Event]

_ALIKE = 0.7  # of the pairs of characters of two names for one thing
_SHORTEST = 6  # characters of a name that may stand at the end of a longer one
_NEAREST = 40  # earlier events with a like name that a new one is compared with
_NO_MARKS = str.maketrans("", "", "“”《》 ")
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+(?=[号期代届])")
_KIN = {"found": "open"}  # 某某中心成立, 某某中心揭牌


class _Name(msgspec.Struct, frozen=True):
    """The name of a thing without its marks."""

    plain: str
    numbers: tuple[str, ...]

    def pairs(self) -> Counter[str]:
        """Its pairs of characters."""
        return Counter(map("".join, pairwise(self.plain)))

    def ends(self) -> tuple[str, ...]:
        """The pairs at either end: two names of one thing share one of them."""
        return tuple({self.plain[:2], self.plain[2:4], self.plain[-2:], self.plain[-4:-2]})


def merge(events: Sequence[Told]) -> list[Told]:
    """``events`` with those told more than once kept once, as their fullest telling puts them.

    Told where first told; the time it takes grows with their number, however alike they are.
    """
    kept: list[Told] = []
    named: list[_Name] = []
    near: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for sentence, event in events:
        name = _name(event.object)
        family = _KIN.get(event.family, event.family)
        ends = name.ends()
        candidates = {i for end in ends for i in near[family, end][-_NEAREST:]}
        index = next((i for i in sorted(candidates) if _same(event, name, kept[i][1], named[i])), None)
        if index is not None:
            kept[index] = _fuller(kept[index], (sentence, event))
            continue
        for end in ends:
            near[family, end].append(len(kept))
        kept.append((sentence, event))
        named.append(name)
    return kept


def _same(a: Event, name: _Name, b: Event, other: _Name) -> bool:
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    if a.place == "phrase" == b.place and _dice(_name(a.action), _name(b.action)) < _ALIKE:
        return False
    if name.numbers and other.numbers and name.numbers != other.numbers:
        return False  # 一号星 and 二号星
    return _contains(name.plain, other.plain) or _dice(name, other) >= _ALIKE


def _fuller(first: Told, second: Told) -> Told:
    """The telling with the more exact date, with the claim and the actors of either and the barer name."""
    better, other = (
        (second, first) if len(second[1].date or "") > len(first[1].date or "") else (first, second)
    )
    name = better[1].object
    if _contains(name, other[1].object):
        name = min(name, other[1].object, key=len)
    event = msgspec.structs.replace(
        better[1],
        object=name,
        claim=better[1].claim or other[1].claim,
        actor=better[1].actor or other[1].actor,
    )
    return better[0], event


def _contains(a: str, b: str) -> bool:
    """Whether one is the other with something before it: a name told bare and with what it is."""
    short, long = sorted((a, b), key=len)
    return len(short) >= _SHORTEST and long.endswith(short)


def _name(text: str) -> _Name:
    plain = text.translate(_NO_MARKS)
    return _Name(plain, tuple(_NUMBER.findall(plain)))


def _dice(a: _Name, b: _Name) -> float:
    """Dice coefficient of pairs of characters."""
    if a.plain == b.plain:
        return 1.0
    total = len(a.plain) + len(b.plain) - 2
    return 2 * sum((a.pairs() & b.pairs()).values()) / total if total > 0 else 0.0

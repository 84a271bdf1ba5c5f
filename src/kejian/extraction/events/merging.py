"""One event told twice (a title and its description, a chronicle and the text) becomes one."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.model import Event

Told = tuple[Sentence, Event]

_ALIKE = 0.7  # of the pairs of characters of two names for one thing
_SHORTEST = 6  # characters of a name that may stand at the end of a longer one
_SHORTEST_DATED = 3  # the same where both are told of one month or day
_YEAR = 4  # characters of a date that gives no more than the year
_NEAREST = 40  # earlier events with a like name that a new one is compared with
_NO_MARKS = str.maketrans("", "", "“”《》 ")
# what names a thing by itself: words in quotation marks, a code of letters with a number
_OWN = re.compile(r"“([^“”]{2,})”|([A-Za-z]+-?\d[\w-]*)")
_NUMBER = re.compile(r"[\d一二三四五六七八九十](?:(?<=\d)\d*|(?<!\d)[一二三四五六七八九十]*(?=[号期代届]))")
_NONE: frozenset[str] = frozenset()
_KIN = {"found": "open", "approve": "obtain"}  # 某某中心成立, 某某中心揭牌; 某某药获批, 获某某局批准
_APPROVED = re.compile(r"获(?:得|准)?[^，。]{0,14}?批准?(?=.)")


class _Name(msgspec.Struct, frozen=True):
    """The name of a thing without its marks."""

    plain: str
    numbers: tuple[str, ...]
    own: frozenset[str]  # its names in quotation marks and its codes

    def ends(self) -> set[str]:
        """The pairs at either end: two names of one thing share one of them."""
        return {self.plain[:2], self.plain[2:4], self.plain[-2:], self.plain[-4:-2]}


def merge(events: Sequence[Told]) -> list[Told]:
    """``events`` with those told more than once kept once, as their fullest telling puts them.

    Told where first told; the time it takes grows with their number, however alike they are.
    """
    kept: list[Told] = []
    named: list[_Name] = []
    near: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for sentence, event in events:
        name = _name(event.object)
        family = _KIN.get(event.family, event.family)
        places, ends = near[family], name.ends()
        candidates: set[int] = set()
        for end in ends & places.keys():
            candidates.update(places[end][-_NEAREST:])
        for index in sorted(candidates):
            if _same(event, name, kept[index][1], named[index]):
                kept[index] = _fuller(kept[index], (sentence, event))
                break
        else:
            for end in ends:
                places[end].append(len(kept))
            kept.append((sentence, event))
            named.append(name)
    return kept


def _same(a: Event, name: _Name, b: Event, other: _Name) -> bool:
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    if a.place == "phrase" == b.place and not _alike(_did(a).plain, _did(b).plain):
        return False
    if name.numbers and other.numbers and name.numbers != other.numbers:
        return False  # 一号星 and 二号星
    if name.own == other.own and (name.plain in name.own or other.plain in other.own):
        return True  # 新药“青藤丸” and “青藤丸”
    same_day = a.date == b.date and len(a.date or "") > _YEAR
    shortest = _SHORTEST_DATED if same_day else _SHORTEST
    return _contains(name.plain, other.plain, shortest) or _alike(name.plain, other.plain)


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


def _contains(a: str, b: str, shortest: int = _SHORTEST) -> bool:
    """Whether one is the other with something before it: a name told bare and with what it is."""
    short, long = sorted((a, b), key=len)
    return len(short) >= shortest and long.endswith(short)


def _did(event: Event) -> _Name:
    """What was done, whoever approved it."""
    return _name(_APPROVED.sub("获批", event.action))


def _name(text: str) -> _Name:
    if text.isalpha():  # neither marks nor codes
        return _Name(text, tuple(_NUMBER.findall(text)), _NONE)
    plain = text.translate(_NO_MARKS)
    own = frozenset([quoted or code for quoted, code in _OWN.findall(text)])
    return _Name(plain, tuple(_NUMBER.findall(plain)), own)


@lru_cache(maxsize=256)  # a name is compared with many
def _pairs(plain: str) -> Counter[str]:
    """The pairs of characters of a name."""
    return Counter(map("".join, pairwise(plain)))


def _alike(a: str, b: str) -> bool:
    """Whether two names share most of their pairs of characters (Dice coefficient)."""
    if a == b:
        return True
    total = len(a) + len(b) - 2
    if total <= 0 or 2 * (min(len(a), len(b)) - 1) / total < _ALIKE:
        return False  # however alike they are
    return 2 * sum((_pairs(a) & _pairs(b)).values()) / total >= _ALIKE

"""One event told twice (a title and its description, a chronicle and the text) becomes one."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from operator import add

import msgspec

from kejian.extraction.context import Sentence
from kejian.extraction.events.model import Event

Told = tuple[Sentence, Event]

_ALIKE = 0.7  # of the pairs of characters of two names for one thing
_SHORTEST = 6  # characters of a name that may stand at the end of a longer one
_SHORTEST_DATED = 3  # the same where both are told of one month or day
_YEAR = 4  # characters of a date that gives no more than the year
_NEAREST = 40  # earlier events with a like name that a new one is compared with
_MARKS = "“”《》 "
# what names a thing by itself: words in quotation marks, a code of letters with a number
_OWN = re.compile(r"“([^“”]{2,})”|([A-Za-z]+-?\d[\w-]*)")
_NUMBER = re.compile(r"[\d一二三四五六七八九十](?:(?<=\d)\d*|(?<!\d)[一二三四五六七八九十]*(?=[号期代届]))")
_NONE: frozenset[str] = frozenset()
_KIN = {"found": "open", "approve": "obtain"}  # 某某中心成立, 某某中心揭牌; 某某药获批, 获某某局批准
_APPROVED = re.compile(r"获(?:得|准)?[^，。]{0,14}?批准?(?=.)")


def merge(events: Sequence[Told]) -> list[Told]:
    """``events`` with those told more than once kept once, as their fullest telling puts them.

    Told where first told; the time it takes grows with their number, however alike they are.
    """
    kept: list[Told] = []
    named: list[str] = []  # the things as they were first told
    near: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for told in events:
        event = told[1]
        name = _plain(event.object)
        places = near[_KIN.get(event.family, event.family)]
        # the pairs at either end: two names of one thing share one of them
        ends = {name[:2], name[2:4], name[-2:], name[-4:-2]}
        candidates: set[int] = set()
        for end in ends:
            if end in places:
                candidates.update(places[end][-_NEAREST:])
        for index in sorted(candidates):
            if _same(event, kept[index][1], named[index]):
                kept[index] = _fuller(kept[index], told)
                break
        else:
            for end in ends:
                places[end].append(len(kept))
            kept.append(told)
            named.append(event.object)
    return kept


def _same(a: Event, b: Event, thing: str) -> bool:
    """Whether ``a`` tells ``b``, which was first told of ``thing``."""
    if a.date and b.date and not (a.date.startswith(b.date) or b.date.startswith(a.date)):
        return False
    name, other = _plain(a.object), _plain(thing)
    same_day = a.date == b.date and len(a.date or "") > _YEAR
    shortest = _SHORTEST_DATED if same_day else _SHORTEST
    if not (_contains(name, other, shortest) or _alike(name, other)):
        own = _own(a.object)
        if not own or own != _own(thing) or not (name in own or other in own):
            return False  # but 新药“青藤丸” and “青藤丸” are one
    numbers, others = _NUMBER.findall(name), _NUMBER.findall(other)
    if numbers and others and numbers != others:
        return False  # 一号星 and 二号星
    return a.place != "phrase" or b.place != "phrase" or _alike(_did(a), _did(b))


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
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return len(short) >= shortest and long.endswith(short)


def _did(event: Event) -> str:
    """What was done, whoever approved it."""
    return _plain(_APPROVED.sub("获批", event.action))


def _plain(text: str) -> str:
    """The name of a thing without its marks."""
    if text.isalpha():
        return text
    for mark in _MARKS:
        text = text.replace(mark, "")
    return text


def _own(text: str) -> frozenset[str]:
    """The names in quotation marks and the codes in the name of a thing."""
    return _NONE if text.isalpha() else frozenset([quoted or code for quoted, code in _OWN.findall(text)])


@lru_cache(maxsize=256)  # a name is compared with many
def _pairs(plain: str) -> Counter[str]:
    """The pairs of characters of a name."""
    return Counter(map(add, plain, plain[1:]))


def _alike(a: str, b: str) -> bool:
    """Whether two names share most of their pairs of characters (Dice coefficient)."""
    if a == b:
        return True
    total = len(a) + len(b) - 2
    if total <= 0 or 2 * (min(len(a), len(b)) - 1) / total < _ALIKE:
        return False  # however alike they are
    others = _pairs(b)
    shared = sum([min(count, others[pair]) for pair, count in _pairs(a).items() if pair in others])
    return 2 * shared / total >= _ALIKE

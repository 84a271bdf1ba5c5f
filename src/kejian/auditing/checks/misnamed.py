"""One thing that two sentences call by names a character apart: `“蓝鲸四号”钻机`, `“蓝鲨四号”钻机`.

Long names are asked about as they are; short ones where the same day, number or kind of thing says that
they are of one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product

import regex

from kejian.auditing.checks.terms import homophones, spellings
from kejian.auditing.happenings import Happening
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.language.normal import normal

# characters that tell one of a series from another
_TELLING = regex.compile(
    r"[\da-zA-Z零一二三四五六七八九十百首甲乙丙丁东西南北中上下左右前后新老大小高低国省市区县州院校厂部局委医工农理文师年届次]"
)
_LONG = 8  # characters of a name that no other thing has with but one changed
_KIND, _MONTH = 3, len("2022-08")  # characters of the kind of thing that must be the same
_MANY = 20


def misnamed(told_of: Sequence[Happening]) -> Iterator[Finding]:
    """Pairs of names that differ in one character, or in the word behind a name in quotes."""
    places: dict[str, list[Happening]] = defaultdict(list)
    for told in told_of:
        if not told.code:
            places[told.names[0]].append(told)
    near: dict[str, list[str]] = defaultdict(list)
    for name in places:
        for at, char in enumerate(name):
            if not _TELLING.match(char):
                near[f"{name[:at]}\0{name[at + 1 :]}"].append(name)
    for pattern, names in near.items():
        at = pattern.find("\0")
        for one, other in combinations(names[:_MANY], 2):
            pairs = product(places[one][:_MANY], places[other][:_MANY])
            often = {len(places[one]), len(places[other])} != {1}
            alike = (
                (a, b)
                for a, b in pairs
                if a.passage != b.passage and _of_one(a, b, one[at], other[at], often=often)
            )
            if (first := next(alike, None)) is not None:
                yield _finding(*first, one, other)
    for a, b in combinations([one for one in told_of if one.code][:_MANY], 2):
        if a.code != b.code and sorted(a.code) == sorted(b.code) and _one_day(a, b):
            yield _finding(a, b, a.code, b.code)  # two digits changed about
    for name, same in places.items():
        for a, b in combinations(same[:_MANY], 2):
            kinds = (_behind(a), _behind(b))
            if _other_kind(*kinds) and (_one_day(a, b) and _one_number(a, b)):
                yield _finding(a, b, f"{name}{kinds[0]}", f"{name}{kinds[1]}")
                break


def _of_one(a: Happening, b: Happening, char: str, other: str, *, often: bool) -> bool:
    """``often`` says that one of the names is told more than once, so that the other may be a slip."""
    name = a.names[0]
    if len(name) >= _LONG:
        return True
    alike = other in homophones().get(char, "") + spellings().alike.get(char, "")
    one_kind = _same(_behind(a), _behind(b)) >= _KIND or _same(_before(a)[::-1], _before(b)[::-1]) > _KIND
    told = alike or often or _one_day(a, b) or _one_number(a, b)
    return (one_kind and (told or len(name) > _KIND)) or (len(name) > _KIND and told)


def _behind(one: Happening) -> str:
    """What stands behind a name in quotes: 钻机 of `“蓝鲸四号”钻机`."""
    found = regex.search(regex.escape(one.names[0]) + r"”(\p{Han}{1,8})", normal(one.passage.quote))
    return found[1] if found else ""


def _before(one: Happening) -> str:
    found = regex.search(r"(\p{Han}{1,8})“" + regex.escape(one.names[0]), normal(one.passage.quote))
    return found[1] if found else ""


def _same(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _other_kind(one: str, other: str) -> bool:
    """`对接周` and `对接会`: the third character differs."""
    return _same(one, other) == _KIND - 1 and min(len(one), len(other)) >= _KIND


def _one_day(a: Happening, b: Happening) -> bool:
    days = {day for _, day in b.dates if len(day) > _MONTH}
    return any(day in days for _, day in a.dates)


def _one_number(a: Happening, b: Happening) -> bool:
    return any(
        x.label == y.label and x.unit == y.unit and x.hard == y.hard for x in a.counts for y in b.counts
    )


def _finding(a: Happening, b: Happening, one: str, other: str) -> Finding:
    return Finding(
        check="events",
        severity=Severity.DOUBT,
        case=tell("events.names", one=one, other=other),
        passages=(a.passage, b.passage),
    )

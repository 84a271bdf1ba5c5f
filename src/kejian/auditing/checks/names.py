"""Names that differ in a single character."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import regex

from kejian.auditing.body import Body
from kejian.auditing.groups import CODE, Group, Kind, Named, named
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.model import EntityType

NAME = "names"
# characters that tell one of a series from another
_TELLING = regex.compile(
    r"[\da-zA-Z零一二三四五六七八九十百甲乙丙丁东西南北中上下左右前后新老大小高低国省市区县州院校厂部厅局委医工农理文师]"
)
_QUOTES, _HAN = regex.compile(r"[\s“”\"]"), regex.compile(r"\p{Han}")
_BESIDE = 2
_MANY = 100  # names that share all but one character: a series of names, not slips


def check(body: Body) -> list[Finding]:
    """Pair names of one kind and length that agree in all characters but one, where one is rare."""
    return _judge(name for number, read in body.numbered() for name in named(number, read))


def across(group: Group) -> list[Finding]:
    """The same for names of several documents."""
    return _judge(group.names, apart=True) if group.kind is Kind.NAME else []


def _judge(names: Iterable[Named], *, apart: bool = False) -> list[Finding]:
    places: dict[tuple[EntityType, str], list[Named]] = defaultdict(list)
    for one in names:
        places[one.of, one.name].append(one)
    near: dict[tuple[EntityType, str], list[str]] = defaultdict(list)
    for kind, name in places:
        for at in range(len(name)):
            near[kind, f"{name[:at]}\0{name[at + 1 :]}"].append(name)
    found = []
    for (kind, pattern), alike in near.items():
        at = pattern.index("\0")
        for a, b in combinations(sorted(alike), 2) if len(alike) < _MANY else ():
            coded = CODE.fullmatch(a) is not None and CODE.fullmatch(b) is not None
            if not coded and (_TELLING.match(a[at]) or _TELLING.match(b[at])):
                continue
            few, many = sorted((places[kind, a], places[kind, b]), key=_times)
            if apart and {n.document for n in few} & {n.document for n in many}:
                continue  # found in the document itself
            if coded and not _same_words(few[0], many):
                continue  # another model
            if _times(few) == 1 and _times(many) > 1:
                found.append(_finding(few[0], many[0], _times(many)))
    return found


def _same_words(few: Named, many: list[Named]) -> bool:
    """Whether the same words stand beside a code as beside the other: “YL-300”货运无人机."""
    place = few.places[0]
    for other in (p for name in many for p in name.places):
        if _shared(place.after, other.after) + _shared(place.before[::-1], other.before[::-1]) >= _BESIDE:
            return True
    return False


def _shared(one: str, other: str) -> int:
    """Chinese characters that both texts begin with, marks of quotation left aside."""
    count = 0
    for a, b in zip(_QUOTES.sub("", one), _QUOTES.sub("", other), strict=False):
        if a != b or not _HAN.match(a):
            break
        count += 1
    return count


def _times(names: list[Named]) -> int:
    return sum(name.times for name in names)


def _finding(few: Named, many: Named, times: int) -> Finding:
    return Finding(
        check=NAME,
        severity=Severity.DOUBT,
        case=tell("names.rare", rare=few.name, usual=many.name, times=times),
        passages=(few.places[0], many.places[0]),
    )

"""Names that differ in a single character."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.terms import homophones, spellings
from kejian.auditing.groups import CODE, Group, Kind, Named, codes, named
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.linking.names import parse
from kejian.model import EntityType, Passage

NAME = "names"
# characters that tell one of a series from another
_TELLING = regex.compile(
    r"[\da-zA-Z零一二三四五六七八九十百甲乙丙丁东西南北中上下左右前后新老大小高低国省市区县州院校厂部厅局委医工农理文师]"
)
_QUOTES, _HAN = regex.compile(r"[\s“”\"]"), regex.compile(r"\p{Han}")
_DASH = regex.compile(r"[-‐—]")
_STEM = 4  # characters of a company's name without its legal form
_BRAND = regex.compile(r"[“\"]([^“”\"]{2,16})[”\"](?:号|牌)?$")
_DOES = regex.compile(r"通过|完成|获|在|于|正式|成功|发布|下线|首飞|投|已|由|的|是|为|和|与")
_BESIDE, _SURE = 2, 8  # characters beside two codes that agree, where one stands often, and where not
_MANY = 100  # names that share all but one character: a series of names, not slips


def check(body: Body) -> list[Finding]:
    """Pair names of one kind and length that agree in all characters but one, where one is rare."""
    found = []
    for number, read in body.numbered():
        names = [*named(number, read), *codes(number, read)]
        found += [*_judge(names), *_forms(names)]
    return found


def _forms(names: Sequence[Named]) -> Iterator[Finding]:
    """One code with a dash and without, in letters of two widths; one company under two legal forms."""
    written: dict[str, dict[str, Passage]] = defaultdict(dict)
    legal: dict[str, dict[str, Passage]] = defaultdict(dict)
    for one in names:
        if CODE.fullmatch(one.name):
            for place in one.places:
                written[_DASH.sub("", one.name).upper()].setdefault(place.quote, place)
        elif one.of is EntityType.ORGANISATION:
            for place in one.places:
                name = parse(place.quote, EntityType.ORGANISATION)
                if name.canon != name.stem and len(name.stem) >= _STEM:
                    group = "集团" in name.canon  # a group and its company are two
                    legal[f"{name.stem}|{group}"].setdefault(name.canon, place)
    for groups, severity in ((written, Severity.STYLE), (legal, Severity.DOUBT)):
        for forms in groups.values():
            if len(forms) > 1:
                (usual, first), (other, second) = list(forms.items())[:2]
                case = tell("names.forms", one=usual, other=other)
                yield Finding(check=NAME, severity=severity, case=case, passages=(first, second))


def across(group: Group) -> list[Finding]:
    """The same for names of several documents."""
    return _judge(group.names, apart=True) if group.kind is Kind.NAME else []


def _judge(names: Iterable[Named], *, apart: bool = False) -> list[Finding]:
    places: dict[tuple[EntityType, str], list[Named]] = defaultdict(list)
    for one in names:
        places[one.of, one.name].append(one)
    near: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
    for kind, name in places:
        for at in range(len(name)):
            near[kind, f"{name[:at]}\0{name[at + 1 :]}"].add(name)
        if CODE.fullmatch(name):
            near[kind, "".join(sorted(name))].add(name)  # two characters changed about
    found: dict[tuple[str, str], Finding] = {}
    for (kind, pattern), alike in near.items():
        for a, b in combinations(sorted(alike), 2) if len(alike) < _MANY else ():
            few, many = sorted((places[kind, a], places[kind, b]), key=_times)
            if apart and {n.document for n in few} & {n.document for n in many}:
                continue  # found in the document itself
            if _times(few) == 1 and _is_slip(few, many, pattern):
                found.setdefault((a, b), _finding(few[0], many[0], _times(many)))
    return list(found.values())


def _is_slip(few: list[Named], many: list[Named], pattern: str) -> bool:
    """Whether the one name can be meant for the other: of a code the words beside it must agree."""
    one, other = few[0].name, many[0].name
    if CODE.fullmatch(one) and CODE.fullmatch(other):
        at = pattern.find("\0")
        brands = _brands(few), _brands(many)
        if all(brands) and not brands[0] & brands[1]:
            return False
        if brands[0] & brands[1] and (at < 0 or one[at].isalpha() or other[at].isalpha()):
            return True
        digit = at >= 0 and one[at].isdigit() and other[at].isdigit()
        return _same_words(few[0], many, behind=digit) >= (_BESIDE if _times(many) > 1 else _SURE)
    at = pattern.find("\0")
    if at < 0 or _TELLING.match(one[at]) or _TELLING.match(other[at]):
        return False
    sounds, looks = homophones().get(one[at], ""), spellings().alike.get(one[at], "")
    return _times(many) > 1 or other[at] in sounds + looks


def _brands(names: list[Named]) -> set[str]:
    """The names in marks of quotation that a code stands behind: models of one differ in their digits."""
    return {m[1] for name in names for p in name.places if (m := _BRAND.search(p.before))}


def _same_words(few: Named, many: list[Named], *, behind: bool) -> int:
    """How many characters beside a code stand beside the other too: “YL-300”货运无人机.

    Only those ``behind`` it say what it is where a brand may stand in front of several models.
    """
    place = few.places[0]
    return max(
        _shared(place.after, other.after) + (0 if behind else _shared(place.before[::-1], other.before[::-1]))
        for name in many
        for other in name.places
    )


def _shared(one: str, other: str) -> int:
    """Chinese characters that both texts begin with, marks of quotation left aside."""
    count = 0
    if _DOES.match(_QUOTES.sub("", one)):
        return 0  # what happens to it does not say what it is
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

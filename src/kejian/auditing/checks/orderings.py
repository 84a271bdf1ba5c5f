"""Sentences that rank values: `310家、420家，分列第1、第2位`, `居前三位的依次为…`, `最多的是…，其次是…`."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import NamedTuple

import regex

from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.same import small_number
from kejian.auditing.standings import END, N, sentences
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Aspect, Figure, Passage, Role

_RESPECTIVELY = regex.compile(
    rf"(?:分[居列占]|分别(?:位?[居列于]|排名?|为|在|是)?|依次[居列排]?|[位列居排]名?)[^,，。;；、\d第]{{0,8}}第(?P<list>(?:{N})[位名]?(?:[、和与及至到—~-]+第?(?:{N})[位名]?)+)"
)
_ONE = regex.compile(
    rf"第(?<n>{N})(?:[位名]|{END}|(?=[（(]))|(?<first>首位|榜首|头名|第一)|(?<next>紧随其后|次之)"
)
_HOLDS = regex.compile(r"[居列位排名为第]|跃|首|紧随|次之")
_DOWNWARD = regex.compile(
    rf"(?:前(?:{N})[位名强]?|由[高大多][到至][低小少]|从[高大多][到至][低小少]|第{N}[位名]?(?:至|到|—)第?{N}[位名]?)[^,，。;；\d]{{0,16}}(?:依次|分别|[是为:]|包括)"
)
_FIRST_FEW = regex.compile(
    rf"(?:[位名排]?[居列]|排名?|稳居|处于)[^,，。;；、\d第]{{0,6}}前(?<n>{N})(?:[位名强]|{END})"
)
_MOST = regex.compile(r"最[多高大强]|居首|首位|榜首|排名?第一|位[居列]第一|第一位|最为|最集中|最密集")
_NEXT = regex.compile(
    r"其后[为是]|随后[为是]|其次[是为]?|次之|紧随其后|第二[位是为]|居第二|列第二|再次[是为]|第三[位是为]"
)
LOWER_IS_BETTER = regex.compile(
    r"能耗|耗|排放|用时|时间|时长|成本|浓度|PM|失业|降幅|下降|最[低少小短]|由[低小少]|倒数|欠|负债|率先"
)
_LIGHT = regex.compile(r"[,，（(、:：\s]|紧随其后|次之|其次|拥有|共有|[以有为达共是]|^的")
_FEW = 2


class _Ranked(NamedTuple):
    place: int
    value: Figure
    passage: Passage
    what: str = ""  # the words that say what is ranked, where they stand beside the holder


def in_sentences(read: Read) -> Iterator[Finding]:
    """Values whose order is not that of the places they are given, a sentence (or paragraph) at a time."""
    text = normal(read.document.text)
    figures = [
        f
        for f in read.facts.figures
        if f.role in (Role.OBSERVATION, Role.SPEC)
        and f.aspect in (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE)
        and f.value is not None
        and f.comparator == "="
    ]
    carried: list[_Ranked] = []
    last = -1
    for start, end in sentences(read):
        words = text[start:end]
        inside = [f for f in figures if start <= f.passage.start < end]
        if last != start or LOWER_IS_BETTER.search(words):
            carried = []
        last = end
        if len(inside) == 0 or LOWER_IS_BETTER.search(words):
            continue
        yield from twice_in_list(read, text, start, end, inside)
        told = _respective(read, text, start, end, inside) or _pairs(read, text, start, end, inside)
        if len(told) < _FEW:
            yield from _falling(read, text, start, end, inside)
        if not told:
            continue
        yield from _judged([*carried, *told])
        carried = told if not carried else [*carried, *told]


def _respective(read: Read, text: str, start: int, end: int, inside: list[Figure]) -> list[_Ranked]:
    """`A、B两区310家和280家，分列第1、第2位`: as many values before the places as there are places."""
    found: list[_Ranked] = []
    for match in _RESPECTIVELY.finditer(text, start, end):
        places = _listed(match["list"])
        before = [f for f in inside if f.passage.end <= match.start()]
        values = _same_unit(before)[-len(places) :]
        if not before and regex.match(r"[位名]?[,，][^,，。;；]{0,10}分别", text[match.end() :]):
            behind = [f for f in inside if f.passage.start >= match.end()]
            values = [f for f in behind if f.unit == behind[0].unit][: len(places)]
        if len(values) != len(places) or any(
            regex.search(r"[。]", text[a.passage.end : b.passage.start]) for a, b in pairwise(values)
        ):
            continue
        passage = read.document.passage(match.start(), match.end())
        found += [_Ranked(p, v, passage) for p, v in zip(places, values, strict=True)]
        # a single place before the list: A居首位，B、C列第2位和第3位
        found = [
            *_lone(read, text, start, values[0].passage.start, before[: -len(places)], values[0]),
            *found,
        ]
    return found


def twice_in_list(read: Read, text: str, start: int, end: int, inside: list[Figure]) -> Iterator[Finding]:
    """`2686家、2667家和2407家，分列第1、第1、第3位`: one place given to two values that differ."""
    if "并列" in text[start:end]:
        return
    for match in _RESPECTIVELY.finditer(text, start, end):
        places = _listed(match["list"])
        values = _same_unit([f for f in inside if f.passage.end <= match.start()])[-len(places) :]
        if len(values) != len(places):
            continue
        for (place, one), (other_place, other) in combinations(zip(places, values, strict=True), 2):
            if place == other_place and one.value != other.value:
                yield Finding(
                    check="ranks",
                    severity=Severity.DOUBT,
                    case=tell("ranks.shared", place=place, one=one.passage.quote, other=other.passage.quote),
                    passages=(
                        read.document.passage(match.start(), match.end()),
                        one.passage,
                        other.passage,
                    ),
                )
                return


def _lone(
    read: Read, text: str, start: int, end: int, before: list[Figure], like: Figure
) -> Iterator[_Ranked]:
    alike = [f for f in before if f.unit == like.unit]
    for match in _ONE.finditer(text, start, end):
        near = [f for f in alike if f.passage.end <= match.start()]
        if near:
            if match["next"]:
                continue
            place = small_number(match["n"]) if match["n"] else 1
            yield _Ranked(place, near[-1], read.document.passage(match.start(), match.end()))


def _listed(words: str) -> list[int]:
    if regex.search(r"[至到—~-]", words):
        ends = [small_number(n) for n in regex.findall(N, words)]
        return (
            list(range(ends[0], ends[1] + 1))
            if len(ends) == _FEW and ends[0] < ends[1] < ends[0] + 20
            else []
        )
    return [small_number(n) for n in regex.findall(N, words)]


def _same_unit(figures: list[Figure]) -> list[Figure]:
    """The figures at the end that have the unit of the last one."""
    return [f for f in figures if f.unit == figures[-1].unit] if figures else []


_WHO = regex.compile(r"(?:(?![全本我各该省]|其中)\p{Han}){2,4}?[区县市州旗](?![域间块级场分长值])")


def _pairs(read: Read, text: str, start: int, end: int, inside: list[Figure]) -> list[_Ranked]:
    """`东岭区62家，居第2位；南溪区48家，居首位`: each value with the place told behind it and its holder."""
    found: list[_Ranked] = []
    names: set[str] = set()
    places = list(_ONE.finditer(text, start, end))
    for at, figure in enumerate(inside):
        until = inside[at + 1].passage.start if at + 1 < len(inside) else end
        behind = [m for m in places if figure.passage.end <= m.start() < until]
        since = inside[at - 1].passage.end if at else start
        if told := [m for m in places if since <= m.start() and m.end() < figure.passage.start]:
            opens = text[since : told[-1].start()].endswith(tuple("，,；;：:（(、。"))
            if not (opens and _WHO.match(text[told[-1].end() :].lstrip("位名，,是为"))):
                since = told[-1].end()  # the place of the holder before: what follows is another's
        ahead = [m for m in places if since <= m.start() and m.end() == figure.passage.start - 1]
        if ahead and text[figure.passage.start - 1] in "(（":  # 居第一（310家）
            behind = ahead
        elif not behind or (told and since < told[-1].start()):
            behind = [m for m in told if since <= m.start()][-1:] or behind
        if not behind or not _HOLDS.search(text[figure.passage.end : behind[0].end()] or behind[0][0]):
            continue
        said = (
            text[since : figure.passage.start].lstrip("、位名")
            if told
            else text[since : figure.passage.start]
        )
        who = _WHO.findall(said)
        if len(who) != 1 or who[0] in names or "、" in said.lstrip("、"):
            continue
        names.add(who[0])
        match = behind[0]
        place = small_number(match["n"]) if match["n"] else 1
        if match["next"]:
            place = found[-1].place + 1 if found else 2
        what = _LIGHT.sub("", said.rpartition(who[0])[2])
        found.append(_Ranked(place, figure, read.document.passage(match.start(), match.end()), what))
    return found


def _judged(told: list[_Ranked]) -> Iterator[Finding]:
    """The first two neighbours in rank whose values are the wrong way round."""
    if (shared := _shared(told)) is not None:
        yield shared
        return
    if len({one.place for one in told}) < len(told) or len({one.value.unit for one in told}) != 1:
        return
    order = sorted(told, key=lambda one: one.place)
    for one, other in pairwise(order):
        if (
            one.value.upper is not None
            and other.value.lower is not None
            and one.value.upper < other.value.lower
        ):
            passages = (one.passage, one.value.passage, other.passage, other.value.passage)
            yield Finding(
                check="ranks",
                severity=Severity.DOUBT,
                case=tell(
                    "ranks.values",
                    first=f"第{one.place}位",
                    one=one.value.passage.quote,
                    second=f"第{other.place}位",
                    other=other.value.passage.quote,
                ),
                passages=tuple(dict.fromkeys(passages)),
            )
            return


def _shared(told: list[_Ranked]) -> Finding | None:
    """One place given to two values that differ: `甲区862家，居第1位；乙区541家，居第1位`."""
    for one, other in combinations(told, 2):
        alike = one.value.unit == other.value.unit and (not other.what or one.what == other.what)
        if one.place == other.place and alike and one.value.value != other.value.value:
            passages = (one.passage, one.value.passage, other.passage, other.value.passage)
            return Finding(
                check="ranks",
                severity=Severity.DOUBT,
                case=tell(
                    "ranks.shared",
                    place=one.place,
                    one=one.value.passage.quote,
                    other=other.value.passage.quote,
                ),
                passages=tuple(dict.fromkeys(passages)),
            )
    return None


def _falling(read: Read, text: str, start: int, end: int, inside: list[Figure]) -> Iterator[Finding]:
    """Values told from the largest on: `前三位依次为…`, `最多的是…，其次是…`."""
    for match in _DOWNWARD.finditer(text, start, end):
        rest = [f for f in inside if f.passage.start >= match.end()]
        values = [f for f in rest if f.unit == rest[0].unit]
        stated = regex.search(rf"前({N})", match[0])
        if stated and len(values) > small_number(stated[1]):
            values = values[: small_number(stated[1])]
        yield from _rises(read, values, match)
        return
    for match in _FIRST_FEW.finditer(text, start, end):
        before = [f for f in inside if f.passage.end <= match.start()]
        values = _same_unit(before)
        listed = text[values[0].passage.start : match.start()] if values else ""
        if (
            len(values) == small_number(match["n"])
            and len(values) > _FEW
            and not regex.search(r"[。;；]", listed)
        ):
            yield from _rises(read, values, match)
            return
    most = _MOST.search(text, start, end)
    after = _NEXT.search(text, most.end(), end) if most else None
    if most is None or after is None:
        return
    before = [f for f in inside if f.passage.start < after.start()]
    behind = [f for f in inside if f.passage.start >= after.start() and before and f.unit == before[-1].unit]
    values = [f for f in before if f.unit == before[-1].unit][:1] if before else []
    if values and behind and len([f for f in before if f.unit == before[-1].unit]) == 1:
        yield from _rises(read, [values[0], behind[0]], most)


def _rises(read: Read, values: list[Figure], match: "regex.Match[str]") -> Iterator[Finding]:
    if len(values) < _FEW:
        return
    for one, other in pairwise(values):
        if one.upper is not None and other.lower is not None and one.upper < other.lower:
            yield Finding(
                check="ranks",
                severity=Severity.DOUBT,
                case=tell(
                    "ranks.falling",
                    words=match[0],
                    one=one.passage.quote,
                    other=other.passage.quote,
                ),
                passages=(read.document.passage(match.start(), match.end()), one.passage, other.passage),
            )
            return

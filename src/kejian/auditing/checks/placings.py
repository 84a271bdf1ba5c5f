"""Places given to several in one breath: `甲区居首位，乙区居次席`, `甲、乙和丙分列第一、第二和第二位`,
and places beyond the number of those ranked.

Where each clause holds nothing but who, what and which place, two of one place or values in another order
than the places are asked about.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

import regex

from kejian.auditing.checks.orderings import LOWER_IS_BETTER
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.same import small_number
from kejian.auditing.standings import END, N, sentences
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import BlockKind, Figure, Passage
from kejian.vocabulary.loader import load

_FILE = "places.yaml"
_CLAUSE = regex.compile(r"[，,；;：:。!！?？\n]|、")
_TIED = regex.compile(
    r"并列|同列|同为|均|都|双双|共同|包揽|连续|蝉联|上年|去年|由第|从第|此前|提升|前进|上升|下降|后退"
)
_SCOPE = regex.compile(r"全[市省国县区州球院校]|各[区县市]|第(?=的)|(?:19|20)\d{2}年?度?|[“”\s（）()的]")
_NUMBER = regex.compile(r"[\d.,]+(?:万|亿)?(?:亿?元|美元|[家件项个人名分%‰户辆台])?")
_RESPECTIVELY = regex.compile(
    rf"(?:分[居列占]|分别|依次)[^,，。;；、\d第]{{0,8}}第(?P<list>(?:{N})[位名]?(?:[、和与及]+第?(?:{N})[位名]?)+)"
)
_AHEAD = regex.compile(
    rf"第(?P<list>(?:{N})[位名]?(?:[、和与及]+第?(?:{N})[位名]?)+)的[^,，。;；\d]{{0,12}}(?:依次|分别)"
)
_NUMBERED = regex.compile(
    r"(?:位次|名次|排名|排序|排行)[^,，。;；\d]{0,8}(?:依次|如下|分别)?[为是]?[:：]?(?P<list>(?:[（(]\d{1,2}[)）][^（()）。；;]{2,20}[；;、,，]?){3,})"
)
_BODY = regex.compile(r"[区县市州旗省盟镇园港城]$|大学$|学院$|公司$|集团$|股份$|仪器$|药业$|科技$")
_YEAR = regex.compile(r"(?:19|20)\d{2}(?=年)")
_ELSEWHERE = regex.compile(r"全国|全省|全球|世界|亚洲")
_FEWEST, _MOST_HOLDER = 2, 12


class _Placed(NamedTuple):
    place: int
    holder: str
    passage: Passage
    value: Figure | None


def placings(read: Read) -> Iterator[Finding]:
    """Two holders of one place, values in another order, places beyond; a sentence or a list at a time."""
    text = normal(read.document.text)
    figures = [
        f for f in read.facts.figures if f.value is not None and f.unit and f.unit not in ("rank", "位")
    ]
    for start, end in (*sentences(read), *_lists(read)):
        words = text[start:end]
        yield from _beyond(read, text, start, end)
        if _TIED.search(words) or len(set(_YEAR.findall(words))) > 1:
            continue
        inside = [f for f in figures if start <= f.passage.start < end]
        values = [(f.value, f.unit) for f in inside]
        if len(set(values)) == len(values):  # two of one value may share a place
            yield from _twice_told(read, text, start, end)
        placed = list(_placed(read, text, start, end, inside))
        if len(placed) >= _FEWEST and _of_a_kind(placed):
            yield from _judged(placed, values=not LOWER_IS_BETTER.search(words))


def _lists(read: Read) -> Iterator[tuple[int, int]]:
    """The stretches of items that follow each other."""
    start = end = -1
    for block in read.document.blocks:
        if block.kind is BlockKind.ITEM:
            start, end = (start if start >= 0 else block.start), block.end
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _placed(read: Read, text: str, start: int, end: int, inside: list[Figure]) -> Iterator[_Placed]:
    """The places of a sentence whose clauses name who holds them, and nothing else."""
    at = start
    ends = [*(m.start() for m in _CLAUSE.finditer(text, start, end)), end]
    clauses = []
    for stop in ends:
        clauses.append((at, stop))
        at = stop + 1
    for index, (first, last) in enumerate(clauses):
        found = list(_place().finditer(text, first, last))
        if len(found) != 1:
            continue
        place = found[0]
        holder = _holder(text[first : place.start()]) or _holder(text[place.end() : last], behind=True)
        alone = not _light(text[first : place.start()]) and not _light(text[place.end() : last])
        if not holder and alone and index + 1 < len(clauses) and text[last : last + 1] in "：:":
            holder = _holder(text[slice(*clauses[index + 1])], behind=True)
        values = [f for f in inside if first <= f.passage.start < last]
        if holder:
            yield _Placed(
                _which(place), holder, read.document.passage(*place.span()), values[0] if values else None
            )


def _which(place: "regex.Match[str]") -> int:
    return small_number(place["n"]) if place["n"] else int(load_words()[place[0]])


def _holder(words: str, *, behind: bool = False) -> str:
    """The name that is left of a clause; of what stands behind a place only its beginning need be one."""
    left = _light(words)
    if behind:
        found = _starts().match(left)
        left = found[0] if found else ""
    named = regex.search(r"“[^”]{1,12}”", words)
    if named and len(left) <= _MOST_HOLDER:
        return named[0]
    return left if 1 < len(left) <= _MOST_HOLDER and _ends().search(left) else ""


def _light(words: str) -> str:
    """A clause without numbers, scopes and words that only say that a place is held."""
    return _holding().sub("", _SCOPE.sub("", _NUMBER.sub("", words)))


def _of_a_kind(placed: Sequence[_Placed]) -> bool:
    """Holders whose names end alike, or are all quoted."""
    ends = {one.holder[-1] for one in placed}
    return len(ends) == 1 or all(_BODY.search(one.holder) for one in placed)


def _judged(placed: Sequence[_Placed], *, values: bool) -> Iterator[Finding]:
    for one, other in combinations(placed, 2):
        if one.place == other.place and one.holder != other.holder:
            case = tell("ranks.two_holders", one=one.holder, other=other.holder, place=one.place)
            yield Finding(
                check="ranks", severity=Severity.DOUBT, case=case, passages=(one.passage, other.passage)
            )
            return
    told = sorted((one for one in placed if one.value is not None), key=lambda one: one.place)
    if not values or len({(one.value.unit, one.value.aspect) for one in told if one.value}) != 1:
        return
    for one, other in pairwise(told):
        a, b = one.value, other.value
        if a is None or b is None or a.upper is None or b.lower is None or a.upper >= b.lower:
            continue
        yield Finding(
            check="ranks",
            severity=Severity.DOUBT,
            case=tell(
                "ranks.values",
                first=f"第{one.place}位",
                one=a.passage.quote,
                second=f"第{other.place}位",
                other=b.passage.quote,
            ),
            passages=(one.passage, a.passage, other.passage, b.passage),
        )
        return


def _twice_told(read: Read, text: str, start: int, end: int) -> Iterator[Finding]:
    """`甲、乙和丙分列第一、第二和第二位`, `位次依次为：（1）甲；（2）乙；（2）丙`."""
    for pattern in (_RESPECTIVELY, _AHEAD, _NUMBERED):
        for match in pattern.finditer(text, start, end):
            marks = r"[（(](\d{1,2})[)）]" if pattern is _NUMBERED else rf"({N})"
            places = [small_number(word) for word in regex.findall(marks, match["list"])]
            twice = next((p for p in places if places.count(p) > 1), None)
            if twice is not None and len(places) > _FEWEST:
                named = regex.split(r"[、和与及，,：:]+", text[start : match.start()])[-len(places) :]
                case = tell("ranks.two_holders", one=named[0], other=named[-1], place=twice)
                yield Finding(
                    check="ranks",
                    severity=Severity.DOUBT,
                    case=case,
                    passages=(read.document.passage(*match.span()),),
                )


def _beyond(read: Read, text: str, start: int, end: int) -> Iterator[Finding]:
    """`居15个副省级城市第十七位`, `第18位，全省共有16个设区市参评`."""
    for pattern in _among():
        for match in pattern.finditer(text, start, end):
            ranked, place = small_number(match["n"]), small_number(match["rank"])
            if 1 < ranked < place and not _ELSEWHERE.search(match["rest"] or ""):
                yield Finding(
                    check="ranks",
                    severity=Severity.DOUBT,
                    case=tell("ranks.beyond", place=place, ranked=ranked),
                    passages=(read.document.passage(*match.span()),),
                )


@cache
def _among() -> tuple["regex.Pattern[str]", ...]:
    kinds = "|".join(sorted(load(_FILE)["ranked"], key=len, reverse=True))
    number = rf"(?<![\d.第至~—-])(?<n>[1-9]\d{{0,2}}|{N})(?:[个座家所支类名]|大)?"
    kind = rf"[^,，。;；、\d第]{{0,10}}?(?:{kinds})(?:[（(][区县市]{{1,2}}[)）])?"
    place = rf"第(?<rank>[1-9]\d{{0,2}}|{N})(?:[位名]|{END})"
    inside = r"(?:[中里内居列位排]|当中|之中|评价|考核|排名|评比|监测|参评|测评)"
    return (
        regex.compile(rf"{number}{kind}(?:{inside}(?<rest>[^。；;:：\d第]{{0,30}}?))?{place}"),
        regex.compile(
            rf"(?:参加|参与|参评|纳入|列入)[^,，。;；\d]{{0,12}}(?:{kinds})(?:共有?|有|为|达){number}"
            rf"(?<rest>[^。；;\d第]{{0,30}}?){place}"
        ),
        regex.compile(
            rf"{place}(?<rest>)[^。；;\d第]{{0,16}}[,，][^。；;\d第]{{0,8}}{number}{kind}(?:参评|参加|参与)"
        ),
    )


@cache
def load_words() -> dict[str, int]:
    """The words for places."""
    return dict(load(_FILE)["words"])


@cache
def _place() -> "regex.Pattern[str]":
    words = "|".join(sorted(load_words(), key=len, reverse=True))
    return regex.compile(rf"第(?<n>{N})(?:[位名]|{END}|(?=的|是|为|[（(]|：|:|\p{{Han}}))|(?:{words})")


@cache
def _holding() -> "regex.Pattern[str]":
    return regex.compile("|".join(sorted(load(_FILE)["holding"], key=len, reverse=True)))


@cache
def _ends() -> "regex.Pattern[str]":
    return regex.compile(f"(?:{'|'.join(load(_FILE)['holders'])})$")


@cache
def _starts() -> "regex.Pattern[str]":
    return regex.compile(rf"[\p{{Han}}A-Za-z·]{{1,8}}?(?:{'|'.join(load(_FILE)['holders'])})")

"""The two levels that a growth, change or multiple joins, told by how the sentences around it are built.

`2016年底只有312家；去年底，这个数字是1268家，五年翻了两番`, `是上市前11.0亿元的4.2倍`, `前者为后者的3倍`,
`三年翻一番：2018年，营业收入412亿元；2021年，达到830亿元`. What is measured need not have been extracted:
two numbers of one unit and of two years, the second of which names nothing new, are of one thing.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from kejian.auditing.compared import compare, is_multiple
from kejian.auditing.mending import CHANGING
from kejian.auditing.neighbours import normal_between
from kejian.auditing.said import Said
from kejian.auditing.same import in_short, period_key, residue, small_number
from kejian.language.normal import normal
from kejian.model import Aspect

_LEVELS = (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE)
_FEW, _FAR = 12, 3  # levels that are looked at, sentences back
_TIMES_OF = regex.compile(r"^[）)]?的(?:约|近|整整|足足)?$")
_FORMER = regex.compile(r"前者[^，。；]{0,4}后者")
_LATTER = regex.compile(r"后者[^，。；]{0,4}前者")
# what points back to a number instead of naming one, and says how big or how many in general
_POINTS_BACK = regex.compile(
    r"(?:这|该|此|那|上述|同)(?:一|个|项|些)?(?:数字|数据|指标|数值?|比例|规模|金额|总量|总数|投入|支出|收入|产值|队伍|群体)?"
    r"|(?:总|队伍|企业|人员|整体)?(?:规模|体量|数量|人数|家数|户数|件数|项数|总数|总量|总额|盘子|数字)|队伍"
)
_LITTLE = regex.compile(
    r"尚且?|仅仅?|只[有是]?|才|不过|还|便|即|则|而|却|也|又|再|已经?|达|约|近|超|整整|足足|正好|几乎|短短|就|一举|成功"
    r"|如今|现在|目前|眼下|今年|去年|前年|上一?年|时间|之间|之后|以后|后|间|内|回望|回看|回首|对照|对比|变[成为]|做到|卖出|来到|发展|增至|实现|一共|数|[涨跌翻]"
)
_SPAN = regex.compile(
    r"(?<![\d第上前这去])(?P<n>[一两二三四五六七八九十]{1,2}|\d{1,2})(?:个)?年(?![前度末底初])"
)
_SINCE = regex.compile(r"(?:比|较|与|是|为|相当于)(?P<y>(?:19|20)\d{2})年")
_ONE_YEAR = regex.compile(r"同比|[比较](?:上年|去年|上一年)|一年")
_PAST = regex.compile(r"上年|去年|前年|上一年|年前|上年同期|去年同期|彼时|当时")
_LATER = regex.compile(r"年(?:之|以)?后|如今|现在|目前|眼下|今年")
_THEN = regex.compile(
    r"[时年]$|[那当]年$|原来|此前|当初|之初$|初期$|年前$|前一年$|前夕$|起步|建[院区所市]|成立|伊始|期[初末]?$|[初末]$"
)
# what a number is compared with: 比建园第一年（2016年）的2.5亿元
_COMPARED = regex.compile(
    r"(?:^|(?<=[，,；;（(]))(?:约?[是为比较与同和]|相当于|达到?|相比|对照)[^，,。；;]{0,24}的$"
)
_NOT_HAN = regex.compile(r"[^\p{Han}A-Za-z]")
_SHORTEST = 3  # characters of a name that is told with and without whose it is
_MOST_SAID = 10  # characters before a growth in which 同比 is looked for


class Pair(NamedTuple):
    """The levels of before and of now; ``sure`` if both name the same thing at years that are told."""

    earlier: Said
    now: Said
    sure: bool


def pair(said: Said, near: Sequence[Said]) -> Pair | None:
    """The levels that a growth, change or multiple joins; None where the text does not tell, or they fit.

    ``near`` are the figures of its document in reading order.
    """
    place = near.index(said)
    if is_multiple(said):
        found = _times_of(said, near, place) or _former(said, near, place)
        if found is not None:
            return found
    window = _window(said, near, place)
    if any(compare(said, a, b) is None for a, b in _both_ways(window, said)):
        return None
    return (
        _in_a_row(said, near, place)
        or _announced(said, near, place)
        or _of_then(said, near)
        or _far_apart(said, near, place)
        or _in_turn(said, near)
        or _at_base(said, near, place)
    )


def _window(said: Said, near: Sequence[Said], place: int) -> list[Said]:
    """The levels around it, in its paragraph."""
    around = near[max(place - _FEW, 0) : place + _FEW]
    return [s for s in around if s.block == said.block and _is_level(s) and s.exact]


def _both_ways(levels: Sequence[Said], said: Said) -> Iterator[tuple[Said, Said]]:
    for a in levels:
        for b in levels:
            if a is not b and a.figure.unit == b.figure.unit and a.hard != b.hard:
                yield a, b


def _is_level(said: Said) -> bool:
    return (
        said.figure.aspect in _LEVELS
        and not is_multiple(said)
        and said.figure.unit not in (None, "位")
        and said.hard.positive
    )


def _times_of(said: Said, near: Sequence[Said], place: int) -> Pair | None:
    """`…46.2亿元，相当于上市前一年11.0亿元的4.2倍`."""
    base = near[place - 1] if place else said
    if base.sentence != said.sentence or not _is_level(base):
        return None
    if not _TIMES_OF.match(normal_between(base, said)):
        return None
    before = [
        s for s in near[: place - 1] if s.sentence == said.sentence and s.figure.unit == base.figure.unit
    ]
    rates = base.figure.unit == "1"  # 增长32.1%，增速是全部投资（10.7%）的3倍
    now = next((s for s in reversed(before) if _is_level(s) or (rates and s.hard.positive)), None)
    return Pair(base, now, now.measure == base.measure) if now is not None else None


def _former(said: Said, near: Sequence[Said], place: int) -> Pair | None:
    """`吸纳…98.7亿元，输出…32.9亿元，前者为后者的3倍`."""
    before = [s for s in near[:place] if s.sentence == said.sentence and _is_level(s)][-2:]
    if len(before) < 2 or before[0].figure.unit != before[1].figure.unit:
        return None
    if _FORMER.search(said.lead):
        return Pair(before[1], before[0], sure=True)
    return Pair(before[0], before[1], sure=True) if _LATTER.search(said.lead) else None


def _in_a_row(said: Said, near: Sequence[Said], place: int) -> Pair | None:
    """The last level before it and the one before that, which the last goes on about."""
    before = _reachable(said, near, place)
    if len(before) < 2:
        return None
    second = before[-1]
    for first in reversed(before[:-1]):
        if first.figure.unit != second.figure.unit or not _is_of(said, (first, second), near):
            continue
        if (found := _paired(said, first, second, near)) is not None:
            return found
    return None


def _is_of(said: Said, levels: Sequence[Said], near: Sequence[Said]) -> bool:
    """The words of the growth name nothing but what one of its levels is of."""
    told = _names(said, near)
    names = [n for s in levels for n in (_names(s, near), s.measure)]
    return not told or any(in_short(told, n) or in_short(n, told) for n in names)


def _paired(said: Said, first: Said, second: Said, near: Sequence[Said]) -> Pair | None:
    ordered = _ordered(first, second, near)
    if ordered is None or not _spans(said, *ordered) or first.hard == second.hard:
        return None  # one value twice is one figure told twice, whatever years were read
    names, again = _names(first, near), _names(second, near)
    same = first.measure == second.measure
    # a name comes in full first; in front of it may only stand whose it is
    alike = same or not again or in_short(again, names) or (len(names) > _SHORTEST and again.endswith(names))
    spanned = ordered[0].period != ordered[1].period and _span(said) is not None
    if not alike and not (spanned and first.sentence != second.sentence):
        return None
    told = first.period[:4] != second.period[:4] and first.exact and second.exact
    return Pair(*ordered, sure=same and told and first.plain and second.plain)


def _announced(said: Said, near: Sequence[Said], place: int) -> Pair | None:
    """`三年翻一番：2018年，…412亿元；2021年，达到830亿元`, `…增长2.1倍。2017年260家；2022年806家`."""
    after = [s for s in near[place + 1 : place + 1 + _FAR] if s.block == said.block]
    if place and near[place - 1].sentence == said.sentence:
        return None
    if len(after) < 2 or not all(_is_level(s) for s in after[:2]):
        return None
    first, second = after[:2]
    if first.figure.unit != second.figure.unit or first.sentence != second.sentence:
        return None
    told, names = _names(said, near), _names(first, near)
    colon = first.sentence == said.sentence and bool(set("：:") & set(normal_between(said, first)))
    if not colon and not (said.measure and said.measure == first.measure) and not in_short(told, names):
        return None
    return _paired(said, first, second, near)


def _far_apart(said: Said, near: Sequence[Said], place: int) -> Pair | None:
    """`回望2018年末，…余额仅为266亿元，三年时间翻了一番`: the other year stands in another paragraph."""
    level = near[place - 1] if place else said
    years = _years_apart(said)
    if (
        level.sentence != said.sentence
        or not _is_level(level)
        or years is None
        or not _is_of(said, (level,), near)
    ):
        return None
    year, names = level.period[:4], _names(level, near)
    if not year.isdigit() or year not in normal(_sentence_to(level)):
        return None
    wanted = {str(int(year) + years), str(int(year) - years)}
    others = [
        s
        for s in near
        if _is_level(s)
        and s.block != level.block
        and s.figure.unit == level.figure.unit
        and s.period in wanted
        and s.plain
        and (_one_name(s, level, near) if names else abs(s.block - level.block) <= _FAR)
    ]
    pairs = [(level, s) if s.period > level.period else (s, level) for s in others]
    if not pairs or any(compare(said, *both) is None for both in pairs):
        return None
    if not names and len({s.hard for s in others}) > 1:
        return None
    return Pair(*pairs[0], sure=False)


def _one_name(a: Said, b: Said, near: Sequence[Said]) -> bool:
    """Both are called the same, one perhaps with whose it is."""
    one, other = _names(a, near), _names(b, near)
    return a.measure == b.measure or (
        min(len(one), len(other)) > _SHORTEST and (one.endswith(other) or other.endswith(one))
    )


def _years_apart(said: Said) -> int | None:
    """Over how many years the words of a growth say that it is."""
    span = _span(said)
    if span is not None:
        return span
    return 1 if _ONE_YEAR.search(said.lead) else None


def _sentence_to(said: Said) -> str:
    return said.figure.sentence.quote[: said.start - said.figure.sentence.start]


def _of_then(said: Said, near: Sequence[Said]) -> Pair | None:
    """`…5.6亿元，是建区时的700倍`: the one other year of which the document tells the same."""
    base = said.figure.base or ""
    now = next((s for s in reversed(near[: near.index(said)]) if s.sentence == said.sentence), None)
    if not is_multiple(said) or not base or base[:4].isdigit() or now is None or not _is_level(now):
        return None
    if (kinds := _of_another(now, near, base)) is not None:
        return kinds
    if not _THEN.search(base):
        return None
    others = [
        s
        for s in near
        if _is_level(s)
        and (s.measure, s.figure.unit) == (now.measure, now.figure.unit)
        and s.period[:4] != now.period[:4]
    ]
    return Pair(others[0], now, sure=False) if len({s.hard for s in others}) == 1 else None


def _in_turn(said: Said, near: Sequence[Said]) -> Pair | None:
    """`两者分别增长14.3%和25.8%`, `…成交额两年翻了一番`: the levels of its measure in the document."""
    base = period_key(said.figure.base)
    if not said.measure or not base or any(_is_level(s) and s.sentence == said.sentence for s in near):
        return None
    told = _names(said, near)
    same = [
        s
        for s in near
        if _is_level(s)
        and (s.measure, s.subject) == (said.measure, said.subject)
        and (s.block == said.block or (s.plain and (not told or told.endswith(_naming(said.measure)))))
    ]
    return _pair_at(said, [s for s in same if s.period == said.period], same, base)


def _at_base(said: Said, near: Sequence[Said], place: int) -> Pair | None:
    """`达到3216家，比上年多了518家`: what the document tells of the year that the clause compares with."""
    base, now = period_key(said.figure.base), near[place - 1] if place else said
    if now.sentence != said.sentence or not _is_level(now) or not base or base >= (now.period or "9"):
        return None
    if _names(said, near) or now.measure != said.measure or not now.measure:
        return None
    same = [
        s
        for s in near
        if _is_level(s)
        and s is not now
        and s.measure == now.measure
        and (s.block == now.block or (s.plain and now.plain))
    ]
    return _pair_at(said, [now], same, base)


def _pair_at(said: Said, now: Sequence[Said], same: Sequence[Said], base: str) -> Pair | None:
    """The level of now and that of the base year, where the document tells one value of each."""
    if len({s.hard for s in now}) != 1:
        return None
    then = [s for s in same if s.period == base and _matches(s, now[0])]
    return Pair(then[0], now[0], sure=False) if len({s.hard for s in then}) == 1 else None


def _matches(a: Said, b: Said) -> bool:
    return (a.figure.unit, a.figure.aspect, a.subject) == (b.figure.unit, b.figure.aspect, b.subject)


def _of_another(now: Said, near: Sequence[Said], base: str) -> Pair | None:
    """`大型企业…2130万元，是小型企业的17.8倍`, `民企投入相当于国企的4倍`: of another subject at that time."""
    other = [s for s in near if _is_level(s) and in_short(base, s.figure.subject or "") and _alike(s, now)]
    if not other:
        return None
    if other[0] is not now:
        return Pair(other[0], now, sure=False)
    beside = [s for s in near if s.sentence == now.sentence and _is_level(s) and _alike(s, now)]
    return Pair(now, beside[0], sure=False) if len(beside) == 2 and beside[1] is now else None


def _alike(a: Said, b: Said) -> bool:
    """Of one measure and time; the one that is compared may name its subject in its measure."""
    return b.measure.endswith(a.measure) and (a.figure.unit, a.period) == (b.figure.unit, b.period)


def _reachable(said: Said, near: Sequence[Said], place: int) -> list[Said]:
    """The levels before it in its sentence and the few before that in its paragraph."""
    found: list[Said] = []
    sentences: list[tuple[int, int]] = []
    for one in reversed(near[max(place - _FEW, 0) : place]):
        if one.block != said.block:
            break
        if one.sentence not in sentences:
            sentences.append(one.sentence)
        if len(sentences) > _FAR:
            break
        if _is_level(one):
            found.append(one)
    return found[::-1]


def _ordered(first: Said, second: Said, near: Sequence[Said]) -> tuple[Said, Said] | None:
    """Which is of before, which of now."""
    years = first.period[:4], second.period[:4]
    if all(y.isdigit() for y in years) and years[0] != years[1]:
        return (first, second) if years[0] < years[1] else (second, first)
    head = _head(second, near)
    if _LATER.search(head):
        return first, second
    return (second, first) if _PAST.search(head) else None


def _spans(said: Said, earlier: Said, now: Said) -> bool:
    """The years between them are those that the words of the growth tell, if they do."""
    words = normal(said.figure.sentence.quote[: said.start - said.figure.sentence.start])
    years = [s.period[:4] for s in (earlier, now)]
    if not all(y.isdigit() for y in years):
        return False
    apart = int(years[1]) - int(years[0])
    if since := _SINCE.search(said.lead):
        return since["y"] == years[0] or not apart
    span = _span(said)
    if span is not None:
        return apart in (span, 0)
    return apart <= 1 or not _ONE_YEAR.search(words[-_MOST_SAID:])


def _span(said: Said) -> int | None:
    """The years that the clause of the growth names: 三年翻两番."""
    found = _SPAN.search(normal(said.lead))
    return small_number(found["n"]) if found else None


def _names(said: Said, near: Sequence[Said]) -> str:
    """What the words before a figure name; its own clause first."""
    return _naming(_head(said, near))


def _head(said: Said, near: Sequence[Said]) -> str:
    """The sentence up to a figure, from the figure before it."""
    place = near.index(said)
    start = said.figure.sentence.start
    if place and near[place - 1].sentence == said.sentence:
        start = near[place - 1].passage.end
    return normal(
        said.figure.sentence.quote[
            start - said.figure.sentence.start : said.start - said.figure.sentence.start
        ]
    )


def _naming(head: str) -> str:
    """The last clause that names something, without times and words of change."""
    head = _COMPARED.sub("", head)
    for clause in reversed(regex.split(r"[，。；：、:,;（(）)]", head)):
        words = _POINTS_BACK.sub("，", _SPAN.sub("，", clause))
        left = residue(CHANGING.sub("，", words), known=())
        if left := _NOT_HAN.sub("", _LITTLE.sub("", left)):
            return left
    return ""

"""Statements of one figure that do not meet: within a document, and across documents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.headlines import headlines
from kejian.auditing.checks.retold import retold
from kejian.auditing.evidence import Guess, severity
from kejian.auditing.groups import Group
from kejian.auditing.model import Finding, Severity
from kejian.auditing.readings import by_words
from kejian.auditing.said import Said
from kejian.auditing.telling import tell
from kejian.model import Aspect, Passage, Role

NAME = "agreement"
# a later count of the same thing may differ; so may one of another standing or definition
_OTHER_STANDING = regex.compile(
    r"初步|快报|预计|(?<!公共)预算|修订|调整后|核实|最终|口径|可比|截至\s*(?:\d{4}年)?(?!1?2月(?:底|末|31))\d{1,2}月|前[一二三]季度|上半年|前\d+个?月|"
    r"(?<!1)(?<!12)\d月[底末]|1[01]月[底末]|不含|[（(，]含"
)
_VAGUE = regex.compile(
    r"^(?:(?:19|20)\d{2}年?[度末底]?|[\d年月日]+|总?投资|面积|产值|金额|增长|占比|其中|后者|前者|人|企业|项目|数量|总数|平均|收入|销售收入|产能|规模)$"
)
_DEPENDENT = regex.compile(
    r"惠及|受益|带动|服务|覆盖|涉及|支持|拉动|吸引|撬动|减免|兑付|平均|发放|拨付|投入|使用|参与|参加|完成|实现|获得|取得|"
    r"总投资|投资|计划|占地|建筑|总建筑|资助|奖励|补助|补贴|累计|到位|签约|入驻|孵化|培训|转化|形成|产出|发表|其他|其余|同类|相关"
)
_STATED = ("=", ">", ">=", "<", "<=", "~")
_SHORTEST = 4
_YEAR = 4
_NAMED = 0.95  # from here on, the words are a name of the indicator
_FAR, _VERY_FAR = 2, 5  # times the other value
_FOLDS, _SLIP = (10, 100, 1000, 10_000, 10**8), Decimal("1.101")
_MANY = 40  # statements of one figure that are compared each with each


def check(body: Body) -> list[Finding]:
    """Compare the plain statements of a document that name the same measure, subject and period."""
    found = _judged(body.said)
    known = {passage for finding in found for passage in finding.passages}
    for group in by_words(body.again):
        found += [f for f in _judged(group) if not known.intersection(f.passages)]
    for again in (headlines(body), retold(body)):
        known = {passage for finding in found for passage in finding.passages}
        found += [f for f in again if not known.intersection(f.passages)]
    return found


def across(group: Group) -> list[Finding]:
    """Compare the statements of a series by several documents."""
    return _judged(group.figures, apart=True) if group.measures else []


def _judged(figures: Iterable[Said], *, apart: bool = False) -> list[Finding]:
    groups: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    years: dict[tuple[object, ...], set[tuple[str, object]]] = defaultdict(set)
    for said in figures:
        if _comparable(said):
            for key in _keys(said):
                groups[key].append(said)
                years[_of_all_years(key, said)].add((said.period, said.figure.value))
    found, seen = [], set()
    for key, group in groups.items():
        told = years[_of_all_years(key, group[0])]
        shifted = [s for s in group if _of_next_year(s, told)]
        kept = [s for s in group if not (Guess.PERIOD in s.guessed and any(s is o for o in shifted))]
        for finding, pair in _judge(kept, apart=apart, shifted=[s.passage for s in shifted]):
            if pair not in seen:
                seen.add(pair)
                found.append(finding)
    return found


def _of_all_years(key: tuple[object, ...], said: Said) -> tuple[object, ...]:
    rest = said.figure.base
    return tuple(part for part in key if part != said.period and (rest is None or part != rest))


def _of_next_year(said: Said, told: set[tuple[str, object]]) -> bool:
    """The very value is told of the year beside it too, and its own sentence does not say its year."""
    near = {str(int(said.period) + step) for step in (-1, 1)}
    doubtful = Guess.PERIOD in said.guessed or said.period not in said.figure.sentence.quote
    return doubtful and not said.cell and any((year, said.figure.value) in told for year in near)


def _comparable(said: Said) -> bool:
    figure = said.figure
    return (
        figure.role is Role.OBSERVATION
        and said.plain
        and said.figure.value is not None
        and said.figure.comparator in _STATED
        and len(said.period) == _YEAR
        and len(said.measure) >= _SHORTEST - bool(said.words)
        and not _VAGUE.match(said.measure)
        and not _depends(said)
        and not _OTHER_STANDING.search(figure.sentence.quote)
    )


def _depends(said: Said) -> bool:
    """`…，惠及企业1742家`: of what, the clauses before it say."""
    opening = said.start - len(said.lead) <= said.figure.sentence.start
    return not opening and not said.cell and bool(_DEPENDENT.match(said.measure))


def _keys(said: Said) -> list[tuple[object, ...]]:
    """The printed words in one spelling, and the series that linking puts the figure in."""
    figure = said.figure
    base = figure.base if figure.aspect in (Aspect.GROWTH, Aspect.CHANGE, Aspect.SHARE) else None
    rest = (said.period, figure.aspect, figure.unit, base)
    if said.words:
        return [(said.words, *rest)]
    keys: list[tuple[object, ...]] = [(said.measure, said.subject, said.accumulation, *rest)]
    if said.series and (said.named >= _NAMED or "|:" in said.series):
        keys.append((said.series, *rest))
    return keys


def _judge(
    group: list[Said], *, apart: bool, shifted: list[Passage]
) -> Iterator[tuple[Finding, tuple[object, ...]]]:
    """``shifted`` are those whose value is told of the year before or after too: a doubt at most."""
    for a, b in combinations(_outermost(group), 2):
        if _far_apart(a, b, times=_FAR if a.words else _VERY_FAR) and not _slipped(a, b):
            continue  # words that two things share
        if a.words and a.block == b.block and a.document == b.document and not a.cell:
            continue  # a paragraph that uses the same words again speaks of another part
        if a.sentence == b.sentence or (apart and a.document == b.document):
            continue
        hedged = "~" in (a.figure.comparator, b.figure.comparator)
        if a.hard.meets(b.hard) and (not hedged or a.usual.meets(b.usual)):
            continue
        finding = Finding(
            check=NAME,
            severity=_severity(a, b, shifted),
            case=tell(
                "agreement.two_values",
                measure=a.figure.measure,
                period=a.period,
                one=a.passage.quote,
                other=b.passage.quote,
                bounds_one=a.usual if hedged else a.hard,
                bounds_other=b.usual if hedged else b.hard,
            ),
            passages=_all(group, a, b),
        )
        yield finding, (a.period, a.figure.unit, *sorted(str(s.figure.value) for s in (a, b)))
        return


def _outermost(group: list[Said]) -> list[Said]:
    """Of many statements those that reach least high and those that begin highest."""
    if len(group) <= _MANY:
        return group
    ends = sorted(group, key=lambda s: (s.hard.upper is None, s.hard.upper or 0))[: _MANY // 2]
    starts = sorted(group, key=lambda s: s.hard.lower or 0)[-_MANY // 2 :]
    return [*ends, *(s for s in starts if not any(s is e for e in ends))]


def _severity(a: Said, b: Said, shifted: list[Passage]) -> Severity:
    """An error where the same words name both; far apart, they may well count two things."""
    if a.hard.meets(b.hard):
        return Severity.DOUBT  # 近12000家 beside 9133家
    if a.roundish or b.roundish or not _same_words(a, b) or _far_apart(a, b):
        return Severity.DOUBT
    if a.passage in shifted or b.passage in shifted:
        return Severity.DOUBT
    return severity(Severity.ERROR, (a.guessed, b.guessed))


def _same_words(a: Said, b: Said) -> bool:
    return sorted(a.measure) == sorted(b.measure) or min(a.named, b.named) >= _NAMED


def _far_apart(a: Said, b: Said, *, times: int = _FAR) -> bool:
    low, high = sorted(abs(one.figure.value or Decimal(0)) for one in (a, b))
    return high > times * low


def _slipped(a: Said, b: Said) -> bool:
    """A digit too many, a point moved, 万 for 亿."""
    low, high = sorted(abs(one.figure.value or Decimal(0)) for one in (a, b))
    return any(fold * low <= high < fold * low * _SLIP for fold in _FOLDS)


def _all(group: list[Said], a: Said, b: Said) -> tuple[Passage, ...]:
    others = [s for s in group if s is not a and s is not b]
    return tuple(s.passage for s in (a, b, *others[:_MANY]))

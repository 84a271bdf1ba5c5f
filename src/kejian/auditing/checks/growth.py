"""Growth, change and multiple against the levels of the two periods concerned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

import msgspec
import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.growth_beside import growth_beside
from kejian.auditing.compared import REAL_TERMS, by_change, compare, is_multiple, is_year
from kejian.auditing.groups import Group
from kejian.auditing.levels import Levels, is_level, levels
from kejian.auditing.mending import is_bare
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import words_between
from kejian.auditing.pairing import pair
from kejian.auditing.readings import by_words
from kejian.auditing.said import Said
from kejian.auditing.same import period_key, residue, small_number
from kejian.auditing.telling import tell
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Aspect, Passage

NAME = "growth"
_ONE = Decimal(1)
_OTHER_PRICES = Decimal("0.09")  # growth in real terms is seldom further from that of the printed levels
_FEW = 12  # levels of a sentence that are looked at
_LEVELS = (Aspect.LEVEL, Aspect.RATIO, Aspect.SHARE)
# growth of another kind than the quotient of the printed levels
_OTHER_BASIS = regex.compile(r"可比|不变价|同口径|按.{0,8}口径|扣除价格|价格因素|实际增长|实际增速|剔除|名义")
_OTHER_SCOPE = regex.compile(r"口径|可比|不变价|调整后")
_SPAN_OF_YEARS = regex.compile(r"(?:[二两三四五六七八九十]|(?<!\d)(?!1年)\d{1,2})\s*年(?:间|来|内)?(?!度)")
_YEARLY = regex.compile(r"年均|平均每年|年平均")
_RISE_TO = regex.compile(
    r"^[^，；。]{0,8}?(?:提高|提升|增加|增长|上升|扩大|发展|下降|减少|降低|缩短|压缩|回落|升|增|降|跃升|攀升|壮大|扩容|扩充|拓展|跃|涨|扩|缩)(?:到|至|为)"
    r"(?:了)?(?:[12]\d{3}年的?|今年的?|去年的?)?$"
)
_FROM = regex.compile(
    r"[由从自](?:(?:上年|去年|上一年|前年|[12]\d{3}年)(?:同期)?[末底初]?|[年期]初|最初|当初|原来)?的?$"
)
# a resolution of 3米 is raised to 0.75米: only money, counts and shares rise by getting larger
_COUNTS = regex.compile(
    r"^(?:1|CNY|USD|[家个人件项名户篇台套座所只辆架艘场次亩株卷册笔份单枚支]|人次|台套|平方米|平方公里|人年)$"
)
_FINER = regex.compile(r"误差|精度|损耗|时延|分辨|能效|偏差|漏[检报]|名次|位次|排名")
_UP = regex.compile(
    r"提高|提升|增加|增长|上升|扩大|扩容|扩充|拓展|跃升|跃[至到]|攀升|壮大|[增升][到至]|涨[到至]"
)
_DOWN = regex.compile(r"下降|减少|降低|缩短|压缩|缩[小减]|回落|降[到至]|缩[到至]")
_CHANGE = regex.compile(
    r"比|较|同比|环比|累计|增长|增加|下降|减少|提高|提升|上升|降低|缩短|净[增减][加少]?|多投入|增幅|增速|降幅|涨幅|扩大|扩充|攀升|跃升|缩[小减]|升|降|涨|跌|多出?|少|翻了?|短短|"
    r"[一二两三四五六七八九十\d]年[间来内]?|年均|平均每年|时间|其间|期间|(?:全年)?相当于|分别"
)
# 由45万元提升到108万元，为改造前的2.4倍
_OF_BEFORE = regex.compile(
    r"^[，,]?(?:约|大约)?(?:是|为|相当于|达到?)(?:了)?(?:原来|此前|之前|当初|当年|[^，。；\d]{1,8}(?:[前时初年]|之初))的$"
)
_THAN = regex.compile(
    r"^[，,、]?(?:约|相当于)?(?:比|较|为|是)(?:上年|上一年|去年|上年同期|去年同期|[12]\d{3}年)(?:末|底|同期)?的?$"
)
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")
_OF_ALL_OF_THEM = regex.compile(r"仅|就(?!业)|其中|单是")
_YEAR_ON_YEAR = regex.compile(r"同比|上年|去年|同期")
_LONG_AGO = regex.compile(r"[一二两三四五六七八九十\d]年前|以来|年初")


def check(body: Body) -> list[Finding]:
    """Compare each growth, change and multiple with the levels it joins, in its own document."""
    known = levels(body.said)
    found = [
        finding
        for sentence in body.sentences()
        for said in sentence
        if (finding := _judge(said, sentence, known)) is not None
    ]
    found += [f for sentence in body.sentences() for f in _other_way(sentence)]
    found += _by_build(body, {finding.passages[0] for finding in found})
    judged = {finding.passages[0] for finding in found}
    for sentence in body.sentences():
        found += growth_beside(sentence, judged)
    judged = {finding.passages[0] for finding in found}
    for group in by_words(body.again):
        found += [f for f in _grouped(group, apart=False) if f.passages[0] not in judged]
    return found


def _other_way(sentence: tuple[Said, ...]) -> Iterator[Finding]:
    """`由2021年的81.2%提升至78.7%`: the words go one way, the numbers the other."""
    for a, b in pairwise(sentence):
        if (
            any(s.figure.aspect not in _LEVELS or not s.exact for s in (a, b))
            or a.figure.unit != b.figure.unit
        ):
            continue
        middle = normal(words_between(a, b))
        if (
            not _COUNTS.match(a.figure.unit or "")
            or _FINER.search(a.clause)
            or not _FROM.search(normal(a.lead))
            or not _RISE_TO.match(middle)
        ):
            continue
        falls, rises = b.hard.below(a.hard), a.hard.below(b.hard)
        if (falls and _UP.search(middle)) or (rises and _DOWN.search(middle)):
            yield Finding(
                check=NAME,
                severity=Severity.ERROR,
                case=tell(
                    "growth.other_way",
                    said=middle,
                    earlier=a.passage.quote,
                    now=b.passage.quote,
                ),
                passages=(b.passage, a.passage),
            )


def _by_build(body: Body, judged: set[Passage]) -> list[Finding]:
    """What joins two levels by how the sentences are built."""
    found = []
    for _, figures in groupby(body.said, key=lambda s: s.document):
        near = list(figures)
        for said in near:
            if said.cell or said.passage in judged or not _checkable(said):
                continue
            told = pair(said, near)
            if told is None or _of_another(said, told.now) or _is_some(told.earlier, told.now):
                continue
            if finding := compare(said, told.earlier, told.now, sure=told.sure):
                found.append(finding)
    return found


def _is_some(year: Said, counted: Said) -> bool:
    """`累计92.4万人次，仅去年就培训5.7万人次`: a year's are some of all, not what there was before."""
    beside = counted.sentence == year.sentence and counted.start < year.start and "累计" in counted.lead
    return beside and bool(_OF_ALL_OF_THEM.search(words_between(counted, year)))


def _of_another(said: Said, now: Said) -> bool:
    """`经费增长率为8.5%，占GDP的比率由2.33%升至2.73%`: what stands before a share is not its growth."""
    return (
        said.figure.aspect is Aspect.GROWTH
        and said.start < now.start
        and now.figure.unit == "1"
        and said.sentence == now.sentence
        and "占" in words_between(said, now)
    )


def across(group: Group) -> list[Finding]:
    """Compare each growth, change and multiple with levels that other documents print."""
    return _grouped(group.figures, apart=True) if group.measures else []


def _grouped(figures: Sequence[Said], *, apart: bool) -> list[Finding]:
    """Each growth of figures of one thing against its levels: those of other documents, or its own."""
    # a level of another definition is not what the growth beside it is of
    figures = [s for s in figures if not (is_level(s) and _OTHER_SCOPE.search(s.figure.sentence.quote))]
    known = levels(figures, together=True)
    inside: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for said in figures:
        inside[said.sentence].append(said)
    stated = [s for s in figures if is_level(s) and not is_multiple(s)]
    found = []
    for said in figures:
        base = period_key(said.figure.base)
        if not _checkable(said) or not is_year(base) or base >= said.period[:4]:
            continue
        if _fits(said, inside[said.sentence]):
            continue
        within = None if apart else said.document
        judged = [_against(said, now, known, base=base, within=within) for now in _levels_at(said, stated)]
        if judged and judged[0] is not None and all(judged):
            found.append(judged[0])
    return found


def _levels_at(said: Said, stated: list[Said]) -> list[Said]:
    """The levels that the growth may be of: its own document's, else those of any."""
    found = [s for s in stated if s.period == said.period and not _counted_behind(s, said)]
    return [s for s in found if s.document == said.document] or found


def _counted_behind(level: Said, said: Said) -> bool:
    """`全年授权342件，增长14.8%；累计授权1462件`: the growth is not of what the sentence goes on with."""
    behind = level.sentence == said.sentence and level.start > said.start
    return behind and level.accumulation == "cumulative" != said.accumulation


def _judge(said: Said, sentence: tuple[Said, ...], known: Levels) -> Finding | None:
    if not _checkable(said):
        return None
    pair = _risen(said, sentence) or _beside(said, sentence)
    if pair is not None:
        return compare(said, *pair)
    now = _current(said, sentence, known)
    base = period_key(said.figure.base)
    if now is not None and "累计" in now.lead and _another_between(now, said, sentence):
        return None  # 累计92.4万人次，去年5.7万人次，增长16.3%
    if now is None or not is_year(base) or base >= said.period[:4] or _fits(said, sentence):
        return None
    beside = [s for s in sentence if _of_same(s, now) and s.period == base and s.exact]
    if beside:
        return compare(said, beside[0], now)
    if (finding := _told_twice(said, now, sentence)) is not None:
        return finding
    return _against(said, now, known, base=base, within=said.document)


def _another_between(now: Said, said: Said, sentence: tuple[Said, ...]) -> bool:
    return any(
        now.start < s.start < said.start
        and s.figure.aspect is Aspect.LEVEL
        and s.figure.unit == now.figure.unit
        for s in sentence
    )


def _against(said: Said, now: Said, known: Levels, *, base: str, within: int | None) -> Finding | None:
    """The growth against the levels of the base period: those of one document, or of any but its own."""
    if not _joined(said, now):
        return None
    if REAL_TERMS.search(now.subject + now.measure):
        said = _in_real_terms(said)
    earlier = known.at(now, period=base, within=within)
    if within is None and any(e.document == now.document == said.document for e in earlier):
        return None
    found = [compare(said, e, now) for e in earlier]
    return found[0] if found and all(found) else None


def _in_real_terms(said: Said) -> Said:
    """The growth with room for prices, and for firms that were not counted the year before."""
    if said.figure.aspect is not Aspect.GROWTH:
        return msgspec.structs.replace(said, hard=Interval(), usual=Interval())
    return msgspec.structs.replace(
        said, hard=said.hard.widened(_OTHER_PRICES), usual=said.usual.widened(_OTHER_PRICES)
    )


def _told_twice(said: Said, now: Said, sentence: tuple[Said, ...]) -> Finding | None:
    """Level, change and growth in one sentence: the change implies the level before."""
    if said.figure.aspect is not Aspect.GROWTH or now.figure.aspect is not Aspect.LEVEL:
        return None
    for change in sentence:
        if (
            change.figure.aspect is Aspect.CHANGE
            and (change.measure, change.period) == (said.measure, said.period)
            and change.figure.unit == now.figure.unit
            and period_key(change.figure.base) == period_key(said.figure.base)
            and change.exact
            and abs(sentence.index(change) - sentence.index(said)) == 1
            and not ("年初" in change.lead and _YEAR_ON_YEAR.search(said.lead))
        ):
            return by_change(said, now, change, before=now.hard - change.hard, after=now.hard)
    return None


def _fits(said: Said, sentence: Sequence[Said]) -> bool:
    """Two levels of its sentence that it follows from, in whichever years they were read to be."""
    if said.figure.aspect is not Aspect.GROWTH:
        return False
    stated = [s for s in sentence if s.figure.aspect is Aspect.LEVEL and s.exact and s.hard.positive]
    return any(
        (a.hard.over(b.hard) - Interval.exactly(_ONE)).meets(said.hard)
        for a in stated[:_FEW]
        for b in stated[:_FEW]
        if a is not b and a.figure.unit == b.figure.unit and a.hard != b.hard
    )


def _beside(said: Said, sentence: tuple[Said, ...]) -> tuple[Said, Said] | None:
    """The two levels of one thing that stand last before the growth, one of them of another year.

    `…甲，比上年的乙增长`, `…甲（2022年：乙），增幅`, `与2020年的乙相比，…甲，翻一番`, `…甲，是2018年乙的…倍`.
    """
    place = sentence.index(said)
    stated = [s for s in sentence[:place] if s.figure.aspect in _LEVELS and not is_multiple(s)]
    if len(stated) < 2 or not all(s.exact for s in stated[-2:]):
        return None
    first, second = stated[-2:]
    moved = sentence[sentence.index(second) + 1 : place]
    if (first.figure.unit, first.measure) != (second.figure.unit, second.measure):
        return None
    between, rest = words_between(first, second), words_between(moved[-1] if moved else second, said)
    if any(s.figure.aspect not in (Aspect.GROWTH, Aspect.CHANGE) for s in moved):
        return None
    if _is_some(second, first):
        return None
    if not (is_bare(between) or "相比" in between) or not (_only_change(rest) or rest == "的"):
        return None
    years = [s.period[:4] for s in (first, second)]
    if years[0] == years[1] and _THAN.search(between):
        return second, first
    if years[0] == years[1] or not all(year.isdigit() for year in years):
        return None
    earlier, now = sorted((first, second), key=lambda s: s.period[:4])
    base = period_key(said.figure.base)[:4]
    if base != earlier.period[:4] and now is second:  # 2018年…，2020年…，2022年…，四年翻番
        earlier = next((s for s in stated[:-2] if s.period[:4] == base and _of_same(s, now)), earlier)
    others = set(_YEAR.findall(rest)) - {earlier.period[:4], now.period[:4]}
    return None if others or _LONG_AGO.search(rest) else (earlier, now)


def _checkable(said: Said) -> bool:
    figure = said.figure
    if figure.aspect is Aspect.RATIO:
        return "倍" in figure.mention.surface
    return (
        figure.aspect in (Aspect.GROWTH, Aspect.CHANGE)
        and figure.unit != "位"
        and not _OTHER_BASIS.search(figure.sentence.quote)
        and (said.hard.bounded or said.usual.bounded or said.hard.lower is not None)
    )


def _risen(said: Said, sentence: tuple[Said, ...]) -> tuple[Said, Said] | None:
    """The two levels of `由 … 提高到 …` right before, or right after, the growth."""
    place = sentence.index(said)
    for first in (place - 2, place - 3):
        if first < 0:
            continue
        a, b = sentence[first], sentence[first + 1]
        if all(s.figure.aspect in _LEVELS and s.exact for s in (a, b)) and a.figure.unit == b.figure.unit:
            middle = words_between(a, b)
            follows = first == place - 2 or sentence[place - 1].figure.aspect in (
                Aspect.GROWTH,
                Aspect.CHANGE,
            )
            rest = words_between(b, said)
            if first == place - 3:  # 翻了一番多，净增428家
                rest = rest.replace(sentence[place - 1].passage.quote, "")
            if follows and _RISE_TO.match(middle) and (_only_change(rest) or _OF_BEFORE.match(normal(rest))):
                return a, b
    return None


def _only_change(between: str) -> bool:
    return not residue(_CHANGE.sub("，", between), known=())


def _current(said: Said, sentence: tuple[Said, ...], known: Levels) -> Said | None:
    """The level that the growth is of: the nearest before it in the sentence, of the same measure."""
    before = [
        s
        for s in sentence
        if s.start < said.start and s.measure == said.measure and s.period == said.period and s.exact
    ]
    levels_before = [s for s in before if s.figure.aspect in _LEVELS and s.figure.unit and not is_multiple(s)]
    if levels_before:
        return levels_before[-1]
    if not said.plain:
        return None
    for one in known.named(said.measure, period=said.period, document=said.document):
        if one.subject == said.subject:
            return one
    return None


def _joined(said: Said, now: Said) -> bool:
    """Both clauses name nothing narrower, and no span of years is told of the growth."""
    span = _SPAN_OF_YEARS.search(said.lead)
    if span is not None and period_key(said.figure.base)[:4].isdigit() and not _YEARLY.search(said.lead):
        number = regex.match(r"[两一二三四五六七八九十\d]+", span[0])
        told = small_number(number[0]) if number else 0
        span = None if told == int(said.period[:4] or 0) - int(period_key(said.figure.base)[:4]) else span
    return said.plain and now.plain and span is None


def _of_same(a: Said, b: Said) -> bool:
    return (a.measure, a.figure.unit, a.figure.aspect) == (b.measure, b.figure.unit, b.figure.aspect)

"""Averages against total and count: `…5309家，平均每家载体在孵13.3家企业`, `论文267篇，人均0.3篇`,
`常住人口428.6万人，有效发明专利12356件，每万人…26.8件`, `每平方公里60家`, `日均2000人次`.

Total and count are those told nearest before (or in a bracket right behind), of the units that the words
around the average ask for. If any pair that may be meant fits, all is well.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import msgspec
import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.average_words import Average, mean, parsed
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import normal_between
from kejian.auditing.said import Said
from kejian.auditing.telling import Case, tell
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Aspect, Role

ROSE_FROM = regex.compile(r"[由从](?:上年|去年|上一年|(?:19|20)\d\d年)?[末底]?的?$")
_ROSE = regex.compile(r"[由从][^，。；]{0,14}?\d[\d.]*\p{Han}(?:提高|上升|增加|增长|提升)?[到至]$")
_ASIDE = regex.compile(
    r"上年|去年|上一年|前一年|上期|同期|年前|高于|低于|多出?\d|全[省国]|平均水平|增[长加]|提高|下降"
)
_PEOPLE = regex.compile(r"人口|城市|小城|县城|[全我]市有|居民|市民")
_AHEAD = regex.compile(r"平均(?:下来|算下来|算来|起来)?[，,]$")
_MEANT = regex.compile(r"(?:已|也|就)(?=达到?$)")
_ABOUT = Interval(Decimal("0.4"), Decimal("2.5"))  # of a quotient: beyond, they are not what it is of
_BY_PEOPLE = regex.compile(r"[按以每](?:年末|\d*[十百]?[万千])?(常住|户籍|城镇|就业|从业)")
_BY_COUNT = regex.compile(
    r"(?:按照?|以)(?P<of>\p{Han}{2,12}?)(?:为口径)?(?:来?计算?|测算|折算|平均)(?:的)?[，,]?"
)
_SOME_PEOPLE = regex.compile(r"城镇|农村|乡村|户籍|流动|城区")
_STAFF = regex.compile(r"人员|职工|员工|教师|教职工|在职|在岗|人才|队伍")
_SOME = regex.compile(r"\d(?:万|亿)?元(?:及?以[上下]|以内)|其中|重大|单[项笔个]")
_OTHER_SPAN = regex.compile(r"累计|历年|以来|上年|去年")
_BLOCKS_BACK = 2
_SENTENCES = 200  # characters back in which the sentence before begins
_REACH = 60  # characters of a clause
_MANY = 200  # levels of a document that are looked at
_MOST = 30  # times off: beyond, these are not its total and count
_CLOSE = Decimal("0.03")  # of an average: total and count may be those of another day
# days of so many months; some are closed on a day of each week
_DAYS = {12: (Decimal(300), Decimal(366)), 6: (Decimal(150), Decimal(184)), 3: (Decimal(75), Decimal(92))}
_MONTHS = regex.compile(r"^\d{4}-(\d\d)/\d{4}-(\d\d)$")
_YEAR = len("2023")

Near = Callable[[Said], bool]


def averages(body: Body, judged: Sequence[Finding]) -> Iterator[Finding]:
    """The averages that no total and count near them give; those ``judged`` before are left out."""
    known = {passage for finding in judged for passage in finding.passages}
    levels: dict[int, list[Said]] = {}
    for said in body.said:
        if said.figure.aspect is Aspect.LEVEL and bounds(said).positive:
            levels.setdefault(said.document, []).append(said)
    for area in _areas(body):
        levels.setdefault(area.document, []).append(area)
    for said in body.said:
        if said.passage in known or said.cell or not bounds(said).positive or said.figure.unit in ("1", "pp"):
            continue
        if said.figure.comparator not in ("=", "~") or said.figure.aspect not in (Aspect.LEVEL, Aspect.RATIO):
            continue
        lead = _MEANT.sub("", risen_to(said))
        average = None if _ASIDE.search(lead) else parsed(_told_ahead(said) + lead) or mean(lead)
        if average is None:
            continue
        told = [s for s in levels.get(said.document, []) if s is not said and parsed(s.lead) is None]
        if average.time:
            found = _over_time(said, average, told)
        elif average.kind:
            found = _of_each(said, average, told[:_MANY])
        else:
            found = _of_whatever(said, average, told)
        if found is not None:
            yield found


def _told_ahead(said: Said) -> str:
    """`平均下来，一家分得18万元`: the clause before says no more than that it is an average."""
    at = said.start - len(said.lead) - said.figure.sentence.start
    before = _AHEAD.search(normal(said.figure.sentence.quote[: max(at, 0)]))
    return "平均下来" if before and said.lead.startswith("一") else ""


def _of_whatever(said: Said, average: Average, told: Sequence[Said]) -> Finding | None:
    """`签约项目24个，总投资36亿元，平均投资额1.5亿元`: the sentence tells one total and one count."""
    inside = [s for s in told if s.sentence == said.sentence and s.start < said.start]
    totals = [s for s in inside if s.figure.unit == said.figure.unit]
    counts = [s for s in inside if s.figure.unit != said.figure.unit and s.figure.unit not in ("1", "pp")]
    if len(totals) != 1 or len(counts) != 1 or not _one_span(totals[0], counts[0]):
        return None
    total, count = totals[0], counts[0]
    computed = _quotient(total, count, average)
    if (
        not average.covers(total, count)
        or not _goes_with(total, count, said)
        or computed.meets(bounds(said))
        or not computed.meets(bounds(said).times(_ABOUT))
    ):
        return None
    return _finding(said, total, count, average, sure=False)


def _of_each(said: Said, average: Average, told: Sequence[Said]) -> Finding | None:
    told = [s for s in told if _same_year(s, said) or _windows(said)[1](s)]
    told = [s for s in told if not _of_some(s, said)]
    totals = [s for s in told if s.figure.unit == said.figure.unit]
    counts = everyone = [s for s in told if s.figure.unit in average.units]
    if average.of_people:
        counts = _population([*counts, *(s for s in told if s.figure.unit == "1")], average, said)
    elif average.kind == "人":
        counts = _persons(counts, said, average)
    total = _total(said, average, [s for s in totals if s not in counts or said.figure.unit in average.units])
    count = _count(said, average, [s for s in counts if s is not total], total)
    if total is None or count is None or not average.covers(total, count) or not _taken_of(count, said):
        return None
    apart = not (average.of_people or average.names(total) or _goes_with(total, count, said))
    if apart or not _fits_none(said, average, total, count, totals, [*counts, *everyone]):
        return None
    sure = (
        all(s.exact and s.sentence == said.sentence for s in (total, count, said))
        and not any(";" in _between(a, b) for a, b in ((total, said), (count, said)))
        and len([s for s in totals if s.sentence == said.sentence]) == 1
        and len([s for s in counts if s.sentence == said.sentence and s is not total]) == 1
        and (average.of_people or _one_span(total, count))
        and not count.roundish
    )
    return _finding(said, total, count, average, sure=sure)


def _of_some(other: Said, said: Said) -> bool:
    """`平均每项628万元，1000万元以上的重大合同1806项`: what a sentence goes on with is of some of them."""
    if other.sentence != said.sentence or other.start < said.start:
        return False
    return bool(_SOME.search(normal_between(said, other)))


def _taken_of(count: Said, said: Said) -> bool:
    """`按全时当量计算` says of what count the average is taken; of another one it is not."""
    at = said.start - said.figure.sentence.start
    told = _BY_COUNT.search(normal(said.figure.sentence.quote[max(at - _REACH, 0) : at]))
    words = normal(count.clause + (count.figure.measure or ""))
    return told is None or any(told["of"][i : i + 2] in words for i in range(len(told["of"]) - 1))


def _population(counts: Sequence[Said], average: Average, said: Said) -> list[Said]:
    """The levels that a figure per ten thousand people is taken of: those it names, else the population."""
    people = [s for s in counts if _PEOPLE.search(normal(s.clause)) or _in_names(s, average)]
    told = _BY_PEOPLE.findall(normal(said.figure.sentence.quote) + average.tail)
    people = [s for s in people if told and told[-1] in s.clause] or people
    people = [s for s in people if not _SOME_PEOPLE.search(s.clause)] or people
    people = [s for s in people if "常住" in s.clause] or people
    for near in _windows(said):
        people = [s for s in people if near(s)] or people
    return people


def _persons(counts: Sequence[Said], said: Said, average: Average) -> list[Said]:
    """Who a figure per head is of: the staff, or the population where that is told beside it."""
    people = [s for s in counts if _PEOPLE.search(normal(s.clause)) and _windows(said)[2](s)]
    return people or [s for s in counts if average.names(s) or _STAFF.search(s.lead or s.measure)]


def _in_names(count: Said, average: Average) -> bool:
    """`每万名就业人员中` names those who are counted."""
    told = regex.match(r"\p{Han}{0,6}?(?:人员|职工|人口|学生|劳动力|从业者)", average.tail)
    return bool(told) and told is not None and told[0] in normal(count.clause + count.measure)


def _total(said: Said, average: Average, totals: Sequence[Said]) -> Said | None:
    """The total that is told nearest before the average, of those that its words name if any."""
    if behind := [s for s in totals if _in_bracket_behind(said, s)]:
        return behind[-1] if len(behind) == 1 else None
    for near in _windows(said):
        inside = [s for s in totals if near(s)]
        named = [s for s in inside if average.names(s)] if average.tail else inside
        if before := [s for s in named if s.start < said.start]:
            return before[-1]
        if named and average.tail:
            return named[0]
    here = [s for s in totals if s.sentence == said.sentence and s.start < said.start]
    return here[-1] if here else None


def _count(said: Said, average: Average, counts: Sequence[Said], total: Said | None) -> Said | None:
    """The count that goes with a total: in its sentence or paragraph, beside it again, or the only one."""
    if total is None:
        return None
    counts = [s for s in counts if s.hard != total.hard]
    if behind := [s for s in counts if _in_bracket_behind(said, s)]:
        return behind[0] if len(behind) == 1 else None
    if said.figure.unit in average.units and not average.of_people:
        counts = [s for s in counts if s.figure.unit != said.figure.unit and _windows(said)[1](s)] or counts
    if any(s.figure.unit == said.figure.unit for s in counts) and not average.of_people:
        counts = [s for s in counts if s.hard.below(total.hard) and average.names(s)] or [
            s for s in counts if s.sentence == said.sentence and s.hard.below(total.hard)
        ]
    sentence, before, *further = _windows(said)
    only = average.kind == "人" or average.of_people or any(average.names(s) for s in counts)
    for near in (sentence, before, _told_again(total), *further):
        inside = [s for s in counts if near(s)]
        if named := [s for s in inside if average.names(s)]:
            inside = named
        if len({s.figure.value for s in inside}) == 1:
            return inside[-1]
        if inside:
            last = inside[-1]
            return last if last.sentence == said.sentence and last.start < said.start else None
    return counts[0] if only and len({s.figure.value for s in counts}) == 1 else None


def _told_again(total: Said) -> Near:
    """Where the same total stands once more: `2031家企业使用创新券，兑付金额15628万元`."""
    return lambda s: total.passage.quote in s.figure.sentence.quote


def _windows(said: Said) -> list[Near]:
    """Where total and count are looked for: the sentence, the one before, the paragraph, those before."""
    return [
        lambda s: s.sentence == said.sentence,
        lambda s: s.block == said.block and 0 <= said.start - s.start < _SENTENCES,
        lambda s: s.block == said.block,
        lambda s: 0 <= said.block - s.block <= _BLOCKS_BACK,
    ]


def _fits_none(
    said: Said,
    average: Average,
    total: Said,
    count: Said,
    totals: Sequence[Said],
    counts: Sequence[Said],
) -> bool:
    near = _windows(said)[3]
    pairs = [(total, c) for c in (count, *counts)]
    pairs += [(t, count) for t in totals]
    pairs += [(t, c) for t in totals if near(t) for c in counts if near(c)]
    return not any(_quotient(t, c, average).meets(bounds(said)) for t, c in pairs if c is not t)


def _quotient(total: Said, count: Said, average: Average) -> Interval:
    return bounds(total).over(bounds(count).times(1 / average.many))


def _areas(body: Body) -> Iterator[Said]:
    """The areas that a text speaks of in passing: `这片26平方公里的土地上`."""
    beside = {said.sentence: said for said in body.said}
    for number, read in body.numbered():
        for figure in read.facts.figures:
            near = beside.get((number, figure.sentence.start))
            mention = figure.mention
            if figure.role is Role.SPEC and mention.unit == "km2" and mention.value and near is not None:
                told = msgspec.structs.replace(
                    figure, value=mention.value, unit=mention.unit, aspect=Aspect.LEVEL, period=near.period
                )
                size = Interval(mention.lower, mention.upper)
                yield msgspec.structs.replace(
                    near, figure=told, measure="", hard=size, usual=size, clause="", lead="", plain=False
                )


def _over_time(said: Said, average: Average, told: Sequence[Said]) -> Finding | None:
    """`全年接待73万人次，日均2000人次`: over the months or days of the total's own period."""
    totals = [
        s for s in told if s.figure.unit == said.figure.unit and s.start < said.start and _windows(said)[1](s)
    ]
    if not totals or _OTHER_SPAN.search(totals[-1].clause) or not average.are_in(totals[-1]):
        return None
    total, months = totals[-1], _months(totals[-1])
    if months not in _DAYS or not total.exact:
        return None
    least, most = _DAYS[months] if average.time == "日" else (Decimal(months), Decimal(months))
    computed = bounds(total).over(Interval(least, most))
    whole = Interval.exactly(said.figure.value or Decimal(0)).widened(Decimal(1))
    if computed.meets(bounds(said)) or computed.meets(whole) or not _possible(computed, said):
        return None
    case = tell(
        "parts.average_over_time",
        total=total.passage.quote,
        printed=said.passage.quote,
        computed=computed,
        unit=said.figure.unit or "",
    )
    return _told(said, (total,), case, sure=False)


def _months(said: Said) -> int:
    """How many months a figure is of; 0 where that is not known."""
    if found := _MONTHS.match(said.period):
        return int(found[2]) - int(found[1]) + 1
    return 12 if len(said.period) == _YEAR else 0


def _goes_with(total: Said, count: Said, average: Said) -> bool:
    """Whether no count begins a part of the sentence of its own: 补贴3.6亿元；惠及1940家，平均每家…"""
    if not total.sentence == count.sentence == average.sentence:
        return True
    text, offset = average.figure.sentence.quote, average.figure.sentence.start
    last = max(text.rfind(mark, 0, average.start - offset) for mark in "；;")
    return last < 0 or total.start > offset + last or count.start < offset + last


def risen_to(said: Said) -> str:
    """The words before a figure in its clause; of `由32.3件提高到35.5件` those before what it rose from.

    Nothing where the figure is itself what another rose from.
    """
    at = said.start - said.figure.sentence.start
    lead = normal(said.lead)
    if ROSE_FROM.search(lead):
        return ""
    before = regex.split(r"[，。；,;]", normal(said.figure.sentence.quote[max(at - _REACH, 0) : at]))[-1]
    rose = _ROSE.search(before)
    return before[: rose.start()] if rose else lead


def _in_bracket_behind(said: Said, other: Said) -> bool:
    """`拥有量达到36.1件（年末有效发明专利32168件，常住人口890.5万人）`: what it was computed from."""
    if other.sentence != said.sentence or other.start < said.start:
        return False
    between = normal(said.figure.sentence.quote[said.passage.end - said.figure.sentence.start :])
    closed = between.find(")") if between.startswith("(") else between.find("）")
    return between[:1] in ("(", "（") and other.start - said.passage.end < closed


def _between(a: Said, b: Said) -> str:
    first, last = sorted((a, b), key=lambda s: s.start)
    start = a.figure.sentence.start
    return normal(a.figure.sentence.quote[max(first.passage.end - start, 0) : max(last.start - start, 0)])


def _one_span(total: Said, count: Said) -> bool:
    """Both are of one year: not what was added up over the years beside what is of this year alone."""
    spans = [bool(_OTHER_SPAN.search(s.clause)) for s in (total, count)]
    return spans[0] == spans[1] and total.period[:_YEAR] == count.period[:_YEAR]


def _finding(said: Said, total: Said, count: Said, average: Average, *, sure: bool) -> Finding | None:
    computed = _quotient(total, count, average)
    if not _possible(computed, said):
        return None
    one, other, printed = total.passage.quote, count.passage.quote, said.passage.quote
    if average.of_people:
        case = tell("parts.per_ten_thousand", count=one, people=other, printed=printed, computed=computed)
    else:
        unit = said.figure.unit or ""
        case = tell("parts.average", total=one, count=other, printed=printed, computed=computed, unit=unit)
    near = computed.meets(bounds(said).widened(abs(said.figure.value or Decimal(0)) * _CLOSE))
    return _told(said, (total, count), case, sure=sure and not near)


def _possible(computed: Interval, said: Said) -> bool:
    value = said.figure.value or Decimal(0)
    if not value or computed.lower is None or computed.upper is None:
        return False
    return computed.lower <= value * _MOST and computed.upper * _MOST >= value


def _told(said: Said, others: Sequence[Said], case: Case, *, sure: bool) -> Finding:
    return Finding(
        check="parts",
        severity=Severity.ERROR if sure else Severity.DOUBT,
        case=case,
        passages=(said.passage, *(s.passage for s in others)),
    )


def bounds(said: Said) -> Interval:
    """What a figure can mean: its hard bounds, or the customary ones where it has no hard ones."""
    return said.hard if said.hard.bounded else said.usual


def _same_year(one: Said, other: Said) -> bool:
    return one.period[:_YEAR] == other.period[:_YEAR] or not other.period or not one.period

"""A cumulative figure that falls, or repeats unchanged at a later date; a part of a year above the whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise, product

import msgspec
import regex

from kejian.auditing.body import Body
from kejian.auditing.evidence import Guess
from kejian.auditing.evidence import severity as earned
from kejian.auditing.groups import Group
from kejian.auditing.levels import levels
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import words_between
from kejian.auditing.readings import by_words
from kejian.auditing.said import Said
from kejian.auditing.same import residue
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.linking.indicators import indicators
from kejian.model import Aspect

NAME = "cumulative"
_AS_OF = regex.compile(r"^\d{4}-(?!12-31)\d\d-\d\d$")
_THIS_YEAR = regex.compile(r"今年|本年|年内|当年|全年")
_WITHIN_YEAR = regex.compile(r"^(\d{4})-\d\d(?:/\1-\d\d)?$")
_MONTHS = regex.compile(
    r"\d{1,2}[-—~至到]\d{1,2}月份?|[暑寒][期假]|两个月|(?:[12]\d{3}年)?\d{1,2}月份?|第?[一二三四1-4]季度|头\p{Han}{1,2}个月"
)
_TOTAL = regex.compile(r"总[数量额计]|[达增扩升]至|达到?|壮大|累计")
_WHOLE_YEAR = regex.compile(
    r"^[，,；;。]?(?:而|到(?:了)?年[底末][，,]?|至年[底末][，,]?)?全年(?:下来|里)?[，,]?(?:合计|累计|总计|共计?|一共|则|就)*(?:达到?|完成|实现|为|是|有)?了?$"
)
_HALF = "06"  # the last month of half a year
_WELL_ABOVE = Decimal("1.1")
_BEYOND = regex.compile(r"超过?(?:了)?[^，。；]{0,12}(?:全年|整年|一年)|[倍番]|首次|起步|启用|开业|开馆|投产")
_IN_A_YEAR = regex.compile(r"今年|本年|年内|当年|全年|(?<![至到截止从自])(?:19|20)\d{2}年(?![末底初以来])")
_HAPPENS = regex.compile(
    r"举[办行]|开展|组织|发放|兑付|接待|受理|完成|实现|签约|签订|成交|服务|支持|惠及|投入|引进|新增|培训|开行|发布"
)
_SO_FAR = regex.compile(r"截至|截止|(?<!年)以来|历年|至今|目前|[年月]?[末底](?!端)")
# what only grows within a year: profits, balances and stocks may fall
_FLOW = regex.compile(
    r"成交|授权|申请|产量|产值|收入|放款|登记|合同|投资|支出|交易|立项|营收|税收|进出口|出口|受理|新增|"
    r"举办|接待|培训|引进|签约|融资|发放|兑付|认定|交付|销售|销量|发电|出货|客流|观众|参观|接诊|运送|吞吐|下线|回款|到账|到款|拨付"
    r"|合同额|新签|建成|完成|落地|注册|立案|结案"
)
_STOCK = regex.compile(r"拥有|余额|存量|有效|总数|累计|共有|现有|在[册库孵营]|保有")
_YEARS = regex.compile(r"(?:19|20)\d{2}年?")
_SHORTEST = 4
_LEAST = 50  # smaller counts may well stand still for a year


def check(body: Body) -> list[Finding]:
    """Follow each cumulative figure of a document through its periods."""
    added = [f for sentence in body.sentences() if (f := _added(sentence)) is not None]
    found = [*_followed(body.said), *_part_of_year(body.said), *added]
    told = {finding.passages[0] for finding in found}
    found += [f for one in body.sentences() for f in _in_a_sentence(one) if f.passages[0] not in told]
    known = {passage for finding in found for passage in finding.passages}
    for group in by_words(body.again):
        again = [*_followed(group, together=True), *_part_of_year(group, together=True)]
        found += [f for f in again if not known.intersection(f.passages)]
    return found


def across(group: Group) -> list[Finding]:
    """The same through several documents."""
    if not group.measures:
        return []
    figures = group.figures
    return [
        *_followed(figures, apart=True, together=True),
        *_part_of_year(figures, apart=True, together=True),
    ]


def _followed(figures: Iterable[Said], *, apart: bool = False, together: bool = False) -> list[Finding]:
    figures = list(figures)
    # what is counted cumulatively once is so for all, unless it is told as what is new in a year
    counted = any(said.counted for said in figures) and not any("新" in _head(said) for said in figures)
    series: dict[tuple[tuple[str, str], str | None], list[Said]] = defaultdict(list)
    for said in figures:
        if (
            said.figure.aspect is Aspect.LEVEL
            and (said.accumulation == "cumulative" or (bool(said.words) and counted))
            and said.plain
            and said.exact
            and said.period[:4].isdigit()
            and "/" not in said.period
            and len(said.measure) >= _SHORTEST - bool(said.words)
            and not _of_one_year(said)
        ):
            series[("", "") if together else (said.measure, said.subject), said.figure.unit].append(said)
    found = []
    for line in series.values():
        for earlier, later in pairwise(sorted(line, key=_until)):
            if apart and earlier.document == later.document:
                continue
            if earlier.sentence == later.sentence and "其中" in words_between(earlier, later):
                continue  # 累计28.7亿元，其中2021年9.3亿元
            if len(_until(earlier)) == len(_until(later)) and _until(earlier) < _until(later):
                found += _judge(earlier, later)
    return found


def _of_one_year(said: Said) -> bool:
    """`2022年，全市累计举办路演412场`: what happened in a year is counted anew in the next."""
    if _THIS_YEAR.search(said.lead) and "累计" not in said.lead:
        return True  # 全年授权342件；累计授权1462件
    lead = normal(said.figure.sentence.quote[: said.start - said.figure.sentence.start])
    return bool(_IN_A_YEAR.search(lead) and _HAPPENS.search(said.clause)) and not _SO_FAR.search(lead)


def _head(said: Said) -> str:
    return said.clause[: len(said.lead)] if said.words and not said.cell else ""


def _until(said: Said) -> str:
    """By when a cumulative figure is counted: the end of a year is the year."""
    return said.period.removesuffix("-12-31").removesuffix("-12")


def _flows(said: Said) -> bool:
    """Whether a figure counts what accrues, so that a part of the year cannot be more than the year."""
    code = said.series.split("|")[1] if said.series else ""
    known = indicators().get(code)
    if known is not None:
        return known.kind == "flow"
    return said.accumulation == "new" or said.measure.startswith("新") or bool(_FLOW.search(said.measure))


def _so_far(said: Said) -> bool:
    """`截至6月底，今年…成交额`: what accrued by a day of the year."""
    return bool(_THIS_YEAR.search(said.clause)) and _flows(said)


def _accrues(said: Said) -> bool:
    """`2021年合同额6.35亿元。截至6月底，合同额2.9亿元`: what is no stock, told by a day of the year."""
    flows = _flows(said) and not _STOCK.search(said.clause)
    return flows and said.accumulation is None


def _added(sentence: tuple[Said, ...]) -> Finding | None:
    """`新认定5家，累计达到48家，上年末累计46家`: what there was and what is new against what there is."""
    for new, now, before in zip(sentence, sentence[1:], sentence[2:], strict=False):
        stock = [s for s in (now, before) if s.accumulation == "cumulative" or _TOTAL.search(s.lead)]
        if (
            new.accumulation != "new"
            or not stock
            or any(s.figure.aspect is not Aspect.LEVEL for s in (now, before))
            or not all(s.exact for s in (new, now, before))
            or len({s.figure.unit for s in (new, now, before)}) > 1
            or not (
                now.measure == before.measure and (new.measure == now.measure or now.measure in new.measure)
            )
        ):
            continue
        if before.period > now.period:
            now, before = before, now
        if int(now.period[:4] or 0) - int(before.period[:4] or 0) != 1:
            continue
        computed = before.hard + new.hard
        # what is new may have made good for what has gone, never for more than itself
        counted = all(s.accumulation == "cumulative" for s in (now, before))
        wrong = not computed.meets(now.hard) if counted else computed.below(now.hard)
        if wrong:
            return Finding(
                check=NAME,
                severity=earned(
                    Severity.ERROR if now.hard.below(before.hard) else Severity.DOUBT,
                    (now.guessed, before.guessed),
                ),
                case=tell(
                    "cumulative.added",
                    before=before.passage.quote,
                    new=new.passage.quote,
                    now=now.passage.quote,
                    computed=computed,
                    unit=now.figure.unit or "",
                ),
                passages=(now.passage, before.passage, new.passage),
            )
    return None


def _part_of_year(figures: Iterable[Said], *, apart: bool = False, together: bool = False) -> list[Finding]:
    """`前三季度` above the whole year: what accrues from January on cannot shrink by December.

    Half a year well above all of the year before is doubtful, where the year itself is not told.
    """
    known = levels((_of_months(s) for s in figures), together=together)
    found = []
    for _, periods in known.series():
        for period, parts in periods.items():
            for part in parts if _WITHIN_YEAR.match(period) or _AS_OF.match(period) else ():
                by_then = _AS_OF.match(period) is not None and not _so_far(part)
                if not _flows(part) or (by_then and not _accrues(part)):
                    continue
                unsure = by_then or part.accumulation == "cumulative"
                wholes = known.at(part, period=period[:4], accruing=True)
                if not wholes and period[-2:] <= _HALF and not _BEYOND.search(part.figure.sentence.quote):
                    last = known.at(part, period=str(int(period[:4]) - 1), accruing=True)
                    wholes, unsure = [w for w in last if w.hard.times(_WELL_ABOVE).below(part.hard)], True
                    wholes = wholes if len(wholes) == len(last) else []
                if apart and any(w.document == part.document for w in wholes):
                    continue
                if wholes and all(w.hard.below(part.hard) for w in wholes):
                    found.append(_above_year(part, wholes[0], unsure=unsure))
    return found


def _in_a_sentence(sentence: tuple[Said, ...]) -> Iterator[Finding]:
    """`头九个月1300件；全年下来，是1820件`: a year that names nothing is of what the months are of."""
    counts = [s for s in sentence if s.figure.aspect is Aspect.LEVEL and s.exact and not s.cell]
    for part, whole in product(counts, counts):
        if (
            part.start < whole.start
            and part.figure.unit == whole.figure.unit
            and _WITHIN_YEAR.match(part.period)
            and whole.period == part.period[:4]
            and _WHOLE_YEAR.match(_since(sentence, whole))
            and _flows(part)
            and whole.hard.below(part.hard)
        ):
            yield _above_year(part, whole, unsure=True)


def _since(sentence: tuple[Said, ...], said: Said) -> str:
    """The words since the figure before."""
    before = sentence[sentence.index(said) - 1] if sentence.index(said) else said
    start = said.figure.sentence.start
    return normal(said.figure.sentence.quote[max(before.passage.end - start, 0) : said.start - start])


def _above_year(part: Said, whole: Said, *, unsure: bool) -> Finding:
    guessed = (part.guessed, whole.guessed)
    return Finding(
        check=NAME,
        severity=Severity.DOUBT if unsure else earned(Severity.ERROR, guessed),
        case=tell(
            "cumulative.part_of_year",
            part=part.passage.quote,
            part_period=part.period,
            whole=whole.passage.quote,
            year=whole.period[:4],
        ),
        passages=(part.passage, whole.passage),
    )


def _of_months(said: Said) -> Said:
    """`8月接待观众21.6万人次` names nothing but its measure and the month that it is of."""
    if said.plain or not _WITHIN_YEAR.match(said.period):
        return said
    rest = residue(_MONTHS.sub("，", normal(said.lead)), known=(said.figure.measure or "", said.subject))
    return msgspec.structs.replace(said, plain=not rest and bool(said.measure))


def _guessed(earlier: Said, later: Said) -> list[tuple[Guess, ...]]:
    """What was guessed of both; a way of counting that both tell in the same words is none."""
    alike = _YEARS.sub("", normal(earlier.lead)) == _YEARS.sub("", normal(later.lead))
    return [tuple(g for g in one.guessed if not (alike and g is Guess.SCOPE)) for one in (earlier, later)]


def _judge(earlier: Said, later: Said) -> list[Finding]:
    falls = later.hard.below(earlier.hard)
    if falls:
        severity = earned(Severity.ERROR, _guessed(earlier, later))
        if earlier.roundish or later.roundish:
            severity = Severity.DOUBT
    elif later.figure.value == earlier.figure.value and (later.figure.value or 0) >= _LEAST:
        severity = Severity.DOUBT
    else:
        return []
    return [
        Finding(
            check=NAME,
            severity=severity,
            case=tell(
                "cumulative.falls" if falls else "cumulative.stands",
                measure=later.figure.measure or "",
                earlier=earlier.passage.quote,
                earlier_period=earlier.period,
                later=later.passage.quote,
                later_period=later.period,
            ),
            passages=(later.passage, earlier.passage),
        )
    ]

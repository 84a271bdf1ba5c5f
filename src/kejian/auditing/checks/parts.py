"""`其中`: a part larger than its whole; averages against total and count; shares above the whole."""

from decimal import Decimal

import regex

from kejian.auditing.body import Body, Said
from kejian.auditing.checks.averages import averages, goes_with, risen_to
from kejian.auditing.model import Finding, Severity
from kejian.auditing.telling import tell
from kejian.intervals import Interval
from kejian.model import Aspect

NAME = "parts"
_INNER = regex.compile(r"其中[：:，,]?")
_BRACKET = regex.compile(r"[（(][^（()）]{4,120}[)）]")
_NO_KINDS = regex.compile(r"上年|去年|同期|累计|目标|计划|原|总|全[市省国]")  # another year, a wider whole
_FEWEST = 2  # kinds in a bracket
_AVERAGE = regex.compile(
    r"平均[每单](?<n>\p{Han})|[单每](?<n>[项个家件台笔户人])(?:合同|项目|企业)?平均|"
    r"(?<n>[件项家台笔篇])均|户均"
)
_ASIDE = regex.compile(r"\d|上年|去年|上一年|前一年|上期|同期")
_PER_10K = regex.compile(r"(?:每|(?<![\d一二两三四五六七八九十百千几数]))万人(?:均)?(?:\p{Han}{0,16})$")
_CLOSE = Decimal("0.03")  # of a rate: the population may be that of another day
_HOUSEHOLD = ("家", "户")
_ONE = Decimal(1)


def check(body: Body) -> list[Finding]:
    """Compare parts with their whole, and averages with the quotient they are."""
    found = []
    for sentence in body.sentences():
        if sentence[0].cell:
            continue
        found += _larger(sentence) or _larger_in_bracket(sentence)
        found += [f for said in sentence if (f := _average(said, sentence)) is not None]
        found += [f for said in sentence if (f := _above_one(said)) is not None]
        found += [f for said in sentence if (f := _per_ten_thousand(said, sentence)) is not None]
    return [*found, *averages(body, found)]


def _larger(sentence: tuple[Said, ...]) -> list[Finding]:
    text, offset = sentence[0].figure.sentence.quote, sentence[0].figure.sentence.start
    inner = _INNER.search(text)
    if inner is None or inner.start() == 0:
        return []
    at = offset + inner.end()
    ends = [offset + i for i in (text.find("；", inner.end()), text.find(";", inner.end())) if i >= 0]
    levels = [s for s in sentence if s.figure.aspect is Aspect.LEVEL and s.exact]
    parts = [s for s in levels if s.start >= at and s.start < min(ends, default=s.start + 1)][:1]
    found = []
    for part in parts:
        wholes = [s for s in levels if s.start < at and s.figure.unit == part.figure.unit]
        if wholes and all(whole.hard.below(part.hard) for whole in wholes):
            whole = wholes[-1].passage
            found.append(
                Finding(
                    check=NAME,
                    severity=Severity.DOUBT if "累计" in part.lead else Severity.ERROR,
                    case=tell("parts.larger", part=part.passage.quote, whole=whole.quote),
                    passages=(part.passage, whole),
                )
            )
    return found


def _larger_in_bracket(sentence: tuple[Said, ...]) -> list[Finding]:
    """`科学技术奖98项（一等奖154项、二等奖35项）`: kinds that a bracket lists right behind their whole."""
    text, offset = sentence[0].figure.sentence.quote, sentence[0].figure.sentence.start
    levels = [s for s in sentence if s.figure.aspect is Aspect.LEVEL and s.exact]
    for whole in levels:
        bracket = _BRACKET.match(text, whole.passage.end - offset)
        inner = [s for s in levels if bracket and bracket.start() + offset < s.start < bracket.end() + offset]
        if len(inner) < _FEWEST or any(s.figure.unit != whole.figure.unit for s in inner):
            continue
        larger = [s for s in inner if whole.hard.below(s.hard)]
        if bracket and len(larger) == 1 and not _NO_KINDS.search(bracket[0]):
            part = larger[0].passage
            return [
                Finding(
                    check=NAME,
                    severity=Severity.ERROR,
                    case=tell("parts.larger", part=part.quote, whole=whole.passage.quote),
                    passages=(part, whole.passage),
                )
            ]
    return []


def _average(said: Said, sentence: tuple[Said, ...]) -> Finding | None:
    match = _AVERAGE.search(said.lead)
    if match is None or said.figure.value is None or said.figure.aspect not in (Aspect.RATIO, Aspect.LEVEL):
        return None
    if _ASIDE.search(said.lead[match.end() :]):
        return None  # 平均每项595.2万元（上年500.0万元）
    kinds = (match["n"],) if match["n"] else _HOUSEHOLD
    before = [s for s in sentence if s.start < said.start and s.figure.aspect is Aspect.LEVEL]
    totals = [s for s in before if s.figure.unit == said.figure.unit and _bounds(s).positive]
    if said.figure.unit in kinds:
        return None
    counts = [s for s in before if s.figure.unit in kinds and _bounds(s).positive]
    pairs = [(t, c) for t in totals for c in counts if goes_with(t, c, said)]
    claimed = _bounds(said)
    if not pairs or any(_bounds(t).over(_bounds(c)).meets(claimed) for t, c in pairs):
        return None
    total, count = pairs[-1]
    return Finding(
        check=NAME,
        severity=Severity.ERROR
        if len(pairs) == 1
        and said.exact
        and total.exact
        and count.exact
        and not count.roundish
        and total.period[:4] == count.period[:4] == said.period[:4]
        else Severity.DOUBT,
        case=tell(
            "parts.average",
            total=total.passage.quote,
            count=count.passage.quote,
            printed=said.passage.quote,
            computed=_bounds(total).over(_bounds(count)),
            unit=said.figure.unit or "",
        ),
        passages=(said.passage, total.passage, count.passage),
    )


def _per_ten_thousand(said: Said, sentence: tuple[Said, ...]) -> Finding | None:
    """`常住人口428.6万人，有效发明专利12356件，每万人…26.8件`."""
    if said.figure.aspect not in (Aspect.RATIO, Aspect.LEVEL) or not _PER_10K.search(risen_to(said)):
        return None
    before = [s for s in sentence if s.start < said.start and s.figure.aspect is Aspect.LEVEL]
    people = [s for s in before if s.figure.unit == "人" and "人口" in s.lead and _bounds(s).positive]
    counts = [s for s in before if s.figure.unit == said.figure.unit and s not in people]
    if len(people) != 1 or len(counts) != 1 or not said.exact:
        return None
    computed = _bounds(counts[0]).over(_bounds(people[0]).times(Decimal("0.0001")))
    claimed = _bounds(said)
    if computed.meets(claimed):
        return None
    near = computed.meets(claimed.widened(abs(said.figure.value or Decimal(0)) * _CLOSE))
    return Finding(
        check=NAME,
        severity=Severity.DOUBT if near else Severity.ERROR,
        case=tell(
            "parts.per_ten_thousand",
            count=counts[0].passage.quote,
            people=people[0].passage.quote,
            printed=said.passage.quote,
            computed=computed,
        ),
        passages=(said.passage, counts[0].passage, people[0].passage),
    )


def _bounds(said: Said) -> Interval:
    return said.hard if said.hard.bounded else said.usual


def _above_one(said: Said) -> Finding | None:
    lower = said.hard.lower
    if said.figure.aspect is not Aspect.SHARE or lower is None or lower <= _ONE or "占" not in said.lead:
        return None
    return Finding(
        check=NAME,
        severity=Severity.ERROR,
        case=tell("parts.above_whole", printed=said.passage.quote),
        passages=(said.passage,),
    )

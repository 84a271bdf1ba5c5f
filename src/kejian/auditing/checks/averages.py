"""Averages whose total or count stands in another sentence: `…5309家，平均每家载体在孵13.3家企业`,
`论文267篇，人均0.3篇`, `户均9.4万元`, `每万人口…26.8件`.

The total is the level told right before; the count is of the paragraph, of a sentence that tells the same
total again, or the only one of its kind in the document. If any pair that may be meant fits, all is well.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from kejian.auditing.body import Body, Said
from kejian.auditing.model import Finding, Severity
from kejian.auditing.same import words_key
from kejian.auditing.telling import Case, tell
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Aspect

_AVERAGE = regex.compile(
    r"(?:平均(?:下来，?)?[每一单](?P<n>\p{Han})|[每单](?P<n>\p{Han})(?P<noun>\p{Han}{0,6}?)平均"
    r"|(?P<n>[项家户件台笔人])均(?P<of>\p{Han}{0,6}?))"
    r"(?P<tail>\p{Han}{0,4}?)"
    r"(?:在孵|获得?|贷款|成交额?|金额|补助|兑付|发表|申请|拥有|服务|约|达到?|为|有|超过?)*$"
)
_PEOPLE = regex.compile(r"人口")
_PER_10K = regex.compile(
    r"(?:每|(?<![\d一二两三四五六七八九十百千几数]))万人(?:均)?(?P<of>\p{Han}{0,16}?)(?:为|达到?|约)?$"
)
_ANY_AVERAGE = regex.compile(
    r"平均|(?<=^|[，。；、（(])(?:[项家户件台笔人张场份篇师生]|校|院|所|区|县)均|单[项笔家件个台](?:\p{Han}{0,8})$|均值"
)
_OF_TIME = regex.compile(
    r"年均|月均|日均|年平均|月平均|平均每[年月天日周]|平均增|平均水平|全[省国]平均|平均年龄|平均气温|高于|低于|比"
)
_KIND_OF_SUM = regex.compile(r"产值|收入|利润|税收|工资|薪酬|销售|成本|面积|投资|支出|融资")
_EACH = regex.compile(
    r"平均[每单一](?P<n>\p{Han})|[单每](?P<n>[项笔家件个台])|(?P<n>\p{Han})均(?!值)(?<!平均)"
)
_UNITS = {
    "师": ("人", "名"),
    "生": ("人", "名"),
    "人": ("人", "名"),
    "校": ("所",),
    "院": ("所", "家"),
    "户": ("户", "家"),
    "家": ("户", "家"),
    "名": ("人", "名"),
}
_PAIR = 2
_ABOUT = Interval(Decimal("0.4"), Decimal("2.5"))  # of a quotient: beyond, they are not what it is of
_HELD = regex.compile(r"^口中?|有效|(?:拥有|保有|授权)?[量数额]$|拥有|^的")
_FROM = regex.compile(r"[由从](?:上年|去年|上一年|(?:19|20)\d\d年)?[末底]?的?$")
_ROSE = regex.compile(r"[由从][^，。；]{0,14}?\d[\d.]*\p{Han}(?:提高|上升|增加|增长|提升)?[到至]$")
_REACH = 60  # characters of a clause
_STAFF = regex.compile(r"人员|职工|员工|教师|教职工|在职")
_HOUSEHOLD = ("家", "户")
_MANY = 200  # levels of a document that are looked at
_TEN_THOUSANDTH = Decimal("0.0001")
_MOST = 30  # times off: beyond, these are not its total and count


def averages(body: Body, judged: Sequence[Finding]) -> Iterator[Finding]:
    """What the averages of each document do not agree with, beside those that a sentence alone shows."""
    known = {passage for finding in judged for passage in finding.passages}
    levels: dict[int, list[Said]] = {}
    for said in body.said:
        if said.figure.aspect is Aspect.LEVEL and _bounds(said).positive:
            levels.setdefault(said.document, []).append(said)
    for said in body.said:
        if said.passage in known or not said.exact or said.cell or not said.hard.positive:
            continue
        lead = risen_to(said)
        if people := _PER_10K.search(lead):
            found = _per_head(said, levels.get(said.document, [])[:_MANY], of=people["of"])
        elif match := _AVERAGE.search(lead):
            found = _average(said, levels.get(said.document, [])[:_MANY], match) or _plainly(said, levels)
        elif _ANY_AVERAGE.search(lead):
            found = _plainly(said, levels)
        else:
            found = None
        if found is not None:
            yield found


def _average(said: Said, levels: Sequence[Said], match: regex.Match[str]) -> Finding | None:
    kind, noun, of = match["n"], match["noun"] or match["tail"] or "", match["of"]
    kinds = _HOUSEHOLD if kind in _HOUSEHOLD else (kind,)
    if of is not None:
        of, noun = of + noun, ""  # 人均产值 names the total, 每家企业 what is counted
    totals = [s for s in levels if s.figure.unit == said.figure.unit and _same_year(s, said)]
    before = [s for s in totals if s.sentence == said.sentence and s.start < said.start]
    counts = [s for s in levels if s.figure.unit in kinds and _same_year(s, said)]
    if kind == "人":
        counts = [s for s in counts if _STAFF.search(s.lead or s.measure)]
    if said.figure.unit in kinds and not noun:
        return None
    if noun and any(_names(s, noun) for s in counts):
        counts = [s for s in counts if _names(s, noun)]
        before = [s for s in before if not _names(s, noun)]
    elif noun:
        counts = [s for s in counts if s.sentence == said.sentence]
    if of and not any(_names(s, of) for s in before[-1:]):
        return None
    if not before:
        return None
    total = before[-1]
    beside = _beside(total, counts, totals, said, only=bool(noun) or kind == "人")
    if beside is None or (beside.sentence == said.sentence and not goes_with(total, beside, said)):
        return None
    if any(
        _bounds(t).over(_bounds(c)).meets(said.hard)
        for t in (total, *(s for s in levels if s.figure.unit == said.figure.unit and _beside_it(s, said)))
        for c in (beside, *(s for s in levels if s.figure.unit in kinds and _beside_it(s, said)), *counts)
        if c is not t
    ):
        return None
    computed = _bounds(total).over(_bounds(beside))
    case = tell(
        "parts.average",
        total=total.passage.quote,
        count=beside.passage.quote,
        printed=said.passage.quote,
        computed=computed,
        unit=said.figure.unit or "",
    )
    return _finding(said, total, beside, computed, case)


def _plainly(said: Said, levels: dict[int, list[Said]]) -> Finding | None:
    """A sentence with one total and one count beside its average: `80家，在孵企业3250家，平均每家48.6家`."""
    lead = normal(said.lead)
    inside = [
        s for s in levels.get(said.document, ())[:_MANY] if s.sentence == said.sentence and s is not said
    ]
    if _OF_TIME.search(lead) or not all(s.exact and _same_year(s, said) for s in inside):
        return None
    if len(inside) != _PAIR or (said.figure.unit in ("1", "pp", "rank")):
        return None
    unit = (said.figure.unit or "").partition("/")[0]
    totals = [s for s in inside if s.figure.unit == unit]
    counts = [s for s in inside if s.figure.unit != unit]
    if len(totals) == _PAIR:
        counts, totals = (
            sorted(totals, key=lambda s: s.figure.value or Decimal(0))[at : at + 1] for at in (0, 1)
        )
    if len(totals) != 1 or len(counts) != 1 or not goes_with(totals[0], counts[0], said):
        return None
    total, count = totals[0], counts[0]
    if (each := _EACH.search(lead)) and count.figure.unit not in _UNITS.get(each["n"], (each["n"],)):
        return None
    kind = _KIND_OF_SUM.search(lead)
    if kind and kind[0] not in normal(total.clause):
        return None  # 人均产值 of another sum than the one told
    computed = _bounds(total).over(_bounds(count))
    if computed.meets(said.hard) or not computed.meets(said.hard.times(_ABOUT)):
        return None
    case = tell(
        "parts.average",
        total=total.passage.quote,
        count=count.passage.quote,
        printed=said.passage.quote,
        computed=computed,
        unit=unit,
    )
    return _finding(said, total, count, computed, case)


def _beside(
    total: Said, counts: Sequence[Said], totals: Sequence[Said], said: Said, *, only: bool
) -> Said | None:
    """The count that goes with a total: in its sentence or paragraph, beside it again, or the only one."""
    again = {s.sentence for s in totals if s.hard == total.hard}
    for near in (
        [s for s in counts if s.sentence == said.sentence],
        [s for s in counts if s.sentence in again],
        [s for s in counts if s.block == said.block],
        counts if only else [],
    ):
        near = [s for s in near if s is not total and s.hard != total.hard]
        if len({s.figure.value for s in near}) == 1:
            return near[0]
        if near:
            return None
    return None


def goes_with(total: Said, count: Said, average: Said) -> bool:
    """Whether no count begins a part of the sentence of its own: 补贴3.6亿元；惠及1940家，平均每家…"""
    text, offset = average.figure.sentence.quote, average.figure.sentence.start
    part = offset + max(
        text.rfind("；", 0, average.start - offset), text.rfind(";", 0, average.start - offset)
    )
    return total.start > part or count.start < part


def _per_head(said: Said, levels: Sequence[Said], *, of: str) -> Finding | None:
    near = [s for s in levels if _same_year(s, said)]
    people = [s for s in near if s.figure.unit in ("人", "1") and _PEOPLE.search(s.clause)]
    people = [s for s in people if "常住" in s.clause] or people
    people = [s for s in people if s.block == said.block] or people
    counts = [
        s for s in levels if s.figure.unit == said.figure.unit and _same_year(s, said) and s is not said
    ]
    name = words_key(of)
    named = [
        s
        for s in counts
        if len(name) > 2
        and (_same_thing(s.measure, name) or (len(s.lead) > 2 and not set(words_key(s.lead)) - set(name)))
    ]
    before = [s for s in counts if s.sentence == said.sentence and s.start < said.start]
    behind = [s for s in counts if _in_bracket_behind(said, s)]
    if behind and any(_in_bracket_behind(said, s) for s in people):
        named, people = behind, [s for s in people if _in_bracket_behind(said, s)]
    counts = named or before[-1:]
    if len({s.figure.value for s in people}) != 1 or not counts:
        return None
    per = _bounds(people[0]).times(_TEN_THOUSANDTH)
    if any(_bounds(s).over(per).meets(said.hard) for s in (*counts, *before)):
        return None
    count = counts[-1]
    case = tell(
        "parts.per_ten_thousand",
        count=count.passage.quote,
        people=people[0].passage.quote,
        printed=said.passage.quote,
        computed=_bounds(count).over(per),
    )
    return _finding(said, count, people[0], _bounds(count).over(per), case)


def risen_to(said: Said) -> str:
    """The words before a figure in its clause; of `由32.3件提高到35.5件` those before what it rose from.

    Nothing where the figure is itself what another rose from.
    """
    at = said.start - said.figure.sentence.start
    lead = normal(said.lead)
    if _FROM.search(lead):
        return ""
    before = regex.split(r"[，。；,;]", normal(said.figure.sentence.quote[max(at - _REACH, 0) : at]))[-1]
    rose = _ROSE.search(before)
    return before[: rose.start()] if rose else lead


def _same_thing(measure: str, name: str) -> bool:
    """`有效发明专利` and `发明专利拥有量`."""
    one, other = (_HELD.sub("", words) for words in (measure, name))
    return len(one) > 2 and one == other


def _in_bracket_behind(said: Said, other: Said) -> bool:
    """`拥有量达到36.1件（年末有效发明专利32168件，常住人口890.5万人）`: what it was computed from."""
    if other.sentence != said.sentence or other.start < said.start:
        return False
    between = normal(said.figure.sentence.quote[said.passage.end - said.figure.sentence.start :])
    closed = between.find(")") if between.startswith("(") else between.find("）")
    return between[:1] in ("(", "（") and other.start - said.passage.end < closed


def _finding(said: Said, total: Said, count: Said, computed: Interval, case: Case) -> Finding | None:
    value = said.figure.value or 0
    if not value or computed.lower is None or computed.upper is None:
        return None
    if computed.lower > value * _MOST or computed.upper * _MOST < value:
        return None
    return Finding(
        check="parts",
        severity=Severity.DOUBT,
        case=case,
        passages=(said.passage, total.passage, count.passage),
    )


def _bounds(said: Said) -> Interval:
    return said.hard if said.hard.bounded else said.usual


def _names(said: Said, noun: str) -> bool:
    return noun in (said.lead or said.measure)


def _beside_it(one: Said, said: Said) -> bool:
    return one.sentence == said.sentence


def _same_year(one: Said, other: Said) -> bool:
    return one.period[:4] == other.period[:4] or not other.period

"""Shares whose whole stands elsewhere under words of its own: `占签约项目总数的27%` of `85个项目集中签约`,
`在册科技特派员中，女性74人，占25%` of a table's `296`, `其中发明专利所占比重为24.3%` of a part told before.

The words after 占, or before 中, are looked for in the clauses of the levels, in any order. What is
found so is a doubt: the words may mean another whole.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.averages import ROSE_FROM
from kejian.auditing.checks.share_elsewhere import one_owner
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import words_between
from kejian.auditing.said import Said
from kejian.auditing.same import alike, measure_key
from kejian.auditing.telling import tell
from kejian.intervals import Interval, percent
from kejian.language.normal import normal
from kejian.model import Aspect, Value

_OF = regex.compile(
    r"占(?:到|比|了|据|其)?(?P<whole>[^，。；,;\d]{0,24}?)的?(?:所占)?(?:比[重例]|份额)?(?:约为|约|为|近|达到?|到)*$"
    r"|(?:贡献|撑起|创造|包揽|拿下|承担)了?(?P<whole>[^，。；,;\d]{2,24}?)的(?:约|近)?$"
    r"|相当于(?P<whole>[^，。；,;\d]{2,24}?)的(?:约|近)?$"
    r"|在(?P<whole>[全我本][市区县省])中?的?(?:占比|比[重例]|份额)(?:约为|约|为|近|达到?)*$"
    r"|在(?P<whole>[^，。；,;\d]{2,24}?)中的?(?:所?占(?:比|的?比[重例])?|比重|份额)(?:约为|约|为|近|达到?)*$"
    r"|与(?P<whole>[^，。；,;\d]{2,16}?)(?:之比|的比[值例重])[）)]?(?:约为|约|为|达到?)*$"
)
_OWN = regex.compile(
    r"^(?:其中)?(?P<part>(?![在占与])[\p{Han}A-Z]{2,14}?)的?(?:所?占的?)?(?:比重|占比|比例|份额)(?:约?为|达到?|约)?$"
)
_INTENSITY = regex.compile(
    r"(?:研发|R&D|科技)(?:经费)?(?:投入)?强度(?:为|达到?|升至|提高到|约)*$|^投入强度(?:为|达到?)?$", regex.I
)
_HOLDS = regex.compile(
    r"(?:贡献|集聚|聚集|拥有|占据|汇聚|包揽|撑起|创造|产出)了?(?:全[市区县省]|[我本][市区县省])(?:约|近)?$"
)
_BEHIND = regex.compile(r"^(?:以上|左右)?的(?P<what>\p{Han}{2,12})")
_ALL = regex.compile(r"[全我本][市区县省]")
_TOGETHER = regex.compile(r"合计|共计|[合共]占|总共|加起来|[两二三四]者|(?<!规模)以上|上述")
_RATIO = regex.compile(
    r"^(?:全社会)?(?:研发|R&D)(?:经费|投入|经费投入)?占(?:GDP|(?:地区)?生产总值)(?:的)?比[重例]?$", regex.I
)
_AGAIN = regex.compile(r"[约近]?[一二两三四五六七八九半]成(?:多|以上|左右)?[（(](?:约|为)?$")
# what everyone knows to be the whole of a part
_KNOWN = ((regex.compile(r"财政科技|财政科学技术"), regex.compile(r"一般公共预算支出|财政(?:总)?支出$")),)
_GROSS = regex.compile(r"^(?:地区)?生产总值|GDP", regex.I)
# nouns that too many things have in common
_COMMON = frozenset(
    [
        "企业",
        "机构",
        "单位",
        "人员",
        "项目",
        "平台",
        "成交额",
        "金额",
        "经费",
        "数量",
        "收入",
        "支出",
        "资金",
        "合同",
        "专利",
    ]
)
_TOPIC = regex.compile(
    r"(?:^|[。；;])(?:在|从)?(?P<whole>[^，。；,;\d]{2,18}?)(?:当中|中|里)[，,]|^(?P<whole>[^，。；,;\d]{2,18}?)中(?=[A-Z]类)"
)
_PLACES = regex.compile(r"^(?:[全我本][市区县省院校]|园区|全园|新区|集团|公司)$")
_EMPTY = regex.compile(r"^(?:总[数量额]|全部|总体|合计|总计|的|其)*$")
_SAYS_ALL = regex.compile(
    r"类(?=合同|企业|项目|人才)|全部|所有|全社会|[全我本][市区县省院校]|总(?:[数量额计]|规模|人数)?|的|其|当年|全年|年度|[\s“”\"]"
)
_ENDS = regex.compile(r"(?:[数量额]|规模|人数|金额)$")
_GDP = regex.compile(r"GDP|(?<!地区)生产总值", regex.I)
_MOVES = (Aspect.GROWTH, Aspect.CHANGE)
_PERSONS = ("人", "名", "位")
_ABOUT = (Decimal("0.4"), Decimal("2.5"))  # of a share: beyond, it is of something else
_ROUND = {"成": Decimal("0.05"), "分之": Decimal("0.04"), "半": Decimal("0.05")}
_SHORTEST = 2  # characters of a part's name
_NEAR = 6  # blocks in which any whole that fits is enough
_MOST = 2  # values that the words can mean
_QUESTION = regex.compile(r"([^。？?\n]{2,40})[？?]\s*(?:答|回答)?[:：]?[^。？?\n]{0,12}$")
_REACH = 80  # characters back to a question
_NOT_OF_IT = regex.compile(rf"{ROSE_FROM.pattern}|其中")
_HAN = regex.compile(r"[\p{Han}A-Za-z]")


class Told(Value, frozen=True, kw_only=True):
    """A level with the characters of its clause, its measure and the question that it answers; ``part`` says
    that a share of its own follows it."""

    said: Said
    letters: frozenset[str]
    part: bool


def named_elsewhere(body: Body, judged: Sequence[Finding]) -> Iterator[Finding]:
    """The shares that no whole of their document which their words name bears out."""
    known = {passage for finding in judged for passage in finding.passages}
    texts = {number: read.document.text for number, read in body.numbered()}
    shared = {id(a) for a, b in pairwise(body.said) if a.sentence == b.sentence and _is_share(b)}
    told: dict[int, list[Told]] = {}
    for said in body.said:
        if said.figure.aspect is Aspect.LEVEL and said.exact and said.hard.positive:
            told.setdefault(said.document, []).append(
                Told(said=said, letters=_letters(said, texts[said.document]), part=id(said) in shared)
            )
    for _, group in groupby(body.said, key=lambda s: s.sentence):
        sentence = list(group)
        for share in sentence:
            if not _is_share(share) or share.passage in known:
                continue
            found = _judge(share, sentence, told.get(share.document, []), texts[share.document])
            if found is not None:
                yield found


def _is_share(said: Said) -> bool:
    return (
        said.figure.aspect in (Aspect.SHARE, Aspect.RATIO)
        and said.figure.unit == "1"
        and said.figure.comparator in ("=", "~")
        and not said.cell
        and said.usual.positive
    )


def _judge(share: Said, sentence: Sequence[Said], told: Sequence[Told], text: str) -> Finding | None:
    lead = _AGAIN.sub("", normal(share.lead)) or _card(share, text)
    levels = [t for t in told if t.said.sentence == share.sentence and t.said.start < share.start]
    if _TOGETHER.search(lead):
        return None
    if (_INTENSITY.search(lead) and not _OF.search(lead)) or _RATIO.search(lead):
        return _of_gdp(share, told)
    of, own = _OF.search(lead), _OWN.match(lead)
    if own and levels and "其中" in lead and not own["part"].endswith("占"):
        whole = levels[-1]
        parts = [t for t in told if t.said.figure.unit == whole.said.figure.unit and _below(t, whole)]
        return _against(share, _named(parts, own["part"], share), [whole], told)
    if _HOLDS.search(lead):
        return _held(share, levels, told)
    name = own["part"] if own else lead[: of.start()] if of else ""
    part = _named_part(name, share, told) or _part(share, sentence, levels)
    if part is None or not (of or own):
        return None
    words = _whole_words((of["whole"] or "") if of and not own else "", share)
    larger = [t for t in told if _same_unit(t.said, part.said) and _below(part, t)]
    if _PLACES.match(words):
        wholes = [t for t in larger if _of_all(t, part.said, words)]
    elif _EMPTY.match(words):
        wholes = _unnamed(part.said, larger)
    else:
        wholes = [t for t in _named(larger, words, share) if one_owner(words, part.said, t.said)]
    return _against(share, [part], wholes, told)


def _held(share: Said, levels: Sequence[Told], told: Sequence[Told]) -> Finding | None:
    """`…达到895家，贡献了全市31.5%的高新技术企业`: what is held stands behind the share."""
    behind = _BEHIND.match(normal(share.clause[len(share.lead) + len(share.passage.quote) :]))
    parts = _named(levels, behind["what"], share) if behind else []
    if behind is None or not parts:
        return None
    wholes = [t for t in _named(told, behind["what"], share) if _below(parts[-1], t)]
    wholes = [t for t in wholes if _same_unit(t.said, parts[-1].said) and _ALL.search(t.said.clause)]
    return _against(share, parts[-1:], wholes, told)


def _card(share: Said, text: str) -> str:
    """The line over, or under, one that holds nothing but the share."""
    start, end = share.passage.start, share.passage.end
    above = [line for line in text[max(start - _REACH, 0) : start].split("\n") if line.strip()]
    below = [line for line in text[end : end + _REACH].split("\n") if line.strip()]
    if text[max(start - 1, 0) : start].strip() or text[end : end + 1].strip():
        return ""
    lines = [normal(one.strip()) for one in (*above[-1:], *below[:1])]
    return next((one for one in lines if _INTENSITY.search(one) or _RATIO.search(one)), "")


def _named_part(name: str, share: Said, told: Sequence[Told]) -> Told | None:
    """What the share says it is of, told before: `企业研发经费所占份额为`, `输往省外的占`."""
    name = name.removeprefix("其中")
    if len(_HAN.findall(_SAYS_ALL.sub("", name))) < _SHORTEST or ROSE_FROM.search(name):
        return None
    if name in _COMMON:  # of which of them, only the sentence itself can say
        return None
    before = [t for t in told if t.said.start < share.start and share.block - t.said.block <= _NEAR]
    named = _named(before, name, share)
    return named[-1] if named else None


def _unnamed(part: Said, larger: Sequence[Told]) -> list[Told]:
    """What a share is of that does not say it: the same measure of all, else what its part is a kind of."""
    same = [t for t in larger if t.said.plain and t.said.measure == part.measure != ""]
    if same:
        others = [t for t in same if t.said.subject != part.subject]
        return others if part.plain else same
    key = _bare(part)
    for kind, of in _KNOWN:
        if kind.search(part.measure):
            return [t for t in larger if of.search(t.said.measure) and _same_year(t.said, part)]
    kinds = [
        t
        for t in larger
        if t.said.plain and not t.part and len(_bare(t.said)) > 1 and _same_year(t.said, part)
    ]
    ends = [t for t in kinds if key.endswith(_bare(t.said))]
    ends = ends or [t for t in kinds if set(_bare(t.said)) < set(key) and key[-2:] == _bare(t.said)[-2:]]
    return ends or [t for t in kinds if key[-2:] == _bare(t.said)[-2:] and key[-2:] not in _COMMON]


def _of_gdp(share: Said, told: Sequence[Told]) -> Finding | None:
    """`研发经费投入强度3.20%`, with the spending and the gross product told elsewhere."""
    here = [t for t in told if _same_year(t.said, share) and t.said.plain and t.said.figure.unit == "CNY"]
    products = [t for t in here if _GROSS.search(t.said.figure.measure or "")]
    spent = [t for t in here if _bare(t.said) in ("研发经费", "研发")]
    if len({t.said.figure.value for t in spent}) != 1 or len({t.said.figure.value for t in products}) != 1:
        return None
    return _against(share, spent, products, told)


def _whole_words(words: str, share: Said) -> str:
    """The words after 占; of `占25%` and `占总数的45%` those that the sentence begins with: `…企业中，`."""
    if not _EMPTY.match(words):
        return words
    before = normal(share.figure.sentence.quote[: share.start - share.figure.sentence.start])
    topics = list(_TOPIC.finditer(before))
    return topics[-1]["whole"] if topics and "其中" not in topics[-1]["whole"] else words


def _part(share: Said, sentence: Sequence[Said], levels: Sequence[Told]) -> Told | None:
    """The level that the share is said of: the last before it, with only growth and change between."""
    if not levels:
        return None
    part = levels[-1]
    between = [s for s in sentence if part.said.start < s.start < share.start]
    if _AGAIN.search(normal(share.lead)):
        between = between[:-1]  # `近三成（29.3%）`: the same share once more
    gap = words_between(part.said, share)
    if any(s.figure.aspect not in _MOVES for s in between) or regex.search("[；;]", gap):
        return None
    clauses = regex.split("[，,]", gap)
    if len(clauses) > 2 + len(between) or _NOT_OF_IT.search(normal(share.lead)):
        return None
    return part


def _named(told: Sequence[Told], words: str, share: Said) -> list[Told]:
    """The levels of the share's year in whose words all of these stand."""
    name = set(_HAN.findall(_ENDS.sub("", _SAYS_ALL.sub("", alike(_GDP.sub("地区生产总值", normal(words)))))))
    if not name:
        return []
    return [t for t in told if name <= t.letters and _same_year(t.said, share)]


def _against(
    share: Said, parts: Sequence[Told], wholes: Sequence[Told], told: Sequence[Told]
) -> Finding | None:
    if not parts or not wholes or len({t.said.figure.value for t in wholes}) > _MOST:
        return None
    stated = _stated(share)
    near = [t for t in told if abs(t.said.block - share.block) <= _NEAR]
    for part in parts:
        for whole in (*wholes, *(t for t in near if _same_unit(t.said, part.said))):
            if part.said.hard.over(whole.said.hard).meets(stated):
                return None
    told_part, told_whole = parts[-1].said, _nearest(wholes, share)
    computed = told_part.hard.over(told_whole.hard)
    value = share.figure.value or Decimal(0)
    if computed.lower is None or computed.upper is None:
        return None
    if computed.upper < value * _ABOUT[0] or computed.lower > value * _ABOUT[1]:
        return None
    return Finding(
        check="shares",
        severity=Severity.DOUBT,
        case=tell(
            "shares.part_of_whole",
            part=told_part.passage.quote,
            whole=told_whole.passage.quote,
            printed=share.passage.quote,
            computed=percent(computed),
        ),
        passages=(share.passage, told_part.passage, told_whole.passage),
    )


def _stated(share: Said) -> Interval:
    """What a share can mean; one in tenths or as a fraction is a rounded one."""
    bounds = share.usual if share.usual.bounded else share.hard
    slack = next((by for word, by in _ROUND.items() if word in share.passage.quote), Decimal("0.003"))
    return bounds.widened(slack)


def _nearest(wholes: Sequence[Told], share: Said) -> Said:
    before = [t.said for t in wholes if t.said.start < share.start]
    return before[-1] if before else wholes[0].said


def _of_all(whole: Told, part: Said, place: str) -> bool:
    """The whole has the measure of the part, be it with a word for all of it (总产值), and its place."""
    one, other = _bare(whole.said), _bare(part)
    if len(one) < _SHORTEST or not other.endswith(one):
        return False
    return place in normal(whole.said.clause) or (
        whole.said.subject != part.subject and (whole.said.plain or set(place) <= whole.letters)
    )


def _bare(said: Said) -> str:
    """The words of a measure without those that only say that it is all of it."""
    return _ENDS.sub("", _SAYS_ALL.sub("", measure_key(alike(said.figure.measure or "")))).lstrip("总额")


def _letters(said: Said, text: str) -> frozenset[str]:
    start = said.figure.sentence.start
    asked = _QUESTION.search(text[max(start - _REACH, 0) : start + 2])
    words = said.clause + (said.figure.measure or "") + (asked[1] if asked else "")
    return frozenset(_HAN.findall(normal(words) + alike(words)))


def _same_unit(one: Said, other: Said) -> bool:
    units = one.figure.unit, other.figure.unit
    return units[0] == units[1] or all(unit in _PERSONS for unit in units)


def _below(part: Told, whole: Told) -> bool:
    return part.said.hard.below(whole.said.hard)


def _same_year(one: Said, other: Said) -> bool:
    ends = [said.period.rpartition("/")[2][:4] for said in (one, other)]
    return ends[0] == ends[1] or not all(ends)

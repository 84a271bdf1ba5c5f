"""Parts larger than their whole: behind `其中`, in a bracket, by their kinds, by their names."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.averages import averages
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import words_between
from kejian.auditing.said import Said
from kejian.auditing.same import words_key
from kejian.auditing.telling import tell
from kejian.language.normal import normal
from kejian.model import Aspect

NAME = "parts"
_INNER = regex.compile(r"其中[：:，,]?|[，,（(](?:内含|包含|包括|(?:这|其)?当中|里面|含)(?!义|量|税|金)")
_OPENS = regex.compile(r"^(?:其中|(?:在?(?:这|其)|在这些\p{Han}{2,8})?当中|里面|这里面)")
_TOPIC = regex.compile(
    r"^(?:在|从)?(?:全市|全区|全县|全院|全校)?(?P<what>[^，。；\d]{2,16}?)(?:当中|中|里)[，,]"
)
_BRACKET = regex.compile(r"[（(][^（()）]{4,120}[)）]")
_NO_KINDS = regex.compile(r"上年|去年|同期|累计|目标|计划|原|总|全[市省国]")  # another year, a wider whole
# what the whole brought about, gave rise to or reached is no part of it
_NO_PART = regex.compile(
    r"带动|撬动|拉动|吸引|引导|服务(?!类|合同|业|型)|覆盖|惠及|开展|培训|举办|新增|累计|增[长加]|比上年|较上年|同比|另有|上年|去年"
    r"|目标|计划|力争|全[省国]|总[计数量额]|共计"
)
_BY_KIND = regex.compile(r"就有$|就达$|的(?:就|也)?(?:有|达|多达|占|占到)$|的$")
_KINDS = regex.compile(
    r"^(?:发明|实用新型|外观设计|国家级|省级|市级|高新技术|规上|规模以上|女|男|博士|硕士|青年|城镇|农村|上市|民营|外资|企业|高校"
    r"|基础研究|境外|省外|市外|出口|PCT|国际|国内|本地|外地|[特一二三]等奖|[A-D]类)+的?$"
)
_KIND_FIRST = regex.compile(_KINDS.pattern.removesuffix("的?$"))
_KIND_BEHIND = regex.compile(
    r"^(?:都)?(?:来自|出自|属于|由|是\p{Han}{2,8}(?:的|企业|项目)|为\p{Han}{2,6}(?:类|级|型|企业))"
)
# a whole that is itself a kind of them: 上市企业5家，规模以上企业151家
_A_KIND = regex.compile(
    r"上市|规上|规模以上|高新技术|国家级|省级|市级|民营|外资|国有|专精特新|瞪羚|独角兽|科技型"
)
_SIDE_BY_SIDE = regex.compile(r"^(?:分|按|从)[^，。；]{1,10}[看分]|分别|来源")
_OF_ALL = regex.compile(r"[全我本][市省区县院校]|全年|总|共|合计|各类")
_CHOSEN = regex.compile(
    r"^(?:其中)?(?:入选|获评|获批|认定为|评为|达到|属于|被认定为)?(?:国家级|省级|市级|[A-D]级)的(?:有|达|共)?$"
)
_SOME = regex.compile(r"^(?:其中)?(?:就|仅|又|更)?有?$")
_BODY = regex.compile(r"[市区县省院校所园]$|公司|集团|大学")
_FEWEST = 2  # kinds in a bracket
_SHORTEST = 3  # characters of a measure whose kinds are looked for
_ONE = Decimal(1)


def check(body: Body) -> list[Finding]:
    """Compare parts with their whole, and averages with the quotient they are."""
    found: list[Finding] = []
    before: tuple[Said, ...] = ()
    for sentence in body.sentences():
        if not sentence[0].cell:
            near = before if before and before[0].block == sentence[0].block else ()
            found += next(filter(None, (each(sentence, near) for each in _WAYS)), [])
            found += [f for said in sentence if (f := _above_one(said)) is not None]
        before = sentence
    found += _of_topic(body, found)
    return [*found, *averages(body, found)]


def _larger(sentence: Sequence[Said], _: Sequence[Said]) -> list[Finding]:
    """Behind `其中` and its like within the sentence."""
    text, offset = sentence[0].figure.sentence.quote, sentence[0].figure.sentence.start
    inner = _INNER.search(text)
    if inner is None or inner.start() == 0:
        return []
    at = offset + inner.end()
    ends = [offset + i for i in (text.find("；", inner.end()), text.find(";", inner.end())) if i >= 0]
    levels = _levels(sentence)
    parts = [s for s in levels if s.start >= at and s.start < min(ends, default=s.start + 1)]
    wholes = [s for s in levels if s.start < at]
    return _above(parts, wholes, first=True)


def _larger_behind(sentence: Sequence[Said], before: Sequence[Said]) -> list[Finding]:
    """`…支出86.2亿元，比上年增长9.7%。其中，企业支出71.5亿元。`: the whole ends the sentence before."""
    if not _OPENS.match(sentence[0].figure.sentence.quote):
        return []
    parts, wholes = _levels(sentence), _levels(before)
    if not parts or not wholes or any(s.figure.unit == parts[0].figure.unit for s in wholes[:-1]):
        return []
    return _above(parts, wholes, first=True)


def _above(parts: Sequence[Said], wholes: Sequence[Said], *, first: bool) -> list[Finding]:
    """The parts that are larger than every whole: the first of them, and later ones told by their kinds."""
    found = []
    for place, part in enumerate(parts):
        alike = [s for s in wholes if s.figure.unit == part.figure.unit]
        later = place > 0 or not first
        if not alike or not all(whole.hard.below(part.hard) for whole in alike):
            continue
        lead = part.lead.removeprefix("其中")
        if (_NO_PART.search(lead) and "累计" not in lead) or (later and not _BY_KIND.search(lead)):
            continue
        sure = not later and "累计" not in part.lead and wholes[-1].figure.unit == part.figure.unit
        found.append(_finding(part, alike[-1], sure=sure))
    return found


def _larger_in_bracket(sentence: Sequence[Said], _: Sequence[Said]) -> list[Finding]:
    """`科学技术奖98项（一等奖154项、二等奖35项）`: kinds that a bracket lists right behind their whole."""
    text, offset = sentence[0].figure.sentence.quote, sentence[0].figure.sentence.start
    levels = _levels(sentence)
    for whole in levels:
        bracket = _BRACKET.match(text, whole.passage.end - offset)
        inner = [s for s in levels if bracket and bracket.start() + offset < s.start < bracket.end() + offset]
        if len(inner) < _FEWEST or any(s.figure.unit != whole.figure.unit for s in inner):
            continue
        larger = [s for s in inner if whole.hard.below(s.hard)]
        if bracket and len(larger) == 1 and not _NO_KINDS.search(bracket[0]):
            return [_finding(larger[0], whole, sure=True)]
    return []


def _larger_kind(sentence: Sequence[Said], before: Sequence[Said]) -> list[Finding]:
    """`这座楼里有428名科研人员，博士就有515名`, `专利授权量9640件，发明专利授权量12150件`."""
    found = []
    for whole, part in _following(_levels([*before[-1:], *sentence])):
        if not whole.hard.below(part.hard) or "其中" in part.lead:
            continue
        if _NO_PART.search(part.lead) or (whole.sentence != part.sentence and not _names_kind(whole, part)):
            continue
        told = _told_by_kind(whole, part) or _told_behind(whole, part)
        if told or _names_kind(whole, part) or _begins_kind(whole, part):
            found.append(_finding(part, whole, sure=False, by_name=True))
    return found


def _following(levels: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    """Each level with the next one of its unit."""
    last: dict[str | None, Said] = {}
    for said in levels:
        if said.figure.unit in last:
            yield last[said.figure.unit], said
        last[said.figure.unit] = said


def _told_by_kind(whole: Said, part: Said) -> bool:
    """`…的就有45位`: nothing but a comma stands between the whole's clause and that of the part."""
    lead = normal(part.lead)
    if _CHOSEN.match(lead) and _joined(whole, part):
        return True
    return bool(_BY_KIND.search(lead)) and "就" in lead and part.period[:4] == whole.period[:4]


def _told_behind(whole: Said, part: Said) -> bool:
    """`榜单收录180项，有96项来自民营企业`: what kind they are stands behind the number."""
    behind = normal(part.clause[len(part.lead) + len(part.passage.quote) :])
    return _joined(whole, part) and bool(_SOME.match(part.lead) and _KIND_BEHIND.match(behind))


def _begins_kind(whole: Said, part: Said) -> bool:
    """`技术合同成交额612.3亿元，省外合同235.1亿元`: the next clause begins with a kind of them."""
    name, own = _own_words(whole), _own_words(part)
    kind = _KIND_FIRST.match(own)
    if kind is None or not _joined(whole, part) or _SIDE_BY_SIDE.search(whole.figure.sentence.quote):
        return False
    rest = own[kind.end() :]
    if "奖" in kind[0]:
        return "奖" in name and "等奖" not in name
    of_all = bool(_OF_ALL.search(whole.lead)) or not rest
    return of_all and (not rest or rest[:2] in name) and not (_KIND_FIRST.match(name) or _A_KIND.search(name))


def _joined(whole: Said, part: Said) -> bool:
    """Nothing but a comma and the clause of the part stands between."""
    return whole.sentence == part.sentence and sum(c in "，,；;" for c in words_between(whole, part)) == 1


def _names_kind(whole: Said, part: Said) -> bool:
    """The part has the whole's words behind those of a kind: 发明专利授权量 of 专利授权量."""
    name, kind = _own_words(whole), _own_words(part)
    if len(name) > _SHORTEST and normal(part.lead).endswith(f"的{name}"):
        return whole.sentence == part.sentence and not _NO_KINDS.search(part.lead)
    if len(name) < _SHORTEST or not kind.endswith(name) or whole.subject != part.subject:
        return False
    told = kind.removesuffix(name)
    return bool(_KINDS.match(told)) and whole.period == part.period


def _own_words(said: Said) -> str:
    """What a clause counts, without whose it is."""
    lead = normal(said.lead)
    for whose in filter(None, (said.figure.subject, said.subject)):
        lead = lead.replace(f"{whose}市", "").replace(whose if _BODY.search(whose) else f"{whose}的", "")
    return words_key(lead)


def _of_topic(body: Body, judged: Sequence[Finding]) -> Iterator[Finding]:
    """`…孵化器、众创空间共74家。…孵化器、众创空间中，国家级的有81家`: the topic names what is told before."""
    known = {finding.passages[0] for finding in judged}
    levels: dict[int, list[Said]] = {}
    for sentence in body.sentences():
        topic = _TOPIC.match(normal(sentence[0].figure.sentence.quote))
        told = levels.setdefault(sentence[0].document, [])
        inside = [] if sentence[0].cell else _levels(sentence)
        name = words_key(topic["what"]) if topic else ""
        wholes = [s for s in told if len(name) >= _SHORTEST and name in words_key(s.lead + s.measure)]
        if wholes and len({s.figure.value for s in wholes}) == 1:
            for part in inside:
                whole = wholes[-1]
                if (
                    part.figure.unit == whole.figure.unit
                    and whole.hard.below(part.hard)
                    and not _NO_PART.search(part.lead)
                    and part.period[:4] == whole.period[:4]
                    and part.passage not in known
                ):
                    yield _finding(part, whole, sure=False, by_name=True)
        told += inside


def _levels(sentence: Sequence[Said]) -> list[Said]:
    return [s for s in sentence if s.figure.aspect is Aspect.LEVEL and s.exact]


def _finding(part: Said, whole: Said, *, sure: bool, by_name: bool = False) -> Finding:
    one, all_of_it = part.passage.quote, whole.passage.quote
    return Finding(
        check=NAME,
        severity=Severity.ERROR if sure else Severity.DOUBT,
        case=tell("parts.kind_larger", part=one, whole=all_of_it)
        if by_name
        else tell("parts.larger", part=one, whole=all_of_it),
        passages=(part.passage, whole.passage),
    )


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


_WAYS: tuple[Callable[[Sequence[Said], Sequence[Said]], list[Finding]], ...] = (
    _larger,
    _larger_behind,
    _larger_in_bracket,
    _larger_kind,
)

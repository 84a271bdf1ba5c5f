"""Shares whose part and whole the build of the sentence shows, whatever their words were taken for.

`甲72.93亿元，占…（1532.29亿元）的4.8%`, `…192032份，A类34563份，占累计数的18.0%`,
`企业…：145.4亿元（占80.6%）`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from kejian.auditing.body import Body
from kejian.auditing.model import Finding, Severity
from kejian.auditing.neighbours import normal_between, sum_of
from kejian.auditing.said import Said
from kejian.auditing.same import words_key
from kejian.auditing.telling import tell
from kejian.intervals import Interval, percent
from kejian.language.normal import normal
from kejian.model import Aspect

_IN_BRACKETS = regex.compile(r"(?:占|在)[^，。；（）()\d]{2,24}[（(]?[^，。；（）()\d]{0,6}$")
_AFTER_BRACKET = regex.compile(
    r"^(?:[）)]|(?=的))(?:的|的?中占|的比重为|的比例为|的比重达|比重为?)(?:约|达)?$"
)
_OF_TOTAL = regex.compile(
    r"占(?:其|全部|累计|总)?(?:总数|总量|总额|总计|累计数|累计量|总规模|合计|全部)的?(?:约|比重为|比例为)?$"
)
_BARE_BRACKET = regex.compile(r"^(?:[（(]占比?|[，,]占比)(?:约|达到?|为)?$")
_INNER = regex.compile(r"^[，,。；]?其中[：:，,]?(?:约?有?|近)$")
_THAT_IS = regex.compile(r"^(?:[（(]|[，,]?即|[，,]?也就是)约?$")
_OWN_SHARE = regex.compile(
    r"^[，,](?P<what>\p{Han}{2,10}?)(?:占比|占(?P<of>\p{Han}{2,12}?)的?(?:比重|比例)?)(?:约?为|达到?|约)?$"
)
_TOTAL_OF = regex.compile(
    r"^[，,](?:约|大约)?占(?P<of>\p{Han}{2,6}?)总(?:数|量|额|规模|人数|项数|家数)的?(?:比重|比例)?(?:约?为|达到?|约)?$"
)
_TOGETHER = regex.compile(r"合计|共计|总共|[合共]占|加起来")  # of more than the last part
_SUM = regex.compile(r"合计|共计|总共|[合共]占|之和|[两三四五六二](?:者|校|院|所|家|市|区|县|地|项|类)")
_BARE = regex.compile(r"^[，,](?:约|大约)?(?:占比?|(?:所占)?比重)(?:约?为|达到?|约)?$")
_ABOUT = Interval(Decimal("0.6"), Decimal("1.7"))  # of a share: beyond, it is of something else
_LABEL = regex.compile(r"([\p{Han}A-Za-z&]{3,20})[：:]\s*$")
# what stands before the noun of a whole
_OF_ALL = regex.compile(
    r"(?:截至|到)?(?:19|20)\d\d年[末底度]?|全[年市省国区县社院校球](?:会)?|[我本][市省区县院校]|年末|其中|总|各类|[共有的]"
    r"|\p{Han}{2,5}[市省]"
)
_NOUN = 2  # characters that two of a kind end in
_SPOKEN = Decimal("0.01")  # of a share told as a fraction
_SMALL = Decimal("0.003")  # of a share: beyond rounding


def beside(body: Body, judged: Sequence[Finding]) -> Iterator[Finding]:
    """Shares that are not the quotient of the part and whole which the sentence sets beside them."""
    known = {passage for finding in judged for passage in finding.passages}
    named: dict[tuple[int, str, str | None], list[tuple[str, Said]]] = {}
    for said in body.said:
        if said.figure.aspect is Aspect.LEVEL and said.exact:
            key = _key(said)
            named.setdefault((said.document, said.period[:4], said.figure.unit), []).append((key, said))
    for sentence in body.sentences():
        if sentence[0].cell:
            continue
        for place, share in enumerate(sentence):
            if (
                share.figure.aspect not in (Aspect.SHARE, Aspect.RATIO)
                or share.figure.unit != "1"
                or not share.exact
                or share.passage in known
                or not share.hard.positive
                or _TOGETHER.search(share.lead)
            ):
                continue
            before = [s for s in sentence[:place] if s.figure.aspect is Aspect.LEVEL and s.exact]
            after = [s for s in sentence[place + 1 :] if s.figure.aspect is Aspect.LEVEL and s.exact]
            found = (
                _bracketed(share, before)
                or _of_total(share, before)
                or _named(share, before, named)
                or _turned(share, before, after)
                or _by_name(share, before)
            )
            if found is not None:
                yield found


def _bracketed(share: Said, before: Sequence[Said]) -> Finding | None:
    if len(before) < 2:
        return None
    whole = before[-1]
    if not (_IN_BRACKETS.search(_lead(whole)) and _AFTER_BRACKET.match(normal_between(whole, share))):
        return None
    parts = [s for s in before[:-1] if s.figure.unit == whole.figure.unit]
    if not parts or any(p.hard.over(whole.hard).meets(share.hard) for p in parts if whole.hard.positive):
        return None
    if _SUM.search(_lead(whole)) and whole.hard.positive:  # 三校之和占全市高校（61.9亿元）的四分之三
        sums = (sum_of(parts[first:]) for first in range(len(parts)))
        near = share.hard.widened(_SPOKEN) if "分之" in share.passage.quote else share.hard
        if any(added.over(whole.hard).meets(near) for added in sums):
            return None
    return _judge(share, parts[-1], [whole], Severity.ERROR, larger=True)


def _of_total(share: Said, before: Sequence[Said]) -> Finding | None:
    """The whole is the last figure before the part that is larger."""
    if (
        not before
        or not _OF_TOTAL.search(normal_between(before[-1], share))
        or _clauses(before[-1], share) > 1
    ):
        return None
    part = before[-1]
    wholes = [s for s in before[:-1] if s.figure.unit == part.figure.unit and part.hard.below(s.hard)]
    return _judge(share, part, wholes, Severity.DOUBT) if wholes else None


def _turned(share: Said, before: Sequence[Said], after: Sequence[Said]) -> Finding | None:
    """`62.1亿元，其中41.2%（25.6亿元）为…`, `2486家，其中25.0%即621家…`: the part behind its share."""
    if not before or not after or not _INNER.search(normal_between(before[-1], share)):
        return None
    part, whole = after[0], before[-1]
    if part.figure.unit != whole.figure.unit or not _THAT_IS.match(normal_between(share, part)):
        return None
    return _judge(share, part, [whole], Severity.ERROR)


def _by_name(share: Said, before: Sequence[Said]) -> Finding | None:
    """`21340件，发明专利授权4215件，发明专利占比24.8%`, `4059项，…2110项，约占登记总数的57.0%`.

    The share begins with words of the part, or names the total by words of the whole.
    """
    if len(before) < 2 or not _joined(before[-2], before[-1]):
        return None
    whole, part = before[-2:]
    between = normal_between(part, share)
    own, total = _OWN_SHARE.match(between), _TOTAL_OF.match(between)
    if part.figure.unit != whole.figure.unit or not part.hard.below(whole.hard):
        return None
    if are_siblings(whole, part) or (own and own["of"] and own["of"] not in _lead(whole)):
        return None
    said = own and (own["what"] in part.lead or (own["of"] and not set(own["what"]) - set(part.lead)))
    named = said and own and (own["of"] or own["what"] not in whole.lead)
    if _BARE.match(between) and part.hard.over(whole.hard).meets(share.hard.times(_ABOUT)):
        named = True
    if not named and not (total and total["of"] in _lead(whole)):
        return None
    others = [s for s in before[:-2] if s.figure.unit == part.figure.unit and part.hard.below(s.hard)]
    return _judge(share, part, [*others, whole], Severity.DOUBT)


def _joined(whole: Said, part: Said) -> bool:
    """The part is told right behind the whole."""
    return whole.sentence == part.sentence and sum(c in "，,。；;" for c in normal_between(whole, part)) == 1


def _named(
    share: Said, before: Sequence[Said], named: dict[tuple[int, str, str | None], list[tuple[str, Said]]]
) -> Finding | None:
    """`（占80.6%）` right behind a part; the whole has its last words: 研发经费 of 企业研发经费."""
    if not before or not _BARE_BRACKET.match(normal_between(before[-1], share)):
        return None
    part = before[-1]
    key = _key(part)
    wholes = [
        s
        for words, s in named.get((part.document, part.period[:4], part.figure.unit), ())
        if len(words) > 2 and key != words and key.endswith(words) and part.hard.below(s.hard)
    ]
    if len({s.figure.value for s in wholes}) != 1:
        return None
    return _judge(share, part, wholes, Severity.DOUBT)


def are_siblings(whole: Said, part: Said) -> bool:
    """`东园产值640亿元，西园产值150亿元，占比…`: two of a kind, each with a name; neither is the whole."""
    one, other = normal(whole.lead), normal(part.lead)
    same = 0
    while same < min(len(one), len(other)) and one[-same - 1] == other[-same - 1]:
        same += 1
    first, second = (_OF_ALL.sub("", lead[: len(lead) - same]) for lead in (one, other))
    return same >= _NOUN and bool(first and second) and first not in second


def _judge(
    share: Said, part: Said, wholes: Sequence[Said], severity: Severity, *, larger: bool = False
) -> Finding | None:
    """``larger`` says that the build leaves no doubt which is the whole, so that no part can be above it."""
    if not part.hard.positive or not all(s.hard.positive for s in wholes):
        return None
    stated = share.hard.widened(_SMALL)
    if any(part.hard.over(s.hard).meets(stated) for s in wholes):
        return None
    whole = wholes[-1]
    if not larger and not part.hard.below(whole.hard):
        return None
    return Finding(
        check="shares",
        severity=Severity.DOUBT if whole.roundish or part.roundish else severity,
        case=tell(
            "shares.part_of_whole",
            part=part.passage.quote,
            whole=whole.passage.quote,
            printed=share.passage.quote,
            computed=percent(part.hard.over(whole.hard)),
        ),
        passages=(share.passage, part.passage, whole.passage),
    )


def _key(said: Said) -> str:
    """The words before a figure, or the label before its colon."""
    label = _LABEL.search(_lead(said))
    return words_key(said.lead or (label[1] if label else said.measure))


def _lead(said: Said) -> str:
    return normal(said.figure.sentence.quote[: said.start - said.figure.sentence.start])


def _clauses(a: Said, b: Said) -> int:
    return sum(c in "，。；" for c in normal_between(a, b))

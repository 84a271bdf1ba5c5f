"""A rule with a rate, and the cases that the text works out by it: `按合同金额的50%兑付，不超过30万元。…签订
40万元的服务合同，可兑付20万元；乙企业合同金额100万元，只能兑付30万元`.

The first amount of a part of the sentence is what the rate is taken of, a later one that is paid or saved is
the result: base × rate, at most the limit, of two tax rates also their difference.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import regex

from kejian.auditing.model import Read
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import BlockKind, Figure, MentionKind, Value

_MONEY = ("CNY", "USD", "EUR", "HKD")
_RATE_BEFORE = regex.compile(
    r"(?:税率|费率|利率|贴息率|补助率|比例)(?:为|是|按)?$"
    r"|(?:补助|补贴|奖励|资助|补偿|分担|承担|贴息|返还)$"
    r"|(?:补助|补贴|奖励|资助|配套|贴息|兑付|补偿)(?:标准|比例|额度|额)?(?:为|按照?|是)[^，。；,;]{0,16}$"
)
_RATE_BEHIND = regex.compile(
    r"^的(?:补助|补贴|奖励)?比例[，,]|^(?:的(?:标准|比例|优惠税率|税率|费率))?(?:给予|予以|进行|由[^，。；,;]{1,8})?(?:后?补助|补贴|奖励|奖补|兑付|贴息|资助|补偿|返还|发放|配套|归"
    r"|的[^，。；,;]{0,12}(?:税率|损失|补助|补贴|奖励|资助)|可以?获得|分担|承担|计提|提取)"
)
_NO_RATE = regex.compile(r"比按|比照|增长|提高|上升|下降|占|同比|比上年|较上年|增加|以上的|达到")
_COMPARED = regex.compile(r"[比较](?:按照?|依|照)[^，。；,;\d]{0,6}$")
_FOR_OTHERS = regex.compile(r"[、，,；;](?:其他|其余|小微|中小|普通)")
_TIERS = regex.compile(
    r"部分(?:[^，。；,;]{0,6}(?:补|奖|按|给))|分段|分档|分级|阶梯|分别按|逐年|第[一二三]年"
)
_LIMIT = regex.compile(r"最高|不超过|上限|封顶|限额")
_GIVEN = regex.compile(
    r"补助|补贴|奖(?!项|学)|资助|补偿|兑付|赔(?!率)|返还|贴息|领取|可?申请|获得?|得到|拿[到回]|到手|缴纳|应缴|应交|所得税(?![率额])|应纳(?!税所得)|少[缴交]|减免|节[省税约]|拨付|发放|配套|抵[扣免]|补助额|补贴额"
)
_SAVED = regex.compile(r"少[缴交]|减免|节[省税约]|优惠|省下")
_BY_TURNS = regex.compile(
    r"首期|首批|首笔|先期|先行|预拨|预付|分期|分年|分批|其余|余款|以前年度|等因素|部分企业"
)
_NO_BASE = regex.compile(r"利润|余额|余下|剩余|注册资本|补助|补贴|奖励|资助")
_MANY = regex.compile(r"全[市省区县国年]|共|累计|合计|\d家|企业们|各企业")
_CASE = regex.compile(
    r"例|比如|譬如|举|某|假如|假设|以[^，。；]{2,20}(?:计|算|为)|也就是说|应纳税|公司|[甲乙丙丁]|所长|博士|先生|女士|团队|教授|研究[院所]|企业"
)
# `五、科技金融补贴。`: what a new item with a name of its own tells is not by the rule of the one before
_NEXT_ITEM = regex.compile(
    r"\n\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])(?![^。\n]{0,16}(?:例|如|算|案))"
)
_LEAST = Decimal("0.02")  # of the base
_PARTS = regex.compile(r"[；;。？?！!]")
_FAR, _BLOCKS = 360, 3  # characters from a rule to its cases
_AROUND = 18  # characters around a rate that say that it is one


class Worked(Value, frozen=True, kw_only=True):
    """A case: what its result should be, of ``base`` and ``rate``; ``sure`` if nothing else can be meant."""

    base: Figure
    rate: Figure
    result: Figure
    computed: Interval
    sure: bool


class _Rule(Value, frozen=True, kw_only=True):
    rates: tuple[Figure, ...]
    limits: tuple[Figure, ...]
    end: int


def worked_out(read: Read) -> Iterator[Worked]:
    """The cases of a document whose result is not what their rule gives."""
    text = read.document.text
    heads = [b.start for b in read.document.blocks if b.kind is BlockKind.HEADING]
    rule: _Rule | None = None
    asked: Figure | None = None
    for part in _parts(read):
        sentence = normal(part[0].sentence.quote)
        rates = tuple(f for f in part if _is_rate(f, text))
        limits = tuple(f for f in part if _is_limit(f, text))
        first = part[0].passage.start
        if rule is not None and (
            first - rule.end > _FAR
            or any(rule.end <= h < first for h in heads)
            or _NEXT_ITEM.search(text[rule.end : first])
        ):
            rule = None
        if rates and _FOR_OTHERS.search(sentence) and len(rates) < sum(map(_is_share, part)):
            rule = None  # 税率15%，其他企业25%
        elif rates and not _TIERS.search(sentence):
            kept = rule.limits if rule and not limits and _same_place(rule, part[0], text) else ()
            known = rule.rates if rule and _SAVED.search(sentence) else ()
            rule = _Rule(rates=(*known, *rates), limits=(*kept, *limits), end=part[-1].passage.end)
        elif rates:
            rule = None
        elif rule is not None and limits:
            rule = _Rule(rates=rule.rates, limits=limits, end=part[-1].passage.end)
        amounts = [
            f for f in part if f.unit in _MONEY and f.comparator == "=" and f not in limits and f.value
        ]
        if rule is not None and not _BY_TURNS.search(sentence):
            told = [asked, *amounts] if asked and len(amounts) == 1 else amounts
            others = [f for f in part if _is_compared(f, text)]
            shares = [f for f in part if f.mention.kind is MentionKind.SHARE and f not in rule.rates]
            for case in _cases(rule, told, text, others=others):
                quotient = bounds_of(case.result).over(bounds_of(case.base))
                if not any(quotient.meets(bounds_of(s)) for s in shares):
                    yield case
        behind = normal(text[part[-1].passage.end : part[-1].sentence.end + 6])
        asked = amounts[0] if len(amounts) == 1 and regex.search(r"[?？]", behind) else None


def _parts(read: Read) -> Iterator[list[Figure]]:
    """The figures of each sentence, those between two semicolons together."""
    text = read.document.text
    part: list[Figure] = []
    for figure in read.facts.figures:
        if figure.value is None or not figure.unit:
            continue
        if part and _PARTS.search(text[part[-1].passage.end : figure.passage.start]):
            yield part
            part = []
        part.append(figure)
    if part:
        yield part


def _cases(
    rule: _Rule, amounts: Sequence[Figure], text: str, *, others: Sequence[Figure], told: str = ""
) -> Iterator[Worked]:
    """The amounts that the first does not give; ``others`` are rates that a saving is told against, ``told``
    the words before the result where they are known."""
    if len(amounts) < 2:
        return
    if pairs := _in_turn(amounts, text):
        for base, result in pairs:
            yield from _cases(rule, [base, result], text, others=(), told="奖补")
        return
    base = amounts[0]
    before = _before(base, None, text)
    if _NO_BASE.search(regex.split(r"[，,]", before)[-1]):
        return
    for last, result in pairwise(amounts):
        words = told or _before(result, last, text)
        if not _GIVEN.search(words) or result.unit != base.unit or (result.value or 0) >= (base.value or 0):
            continue
        saved = bool(_SAVED.search(words))
        known = _Rule(rates=(*rule.rates, *others), limits=(), end=0) if saved and others else rule
        ways = list(_ways(base, known, saved=saved))
        if not ways or any(way.meets(bounds_of(result)) for _, way in ways):
            continue
        if (result.value or Decimal(0)) < (base.value or Decimal(0)) * _LEAST:
            continue
        if rule.limits and _MANY.search(before):
            continue  # of many, some were limited
        rate, computed = ways[0]
        plain = len(rule.rates) == 1 or (saved and len(ways) == 1)
        told_as_one = _CASE.search(normal(text[max(base.sentence.start - _AROUND, 0) : result.passage.start]))
        sure = bool(plain and not _MANY.search(before) and base.sentence == result.sentence and told_as_one)
        yield Worked(base=base, rate=rate, result=result, computed=computed, sure=sure)


def _in_turn(amounts: Sequence[Figure], text: str) -> list[tuple[Figure, Figure]]:
    """`三家分别投入200万元、300万元和400万元，分别拿到30万元、45万元和60万元`."""
    half = len(amounts) // 2
    if half < 2 or len(amounts) % 2:
        return []
    first, second = amounts[:half], amounts[half:]
    heads = (
        text[first[0].sentence.start : first[0].passage.start],
        text[first[-1].passage.end : second[0].passage.start],
    )
    if not all("分别" in normal(head) for head in heads) or not _GIVEN.search(normal(heads[1])):
        return []
    return list(zip(first, second, strict=True))


def _ways(base: Figure, rule: _Rule, *, saved: bool) -> Iterator[tuple[Figure, Interval]]:
    """What a rule can give of a base. Of two rates nothing is known but what they differ by."""
    rates = sorted({f.value: f for f in rule.rates}.values(), key=lambda f: f.value or 0)
    if len(rates) == 1:
        given = [(rates[0], bounds_of(base).times(bounds_of(rates[0])))]
    elif len(rates) == 2 and saved:
        points = (rates[1].value or Decimal(0)) - (rates[0].value or Decimal(0))
        given = [(rates[0], bounds_of(base).times(points))]
    else:
        return
    for rate, computed in given:
        caps = [f.value for f in rule.limits if f.value is not None]
        if computed.lower is not None and caps and min(caps) < computed.lower:
            computed = Interval.exactly(min(caps))
        yield rate, computed


def _is_rate(figure: Figure, text: str) -> bool:
    if figure.mention.kind is not MentionKind.SHARE or not figure.value or figure.value >= 1:
        return False
    start = max(figure.passage.start - _AROUND, figure.sentence.start)
    before = regex.split(r"[，。；,;]", normal(text[start : figure.passage.start]))[-1]
    behind = normal(text[figure.passage.end : figure.passage.end + _AROUND])
    if _NO_RATE.search(before):
        return False
    return bool(_RATE_BEHIND.search(behind) or _RATE_BEFORE.search(before))


def _is_share(figure: Figure) -> bool:
    return figure.mention.kind is MentionKind.SHARE


def _is_compared(figure: Figure, text: str) -> bool:
    """`比按25%的法定税率`: a rate that is not the rule's."""
    before = normal(text[max(figure.passage.start - _AROUND, figure.sentence.start) : figure.passage.start])
    return figure.mention.kind is MentionKind.SHARE and bool(_COMPARED.search(before))


def _is_limit(figure: Figure, text: str) -> bool:
    if figure.unit not in _MONEY:
        return False
    before = normal(text[max(figure.passage.start - _AROUND, figure.sentence.start) : figure.passage.end])
    return figure.comparator == "<=" or bool(_LIMIT.search(regex.split(r"[，。；,;]", before)[-1]))


def _same_place(rule: _Rule, figure: Figure, text: str) -> bool:
    return text[rule.end : figure.passage.start].count("\n") < _BLOCKS


def _before(figure: Figure, last: Figure | None, text: str) -> str:
    """The words since the last amount, or since the part of the sentence began."""
    start = figure.sentence.start
    if last is not None and last.passage.start >= start:
        start = last.passage.end
    return normal(_PARTS.split(text[start : figure.passage.start])[-1])


def bounds_of(figure: Figure) -> Interval:
    """The hard bounds of a figure, in its base unit."""
    return Interval(figure.lower, figure.upper)

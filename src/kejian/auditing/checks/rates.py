"""A rate times what it is taken of against the amount; a price times a count against the sum."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

import msgspec
import regex

from kejian.auditing.body import Body
from kejian.auditing.checks.rate_rules import bounds_of, worked_out
from kejian.auditing.model import Finding, Read, Severity
from kejian.auditing.telling import tell
from kejian.intervals import Interval
from kejian.language.normal import normal
from kejian.model import Figure, MentionKind, Passage

NAME = "rates"
_MONEY = ("CNY", "USD", "EUR", "HKD")
# between the base and the rate, and between the rate and the amount
_TAKEN_OF = regex.compile(
    r"^[^。；\d]{0,16}(?:按照?|减按|适用|享受|以|税率|费率|利率|比例|补助率|贴息率)[^。；\d]{0,12}$|^的$|^[×*]$"
)
_GIVES = regex.compile(
    r"^[^。；\d]{0,24}?(?:税|利息|补助|补贴|奖励|奖补|资助|拨付|贴息|配套|扣除|返还|减免|提取|计提|佣金|分成|支付|核拨|补偿)"
    r"[^。；\d]{0,12}$"
)
_NAMED_RATE = regex.compile(
    r"税率|费率|利率|贴息率|补助率|补贴率|比例|按照?[^，。；\d]{0,16}\d|减按|"
    r"(?:补助|补贴|奖励|资助(?!率)|兑付|贴息|配套)[^，。；\d]{0,2}\d|"
    r"%(?:的标准)?(?:给予|予以|补助|补贴|兑付|贴息|奖励|资助)|%的(?:补助|补贴|奖补|奖励|资助|贴息)"
)
_GIVES_WORD = regex.compile(
    r"税|利息|补助|补贴|奖励|奖补|资助|贴息|扣除|返还|减免|计提|佣金|分成|补偿|费用|兑付|配套"
)
_OTHER = regex.compile(r"比按|比照|增长|提高|上升|下降|占|同比|比上年|较上年|增加|其中|另")
_NOT_EXACT = regex.compile(r"余额|利率|利息|左右")  # what it is taken of changes over the year
_EACH = regex.compile(r"(?:每(?P<a>\p{Han})|单(?P<b>\p{Han})|按每(?P<c>\p{Han}))[^，。；\d]{0,8}$")
_ALTOGETHER = regex.compile(r"(?:共计?|合计|总计|累计|总额|总共|需|计)[^，。；\d]{0,10}$")
_LIMIT = regex.compile(r"最高|不超过|上限|封顶|以内|不高于|不低于|[元%]起|[元%]以上")
_IN_PART = regex.compile(
    r"扣除[^，。；]{0,8}成本|减去|剔除|扣减|首期|首批|首笔|先期|先行拨|预拨|预付|分期|分年|分批|余款|其余[^，。；]{0,6}(?:明年|次年|下年)|以前年度|等因素"
)
_FOR_OTHERS = regex.compile(r"^[、，,；;](?:其他|其余|一般|普通|中小|小微|大型|对)")
_ACROSS = 120  # characters from a rule to the sums that it gave
_REACH = 20  # characters before a figure that are looked at


def check(body: Body) -> list[Finding]:
    """Multiply what stands side by side in a sentence."""
    found = []
    for read in body.reads:
        sentences: dict[int, list[Figure]] = {}
        for figure in read.facts.figures:
            if figure.value is not None and figure.unit:
                sentences.setdefault(figure.sentence.start, []).append(figure)
        for figures in sentences.values():
            if not _LIMIT.search(figures[0].sentence.quote):
                found += _rates(read, figures) or _turned(read, figures)
                found += _prices(read, figures)
            elif any(figure.comparator == "<=" for figure in figures):
                found += _turned(read, figures)
        for one, other in pairwise(sentences.values()):
            found += _said_before(read, one, other)
        found += _worked_out(read, found)
    return found


def _rates(read: Read, figures: Sequence[Figure]) -> list[Finding]:
    """`应纳税所得额2.4亿元，按15%的税率缴纳企业所得税3600万元`, `1200万元的10%给予补助120万元`."""
    text = read.document.text
    found = []
    for base, rate, amount in zip(figures, figures[1:], figures[2:], strict=False):
        if base.unit not in _MONEY or amount.unit != base.unit or rate.mention.kind is not MentionKind.SHARE:
            continue
        before = normal(text[base.passage.end : rate.passage.start])
        after = normal(text[rate.passage.end : amount.passage.start])
        if _TAKEN_OF.match(before) and _GIVES.match(after) and not _OTHER.search(before + after):
            computed = bounds_of(base).times(bounds_of(rate))
            amount = _plain(amount)
            found += _judge(amount, computed, (base, rate), priced=False, text=text)
    return found


def _turned(read: Read, figures: Sequence[Figure]) -> list[Finding]:
    """`缴纳企业所得税480万元，税率15%，应纳税所得额3200万元`: two amounts and one rate, in any order.

    A limit (`最高500万元`) caps what the rate gives.
    """
    limits = [f for f in figures if f.unit in _MONEY and f.comparator == "<="]
    money = [f for f in figures if f.unit in _MONEY and f.comparator != "<="]
    text = read.document.text
    rates = [f for i, f in enumerate(figures) if _is_rate(f, figures[i - 1] if i else None, text)]
    if len(money) != 2 or len(rates) != 1 or len(limits) > 1 or money[0].unit != money[1].unit:
        return []
    if not _GIVES_WORD.search(normal(rates[0].sentence.quote)):
        return []
    if any(f.mention.kind is MentionKind.SHARE and _beside(rates[0], f, text) for f in figures):
        return []  # 税率15%，其他企业25%
    small, large = sorted(money, key=lambda f: f.value or Decimal(0))
    computed = bounds_of(large).times(bounds_of(rates[0]))
    if limits and limits[0].value is not None and computed.upper is not None:
        computed = Interval(
            min(computed.lower or Decimal(0), limits[0].value), min(computed.upper, limits[0].value)
        )
    return _judge(small, computed, (large, rates[0]), priced=False, text=text)


def _beside(rate: Figure, figure: Figure, text: str) -> bool:
    """Another rate in the clause next to it, for others."""
    between = normal(text[rate.passage.end : figure.passage.start])
    return 0 < len(between) <= _REACH and bool(_FOR_OTHERS.search(between))


def _said_before(read: Read, rule: Sequence[Figure], figures: Sequence[Figure]) -> list[Finding]:
    """`按交易额的8%给予补助。全年交易额12.5亿元，兑付补助1亿元。`: the rate stands in the sentence before."""
    text = read.document.text
    rates = [f for f in rule if f.mention.kind is MentionKind.SHARE]
    money = [f for f in figures if f.unit in _MONEY]
    limits = [f for f in rule if f.unit in _MONEY and f.comparator == "<="]
    between = text[rule[-1].passage.end : figures[0].passage.start]
    if (
        len(rates) != 1
        or len(money) != 2
        or any(f.unit in _MONEY and f not in limits for f in rule)
        or any(f.mention.kind is MentionKind.SHARE for f in figures)
        or "\n" in between
        or len(between) > _ACROSS
    ):
        return []
    return _turned(read, [rates[0], *limits, *figures])


def _worked_out(read: Read, judged: Sequence[Finding]) -> list[Finding]:
    """What the rules of a text do not give, beside what a sentence alone shows."""
    known = {finding.passages[0] for finding in judged}
    found = []
    for case in worked_out(read):
        if case.result.passage not in known:
            found += _judge(
                case.result,
                case.computed,
                (case.base, case.rate),
                priced=False,
                text=read.document.text,
                sure=case.sure,
            )
    return found


def _is_rate(figure: Figure, before: Figure | None, text: str) -> bool:
    """A share that the words around it call a rate, and not a growth."""
    if figure.mention.kind is not MentionKind.SHARE:
        return False
    start = max(figure.passage.start - _REACH, before.passage.end if before else 0, figure.sentence.start)
    around = normal(text[start : figure.passage.end + 4])
    return bool(_NAMED_RATE.search(around)) and not _OTHER.search(around)


def _prices(read: Read, figures: Sequence[Figure]) -> list[Finding]:
    """`每张兑付3万元，发放1200张，共计3600万元`."""
    text = read.document.text
    found = []
    for one, other in combinations(figures[:-1][-6:], 2):
        total = figures[figures.index(other) + 1] if other in figures[:-1] else None
        price, count = (one, other) if one.unit in _MONEY else (other, one)
        each = _EACH.search(normal(text[max(price.passage.start - _REACH, 0) : price.passage.start]))
        if total is None or not each or price.unit not in _MONEY or total.unit != price.unit:
            continue
        kind = each["a"] or each["b"] or each["c"]
        lead = normal(text[max(total.passage.start - _REACH, 0) : total.passage.start])
        if kind == count.unit and _ALTOGETHER.search(lead) and figures.index(other) - figures.index(one) == 1:
            computed = bounds_of(price).times(bounds_of(count))
            found += _judge(total, computed, (price, count), priced=True, text=text)
    return found


def _not_all(amount: Figure, base: Figure, text: str) -> bool:
    """Only a part is paid as yet, or the base is not that of the rate: profits before what is deducted."""
    words = normal(
        text[min(base.sentence.start, amount.sentence.start) : max(base.sentence.end, amount.sentence.end)]
    )
    before = normal(text[max(base.passage.start - _REACH, base.sentence.start) : base.passage.start])
    return bool(_IN_PART.search(words) or ("税" in words and "利润" in before))


def _plain(figure: Figure) -> Figure:
    """`应纳税所得额减少1000万元` without the sign that 减少 gives it."""
    if figure.value is None or figure.value >= 0 or figure.lower is None or figure.upper is None:
        return figure
    return msgspec.structs.replace(figure, value=-figure.value, lower=-figure.upper, upper=-figure.lower)


def _judge(
    amount: Figure,
    computed: Interval,
    factors: tuple[Figure, Figure],
    *,
    priced: bool,
    text: str,
    sure: bool = True,
) -> list[Finding]:
    stated = bounds_of(amount)
    if not computed.bounded or computed.meets(stated) or _not_all(amount, factors[0], text):
        return []
    near = computed.meets(stated.widened(abs(amount.value or Decimal(0)) / 100))
    loose = _NOT_EXACT.search(normal(text[factors[0].sentence.start : amount.passage.end]))
    plain = all(f.comparator == "=" for f in (amount, *factors))
    passages: tuple[Passage, ...] = (amount.passage, *(f.passage for f in factors))
    return [
        Finding(
            check=NAME,
            severity=Severity.ERROR if sure and plain and not near and not loose else Severity.DOUBT,
            case=tell(
                "rates.price" if priced else "rates.rate",
                amount=amount.passage.quote,
                one=factors[0].passage.quote,
                other=factors[1].passage.quote,
                computed=computed,
                unit=amount.unit or "",
            ),
            passages=passages,
        )
    ]

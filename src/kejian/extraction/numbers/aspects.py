"""How a measuring number is to be read in its sentence: aspect, sign, unit, comparator, accumulation."""

from decimal import Decimal

import regex

from kejian import kinds
from kejian.extraction.context import Context, Sentence
from kejian.extraction.numbers.aspect_words import chain_head, is_cued, is_near, sign_before, stands, words
from kejian.extraction.numbers.cell_aspects import arrow_reading, cell_reading
from kejian.extraction.numbers.readings import Reading
from kejian.extraction.spots import Spot, spot
from kejian.model import Aspect, Mention, Role

__all__ = ["Reading", "read_figure"]

_MEASURING = frozenset({Role.OBSERVATION, Role.TERM, Role.TARGET})
# 达到17.9%的平均增速
_GROWTH_BEHIND = regex.compile(r"的(?:平均|年均|同比|复合)*(?:增速|增幅|增长率|增长速度|涨幅)")
_DOUBLED = regex.compile(r"翻了?(?:将近|接近|近|约)?([一两二三四五])?番")
_ARROWS = frozenset("↑↓▲▼△▽⬆⬇")
_ASIDE = regex.compile(r"(?r)[（(](?:其中)?(?:新增|净增|增加|新建|新认定)[:：]?")
_TIMES = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_BARE_UNITS = {kinds.NUMBER: "1", kinds.ORDINAL: "rank"}
# each looked up once: Python 3.11 takes a call for it
_LEVEL, _GROWTH, _CHANGE, _SHARE, _RATIO, _RANK = (
    Aspect.LEVEL,
    Aspect.GROWTH,
    Aspect.CHANGE,
    Aspect.SHARE,
    Aspect.RATIO,
    Aspect.RANK,
)
_TERM, _OBSERVATION = Role.TERM, Role.OBSERVATION
_CHANGING = frozenset({_GROWTH, _CHANGE})
_PER, _AVERAGE, _ACCUMULATING = ("per",), ("average",), ("cumulative", "new")
_PLACES = frozenset({"位", "名", "个位次", "位次"})


def read_figure(context: Context, sentence: Sentence, mention: Mention, role: Role) -> Reading:
    """Read ``mention``, which stands in ``sentence`` in ``role``.

    For roles that measure nothing only the comparator is given.
    """
    if role not in _MEASURING:
        return Reading(comparator=mention.comparator)
    at = spot(context, sentence, mention)
    arrow = at.text[at.mention.start - 1 : at.mention.start]
    if arrow and arrow in _ARROWS:
        heads = f"{at.cell.column_head}\t{at.cell.title}" if at.cell else at.text[at.clause : mention.start]
        return arrow_reading(mention, arrow, heads)
    if at.cell is not None and (at.cell.text_is(mention) or _bare_in_cell(at)):
        return cell_reading(at.cell, mention)
    head = chain_head(context, sentence, at)
    aspect = _aspect(head)
    value, lower, upper = _doubled(mention) or (mention.value, mention.lower, mention.upper)
    comparator = _comparator(at, head, role)
    if comparator != mention.comparator == "=" and value is not None:
        lower, upper = _bounds(comparator, value)
    if aspect in _CHANGING and role is not _TERM and _falls(head):
        value, lower, upper = _minus(value), _minus(upper), _minus(lower)
    return Reading(
        aspect=aspect,
        value=value,
        unit=mention.unit or _BARE_UNITS.get(mention.kind),
        comparator=comparator,
        lower=lower,
        upper=upper,
        accumulation=_accumulation(head),
    )


def _bare_in_cell(at: Spot) -> bool:
    """Whether a bare number stands at the head of its cell before an aside, or in it: 83（新增13）."""
    mention = at.mention
    if at.cell is None or mention.unit is not None or mention.kind is not kinds.NUMBER:
        return False
    first = mention.start == at.left and at.text[mention.end : mention.end + 1] in tuple("（(")
    return first or _ASIDE.match(at.text, at.left, mention.start) is not None


def _aspect(at: Spot) -> Aspect:
    """The aspect that the words around the first number of a list give."""
    mention = at.mention
    if mention.unit == "rank" or mention.kind is kinds.ORDINAL:
        return _RANK
    if mention.unit == "pp":
        return _CHANGE
    if mention.unit != "1" and _named_after(at, "more"):
        return _CHANGE
    if mention.unit == "1" or (mention.unit is None and mention.kind is kinds.NUMBER):
        return _of_quotient(at)
    if stands(at, "average_gain") or (is_cued("per_clause", at) and stands(at, "per_clause")):
        return _RATIO
    if is_cued("amount_with_change", at) and stands(at, "amount_with_change"):
        return _CHANGE
    if mention.unit in _PLACES and stands(at, "place_moved"):
        return _CHANGE
    if is_near(_PER, at) or _named_after(at, "per"):
        return _RATIO
    return _RATIO if mention.kind is kinds.MONEY and is_near(_AVERAGE, at) else _LEVEL


def _of_quotient(at: Spot) -> Aspect:
    mention = at.mention
    if "翻" in mention.surface:
        return _GROWTH
    if mention.kind is kinds.SHARE and (
        _below_nothing(mention) or _GROWTH_BEHIND.match(at.text, mention.end)
    ):
        return _GROWTH
    level = _named_level(at)
    if not level and any(stands(at, name) for name in ("up", "down", "rate")):
        return _GROWTH if mention.kind is not kinds.NUMBER else _CHANGE
    if mention.kind is kinds.RATIO:
        return _RATIO
    if mention.kind is not kinds.NUMBER and (stands(at, "bare_up") or stands(at, "bare_down")):
        return _GROWTH
    if mention.kind is kinds.NUMBER:
        return _RATIO if _near(at, "bare_ratio", start=at.clause) else _LEVEL
    if stands(at, "down_object"):
        return _GROWTH
    of_other = stands(at, "times_of")
    ratio = _near(at, "ratio")
    share = _near(at, "share")
    if _of_rate(at, ratio, share):
        return _GROWTH
    if share is not None and share.end() == at.mention.start and ratio is not None and "GDP" in ratio[0]:
        return _RATIO
    if ratio is None and mention.kind is kinds.SHARE and stands(at, "of_region"):
        return _SHARE
    if stands(at, "of_plan"):
        return _SHARE
    if of_other and (share is None or share.start() < of_other.start()):
        return _RATIO
    if ratio is None and share is None:
        return _RATIO if _named_after(at) else _SHARE
    if ratio is not None and (share is None or share.start() <= ratio.end()):
        return _RATIO
    return _SHARE


def _below_nothing(mention: Mention) -> bool:
    """Whether a part of something would be negative: -69.1% is a growth."""
    return mention.value is not None and mention.value < 0


def _near(at: Spot, name: str, *, start: int | None = None) -> regex.Match[str] | None:
    pattern = words("near", name)
    return at.last(pattern, start=start) if pattern else None


def _of_rate(at: Spot, *others: regex.Match[str] | None) -> bool:
    """Whether the number is where a rate of growth came to, and nothing nearer is told of."""
    rate = _near(at, "rate") if stands(at, "moved_to") else None
    return rate is not None and all(o is None or o.start() < rate.start() for o in others)


def _named_level(at: Spot) -> bool:
    """Whether the number is a level that something is set beside: 低于全省61%的平均水平."""
    pattern = words("after", "level")
    return pattern is not None and pattern.match(at.text, at.mention.end, at.part_end) is not None


def _named_after(at: Spot, name: str = "ratio") -> bool:
    """Whether a quotient is named only behind the number: 青川区（4.92%）的研发强度, 68 per 10,000 people."""
    pattern = words("after", name)
    if pattern is None:
        return False
    if name != "ratio":
        return pattern.match(at.text, at.mention.end, at.part_end) is not None
    return pattern.search(at.text, at.mention.end, at.part_end) is not None


def _falls(at: Spot) -> bool:
    """Whether the number is of a decrease."""
    up, down = stands(at, "up"), stands(at, "down")
    if down is not None:
        compared = "比" in down[0] or "较" in down[0]
        return up is None or compared or len(down[0]) >= len(up[0])
    return any(stands(at, name) for name in ("falling_rate", "down_object", "bare_down"))


def _doubled(mention: Mention) -> tuple[Decimal, Decimal | None, Decimal | None] | None:
    """The growth that 翻一番 tells: 100 % for each doubling of what was there."""
    match = _DOUBLED.search(mention.surface) if "翻" in mention.surface else None
    if match is None:
        return None
    growth = Decimal(2 ** _TIMES.get(match[1] or "一", 1) - 1)
    if mention.comparator == "~":  # 接近翻番 may be less
        return growth, mention.lower, mention.upper
    return growth, growth if mention.comparator in ("=", ">=", ">") else None, None


def _bounds(comparator: str, value: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """The bounds that a comparator which stands apart from its number gives it: 跨过550亿元."""
    return (value if comparator in (">", ">=") else None), (value if comparator in ("<", "<=") else None)


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _comparator(at: Spot, head: Spot, role: Role) -> str:
    """The number's own comparator, else one that stands apart from it or holds for its whole list."""
    if at.mention.comparator != "=":
        return at.mention.comparator
    groups = ("comparators", "term_comparators") if role is _TERM else ("comparators",)
    for group in groups:
        sign = sign_before(group, head)
        if sign is not None:
            return sign
    if role is _TERM and stands(at, "reached") and _condition_after(at):
        return ">="
    if head is not at and role is not _OBSERVATION and head.mention.comparator in ("<=", ">="):
        return head.mention.comparator
    return "="


def _condition_after(at: Spot) -> bool:
    """Whether a condition goes on or ends behind the number: 增幅达到20%的企业."""
    pattern = words("after", "condition")
    return pattern is not None and pattern.match(at.text, at.mention.end, at.part_end) is not None


def _accumulation(at: Spot) -> str | None:
    if not is_near(_ACCUMULATING, at):
        return None
    cumulative = _near(at, "cumulative", start=at.clause)
    new = _near(at, "new", start=at.clause)
    if new is not None and (cumulative is None or cumulative.start() < new.start()):
        return "new"
    return "cumulative" if cumulative is not None else None

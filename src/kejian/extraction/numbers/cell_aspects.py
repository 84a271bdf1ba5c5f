"""Numbers in table cells, read by the heads of their column and row."""

import re
from decimal import Decimal
from functools import lru_cache

from kejian.extraction.numbers.aspect_words import words
from kejian.extraction.numbers.readings import Reading
from kejian.extraction.tables import TableCell
from kejian.language import mentions
from kejian.language.han import han_pattern
from kejian.model import Aspect, Mention

_CURRENCY = re.compile(r"([A-Z]{3}|US\$|[$€£])\s*(thousand|million|billion|trillion|mn|bn)", re.I)
_NAMED_CURRENCY = han_pattern(r"^(?:人民币|RMB\s*(?=\p{Han}))")
_DOWN = frozenset("↓▼▽⬇")
_PLACED = re.compile(r"排名|位次|名次|排位|位序|排行")
_RATE = re.compile(r"增长率|增速|增幅|涨幅")
_BETWEEN = re.compile(r"[、，,；;]")
_DATE = re.compile(r"\d{4}|\d年|\d月|季度|半年")
# what brackets in a head say of its values, and no unit: 2023年（基期）
_NOTE = re.compile(
    r"基[期年数]|现状|目标|预[期计]|累计|[当上本][期年]|不?含税|税[前后]|调整|不?可比|估算|初步|终审|约束|快报|年报"
)
_OF_WHICH = re.compile(r"[＃#]|—|－|其\s*中")  # a row that counts as the one above it does
_LAST_PART = re.compile(r"[^，,、;；]+$")


def arrow_reading(mention: Mention, arrow: str, heads: str) -> Reading:
    """Read a number behind an arrow: so many places up or down, where ``heads`` speak of ranks."""
    value = -mention.value if mention.value is not None and arrow in _DOWN else mention.value
    unit = mention.unit or ("位" if _PLACED.search(heads) else "1")
    if unit == "1" and mention.unit:
        return Reading(aspect=Aspect.GROWTH, value=value, unit=unit, lower=value, upper=value)
    return Reading(aspect=Aspect.CHANGE, value=value, unit=unit, lower=value, upper=value)


def cell_reading(cell: TableCell, mention: Mention) -> Reading:
    """Read ``mention``, which fills ``cell``: its unit and aspect stand in the heads or in the title."""
    heads = (cell.column_head, cell.row_head)
    if any(_has("rank", head) for head in heads) and mention.unit in (None, "rank"):
        return Reading(aspect=Aspect.RANK, value=mention.value, unit="rank", comparator=mention.comparator)
    told = cell_unit(cell)
    factor, unit = (Decimal(1), mention.unit) if mention.unit else told or (Decimal(1), "1")
    aspect = _aspect(cell, mention.unit or (told and told[1]))
    if _has("falling", cell.column_head) and aspect in (Aspect.GROWTH, Aspect.CHANGE):
        factor = -factor
    lower, upper = (_times(bound, factor) for bound in _bounds(mention, factor))
    if factor < 0:
        lower, upper = upper, lower
    return Reading(
        aspect=aspect,
        value=_times(mention.value, factor),
        unit=unit,
        comparator=_comparator(cell, mention),
        lower=lower,
        upper=upper,
    )


def _bounds(mention: Mention, factor: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a number as printed: under 亿元 a whole number is rounded like any other.

    >>> from kejian.language import mentions
    >>> [str(bound) for bound in _bounds(mentions("486")[0], Decimal(100_000_000))]
    ['485.5', '486.5']
    """
    lower, upper, printed = mention.lower, mention.upper, mention.value
    if printed is None or lower is None or lower != upper or abs(factor) <= 1:
        return lower, upper
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int):
        return lower, upper
    half = Decimal((0, (5,), min(exponent, 0) - 1))
    return lower - half, lower + half


def cell_unit(cell: TableCell) -> tuple[Decimal, str] | None:
    """The factor and base unit of a bare number in ``cell``; None where the table names no unit."""
    column, row = cell.column_head, cell.row_head
    growth = _find("unit", row) if _has("growth", row) else None
    for text in (
        growth,  # a row 年均增长（%） under columns of amounts
        _find("unit", column),
        _find("unit_behind", column),
        cell.unit,
        _find("unit", row),
        _find("unit_behind", row),
        _find("unit", cell.over) if _OF_WHICH.match(row) else None,
    ):
        if text and not _DATE.search(text) and not _NOTE.match(text):
            return _unit(text)
    if line := _find("unit_line", cell.title):
        return _unit(_fitting(cell, line))
    if (line := _find("unit", cell.title)) and (told := _known_unit(_fitting(cell, line))):
        return told  # （续）, （2023年） are none
    line = _find("unit_counted", column)
    return _unit(line) if line else None


def _fitting(cell: TableCell, line: str) -> str:
    """Of the units of a whole table (亿元、%) the one that the cell's heads call for."""
    parts = [part for part in _BETWEEN.split(line) if part]
    heads = (cell.column_head, cell.row_head)
    rate = _quotient(*heads) is not None or any(_has("growth", head) for head in heads)
    fitting = [p for p in parts if (p in ("%", "％")) == rate]
    if len(fitting) > 1:
        money = any(_has("money", head) for head in heads) or "." in cell.whole
        fitting = [p for p in fitting if _unit(p)[1].isascii() == money] or fitting
    return fitting[0] if fitting else line


def _unit(text: str) -> tuple[Decimal, str]:
    """The factor and base unit that ``text`` names; a word that names none is a unit as it stands."""
    return _known_unit(text) or (Decimal(1), _name(text))


def _name(text: str) -> str:
    last = _LAST_PART.search(text.strip())
    return _NAMED_CURRENCY.sub("", (last[0] if last else text).strip())


@lru_cache(maxsize=512)
def _known_unit(text: str) -> tuple[Decimal, str] | None:
    name = _name(text)
    if _DATE.search(name):
        return None
    if name.endswith("百分点"):
        return Decimal(1), "pp"  # 1百分点 would read as a hundred points
    currency = _CURRENCY.fullmatch(name)
    forms = (f"{currency[1]} 1 {currency[2]}",) if currency else ("1" + name, "1 " + name, "1个" + name)
    for one in forms:
        found = mentions(one)
        whole = len(found) == 1 and found[0].end == len(one)  # 节选 is no unit, though 节 is one
        if whole and found[0].unit and found[0].value is not None:
            return found[0].value, found[0].unit
    return None


def _aspect(cell: TableCell, unit: str | None) -> Aspect:
    column, row = cell.column_head, cell.row_head
    for head in (column, row):
        if unit == "pp" or (unit != "1" and _has("change", head)):
            return Aspect.CHANGE
        if unit == "1" and _has("growth", head):
            return Aspect.GROWTH
    if unit == "1":
        return _quotient(column, row) or Aspect.SHARE
    if unit is None and any(_has("growth", head) for head in (column, row)) and _RATE.search(column + row):
        return Aspect.GROWTH  # 增长率 as a bare quotient: 0.203
    if unit is None and _quotient(column, row) is Aspect.RATIO:
        return Aspect.RATIO
    per = words("near", "per")
    return Aspect.RATIO if per and (per.search(column) or per.search(row)) else Aspect.LEVEL


def _quotient(column: str, row: str) -> Aspect | None:
    for head in (column, row):
        for name, aspect in (("ratio", Aspect.RATIO), ("share", Aspect.SHARE)):
            pattern = words("near", name)
            if pattern is not None and pattern.search(head):
                return aspect
    return None


def _comparator(cell: TableCell, mention: Mention) -> str:
    if mention.comparator == "=" and _has("at_most", cell.column_head):
        return "<="
    if mention.comparator == "=" and _has("at_least", cell.column_head):
        return ">="
    return mention.comparator


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _has(name: str, head: str) -> bool:
    pattern = words("heads", name)
    return pattern is not None and pattern.search(head) is not None


def _find(name: str, head: str) -> str | None:
    pattern = words("heads", name)
    match = pattern.search(head) if pattern else None
    return next(filter(None, match.groups()), None) if match else None

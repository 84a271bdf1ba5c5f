"""Units: what stands behind a numeral, and what it makes of it."""

import re
from decimal import Decimal
from functools import cache, lru_cache

import msgspec
import regex

from kejian import kinds
from kejian.language.han import han_pattern
from kejian.language.normal import normal
from kejian.model import MentionKind as Kind
from kejian.vocabulary.units import Units, units

_ONE = Decimal(1)
_LATIN = re.compile(r"[A-Za-zµΩ°Å℃℉](?:[A-Za-zµΩ°Å²³]|[23](?!\d))*")
_ALTERNATIVE = han_pattern(r"\((\p{Han}{1,2})\)")


class Unit(msgspec.Struct, frozen=True, gc=False):
    """A unit ``text[…:end]``: its symbol, the factor to it, and the kind of quantity it makes."""

    end: int
    symbol: str
    kind: Kind
    factor: Decimal = _ONE


def unit_at(text: str, at: int, *, han: bool = False) -> Unit | None:
    """The unit at ``at``, behind a numeral that ends there; one space may stand between.

    ``han``: the numeral is a Chinese one; then measures that are also common words (方, 平, 里) do not count.
    """
    start = at + 1 if text.startswith((" ", " "), at) else at
    char = text[start : start + 1]
    if not char or (start > at and "一" <= char <= "鿿" and char not in _SPACED):
        return None
    unit = _chinese(text, start, han) if char >= "\u2e80" else _latin(text, start)
    if unit is None and start == at and char == "-":
        return _hyphened(text, start + 1)
    return _composed(text, unit) if unit else None


_SPACED = frozenset(
    "亿万千百兆米公平立毫微纳吨元美个项家件人台次分小℃摄海份所座条种类套名辆艘户篇笔册只倍岁期处株亩顷款颗枚例"
)
_DIGITS_ONLY = frozenset(
    [
        "方",
        "平",
        "里",
        "米",
        "年度",
        "安",
        "欧",
        "巴",
        "卡",
        "牛",
        "焦",
        "伏",
        "赫",
        "帕",
        "埃",
        "克",
        "瓦",
        "升",
        "码",
        "匹",
        "尺",
        "寸",
        "丈",
        "者",
        "点",
    ]
)
_HAN_MEASURES = frozenset(["米", "克", "瓦", "升", "尺", "寸", "丈", "里"])


def _chinese(text: str, at: int, han: bool) -> Unit | None:
    known = units()
    for name in known.starting.get(text[at : at + 2]) or known.starting.get(text[at], ()):
        if text.startswith(name, at):
            end = at + len(name)
            if name in known.unless and text.startswith(known.unless[name], end):
                continue
            if han and name in _DIGITS_ONLY and name not in _HAN_MEASURES:
                continue
            return _made(known, name, end, text)
    return None


def _made(known: Units, name: str, end: int, text: str) -> Unit:
    symbol, kind, factor = known.names[name]
    bracketed = text.startswith("(", end) and kind is kinds.QUANTITY and symbol == name
    other = _ALTERNATIVE.match(text, end) if bracketed else None
    if other and other.group(1) in known.names:
        return Unit(other.end(), name + other.group(), kind, factor)  # 台(套)
    return Unit(end, symbol, kind, factor)


def _latin(text: str, at: int) -> Unit | None:
    found = _LATIN.match(text, at)
    if not found:
        return None
    word, known = found.group(), units()
    entry = known.names.get(word) or known.latin.get(word)
    if entry:
        end = found.end()
        if text[end : end + 1].isdigit():
            return None
        symbol, kind, factor = entry
        return Unit(end, symbol, kind, factor)
    return None


def _hyphened(text: str, at: int) -> Unit | None:
    found = _LATIN.match(text, at)
    entry = units().names.get(found.group()) if found else None
    return Unit(found.end(), entry[0], entry[1], entry[2]) if found and entry else None


def _composed(text: str, unit: Unit) -> Unit:
    """``unit`` with what it is per: 元/Wh, Gb/s, kWh/Nm³, 万片/月."""
    end = unit.end
    if text[end : end + 1] != "/" or text[end + 1 : end + 2].isdigit():
        return unit
    known = units()
    found = _LATIN.match(text, end + 1)
    below = None
    if found and not found.group().isdigit():
        entry = known.names.get(found.group()) or known.latin.get(found.group())
        below = Unit(found.end(), entry[0], entry[1]) if entry else None
    else:
        below = _chinese(text, end + 1, False) if end + 1 < len(text) else None
        if below is None and text[end + 1 : end + 2] in _PER:
            below = Unit(end + 2, text[end + 1], kinds.QUANTITY)
    if below is None:
        return _per_many(text, unit)
    return Unit(below.end, f"{unit.symbol}/{below.symbol}", kinds.QUANTITY, unit.factor)


_MANY = re.compile(r"/(?P<scale>[十百千]?[万亿]|[百千])(?P<rest>.{1,4})")


def _per_many(text: str, unit: Unit) -> Unit:
    """``unit`` with a multiple that it is per, kept as written: 件/万人, 吨标准煤/万元, 升/百公里."""
    found = _MANY.match(text, unit.end)
    below = _chinese(text, found.start("rest"), False) if found else None
    if found is None or below is None:
        return unit
    written = text[unit.end : below.end]
    return Unit(below.end, unit.symbol + written, kinds.QUANTITY, unit.factor)


_PER = frozenset("月日时分秒年周天亩头人户吨件台次")


_NO_NOUNS = frozenset("计")  # 按常住人口260万计


@lru_cache(maxsize=4096)
def noun_at(following: str) -> str | None:
    """The noun that ``following`` starts with, if it is a short one: what a bare numeral counts."""
    import rjieba  # loaded when first needed: its dictionary takes 0.1 s

    for word, tag in rjieba.tag(following)[:1]:
        if tag.startswith("n") and len(word) <= 3 and word not in _NO_NOUNS:
            return str(word)
    return None


@cache
def english_noun() -> "regex.Pattern[str]":
    """Matches the counted noun behind an English numeral, and what it is per."""
    stop = (
        r"(?:of|in|from|with|and|by|to|at|for|on|as|or|the|a|an|per|was|were|is|are|has|have|had"
        r"|that|which|than|but|its|their|this)"
    )
    word = rf"(?!{stop}\b)[A-Za-z][a-z&’'-]*"
    return regex.compile(
        rf" ((?:{word} ){{0,2}}?(?!{stop}\b)[a-z][a-z-]*(?:(?<!s)s|people|staff|children|men|women"
        rf"|personnel)(?: per (?:{word}))?)\b"
    )


__all__ = ["Unit", "english_noun", "normal", "noun_at", "unit_at"]

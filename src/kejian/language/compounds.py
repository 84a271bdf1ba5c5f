"""Quantities in two units: 1小时20分钟, 三块五, 3元5角, 一米七五, 5分30秒, 一年零三个月.

All functions take text in normal form.
"""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kejian.language.numerals import DIGIT, digits_at, han_at
from kejian.language.units import unit_at
from kejian.model import MentionKind as Kind

if TYPE_CHECKING:
    from kejian.language.expressions import Quantity

_D = Decimal
OPENING = frozenset("零又0123456789一二两三四五六七八九十")
# unit → the smaller units that may follow, with how many of them it holds
_SMALLER = {
    "年": {"个月": 12},
    "周": {"d": 7},
    "d": {"h": 24},
    "h": {"min": 60},
    "min": {"s": 60},
    "分": {"s": 60},
    "kg": {"g": 1000},
    "斤": {"两": 10},
    "t": {"kg": 1000},
    "km": {"m": 1000},
    "m": {"cm": 100, "mm": 1000},
    "ft": {"in": 12},
}
_LEADING_ZERO = re.compile(r"0(?=[1-9]分|[1-9]秒)")  # 2小时05分
_LETTER = {"年": "Y", "个月": "M", "周": "W", "d": "D", "h": "H", "min": "M", "s": "S"}
_CLOCK_UNITS = frozenset(["h", "min", "s"])
# 三块五, 一米七五: the digits behind are decimal places
_PLACES = re.compile(
    r"(?P<digits>\d{1,2}|[一二三四五六七八九]{1,2})(?![\d.一二三四五六七八九十百千万亿个多余倍成%点分角毛块元天年月日周人名家项台件米])"
)
_MINOR = re.compile(
    r"(?P<n>\d{1,2}|[一二两三四五六七八九])(?P<unit>角|毛|分)(?:(?P<m>\d|[一二三四五六七八九])(?:分|(?![\d个])))?(?:钱)?"
)


def compound(text: str, first: "Quantity") -> "Quantity":
    """``first`` with the smaller unit behind it, if one follows at once; else ``first`` itself."""
    if first.value is None or first.more:
        return first
    written = text[first.start : first.end]
    if first.kind is Kind.MONEY:
        return _money(text, first, written)
    if written[-1] in "米秒" and (places := _PLACES.match(text, first.end)) and first.value < 100:
        return _with_places(first, places)
    result, unit, letters = first, first.unit or "", _iso_part(first.value, first.unit or "")
    while (smaller := _SMALLER.get(unit)) and text[result.end : result.end + 1] in OPENING:
        at = result.end + (text[result.end] in "零又")
        at += bool(_LEADING_ZERO.match(text, at))
        number = digits_at(text, at) if text[at : at + 1].isdigit() else han_at(text, at)
        found = unit_at(text, number.end, han=number.han) if number and number.value is not None else None
        if number is None or number.value is None or found is None:
            break
        symbol = "min" if found.symbol == "分" and unit == "h" else found.symbol
        if symbol not in smaller:
            break
        assert result.value is not None
        value = result.value * smaller[symbol] + number.value
        kind = Kind.DURATION if symbol in _CLOCK_UNITS else result.kind
        letters += _iso_part(number.value, symbol)
        unit = symbol
        result = replace(result, end=found.end, value=value, unit=unit, low=value, high=value, kind=kind)
    if result is first or result.kind is not Kind.DURATION:
        return result
    return replace(result, iso=_iso(letters))


def _iso_part(value: Decimal, unit: str) -> list[tuple[str, str]]:
    unit = "min" if unit == "分" else unit
    return [(unit, f"{value.normalize():f}{_LETTER[unit]}")] if unit in _LETTER else []


def _iso(parts: list[tuple[str, str]]) -> str:
    days = "".join(part for unit, part in parts if unit not in _CLOCK_UNITS)
    hours = "".join(part for unit, part in parts if unit in _CLOCK_UNITS)
    return f"P{days}" + (f"T{hours}" if hours else "")


def _money(text: str, first: "Quantity", written: str) -> "Quantity":
    minor = _MINOR.match(text, first.end)
    if minor and written[-1] in "元块圆" and first.value is not None:
        part = _digit(minor["n"]) * (_D("0.01") if minor["unit"] == "分" else _D("0.1"))
        if minor["m"]:
            part += _digit(minor["m"]) * _D("0.01")
        value = first.value + part
        return replace(first, end=minor.end(), value=value, low=value, high=value)
    places = _PLACES.match(text, first.end) if written[-1] == "块" else None
    return _with_places(first, places) if places else first


def _with_places(first: "Quantity", places: "re.Match[str]") -> "Quantity":
    digits = "".join(c if c.isdigit() else str(DIGIT[c]) for c in places["digits"])
    assert first.value is not None
    value = first.value + _D("0." + digits)
    return replace(first, end=places.end(), value=value, low=value, high=value)


def _digit(word: str) -> Decimal:
    return _D(word) if word.isdigit() else _D(DIGIT[word])

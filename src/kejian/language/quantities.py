"""Quantities: a numeral with its unit.

All functions take text in normal form. They read one expression at a place and know nothing of what stands
before it; comparators are `kejian.language.comparators`, signs and ranges `kejian.language.ranges`.
"""

import re
from decimal import Decimal
from functools import lru_cache

from msgspec.structs import replace

from kejian import kinds
from kejian.language.compounds import OPENING, compound
from kejian.language.expressions import Quantity, sized
from kejian.language.han import han_pattern
from kejian.language.numerals import LARGE, Numeral, digits_at, han_at, scale_at
from kejian.language.shares import FRACTIONAL, fraction_at, in_words, relative
from kejian.language.units import Unit, english_noun, noun_at, unit_at

_D = Decimal
_ENGLISH_SCALE = re.compile(
    r"[ -]?(?P<word>thousand|million|billion|trillion|hundred|dozen|mn|mln|bn|tn|trn)\b"
    r"|(?P<letter>[mMbBkKT])(?![A-Za-z])",
    re.IGNORECASE,
)
_SCALES = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "hundred": 2,
    "mn": 6,
    "mln": 6,
    "bn": 9,
    "tn": 12,
    "trn": 12,
    "m": 6,
    "b": 9,
    "k": 3,
    "t": 12,
}
_HALF_BEHIND = re.compile(r"半(?!导|个|年|数|天|小|径|固|岛|球|夜|路|边|山|成|决)")
_HALF_MIDDLE = re.compile(r"个半(月|小时|世纪|钟头|学期|季度|星期)")
_MANY_MIDDLE = re.compile(r"个(?P<word>多|余)(月|小时|世纪|星期|季度|亿|工作日)")
_SPANS = {
    "月": ("个月", kinds.DURATION),
    "小时": ("h", kinds.DURATION),
    "世纪": ("世纪", kinds.DURATION),
    "钟头": ("h", kinds.DURATION),
    "星期": ("周", kinds.DURATION),
    "季度": ("季", kinds.DURATION),
    "学期": ("学期", kinds.DURATION),
    "工作日": ("个工作日", kinds.DURATION),
}
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


def single_at(text: str, at: int, *, money: str | None = None) -> Quantity | None:
    """The quantity at ``at`` without sign and range."""
    char = text[at : at + 1]
    if char.isdigit():
        number = digits_at(text, at)
    elif words := in_words(text, at):
        return words
    elif char == "半":
        return _half(text, at)
    else:
        number = han_at(text, at)
    if number is None:
        return None
    if number.value is None and number.low is None:
        return Quantity(at, number.end, kinds.CODE, None, None, None, None)
    following = text[number.end : number.end + 1]
    if following in FRACTIONAL and (fraction := fraction_at(text, number)):
        return fraction
    if not number.han:
        number = _english_scaled(text, number, money)
    return relative(text, number) or _measured(text, number, money)


_HAN_WORD = han_pattern(r"\p{Han}")
# behind 块 it is no money that is counted: 一块屏幕, 3块试验田; but 三块五, 5块左右, 花5块买
_PIECES_OF = han_pattern(
    r"(?![钱多余左上下以的一二三四五六七八九几两半就也都还每起到至和与及不了吧呢吗能可买卖用比换涨降跌减])\p{Han}"
)
_MOVING = re.compile(r"速|风力|洋流|航行")  # what is counted in knots; 580节 are lessons


@lru_cache(maxsize=4096)
def _has_han(symbol: str) -> bool:
    """Whether a unit is written with Chinese characters: what it counts has no decimals."""
    return _HAN_WORD.search(symbol) is not None


def _english_scaled(text: str, number: Numeral, money: str | None) -> Numeral:
    if text[number.end : number.end + 1] > "⺀":
        return number
    found = _ENGLISH_SCALE.match(text, number.end)
    if not found or number.value is None or number.value >= 10**12 or (found["letter"] and not money):
        return number
    word = (found["word"] or found["letter"]).lower()
    factor = _D(12) if word == "dozen" else _D(10) ** _SCALES[word]
    return replace(
        number,
        end=found.end(),
        value=number.value * factor,
        step=number.step * factor,
        scaled=True,
        factor=factor,
    )


def _measured(text: str, number: Numeral, money: str | None) -> Quantity | None:
    """``number`` with the unit behind it, or bare."""
    end = number.end
    if money:
        return _priced(text, number, money)
    if text[end : end + 1] == "个" and (middle := _in_the_middle(text, number)):
        return middle
    unit = unit_at(text, end, han=number.han)
    pieces = unit and unit.kind is kinds.MONEY and text[unit.end - 1] == "块"
    if unit and pieces and ((number.value or 0) >= 10**6 or _PIECES_OF.match(text, unit.end)):
        unit = replace(unit, symbol="块", kind=kinds.QUANTITY)  # 23亿块, 一块屏幕
    if unit and unit.symbol == "kn" and not _MOVING.search(text[max(0, number.start - 16) : number.start]):
        unit = replace(unit, symbol=text[unit.end - 1]) if text[unit.end - 1] == "节" else unit
    if unit:
        number, unit_end = _behind(text, number, unit) if number.han else (number, unit.end)
        to_the_cent = unit.kind is kinds.MONEY and _to_the_cent(number)
        measured = unit.kind is kinds.QUANTITY and not _has_han(unit.symbol)
        rounded = measured or (number.scaled and not to_the_cent)
        read = sized(
            number,
            unit_end,
            unit.kind,
            unit.symbol,
            unit.factor,
            rounded=rounded,
            shared=number.factor * unit.factor,
        )
        return compound(text, read) if text[unit_end : unit_end + 1] in OPENING else read
    noun = None
    if not number.han and number.value is not None:
        noun, end = _noun(text, number)
    if noun:
        return sized(number, end, kinds.QUANTITY, noun, _D(1), rounded=number.scaled)
    bare = sized(number, end, kinds.NUMBER, None, _D(1), rounded=number.scaled)
    return replace(bare, bare=not number.more, factor=number.factor)


def _to_the_cent(number: Numeral) -> bool:
    """Whether an amount is written out in full; 0.35元 a share is rounded all the same."""
    return number.step == _D("0.01") and (number.value or 0) >= 100


def _priced(text: str, number: Numeral, money: str) -> Quantity:
    """An amount behind its currency: $3.2 billion, ¥500, RMB 30万."""
    tail = _MONEY_TAIL.match(text, number.end)
    end = tail.end() if tail else number.end
    rounded = number.scaled and not _to_the_cent(number)
    read = sized(number, end, kinds.MONEY, money, _D(1), rounded=rounded)
    return replace(read, factor=number.factor)


_MONEY_TAIL = re.compile(r"元|美元|欧元|港元|日元")


def _in_the_middle(text: str, number: Numeral) -> Quantity | None:
    """两个半小时, 3个多月: half or more stands inside the unit."""
    if number.value is None:
        return None
    half = _HALF_MIDDLE.match(text, number.end)
    if half:
        unit, kind = _SPANS[half.group(1)]
        return sized(
            replace(number, value=number.value + _D("0.5")), half.end(), kind, unit, _D(1), rounded=False
        )
    many = _MANY_MIDDLE.match(text, number.end)
    if many:
        what = many.group(2)
        if what == "亿":
            return None
        unit, kind = _SPANS[what]
        return sized(replace(number, more=True, room=_D(1)), many.end(), kind, unit, _D(1), rounded=False)
    return None


def _behind(text: str, number: Numeral, unit: Unit) -> tuple[Numeral, int]:
    """A Chinese ``number`` with the half behind its unit (一年半) and where it ends."""
    end = unit.end
    if number.value is None or number.more:
        return number, end
    half = _HALF_BEHIND.match(text, end)
    if half and unit.kind in (kinds.DURATION, kinds.QUANTITY, kinds.MONEY):
        return replace(number, value=number.value + _D("0.5"), step=_D("0.1")), half.end()
    return number, end


def _half(text: str, at: int) -> Quantity | None:
    """半年, 半个月, 半斤, 半个亿."""
    factor, end = scale_at(text, at + 1)
    if factor == LARGE["亿"] and text[at + 1] == "个":
        half = factor * _D("0.5")
        return Quantity(at, end, kinds.NUMBER, half, None, half, half)
    unit = unit_at(text, at + 1, han=True)
    if unit is None or unit.kind not in (kinds.DURATION, kinds.QUANTITY) or unit.symbol in _NO_HALF:
        return None
    half = _D("0.5")
    return Quantity(at, unit.end, unit.kind, half * unit.factor, unit.symbol, half, half)


_NO_HALF = frozenset(
    [
        "场",
        "部",
        "层",
        "数",
        "程",
        "天",
        "路",
        "决",
        "生",
        "点",
        "封",
        "边",
        "面",
        "国",
        "夜",
        "身",
        "开",
        "价",
        "级",
        "省",
        "市",
        "县",
        "日",
        "世纪",
    ]
)


def _noun(text: str, number: Numeral) -> tuple[str | None, int]:
    """What a numeral without classifier counts: the noun behind it."""
    end = number.end
    following = text[end : end + 1]
    if following == " ":
        found = english_noun().match(text, end)
        return (found.group(1), found.end()) if found else (None, end)
    if "一" <= following <= "鿿" and not (number.end - number.start == 4 and _YEAR.match(text, number.start)):
        noun = noun_at(text[end : end + 5])
        return (noun, end + len(noun)) if noun else (None, end)
    return None, end

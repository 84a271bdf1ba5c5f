"""Quantities: a numeral with its unit, fractions, multiples and ranges of them.

All functions take text in normal form. They read one expression at a place and know nothing of what stands
before it; comparators are `kejian.language.comparators`.
"""

from decimal import Decimal
from typing import NamedTuple

import regex

from kejian.language.compounds import OPENING, compound
from kejian.language.numerals import Numeral, digits_at, han_at, read_han
from kejian.language.units import Unit, english_noun, noun_at, unit_at
from kejian.model import MentionKind as Kind

_D = Decimal
_HUNDRED = _D(100)


class Quantity(NamedTuple):
    """An expression ``text[start:end]`` with its value and the bounds of what its writer can have meant.

    ``factor`` is what a bare number of the same unit is multiplied with (1~3万: 10000). ``more`` says that
    余, 多 or 几 stands in it.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | None
    unit: str | None
    low: Decimal | None
    high: Decimal | None
    more: bool = False
    factor: Decimal = _D(1)
    bare: bool = False
    iso: str | None = None


_PERCENT = regex.compile(r" ?(?:%|per ?cent(?!age)\b|pct\b|percent\b)")
_PERMILLE = regex.compile(r" ?‰")
_POINTS = regex.compile(r" ?(?:个百分点|百分点|percentage points?\b|per cent points?\b|pp\b|ppts?\b)")
_BASIS = regex.compile(r" ?(?:个基点|基点|basis points?\b|bps?\b(?!/))")
_TIMES = regex.compile(r"(?:余|多)?倍(?!速|增|率|数|镜|感|受|加)|-fold\b| times\b|x\b(?![\d×])")
_TENTHS = regex.compile(
    r"成(?P<rest>半|[一二三四五六七八九])?(?![立为功果员本绩品长熟就都效分交因套才份色虫人语型文片天日年千百万批建])"
)
_DISCOUNT = regex.compile(r"折(?!叠|页|扣|旧|合|射|算|价|线|返|腾|磨|桥|戟|断|弯|纸)")
_PART = regex.compile(
    r"分之(?:(?P<whole>\d++(?:\.\d++)?)|(?=[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖]))"
)
_SLASH = regex.compile(r"(?P<a>\d{1,5})/(?P<b>[1-9]\d{0,5})(?![\d/A-Za-z.])")
_COLON = regex.compile(
    r"(?P<a>\d{1,6}(?:\.\d{1,4})?) ?(?::|比) ?(?P<b>\d{1,6}(?:\.\d{1,4})?)(?![\d:%]|比(?!例))"
)
_MEASURE = regex.compile(r"[杯勺匙茶汤大小碗斤英个磅]| ?(?:inch|cup|tsp|tbsp|mile)")  # 1/2杯, 3/4英寸
_ENGLISH_SCALE = regex.compile(
    r"[ -]?(?P<word>thousand|million|billion|trillion|hundred|dozen|mn|mln|bn|tn|trn)\b"
    r"|(?P<letter>[mMbBkKT])(?![A-Za-z])",
    regex.IGNORECASE,
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
_HALF_BEHIND = regex.compile(r"半(?!导|个|年|数|天|小|径|固|岛|球|夜|路|边|山|成|决)")
_HALF_MIDDLE = regex.compile(r"个半(月|小时|世纪|钟头|学期|季度|星期)")
_MANY_MIDDLE = regex.compile(r"个(?P<word>多|余)(月|小时|世纪|星期|季度|亿|工作日)")
_SPANS = {
    "月": ("个月", Kind.DURATION),
    "小时": ("h", Kind.DURATION),
    "世纪": ("世纪", Kind.DURATION),
    "钟头": ("h", Kind.DURATION),
    "星期": ("周", Kind.DURATION),
    "季度": ("季", Kind.DURATION),
    "学期": ("学期", Kind.DURATION),
    "工作日": ("个工作日", Kind.DURATION),
}
_YEAR = regex.compile(r"(?:19|20)\d\d(?!\d)")


def numeral_at(text: str, at: int) -> Numeral | None:
    """The numeral at ``at``, in digits or Chinese."""
    return digits_at(text, at) if text[at : at + 1].isdigit() else han_at(text, at)


def single_at(text: str, at: int, *, money: str | None = None) -> Quantity | None:
    """The quantity at ``at`` without sign and range."""
    char = text[at : at + 1]
    if not char.isdigit() and (words := _in_words(text, at)):
        return words
    if char == "半":
        return _half(text, at)
    number = numeral_at(text, at)
    if number is None:
        return None
    if number.value is None and number.low is None:
        return Quantity(at, number.end, Kind.CODE, None, None, None, None)
    following = text[number.end : number.end + 1]
    if following in _FRACTIONAL and (fraction := _fraction(text, number)):
        return fraction
    if not number.han:
        number = _english_scaled(text, number, money)
    return _relative(text, number) or _measured(text, number, money)


_FRACTIONAL = frozenset("/:比分 ")


def _in_words(text: str, at: int) -> Quantity | None:
    """一半, 过半数, 八五折."""
    if half := _HALVES.match(text, at):
        return _exact(at, half.end(), Kind.SHARE, _D("0.5"), "1")
    if found := _OFF.match(text, at):
        digits = [_D(read_han(c)[0] or 0) for c in found.group(1)]
        return _exact(at, found.end(), Kind.SHARE, digits[0] / 10 + digits[1] / 100, "1")
    return None


def _fraction(text: str, number: Numeral) -> Quantity | None:
    """1/5, 三分之二, 百分之六点五, 1:3."""
    at = number.start
    if number.han:
        return _parts(text, number)
    found = _SLASH.match(text, at)
    if found and 0 < int(found["a"]) < int(found["b"]):
        value = _D(found["a"]) / _D(found["b"])
        measure = _MEASURE.match(text, found.end()) and unit_at(text, found.end())
        if measure:
            return _exact(at, measure.end, measure.kind, value, measure.symbol)
        return _exact(at, found.end(), Kind.SHARE, value, "1")
    found = _COLON.match(text, at)
    if found and _D(found["b"]):
        return _exact(at, found.end(), Kind.RATIO, _D(found["a"]) / _D(found["b"]), "1")
    return _parts(text, number)


_HAN_WORD = regex.compile(r"\p{Han}")
_HALVES = regex.compile(r"一半(?!导|山|岛|年|天|个)|半数|过半数?|大半(?!年|生|夜)")
_OFF = regex.compile(r"([一二三四五六七八九][一二三四五六七八九])折(?!叠)")


def _parts(text: str, whole: Numeral) -> Quantity | None:
    at = whole.start
    if whole.value is None or whole.more:
        return None
    found = _PART.match(text, whole.end)
    if not found or not whole.value:
        return None
    if found["whole"]:
        part, end, step = (
            _D(found["whole"]),
            found.end(),
            _D(1).scaleb(-len(found["whole"].partition(".")[2])),
        )
    else:
        number = han_at(text, found.end())
        if number is None or number.value is None:
            return None
        part, end, step = number.value, number.end, min(number.step, _D(1))
    value = part / whole.value
    if whole.value % 10:
        return _exact(at, end, Kind.SHARE, value, "1")
    half = step / whole.value / 2
    return Quantity(at, end, Kind.SHARE, value, "1", value - half, value + half)


def _exact(start: int, end: int, kind: Kind, value: Decimal, unit: str | None) -> Quantity:
    return Quantity(start, end, kind, value, unit, value, value)


def _english_scaled(text: str, number: Numeral, money: str | None) -> Numeral:
    found = _ENGLISH_SCALE.match(text, number.end)
    if not found or number.value is None or number.value >= 10**12 or (found["letter"] and not money):
        return number
    word = (found["word"] or found["letter"]).lower()
    factor = _D(12) if word == "dozen" else _D(10) ** _SCALES[word]
    return number._replace(
        end=found.end(), value=number.value * factor, step=number.step * factor, scaled=True, factor=factor
    )


def _relative(text: str, number: Numeral) -> Quantity | None:
    """``number`` as a share, in points or as a multiple, if so it goes on."""
    end = number.end
    following = text[end : end + 2]
    if following[:1] in "个余多" and following[1:] not in _AFTER_MARK:
        return None
    if following[:1] in "%‰成折倍个百基余多px- " or following in ("pe", "bp", "ba"):
        for pattern, kind, unit, factor in _RELATIVE:
            found = pattern.match(text, end)
            if not found:
                continue
            if kind is Kind.SHARE and pattern in (_TENTHS, _DISCOUNT):
                return _tenths(number, found)
            more = number.more or found.group()[0] in "余多"
            return _sized(
                number._replace(more=more, room=number.room or _room_of(number, more)),
                found.end(),
                kind,
                unit,
                factor,
                rounded=True,
            )
    return None


_AFTER_MARK = frozenset("百基倍")
_RELATIVE = (
    (_PERCENT, Kind.SHARE, "1", _D("0.01")),
    (_PERMILLE, Kind.SHARE, "1", _D("0.001")),
    (_POINTS, Kind.POINTS, "pp", _D(1)),
    (_BASIS, Kind.POINTS, "pp", _D("0.01")),
    (_TIMES, Kind.RATIO, "1", _D(1)),
    (_TENTHS, Kind.SHARE, "1", _D("0.1")),
    (_DISCOUNT, Kind.SHARE, "1", _D("0.1")),
)


def _room_of(number: Numeral, more: bool) -> Decimal:
    return number.step if more else _D(0)


def _tenths(number: Numeral, found: "regex.Match[str]") -> Quantity | None:
    value, low, high = number.value, number.low, number.high
    if value is not None and not 0 < value <= 10 and not (found.group() == "折" and value < 100):
        return None
    if value is None:
        if low is None or high is None or high > 10:
            return None
        return Quantity(number.start, found.end(), Kind.RANGE, None, "1", low / 10, high / 10)
    rest = found.groupdict().get("rest")
    value = value / 10 if value <= 10 else value / 100
    half = _D("0.05")
    if rest:
        value += _D("0.05") if rest == "半" else _D(read_han(rest)[0] or 0) / 100
        half = _D("0.005")
    return Quantity(number.start, found.end(), Kind.SHARE, value, "1", value - half, value + half)


def _sized(
    number: Numeral, end: int, kind: Kind, unit: str | None, factor: Decimal, *, rounded: bool
) -> Quantity:
    """``number`` times ``factor`` with the bounds its writing leaves open."""
    value = number.value
    if value is None:
        assert number.low is not None and number.high is not None
        kind = Kind.RANGE if number.high < number.low * 3 else kind
        return Quantity(
            number.start,
            end,
            kind,
            None,
            unit,
            number.low * factor,
            number.high * factor,
            more=kind is not Kind.RANGE,
            factor=factor,
        )
    if number.more:
        low, high = value, value + number.room
        if number.low is not None and number.high is not None:
            low, high = number.low, number.high
    elif rounded:
        low, high = value - number.step / 2, value + number.step / 2
    else:
        low = high = value
    return Quantity(
        number.start, end, kind, value * factor, unit, low * factor, high * factor, number.more, factor
    )


def _measured(text: str, number: Numeral, money: str | None) -> Quantity | None:
    """``number`` with the unit behind it, or bare."""
    end = number.end
    if money:
        return _priced(text, number, money)
    middle = _in_the_middle(text, number)
    if middle:
        return middle
    unit = unit_at(text, end, han=number.han)
    if unit and unit.kind is Kind.MONEY and text[unit.end - 1] == "块" and (number.value or 0) >= 10**6:
        unit = unit._replace(symbol="块", kind=Kind.QUANTITY)  # 23亿块 are pieces
    if unit:
        number, unit_end = _behind(text, number, unit)
        to_the_cent = unit.kind is Kind.MONEY and number.step == _D("0.01")
        measured = unit.kind is Kind.QUANTITY and not _HAN_WORD.search(unit.symbol)
        rounded = measured or (number.scaled and not to_the_cent)
        read = _sized(number, unit_end, unit.kind, unit.symbol, unit.factor, rounded=rounded)
        read = read._replace(factor=number.factor * unit.factor)
        return compound(text, read) if text[unit_end : unit_end + 1] in OPENING else read
    noun = None
    if not number.han and number.value is not None:
        noun, end = _noun(text, number)
    if noun:
        return _sized(number, end, Kind.QUANTITY, noun, _D(1), rounded=number.scaled)
    bare = _sized(number, end, Kind.NUMBER, None, _D(1), rounded=number.scaled)
    return bare._replace(bare=not number.more, factor=number.factor)


def _priced(text: str, number: Numeral, money: str) -> Quantity:
    """An amount behind its currency: $3.2 billion, ¥500, RMB 30万."""
    tail = _MONEY_TAIL.match(text, number.end)
    end = tail.end() if tail else number.end
    to_the_cent = number.step == _D("0.01")
    read = _sized(number, end, Kind.MONEY, money, _D(1), rounded=number.scaled and not to_the_cent)
    return read._replace(factor=number.factor)


_MONEY_TAIL = regex.compile(r"元|美元|欧元|港元|日元")


def _in_the_middle(text: str, number: Numeral) -> Quantity | None:
    """两个半小时, 3个多月: half or more stands inside the unit."""
    if text[number.end : number.end + 1] != "个" or number.value is None:
        return None
    half = _HALF_MIDDLE.match(text, number.end)
    if half:
        unit, kind = _SPANS[half.group(1)]
        return _sized(
            number._replace(value=number.value + _D("0.5")), half.end(), kind, unit, _D(1), rounded=False
        )
    many = _MANY_MIDDLE.match(text, number.end)
    if many:
        what = many.group(2)
        if what == "亿":
            return None
        unit, kind = _SPANS[what]
        return _sized(number._replace(more=True, room=_D(1)), many.end(), kind, unit, _D(1), rounded=False)
    return None


def _behind(text: str, number: Numeral, unit: Unit) -> tuple[Numeral, int]:
    """``number`` with the half or the smaller unit behind its unit (一年半, 三米多) and where it ends."""
    end = unit.end
    if number.value is None or number.more:
        return number, end
    half = _HALF_BEHIND.match(text, end)
    if half and unit.kind in (Kind.DURATION, Kind.QUANTITY, Kind.MONEY) and number.han:
        return number._replace(value=number.value + _D("0.5"), step=_D("0.1")), half.end()
    return number, end


def _half(text: str, at: int) -> Quantity | None:
    """半年, 半个月, 半斤."""
    unit = unit_at(text, at + 1, han=True)
    if unit is None or unit.kind not in (Kind.DURATION, Kind.QUANTITY) or unit.symbol in _NO_HALF:
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

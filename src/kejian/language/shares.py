"""Parts and multiples: 12.5%, 三成, 1/5, 百分之六点五, 0.26个百分点, 3.3倍, 1:3, 八五折, 过半.

All functions take text in normal form.
"""

import re
from decimal import Decimal

from msgspec.structs import replace

from kejian import kinds
from kejian.language.expressions import Quantity, exact, sized
from kejian.language.numerals import Numeral, han_at, read_han
from kejian.language.units import unit_at

_D = Decimal
_PERCENT = re.compile(r" ?(?:%|per ?cent(?!age)\b|pct\b|percent\b)")
_PERMILLE = re.compile(r" ?‰")
_POINTS = re.compile(r" ?(?:个百分[点比]|百分点|percentage points?\b|per cent points?\b|pp\b|ppts?\b)")
_PERMILLE_POINTS = re.compile(r"个?千分点")
_BASIS = re.compile(r" ?(?:个基点|基点|basis points?\b|bps?\b(?!/))")
_TIMES = re.compile(r"(?:余|多)?倍(?!速|增|率|数|镜|感|受|加)|-fold\b| times\b|x\b(?![\d×])")
_TENTHS = re.compile(
    r"成(?P<rest>半|[一二三四五六七八九])?(?![立为功果员本绩品长熟就都效分交因套才份色虫人语型文片天日年千百万批建])"
)
_DISCOUNT = re.compile(r"折(?!叠|页|扣|旧|合|射|算|价|线|返|腾|磨|桥|戟|断|弯|纸)")
_PART = re.compile(
    r"分之(?:(?P<whole>\d++(?:\.\d++)?)|(?=[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖]))"
)
_SLASH = re.compile(r"(?P<a>\d{1,5})/(?P<b>[1-9]\d{0,5})(?![\d/A-Za-z.])")
_COLON = re.compile(
    r"(?P<a>\d{1,6}(?:\.\d{1,4})?) ?(?::|比) ?(?P<b>\d{1,6}(?:\.\d{1,4})?)(?![\d:%]|\.\d|比(?!例))"
)
# of three or more parts: 1.0:46.8:52.2
_PROPORTIONS = re.compile(r"\d{1,3}(?:\.\d{1,4})?(?: ?: ?\d{1,3}(?:\.\d{1,4})?){2,5}(?![\d:%]|\.\d)")
_PROPORTIONED = re.compile(r"(?:结构|比例?|比值|配比)[^，。；,;\d]{0,6}$")
_MEASURE = re.compile(r"[杯勺匙茶汤大小碗斤英个磅]| ?(?:inch|cup|tsp|tbsp|mile)")  # 1/2杯, 3/4英寸

FRACTIONAL = frozenset("/:比分 ")


def in_words(text: str, at: int) -> Quantity | None:
    """一半, 过半数, 八五折."""
    if half := _HALVES.match(text, at):
        return exact(at, half.end(), kinds.SHARE, _D("0.5"), "1")
    if found := _OFF.match(text, at):
        digits = [_D(read_han(c)[0] or 0) for c in found.group(1)]
        return exact(at, found.end(), kinds.SHARE, digits[0] / 10 + digits[1] / 100, "1")
    return None


def fraction_at(text: str, number: Numeral) -> Quantity | None:
    """1/5, 三分之二, 百分之六点五, 1:3."""
    at = number.start
    if number.han:
        return _parts(text, number)
    found = _SLASH.match(text, at)
    if found and 0 < int(found["a"]) < int(found["b"]):
        value = _D(found["a"]) / _D(found["b"])
        measure = _MEASURE.match(text, found.end()) and unit_at(text, found.end())
        if measure:
            return exact(at, measure.end, measure.kind, value, measure.symbol)
        return exact(at, found.end(), kinds.SHARE, value, "1")
    found = _PROPORTIONS.match(text, at)
    if found and _PROPORTIONED.search(text, max(0, at - 12), at):
        return Quantity(at, found.end(), kinds.RATIO, None, "1", None, None)
    found = _COLON.match(text, at)
    if found and _D(found["b"]):
        return exact(at, found.end(), kinds.RATIO, _D(found["a"]) / _D(found["b"]), "1")
    return _parts(text, number)


_HALVES = re.compile(r"一半(?!导|山|岛|年|天|个)|半数|过半数?|大半(?!年|生|夜)")
_OFF = re.compile(r"([一二三四五六七八九][一二三四五六七八九])折(?!叠)")


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
        return exact(at, end, kinds.SHARE, value, "1")
    half = step / whole.value / 2
    return Quantity(at, end, kinds.SHARE, value, "1", value - half, value + half)


def relative(text: str, number: Numeral) -> Quantity | None:
    """``number`` as a share, in points or as a multiple, if so it goes on."""
    end = number.end
    char = text[end : end + 1]
    readers = _BY_FIRST.get(char)
    if readers is None or (char in "个余多" and text[end + 1 : end + 2] not in _AFTER_MARK):
        return None
    for pattern, kind, unit, factor in readers:
        found = pattern.match(text, end)
        if not found:
            continue
        if pattern is _TENTHS or pattern is _DISCOUNT:
            return _tenths(number, found)
        if (number.more or char in "余多") and not (number.more and number.room):
            number = replace(number, more=True, room=number.room or number.step)
        return sized(number, found.end(), kind, unit, factor, rounded=True)
    return None


_AFTER_MARK = frozenset("百千基倍")
# in the order of their trial, each with what its words begin with
_RELATIVE = (
    (" %p", (_PERCENT, kinds.SHARE, "1", _D("0.01"))),
    (" ‰", (_PERMILLE, kinds.SHARE, "1", _D("0.001"))),
    (" 个百p", (_POINTS, kinds.POINTS, "pp", _D(1))),
    ("个千", (_PERMILLE_POINTS, kinds.POINTS, "pp", _D("0.1"))),
    (" 个基b", (_BASIS, kinds.POINTS, "pp", _D("0.01"))),
    (" 余多倍-x", (_TIMES, kinds.RATIO, "1", _D(1))),
    ("成", (_TENTHS, kinds.SHARE, "1", _D("0.1"))),
    ("折", (_DISCOUNT, kinds.SHARE, "1", _D("0.1"))),
)
_BY_FIRST = {
    char: tuple(reader for firsts, reader in _RELATIVE if char in firsts)
    for char in {char for firsts, _ in _RELATIVE for char in firsts}
}


def _tenths(number: Numeral, found: "re.Match[str]") -> Quantity | None:
    value, low, high = number.value, number.low, number.high
    if value is not None and not 0 < value <= 10 and not (found.group() == "折" and value < 100):
        return None
    if value is None:
        if low is None or high is None or high > 10:
            return None
        return Quantity(number.start, found.end(), kinds.RANGE, None, "1", low / 10, high / 10)
    rest = found.groupdict().get("rest")
    value = value / 10 if value <= 10 else value / 100
    half = _D("0.05")
    if rest:
        value += _D("0.05") if rest == "半" else _D(read_han(rest)[0] or 0) / 100
        half = _D("0.005")
    return Quantity(number.start, found.end(), kinds.SHARE, value, "1", value - half, value + half)

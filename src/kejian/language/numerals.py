"""Numerals: digits, Chinese numerals and their mixtures, as exact values with the width the writer left open.

All functions take text in normal form (`kejian.language.normal`).
"""

import re
from decimal import Decimal
from functools import lru_cache

import msgspec
from msgspec.structs import replace

_D = Decimal
_ZERO, _ONE = _D(0), _D(1)

DIGIT = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟弌弍弎貮", "一二三四五六七八九十百千一二三二")
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
HAN = "零〇一二两俩三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
LONGEST = 24  # characters; a longer row of digits is a code
GREATEST = _D(10) ** 24  # what is greater is no amount; within it all arithmetic is exact

_DIGITS = re.compile(
    r"\d++(?:\.\d++)?(?![, .])"  # most are written so
    r"|\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d++)?"
    r"|\d{1,3}(?: \d{3}){2,}(?= ?[元万亿个家件项人台吨户美欧港])"  # 1 000 000元
    r"|(?<=[\u4e00-\u9fff])(?<![表图第附注例期页])[1-9]\d{0,2} \d{3}(?=[元个家件项人台户间名])"  # 达41 250人
    r"|\d++(?:\.\d++)?"
)
_POWER = re.compile(
    r" ?[×xX*] ?10(?:\^(?P<plain>[-+]?\d{1,2})(?!\d)|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
    r"|的(?P<said>-?\d{1,2})次方)"
    r"|(?<=\d\.\d)[eE](?P<e>[-+]?\d{1,2})(?![\dA-Za-z])"
)
_SCALES = frozenset(" 十百千万亿兆")
_RAISING = frozenset(" ×xX*eE")
_GOING_ON = _RAISING | _SCALES | frozenset("个余多来几")  # what a numeral in digits can go on with
_STEPS = tuple(_ONE.scaleb(-places) for places in range(LONGEST + 1))  # the weight of the last digit written
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_FINANCIAL = frozenset("壹贰叁肆伍陆柒捌玖")
_FINANCIAL_SCALE = re.compile(r"[拾佰仟]|[壹贰叁肆伍陆柒捌玖][万亿]")
_RUN = re.compile(rf"[{HAN}]{{1,40}}+")  # no longer numeral is one
_POINT = re.compile(r"点([零〇一二三四五六七八九]{1,20}+)(?![十百千刻半])")
# what shows that 兆 counts, and is no prefix of a unit
_OF_ZHAO = r"元|[日美台韩港]元|新?台币| ?[\d,.]{1,9} ?[千百]?[亿万]"
_SCALE = re.compile(rf" ?(?:[十百千]?[万亿]{{1,3}}+|[十百千]{{1,3}}+|兆(?={_OF_ZHAO}))")
_OF_YI = re.compile(r"个亿(?![元吨千万级斤立美欧港条])")  # 两个亿; of 3个亿元级产业 个 counts
# 千米, 兆瓦, 百帕: the first character belongs to the unit
_PREFIXED = re.compile(rf"千(?:米|克|瓦|伏|赫|卡|帕|焦|牛|字节|比特|伏安|欧|分点)|兆(?!{_OF_ZHAO})|百帕")
_SEVERAL = re.compile(r"(?:([一二三四五六七八九])?(十))?几([十百千万亿]{0,3})|数([十百千万亿]{1,3})")
_PAIR = re.compile(
    r"(?P<head>(?:[一二两三四五六七八九][千百万亿])*)(?P<tens>[一二三四五六七八九]?十)?"
    r"(?P<two>一[两二]|[二两]三|三四|四五|五六|六七|七八|八九|三五)(?P<scale>[十百千万亿]*)"
)
_YEARLIKE = re.compile(r"[一二三四五六七八九][零〇一二三四五六七八九]{2,}")


class Numeral(msgspec.Struct, frozen=True, gc=False):
    """A numeral ``text[start:end]``.

    ``value`` is None where the text leaves it open (数十); then, and for `三四百`, ``low`` and ``high`` bound
    it. ``step`` is the weight of the last digit written (of 1.3万: 1000). ``more`` says that 余, 多 or 来
    stands inside or behind it; then the value lies between ``value`` and ``value + room``.
    """

    start: int
    end: int
    value: Decimal | None
    step: Decimal = _ONE
    low: Decimal | None = None
    high: Decimal | None = None
    more: bool = False
    room: Decimal = _ZERO
    scaled: bool = False  # a decimal fraction or 万, 亿 stands in it: the figure is rounded
    han: bool = False
    whole: bool = True  # no decimal fraction
    factor: Decimal = _ONE  # the multiplier at its end: 10000 of 1.2万


def scale_at(text: str, at: int) -> tuple[int, int]:
    """The multiplier (十, 百万, 亿…) at ``at`` and its end; ``(1, at)`` where there is none."""
    char = text[at : at + 1]
    if char == "个" and _OF_YI.match(text, at):
        return LARGE["亿"], at + 2
    if (char == "万" or char == "亿") and text[at + 1 : at + 2] not in _SCALES:
        return LARGE[char], at + 1
    found = _SCALE.match(text, at) if char in _SCALES else None
    if not found:
        return 1, at
    factor, end = 1, found.start() + (1 if text[found.start()].isspace() else 0)
    first = end
    for place in range(end, found.end()):
        if text[place] in "百千兆" and _PREFIXED.match(text, place):
            break
        factor *= SMALL.get(text[place]) or LARGE[text[place]]
        end = place + 1
    return (factor, end) if end > first else (1, at)


def digits_at(text: str, at: int) -> Numeral | None:
    """The numeral in digits at ``at`` with its Chinese multipliers: 4003.51亿, 1万2千, 1400多亿."""
    found = _DIGITS.match(text, at)
    if not found:
        return None
    written, end = found.group(), found.end()
    if not written.isdigit():
        written = written.replace(",", "").replace(" ", "")
    if len(written) > LONGEST:
        return Numeral(at, end, None)
    value, places = _D(written), len(written.partition(".")[2])
    if text[end : end + 1] not in _GOING_ON:
        return Numeral(at, end, value, _STEPS[places], scaled=places > 0, whole=not places)
    power = _POWER.match(text, end) if text[end : end + 1] in _RAISING else None
    if power and (raised := _raised(at, written, power)):
        return raised
    whole, step = not places, _STEPS[places]
    factor, end = scale_at(text, end)
    if value * factor >= GREATEST:
        return Numeral(at, end, None)
    scaled = factor >= 10**4
    value, step, shared = value * factor, step * factor, factor
    while factor > 1 and (more := _going_on(text, end, factor)):
        part, step, factor, end = more
        value, scaled = value + part, factor > 1
    return _with_more(
        text, Numeral(at, end, value, step, scaled=scaled or not whole, whole=whole, factor=_D(shared))
    )


def _going_on(text: str, at: int, factor: int) -> tuple[Decimal, Decimal, int, int] | None:
    """The smaller part behind a multiplier that ends at ``at``: 2千 of 1万2千, 9021 of 22万9021人.

    Its value, the weight of its last digit, its multiplier and its end.
    """
    start = at + 1 if factor >= 10**4 and text.startswith(" ", at) else at
    if not text[start : start + 1].isdigit():
        return None
    found = _DIGITS.match(text, start)
    if found is None or ("." in found.group() and factor < LARGE["兆"]):
        return None
    smaller, end = scale_at(text, found.end())
    written = found.group().replace(",", "")
    part = _D(written) * smaller
    if smaller >= factor or part >= factor:
        return None
    apart = start > at and "," not in found.group()
    in_full = factor == 10**4 and len(written) == 4 and not apart and _TO_THE_ONE.match(text, end)
    if smaller == 1 and not in_full:
        return None
    return part, _D(smaller).scaleb(-len(written.partition(".")[2])), smaller, end


# what a number in full counts, as Taiwan writes it: 22万9021人
_TO_THE_ONE = re.compile(r" ?[人件家项个元名户台位篇次张笔]")


def _raised(at: int, written: str, power: "re.Match[str]") -> Numeral | None:
    """The numeral in scientific notation whose power of ten is ``power``: 6.02×10^23, 1.5×10⁴."""
    exponent = int((power["plain"] or power["raised"] or power["said"] or power["e"]).translate(_RAISED))
    value = _D(f"{_D(written).scaleb(exponent):f}")  # 1200, not 1.2E+3
    if value >= GREATEST or exponent < -24:
        return None
    step = _D(f"{_D(1).scaleb(exponent - len(written.partition('.')[2])):f}")
    return Numeral(at, power.end(), value, step, scaled=True, whole=value == value.to_integral_value())


def _with_more(text: str, numeral: Numeral) -> Numeral:
    """``numeral`` with a 余, 多 or 来 behind it, and the multiplier behind that (1400多亿)."""
    value, end = numeral.value, numeral.end
    mark = text[end : end + 1]
    if not mark or value is None or mark not in "余多来几":
        return numeral
    if mark in "来几" and value % 10:
        return numeral
    factor, after = scale_at(text, end + 1)
    if value * factor >= GREATEST:
        return numeral
    if mark == "多" and factor == 1 and text.startswith(_NOT_MORE, end + 1):
        return numeral
    if mark == "来" and not _COUNTS_ON.match(text, after):
        return numeral
    room = _room(value, numeral.step) * factor
    return replace(
        numeral,
        end=after,
        value=value * factor,
        step=numeral.step * factor,
        more=True,
        room=room,
        scaled=numeral.scaled or factor >= 10**4,
    )


_NOT_MORE = (
    "元化",
    "样",
    "种",
    "媒体",
    "边",
    "数",
    "方",
    "级",
    "式",
    "功能",
    "维",
    "层次",
    "语",
    "模态",
    "源",
)
_COUNTS_ON = re.compile(r"[个家名项位条座人天年次种块岁万亿]")


def _room(value: Decimal, step: Decimal) -> Decimal:
    """How far 余 or 多 reaches: one unit of the last digit that is not 0 (300多: 100)."""
    room = step
    while value and value % (room * 10) == 0:
        room *= 10
    return room


def han_at(text: str, at: int) -> Numeral | None:
    """The Chinese numeral at ``at``: 二百五十六点八亿, 十几, 数十, 七八百, 二〇二二."""
    several = _SEVERAL.match(text, at)
    if several:
        return _several(several)
    run = _RUN.match(text, at)
    if not run:
        return None
    written = run.group()[:LONGEST]
    if written[0] in _FINANCIAL and not _FINANCIAL_SCALE.search(written):
        return None  # 陆 and 伍 are names
    # 千瓦, 兆赫: what reads as a multiplier may open the unit
    length = next((n for n in range(len(written)) if _PREFIXED.match(text, at + n)), len(written))
    word = written[:length].translate(FINANCIAL)
    if len(word) > 1 and (pair := _PAIR.fullmatch(word)):
        return _pair(at, pair)
    value, step, length = read_han(word) if word else (None, _ONE, 0)
    if value is None or value >= GREATEST:
        return None
    end = at + length
    whole = True
    point = _POINT.match(text, end)
    if point and length and word[0] != "百" and text[end - 1] not in "万亿":
        fraction = "".join(str(DIGIT[c]) for c in point.group(1))
        value, step = value + _D("0." + fraction), _D(1).scaleb(-len(fraction))
        factor, end = scale_at(text, point.end()) if value < 10**8 else (1, point.end())
        value, step, whole = value * factor, step * factor, False
    if _OF_YI.match(text, end) and value < 10**4:
        value, step, end = value * LARGE["亿"], step * LARGE["亿"], end + 2
    scaled = not whole or (value >= 10**4 and step >= 1000)
    return _with_more(
        text,
        Numeral(
            at, end, value, step, scaled=scaled, han=True, whole=whole, factor=_last_scale(text[end - 1])
        ),
    )


def _last_scale(char: str) -> Decimal:
    return _D(LARGE.get(char) or SMALL.get(char) or 1)


def _several(found: "re.Match[str]") -> Numeral:
    tens, ten, after, many = found.groups()
    at, end = found.span()
    if ten:  # 十几, 三十几
        base, factor = _D(10 * DIGIT.get(tens or "一", 1)), _product(after or "")
        low, high = (base + 1) * factor, (base + 9) * factor
        return Numeral(
            at, end, base * factor, _D(factor), low, high, more=True, room=_D(10 * factor), han=True
        )
    factor = _product(many or after or "")
    return Numeral(at, end, None, _D(factor), _D(2 * factor), _D(9 * factor), han=True)


def _pair(at: int, found: "re.Match[str]") -> Numeral | None:
    """三四百, 十七八, 一百二三十: between two neighbouring digits."""
    head, tens, two, scale = found.group("head", "tens", "two", "scale")
    base, factor = 10 * DIGIT.get(tens[0], 1) if tens else 0, _product(scale)
    more = read_han(head)[0] if head else _ZERO
    if more is None or (head and factor >= 10**4):
        return None
    low, high = (more + (base + DIGIT[digit]) * factor for digit in two)
    return Numeral(at, at + found.end(), None, _D(factor), low, high, han=True)


def _product(scales: str) -> int:
    factor = 1
    for scale in scales:
        factor *= SMALL.get(scale) or LARGE[scale]
    return factor


@lru_cache(maxsize=4096)
def read_han(word: str) -> tuple[Decimal | None, Decimal, int]:
    """The value of the Chinese numeral that ``word`` starts with, the weight of its last digit, its length.

    >>> read_han("二百五十六")
    (Decimal('256'), Decimal('1'), 5)
    """
    if not any(c in SMALL or c in LARGE for c in word):
        if len(word) == 1:
            return _D(DIGIT[word]), _ONE, 1
        if _YEARLIKE.fullmatch(word) and "两" not in word:
            return _D("".join(str(DIGIT[c]) for c in word)), _ONE, len(word)
        return None, _ONE, 0
    total = section = 0
    digit: int | None = None
    last, step, length = 10**16, 1, 0
    for place, char in enumerate(word):
        if char in DIGIT:
            if digit is not None and not (digit == 0 and word[place - 1] in "零〇"):
                break
            digit, step = DIGIT[char], 1
            length = place + 1
        elif char in SMALL:
            weight = SMALL[char]
            if weight >= last and section:
                break
            section += (1 if digit is None else digit) * weight
            digit, last, step, length = None, weight, weight, place + 1
        else:
            weight = LARGE[char]
            amount = section + (digit or 0)
            if not amount and not total:
                amount = 1
            total = (total + amount) * weight if weight >= 10**8 else total + (amount or 1) * weight
            section, digit, last, step, length = 0, None, 10**16, weight, place + 1
    if digit is not None:
        # 三万五, 一百二: the last digit counts the next smaller unit
        before = word[length - 2] if length > 1 else ""
        if digit and before and before in "百千万亿":
            step = (SMALL.get(before) or LARGE[before]) // 10
        section += digit * step
    return _D(total + section), _D(step), length

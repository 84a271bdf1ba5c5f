"""From an expression to a mention: which expressions count, their comparators, hard and customary bounds."""

import re
from decimal import Decimal
from typing import Any

from kejian import kinds
from kejian.language import comparators, times
from kejian.language.expressions import Quantity
from kejian.language.han import han_pattern
from kejian.language.numerals import DIGIT, HAN
from kejian.language.periods import recent
from kejian.model import Reference

_D = Decimal
_ONE, _TENTH, _MORE, _LESS = _D(1), _D("0.1"), _D("1.1"), _D("0.9")
_LEADS_TO_YEAR = han_pattern(r"(?:\b(?i:in|by|since|of|to|from|until|than|for|during) |\p{Han})$")
_RATIO_WORD = re.compile(r"(?:比例?|比值|以|比分|按|配比|为|战胜|负于)$")
_RELATIVE = re.compile(r"(?:近|最近|过去|未来|今后|此前|往后)$")
_HAN_ONE = re.compile(r"(?:[另同每这那某任哪上下前新又首头有的进第统唯单万之不无非逐]|如出)$")
_HEADED_FOR = re.compile(
    r"(?:冲[刺击上]|迈[向入进上过]|挺进|剑指|[站登踏攀]上|跨[入上过越]|跃[上升]|跻身|进入|(?<![发抵送传直表通])达|达到|增[至到])$"
)
_ROUND_ENDS = ("级", "以上", "以下", "大关", "台阶", "关口", "俱乐部")
_PERIODS = frozenset(["年", "个月", "周", "d", "季", "世纪"])
_ISO = {
    "年": "P{}Y",
    "years": "P{}Y",
    "个月": "P{}M",
    "months": "P{}M",
    "周": "P{}W",
    "weeks": "P{}W",
    "d": "P{}D",
    "h": "PT{}H",
    "min": "PT{}M",
    "s": "PT{}S",
    "世纪": "P{}00Y",
}
# what 内 behind may bound: how long, how far, how much of all
_LASTING = frozenset([*_ISO, "m", "km", "cm", "mm", "nm", "µm", "℃", "1"])


def counts(line: str, quantity: Quantity, floor: int) -> bool:
    """Whether the expression is a number to its reader, not a part of a word."""
    start, end = quantity.start, quantity.end
    first = line[start]
    if first in "零负" and len(line) > start + 1 and quantity.value is not None and quantity.value < 0:
        return True
    if first.isdigit() or first in "-+±":
        return True
    if quantity.kind in (kinds.SHARE, kinds.RATIO, kinds.POINTS) and line[start:end] != "倍":
        return first not in "倍"
    written = line[start:end]
    numeral_only = quantity.bare or quantity.unit is None
    if numeral_only:
        return _bare_counts(line, quantity, floor)
    if first in "万亿" and not quantity.more:
        return _round_told(line, quantity, floor)
    if first == "几" and written[1:2] not in HAN:
        return False  # 几位同行 leaves the number open
    if first in "百千十" and not quantity.more and not any(c in DIGIT for c in written):
        return _round_counts(line, quantity, floor)
    if first == "一" and len(written) > 1 and written[1] not in HAN and written[1] != "点":
        return _one_counts(line, quantity, floor)
    return True


def _round_counts(line: str, quantity: Quantity, floor: int) -> bool:
    """Whether 百 or 千 with a unit is a number: 百名, 千吨级; hardly 每千人, 百元营业收入."""
    if line[quantity.start - 1 : quantity.start] == "每" and quantity.unit not in ("名", "人", "家", "户"):
        return False
    if quantity.kind is not kinds.MONEY:
        return True
    return _round_told(line, quantity, floor)


def _round_told(line: str, quantity: Quantity, floor: int) -> bool:
    """Whether the words around 千亿元 or 万亿 say that so much was reached, passed or asked for."""
    return (
        _compared(line, quantity, floor)
        or _HEADED_FOR.search(line, max(floor, quantity.start - 3), quantity.start) is not None
        or line.startswith(_ROUND_ENDS, quantity.end)
    )


def _compared(line: str, quantity: Quantity, floor: int) -> bool:
    """Whether a comparator stands right before the expression: 突破千亿."""
    return comparators.before(line, quantity.start, floor=floor) is not None


_SHORT = 10  # characters of a phrase that says hardly more than its number
_COUNTED = re.compile(
    r"(?:[共仅只各获达增满到近约超逾每足]|至少|最多|不[到足少超]?于?|合计|仅有|只有|共有|[0-9])$"
)


def _one_counts(line: str, quantity: Quantity, floor: int) -> bool:
    """Whether 一 with a classifier counts; in running text it is mostly an article (一座岛)."""
    before = line[max(floor, quantity.start - 3) : quantity.start]
    if _HAN_ONE.search(before):
        return False
    if quantity.more or quantity.value != 1 or len(line) <= _SHORT or _COUNTED.search(before):
        return True
    if quantity.kind is kinds.DURATION:
        return quantity.unit not in ("d", "周")
    return quantity.kind is kinds.MONEY or (quantity.unit or "").isascii()


def _bare_counts(line: str, quantity: Quantity, floor: int) -> bool:
    written = line[quantity.start : quantity.end]
    if quantity.more and len(written) > 1:
        return True
    if written[0] in "百千万亿":  # 突破千亿, 迈上万亿台阶
        told = _round_told if len(written) > 1 else _compared
        if told(line, quantity, floor):
            return True
    return (
        len(written) > 1
        and any(c in "十百千万亿点" for c in written)
        and any(c in DIGIT or c == "半" for c in written)
    )


def bounded(
    line: str, quantity: Quantity, floor: int, reference: Reference | None, start: int | None = None
) -> dict[str, Any]:
    """The mention of an expression with the sign, comparators and bounds that its neighbours give it."""
    start, end = quantity.start if start is None else start, quantity.end
    value, low, high = quantity.value, quantity.low, quantity.high
    unit, kind = quantity.unit, quantity.kind
    if unit == "度":
        unit = _degrees(line, start, line[start] in "零负-")
    row: dict[str, Any] = {
        "start": start,
        "end": end,
        "kind": kind,
        "value": value,
        "unit": unit,
        "lower": low,
        "upper": high,
    }
    if kind is kinds.CODE:
        return row
    if kind is kinds.NUMBER and _year(line, quantity):
        row |= {
            "kind": kinds.DATE,
            "iso": line[quantity.start : quantity.end],
            "value": None,
            "lower": None,
            "upper": None,
        }
        return row
    if kind is kinds.RANGE and unit is None and _years(line[start:end]):
        row |= {"kind": kinds.PERIOD, "iso": f"{low}/{high}", "lower": None, "upper": None}
        return row
    _compare(line, row, quantity, floor)
    below = row.get("usual_upper") is not None and line.startswith(_BELOW, row["start"])
    if below and row["value"] is not None:
        row["usual_upper"] = row["value"]  # what is 近150亿 has not reached it
    if kind is kinds.DURATION:
        _last(line, row, floor, reference, quantity.iso)
    return _tidy(row)


def _degrees(line: str, start: int, signed: bool) -> str:
    """What 度 means: of temperature where the sign or a word before it says so."""
    ahead = line[max(0, start - 8) : start + 2]
    return "℃" if signed or any(word in ahead for word in ("温", "零上", "零下", "烧", "热")) else "度"


def _years(written: str) -> bool:
    """Whether a bare range is one of years: 2019-2023, 2019 to 2023."""
    return bool(re.fullmatch(r"(?:19|20)\d\d\D{1,5}(?:19|20)\d\d", written))


_MORE_YEARS = re.compile(r"(?:[、和与及](?:19|20)\d\d){1,9}年")  # 2021、2022、2023年


def _year(line: str, quantity: Quantity) -> bool:
    """Whether a bare number is a year: 《2022自然指数》, （2008）, in 2024."""
    written = line[quantity.start : quantity.end]
    if len(written) != 4 or not written.isdigit() or not 1900 <= int(written) <= 2100:
        return False
    before, behind = line[max(0, quantity.start - 8) : quantity.start], line[quantity.end : quantity.end + 1]
    if not before.strip() and not behind.strip():
        return False
    if (behind > "⺀" and behind not in "，。；、）”") or before[-1:] in "(《“〔—":
        return True
    if _MORE_YEARS.match(line, quantity.end):
        return True
    return _LEADS_TO_YEAR.search(before) is not None


def _compare(line: str, row: dict[str, Any], quantity: Quantity, floor: int) -> None:
    start = row["start"]
    sign = None
    ahead = comparators.before(line, start, floor=floor)
    if ahead:
        row["start"], sign = ahead.at, ahead.sign
    lasts = row["kind"] is kinds.DURATION or row["unit"] in _LASTING
    behind = comparators.after(line, row["end"], duration=lasts)
    if behind:
        row["end"] = behind.at
        if behind.sign == "~" and line[row["end"] - 1] in "多余" and quantity.value is not None:
            step = _TENTH if row["kind"] is kinds.SHARE else _ONE
            row |= {"lower": quantity.value, "upper": quantity.value + step}  # 三倍多, 五年多
        sign = sign or behind.sign
    if sign is None and quantity.more:
        sign = "~"
    if sign is None and line.startswith("过半", row["start"]):
        sign = ">"
    proportion = quantity.kind is kinds.RATIO and ":" in line[quantity.start : quantity.end]
    if sign is None and quantity.value is None and quantity.kind is not kinds.RANGE and not proportion:
        sign = "~"
    if sign is None and row["kind"] not in (kinds.DURATION, kinds.NUMBER):
        sign = comparators.apart(line, start, floor)
    row["comparator"] = sign or "="
    rebound(row)


def rebound(row: dict[str, Any]) -> None:
    """Set the bounds of a mention from its comparator."""
    sign, value = row.get("comparator", "="), row.get("value")
    if value is None or sign == "=":
        return
    if sign in (">", ">="):
        row |= {"lower": value, "upper": None, "usual_lower": value, "usual_upper": _usual(value, _MORE)}
    elif sign in ("<", "<="):
        row |= {"lower": None, "upper": value, "usual_lower": _usual(value, _LESS), "usual_upper": value}
    elif sign == "~":
        low, high = row.get("lower"), row.get("upper")
        if low is not None and high is not None and value <= low < high:
            row |= {"usual_lower": low, "usual_upper": high}  # 余, 多: up to the next round figure
        else:
            row |= {
                "lower": None,
                "upper": None,
                "usual_lower": _usual(value, _LESS),
                "usual_upper": _usual(value, _MORE),
            }


_BELOW = ("近", "将近", "接近", "几近", "逼近", "nearly", "almost", "Nearly", "Almost")


def _usual(value: Decimal, share: Decimal) -> Decimal:
    return value * share if value >= 0 else value * (2 - share)


def _last(line: str, row: dict[str, Any], floor: int, reference: Reference | None, iso: str | None) -> None:
    """The ISO form of a duration; with 近, 过去, 未来 before it, a period."""
    value, unit = row["value"], row["unit"]
    if value is None or unit not in _ISO:
        return
    row["iso"] = iso or _ISO[unit].format(f"{value.normalize():f}")
    start = row["start"]
    if unit in _PERIODS and (word := _RELATIVE.search(line[max(floor, start - 3) : start])):
        row |= {"start": start - len(word.group()), "kind": kinds.PERIOD}
    if (unit in _PERIODS and line[row["start"]] == "近") or line.startswith(("最近", "过去"), row["start"]):
        row["kind"] = kinds.PERIOD
        if unit == "年" and value == int(value):
            row["iso"] = recent(int(value), reference)
        if line[row["start"]] == "近" and line[row["start"] + 1] not in "百千万":  # 近三年: the last three
            row |= {"comparator": "=", "lower": value, "upper": value}


_BOUNDS = ("lower", "upper", "usual_lower", "usual_upper")


def _tidy(row: dict[str, Any]) -> dict[str, Any]:
    value = row["value"]
    shown = None if value is None else plain(value)
    row["value"] = shown
    for key in _BOUNDS if "usual_lower" in row else _BOUNDS[:2]:
        number = row[key]
        if number is not None:
            row[key] = shown if number is value else plain(number)
    return row


def plain(number: Decimal) -> Decimal:
    """``number`` without an exponent and without trailing zeros behind the point."""
    if number.same_quantum(_ONE):
        return number
    whole = number.to_integral_value()
    return whole.quantize(_ONE) if whole == number else number.normalize()


def is_ratio(line: str, start: int) -> bool:
    """Whether 14:30 at ``start`` is a ratio rather than a time of day."""
    return bool(_RATIO_WORD.search(line[max(0, start - 3) : start]))


__all__ = ["bounded", "counts", "is_ratio", "plain", "rebound", "times"]

"""Signs, tolerances and ranges: -1.8%, 25±2℃, 3.6%至4.1%, 1~3万, 0.35µm~28nm, 40分钟至1小时.

All functions take text in normal form.
"""

import re
from decimal import Decimal

from msgspec.structs import replace

from kejian import kinds
from kejian.language.expressions import Quantity
from kejian.language.quantities import single_at

_SIGN = re.compile(r"(?:零下|正负|负|-|±|\+)$")
_JOIN = re.compile(r" ?(?:[~—\-至到]|——|--|…) ?")
_JOINING = frozenset(" ±~—-至到…")  # what tolerances and ranges go on with
_TO = re.compile(r" (?:to|and) ")
_SIGN_AHEAD = re.compile(r"(?P<minus>零下|-(?=\d)|负)|零上|\+(?=\d)")
_TOLERANCE = re.compile(r" ?± ?(?=\d)")
_SYMBOL = re.compile(r"(?:US\$|HK\$|\$|¥|€|£|USD|RMB|EUR) ?")
# English: "rose from 3% to 5%" tells of two figures, "3% to 5%" of one range
_CHANGED = re.compile(
    r"\b(?:ros?e|rises?|rising|increas\w+|grew|grow\w*|climb\w+|jump\w+|fell|fall\w*|declin\w+|drop\w+|decreas\w+|up|down"
    r"|improv\w+|expand\w+|rais\w+|cut|shr[aiu]nk|narrow\w+|widen\w+|mov\w+|chang\w+|went|gone|reduc\w+|shorten\w+|ramp\w+)\b"
    r"[^.;]{0,40}\bfrom $",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"\b(?:in|of|by|since) (?:19|20)\d\d$", re.IGNORECASE)
_PREFIX = {
    "p": -12,
    "n": -9,
    "µ": -6,
    "m": -3,
    "c": -2,
    "d": -1,
    "": 0,
    "h": 2,
    "k": 3,
    "M": 6,
    "G": 9,
    "T": 12,
}
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "周": 604800}
_MONTHS = {"个月": 1, "季": 3, "年": 12}


def expression_at(text: str, at: int, floor: int, *, money: str | None = None) -> Quantity | None:
    """The quantity at ``at`` with the sign before it and the tolerance or range behind it.

    ``floor`` is where the last mention ended, ``money`` the currency that stands before the amount.
    """
    first = single_at(text, at, money=money)
    if first is None or first.kind is kinds.CODE:
        return first
    sign = _sign_before(text, first, floor)
    if sign:
        first = _signed(first, sign)
    if first.value is None:
        return first
    if text[first.end : first.end + 1] not in _JOINING:
        return first
    spread = _TOLERANCE.match(text, first.end)
    if spread:
        return _tolerant(first, single_at(text, spread.end()))
    joined = _JOIN.match(text, first.end) or _english_join(text, first)
    if joined is None:
        return first
    return _range(text, first, joined.end(), sign, money) or first


def _english_join(text: str, first: Quantity) -> "re.Match[str] | None":
    joined = _TO.match(text, first.end)
    if joined is None:
        return None
    ahead = text[max(0, first.start - 60) : first.start]
    if first.bare and _IN_YEAR.search(ahead + text[first.start : first.end]):
        return None  # from 150 million in 2020 to 240 million
    if joined.group() == " and ":
        return joined if ahead.endswith(("between ", "Between ")) else None
    return None if _CHANGED.search(ahead) else joined


def _sign_before(text: str, first: Quantity, floor: int) -> str:
    """The sign that stands before ``first``, "" where there is none."""
    at = first.start
    if at <= floor or text[at - 1] not in "下负-±+":
        return ""
    found = _SIGN.search(text[max(floor, at - 2) : at])
    if not found:
        return ""
    sign, before = found.group(), text[at - 2 : at - 1] if at > 1 else ""
    if sign == "负":
        return "" if before in tuple("正胜自担肩背抱辜欺") else sign
    if sign in "-+":
        return "" if before.isalnum() and (first.unit is None or before < "⺀") else sign
    return sign


def _signed(first: Quantity, sign: str) -> Quantity:
    first = replace(first, start=first.start - len(sign))
    if sign in ("±", "正负"):
        return replace(first, low=-first.value if first.value is not None else None, high=first.value)
    return first if sign == "+" else _negative(first)


def _negative(quantity: Quantity) -> Quantity:
    value, low, high = (-n if n is not None else None for n in (quantity.value, quantity.high, quantity.low))
    return replace(quantity, value=value, low=low, high=high)


def _tolerant(first: Quantity, spread: Quantity | None) -> Quantity:
    if spread is None or spread.value is None or first.value is None:
        return first
    low, high = first.value - spread.value, first.value + spread.value
    return replace(
        first, end=spread.end, kind=spread.kind, unit=spread.unit, low=low, high=high, bare=spread.bare
    )


def _range(text: str, first: Quantity, at: int, sign: str, money: str | None) -> Quantity | None:
    """The range from ``first`` to the quantity at ``at``, where they are of one kind."""
    ahead = _SIGN_AHEAD.match(text, at)
    at = ahead.end() if ahead else at
    if money and (symbol := _SYMBOL.match(text, at)):
        at = symbol.end()
    second = single_at(text, at, money=money)
    if second is None or second.value is None or second.kind is kinds.CODE:
        return None
    if (ahead and ahead["minus"]) or (sign in ("零下", "负") and not ahead):
        second = _negative(second)
    matched = _matched(text, first, second, money=bool(money))
    if matched is None:
        return None
    low, high, unit = matched
    if low > high:
        low, high = high, low
    bare = first.bare and second.bare
    return Quantity(first.start, second.end, kinds.RANGE, None, unit, low, high, bare=bare)


def _matched(
    text: str, first: Quantity, second: Quantity, *, money: bool
) -> tuple[Decimal, Decimal, str | None] | None:
    """Both ends in one unit; a bare first end takes unit and multiplier of the second."""
    low, high, unit = first.value, second.value, second.unit
    assert low is not None
    assert high is not None
    if first.bare:
        if second.factor > 1 and abs(low) < abs(high) / second.factor:
            return low * second.factor, high, unit
        if second.bare and not _plain_range(text, first, low, high):
            return None
        return (low * second.factor if second.kind is kinds.SHARE else low), high, unit
    if second.bare or (first.kind is kinds.DURATION) != (second.kind is kinds.DURATION):
        return None
    if first.unit == unit:
        shared = money and first.factor == 1 and second.factor > 1 and low < high / second.factor
        return (low * second.factor if shared else low), high, unit  # $210–230 million
    return _converted(low, first.unit or "", high, unit or "")


def _plain_range(text: str, first: Quantity, low: Decimal, high: Decimal) -> bool:
    """Whether two bare numbers are a range: 100~200, hardly 3-1 or 021-5555."""
    if low >= high or high > 10 * abs(low) + 100:
        return False
    return text[first.end : first.end + 1] not in "-—" or low >= 100


def _converted(low: Decimal, a: str, high: Decimal, b: str) -> tuple[Decimal, Decimal, str] | None:
    """Both values in the smaller of two units of one kind."""
    for table in (_SECONDS, _MONTHS):
        if a in table and b in table:
            unit = min(a, b, key=table.__getitem__)
            return low * table[a] / table[unit], high * table[b] / table[unit], unit
    for length in (1, 2, 3):
        base, before, after = a[-length:], a[:-length], b[:-length]
        if b.endswith(base) and before in _PREFIX and after in _PREFIX and base not in ("m2", "m3"):
            step = _PREFIX[before] - _PREFIX[after]
            return (low.scaleb(step), high, b) if step > 0 else (low, high.scaleb(-step), a)
    return None

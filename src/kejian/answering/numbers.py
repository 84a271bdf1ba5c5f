"""Numbers and periods as an answer prints them: exact, in the unit asked for, in both languages."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from kejian.answering.reading import AskedUnit
from kejian.language.english_times import MONTHS
from kejian.linking.periods import Span
from kejian.linking.table import exact
from kejian.linking.words import family

_SHORT = Context(prec=4, rounding=ROUND_HALF_EVEN)
_LONG = Context(prec=6, rounding=ROUND_HALF_EVEN)
_MONEY = {
    "CNY": ("元", "yuan"),
    "USD": ("美元", "US dollars"),
    "EUR": ("欧元", "euros"),
    "HKD": ("港元", "HK dollars"),
}
_ZH = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_EN = ((Decimal(10**9), " billion"), (Decimal(10**6), " million"))
_QUARTERS = {
    "Q1": "第1季度",
    "Q2": "第2季度",
    "Q3": "第3季度",
    "Q4": "第4季度",
    "H1": "上半年",
    "H2": "下半年",
}


def shown(value: Decimal, unit: str | None, *, language: str, asked: AskedUnit | None = None) -> str:
    """A value as printed: exact unless it was worked out (see `rounded`).

    >>> shown(Decimal("31620000000"), "CNY", language="zh"), shown(Decimal("0.0342"), "1", language="en")
    ('316.2亿元', '3.42%')
    >>> unit = AskedUnit(word="万元", base="CNY", factor=Decimal(10000))
    >>> shown(Decimal("31620000000"), "CNY", language="zh", asked=unit)
    '3162000万元'
    """
    if asked and fits(asked, unit):
        word = asked.word if asked.base else asked.word + (_MONEY.get(unit or "", ("",))[0])
        return f"{exact(value / asked.factor)}{word}"
    if unit == "1":
        return f"{exact(value * 100)}%"
    if unit == "pp":
        return f"{exact(value)}个百分点" if language == "zh" else f"{exact(value)} percentage points"
    if unit == "rank":
        return f"第{exact(value)}位" if language == "zh" else f"number {exact(value)}"
    if unit in _MONEY:
        return _money(value, unit or "", language)
    if language == "zh":
        return f"{exact(value)}{unit or ''}"
    number = f"{value:,f}" if abs(value) >= 1000 else f"{value:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    counted = family(unit) in ("count", "person") or unit in (None, "件", "次", "人次")
    return number if counted else f"{number} {unit}"


def fits(asked: AskedUnit, unit: str | None) -> bool:
    """Whether a value in ``unit`` can be told in the unit asked for."""
    if not asked.base:
        return unit not in ("1", "pp", "rank")
    return asked.base == unit


def rounded(value: Decimal, *, digits: int = 4) -> Decimal:
    """A worked-out value with as many digits as it deserves.

    >>> rounded(Decimal("0.0983431"))
    Decimal('0.09834')
    """
    context = _SHORT if digits <= 4 else _LONG
    short = context.plus(value)
    whole = value.to_integral_value()
    return whole if abs(value) >= 1000 and value == whole else short


def _money(value: Decimal, unit: str, language: str) -> str:
    zh, en = _MONEY[unit]
    for size, word in _ZH if language == "zh" else _EN:
        if abs(value) >= size:
            return f"{exact(value / size)}{word}{zh if language == 'zh' else ' ' + en}"
    return f"{exact(value)}{zh}" if language == "zh" else f"{exact(value)} {en}"


def period_shown(slot: str | None, *, language: str) -> str:
    """A slot in words.

    >>> period_shown("2022-H1", language="zh"), period_shown("2021-02", language="en")
    ('2022年上半年', 'February 2021')
    """
    if not slot:
        return "（未注明时间）" if language == "zh" else "an unnamed period"
    first, bar, last = slot.partition("/")
    if bar:
        if first.isdigit() and last.isdigit():
            return f"{first}—{last}年" if language == "zh" else f"{first} to {last}"
        joint = "至" if language == "zh" else " to "
        return period_shown(first, language=language) + joint + period_shown(last, language=language)
    return _point(first, language)


def _point(slot: str, language: str) -> str:
    year, _, rest = slot.partition("-")
    if not rest:
        return f"{year}年" if language == "zh" else year
    if rest in _QUARTERS:
        if language == "zh":
            return f"{year}年{_QUARTERS[rest]}"
        return (
            f"the {'first' if rest == 'H1' else 'second'} half of {year}"
            if rest[0] == "H"
            else f"{rest} {year}"
        )
    month, _, day = rest.partition("-")
    if language == "zh":
        return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")
    return (f"{int(day)} " if day else "") + f"{MONTHS[int(month) - 1]} {year}"


def years_between(first: Span, last: Span) -> str:
    """The stretch from one span to another, as a slot."""
    if first.slot.isdigit() and last.slot.isdigit():
        return f"{first.slot}/{last.slot}" if first.slot != last.slot else first.slot
    return Span(first.start, last.end).slot

"""Values of cells as a spreadsheet shows them: 0.125 under `0.0%` is 12.5%."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

import msgspec

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "General",
    13: "General",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<room>.)|\*(?P<fill>.)|\[(?P<elapsed>[hms]+)\]'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|(?P<noon>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)"
    r"|(?P<date>[yY]+|[eE](?![+-])|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|a{3,4})|(?P<power>[eE][+-]0+)"
    r"|(?P<digits>[0#?][0#?,]*)|(?P<point>\.[0#?]*)|(?P<percent>[%‰])|(?P<text>@)|(?P<plain>.)",
    re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST = 250  # characters of a format; longer ones are no formats
_LAST_DAY = 2_958_465  # 9999-12-31


class _Part(msgspec.Struct):
    """A section of a format: its tokens as pairs of kind and text."""

    tokens: list[tuple[str, str]]

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)


def shown(number: str, code: str, *, since_1904: bool = False) -> str:
    """A number, as the file spells it, in a format.

    >>> shown("0.125", "0.00%"), shown("1234.5", "#,##0"), shown("45000", "yyyy-mm-dd")
    ('12.50%', '1,235', '2023-03-15')
    """
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > 320:
        return number
    part, minus = _choose(_sections(code), value)
    fraction = part is not None and ("plain", "/") in part.tokens and not part.has("date")
    if part is None or not part.tokens or fraction or part.has("text", "general"):
        words = "" if part is None or fraction else "".join(t for kind, t in part.tokens if kind == "plain")
        return _general(value) + words
    if part.has("date", "elapsed", "noon"):
        return _moment(part, value, since_1904) or _general(value)
    return minus + _number(part, abs(value))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Part, ...]:
    if len(code) > _LONGEST:
        return ()
    parts: list[_Part] = []
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[match.lastgroup] if match.lastgroup else ""
        if kind == "plain" and text == ";":
            parts.append(_Part(tokens))
            tokens = []
        elif kind in ("quoted", "escaped", "currency"):
            tokens.append(("plain", text))
        elif kind == "room":
            tokens.append(("plain", " " if text == " " else ""))
        elif kind and kind != "fill":
            tokens.append((kind, text))
    return (*parts, _Part(tokens))


def _choose(parts: tuple[_Part, ...], value: Decimal) -> tuple[_Part | None, str]:
    """The section for a value, and the minus sign where the section does not bring its own."""
    if not parts:
        return None, ""
    if value < 0:
        return (parts[1], "") if len(parts) > 1 else (parts[0], "-")
    if value == 0 and len(parts) > 2:
        return parts[2], ""
    return parts[0], ""


def _general(value: Decimal) -> str:
    """A number without a format: up to 15 significant figures, as many as a spreadsheet keeps."""
    rounded = Decimal(f"{value:.15g}")
    if abs(rounded.adjusted()) > 20:
        return f"{rounded.normalize():E}"
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(part: _Part, value: Decimal) -> str:
    digits = [text for kind, text in part.tokens if kind == "digits"]
    if not digits and not part.has("point"):
        return "".join(text for kind, text in part.tokens if kind in ("plain", "percent")).strip()
    for kind, text in part.tokens:
        if kind == "percent":
            value *= 100 if text == "%" else 1000
    whole = "".join(digits)
    value /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    places = next((text for kind, text in part.tokens if kind == "point"), ".")[1:]
    power = next((text for kind, text in part.tokens if kind == "power"), "")
    if power:
        exponent = value.adjusted() if value else 0
        value = value.scaleb(-exponent)
    rounded = (
        value.quantize(Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP) if value < 10**25 else value
    )
    before, _, after = f"{rounded:f}".partition(".")
    least = len(places.rstrip("#?"))
    while len(after) > least and after.endswith("0"):
        after = after[:-1]
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        before = f"{int(before or '0'):,}".rjust(1) if before else before
    return _filled(part, before, after, places, f"E{exponent:+03d}" if power else "")


def _filled(part: _Part, before: str, after: str, places: str, power: str) -> str:
    """The figures put where the section has its placeholders."""
    found, done = [], False
    for kind, text in part.tokens:
        if kind == "digits":
            found.append(before if not done else "")
            done = True
        elif kind == "point":
            found.append("" if done else before)
            done = True
            found.append("." + after if after or (places and "0" in places) else "")
        elif kind == "power":
            found.append(power)
        elif kind in ("plain", "percent"):
            found.append(text)
    return "".join(found).strip()


def _moment(part: _Part, value: Decimal, since_1904: bool) -> str | None:
    """A date or time; None where the number is no day of the calendar."""
    if not 0 <= value <= _LAST_DAY:
        return None
    if since_1904:
        start = datetime(1904, 1, 1)
    else:  # day 60 was 29 February 1900, which never was
        start = datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    moment = start + timedelta(seconds=int((value * 86400).to_integral_value(ROUND_HALF_UP)))
    kinds = [(kind, text) for kind, text in part.tokens if kind in ("date", "elapsed")]
    found, at = [], -1
    for kind, text in part.tokens:
        if kind in ("date", "elapsed"):
            at += 1
            before = kinds[at - 1][1][0].lower() if at else ""
            after = kinds[at + 1][1][0].lower() if at + 1 < len(kinds) else ""
            minute = kind == "elapsed" or before == "h" or after == "s"
            found.append(
                _field(text, moment, value, minute=minute, noon=part.has("noon"), total=kind == "elapsed")
            )
        elif kind == "noon":
            names = text.split("/")
            found.append(names[moment.hour >= 12])
        elif kind in ("plain", "digits", "point", "percent"):
            found.append(text)
    return "".join(found).strip()


def _field(text: str, moment: datetime, value: Decimal, *, minute: bool, noon: bool, total: bool) -> str:
    """One field of a date: ``text`` is a run of one letter."""
    letter, length = text[0].lower(), len(text)
    if total:
        seconds = int((value * 86400).to_integral_value(ROUND_HALF_UP))
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[letter]).rjust(length, "0")
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and length <= 2 else str(moment.year)
    if letter == "m" and minute and length <= 2:
        return str(moment.minute).rjust(length, "0")
    if letter == "m":
        return str(moment.month).rjust(min(length, 2), "0") if length < 3 else _MONTHS[moment.month - 1]
    if letter == "a" or (letter == "d" and length > 2):
        return ("星期" if length > 3 else "") + _WEEKDAYS[date.weekday(moment)]
    if letter == "d":
        return str(moment.day).rjust(length, "0")
    if letter == "h":
        hour = moment.hour % 12 or 12 if noon else moment.hour
        return str(hour).rjust(min(length, 2), "0")
    return str(moment.second).rjust(min(len(text.partition(".")[0]), 2), "0")

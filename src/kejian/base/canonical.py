"""Exact numbers and periods in the columns of a database: canonical text, and keys that sort like values."""

from datetime import date, timedelta
from decimal import Decimal

import regex

from kejian.errors import BaseError

_BIAS = 500_000
_LONGEST = 2000  # digits; a number of a report has twenty
_NINES = str.maketrans("0123456789", "9876543210")


def canonical(value: Decimal) -> str:
    """The one text of a number: no exponent within reach, no zeros at the end of a fraction.

    Raises `BaseError` for NaN, infinities and numbers of more than 2000 digits.

    >>> canonical(Decimal("4.0035100E+11")), canonical(Decimal("-0.050")), canonical(Decimal("-0"))
    ('400351000000', '-0.05', '0')
    """
    if not value.is_finite():
        raise BaseError(f"{value} is not a number that can be kept")
    if value.is_zero():
        return "0"
    if abs(value.adjusted()) > _LONGEST or len(value.as_tuple().digits) > _LONGEST:
        raise BaseError(f"a number of more than {_LONGEST} digits cannot be kept")
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sort_key(value: Decimal) -> str:
    """A text that sorts as the number does, in every collation: digits, and ``a`` to end a negative.

    >>> numbers = [Decimal(n) for n in ("-12", "-1.52", "-1.5", "0", "0.003", "7", "71", "71.5", "1e11")]
    >>> sorted(numbers, key=sort_key) == numbers
    True
    """
    if value.is_zero():
        return "1"
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    exponent = (
        _BIAS + len(str(int("".join(map(str, value.as_tuple().digits))))) + int(value.as_tuple().exponent)
    )
    if value > 0:
        return f"2{exponent:06d}{digits}"
    return "0" + f"{exponent:06d}{digits}".translate(_NINES) + "a"


_PERIOD = regex.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def bounds(period: str | None) -> tuple[date | None, date | None, str]:
    """First day, last day and kind of an ISO 8601 period: ``as of`` for a single day, else ``during``.

    What is not a period of years, months or days (``--11-25``) has no days and no kind.

    >>> bounds("2012/2021")
    (datetime.date(2012, 1, 1), datetime.date(2021, 12, 31), 'during')
    >>> bounds("2022-12-31")[2], bounds("--11-25")
    ('as of', (None, None, ''))
    """
    ends = [_days(part) for part in (period or "").split("/", 1)]
    first, last = ends[0], ends[-1]
    if first is None or last is None:
        return None, None, ""
    return first[0], last[1], "as of" if len(ends) == 1 and first[0] == first[1] else "during"


def _days(part: str) -> tuple[date, date] | None:
    match = _PERIOD.fullmatch(part)
    if match is None:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first
        after = date(first.year + (month is None or month == 12), 1 if month in (None, 12) else month + 1, 1)
        return first, after - timedelta(days=1)
    except (ValueError, OverflowError):
        return None

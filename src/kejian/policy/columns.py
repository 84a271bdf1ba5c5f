"""Columns of a table of enterprises, made exact: whole numbers, dates, names; what cannot be read is named.

The same forms are read as in a single profile (`kejian.policy.profile`): ``8000万``, ``12%``, ``120人``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from kejian.policy.fields import Field, fields
from kejian.policy.profile import FALSE, LARGEST_YUAN, MONEY_UNITS, PLAIN, TRUE, WIDE
from kejian.policy.profile import NUMBER as FORM

SHARE, NUMBER = 10**9, 10**6  # a stated share is kept in billionths, a number in millionths
_PATTERN = f"^{FORM.pattern}$"
_LARGEST_COUNT = 10**9
_LARGEST = 9 * 10**18
_EXPECTED = {
    "money": "an amount in yuan, such as 80000000, 8000万 or 1.2亿元",
    "count": "a whole number",
    "share": "a share such as 0.12 or 12%",
    "number": "a number",
    "year": "a year such as 2023",
    "flag": "true or false (是 or 否)",
    "date": "a date such as 2020-05-21",
    "text": "a text of at most 500 characters",
}


@dataclass
class Columns:
    """The columns of fields as exact values, and the cells that could not be read."""

    frame: pl.DataFrame
    errors: list[pl.DataFrame] = field(default_factory=list)

    def broken(self) -> pl.DataFrame:
        """Row (from 0), column, what stands there and what was expected."""
        schema = {"row": pl.UInt32, "column": pl.String, "found": pl.String, "expected": pl.String}
        return pl.concat(self.errors) if self.errors else pl.DataFrame(schema=schema)


def read_columns(frame: pl.DataFrame, headings: dict[str, str]) -> Columns:
    """The columns named in ``headings`` (heading → field) as exact values under their fields' names."""
    found = Columns(pl.DataFrame({"row": pl.int_range(frame.height, eager=True, dtype=pl.UInt32)}))
    made = []
    for heading, name in headings.items():
        given = frame.get_column(heading)
        entry = fields()[name]
        filled = _filled(given)
        values = _READERS[entry.kind](entry, given).alias(name)
        wrong = filled & values.is_null()
        if wrong.any():
            found.errors.append(_errors(given, wrong, heading, entry))
        made.append(values)
    found.frame = found.frame.with_columns(made)
    return found


def _filled(given: pl.Series) -> pl.Series:
    if given.dtype == pl.String:
        return (given.str.strip_chars() != "").fill_null(False)
    return given.is_not_null()


def _errors(given: pl.Series, wrong: pl.Series, heading: str, entry: Field) -> pl.DataFrame:
    rows = wrong.arg_true()
    return pl.DataFrame(
        {
            "row": rows.cast(pl.UInt32),
            "column": pl.Series([heading] * len(rows), dtype=pl.String),
            "found": given.gather(rows).cast(pl.String).str.slice(0, 60),
            "expected": pl.Series([_expected(entry)] * len(rows), dtype=pl.String),
        }
    )


def _expected(entry: Field) -> str:
    if entry.choices:
        return f"one of {', '.join(entry.choices)}"
    text = _EXPECTED[entry.kind] + (f", at most {entry.most}" if entry.most else "")
    numeric = entry.kind in ("money", "count", "share", "number")
    return f"{text}, not negative" if numeric and not entry.signed else text


def _scaled(entry: Field, given: pl.Series, units: dict[str, int], *, exponent: int) -> pl.Series:
    """Whole numbers of 10**-exponent, times what the unit says; null where that is not exact or too large."""
    scale = 10**exponent
    if given.dtype.is_integer():
        return _times(given.cast(pl.Int64, strict=False), scale)
    if given.dtype.is_float() or given.dtype.is_decimal():
        real = given.cast(pl.Float64) * scale
        near = real.round()
        exact = (real - near).abs() <= (real.abs() * 1e-15 + 1e-4)
        return _unless(near, ~exact).cast(pl.Int64, strict=False)
    text = given.cast(pl.String)
    plain = text.str.strip_chars().cast(pl.Int64, strict=False)
    if not _filled(text.filter(plain.is_null())).any():
        return _times(plain, scale)
    parts = text.str.replace_many(list(WIDE), list(PLAIN)).str.extract_groups(_PATTERN).struct.unnest()
    sign, whole, decimals, unit = (parts.to_series(i) for i in range(4))
    factors = {name: scale * times for name, times in units.items()}
    factor = unit.replace_strict(list(factors), list(factors.values()), default=None, return_dtype=pl.Int64)
    count = whole.str.replace_all(",", "").cast(pl.Int64)
    count = _unless(count, count > _LARGEST // factor)
    # factor × 0.decimals without leaving 64 bits: split at the ninth decimal
    tail = decimals.fill_null("").str.pad_end(9, "0").cast(pl.Int64)
    low = tail * (factor % 10**9)
    value = count * factor + tail * (factor // 10**9) + low // 10**9
    return _signed(_unless(value, low % 10**9 != 0), sign)


def _times(count: pl.Series, scale: int) -> pl.Series:
    return _unless(count, (count > _LARGEST // scale) | (count < -_LARGEST // scale)) * scale


def _unless(values: pl.Series, wrong: pl.Series) -> pl.Series:
    """``values``, null where ``wrong`` holds."""
    return pl.select(pl.when(~wrong.fill_null(False)).then(values)).to_series()


def _signed(value: pl.Series, sign: pl.Series) -> pl.Series:
    return pl.select(pl.when(sign == "-").then(-value).otherwise(value)).to_series()


def _within(values: pl.Series, entry: Field, largest: int, *, least: int = 0) -> pl.Series:
    low = -largest if entry.signed else least
    return _unless(values, (values < low) | (values > largest))


def _money(entry: Field, given: pl.Series) -> pl.Series:
    return _within(_scaled(entry, given, MONEY_UNITS, exponent=2), entry, LARGEST_YUAN * 100)


def _count(entry: Field, given: pl.Series) -> pl.Series:
    units = {"": 1} | ({entry.unit: 1} if entry.unit else {})
    return _within(_scaled(entry, given, units, exponent=0), entry, _LARGEST_COUNT)


def _share(entry: Field, given: pl.Series) -> pl.Series:
    if given.dtype == pl.String:
        percent = given.str.strip_chars().str.contains("[%％]$").fill_null(False)
        bare = given.str.replace_all("[%％]", "")
        value = _scaled(entry, bare, {"": 1}, exponent=9)
        hundredth = pl.select(
            pl.when(percent & (value % 100 == 0)).then(value // 100).when(~percent).then(value)
        ).to_series()
        value = hundredth
    else:
        value = _scaled(entry, given, {"": 1}, exponent=9)
    largest = 10**6 * SHARE if entry.signed or entry.computed else SHARE
    return _within(value, entry, largest)


def _number(entry: Field, given: pl.Series) -> pl.Series:
    units = {"": 1, "分": 1, "nm": 1, "纳米": 1}
    return _within(_scaled(entry, given, units, exponent=6), entry, (entry.most or _LARGEST_COUNT) * NUMBER)


def _year(entry: Field, given: pl.Series) -> pl.Series:
    return _within(_scaled(entry, given, {"": 1, "年": 1}, exponent=0), entry, 2200, least=1900)


def _flag(entry: Field, given: pl.Series) -> pl.Series:
    if given.dtype == pl.Boolean:
        return given
    words = {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}
    text = given.cast(pl.String).str.strip_chars().str.to_lowercase()
    return text.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.Boolean)


def _choice(entry: Field, given: pl.Series) -> pl.Series:
    return _named(given.cast(pl.String), entry.choice)


def _set(entry: Field, given: pl.Series) -> pl.Series:
    text = given.list.join(";") if given.dtype == pl.List(pl.String) else given.cast(pl.String)

    def named(cell: str) -> str | None:
        parts = [entry.choice(part) for part in re.split("[;；、,，]", cell) if part.strip()]
        return None if None in parts or not parts else f";{';'.join(filter(None, parts))};"

    return _named(text, named)


def _named(texts: pl.Series, name: Callable[[str], str | None]) -> pl.Series:
    """Each text as ``name`` reads it; the same text is read once."""
    said = texts.drop_nulls().unique().to_list()
    read = [name(one) for one in said]
    return texts.replace_strict(said, read, default=None, return_dtype=pl.String)


def _date(entry: Field, given: pl.Series) -> pl.Series:
    if given.dtype.is_temporal():
        return given.cast(pl.Date)
    text = given.cast(pl.String).str.strip_chars().str.replace(r"[ T]00:00:00$", "")
    parts = text.str.extract_groups(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$").struct.unnest()
    year, month, day = (parts.to_series(i) for i in range(3))
    iso = year + "-" + month.str.pad_start(2, "0") + "-" + day.str.pad_start(2, "0")
    plain = text.str.replace(r"^(\d{4})(\d\d)(\d\d)$", "$1-$2-$3")
    return pl.select(pl.coalesce(iso, plain)).to_series().str.to_date("%Y-%m-%d", strict=False)


def _text(entry: Field, given: pl.Series) -> pl.Series:
    text = given.cast(pl.String)
    return _unless(text, text.str.len_chars() > 500)


_READERS: dict[str, Callable[[Field, pl.Series], pl.Series]] = {
    "money": _money, "count": _count, "share": _share, "number": _number, "year": _year, "flag": _flag,
    "choice": _choice, "set": _set, "date": _date, "text": _text,
}  # fmt: skip

"""What an enterprise says of itself: read, checked, made exact."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from kejian.policy.errors import ProfileError
from kejian.policy.fields import Field, fields

Fact = int | Fraction | bool | str | date | frozenset[str]

# a number as people write it: sign, digits (in threes or not), decimals, a unit
NUMBER = re.compile(
    r"\s*(?:[¥￥]|人民币)?\s*(-?)([0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.([0-9]{1,9}))?\s*([^\d\s.,\-]{0,8})\s*"
)
WIDE = "０１２３４５６７８９．，－％"  # full-width forms that people type
PLAIN = "0123456789.,-%"
MONEY_UNITS = {
    "": 1,
    "元": 1,
    "元人民币": 1,
    "千元": 10**3,
    "万": 10**4,
    "万元": 10**4,
    "万元人民币": 10**4,
    "百万": 10**6,
    "百万元": 10**6,
    "千万": 10**7,
    "千万元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
    "亿元人民币": 10**8,
    "万亿": 10**12,
    "万亿元": 10**12,
}
LARGEST_YUAN = 10**13
_LARGEST_COUNT = 10**9
TRUE = ("true", "是", "有", "yes", "1")
FALSE = ("false", "否", "无", "没有", "no", "0")


class Profile:
    """The facts of one enterprise, by field; a field that is not there is unknown.

    ``projects`` are further facts, one mapping a project; ``confirmed`` names fields whose unusual values the
    enterprise confirms.
    """

    def __init__(
        self,
        facts: Mapping[str, Fact],
        *,
        projects: tuple[Mapping[str, Fact], ...] = (),
        confirmed: frozenset[str] = frozenset(),
    ) -> None:
        self.facts, self.projects, self.confirmed = dict(facts), projects, confirmed

    def get(self, name: str) -> Fact | None:
        """The fact, or None where it is unknown."""
        return self.facts.get(name)

    def with_facts(self, **facts: Fact | None) -> "Profile":
        """A profile with other facts; None makes one unknown."""
        changed = {k: v for k, v in {**self.facts, **facts}.items() if v is not None}
        return Profile(changed, projects=self.projects, confirmed=self.confirmed)


def parse_profile(entered: Mapping[str, Any], *, where: str | None = None) -> Profile:
    """A profile out of ``{"staff": 120, "revenue": "1.2亿元", …}``; names may be labels of fields too.

    `ProfileError` names the first field that is unknown, cannot be read or contradicts another.

    >>> parse_profile({"staff": "120人", "revenue": "1.2亿元"}).get("revenue")
    12000000000
    """
    rest = dict(entered)
    confirmed = rest.pop("confirmed", [])
    projects = rest.pop("projects", [])
    if not isinstance(confirmed, list) or not isinstance(projects, list):
        raise ProfileError("“confirmed” and “projects” are lists", where=where, hint="write them in [ ]")
    if not all(isinstance(p, Mapping) for p in projects):
        raise ProfileError("“projects” holds something other than a mapping", where=where)
    facts = parse_facts(rest, where=where)
    profile = Profile(
        facts,
        projects=tuple(
            parse_facts(p, where=f"{where + ', ' if where else ''}projects[{i}]")
            for i, p in enumerate(projects)
        ),
        confirmed=frozenset(map(str, confirmed)),
    )
    check_contradictions(profile, where=where)
    return profile


def parse_facts(entered: Mapping[str, Any], *, where: str | None = None) -> dict[str, Fact]:
    """Facts by field; empty ones are left out."""
    found: dict[str, Fact] = {}
    for heading, value in entered.items():
        name = field_named(str(heading))
        if name is None:
            raise ProfileError(
                f"the field “{str(heading)[:60]}” is not known",
                where=where,
                hint=_meant(str(heading)),
            )
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if name in found:
            raise ProfileError(f"“{name}” is stated twice", where=where, hint="leave one of the two")
        found[name] = parse_fact(fields()[name], value, where=where)
    return found


def field_named(heading: str) -> str | None:
    """The field whose name, label or alias ``heading`` is."""
    heading = heading.strip()
    if heading in fields():
        return heading
    return next(
        (f.name for f in fields().by_name.values() if heading == f.label or heading in f.aliases), None
    )


def _meant(heading: str) -> str:
    """Which fields a heading that is not known comes near to."""
    headings = {h: f for f in fields().by_name.values() for h in (f.name, f.label, *f.aliases)}
    near = get_close_matches(heading.strip().casefold()[:60], headings, n=3, cutoff=0.7)
    meant = dict.fromkeys(f"{headings[one].name}（{headings[one].label}）" for one in near)
    listed = "see the list of fields (kejian policy fields)"
    return f"perhaps {' or '.join(meant)}; {listed}" if meant else listed


def parse_fact(field: Field, value: Any, *, where: str | None = None) -> Fact:
    """The exact value of ``field``; `ProfileError` says what was found and what is expected."""
    try:
        return _PARSERS[field.kind](field, value)
    except _WrongError as error:
        shown = str(value)[:60]
        raise ProfileError(
            f"{field.name}（{field.label}） is “{shown}”",
            where=where,
            hint=f"expected {error}",
            fields=(field.name,),
            fault="unreadable",
        ) from error


class _WrongError(Exception):
    """What was expected."""


def _split(field: Field, value: Any, expected: str) -> tuple[Fraction, str]:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise _WrongError(expected)
    text = value if isinstance(value, str) else f"{Decimal(str(value)):f}"
    match = NUMBER.fullmatch(text.translate(str.maketrans(WIDE, PLAIN)))
    if match is None:
        raise _WrongError(expected)
    sign, whole, decimals, unit = match.groups()
    if sign and not field.signed:
        raise _WrongError(f"{expected}, not negative")
    number = Fraction(f"{sign}{whole.replace(',', '')}.{decimals or 0}")
    return number, unit


def _money(field: Field, value: Any) -> int:
    expected = "an amount in yuan, such as 80000000, 8000万 or 1.2亿元"
    number, unit = _split(field, value, expected)
    if unit not in MONEY_UNITS:
        raise _WrongError(f"{expected} (the unit “{unit}” is not known)")
    fen = number * MONEY_UNITS[unit] * 100
    if fen.denominator != 1:
        raise _WrongError("no part of a fen")
    if abs(fen) > LARGEST_YUAN * 100:
        raise _WrongError("at most 10 万亿元")
    return int(fen)


def _count(field: Field, value: Any) -> int:
    expected = f"a whole number{' of ' + field.unit if field.unit else ''}"
    number, unit = _split(field, value, expected)
    if unit not in ("", field.unit):
        raise _WrongError(f"{expected} (the unit “{unit}” is not known)")
    if number.denominator != 1 or number > _LARGEST_COUNT:
        raise _WrongError(expected)
    return int(number)


def _share(field: Field, value: Any) -> Fraction:
    expected = "a share such as 0.12 or 12%"
    number, unit = _split(field, value, expected)
    if unit not in ("", "%", "％"):
        raise _WrongError(f"{expected} (the unit “{unit}” is not known)")
    share = number / 100 if unit else number
    if (share * 10**9).denominator != 1:
        raise _WrongError("at most nine decimals")
    if not field.signed and field.computed is None and share > 1:
        raise _WrongError(f"{expected}, at most 1; write 12% for 12 of 100")
    return share


def _number(field: Field, value: Any) -> Fraction:
    number, unit = _split(field, value, "a number")
    if unit not in ("", "分", "nm", "纳米"):
        raise _WrongError(f"a number (the unit “{unit}” is not known)")
    if field.most is not None and number > field.most:
        raise _WrongError(f"a number, at most {field.most}")
    if number > _LARGEST_COUNT or (number * 10**6).denominator != 1:
        raise _WrongError("a number of at most a billion with at most six decimals")
    return number


def _year(field: Field, value: Any) -> int:
    number, unit = _split(field, value, "a year such as 2023")
    if unit not in ("", "年") or number.denominator != 1 or not 1900 <= number <= 2200:
        raise _WrongError("a year such as 2023")
    return int(number)


def _flag(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().casefold()
    if text in TRUE or text in FALSE:
        return text in TRUE
    raise _WrongError("true or false (是 or 否)")


def _choice(field: Field, value: Any) -> str:
    found = field.choice(value) if isinstance(value, str) else None
    if found is not None:
        return found
    raise _WrongError(f"one of {', '.join(field.choices)}")


def _set(field: Field, value: Any) -> frozenset[str]:
    parts = re.split("[;；、,，]", value) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple | set | frozenset):
        raise _WrongError(f"some of {', '.join(field.choices)}")
    return frozenset(_choice(field, part) for part in parts if str(part).strip())


def _date(field: Field, value: Any) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = str(value).strip()
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00:00)?", text)
    match = match or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise _WrongError("a date such as 2020-05-21")


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str) or len(value) > 500:
        raise _WrongError("a text of at most 500 characters")
    return value.strip()


def _age(field: Field, value: Any) -> int:
    raise _WrongError(f"the date instead ({field.parts[0]})")


_PARSERS: dict[str, Callable[[Field, Any], Fact]] = {
    "text": _text, "money": _money, "count": _count, "share": _share, "number": _number, "flag": _flag,
    "choice": _choice, "set": _set, "date": _date, "year": _year, "age": _age,
}  # fmt: skip


def check_contradictions(profile: Profile, *, where: str | None = None) -> None:
    """`ProfileError` where one field is above another that it is part of, unless it is confirmed."""
    for found in contradictions(profile, where=where):
        raise found


def contradictions(profile: Profile, *, where: str | None = None) -> Iterator[ProfileError]:
    """What `check_contradictions` raises the first of."""
    for part, whole in fields().not_above:
        a, b = profile.get(part), profile.get(whole)
        if part not in profile.confirmed and _above(a, b):
            one, other = fields()[part], fields()[whole]
            dates = one.kind == "date"
            yield ProfileError(
                f"{part}（{one.label}） is {'later than' if dates else 'above'} {whole}（{other.label}）",
                where=where,
                hint=f'mend one of them, or confirm it: "confirmed": ["{part}"]',
                fields=(part, whole),
                fault="later" if dates else "above",
            )
    for name, bound in fields().share_bounds:
        share = profile.get(name)
        if name not in profile.confirmed and _above(share, bound):
            assert isinstance(share, Fraction)
            yield ProfileError(
                f"{name}（{fields()[name].label}） is {float(share):g}, that is {float(share * 100):g}%",
                where=where,
                hint=f'write 8% or 0.08 for 8 of 100, or confirm it: "confirmed": ["{name}"]',
                fields=(name,),
                fault="share",
            )
    for name, field in fields().by_name.items():
        if field.computed != "ratio" or profile.get(name) is None:
            continue
        top, bottom = (profile.get(part) for part in field.parts)
        if isinstance(top, int) and isinstance(bottom, int) and bottom > 0:
            given, share = profile.get(name), Fraction(top, bottom)
            if isinstance(given, Fraction) and abs(given - share) > Fraction(1, 1000):
                yield ProfileError(
                    f"{name}（{field.label}） is stated as {float(given):.4g}, "
                    f"but {field.parts[0]} ÷ {field.parts[1]} is {float(share):.4g}",
                    where=where,
                    hint="leave out one of the three",
                    fields=(name, *field.parts),
                    fault="ratio",
                )


def _above(part: Fact | None, whole: Fact | None) -> bool:
    if isinstance(part, date) and isinstance(whole, date):
        return part > whole
    return isinstance(part, int | Fraction) and isinstance(whole, int | Fraction) and part > whole


def check_dates(profile: Profile, day: date, *, where: str | None = None) -> None:
    """`ProfileError` where a date lies after the day asked about, or that day beyond 1950 to 2200."""
    if not 1950 <= day.year <= 2200:
        raise ProfileError(f"{day} is asked about", where=where, hint="expected a day from 1950 to 2200")
    for found in late_dates(profile, day, where=where):
        raise found


def late_dates(profile: Profile, day: date, *, where: str | None = None) -> Iterator[ProfileError]:
    """The dates of a profile that lie after ``day``."""
    for facts in (profile.facts, *profile.projects):
        for name, value in facts.items():
            late = isinstance(value, date) and value > day
            late = late or (fields()[name].kind == "year" and isinstance(value, int) and value > day.year)
            if late:
                yield ProfileError(
                    f"{name}（{fields()[name].label}） is {value}, after the day asked about, {day}",
                    where=where,
                    hint="mend the date, or ask about a later day (--date)",
                    fields=(name,),
                    fault="late",
                )

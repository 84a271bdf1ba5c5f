"""What findings say, in the languages of `vocabulary/findings.yaml`.

A finding holds no sentence but a case with its values, so that each reader is told in their own language.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple, cast

import regex

from kejian.model import Value
from kejian.vocabulary.loader import load, require

_FILE = "findings.yaml"
LANGUAGES = ("zh", "en")
_CALLED = ("checks", "severities", "states")
_UNITS = {"CNY": "元", "USD": "美元", "pp": "个百分点", "1": ""}
_END = regex.compile(r"^(?P<number>-?\d+(?:\.\d+)?)(?P<percent>%?)$")
_YEAR, _MONTH = len("2023"), len("2023-06")
_WAN, _YI = Decimal(10_000), Decimal(10**8)
_EVEN = 100  # what is no multiple of it is easier to compare in full


class Case(Value, frozen=True):
    """What a finding says: the key of a case, and its named values as printed in the text."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


class Words(NamedTuple):
    """A sentence for the editor, and the arithmetic behind it where there is any."""

    message: str
    computed: str


class Wording(Value, frozen=True, kw_only=True):
    """`findings.yaml`: what checks, severities and states are called, and cases say, by language."""

    checks: dict[str, dict[str, str]]
    severities: dict[str, dict[str, str]]
    states: dict[str, dict[str, str]]
    cases: dict[str, dict[str, Words]]


def tell(key: str, **values: object) -> Case:
    """A case with its values.

    >>> tell("dates.no_month", month=13)
    Case(key='dates.no_month', values=(('month', '13'),))
    """
    return Case(key, tuple((name, str(value)) for name, value in values.items()))


def worded(case: Case, language: str) -> Words:
    """The words of a case; in English where the language is none of `LANGUAGES`.

    >>> worded(tell("dates.no_month", month=13), "zh").message
    '没有13月，请核对'
    """
    spoken = language if language in LANGUAGES else "en"
    words, values = wording().cases[case.key][spoken], dict(case.values)
    written = _WRITERS[spoken]
    return Words(*(written.vformat(text, (), values) for text in words))


def check_called(name: str, language: str) -> str:
    """What a check is called; its own name where it is not known."""
    return wording().checks.get(name, {}).get(language, name)


def severity_called(name: str, language: str) -> str:
    """What a severity is called."""
    return wording().severities.get(name, {}).get(language, name)


def state_called(name: str, language: str) -> str:
    """What the state of a finding is called."""
    return wording().states.get(name, {}).get(language, name)


def as_stored(key: str, values: Mapping[str, str], *, message: str, computed: str) -> Case:
    """A case that was stored; if it is not known or lacks a value, as those of another version may, the
    words that were stored with it."""
    words = wording().cases.get(key)
    if words is None or not placeholders(words["en"]) <= values.keys():
        return tell("stored.words", message=message, computed=computed)
    return Case(key, tuple(values.items()))


@cache
def wording() -> Wording:
    """The words; raises `VocabularyError` with the place of a mistake."""
    return read_wording()


def read_wording(folder: Path | None = None) -> Wording:
    """Read and check the file; ``folder`` is where it lies, by default the package's own."""
    data = load(_FILE, folder=folder)
    for part in (*_CALLED, "cases"):
        entry = data.get(part)
        require(
            isinstance(entry, dict), f"{part} is {entry!r:.40}", file=_FILE, key=part,
            expected="a mapping", folder=folder,
        )  # fmt: skip
    called = {
        part: {str(key): _called(str(key), entry, folder) for key, entry in data[part].items()}
        for part in _CALLED
    }
    cases = {str(key): _case(str(key), entry, folder) for key, entry in data["cases"].items()}
    return Wording(**called, cases=cases)


def placeholders(words: Words) -> set[str]:
    """The values that words name. Raises `ValueError` if their braces are wrong."""
    return {name for text in words for _, name, _, _ in Formatter().parse(text) if name is not None}


def _called(key: str, entry: Any, folder: Path | None) -> dict[str, str]:
    fits = isinstance(entry, dict) and all(isinstance(entry.get(one), str) for one in LANGUAGES)
    require(fits, f"{key} is {entry!r:.40}", file=_FILE, key=key, expected="texts zh: and en:", folder=folder)
    return cast("dict[str, str]", entry)


def _case(key: str, entry: Any, folder: Path | None) -> dict[str, Words]:
    def claim(holds: bool, found: str, expected: str) -> None:
        require(holds, f"{key}: {found}", file=_FILE, key=key, expected=expected, folder=folder)

    claim(isinstance(entry, dict) and set(entry) == set(LANGUAGES), f"{entry!r:.40}", "zh: and en:")
    spoken: dict[str, Words] = {}
    for language in LANGUAGES:
        texts = [entry[language]] if isinstance(entry[language], str) else entry[language]
        fits = isinstance(texts, list) and len(texts) in (1, 2) and all(isinstance(t, str) for t in texts)
        claim(fits, f"{language} is {texts!r:.40}", "a text, or a list of it and of what was computed")
        spoken[language] = Words(texts[0], texts[1] if len(texts) > 1 else "")
        try:
            fields = [field for text in texts for field in Formatter().parse(text)]
        except ValueError as error:
            claim(False, f"{language}: {error}", "names of values in braces")
        for _, name, spec, conversion in fields:
            plain = name is None or (name.isidentifier() and spec in _SPECS and not conversion)
            claim(plain, f"{language} has {{{name}:{spec}}}", f"a name with one of {', '.join(_SPECS)[2:]}")
    zh, en = (placeholders(spoken[language]) for language in LANGUAGES)
    claim(zh == en, f"{', '.join(sorted(zh ^ en))} stands in one language only", "the same values in both")
    return spoken


# --- how values are written -------------------------------------------------------------------------


class _Chinese(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return _IN_CHINESE[format_spec](str(value))


class _English(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return _IN_ENGLISH[format_spec](str(value))


def _when(period: str) -> str:
    """A period in words.

    >>> _when("2021-01/2021-09"), _when("2021-12")
    ('2021年1—9月', '2021年12月')
    """
    first, slash, last = period.partition("/")
    if slash and len(first) == len(last) == _MONTH and first[:_YEAR] == last[:_YEAR]:
        return f"{first[:_YEAR]}年{first[5:].lstrip('0')}—{last[5:].lstrip('0')}月"
    return f"{_day(first)}至{_day(last)}" if slash else _day(period)


def _day(iso: str) -> str:
    parts = iso.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > len("年月日") or len(parts[0]) != _YEAR:
        return iso
    return "".join(f"{int(part)}{name}" for part, name in zip(parts, "年月日", strict=False))


def _range(interval: str) -> str:
    """An interval as an editor writes it.

    >>> _range("20.5%…20.6%"), _range("?…3"), _range("1986000000")
    ('20.5%～20.6%', '不高于3', '19.86亿')
    """
    ends = [_end(end) for end in interval.split("…")]
    if len(ends) != 2:
        return ends[0]
    if "?" in ends:
        bound = "不高于" if ends[0] == "?" else "不低于"
        return bound + "".join(end for end in ends if end != "?")
    return "～".join(dict.fromkeys(ends))


def _end(end: str) -> str:
    match = _END.match(end)
    if match is None or match["percent"]:
        return end
    try:
        number = Decimal(match["number"])
    except InvalidOperation:
        return end
    for unit, name in ((_YI, "亿"), (_WAN, "万")):
        if abs(number) >= unit and not number % _EVEN:
            return f"{(number / unit).normalize():f}{name}"
    return end


_IN_CHINESE: dict[str, Callable[[str], str]] = {
    "": str,
    "when": _when,
    "brackets": lambda period: f"（{_when(period)}）" if period else "",
    "range": _range,
    "count": lambda counted: counted.replace("…", "～"),
    "unit": lambda unit: _UNITS.get(unit, unit),
    "sum": lambda added: added.replace(" + ", "＋"),
}
_IN_ENGLISH: dict[str, Callable[[str], str]] = {
    "": str,
    "when": str,
    "brackets": lambda period: f" ({period})" if period else "",
    "range": str,
    "count": lambda counted: counted.replace("…", " to "),
    "unit": lambda unit: f" {unit}" if unit else "",
    "sum": str,
}
_SPECS = tuple(_IN_CHINESE)
_WRITERS: dict[str, Formatter] = {"zh": _Chinese(), "en": _English()}

"""Well-known indicators: `indicators.yaml`, read and checked."""

from functools import cache
from pathlib import Path
from typing import Any

from kejian.linking.words import bare, family, plain
from kejian.model import Value
from kejian.vocabulary.loader import load, require

FILE = "indicators.yaml"
KINDS = ("stock", "flow", "ratio", "rank")
FORCES = ("策源力", "引领力", "吸引力", "配置力", "突破力")
_TEXTS = ("zh", "en", "unit", "kind", "says", "says_en")
_FIELDS = (*_TEXTS, "force", "domain", "also")
_CURRENCIES = frozenset(["CNY", "USD", "EUR", "HKD", "JPY", "GBP"])


class Indicator(Value, frozen=True, kw_only=True):
    """One indicator: ``unit`` is the base unit, ``kind`` one of `KINDS`, ``says`` the definition and
    ``says_en`` the same in English.

    ``force`` is one of `FORCES`, ``domain`` a field of ``domains.yaml``; empty where nobody judged.
    """

    code: str
    zh: str
    en: str
    unit: str
    kind: str
    says: str
    says_en: str
    also: tuple[str, ...] = ()
    force: str = ""
    domain: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the Chinese one first."""
        return (self.zh, self.en, *self.also)

    def defined(self, language: str) -> str:
        """The definition for a reader of Chinese (``zh``, ``zh-hans``) or of any other language."""
        return self.says if language.startswith("zh") else self.says_en

    def measures(self, unit: str | None) -> bool:
        """Whether a figure in ``unit`` can be of this indicator; any currency stands for money."""
        if unit is None or unit == self.unit or family(unit) == family(self.unit):
            return True
        if self.kind == "ratio" and unit.startswith(f"{self.unit}/"):
            return True  # 件/万人
        if self.kind == "rank":
            return unit in ("rank", "位", "名")
        return unit in _CURRENCIES and self.unit in _CURRENCIES


@cache
def indicators(folder: Path | None = None) -> dict[str, Indicator]:
    """The indicators by code. Raises `VocabularyError` with file and line where an entry is wrong."""
    found: dict[str, Indicator] = {}
    holders: dict[tuple[str, str | None], str] = {}
    for code, entry in load(FILE, folder=folder).items():
        found[code] = one = _checked(code, entry, folder)
        for name in dict.fromkeys(map(plain, one.names)):
            other = holders.setdefault((name, family(one.unit)), code)
            require(
                other == code,
                f"“{name}” is a name of {other} too",
                file=FILE,
                key=code,
                expected="names that the unit tells apart",
                folder=folder,
            )
    return found


@cache
def by_name() -> dict[str, tuple[Indicator, ...]]:
    """Indicators by each of their names, in the form they are compared in."""
    found: dict[str, tuple[Indicator, ...]] = {}
    for one in indicators().values():
        for name in dict.fromkeys(form for each in one.names for form in (plain(each), bare(each))):
            found[name] = (*found.get(name, ()), one)
    return found


def _checked(code: str, entry: Any, folder: Path | None) -> Indicator:
    def expect(holds: bool, what: str, expected: str) -> None:
        require(holds, f"{code}: {what}", file=FILE, key=code, expected=expected, folder=folder)

    expect(isinstance(entry, dict), f"is {entry!r:.40}", f"a mapping with {', '.join(_TEXTS)}")
    unknown = sorted(set(entry) - set(_FIELDS))
    expect(not unknown, f"has {', '.join(unknown)}", ", ".join(_FIELDS))
    for name in _TEXTS:
        value = entry.get(name)
        expect(isinstance(value, str) and bool(value), f"{name} is {value!r:.40}", "a text")
    expect(entry["kind"] in KINDS, f"kind is {entry['kind']!r}", f"one of {', '.join(KINDS)}")
    force, domain = entry.get("force", ""), entry.get("domain", "")
    expect(force in ("", *FORCES), f"force is {force!r}", f"one of {', '.join(FORCES)}")
    expect(domain in ("", *_domains()), f"domain is {domain!r:.40}", "a field of domains.yaml")
    also = entry.get("also", [])
    expect(
        isinstance(also, list) and all(isinstance(name, str) and name for name in also),
        f"also is {also!r:.40}",
        "a list of names",
    )
    return Indicator(code=code, **{**entry, "also": tuple(also)})


@cache
def _domains() -> tuple[str, ...]:
    return tuple(load("domains.yaml")["fields"])

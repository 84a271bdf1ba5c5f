"""The word lists of `linking.yaml`, and the plain form of a phrase."""

from decimal import Decimal
from functools import cache
from typing import Any

import regex

from kejian.language.normal import normal
from kejian.model import Value
from kejian.vocabulary.loader import load, require

_FILE = "linking.yaml"
_DROP = regex.compile(r"[\s|的“”\"'‘’《》「」·]")
_FACTOR = regex.compile(r"(\d+)(?:/([1-9]\d*))?")
_LISTS = ("leading", "trailing", "neutral", "modifiers", "predicates", "pointing", "cumulative")
_LISTED = {"deictic": "levels", "status": "statuses", "families": "families"}


class Words(Value, frozen=True, kw_only=True):
    """The lists; ``families`` and ``deictic`` go from a word to its group.

    ``scales`` goes from a unit to the first of its dimension and to what one is in that: so many, divided by.
    """

    leading: tuple[str, ...]
    trailing: tuple[str, ...]
    neutral: tuple[str, ...]
    modifiers: tuple[str, ...]
    predicates: tuple[str, ...]
    pointing: tuple[str, ...]
    cumulative: tuple[str, ...]
    deictic: dict[str, str]
    status: dict[str, str]
    families: dict[str, str]
    definition: tuple[str, ...]
    breaks: tuple[str, ...]
    notes: tuple[str, ...]
    scales: dict[str, tuple[str, Decimal, Decimal]]


@cache
def words() -> Words:
    """The word lists, longest first. Raises `VocabularyError` where the file is not what it should be."""
    data = load(_FILE)
    found: dict[str, Any] = {}
    for name in (*_LISTS, "definition", "breaks", "notes"):
        entry = data.get(name)
        listed = isinstance(entry, list) and all(isinstance(word, str) and word for word in entry)
        require(listed, f"{name} is {entry!r:.40}", file=_FILE, key=name, expected="a list of words")
        found[name] = tuple(sorted(entry or (), key=lambda word: (-len(word), word)))
    for name, what in _LISTED.items():
        groups = data.get(name)
        require(
            isinstance(groups, dict), f"{name} is {groups!r:.40}", file=_FILE, key=name, expected=f"{what}"
        )
        found[name] = {str(word): group for group, members in (groups or {}).items() for word in members}
    return Words(**found, scales=_scales(data.get("scales")))


def _scales(groups: Any) -> dict[str, tuple[str, Decimal, Decimal]]:
    require(isinstance(groups, dict), "no scales", file=_FILE, key="scales", expected="unit: {unit: factor}")
    found = {}
    for first, units in groups.items():
        for unit, factor in units.items():
            match = _FACTOR.fullmatch(str(factor))
            require(match is not None, f"{unit}: {factor!r}", file=_FILE, key=unit, expected="5 or 2000/3")
            if match:
                found[unit] = (first, Decimal(match[1]), Decimal(match[2] or 1))
    return found


def plain(phrase: str) -> str:
    """A phrase as it is compared: simplified, half width, lower case, without blanks, quotes and 的.

    >>> plain("“砚星” 卫星的Ａ型")
    '砚星卫星a型'
    """
    return _DROP.sub("", normal(phrase)).lower()


def bare(phrase: str) -> str:
    """The plain form without the words around it that add nothing, its predicate behind its noun.

    >>> bare("全年获批上市1类创新药"), bare("1类创新药获批上市")
    ('1类创新药获批上市', '1类创新药获批上市')
    """
    lists, text = words(), plain(phrase)
    text = _strip(text, lists.leading, at_start=True)
    text = _strip(text, lists.trailing, at_start=False)
    for predicate in lists.predicates:
        if text.startswith(predicate) and len(text) > len(predicate) + 1:
            return text[len(predicate) :] + predicate
    return text


def _strip(text: str, affixes: tuple[str, ...], *, at_start: bool) -> str:
    while True:
        for affix in affixes:
            fits = text.startswith(affix) if at_start else text.endswith(affix)
            if fits and len(text) > len(affix) + 1:
                text = text[len(affix) :] if at_start else text[: -len(affix)]
                break
        else:
            return text


def family(unit: str | None) -> str | None:
    """What kind of quantity a unit is of: units of one family may share a series.

    >>> family("家"), family("个"), family("CNY"), family("人次"), family("亩")
    ('count', 'count', 'CNY', '人次', 'm2')
    """
    if unit is None:
        return None
    return words().scales[unit][0] if unit in words().scales else words().families.get(unit, unit)


def factor(unit: str | None, into: str | None) -> tuple[Decimal, Decimal]:
    """What one ``unit`` is in another of its dimension: so many, divided by; one where they are the same.

    >>> [str(n) for n in factor("亩", "ha")], [str(n) for n in factor("家", "个")]
    (['2000', '30000'], ['1', '1'])
    """
    scales = words().scales
    if unit == into or unit not in scales or into not in scales or scales[unit][0] != scales[into][0]:
        return Decimal(1), Decimal(1)
    (_, up, down), (_, other_up, other_down) = scales[unit], scales[into]
    return up * other_down, down * other_up

"""Provinces and cities by the names they go under: `regions.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any

import regex

from kejian.linking.words import plain
from kejian.model import Value
from kejian.vocabulary.loader import load, require

_FILE = "regions.yaml"
_PEOPLES = (
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|"
    "柯尔克孜|哈萨克"
)
_END = regex.compile(rf"(?:市|地区|盟|(?:{_PEOPLES})*自治州)$")


class Region(Value, frozen=True, kw_only=True):
    """A place of GB/T 2260: six digits, full name, level (``province`` or ``city``)."""

    code: str
    name: str
    level: str
    names: tuple[str, ...]


@cache
def regions(folder: Path | None = None) -> tuple[Region, ...]:
    """All places, provinces first. Raises `VocabularyError` with file and line where an entry is wrong."""
    provinces, cities = [], []
    for code, entry in load(_FILE, folder=folder).items():

        def expect(holds: bool, what: str, expected: str, code: object = code) -> None:
            require(holds, f"{code}: {what}", file=_FILE, key=code, expected=expected, folder=folder)

        expect(isinstance(code, str) and len(code) == 2 and code.isdigit(), "is no code", '"NN": …')
        expect(isinstance(entry, dict) and bool(entry.get("names")), "has no names", "{names: […], …}")
        provinces.append(_province(code, entry))
        inside = entry.get("cities", {})
        expect(isinstance(inside, dict), f"cities is {inside!r:.30}", '{"01": …}')
        for number, name in inside.items():
            expect(isinstance(number, str) and len(number) == 2, f"city {number!r}", '"NN" in quotes')
            names = (name, _END.sub("", name))
            cities.append(Region(code=f"{code}{number}00", name=name, level="city", names=names))
    return (*provinces, *cities)


def _province(code: str, entry: dict[str, Any]) -> Region:
    names = tuple(entry["names"]) + ((entry["sign"],) if "sign" in entry else ())
    level = "city" if names[0].endswith("市") else "province"
    return Region(code=f"{code}0000", name=names[0], level=level, names=names)


@cache
def _by_name() -> dict[str, Region]:
    found: dict[str, Region] = {}
    for region in regions():
        for name in region.names:
            if len(name) > 1 or region.code.endswith("0000"):
                found.setdefault(plain(name), region)  # 吉林 is the province, 吉林市 the city
    return found


def region(name: str) -> Region | None:
    """The place of a name, alone or behind its province.

    >>> region("沪").code, region("江苏省苏州市").code, region("吉林市").code, region("砚城") is None
    ('310000', '320500', '220200', True)
    """
    text = plain(name)
    places = _by_name()
    if text in places:
        return places[text]
    for cut in range(2, min(len(text) - 1, 12)):
        outer, inner = places.get(text[:cut]), places.get(text[cut:])
        if outer and inner and inner.code[:2] == outer.code[:2] and len(text) - cut > 1:
            return inner
    return None


def by_code(code: str) -> Region | None:
    """The place of a six-digit code; None where there is none.

    >>> by_code("310000").name, by_code("999999")
    ('上海市', None)
    """
    return next((one for one in regions() if one.code == code), None)

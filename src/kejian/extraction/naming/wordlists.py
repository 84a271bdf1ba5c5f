"""The words that names are made of and the names that everybody knows (`names.yaml`, `known.yaml`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from kejian.language.finding import Finder
from kejian.vocabulary.loader import load

_CITY = regex.compile(r"(?:市|地区|盟)$")


class Words(NamedTuple):
    """The words of ``names.yaml`` and the names of ``known.yaml`` in the forms that lookups need."""

    ends: Mapping[str, str]  # ending → type
    brands: frozenset[str]
    no_start: frozenset[str]
    no_names: frozenset[str]
    generic: frozenset[str]
    titles: frozenset[str]
    places: frozenset[str]
    deictic: Mapping[str, tuple[str, ...]]
    whole: frozenset[str]  # the forms of ``deictic``: no name ends with one
    abbreviations: Mapping[str, str]
    breaks: frozenset[str]
    bodies: frozenset[str]
    known: Mapping[str, str]  # name that everybody knows → type
    famous: frozenset[str]  # places, bodies and known names
    person: regex.Pattern[str]
    offices: Finder  # of the titles and words of speech beside which ``person`` finds names


@cache
def names_data() -> dict[str, Any]:
    """What ``names.yaml`` holds."""
    return load("names.yaml")


@cache
def words() -> Words:
    """The words of ``names.yaml`` and ``known.yaml``, read once."""
    data = names_data()
    cities = {name for full in _cities() for name in (full, _CITY.sub("", full)) if len(name) > 1}
    places = frozenset(data["places"]) | (cities - set(data["no_places"]))
    bodies = frozenset(data["bodies"])
    known = {name: kind for kind, names in load("known.yaml").items() for name in names}
    ends = {ending: kind for kind, endings in data["ends"].items() for ending in endings}
    brands = frozenset(data["brands"])
    return Words(
        ends=ends,
        brands=brands,
        no_start=frozenset(data["no_start"]),
        no_names=frozenset(data["no_names"]),
        generic=frozenset(data["generic"]),
        titles=frozenset(data["titles"]),
        places=places,
        deictic={ending: tuple(forms) for ending, forms in data["deictic"].items()},
        whole=frozenset(form for forms in data["deictic"].values() for form in forms),
        abbreviations=data["abbreviations"],
        breaks=frozenset(data["breaks"]),
        bodies=bodies,
        known={**dict.fromkeys(places, "place"), **dict.fromkeys(bodies, "organisation"), **known},
        famous=places | bodies | known.keys(),
        person=_person(data),
        offices=Finder((*data["titles"], *data["speech"])),
    )


def _cities() -> Iterator[str]:
    """Names of the cities of China and of what else is on their level."""
    for province in load("regions.yaml").values():
        yield from province.get("cities", {}).values()


def _person(data: Mapping[str, Any]) -> regex.Pattern[str]:
    """A surname and one or two characters, after a title or before what only a person does."""
    name = rf"(?!{'|'.join(data['no_persons'])})[{data['surnames']}]\p{{Han}}{{1,2}}?"
    full = rf"(?!{'|'.join(data['no_persons'])})[{data['surnames']}]\p{{Han}}{{2}}"
    titles, speech = "|".join(data["titles"]), "|".join(data["speech"])
    addressed = "|".join(data["addressed"])
    return regex.compile(
        rf"(?<={titles})[ 　]?(?P<name>{name})"
        rf"(?=[，,。、：:；;“（()）\s]|$|{speech}|和|与|的|等|在|向|为|率|对|到|出席|团队|一行)"
        rf"|(?<![\p{{Han}}])(?P<name>{name})(?=(?:{speech})[，,。：:、的“])"
        rf"|(?<=[，,。“”：:；;、\s]|^|任命|聘任|免去|授予|推荐|由|和|以及|领域的|专业的)(?P<name>{name})(?={addressed})"
        rf"|(?<=[，,。；;\s]|^|大学|学院|研究院|研究所|科学院|医院|公司)(?P<name>{full})(?=(?:课题组|团队)(?:完成|研制|在|主持|开发|首次|提出|牵头|承担|攻克|历时|发现|揭示|培育|选育))"
        rf"|(?<=[，,。“”：；;\s]|^)(?P<name>{name})(?=(?:{titles})[，,。：:、的“])"
    )


@cache
def _endings() -> Mapping[str, tuple[int, ...]]:
    """How long the words that names end in are, by their last character, the longest first."""
    by_last: dict[str, set[int]] = defaultdict(set)
    for word in _ending_words():
        by_last[word[-1]].add(len(word))
    return {c: tuple(sorted(sizes, reverse=True)) for c, sizes in by_last.items()}


@cache
def _ending_words() -> frozenset[str]:
    return frozenset({*words().ends, *words().brands})


@cache
def tails() -> frozenset[str]:
    """What the words that names end in end in themselves: a word alone that may be the rest of one."""
    return frozenset(word[k:] for word in _ending_words() for k in range(1, len(word)))


@lru_cache(maxsize=65536)
def ending(text: str) -> str:
    """The longest word that names end in and ``text`` ends in; empty if there is none."""
    known = _ending_words()
    for size in _endings().get(text[-1:], ()):
        if text[-size:] in known:
            return text[-size:]
    return ""

"""Sentence templates with places for figures: ``全年成交额{tc.v}，比上年{tc.v|change}。``

``{key}`` the level, ``{key@-1}`` that of the year before, ``{key#1}`` to one decimal. After a bar:
``change`` (增长12.3%), ``g`` (12.3%), ``diff`` (the increase), ``share:whole``, ``pp:whole`` (the change of a
share in points), ``avg:count:unit:factor``, ``floor`` (a round number below), ``hedge`` (a number with 近 or
余), ``rank``, ``up``, ``times:-2``, ``wan`` (a count in 万), ``alike:early`` (see `alike`). Besides: ``{y}``,
``{y-1}``, ``{city}``, ``{e.date}`` and other parts of an event, ``{list:labs}``, ``{=tie|并列第2名}``.
"""

import re
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from itertools import count
from typing import Any

from .alike import KINDS, alike
from .source import Piece, Slot
from .world import PEERS, Event, World, rounded

_PLACE = re.compile(r"\{([^{}]+)\}")
_KEY = re.compile(r"(?P<key>[a-z0-9.]+?)(?:@(?P<back>-\d))?(?:#(?P<decimals>\d))?")
_WEEK = "一二三四五六日"
_sentences = count(1)
CLASSES = ("家", "个", "人", "项", "件", "台套", "份", "篇")


@dataclass
class Scene:
    """What a sentence is said of."""

    world: World
    year: int
    event: Event | None = None
    institute: int = 0
    order: list[int] = field(default_factory=list)  # districts by their number of high-tech firms

    def __post_init__(self) -> None:
        values = [self.world.value(f"ht.d{i}", self.year) for i in range(len(self.world.districts))]
        self.order = sorted(range(len(values)), key=lambda i: -values[i])


def fill(template: str, scene: Scene) -> list[Piece]:
    """Pieces of a paragraph; a new sentence number at each full stop."""
    pieces: list[Piece] = []
    sentence = next(_sentences)
    for position, part in enumerate(_PLACE.split(template)):
        if position % 2 == 0:
            if part:
                pieces.append(part)
            if "。" in part or part[-1:] == ".":
                sentence = next(_sentences)
            continue
        for piece in _filled(part, scene):
            if isinstance(piece, Slot):
                piece.sentence = sentence
            pieces.append(piece)
    return pieces


def number(value: Decimal, decimals: int) -> str:
    return f"{rounded(value, decimals):f}"


def _filled(place: str, scene: Scene) -> list[Piece]:
    world, year = scene.world, scene.year
    if place in ("city", "cc"):
        return [world.name + ("市" if place == "cc" else "")]
    if re.fullmatch(r"y[+-]?\d*", place):
        return [str(year + int(place[1:] or 0))]
    if place.startswith("="):
        kind, _, text = place[1:].partition("|")
        return [Slot(text, "decoy", other=kind)]
    if place.startswith("e."):
        return [_of_event(place[2:], scene)]
    if place.startswith("list:"):
        return [_of_list(place[5:], scene)]
    if place in _PLAIN:
        return [_PLAIN[place](scene)]
    if re.fullmatch(r"d[1-6]", place):
        return [Slot(world.districts[scene.order[int(place[1]) - 1]] + "区", "district", place, year)]
    if place.startswith("sub."):
        return [_of_rate(place, world, year)]
    if place in world.rates:
        return [Slot(f"{world.rates[place]}", "rate", place, year, number=f"{world.rates[place]}")]
    return _figure(place, scene)


_PLAIN: dict[str, Any] = {
    "inst": lambda scene: scene.world.institutes[scene.institute],
    "dn": lambda scene: str(len(scene.world.districts)),
    "pn": lambda scene: str(PEERS),
    "span": lambda scene: _span(scene, 1),
    "term": lambda scene: _span(scene, 3),
    "range": lambda scene: Slot("{}万~{}".format(*scene.world.rates["range"]), "range"),
    "ecity": lambda scene: scene.world.english,
    "plan": lambda scene: Slot(f"{scene.year + 2}年6月", "decoy", other="planned date"),
}


def _span(scene: Scene, years: int) -> Slot:
    first, last = scene.world.rates["months"]
    return Slot(f"{scene.year + 1}年{first}月1日至{scene.year + years}年{last}月30日", "span")


def _of_rate(place: str, world: World, year: int) -> Slot:
    """A round amount paid for technology, or the subsidy that the rate gives for it."""
    paid = world.rates["paid"]
    value = paid if place == "sub.base" else paid * world.rates["sub"] / 100
    digits = f"{value.normalize():f}"
    return Slot(digits, "base" if place == "sub.base" else "product", "sub", year, number=digits)


def _figure(place: str, scene: Scene) -> list[Piece]:
    head, _, form = place.partition("|")
    match = _KEY.fullmatch(head)
    if match is None:
        raise ValueError(f"a template asks for {place!r}, which is no key of the world")
    key, back = _key(match["key"], scene), int(match["back"] or 0)
    year = scene.year + back
    if form:
        name, *arguments = form.split(":")
        made: list[Piece] = _FORMS[name](scene, key, year, [_key(a, scene) for a in arguments])
        return made
    measure = scene.world.measures[key]
    decimals = int(match["decimals"]) if match["decimals"] else measure.decimals
    return [
        level(
            scene.world.value(key, year),
            decimals,
            measure.unit,
            key,
            year,
            form="before" if back else "level",
        )
    ]


def _key(key: str, scene: Scene) -> str:
    if key.startswith("i."):
        return f"i{scene.institute}.{key[2:]}"
    if key.startswith("ht.n") and key[4:].isdigit():
        return f"ht.d{scene.order[int(key[4:]) - 1]}"
    return key


def level(value: Decimal, decimals: int, unit: str, key: str, year: int, *, form: str = "level") -> Slot:
    digits = number(value, decimals)
    return Slot(digits + unit, form, key, year, number=digits, unit=unit)


def _change(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    growth = scene.world.growth(key, year)
    word = "增长" if growth >= 0 else "下降"
    digits = number(abs(growth), 1)
    return [
        Slot(word, "direction", key, year),
        Slot(digits + "%", "growth", key, year, number=digits, unit="%"),
    ]


def _growth(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    digits = number(scene.world.growth(key, year), 1)
    return [Slot(digits + "%", "growth", key, year, number=digits, unit="%")]


def _diff(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    measure = scene.world.measures[key]
    value = scene.world.value(key, year) - scene.world.value(key, year - 1)
    return [level(value, measure.decimals, measure.unit, key, year, form="diff")]


def _share(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    digits = number(scene.world.share(key, arguments[0], year), 1)
    return [Slot(digits + "%", "share", key, year, other=arguments[0], number=digits, unit="%")]


def _intensity(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    ratio = scene.world.value(key, year) / scene.world.value(arguments[0], year) * 100
    digits = number(ratio, 2)
    return [Slot(digits + "%", "share", key, year, other=arguments[0], number=digits, unit="%")]


def _points(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    change = scene.world.share(key, arguments[0], year) - scene.world.share(key, arguments[0], year - 1)
    if not change:
        return ["持平"]  # 占比较上年持平
    digits = number(abs(change), 1)
    unit = "个百分点"
    return [
        "提高" if change > 0 else "下降",
        Slot(digits + unit, "points", key, year, arguments[0], digits, unit),
    ]


def _average(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    of, unit, factor = arguments
    ratio = scene.world.value(key, year) * Decimal(factor) / scene.world.value(of, year)
    digits = number(ratio, 1 if ratio < 1000 else 0)
    return [Slot(digits + unit, "average", key, year, of, digits, unit)]


def _step(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(value.adjusted() - 1)


def _floor(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    value, measure = scene.world.value(key, year), scene.world.measures[key]
    step = _step(value)
    low = (value / step).to_integral_value(ROUND_DOWN) * step
    if low == value:
        low -= step
    return [level(low, 0 if low >= 10 else 1, measure.unit, key, year, form="floor")]


def _hedge(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    value, unit = scene.world.value(key, year), scene.world.measures[key].unit
    counted, wan = unit in CLASSES, ""
    if counted and value >= 10000:
        value, wan = value / 10000, "万"
    step = _step(value)
    high = (value / step).to_integral_value(ROUND_UP) * step
    low = (value / step).to_integral_value(ROUND_DOWN) * step
    if high != value and value >= high * Decimal("0.98"):
        return ["近", _hedged(high, wan + unit, key, year)]
    if low == value:
        low -= step
    if counted:
        return [_hedged(low, f"{wan}余{unit}", key, year)]
    return ["超", _hedged(low, unit, key, year)]


def _hedged(value: Decimal, unit: str, key: str, year: int) -> Slot:
    digits = f"{int(value)}" if value == int(value) else f"{value.normalize():f}"
    return Slot(digits + unit, "hedge", key, year, number=digits, unit=unit)


def _wan(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    value, measure = scene.world.value(key, year), scene.world.measures[key]
    return [level(value / 10000, 2, "万" + measure.unit, key, year)]


def _rank(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    rank = scene.world.ranks[key, year + int(arguments[0] if arguments else 0)]
    return [Slot(f"第{rank}位", "rank", f"rank.{key}", year, number=str(rank), unit="位")]


def _up(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    gained = scene.world.ranks[key, year - 1] - scene.world.ranks[key, year]
    if not gained:
        return ["持平"]
    return ["前移", Slot(f"{gained}位", "places", f"rank.{key}", year, number=str(gained), unit="位")]


_TENTHS = "零一二三四五六七八九"


def _fraction(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    """A share in words: near or above so many tenths; in per cent where neither fits."""
    share = scene.world.value(key, year) / scene.world.value(arguments[0], year) * 10
    whole = int(share)
    if whole >= 1 and share - whole < Decimal("0.4"):
        return ["超", Slot(f"{_TENTHS[whole]}成", "fraction", key, year, arguments[0], _TENTHS[whole])]
    if share < 9 and whole + 1 - share < Decimal("0.25"):
        return [
            "近",
            Slot(f"{_TENTHS[whole + 1]}成", "fraction", key, year, arguments[0], _TENTHS[whole + 1]),
        ]
    return _share(scene, key, year, arguments)


def _times(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    before = max(year + int(arguments[0]), 2019)
    ratio = scene.world.value(key, year) / scene.world.value(key, before)
    digits = number(ratio, 2)
    return [f"{before}年的", Slot(digits + "倍", "times", key, year, str(before), digits, "倍")]


def _top(scene: Scene, _key: str, year: int, _: list[str]) -> list[Piece]:
    """The share of the three leading districts."""
    three = sum(scene.world.value(f"ht.d{i}", year) for i in scene.order[:3])
    digits = number(three / scene.world.value("ht", year) * 100, 1)
    return [Slot(digits + "%", "share", "ht.top", year, other="ht", number=digits, unit="%")]


def _since(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    whole = key.partition(".")[0]
    measure = scene.world.measures[key]
    value = scene.world.value(key, year) - scene.world.value(whole, year - 1)
    return [level(value, measure.decimals, measure.unit, key, year, form="diff")]


def _alike(scene: Scene, key: str, year: int, arguments: list[str]) -> list[Piece]:
    digits, unit = alike(arguments[0], scene.world, key, year)
    return [Slot(digits + unit, "decoy", other=KINDS[arguments[0]], number=digits, unit=unit)]


def _english(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    value, measure = scene.world.value(key, year), scene.world.measures[key]
    digits = f"{value / 10:,.3f}" if measure.unit == "亿元" else f"{value:,.0f}"
    form = "level" if year == scene.year else "before"
    return [Slot(digits, form, key, year, number=digits)]


def _english_difference(scene: Scene, key: str, year: int, _: list[str]) -> list[Piece]:
    digits = f"{scene.world.value(key, year) - scene.world.value(key, year - 1):,.0f}"
    return [Slot(digits, "diff", key, year, number=digits)]


_FORMS: dict[str, Any] = {
    "change": _change, "g": _growth, "diff": _diff, "share": _share, "intensity": _intensity, "pp": _points,
    "avg": _average, "floor": _floor, "hedge": _hedge, "wan": _wan, "rank": _rank, "up": _up, "times": _times,
    "top": _top, "frac": _fraction, "since": _since, "alike": _alike, "en": _english,
    "endiff": _english_difference,
}  # fmt: skip


def _of_list(name: str, scene: Scene) -> Slot:
    key, _, form = name.partition("|")
    things = scene.world.lists[key, scene.year]
    if form == "n":
        return Slot(f"{len(things)}", "stated", key, scene.year, number=str(len(things)))
    if form == "one":
        return Slot(things[0], "name", key, scene.year)
    return Slot("、".join(things), "listed", key, scene.year)


_EVENT_FORMS = {**dict.fromkeys(("date", "md", "m", "ym", "wd"), "date"), "began": "began", "area": "area"}


def _of_event(what: str, scene: Scene) -> Slot:
    event = scene.event
    assert event is not None
    day = event.day
    key = f"event.{event.name}"
    texts = {
        "date": f"{day.year}年{day.month}月{day.day}日",
        "md": f"{day.month}月{day.day}日",
        "m": f"{day.month}月",
        "ym": f"{day.year}年{day.month}月",
        "wd": f"{day.year}年{day.month}月{day.day}日（星期{_WEEK[day.weekday()]}）",
        "amount": f"{event.amount}亿元",
        "area": f"{event.area}万平方米",
        "began": f"{event.began.year}年{event.began.month}月",
        "count": f"{event.count}",
        "other": f"{event.other}",
    }
    if what == "sibling":  # “玄鹤”KQ-203 has a successor “玄鹤”KQ-204
        stem, digits = event.name[:-3], event.name[-3:]
        return Slot(f"{stem}{int(digits) + 1}", "decoy", other="another product of the series")
    if what in texts:
        digits = {"amount": str(event.amount), "count": str(event.count), "other": str(event.other)}.get(
            what, ""
        )
        unit = "亿元" if what == "amount" else ""
        form = _EVENT_FORMS.get(what, "event")
        return Slot(texts[what], form, key, day.year, what, digits, unit)
    return Slot(str(getattr(event, what)), "first" if what == "first" else "name", key, day.year, what)

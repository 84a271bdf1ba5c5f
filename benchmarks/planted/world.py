"""A city of figures that agree with each other: levels by key and year, and the things that happened."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

FIRST, LAST = 2019, 2023  # reports are written of FIRST+1 … LAST; FIRST is the year before
YEARS = range(FIRST, LAST + 1)
HERE = Path(__file__).parent
_DISTRICTS = 6
PEERS = 13  # cities that are ranked together


@dataclass(frozen=True)
class Measure:
    name: str
    unit: str
    decimals: int


@dataclass(frozen=True)
class Event:
    """Something that happened; told in more than one document."""

    kind: str
    day: date
    org: str
    name: str
    what: str
    unit: str
    amount: Decimal  # 亿元
    count: int
    other: int
    first: str  # the primacy it claims
    place: str
    area: Decimal  # 万平方米
    began: date


@dataclass
class World:
    """``value(key, year)`` is exact; whatever a document prints is computed from it."""

    name: str
    english: str
    districts: list[str]
    institutes: list[str]
    measures: dict[str, Measure]
    values: dict[tuple[str, int], Decimal]
    ranks: dict[tuple[str, int], int]
    events: dict[int, list[Event]]
    lists: dict[tuple[str, int], list[str]]
    firms: list[str]
    rates: dict[str, Any] = field(default_factory=dict)

    def value(self, key: str, year: int) -> Decimal:
        return self.values[key, year]

    def growth(self, key: str, year: int) -> Decimal:
        """Per cent on the year before, to one decimal."""
        return rounded((self.values[key, year] / self.values[key, year - 1] - 1) * 100, 1)

    def share(self, part: str, whole: str, year: int) -> Decimal:
        return rounded(self.values[part, year] / self.values[whole, year] * 100, 1)


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@cache
def data(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def world(seed: int, number: int) -> World:
    """City `number` of the country of `seed`; the same every time."""
    random = Random(f"{seed}/{number}")
    names = data("names.yaml")
    city = names["cities"][number % len(names["cities"])]
    fields = random.sample(names["fields"], 2)
    made = World(
        name=city,
        english=names["english"][number % len(names["cities"])],
        districts=_districts(number, names),
        institutes=[f"{city}{one}研究院" for one in fields],
        measures={},
        values={},
        ranks={},
        events={},
        lists={},
        firms=_firms(random, names),
    )
    _figures(made, random)
    _ranks(made, random)
    _happenings(made, random, names)
    made.rates = {
        "sub": Decimal(random.choice((10, 15, 20, 30))),
        "cap": Decimal(random.choice((100, 150, 200, 300))),
        "tax": Decimal(25),
        "range": random.choice(((3, 5), (20, 50), (10, 30), (5, 8))),
        "months": random.choice(((2, 6), (3, 9), (4, 11))),
        "paid": Decimal(random.choice((120, 160, 240, 280, 320))),
    }
    return made


def _districts(number: int, names: Any) -> list[str]:
    heads, tails = names["heads"], names["tails"]
    places = range(number * _DISTRICTS, (number + 1) * _DISTRICTS)
    return [heads[i % len(heads)] + tails[(i + i // len(heads)) % len(tails)] for i in places]


def _firms(random: Random, names: Any) -> list[str]:
    return [f + random.choice(names["trades"]) for f in random.sample(names["firms"], len(names["firms"]))]


def _figures(made: World, random: Random) -> None:
    groups = data("measures.yaml")
    for key, spec in {**groups["flows"], **groups["cumulative"]}.items():
        _level(made, random, key, spec)
    for key, spec in groups["parts"].items():
        _level(made, random, key, spec)
        _split(made, random, key, spec[7])
    weights = {f"ht.d{i}": random.uniform(6, 30) for i in range(_DISTRICTS)}
    _level(made, random, "ht", groups["districts"]["ht"])
    _split(made, random, "ht", weights)
    for key, (whole, low, high, name, unit, decimals) in groups["within"].items():
        made.measures[key] = Measure(name, unit, decimals)
        share = random.uniform(low, high)
        for year in YEARS:
            share = min(max(share + random.uniform(-1, 1) * (high - low) / 6, low), high)
            made.values[key, year] = _of(made.values[whole, year], share, decimals)
    for year in YEARS[1:]:  # certificates last three years: more are new than the number grows by
        grown = made.values["ht", year] - made.values["ht", year - 1]
        made.values["ht.new", year] = grown + rounded(made.values["ht", year - 1] / 3, 0)
    for number in range(len(made.institutes)):
        for key, spec in groups["institute"].items():
            if isinstance(spec[0], str) and len(spec) == 3:
                continue
            _level(made, random, f"i{number}.{key}", spec)
        made.measures[f"i{number}.phd"] = Measure("具有博士学位人员", "人", 0)
        for year in YEARS:
            share = random.uniform(*groups["institute"]["phd"][1:])
            made.values[f"i{number}.phd", year] = _of(made.values[f"i{number}.staff", year], share, 0)
    made.measures["pop"] = Measure("常住人口", "万人", 1)
    made.measures["ded.t"] = Measure("减免所得税额", "亿元", 2)
    made.measures["g5.sep"] = made.measures["g5"]
    made.measures["star.jun"] = made.measures["star"]
    people = Decimal(random.randint(3200, 9900)) / 10
    for year in YEARS:
        made.values["pop", year] = people
        people = rounded(people * Decimal(str(random.uniform(1.002, 1.012))), 1)
        made.values["ded.t", year] = rounded(made.values["ded.v", year] / 4, 2)
        if year > FIRST:
            for key, of, done in (("g5.sep", "g5", 0.7), ("star.jun", "star", 0.5)):
                before, after = made.values[of, year - 1], made.values[of, year]
                made.values[key, year] = before + rounded((after - before) * Decimal(str(done)), 0)


# the first year's level as a part of another's, where a reader would know what is plausible
_COUPLED = {"rd": ("gdp", 0.024, 0.052), "gov.st": ("gov", 0.03, 0.08), "papers.hi": ("papers", 0.014, 0.03),
            "ind": ("ind.all", 0.21, 0.39)}  # fmt: skip


def _of(whole: Decimal, share: float, decimals: int) -> Decimal:
    return rounded(whole * Decimal(str(share)) / 100, decimals)


def _level(made: World, random: Random, key: str, spec: list[Any]) -> None:
    name, unit, decimals, low, high, slow, fast = spec[:7]
    made.measures[key] = Measure(name, unit, decimals)
    level = random.uniform(low, high)
    if key in _COUPLED:
        of, least, most = _COUPLED[key]
        level = float(made.values[of, FIRST]) * random.uniform(least, most)
    for year in YEARS:
        value = rounded(Decimal(str(level)), decimals)
        before = made.values.get((key, year - 1))
        if before is not None and value <= before and slow > 0:
            value = before + Decimal(1).scaleb(-decimals)
        if decimals == 0 and value > 100 and value % 10 == 0:
            value += 3  # round numbers would read as rounded
        made.values[key, year] = value
        level = float(value) * (1 + random.uniform(slow, fast) / 100)


def _split(made: World, random: Random, key: str, weights: dict[str, float]) -> None:
    whole = made.measures[key]
    texture = {part: random.uniform(0.85, 1.15) * weight for part, weight in weights.items()}
    for part in weights:
        made.measures[part] = Measure("", whole.unit, whole.decimals)
    for year in YEARS:
        texture = {part: weight * random.uniform(0.97, 1.03) for part, weight in texture.items()}
        left = made.values[key, year]
        for part in list(weights)[:-1]:
            share = Decimal(str(texture[part] / sum(texture.values())))
            made.values[part, year] = rounded(made.values[key, year] * share, whole.decimals)
            left -= made.values[part, year]
        made.values[list(weights)[-1], year] = left


def _ranks(made: World, random: Random) -> None:
    for key in ("tc.v", "rd", "ht", "pat.valid", "idx", "uni"):
        rank = random.randint(4, 9)
        for year in YEARS:
            made.ranks[key, year] = rank
            rank = max(rank - random.choice((0, 1, 1, 2)), 2)


def _happenings(made: World, random: Random, names: Any) -> None:
    pools = {key: random.sample(names[key], len(names[key])) for key in (*_POOL.values(), "things", "labs")}
    firms = list(made.firms)
    used: set[date] = set()
    for year in range(FIRST + 1, LAST + 1):
        made.events[year] = []
        for kind in ("product", "product", "facility", "meeting", "work"):
            if not pools[_POOL[kind]]:
                continue
            made.events[year].append(_event(made, random, kind, pools, firms, _day(random, year, used)))
        made.lists["labs", year] = [f"{pools['labs'].pop()}重点实验室" for _ in range(random.choice((3, 4)))]
        made.lists["firms", year] = random.sample(made.firms, random.choice((3, 4, 5)))
        made.lists["districts", year] = random.sample(made.districts, random.choice((3, 4)))


_POOL = {"product": "products", "facility": "facilities", "meeting": "meetings", "work": "works"}


def _day(random: Random, year: int, used: set[date]) -> date:
    while True:
        day = date(year, 1, 8) + timedelta(days=random.randint(0, 340))
        if day.day > 1 and day not in used and day.month not in {d.month for d in used if d.year == year}:
            used.add(day)
            return day


def _event(made: World, random: Random, kind: str, pools: Any, firms: list[str], day: date) -> Event:
    thing, unit = pools["things"].pop() if kind == "product" and pools["things"] else ("", "")
    name = pools[_POOL[kind]].pop()
    code = f"{random.choice('KTRXVZ')}{random.choice('QSGHM')}-{random.randint(2, 9)}0{random.randint(1, 9)}"
    return Event(
        kind=kind,
        day=day,
        org=firms.pop() if kind == "product" and firms else random.choice(made.institutes),
        name=f"“{name}”{code}" if kind == "product" else f"{made.name}{'市' if kind == 'work' else ''}{name}",
        what=thing,
        unit=unit,
        amount=Decimal(random.randint(31, 290)) / 10,
        count=random.randint(112, 986),
        other=random.randint(11, 46),
        first=random.choice(("全国首个", "国内首个", "全省首个")),
        place=random.choice(made.districts) + "区",
        area=Decimal(random.randint(12, 96)) / 10,
        began=day - timedelta(days=random.randint(400, 900)),
    )

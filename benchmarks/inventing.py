"""Documents of an invented world: reports of places that read alike, with the facts in them.

A document is the yearly report of a place: sentences with levels, growths and shares of well-known
indicators and of measures of its own, sentences that tell an event, and names. The figures come from one
world in which a measure of a place moves from year to year, so that reports of later years repeat what
earlier ones say; a few in a thousand are slips.
"""

import math
import random
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

from kejian.linking.indicators import Indicator, indicators
from kejian.linking.regions import regions
from kejian.model import (
    About,
    Aspect,
    Block,
    BlockKind,
    Bytes,
    Document,
    Entity,
    EntityType,
    Facts,
    Figure,
    Mention,
    MentionKind,
    Milestone,
    Passage,
    Role,
    Segment,
)

_YEARS = range(2005, 2025)
_FIELDS = (
    "集成电路",
    "生物医药",
    "人工智能",
    "新能源",
    "新材料",
    "航空航天",
    "海洋装备",
    "智能网联",
    "工业软件",
    "种业",
    "光电子",
    "量子信息",
)
_NOUNS = (
    "企业营业收入",
    "企业数",
    "从业人员",
    "专利授权",
    "投资额",
    "项目数",
    "产值",
    "出口额",
    "实验室",
    "检测机构",
    "人才",
    "融资额",
)
_UNITS = {"收入": "CNY", "额": "CNY", "产值": "CNY", "人员": "人", "人才": "人", "专利授权": "件"}
_FIRST = "云砚澜锦沧岚青朔桐汐芷栎霁穹笙隽泓翎澍昀"
_LAST = "湖州城川陵江安宁原海台浦阳泉溪桥"
_VERBS = ("发布", "建成", "启动", "投用", "获批")
_NAMED = ("星", "芯", "舟", "图", "谷", "擎", "岳", "衡")


class _Text:
    """A text in the making, and the facts in it."""

    def __init__(self, name: str) -> None:
        self.name, self.lines, self.length = name, [], 0
        self.figures: list[dict[str, Any]] = []
        self.milestones: list[dict[str, Any]] = []
        self.entities: dict[str, tuple[EntityType, list[tuple[int, int]], tuple[int, int]]] = {}

    def line(self, text: str) -> int:
        """Add a paragraph of one sentence; returns where it starts."""
        start = self.length
        self.lines.append(text)
        self.length += len(text) + 1
        return start


def documents(
    count: int, statements: int, *, seed: int = 1, first: int = 0
) -> Iterator[tuple[Document, Facts]]:
    """Invented documents with their facts, from the number ``first`` on."""
    each = max(statements // count, 10)
    for number in range(first, count):
        yield document(number, each, seed)


def _places(number: int) -> tuple[str, int]:
    """The place and the year of a document."""
    every = [one.name for one in regions()]
    which, year = divmod(number, len(_YEARS))
    if which < len(every):
        return every[which], _YEARS[year]
    first, rest = divmod(which, len(_LAST))
    return f"{_FIRST[first // 20 % 20]}{_FIRST[first % 20]}{_LAST[rest]}市", _YEARS[year]


def document(number: int, each: int, seed: int) -> tuple[Document, Facts]:
    """The document of a number, with about ``each`` facts; the same every time."""
    place, year = _places(number)
    draw = random.Random(f"{seed}|{number}")
    text = _Text(f"{place}-{year}")
    title = f"{place}科技创新年报（{year}）"
    text.line(title)
    wanted = {"figures": each * 80 // 100, "milestones": each * 6 // 100}
    known, own = list(indicators().values()), _own(place, seed)
    chosen = draw.sample(known, min(len(known), each * 35 // 100)) + draw.sample(
        own, min(len(own), each * 20 // 100)
    )
    draw.shuffle(chosen)
    at = 0
    while len(text.figures) < wanted["figures"]:
        _figures(text, draw, place, chosen[at % len(chosen)], year - at // len(chosen), seed)
        at += 1
    del text.figures[wanted["figures"] :]
    for _ in range(wanted["milestones"]):
        _milestone(text, draw, place, year, seed)
    while len(text.figures) + len(text.milestones) + len(text.entities) < each:
        _naming(text, draw, place, seed)
    return _finished(text, place, year, title, number)


def _own(place: str, seed: int) -> list[Indicator]:
    """Measures that are in no vocabulary, some of which a place reports every year."""
    draw = random.Random(f"{seed}|{place}|own")
    found = []
    for field in draw.sample(_FIELDS, 6):
        for noun in draw.sample(_NOUNS, 8):
            unit = next((unit for end, unit in _UNITS.items() if noun.endswith(end)), "家")
            found.append(
                Indicator(
                    code=field + noun, zh=field + noun, en="", unit=unit, kind="flow", says="-", says_en="-"
                )
            )
    return found


def _value(place: str, one: Indicator, year: int, seed: int) -> Decimal:
    """What is true of a place in a year, with the digits that are printed."""
    draw = random.Random(f"{seed}|{place}|{one.code}")
    size = math.exp(draw.gauss(0, 1.2))
    growth = draw.uniform(0.01, 0.16)
    wobble = random.Random(f"{seed}|{place}|{one.code}|{year}").uniform(-0.03, 0.03)
    raw = size * math.exp(growth * (year - 2004) + wobble)
    if one.unit == "1":
        return Decimal(round(min(raw, 20) * 4, 2)).quantize(Decimal("0.01")) / 100
    if one.kind == "rank":
        return Decimal(max(1, round(30 / (1 + raw))))
    if one.unit == "CNY":
        return Decimal(round(raw * 20, 2)).quantize(Decimal("0.01")) * 10**8
    return Decimal(round(raw * 300) + 1)


def _printed(value: Decimal, unit: str) -> str:
    if unit == "1":
        return f"{(value * 100).normalize():f}%"
    if unit == "CNY":
        return f"{(value / 10**8).normalize():f}亿元"
    return f"{value:f}{unit}"


def _figures(text: _Text, draw: random.Random, place: str, one: Indicator, year: int, seed: int) -> None:
    """A sentence with a level, and often a growth."""
    value = _value(place, one, year, seed)
    if draw.random() < 0.003:
        value *= 10  # a slip
    before = _value(place, one, year - 1, seed)
    subject = place if draw.random() < 0.7 else "全市"
    unit = "rank" if one.kind == "rank" else one.unit
    surface = f"第{value}位" if unit == "rank" else _printed(value, unit)
    head = f"{year}年，{subject}{one.zh}"
    verb = draw.choice(("达", "为", "实现", "达到"))
    growth = None
    sentence = head + verb + surface
    if one.kind in ("flow", "stock") and draw.random() < 0.45 and before:
        growth = (value / before - 1).quantize(Decimal("0.001"))
        sentence += f"，比上年{'增长' if growth >= 0 else '下降'}{abs(growth * 100).normalize():f}%"
    sentence += "。"
    start = text.line(sentence)
    common = {
        "sentence": (start, start + len(sentence)),
        "measure": one.zh,
        "subject": subject,
        "period": str(year),
    }
    at = start + len(head) + len(verb)
    aspect = {"ratio": Aspect.SHARE, "rank": Aspect.RANK}.get(one.kind, Aspect.LEVEL)
    if one.kind == "ratio" and unit != "1":
        aspect = Aspect.LEVEL
    text.figures.append(
        common | {"span": (at, at + len(surface)), "value": value, "unit": unit, "aspect": aspect}
    )
    if growth is not None:
        printed = f"{abs(growth * 100).normalize():f}%"
        begin = start + sentence.rindex(printed)
        text.figures.append(
            common
            | {
                "span": (begin, begin + len(printed)),
                "value": growth,
                "unit": "1",
                "aspect": Aspect.GROWTH,
                "base": str(year - 1),
            }
        )


def _organisation(draw: random.Random, place: str) -> str:
    field, number = draw.choice(_FIELDS), draw.randrange(12)
    short = place.removesuffix("市")
    if number < 5:
        core = _FIRST[number] + _NAMED[draw.randrange(len(_NAMED))]
        return f"{short}{core}{field[:2]}{draw.choice(('科技有限公司', '股份有限公司', '科技'))}"
    return f"{short}{field}{draw.choice(('研究院', '创新中心', '实验室', '产业联盟'))}"


def _add(text: _Text, name: str, kind: EntityType, at: int, sentence: tuple[int, int]) -> None:
    span = (at, at + len(name))
    if name in text.entities:
        text.entities[name][1].append(span)
    else:
        text.entities[name] = (kind, [span], sentence)


def _milestone(text: _Text, draw: random.Random, place: str, year: int, seed: int) -> None:
    actor = _organisation(draw, place)
    thing = f"“{draw.choice(_FIRST)}{draw.choice(_NAMED)}{draw.randint(1, 9)}号”"
    month, verb = draw.randint(1, 12), draw.choice(_VERBS)
    head = f"{year}年{month}月，"
    sentence = f"{head}{actor}{verb}{thing}。"
    start = text.line(sentence)
    span = (start, start + len(sentence))
    _add(text, actor, EntityType.ORGANISATION, start + len(head), span)
    name = thing.strip("“”")
    _add(text, name, EntityType.PRODUCT, start + sentence.index(name), span)
    text.milestones.append(
        {
            "span": span,
            "date": f"{year}-{month:02d}",
            "actor": (actor,),
            "action": verb,
            "object": name,
            "domain": "governance",
        }
    )


def _naming(text: _Text, draw: random.Random, place: str, seed: int) -> None:
    one, other = _organisation(draw, place), _organisation(draw, place)
    sentence = f"{one}与{other}开展合作。"
    start = text.line(sentence)
    span = (start, start + len(sentence))
    _add(text, one, EntityType.ORGANISATION, start, span)
    if other != one:
        _add(text, other, EntityType.ORGANISATION, start + len(one) + 1, span)


def _finished(text: _Text, place: str, year: int, title: str, number: int) -> tuple[Document, Facts]:
    whole = "\n".join(text.lines)
    blocks, at = [], 0
    for line in text.lines:
        kind = BlockKind.PARAGRAPH if at else BlockKind.HEADING
        blocks.append(Block(kind=kind, start=at, end=at + len(line), level=0 if at else 1))
        at += len(line) + 1
    data = whole.encode()
    about = About(
        title=title,
        genre="yearly report",
        report_year=year,
        published=f"{year + 1}-0{1 + number % 9}",
        publisher=f"{place}科学技术局",
    )
    document = Document(
        name=text.name,
        source=f"{text.name}.md",
        sha256=sha256(f"{number}\n{whole}".encode()).hexdigest(),
        format="markdown",
        text=whole,
        blocks=tuple(blocks),
        segments=(Segment(start=0, end=len(whole), place=Bytes(start=0, end=len(data))),),
        encoding="utf-8",
        about=about,
    )

    def passage(span: tuple[int, int]) -> Passage:
        return document.passage(*span)

    figures = [_figure(one, whole, passage) for one in text.figures]
    milestones = [
        Milestone(passage=passage(one["span"]), sentence=passage(one["span"]), **{
            name: one[name] for name in ("date", "actor", "action", "object", "domain")
        })
        for one in text.milestones
    ]  # fmt: skip
    entities = [
        Entity(
            passage=passage(spans[0]),
            sentence=passage(sentence),
            name=name,
            aliases=(),
            type=kind,
            mentions=tuple(spans),
        )
        for name, (kind, spans, sentence) in text.entities.items()
    ]
    return document, Facts(
        document=text.name,
        about=about,
        figures=tuple(figures),
        milestones=tuple(milestones),
        entities=tuple(entities),
    )


def _figure(one: dict[str, Any], whole: str, passage: Any) -> Figure:
    start, end = one["span"]
    value, unit = one["value"], one["unit"]
    step = {"CNY": Decimal(500_000), "1": Decimal("0.0005")}.get(unit, Decimal(0))
    low, high = value - step, value + step
    mention = Mention(
        start=start,
        end=end,
        surface=whole[start:end],
        kind={"CNY": MentionKind.MONEY, "1": MentionKind.SHARE, "rank": MentionKind.RANK}.get(
            unit, MentionKind.QUANTITY
        ),
        value=abs(value),
        unit=unit,
        lower=abs(value) - step,
        upper=abs(value) + step,
    )
    return Figure(
        passage=passage((start, end)),
        sentence=passage(one["sentence"]),
        mention=mention,
        role=Role.OBSERVATION,
        value=value,
        unit=unit,
        aspect=one["aspect"],
        measure=one["measure"],
        subject=one["subject"],
        period=one["period"],
        base=one.get("base"),
        lower=low,
        upper=high,
    )

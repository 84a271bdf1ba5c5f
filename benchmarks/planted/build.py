"""The documents of a city: each genre is put together from the sentences of a template set."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from .fill import Scene, fill, level
from .plant import LEVELS
from .source import Block, Doc, Piece, Slot
from .world import Event, World, data

FORMS = ("md", "docx", "txt", "pdf", "md", "html", "txt", "docx", "md", "pdf", "txt", "html")
_TOPICS = (
    "market",
    "funds",
    "patents",
    "firms",
    "carriers",
    "labs",
    "people",
    "finance",
    "industry",
    "openness",
)
_SECTIONS = {*_TOPICS, "district", "institute", "policy"}
_ASIDES = 3  # in a document
_DIGITS = "一二三四五六七八九十"
_EARLY = re.compile(r"\{([a-z.]+)\|alike:early\}")
_DATES = re.compile(r"\{e\.(?:date|md|m|ym|wd)\}")
_HEADS = {
    "level": "{y}年",
    "before": "{y-1}年",
    "before2": "{y-2}年",
    "growth": "增长（%）",
    "share": "占比（%）",
    "name": "指标",
    "unit": "单位",
    "rank": "位次",
}


class Writer:
    """Puts the blocks of one document together."""

    def __init__(self, templates: Any, scene: Scene, random: Random) -> None:
        self.templates, self.scene, self.random = templates, scene, random
        self.blocks: list[Block] = []
        self.fillers = random.sample(templates["fillers"], len(templates["fillers"]))
        self.style = random.choice(("一、", "1.", "none"))

    def add(self, kind: str, template: str, *, depth: int = 0, topic: str = "") -> None:
        self.blocks.append(Block(kind, fill(template, self.scene), depth, topic=topic))

    def frame(self, title: str, number: int) -> None:
        """A heading that every document of the genre has; a set may call it otherwise (`frames`)."""
        others = self.templates.get("frames", {}).get(title)
        self.head(self.pick(others) if others else title, number)

    def head(self, title: str, number: int, *, depth: int = 2, numbered: bool = True) -> None:
        mark = (
            {"一、": f"{_DIGITS[number - 1]}、", "1.": f"{number}. ", "none": ""}[self.style]
            if numbered
            else ""
        )
        self.add("heading", mark + title, depth=depth)

    def pick(self, options: list[Any]) -> Any:
        return self.random.choice(options)

    def paragraph(self, positions: list[list[str]], topic: str) -> None:
        text = "".join(self.pick(options) for options in positions)
        self.add("para", text, topic=topic)

    def topic(self, name: str, voice: str) -> None:
        paragraphs = self.templates["topics"][name][voice]["paras"]
        for one in paragraphs:
            self.paragraph(one, name)
        if voice != "bulletin":
            self.filler()

    def filler(self) -> None:
        """Words without figures, as reports have them; none stands twice in a document."""
        if not self.fillers:
            return
        chosen = [self.fillers.pop() for _ in range(min(self.random.randint(1, 2), len(self.fillers)))]
        self.add("para", "".join(chosen))

    def card(self, name: str) -> None:
        cards = self.templates["topics"][name]["report"].get("cards", [])
        if cards:
            figure, _, label = self.pick(cards).partition("/")
            self.add("card", figure)
            self.add("card", label)

    def items(self, name: str) -> None:
        for one in self.templates["topics"][name]["report"].get("items", []):
            self.add("item", one, topic=name)

    def events(self, count: int, *, kind: str = "item") -> None:
        """One way of writing dates in a list; an article of the year after gives the year."""
        chosen = self.scene.world.events[self.scene.year][:count]
        style = "{e.date}" if kind == "para" else self.pick(["{e.date}", "{e.md}", "{e.m}"])
        for event in sorted(chosen, key=lambda e: e.day):
            self.scene.event = event
            template = _DATES.sub(style, self.pick(self.templates["events"][event.kind]))
            weekday = kind == "para" and self.random.random() < 0.5
            self.add(kind, template.replace("{e.date}", "{e.wd}") if weekday else template, topic="event")
        self.scene.event = None

    def asides(self, genre: str, random: Random) -> None:
        """Sentences that stand between the others, chosen apart so that the others stay what they are."""
        pools = self.templates.get("asides", {})
        stated = {s.key for b in self.blocks for s in b.slots() if s.form in LEVELS}
        pool = [t for t in (*pools.get("any", []), *pools.get(genre, [])) if self._fits(t, stated)]
        for template in random.sample(pool, min(_ASIDES, len(pool))):
            after = [i for i, b in enumerate(self.blocks) if b.topic in _SECTIONS and b.kind == "para"]
            if after:
                self.scene.event = self._told(template)
                block = Block("para", fill(template, self.scene), topic="aside")
                self.blocks.insert(random.choice(after) + 1, block)
        self.scene.event = None

    def _fits(self, template: str, stated: set[str]) -> bool:
        """A preliminary figure stands beside the final one only if its sentence says which is which."""
        alone = [key for key in _EARLY.findall(template) if f"{{{key}}}" not in template]
        return not stated.intersection(alone) and ("{e." not in template or self._told(template) is not None)

    def _told(self, template: str) -> Event | None:
        kind = "product" if "{e.sibling}" in template or "{e.what}" in template else "meeting"
        return next((e for e in self.scene.world.events[self.scene.year] if e.kind == kind), None)

    def bullets(self) -> None:
        intro, *items = self.pick(self.templates["bullets"])
        self.add("para", intro, topic="bullets")
        for one in items:
            self.add("item", one, topic="bullets")

    def table(self, spec: Any, number: int) -> None:
        unit = f"（单位：{spec['unit']}）" if spec["unit"] else ""
        self.add("caption", f"表{number}　{spec['caption']}{unit}")
        heads = {**_HEADS, **self.templates.get("columns", {})}
        self.blocks.append(Block("table", rows=table_rows(spec, self.scene, heads), topic="table"))


def table_rows(spec: Any, scene: Scene, heads: dict[str, str]) -> list[list[list[Piece]]]:
    columns = spec["columns"]
    rows: list[list[list[Piece]]] = [[fill(heads[c], scene) for c in columns]]
    if spec.get("districts"):
        named = [(scene.world.districts[i] + "区", f"ht.d{i}") for i in scene.order]
    else:
        named = [(n, k) for n, k in spec["rows"]]
    total = spec.get("total")
    for place, (name, key) in enumerate(named, start=1):
        rows.append([_cell(c, name, key, total, scene, place) for c in columns])
    if total:
        rows.append([_cell(c, total[0], total[1], total, scene, 0) for c in columns])
    return rows


def _cell(column: str, name: str, key: str, total: Any, scene: Scene, place: int) -> list[Piece]:
    world, year = scene.world, scene.year
    measure = world.measures[key]
    if column == "name":
        return [name]
    if column == "unit":
        return [measure.unit]
    if column == "rank":
        return [Slot(str(place), "cell.rank", key, year, number=str(place))] if place else ["—"]
    if column == "share":
        digits = f"{world.share(key, total[1], year)}"
        return [Slot(digits, "cell.share", key, year, total[1], digits)]
    if column == "growth":
        digits = f"{world.growth(key, year)}"
        return [Slot(digits, "cell.growth", key, year, number=digits)]
    back = {"before": -1, "before2": -2}.get(column, 0)
    form = "cell.before" if back else "cell"
    if total and key == total[1]:
        form += ".total"
    return [level(world.value(key, year + back), measure.decimals, "", key, year + back, form=form)]


def _yearly(writer: Writer) -> None:
    random, templates = writer.random, writer.templates
    topics = random.sample(_TOPICS, 7)
    writer.frame("综述", 1)
    writer.add("para", writer.pick(templates["leads"]["yearly"]) + writer.pick(templates["ranks"]))
    for one in topics[:2]:
        writer.card(one)
    for number, one in enumerate(topics[:5], start=2):
        writer.head(writer.pick(templates["topics"][one]["report"]["heads"]), number)
        writer.topic(one, "report")
        if number == 3:
            writer.add("para", writer.pick(templates["lists"]))
    writer.frame("重要事件", 7)
    writer.events(5)
    writer.frame("主要数据一览", 8)
    for one in (*topics[2:4], *topics[5:7]):
        writer.items(one)
    writer.table(writer.pick(templates["tables"]), 1)
    writer.add("note", writer.pick(templates["notes"]))


def _bulletin(writer: Writer) -> None:
    random, templates = writer.random, writer.templates
    topics = random.sample(_TOPICS, 7)
    writer.style = "一、"
    writer.add("para", writer.pick(templates["leads"]["bulletin"]))
    for number, one in enumerate(topics, start=1):
        writer.head(writer.pick(templates["topics"][one]["bulletin"]["heads"]), number)
        writer.topic(one, "bulletin")
    writer.frame("统计表", len(topics) + 1)
    for number, spec in enumerate(random.sample(templates["tables"], 3), start=1):
        writer.table(spec, number)
    for note in templates["notes"]:
        writer.add("note", note)


def _press(writer: Writer) -> None:
    random, templates = writer.random, writer.templates
    writer.add("para", writer.pick(templates["leads"]["press"]))
    for one in random.sample(_TOPICS, 6):
        writer.topic(one, "press")
    writer.events(4, kind="para")
    writer.add("para", writer.pick(templates["lists"]))
    writer.add("para", writer.pick(templates["ranks"]))


def _midyear(writer: Writer) -> None:
    _press(writer)
    now = Writer(writer.templates, Scene(writer.scene.world, writer.scene.year + 1), writer.random)
    for one in writer.templates["halfyear"]:
        now.add("para", one, topic="halfyear")
    writer.blocks[-2:-2] = now.blocks


def _district(writer: Writer) -> None:
    templates = writer.templates
    writer.add("para", writer.pick(templates["leads"]["district"]))
    writer.head(writer.pick(templates["topics"]["district"]["report"]["heads"]), 1)
    writer.topic("district", "report")
    writer.frame("全市对照", 2)
    for one in writer.random.sample(_TOPICS, 2):
        writer.items(one)
    writer.table(next(t for t in templates["tables"] if t.get("districts")), 1)
    writer.frame("重点工作", 3)
    for one in writer.random.sample(templates["lists"], 3):
        writer.add("para", one)
    writer.bullets()


def _institute(writer: Writer) -> None:
    templates = writer.templates
    writer.add("para", writer.pick(templates["leads"]["institute"]))
    writer.head(writer.pick(templates["topics"]["institute"]["report"]["heads"]), 1)
    writer.topic("institute", "report")
    writer.frame("重要活动", 2)
    writer.events(5)


def _policy(writer: Writer) -> None:
    templates = writer.templates
    writer.add("para", writer.pick(templates["leads"]["policy"]))
    writer.frame("年度工作情况", 1)
    for one in writer.random.sample(_TOPICS, 3):
        writer.topic(one, "report")
    for one in writer.random.sample(templates["lists"], 2):
        writer.add("para", one)
    writer.frame("政策要点", 2)
    writer.topic("policy", "report")
    writer.add("para", writer.pick(templates["ranges"]) + writer.pick(templates["spans"]))
    writer.bullets()
    writer.frame("重要活动", 3)
    writer.events(5)


def _english(writer: Writer) -> None:
    for one in writer.templates["english"]:
        writer.add("para", one)


# genre, how it is written, title, year reported on, months until it is published, publisher
_PLAN: tuple[tuple[str, Callable[[Writer], None], str, int, str, str], ...] = (
    ("yearly report", _yearly, "{cc}科技创新年度报告（{y}）", 2021, "{y+1}-04-20", "科学技术局"),
    ("yearly report", _yearly, "{y}{city}科技进步报告", 2022, "{y+1}-04-18", "科学技术局"),
    ("yearly report", _yearly, "{cc}科技创新年度报告（{y}）", 2023, "{y+1}-04-22", "科学技术局"),
    ("statistical bulletin", _bulletin, "{y}年{cc}科技统计公报", 2022, "{y+1}-03-28", "统计局"),
    ("statistical bulletin", _bulletin, "{cc}{y}年科技创新统计公报", 2023, "{y+1}-03-26", "统计局"),
    ("press article", _press, "向新而行——{city}科技创新一线观察", 2022, "{y+1}-02-16", "日报"),
    ("press article", _midyear, "潮涌{city}：一座城市的创新年中账", 2022, "{y+1}-10-20", "日报"),
    ("district report", _district, "{d1}科技创新工作报告（{y}）", 2023, "{y+1}-03-15", "科学技术委员会"),
    ("institute report", _institute, "{inst}{y}年年度报告", 2022, "{y+1}-03-02", "研究院"),
    ("institute report", _institute, "{inst}年度报告（{y}）", 2023, "{y+1}-03-05", "研究院"),
    ("work summary and policy", _policy, "{cc}{y}年科技工作总结与政策要点", 2023, "{y+1}-01-28", "科技局"),
    ("english brief", _english, "{ecity} Science in {y}", 2022, "{y+1}-05-06", "Science Office"),
)  # fmt: skip
GENRES = tuple(dict.fromkeys(genre for genre, *_ in _PLAN))


def documents(made: World, *, city: int, seed: int, templates: str = "templates_a.yaml") -> list[Doc]:
    """All documents of a city. The English brief is written by every third."""
    found = []
    for index, (genre, write, title, year, published, publisher) in enumerate(_PLAN):
        if genre == "english brief" and city % 3:
            continue
        random = Random(f"{seed}/{city}/{index}/{templates}")
        scene = Scene(made, year)
        writer = Writer(data(templates), scene, random)
        write(writer)
        writer.asides(genre, Random(f"asides/{seed}/{city}/{index}"))
        titles = writer.templates.get("titles", {}).get(genre, [title])
        heading = Block("heading", fill(titles[(city + index) % len(titles)], scene), 1)
        found.append(
            Doc(
                name=f"c{city:02}-{index:02}",
                title=heading.text,
                genre=genre,
                city=city,
                year=year,
                published=Block("", fill(published, scene)).text,
                publisher=made.name + publisher,
                form=FORMS[(index + 5 * city) % len(FORMS)],
                blocks=[heading, *writer.blocks],
            )
        )
    return found

"""What is a name and what is not; which names are one thing's."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kejian.extraction.context import context
from kejian.extraction.naming.entities import find_entities
from kejian.model import About, Block, BlockKind, Document, Entity

CASES = yaml.safe_load((Path(__file__).parent / "entities/cases.yaml").read_text("utf-8"))


def entities(text: str) -> list[Entity]:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(kind=BlockKind.PARAGRAPH, start=at, end=at + len(line)))
        at += len(line) + 1
    document = Document(
        name="d", source="d.txt", sha256="0" * 64, format="text", text=text, blocks=tuple(blocks)
    )
    return find_entities(context(document, about=About(), mentions=()))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:16] for c in CASES])
def test_cases(case: dict) -> None:
    found = {e.name: e for e in entities(case["text"])}
    for entry in case.get("names", ()):
        (kind, forms), *_ = entry.items()
        name, *aliases = (f.strip() for f in forms.split("|"))
        assert name in found, f"{name} not among {sorted(found)}"
        assert found[name].type == kind
        assert set(aliases) <= set(found[name].aliases)
    forms = {f for e in found.values() for f in (e.name, *e.aliases)}
    assert not forms & set(case.get("absent", ()))


def test_an_entity_knows_every_place_of_every_form() -> None:
    text = "云湖先进材料研究院（以下简称“云材院”）成立。云材院发展很快。"
    (entity,) = [e for e in entities(text) if "云材院" in e.aliases]
    assert [text[a:b] for a, b in entity.mentions] == ["云湖先进材料研究院", "云材院", "云材院"]


def test_the_whole_city_is_the_city() -> None:
    (city,) = [e for e in entities("云湖市发布报告。全市增长5%，本市企业增多。") if e.name == "云湖市"]
    assert set(city.aliases) == {"全市", "本市"}


@pytest.mark.parametrize("text", ["Z“”", "云湖大学“”发布。", "“”"])
def test_quotes_around_nothing_name_nothing(text: str) -> None:
    assert all(entity.name.strip("“”") for entity in entities(text))


@given(st.text(alphabet="云湖市大学“”《》（）、，。 AZ09研究院\n\t·-和与的", max_size=60))
def test_names_stand_where_they_say(text: str) -> None:
    for entity in entities(text):
        assert text[entity.passage.start : entity.passage.end] == entity.name
        forms = {entity.name, *entity.aliases}
        assert all(text[a:b] in forms for a, b in entity.mentions)


def test_a_yearly_work_is_named_by_its_first_heading() -> None:
    text = "岙州年鉴（2021）\n全年登记技术合同一批。"
    blocks = (
        Block(kind=BlockKind.HEADING, start=0, end=10),
        Block(kind=BlockKind.PARAGRAPH, start=11, end=len(text)),
    )
    document = Document(name="d", source="d", sha256="0" * 64, format="text", text=text, blocks=blocks)
    found = find_entities(context(document, about=About(), mentions=()))
    assert ("岙州年鉴（2021）", "product") in [(e.name, str(e.type)) for e in found]

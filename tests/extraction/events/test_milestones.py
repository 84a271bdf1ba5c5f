"""What happened: date, who, what, the thing and the claim, read from texts of every genre."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.extraction.context import Context, context
from kejian.extraction.events.milestones import find_milestones
from kejian.extraction.naming.entities import find_entities
from kejian.language import mentions
from kejian.model import About, Block, BlockKind, Document, Milestone, Reference

FOLDER = Path(__file__).parent / "milestones"
CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
WORDS = [
    "发布",
    "获批",
    "“青杨一号”",
    "《河州办法》",
    "的",
    "，",
    "；",
    "2022年",
    "5月",
    "由",
    "在",
    "首个",
    "3家",
    "并",
    "完成",
    "（",
    "启用",
    "建成",
    "与",
]


def written(milestone: Milestone) -> str:
    parts = (milestone.date, "、".join(milestone.actor), milestone.action, milestone.object, milestone.claim)
    return " | ".join(part or "-" for part in parts)


def events(text: str, *, year: int = 2022) -> list[Milestone]:
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    document = Document(name="d", source="d", sha256="0" * 64, format="text", text=text, blocks=(block,))
    found = mentions(text, reference=Reference(year=year))
    laid_out = context(document, about=About(report_year=year), mentions=found)
    return find_milestones(laid_out, entities=())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict, lay_out: Callable[..., Context]) -> None:
    laid_out = lay_out(case["text"], **case["about"])
    found = find_milestones(laid_out, entities=find_entities(laid_out))
    assert [written(m) for m in found] == case["events"]


def test_an_event_is_shown_by_its_passage(lay_out: Callable[..., Context]) -> None:
    laid_out = lay_out("5月，青杨实验室揭牌启用，面积3万平方米。", report_year=2022)
    (event,) = find_milestones(laid_out, entities=())
    assert event.passage.quote == "揭牌启用"
    assert event.sentence.quote == "5月，青杨实验室揭牌启用，面积3万平方米。"
    text = laid_out.document.text
    assert text[event.passage.start : event.passage.end] == event.passage.quote


def test_without_a_year_a_date_that_needs_one_is_left_out(lay_out: Callable[..., Context]) -> None:
    (event,) = find_milestones(lay_out("青杨实验室揭牌。"), entities=())
    assert event.date is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_any_text_is_read_and_every_passage_lies_in_it(text: str) -> None:
    for event in events(text):
        assert text[event.passage.start : event.passage.end] == event.passage.quote
        assert event.object
        assert event.action


def test_many_like_events_are_merged_without_comparing_all() -> None:
    text = "。".join(f"青杨{n}号实验室揭牌" for n in range(3000))
    assert len(events(text)) > 1000


def test_a_hostile_sentence_ends() -> None:
    assert events("“" * 4000 + "研制的" * 4000) == []
    events("由" * 3000 + "首个" * 3000 + "揭牌")

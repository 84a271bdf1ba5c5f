"""The field of an event: by its thing, its sentence and the headings above it."""

from collections.abc import Callable

import pytest

from kejian.extraction.context import Context
from kejian.extraction.events.milestones import find_milestones
from kejian.vocabulary.loader import load

FIELDS = set(load("domains.yaml")["fields"])

CASES = [
    ("河州光电发布车规芯片HL-9。", "integrated-circuits"),
    ("南屏医药的降压新药NP-12获批上市。", "biomedicine"),
    ("“弦歌”大模型发布。", "ai"),
    ("“青禾一号”遥感卫星成功发射。", "aerospace"),
    ("“望舒号”科考船下水。", "marine"),
    ("二号储能电站投运。", "energy"),
    ("“青丰3号”水稻通过省级品种审定。", "agriculture"),
    ("青杨天使母基金设立。", "finance"),
    ("第九届青杨科技节举办。", "outreach"),
    ("青杨市与河州大学签署战略合作协议。", "cooperation"),
    ("青杨先进光源一期建成。", "platforms"),
    ("青杨市科技伦理委员会成立。", "governance"),
]


@pytest.mark.parametrize(("text", "field"), CASES)
def test_the_words_of_a_sentence_speak_for_its_field(
    text: str, field: str, lay_out: Callable[..., Context]
) -> None:
    (event,) = find_milestones(lay_out(text, report_year=2022), entities=())
    assert event.domain == field


def test_a_heading_outweighs_a_common_word(lay_out: Callable[..., Context]) -> None:
    text = "# 报告\n\n## 海洋装备\n\n河州测试基地揭牌。\n"
    (event,) = find_milestones(lay_out(text, report_year=2022), entities=())
    assert event.domain == "marine"


def test_a_short_line_heads_a_plain_text(lay_out: Callable[..., Context]) -> None:
    text = "绿色低碳与生态环境\n\n走航平台建成。\n"
    (event,) = find_milestones(lay_out(text, report_year=2022), entities=())
    assert event.domain == "environment"


def test_no_word_no_field(lay_out: Callable[..., Context]) -> None:
    (event,) = find_milestones(lay_out("“甲乙丙”启用。", report_year=2022), entities=())
    assert event.domain is None


def test_the_fields_are_those_of_the_contract() -> None:
    assert len(FIELDS) == 21
    assert {"integrated-circuits", "health-emergency", "outreach"} <= FIELDS

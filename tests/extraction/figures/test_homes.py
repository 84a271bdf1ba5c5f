"""Whom an article is about, by its title and by what its text names."""

import pytest

from kejian.extraction.figures.homes import press_subject
from kejian.model import About
from kejian.reading.markdown import read_markdown

CASES = [
    ("港口智能化的“宁泽样本”", "去年，宁泽完成货物吞吐量5.4亿吨。宁泽的集装箱吞吐量增长4.8%。", "宁泽"),
    ("数据中心为何落户棠谷", "棠谷市气候凉爽。市大数据局介绍，棠谷市绿电充足。", "棠谷"),
    ("澄芯微公布年报", "3月30日晚间，澄芯微披露年度报告。公司营业收入21亿元。", "澄芯微"),
    ("岚屿周报 科学版", "岚屿自然博物馆接待观众46万人次。", "岚屿"),
    (
        "去年合同额超200亿元",
        "全省登记合同1.6万项。我省输出技术1.2万项。芦汀市登记83项，芦汀市增长27%。",
        None,
    ),
    ("全省", "“云南省合同登记系统”显示，全省合同成交750亿元。前三位是芦汀市、棠谷市和芦汀市。", "云南"),
    ("合同登记", "全市登记合同1530项，在全国省会城市中居第8位，省会城市里增长最快。", None),
    ("一块玻璃的突围", "车间里很安静。", None),
]


@pytest.mark.parametrize(("title", "text", "wanted"), CASES)
def test_subject_of_an_article(title: str, text: str, wanted: str | None) -> None:
    document = read_markdown(text.encode(), name="case", source="case.md", digest="0" * 64)
    assert press_subject(document, About(title=title)) == wanted


def test_a_text_of_places_alone_is_bounded() -> None:
    text = "".join(chr(0x4E00 + i % 8000) + chr(0x4E00 + i // 3 % 8000) + "县" for i in range(60_000))
    document = read_markdown(text.encode(), name="case", source="case.md", digest="0" * 64)
    assert press_subject(document, About(title="山河")) is not None

"""Whose a figure is where no rule knows the thing: what the clause begins with, or the entry's title."""

import pytest

from kejian.extraction import extract
from kejian.extraction.figures.choosing import weights
from kejian.model import About
from kejian.reading.markdown import read_markdown

_ABOUT = About(genre="yearly report", report_year=2022)


def told(text: str) -> list[tuple[str | None, str | None]]:
    document = read_markdown(
        f"# 云岫市科技年鉴2023\n\n{text}\n".encode(), name="case", source="case.md", digest="0" * 64
    )
    return [(f.subject, f.measure) for f in extract(document, about=_ABOUT).figures if f.measure]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("全年新认定高新技术企业86家，技术合同成交额41亿元。", "云岫市"),
        ("【云岫科学馆】位于城北，建筑面积2.3万平方米。全年接待观众41万人次。", "云岫科学馆"),
        ("【知识产权】专利授权量1.2万件，同比增长9%。", "云岫市"),
    ],
)
def test_subject_of_every_figure(text: str, subject: str) -> None:
    found = told(text)
    assert found
    assert {s for s, _ in found} == {subject}


def test_a_title_in_brackets_is_no_part_of_the_measure() -> None:
    assert told("【知识产权】专利授权量1.2万件。") == [("云岫市", "专利授权量")]


def test_the_weights_are_few_and_finite() -> None:
    assert 1000 < len(weights()) < 10_000
    assert all(abs(w) < 20 for w in weights().values())


def test_reading_twice_gives_the_same() -> None:
    text = "规模以上工业企业研发经费98亿元，大学科技园在园企业640家。"
    assert told(text) == told(text)

"""Whose a figure is where no rule knows the thing: what the clause begins with, or the entry's title."""

import pytest

from kejian.extraction import extract
from kejian.extraction.figures.choice_features import Choice, Word
from kejian.extraction.figures.choosing import scales, weights
from kejian.extraction.figures.weighing import features
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


CHOICE = Choice(
    words=[Word(2, 4, "江洲", "place"), Word(4, 6, "企业", "n"), Word(6, 8, "登记", "v")],
    ends=[(0, 1), (1, 1)],
    start=2,
    hi=8,
    unit="项",
    genre="report",
    where="0",
    tail="登记",
    opener="其中",
    item=False,
)


def test_what_speaks_for_a_candidate_is_what_is_weighed() -> None:
    asked = features(CHOICE)
    weight = weights()
    sums = [sum(round(100 * weight.get(feature, 0)) for feature in each) for each in asked]
    assert [scales().nothing(CHOICE), *scales().each(CHOICE)] == sums
    assert any(feature in weight for feature in asked[0])
    assert sum(feature in weight for feature in asked[2]) > 10


def test_what_speaks_for_a_candidate_as_strings() -> None:
    nothing, first, second = features(CHOICE)
    assert {"0=", "0f=江洲", "0n=企业", "0o=其中", "0i=p0", "0l=3"} <= set(nothing)
    assert {"1=1", "b=^:place", "t=江洲", "cn=洲:n", "ku=place:n:项", "w=0:place"} <= set(first)
    assert {"1=+", "b=place:n", "tn=企业:登记", "ntu=登记:项", "e=登记:n", "nn=v:$", "v=1"} <= set(second)
    assert all(len(set(each)) == len(each) for each in (nothing, first, second))

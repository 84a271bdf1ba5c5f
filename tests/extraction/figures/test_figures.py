"""Whole facts: measure, subject, period, base. The texts are in facts/*.yaml: drop one in to add a test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.extraction import extract
from kejian.extraction.figures.assembly import find_figures
from kejian.model import About, Facts, Role
from kejian.reading.markdown import read_markdown

FOLDER = Path(__file__).parent / "facts"
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]


def facts_of(text: str, about: About) -> Facts:
    return extract(read_markdown(text.encode(), name="case", source="case.md", digest="0" * 64), about=about)


def about_of(case: dict[str, Any]) -> About:
    return About(**{k: str(v) if k == "published" else v for k, v in case["about"].items()})


@pytest.mark.parametrize("case", CASES)
def test_facts_of_a_text(case: dict[str, Any]) -> None:
    told = {f.mention.surface: f for f in facts_of(case["text"], about_of(case)).figures}
    for line in case["facts"]:
        surface, measure, subject, period, base = (part.strip() for part in line.split("|"))
        figure = told[surface]
        assert figure.measure is not None
        if measure.startswith("="):  # these words and no more
            assert figure.measure == measure[1:], line
        assert measure.removeprefix("=") in figure.measure, line
        assert figure.subject is not None
        assert subject.strip("“”") in figure.subject or figure.subject in subject, line
        assert (figure.period or "-", figure.base or "-") == (period, base), line


def test_every_mention_becomes_one_figure_in_order() -> None:
    facts = facts_of("# 一、进展\n\n2022年，全市新增企业12家。\n\n- 建成平台3个\n", About(report_year=2022))
    starts = [f.passage.start for f in facts.figures]
    assert starts == sorted(starts)
    assert len(set(starts)) == len(starts)


def test_names_and_times_measure_nothing() -> None:
    facts = facts_of("2022年3月，C919大型客机交付5架。", About(report_year=2022))
    assert all(f.measure is None for f in facts.figures if f.role in (Role.NAME, Role.TIME))


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="全市企业比上年增长占的、，；。（）“”《》其中分别为和由从至12345%亿元个家第位@#\n ",
        max_size=80,
    )
)
def test_any_text_gives_a_figure_for_each_mention(text: str) -> None:
    facts = facts_of("甲" + text, About(title="某市科技报告2022", report_year=2022))
    assert all(f.sentence.start <= f.passage.start < f.passage.end <= f.sentence.end for f in facts.figures)


def test_figures_need_as_many_roles_as_mentions(lay_out: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="zip"):
        find_figures(lay_out("增长5%。"), roles=[], entities=[])


HOSTILE = [
    "企业12家、" * 4000,
    "（" * 20000 + "企业12家",
    "（12家" * 4000,
    "“《" * 10000 + "企业12家",
    "企" * 30000 + "12家",
    "的" * 20000 + "研制的" * 2000 + "12家",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_huge_sentence_is_read_in_pieces(text: str) -> None:
    figures = facts_of(text, About(title="某市科技报告2022", report_year=2022)).figures
    assert figures
    assert figures[-1].passage.end <= len(text)

"""A document in traditional script, or with points as full stops, is read like any other."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kejian.extraction import extract
from kejian.extraction.writing import as_read
from kejian.model import About, Document, Facts
from kejian.reading.markdown import read_markdown

_TRADITIONAL = (
    "2021年,江洲市登記技術合同3180項,比上年增長17.5%。「雲雀三號」衛星由江洲航天研究院研製,5月6日成功發射。"
    "企業研發經費占全市的63.4%,較上年提高0.7個百分點。"
)


def _document(text: str) -> Document:
    return read_markdown(text.encode(), name="case", source="case.md", digest="0" * 64)


def _facts(text: str) -> Facts:
    return extract(_document(text), about=About(title="江洲市年報", report_year=2021))


def test_figures_in_traditional_script_are_understood_and_quoted_as_written() -> None:
    told = {f.mention.surface: f for f in _facts(_TRADITIONAL).figures}
    assert told["3180項"].measure == "登記技術合同"
    growth = told["17.5%"]
    assert (growth.aspect, growth.measure, growth.base) == ("growth", "登記技術合同", "2020")
    share = told["63.4%"]
    assert (share.aspect, share.subject, share.base) == ("share", "企業", "全市")
    assert told["0.7個百分點"].value == Decimal("0.7")
    assert growth.sentence.quote == _TRADITIONAL[growth.sentence.start : growth.sentence.end]


def test_events_and_names_in_traditional_script_are_quoted_as_written() -> None:
    facts = _facts(_TRADITIONAL)
    launched = next(m for m in facts.milestones if "發射" in m.action)
    assert "雲雀三號" in launched.object
    assert launched.actor == ("江洲航天研究院",)
    assert "雲雀三號" in {e.name for e in facts.entities}


def test_a_point_behind_chinese_ends_a_sentence() -> None:
    facts = _facts("全市共登記合同3180項,比上年增長5%.其中技術服務合同成交額71.3亿元.专利授权2156件.")
    assert [f.sentence.end - f.sentence.start for f in facts.figures if f.mention.surface == "71.3亿元"] < [
        20
    ]
    assert next(f for f in facts.figures if f.mention.surface == "2156件").measure == "专利授权"


def test_a_text_in_simplified_script_is_left_as_it_is() -> None:
    document = _document(
        "江洲市登记技术合同3180项，比上年增长17.5%。企业研发经费占全市的63.4%，较上年提高0.7个百分点；专利授权2156件，同比增长8.2%；新认定高新技术企业116家。主任陳望、版本2.0。"
    )
    assert as_read(document) is document


@given(st.text(alphabet="億登記技術合同增長%.。「」3江", min_size=1, max_size=40))
def test_what_is_read_is_as_long_as_what_is_written(text: str) -> None:
    document = _document(text)
    assert len(as_read(document).text) == len(document.text)


def test_marks_of_english_between_chinese_part_clauses_like_chinese_ones() -> None:
    facts = _facts("江洲高新区实现信息业收入956.6亿元,同比增长29.3%,占服务业收入比重达76.5%;R&D人员1,208人.")
    told = {f.mention.surface: f for f in facts.figures}
    assert (told["29.3%"].aspect, told["76.5%"].aspect) == ("growth", "share")
    assert told["1,208人"].value == Decimal(1208)
    assert told["76.5%"].sentence.quote.endswith("R&D人员1,208人.")

"""Footnotes on the definition of figures: found, tied to the figures they are on, and breaks of a series."""

from decimal import Decimal

import pytest

from kejian import extract
from kejian.linking import link, notes
from kejian.linking.notes import breaks, since
from kejian.linking.words import factor
from kejian.reading import read_all

TABLE = """# 青砚市科技统计公报（2021）

表1 主要指标

| 指标 | 单位 | 2021年 |
| --- | --- | --- |
| 技术合同成交额 | 亿元 | 120.5 |
| 有效发明专利 | 件 | 4200 |

注：技术合同成交额自2021年起包括进口合同。

其他资料见年鉴。
"""


def read(text, folder, name="bulletin.md"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (document,) = read_all([path])
    return document


def series_of(document, code):
    linked = link([extract(document)], {document.name: notes(document)})
    return next(one for one in linked.series if one.measure.key == code)


def test_a_note_under_a_table_is_on_the_measure_it_names(tmp_path):
    document = read(TABLE, tmp_path)
    (note,) = notes(document)
    assert note.words == "技术合同成交额自2021年起包括进口合同"
    turnover = series_of(document, "tech-contract-turnover")
    assert [(one.slot.slot, one.words) for one in turnover.breaks] == [("2021", note.words)]
    assert turnover.levels[0].notes == (note.words,)
    assert series_of(document, "invention-patents-valid").breaks == ()


def test_a_note_on_the_whole_table_is_on_every_row(tmp_path):
    document = read(TABLE.replace("技术合同成交额自2021年起包括进口合同", "本表按新口径计算"), tmp_path)
    for code in ("tech-contract-turnover", "invention-patents-valid"):
        (one,) = series_of(document, code).levels
        assert one.notes == ("本表按新口径计算",)


@pytest.mark.parametrize("text", ["注：资料来自年鉴。", "其他资料见年鉴，口径不变。"])
def test_what_is_no_note_on_a_definition(tmp_path, text):
    assert notes(read(TABLE.replace("注：技术合同成交额自2021年起包括进口合同。", text), tmp_path)) == ()


@pytest.mark.parametrize(
    ("note", "year", "is_break"),
    [
        ("自2021年起，该指标包括非企业单位", 2021, True),
        ("从2019年开始采用新分类", 2019, True),
        ("与往年不可比", None, True),
        ("按常住人口口径计算", None, False),
    ],
)
def test_since_when(note, year, is_break):
    assert since(note) == year
    assert breaks(note) is is_break


def test_units_of_one_dimension_are_one_series(tmp_path):
    text = "# 青砚市科技园区年报（2022）\n\n2021年，青砚市科创园用地{a}。2022年，青砚市科创园用地{b}。\n"
    document = read(text.format(a="1200亩", b="90公顷"), tmp_path)
    found = [one for one in link([extract(document)]).series if len(one.levels) == 2]
    (one,) = found
    first, second = one.levels
    assert first.unit == second.unit == one.unit
    assert first.value != first.figure.value or second.value != second.figure.value
    ratio = first.value / second.value
    assert abs(ratio - Decimal(80) / 90) < Decimal("1e-20")


def test_money_of_two_currencies_is_two_series(tmp_path):
    years = "2022年，青砚市高新技术产品出口额120亿元。2021年，青砚市高新技术产品出口额15亿美元。"
    linked = link([extract(read(f"# 青砚市开放年报（2022）\n\n{years}\n", tmp_path))])
    assert {one.unit for one in linked.series if one.measure.key == "high-tech-exports"} == {"CNY", "USD"}
    assert factor("USD", "CNY") == (1, 1)

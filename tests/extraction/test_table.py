import polars as pl
from tests.base.factory import document, facts

import kejian
from kejian.extraction.table import SCHEMA
from kejian.model import About, Facts


def test_a_row_a_figure_with_exact_values():
    found = facts(document("甲类企业8家。成交额达1234567890123456.78亿元。"))
    table = kejian.table(found)
    assert table.columns == list(SCHEMA)
    assert table["value"].to_list() == ["8", "123456789012345678000000.00"]
    assert table["number"].to_list() == [8.0, 123456789012345678000000.0]
    assert table["measure"].to_list() == ["甲类企业", "成交额"]


def test_no_figures_make_an_empty_table_of_the_same_columns():
    table = kejian.table(Facts(document="a", about=About()))
    assert (table.height, dict(table.schema)) == (0, SCHEMA)


def test_it_can_be_computed_with():
    table = kejian.table(facts(document("甲类企业8家。乙类企业12家。")))
    assert table.select(pl.col("number").sum()).item() == 20

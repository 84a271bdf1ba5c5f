from datetime import date

import polars as pl
from tests.base.factory import FIRST


def test_statements_as_a_table(base, keep):
    keep(FIRST)
    table = base.table(kind="figure")
    assert table.height == 6
    money = table.filter(pl.col("unit") == "CNY")
    assert money["value"].to_list() == ["400351000000"]
    assert money["number"].to_list() == [400351000000.0]
    assert money["period_start"].to_list() == [date(2022, 1, 1)]
    assert money["decision"].to_list() == [None]


def test_an_empty_table_has_the_same_columns(base, keep):
    empty = base.table()
    keep(FIRST)
    assert empty.schema == base.table().schema


def test_filters(base, keep):
    keep(FIRST, year=2022)
    keep("丁类企业共有4家。", name="other", year=2020)
    assert [row["quote"] for row in base.statements(year=2020)] == ["4家"]
    assert len(base.statements(year=2022, kind="figure")) == 6
    assert [row["type"] for row in base.statements(kind="entity")] == ["product"]

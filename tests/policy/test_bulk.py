"""A table of enterprises: the same verdicts as one by one, broken rows named, other parameters beside."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.profiles import DAY, STATED, profiles

from kejian.policy.bulk import compared, evaluate, read_table, summary, with_parameters, write
from kejian.policy.errors import ProfileError, RuleError
from kejian.policy.fields import fields
from kejian.policy.loading import rules
from kejian.policy.profile import parse_profile
from kejian.policy.verdicts import check

BOOK = rules()


@settings(max_examples=12, deadline=None)
@given(
    st.lists(profiles(least=20), min_size=1, max_size=8),
    st.sampled_from(
        [date(2016, 1, 1), date(2019, 5, 1), date(2021, 6, 1), date(2022, 6, 1), DAY, date(2026, 7, 1)]
    ),
)
def test_as_one_by_one(facts, day) -> None:
    frame = pl.DataFrame({name: pl.Series([f.get(name) for f in facts], dtype=pl.String) for name in STATED})
    result = evaluate(frame, day=day, book=BOOK, explained=True)
    for at, row in enumerate(result.table.iter_rows(named=True)):
        try:
            expected = check(parse_profile(facts[at]), day=day, book=BOOK)
        except ProfileError:
            assert row["error"] is not None
            continue
        assert row["error"] is None
        for verdict in expected:
            assert row[f"{verdict.id}.verdict"] == verdict.kind.value
            amount = row.get(f"{verdict.id}.amount_yuan")
            assert amount == (None if verdict.amount is None else Decimal(verdict.amount) / 100)
            if verdict.kind in ("lead", "not_in_force"):
                continue
            assert names(row[f"{verdict.id}.failing"]) == {s.id for s in verdict.failing}
            assert names(row[f"{verdict.id}.needs"]) == set(verdict.needs)
            assert names(row[f"{verdict.id}.unverified"]) == {s.id for s in verdict.unverified}


def names(cell: str | None) -> set[str]:
    return set(filter(None, (cell or "").split("；")))


# what stands in a cell → what is wrong with it (None: nothing)
CELLS = [
    ("staff", "120人", None), ("staff", "１２０人", None), ("staff", "٣", "whole number"),
    ("revenue_growth", "－２０％", None), ("staff", " 1,200 ", None), ("staff", "-1", "not negative"),
    ("staff", "12.5", "whole number"), ("staff", "many", "whole number"), ("staff", "120台", "whole number"),
    ("staff", "9999999999", "whole number"), ("revenue", "8000万", None), ("revenue", "1.2亿元", None),
    ("revenue", "0.123456789亿", None), ("revenue", "1.234", "amount in yuan"),
    ("revenue", "5000美元", "yuan"),
    ("revenue", "=1+1", "yuan"), ("revenue", "99999999999999999999", "yuan"), ("revenue", "999999亿", "yuan"),
    ("revenue", "1e9", "yuan"), ("listed_service_share", "12%", None), ("listed_service_share", "0.12", None),
    ("listed_service_share", "12", "share"), ("listed_service_share", "1200%", "share"),
    ("revenue_growth", "-20%", None), ("registered_on", "2020年5月21日", None),
    ("registered_on", "2020/5/21", None),
    ("registered_on", "2021-02-29", "date"), ("registered_on", "2026-01-01", "not after"),
    ("registered_on", "yesterday", "date"), ("high_tech", "是", None), ("high_tech", "也许", "true or false"),
    ("region", "lingang", None), ("region", "mars", "one of"), ("fields", "ic；ai", None),
    ("fields", "ic；magic", "one of"), ("holiday_start_year", "2023年", None),
    ("holiday_start_year", "23", "year"), ("registered_on", "20200521", None),
    ("revenue", "￥250万元", None), ("revenue", "3千元", None), ("revenue", "0.5万亿元", None),
    ("region", "浦东新区", None), ("region", "上海", "one of"), ("industry", " Real estate ", None),
    ("fields", "生物医药、芯片", None), ("sme_score", "100", None), ("sme_score", "100.5", "at most 100"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "cell", "wrong"), CELLS)
def test_cells_are_read_as_in_a_profile(field, cell, wrong) -> None:
    result = evaluate(pl.DataFrame({"id": ["a", "b"], field: [cell, None]}), day=DAY, book=BOOK)
    rows = list(result.broken.iter_rows())
    if wrong is None:
        assert not rows
        parse_profile({field: cell})
    else:
        ((row, column, found, expected),) = rows
        assert (row, column, found) == (2, field, cell)
        assert wrong in expected
    assert result.table["error"][1] is None
    assert result.table["high-tech-rate.verdict"][1] == "needs"


def test_numbers_of_parquet_are_exact(tmp_path: Path) -> None:
    frame = pl.DataFrame({"high_tech": [True, True, True], "taxable_income": [1000.1, 1e9, 10.0**13]})
    frame.write_parquet(tmp_path / "t.parquet")
    result = evaluate(read_table(tmp_path / "t.parquet"), day=DAY, book=BOOK)
    amounts = result.table["high-tech-rate.amount_yuan"].to_list()
    assert amounts == [Decimal("100.01"), Decimal(100_000_000), Decimal(10**12)]


def test_a_number_too_large_for_the_machine_is_a_broken_cell() -> None:
    frame = pl.DataFrame({"taxable_income": [2**62, -(2**62), 5]})
    result = evaluate(frame, day=DAY, book=BOOK)
    assert result.broken["row"].to_list() == [2, 3]
    assert result.table["small-profit.verdict"].to_list() == [None, None, "eligible"]


def test_contradictions_are_broken_rows() -> None:
    frame = pl.DataFrame({"staff": [10, 10], "rd_staff": [11, 10]})
    result = evaluate(frame, day=DAY, book=BOOK)
    assert list(result.broken.iter_rows()) == [(2, "rd_staff", "11", "not above staff")]
    assert result.table["error"].is_null().to_list() == [False, True]
    frame = pl.DataFrame(
        {"rd_share": [8, 0.08, 1.5], "confirmed": [None, None, "rd_share"]},
        schema_overrides={"rd_share": float},
    )
    rows = list(evaluate(frame, day=DAY, book=BOOK).broken.iter_rows())
    assert rows == [(2, "rd_share", "8.0", "a share; 8 of 100 is 8% or 0.08")]
    frame = pl.DataFrame({"invested_on": ["2020-01-01"], "investee_registered_on": ["2021-01-01"]})
    ((row, column, _, expected),) = evaluate(frame, day=DAY, book=BOOK).broken.iter_rows()
    assert (row, column, expected) == (2, "investee_registered_on", "not above invested_on")
    frame = pl.DataFrame({"revenue": ["100万"], "rd_expense": ["200万"]})
    assert evaluate(frame, day=DAY, book=BOOK).broken["found"].to_list() == ["2000000.0"]


def test_what_is_confirmed_is_no_contradiction() -> None:
    frame = pl.DataFrame({
        "revenue": [100, 100, 100], "rd_expense": [900, 900, 900],
        "confirmed": ["rd_expense", "rd_3y", None],
    })  # fmt: skip
    assert evaluate(frame, day=DAY, book=BOOK).broken["row"].to_list() == [3, 4]


def test_a_stated_share_agrees_with_its_parts() -> None:
    frame = pl.DataFrame(
        {"staff": [100, 100, 0], "rd_staff": [10, 10, 0], "rd_staff_share": ["10%", "0.2", "1%"]}
    )
    broken = evaluate(frame, day=DAY, book=BOOK).broken
    assert list(broken.select("row", "column", "expected").iter_rows()) == [
        (3, "rd_staff_share", "rd_staff ÷ staff")
    ]


def test_rows_of_other_lengths_cost_only_themselves(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "企业名称,高企,应纳税所得额\n甲,是,100\n乙,是,100,200\n丙,是\n丁,否,100\n", encoding="utf-8"
    )
    result = evaluate(read_table(path), day=DAY, book=BOOK)
    assert result.broken["row"].to_list() == [3]
    assert result.table["企业名称"].to_list() == ["甲", "乙", "丙", "丁"]
    verdicts = result.table["high-tech-rate.verdict"].to_list()
    assert verdicts == ["eligible", None, "eligible", "not_eligible"]


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["编号", "高新技术企业", "应纳税所得额"], ["a", "是", 1000.5], ["b", "否", None]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    result = evaluate(read_table(tmp_path / "t.xlsx"), day=DAY, book=BOOK)
    assert result.table["high-tech-rate.verdict"].to_list() == ["eligible", "not_eligible"]
    assert result.table["high-tech-rate.amount_yuan"][0] == Decimal("100.05")


@pytest.mark.parametrize(("name", "content"), [("t.txt", b""), ("t.xlsx", b"no"), ("t.parquet", b"no")])
def test_what_is_no_table_is_said(tmp_path: Path, name, content) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ProfileError, match=name):
        read_table(tmp_path / name)


def test_a_table_without_known_columns_or_with_two_of_one_field_is_refused() -> None:
    with pytest.raises(ProfileError, match="no column is a known field"):
        evaluate(pl.DataFrame({"x": [1]}), day=DAY, book=BOOK)
    with pytest.raises(ProfileError, match="two columns state “staff”"):
        evaluate(pl.DataFrame({"staff": [1], "员工": [1]}), day=DAY, book=BOOK)


def test_a_moved_threshold_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "moved.yaml"
    path.write_text(
        "small-profit:\n  profit:\n    metadata: {unit: CNY, status: B}\n"
        "    values: {2023-01-01: {value: 4000000}}\n",
        encoding="utf-8",
    )
    changed = with_parameters(BOOK, path)
    frame = pl.DataFrame({"taxable_income": [1_000_000, 3_000_000, 3_500_000, 4_000_001]})
    now, then = (summary(evaluate(frame, day=DAY, book=b), b) for b in (BOOK, changed))
    (row,) = compared(now, then).iter_rows(named=True)
    assert (row["policy"], row["eligible"], row["eligible.changed"]) == ("small-profit", 2, 3)
    assert (row["amount_yuan"], row["amount_yuan.changed"]) == (Decimal(800_000), Decimal(1_500_000))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing: {}", "nothing is no policy"),
        ("small-profit: {height: {}}", "small-profit.height is no parameter of this policy"),
        (
            "small-profit: {profit: {metadata: {unit: /1, status: B}, values: {2023-01-01: {value: 1}}}}",
            "unit /1",
        ),
    ],
)  # fmt: skip
def test_other_parameters_are_checked(tmp_path: Path, text, said) -> None:
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=said):
        with_parameters(BOOK, tmp_path / "p.yaml")


def test_a_written_csv_holds_no_formula(tmp_path: Path) -> None:
    write(pl.DataFrame({"name": ["=SUM(A1)", "甲"], "n": [-1, 2]}), tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text(encoding="utf-8") == "name,n\n'=SUM(A1),-1\n甲,2\n"


def test_every_kind_of_field_can_stand_in_a_table() -> None:
    kinds = {fields()[name].kind for name in STATED}
    assert {fields()[field].kind for field, _, _ in CELLS} | {"number"} == kinds

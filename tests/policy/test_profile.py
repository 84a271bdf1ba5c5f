"""Profiles: what is read, and what is refused in which words."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kejian.policy.errors import ProfileError
from kejian.policy.profile import parse_profile
from kejian.policy.reading import read_profile


@pytest.mark.parametrize(
    ("field", "entered", "value"),
    [
        ("revenue", 80000000, 8_000_000_000), ("revenue", "8000万", 8_000_000_000),
        ("revenue", "1.2亿元", 12_000_000_000), ("revenue", "12,345.67元", 1_234_567), ("revenue", 0.1, 10),
        ("revenue", 1e3, 100_000), ("taxable_income", "-5万", -5_000_000), ("staff", "120人", 120),
        ("staff", 0, 0), ("staff", "１２０人", 120), ("offshore_share", "35%", Fraction(35, 100)),
        ("offshore_share", 0.35, Fraction(35, 100)),
        ("line_width_nm", "28nm", 28), ("high_tech", "是", True), ("high_tech", False, False),
        ("fields", ["ic", "ai"], frozenset({"ic", "ai"})), ("fields", "ic、ai", frozenset({"ic", "ai"})),
        ("registered_on", "2020.5.21", date(2020, 5, 21)), ("holiday_start_year", "2023年", 2023),
        ("研发费用", "1万", 1_000_000), ("员工人数", "5", 5),
        ("revenue", "￥250万元", 250_000_000), ("revenue", "人民币 3千元", 300_000),
        ("revenue", "0.5万亿元", 50_000_000_000_000), ("revenue", "2百万", 200_000_000),
        ("registered_on", "20200521", date(2020, 5, 21)), ("registered_on", 20200521, date(2020, 5, 21)),
        ("industry", "制造业", "manufacturing"), ("industry", " Real estate ", "real_estate"),
        ("industry", "软件和信息技术服务业", "software"), ("region", "浦东新区", "pudong"),
        ("region", "宝山区", "shanghai_other"), ("project_phase", "II期", "phase_2"),
        ("device_class", "三类", "iii"), ("fields", "生物医药、芯片", frozenset({"biomedicine", "ic"})),
        ("rd_share", "150%", Fraction(3, 2)),
    ],
)  # fmt: skip
def test_what_is_read(field, entered, value) -> None:
    assert list(parse_profile({field: entered, "confirmed": ["rd_share"]}).facts.values()) == [value]


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_what_is_empty_is_unknown_and_not_zero(nothing) -> None:
    assert parse_profile({"staff": nothing}).get("staff") is None
    assert parse_profile({"staff": 0}).get("staff") == 0


@pytest.mark.parametrize(
    ("entered", "says"),
    [
        ({"staff": -3}, "staff.*-3.*not negative"),
        ({"revenue": "-1"}, "not negative"),
        ({"staff": "about 40"}, "about 40.*whole number"),
        ({"staff": 12.5}, "whole number"),
        ({"staff": "٣"}, "whole number"),
        ({"staff": True}, "whole number"),
        ({"staff": [12]}, "whole number"),
        ({"staff": "120台"}, "the unit “台” is not known"),
        ({"revenue": "5000美元"}, "the unit “美元” is not known"),
        ({"revenue": "80000k"}, "the unit “k” is not known"),
        ({"revenue": "NaN"}, "an amount in yuan"),
        ({"revenue": float("inf")}, "an amount in yuan"),
        ({"revenue": "1.234"}, "no part of a fen"),
        ({"revenue": "99999999亿"}, "at most 10 万亿元"),
        ({"revenue": "9" * 10_000}, "an amount in yuan"),
        ({"offshore_share": 35}, "at most 1; write 12% for 12 of 100"),
        ({"high_tech": "也许"}, "true or false"),
        ({"region": "mars"}, "one of lingang"),
        ({"fields": "ic、magic"}, "one of ic"),
        ({"fields": 3}, "some of ic"),
        ({"registered_on": "2021-02-29"}, "a date such as"),
        ({"registered_on": "soon"}, "a date such as"),
        ({"holiday_start_year": 23}, "a year such as 2023"),
        ({"registered_age": 3}, "the date instead .registered_on."),
        ({"colour": "red"}, "field “colour” is not known; see the list"),
        ({"rd_expence": "1万"}, "“rd_expence” is not known; perhaps rd_expense（上一年研发费用）"),
        ({"净利润": "1万"}, "perhaps taxable_income"),
        ({"region": "上海"}, "one of lingang"),  # which district is not said
        ({"sme_score": 101}, "a number, at most 100"),
        ({"rd_share": 8}, 'rd_share.*is 8, that is 800%; write 8% .*"confirmed": ."rd_share"'),
        ({"rd_staff_share": "120%"}, "that is 120%"),
        ({"revenue_growth": 20}, "that is 2000%"),
        (
            {"invested_on": "2020-01-01", "investee_registered_on": "2021-01-01"},
            "investee_registered_on.*is later than invested_on",
        ),
        ({"staff": 3, "员工": 4}, "“staff” is stated twice"),
        ({"staff": 10, "rd_staff": 11}, 'rd_staff.*is above staff.*"confirmed": ."rd_staff"'),
        ({"revenue": "100万", "rd_expense": "101万"}, "rd_expense.*is above revenue"),
        ({"revenue": "2亿", "revenue_3y": "1亿"}, "revenue.*is above revenue_3y"),
        ({"staff": 100, "rd_staff": 10, "rd_staff_share": 0.2}, "stated as 0.2.*is 0.1"),
        ({"projects": "x"}, "are lists"),
        ({"projects": [3]}, "other than a mapping"),
        ({"projects": [{"project_rd": "x"}]}, r"projects\[0\].*project_rd"),
    ],
)
def test_what_is_refused(entered, says) -> None:
    with pytest.raises(ProfileError, match=says):
        parse_profile(entered)


def test_what_is_unusual_can_be_confirmed() -> None:
    said = parse_profile({"revenue": 100, "rd_expense": 900, "confirmed": ["rd_expense"]})
    assert said.get("rd_expense") == 90_000


def test_files(tmp_path: Path) -> None:
    from openpyxl import Workbook

    (tmp_path / "p.json").write_text(json.dumps({"staff": 5, "revenue": 0.1}), encoding="utf-8")
    (tmp_path / "wide.csv").write_text("员工,revenue,high_tech\n5,0.1,\n", encoding="utf-8-sig")
    (tmp_path / "long.csv").write_text("staff,5\nrevenue,0.1\nhigh_tech,\n", encoding="utf-8")
    book = Workbook()
    for row in (["staff", 5], ["营业收入", 0.1], ["high_tech", None]):
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    for name in ("p.json", "wide.csv", "long.csv", "p.xlsx"):
        assert read_profile(tmp_path / name).facts == {"staff": 5, "revenue": 10}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("p.json", "{", "not JSON"), ("p.json", "[1]", "holds no object"),
        ("p.json", '{"staff": 1, "staff": 2}', "“staff” is stated twice"), ("p.json", "[" * 9000, "not JSON"),
        ("p.json", '{"staff": ' + "9" * 6000 + "}", "p.json"), ("p.json", '{"staff": NaN}', "whole number"),
        ("p.csv", "staff,revenue\n1,2\n3,4\n", "staff.*is “revenue”"),
        ("p.csv", "a,b,c\n", "two rows or two columns"),
        ("p.xlsx", "no workbook", "not a workbook"), ("p.txt", "x", "expected .json, .csv or .xlsx"),
        ("p.json", '{"staff": "' + "x" * 5_000_001 + '"}', "bytes"),
    ],
)  # fmt: skip
def test_files_that_are_no_profile(tmp_path: Path, name, content, says) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ProfileError, match=says):
        read_profile(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        read_profile(tmp_path / "none.json")

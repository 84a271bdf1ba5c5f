"""`kejian series`: lists, charts, CSV, JSON lines, and what is said when nothing is found."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kejian.commands import app

TEXTS = {
    "yunhu-2021.txt": "# 云湖市科技年报2021\n\n全市技术合同成交额110.8亿元。\n",
    "yunhu-2022.txt": "# 云湖市科技年报2022\n\n全市技术合同成交额120.5亿元，比上年增长8.2%。\n",
}


@pytest.fixture
def reports(tmp_path: Path) -> list[str]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in TEXTS]


def run(*args: str):
    return CliRunner().invoke(app, ["series", *args], env={"COLUMNS": "200"})


def test_without_words_series_of_several_periods_are_listed(reports):
    result = run(*reports)
    assert result.exit_code == 0, result.output
    assert "技术合同成交额" in result.stdout
    assert "2021 … 2022" in result.stdout
    assert "1 series" in result.stderr


def test_words_draw_the_series_that_hold_them(reports):
    result = run("合同", "云湖", *reports)
    assert result.exit_code == 0, result.output
    assert "tech-contract-turnover, flow, 亿元" in result.stdout
    assert "120.5" in result.stdout
    assert "+8.2% on 2021" in result.stdout
    assert "≠ implied: 120.5亿元 ÷ (1 + 8.2%)" in result.stdout  # 111.3 to 111.5, not 110.8
    assert "yunhu-2021" in result.stdout


def test_words_that_no_series_holds(reports):
    result = run("卫星", *reports)
    assert result.exit_code == 1
    assert "no series holds 卫星" in result.stderr


def test_csv_has_a_row_a_statement(reports):
    rows = list(csv.DictReader(io.StringIO(run(*reports, "--format", "csv").stdout)))
    assert [(row["origin"], row["slot"], row["value"]) for row in rows] == [
        ("stated", "2021", "11080000000"),
        ("stated", "2022", "12050000000"),
        ("stated", "2022", "0.082"),
        ("derived", "2021", ""),
    ]
    assert all(row["document"] for row in rows)


def test_jsonl_has_a_line_a_series(reports):
    (line,) = run(*reports, "--format", "jsonl").stdout.splitlines()
    series = json.loads(line)
    assert series["indicator"] == "tech-contract-turnover"
    assert {value["origin"] for value in series["values"]} == {"stated", "derived"}
    assert series["gaps"] == []


def test_a_file_that_is_not_there_costs_that_file(reports, tmp_path):
    result = run(*reports, str(tmp_path / "missing.txt"))
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr
    assert "技术合同成交额" in result.stdout


def test_names_cannot_command_the_terminal(tmp_path):
    (tmp_path / "a.txt").write_text(
        "# 云湖\x1b[31m市年报2022\n\n全市园区\x1b[31m产值5亿元。\n", encoding="utf-8"
    )
    assert "\x1b[31m" not in run(str(tmp_path / "a.txt"), "--all").stdout


def test_a_base_gives_the_series_of_its_documents(kejian, reports):
    assert kejian("build", *reports).exit_code == 0
    result = kejian("series", "技术合同成交额")
    assert result.exit_code == 0, result.output
    assert "110.8" in result.stdout
    assert "implied" in result.stdout


def test_what_people_corrected_and_rejected_holds_in_series(kejian, reports):
    kejian("build", *reports)
    (line,) = kejian("series", "技术合同成交额", "--format", "jsonl").stdout.splitlines()
    found = [
        json.loads(hit) for hit in kejian("search", "110.8亿元", "--format", "jsonl").stdout.splitlines()
    ]
    (id_,) = [one["id"] for hit in found for one in hit["statements"] if one.get("quote") == "110.8亿元"]
    corrected = kejian(
        "decide", id_, "correct", "value=11140000000", "--expect", "value=11080000000", "--reason", "x"
    )
    assert corrected.exit_code == 0, corrected.output
    (line,) = kejian("series", "技术合同成交额", "--format", "jsonl").stdout.splitlines()
    assert json.loads(line)["values"][0]["value"] == "11140000000"
    kejian("decide", id_, "reject", "--reason", "x")
    (line,) = kejian("series", "技术合同成交额", "--format", "jsonl").stdout.splitlines()
    assert [value["slot"] for value in json.loads(line)["values"] if value["origin"] == "stated"] == [
        "2022",
        "2022",
    ]


@pytest.mark.parametrize("number", ["1" + "0" * 60, "0." + "0" * 60 + "1", "-5", "0"])
def test_numbers_of_any_size_are_drawn(tmp_path, number):
    for year in (2021, 2022):
        text = f"# 云湖市科技年报{year}\n\n全市园区产值{number}亿元，比上年增长3%。\n"
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    result = run("产值", str(tmp_path))
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception


def test_without_files_and_base_the_hint_is_what_to_do(tmp_path):
    result = run("合同", "--base", str(tmp_path / "none.sqlite3"))
    assert result.exit_code == 1
    assert "none.sqlite3" in result.stderr

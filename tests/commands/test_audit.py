"""`kejian audit`: what is printed, and the exit status of a pipeline."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kejian.commands import app

WRONG = """\
# 云湖市科技年报2023

云湖市全年技术合同成交额120.0亿元，比上年的100.0亿元增长25.6%。

引进博士超300余名。
"""
RIGHT = WRONG.replace("25.6%", "20.0%").replace("超300余名", "300余名")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.md"
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.md"
    path.write_text(RIGHT, encoding="utf-8")
    return path


def run(*arguments: object, locale: str = "C.UTF-8") -> Result:
    return CliRunner(env={"LC_ALL": locale}).invoke(app, ["audit", *map(str, arguments)])


def test_json_lines_name_check_severity_and_passages(wrong: Path) -> None:
    result = run(wrong, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(r["check"], r["severity"]) for r in rows] == [("growth", "error"), ("wording", "style")]
    (first, *_) = rows[0]["passages"]
    assert set(first) == {"doc", "start", "end", "quote"}
    assert (first["doc"], first["quote"]) == ("wrong", "25.6%")
    assert "20" in rows[0]["computed"]
    assert result.exit_code == 1


def test_nothing_wrong_ends_with_status_0(right: Path) -> None:
    result = run(right)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 errors" in result.stderr


def test_style_alone_ends_with_status_0(wrong: Path) -> None:
    assert run(wrong, "--only", "wording").exit_code == 0


def test_a_file_that_cannot_be_read_ends_with_status_2_and_costs_only_itself(
    wrong: Path, tmp_path: Path
) -> None:
    result = run(tmp_path / "missing.md", wrong, "--format", "jsonl")
    assert result.exit_code == 2
    assert "missing.md" in result.stderr
    assert "25.6%" in result.stdout


def test_text_shows_the_passages_and_what_was_computed(wrong: Path) -> None:
    printed = run(wrong).stdout
    assert "error growth" in printed
    assert "比上年的100.0亿元增长25.6%" in printed
    assert "after ÷ before − 1" in printed


def test_markdown_is_a_list_with_the_quotes_marked(wrong: Path) -> None:
    printed = run(wrong, "--format", "md").stdout
    assert printed.startswith("- **error** `growth`")
    assert "<mark>25.6%</mark>" in printed


def test_a_check_that_is_not_there_is_named(wrong: Path) -> None:
    result = run(wrong, "--only", "horoscope")
    assert result.exit_code == 2
    assert "horoscope" in result.stderr


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.md"
    path.write_text(WRONG.replace("增长", "\x1b[31m增长"), encoding="utf-8")
    assert "\x1b" not in run(path).stdout


CHINESE = "“25.6%”与100.0亿元（2022年）、120.0亿元（2023年）对不上，请核对增幅和前后两个数"


@pytest.mark.parametrize("format_", ["text", "md"])
def test_findings_are_told_in_chinese(wrong: Path, format_: str) -> None:
    printed = run(wrong, "--lang", "zh", "--format", format_).stdout
    assert CHINESE in printed
    assert "增长核对" in printed
    assert "错误" in printed


def test_json_lines_hold_case_and_values_in_any_language(wrong: Path) -> None:
    rows = {
        language: json.loads(run(wrong, "--lang", language, "--format", "jsonl").stdout.splitlines()[0])
        for language in ("zh", "en")
    }
    assert rows["zh"]["message"] == CHINESE
    assert rows["zh"]["case"] == rows["en"]["case"] == "growth.rate"
    assert rows["zh"]["values"] == rows["en"]["values"]
    assert rows["zh"]["values"]["printed"] == "25.6%"
    assert rows["zh"]["severity"] == "error"


def test_the_language_is_that_of_the_locale(wrong: Path) -> None:
    assert CHINESE in run(wrong, locale="zh_CN.UTF-8").stdout
    assert "does not follow" in run(wrong, locale="de_DE.UTF-8").stdout
    assert "does not follow" in run(wrong, "--lang", "en", locale="zh_CN.UTF-8").stdout

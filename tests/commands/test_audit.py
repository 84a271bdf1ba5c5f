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


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["audit", *map(str, arguments)])


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

"""`kejian ask`: from files and from a base, for people and as JSON."""

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from kejian.answering import Answer
from kejian.commands import app

TEXT = "# 云湖市科技年报2022\n\n2022年，云湖市技术合同成交额120.5亿元。\n"
QUESTION = "2022年云湖技术合同成交额是多少？"


@pytest.fixture
def report(tmp_path: Path) -> str:
    (tmp_path / "yunhu-2022.md").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "yunhu-2022.md")


def run(*args: str):
    return CliRunner().invoke(app, list(args), env={"COLUMNS": "200"})


def test_the_answer_comes_with_its_sources(report):
    result = run("ask", QUESTION, report)
    assert result.exit_code == 0, result.output
    assert "2022年云湖市技术合同成交额为120.5亿元。" in result.stdout
    assert "[1]" in result.stdout


def test_json_is_one_object(report):
    result = run("ask", QUESTION, report, "--format", "json")
    answer = msgspec.json.decode(result.stdout, type=Answer)
    assert answer.answered
    assert json.loads(result.stdout)["values"][0]["value"] == "12050000000"
    assert answer.passages[0].doc == "yunhu-2022"


def test_what_the_files_do_not_say_ends_with_status_1(report):
    result = run("ask", "2022年云湖独角兽企业有多少家？", report)
    assert result.exit_code == 1
    assert "没有说明" in result.stdout


def test_a_base_is_asked_without_files(report, tmp_path):
    base = str(tmp_path / "base.sqlite3")
    assert run("build", report, "--base", base).exit_code == 0
    result = run("ask", QUESTION, "--base", base)
    assert result.exit_code == 0, result.output
    assert "120.5亿元" in result.stdout


def test_a_base_that_is_not_there_is_told(tmp_path):
    result = run("ask", QUESTION, "--base", str(tmp_path / "none.sqlite3"))
    assert result.exit_code == 1
    assert "none.sqlite3" in result.stderr


def test_a_file_that_cannot_be_read_costs_that_file(report, tmp_path):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 no archive")
    result = run("ask", QUESTION, report, str(bad))
    assert result.exit_code == 1
    assert "120.5亿元" in result.stdout
    assert "bad.docx" in result.stderr

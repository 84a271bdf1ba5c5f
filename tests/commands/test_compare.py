"""`kejian compare`: what is printed, and the exit status."""

import json

import pytest
from typer.testing import CliRunner

from kejian.commands import app

FIRST = "# 云湖市科技年报2023\n\n云湖市全年技术合同成交额120.0亿元，比上年的100.0亿元增长20.0%。\n"


@pytest.fixture
def drafts(tmp_path):
    paths = [tmp_path / name for name in ("first.md", "second.md")]
    paths[0].write_text(FIRST, encoding="utf-8")
    paths[1].write_text(FIRST.replace("120.0", "126.0"), encoding="utf-8")
    return paths


def run(*arguments):
    return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(app, ["compare", *map(str, arguments)])


def test_json_lines_tell_changes_and_new_findings(drafts):
    result = run(*drafts, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(r["kind"], r["what"]) for r in rows] == [("figure", "changed"), ("finding", "new")]
    assert (rows[0]["old"], rows[0]["new"]) == ("120.0亿元", "126.0亿元")
    assert rows[1]["severity"] == "error"
    assert result.exit_code == 1


def test_a_draft_without_new_errors_ends_with_status_0(drafts):
    assert run(drafts[1], drafts[0]).exit_code == 0
    assert run(drafts[0], drafts[0]).exit_code == 0


def test_text_and_markdown_show_both_sides(drafts):
    for format_ in ("text", "md"):
        printed = run(*drafts, "--format", format_).stdout
        assert "120.0亿元" in printed
        assert "126.0亿元" in printed


def test_a_file_that_cannot_be_read_ends_with_status_2(drafts, tmp_path):
    assert run(drafts[0], tmp_path / "missing.md").exit_code == 2


def test_findings_are_told_in_chinese(drafts):
    for format_ in ("text", "md", "jsonl"):
        assert "对不上，请核对增幅" in run(*drafts, "--format", format_, "--lang", "zh").stdout

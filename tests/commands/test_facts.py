"""`kejian facts`: what is printed, and what happens to a file that cannot be read."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kejian.commands import app

TEXT = "# 云湖市科技年报2022\n\n全年技术合同成交额120.5亿元，比上年增长8.2%。\n\n=5家\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["facts", *map(str, arguments)])


def test_json_lines_have_the_fields_of_the_contract(report: Path) -> None:
    rows = [json.loads(line) for line in run(report, "--format", "jsonl").stdout.splitlines()]
    (amount,) = [r for r in rows if r.get("surface") == "120.5亿元"]
    assert amount["value"] == 12_050_000_000
    assert (amount["kind"], amount["doc"], amount["role"]) == ("mention", "report", "observation")
    assert (amount["unit"], amount["comparator"], amount["aspect"]) == ("CNY", "=", "level")
    assert (amount["measure"], amount["period"]) == ("技术合同成交额", "2022")
    assert TEXT.replace("# ", "").replace("\n\n", "\n")[amount["start"] : amount["end"]] == "120.5亿元"


def test_csv_opens_as_a_table_without_formulas(report: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(report, "--format", "csv").stdout)))
    assert {r["surface"] for r in rows} >= {"120.5亿元", "8.2%"}
    assert not any(len(v) > 1 and v.startswith(("=", "@", "+")) for r in rows for v in r.values())


def test_the_table_is_for_people(report: Path) -> None:
    printed = run(report).stdout
    assert "技术合同成交额" in printed
    assert "12,050,000,000" in printed


def test_what_fits_a_line_of_the_table_stands_on_one(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("# 云湖市科技年报2022\n\n5月，云湖市计量测试研究院揭牌。\n", encoding="utf-8")
    assert "   2022-05  揭牌  云湖市计量测试研究院\n" in run(path).stdout


def test_a_target_is_told_apart_from_what_was_observed(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("# 云湖市科技年报2022\n\n到2025年，研发经费强度达到4.3%。\n", encoding="utf-8")
    assert "   2025  云湖市：研发经费强度  target ratio  0.043  1\n" in run(path).stdout


def test_what_the_document_is_can_be_said(report: Path, tmp_path: Path) -> None:
    meta = tmp_path / "meta.json"
    meta.write_text('{"report": {"report_year": 2019}}', encoding="utf-8")
    for said in (("--meta", meta), ("--year", 2019)):
        rows = [json.loads(line) for line in run(report, "--format", "jsonl", *said).stdout.splitlines()]
        assert {r["period"] for r in rows if r.get("aspect") == "growth"} == {"2019"}


def test_a_file_that_cannot_be_read_costs_only_itself(report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"%PDF-1.7\n")
    result = run(tmp_path / "empty.pdf", tmp_path / "missing.txt", report, "--format", "jsonl")
    assert result.exit_code == 1
    assert "empty.pdf" in result.stderr
    assert "missing.txt: no such file" in result.stderr
    assert "120.5亿元" in result.stdout

"""`kejian export-gold`: what is in the file, and the exit status."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from kejian.commands import app

TEXT = "# 云湖市科技年报2023\n\n云湖市全年技术合同成交额120.0亿元，新认定高新技术企业71家。\n"


def run(*arguments):
    return CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(app, [*map(str, arguments)])


@pytest.fixture
def base(tmp_path):
    path = tmp_path / "yunhu.md"
    path.write_text(TEXT, encoding="utf-8")
    where = tmp_path / "base.sqlite3"
    assert run("build", path, "--base", where, "--jobs", "1").exit_code == 0
    return where


def test_what_is_decided_is_in_the_file(base, tmp_path):
    from kejian.base import open_base

    out = tmp_path / "gold.zip"
    assert run("export-gold", out, "--base", base).exit_code == 1  # nothing is reviewed yet
    with open_base(base) as found:
        (row,) = found.statements(quote="71家")
        found.decide(row["id"], "correct", correction={"value": "72"}, reason="misprint", who="王")
    assert run("export-gold", out, "--base", base, "--least", "1").exit_code == 1
    assert run("export-gold", out, "--base", base).exit_code == 0
    with zipfile.ZipFile(out) as file:
        assert set(file.namelist()) == {"yunhu.txt", "yunhu.jsonl", "meta.json"}
        rows = [json.loads(line) for line in file.read("yunhu.jsonl").splitlines()]
        meta = json.loads(file.read("meta.json"))
    assert next(row for row in rows if row.get("surface") == "71家")["value"] == 72
    assert meta["yunhu"]["reviewers"] == ["王"]

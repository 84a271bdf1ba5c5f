"""`kejian audit` of a base and `kejian finding`: ids are listed, decisions last."""

import json

import pytest

WRONG = "# 云湖市科技年报2023\n\n云湖市全年技术合同成交额120.0亿元，比上年的100.0亿元增长25.6%。\n"


@pytest.fixture
def built(kejian, tmp_path):
    path = tmp_path / "wrong.md"
    path.write_text(WRONG, encoding="utf-8")
    assert kejian("build", path).exit_code == 0
    return kejian


def rows(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_findings_of_a_base_have_ids_and_are_hidden_when_dismissed(built):
    listed = built("audit", "--format", "jsonl")
    (row,) = rows(listed)
    assert (listed.exit_code, row["check"], row["severity"], row["state"]) == (1, "growth", "error", "open")
    assert built("finding", row["id"][:6], "dismiss", "--reason", "revised", "--who", "li").exit_code == 0
    again = built("audit", "--format", "jsonl")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "1 dismissed or fixed are not listed" in again.stderr
    (kept,) = rows(built("audit", "--state", "dismissed", "--format", "jsonl"))
    assert kept["id"] == row["id"]


def test_a_dismissal_without_a_reason_is_refused(built):
    (row,) = rows(built("audit", "--format", "jsonl"))
    refused = built("finding", row["id"], "dismiss")
    assert refused.exit_code == 1
    assert "reason" in refused.stderr

"""`kejian policy`: what is printed for people and for programs, and what a mistake says."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from kejian.commands import app
from kejian.policy.loading import rules

FACTS = {
    "registered_on": "2020-01-01", "core_ip": True, "listed_field": True, "staff": 100, "rd_staff": 9,
    "revenue": "4000万", "revenue_3y": "1亿元", "rd_3y": "500万", "high_tech_revenue": "2400万元",
    "high_tech": False, "taxable_income": "250万",
}  # fmt: skip


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(FACTS), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["policy", *map(str, arguments)])


def test_check_for_programs(profile: Path) -> None:
    result = run("check", "--profile", profile, "--date", "2025-06-30", "--format", "json")
    assert result.exit_code == 0
    found = {entry["id"]: entry for entry in json.loads(result.stdout)}
    assert list(found) == list(rules().policies)
    small = found["small-profit"]
    assert (small["document"], small["verdict"]) == ("公告2023年第12号", "eligible")
    assert (small["amount_yuan"], small["rate"]) == (500_000, 0.05)
    assert found["high-tech-rate"]["failing"] == ["high_tech"]
    standing = found["high-tech-enterprise"]
    assert (standing["verdict"], standing["failing"]) == ("not_eligible", ["rd_staff"])
    assert standing["unverified"] == ["domestic", "score"]
    assert found["tech-sme"]["verdict"] == "needs"
    assert "assets" in found["tech-sme"]["needs"]
    assert found["specialised-sme"]["verdict"] == "not_in_force"
    assert found["software-vat"]["verdict"] == "lead"
    assert found["software-vat"]["amount_yuan"] is None


def test_check_for_people(profile: Path) -> None:
    printed = run("check", "--profile", profile, "--date", "2025-06-30").stdout
    assert "可以享受（1）" in printed
    assert "少缴企业所得税500,000元，税率5%" in printed
    assert "不满足：研发人员不少于一成" in printed
    assert "路径：取得“高新技术企业认定”后可享受：" in printed


def test_explain(profile: Path) -> None:
    printed = run("explain", "high-tech-enterprise", "--profile", profile, "--date", "2025-06-30").stdout
    assert "✗ 研发人员不少于一成  研发人员占比 9%  ≥ 10%（2016-01-01起）  国科发火〔2016〕32号" in printed
    assert "若研发人员由9变为10：可以享受" in printed
    asked = ("high-tech-enterprise", "--profile", profile, "--date", "2025-06-30", "--format", "json")
    answer = json.loads(run("explain", *asked).stdout)
    assert {"field": "rd_staff", "value": 9, "to": 10, "verdict": "eligible"} in answer["changes"]
    (step,) = [s for s in answer["trace"] if s["id"] == "rd_staff"]
    assert (step["value"], step["threshold"], step["result"]) == (0.09, 0.1, "not_met")


def test_search() -> None:
    printed = run("search", "我们是做CAR-T的，在张江，去年研发投入8000万").stdout
    assert printed.startswith("生物医药产业支持（2024年）")
    assert "上一年研发费用 80,000,000元" in printed
    answer = json.loads(run("search", "在奉贤", "员工120人", "--format", "json").stdout)
    assert answer["profile"] == {"region": "fengxian", "staff": 120}
    assert run("search", "qqq").exit_code == 1


def test_ask(profile: Path) -> None:
    asked = json.loads(run("ask", "--date", "2025-06-30", "--format", "json").stdout)
    assert len(asked) == 5
    assert {"field", "question", "settles", "concerns"} == set(asked[0])
    assert "[staff]" not in run("ask", "--profile", profile, "--date", "2025-06-30").stdout


def test_bulk(tmp_path: Path) -> None:
    table, out, errors = (tmp_path / name for name in ("t.csv", "o.parquet", "e.csv"))
    table.write_text("编号,high_tech,taxable_income\na,是,100\nb,否,1e5\nc,否,500万\n", encoding="utf-8")
    result = run("bulk", table, "--date", "2025-06-30", "--out", out, "--errors", errors)
    assert result.exit_code == 1
    assert "t.csv, row 3, taxable_income: “1e5”" in result.stderr
    assert "1 of 3 rows were not computed" in result.stderr
    rows = {row["policy"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    assert (rows["high-tech-rate"]["eligible"], rows["high-tech-rate"]["amount_yuan"]) == ("1", "10.00")
    assert pl.read_parquet(out)["small-profit.verdict"].to_list() == ["eligible", None, "not_eligible"]
    assert "1e5" in errors.read_text(encoding="utf-8")


def test_bulk_beside_other_parameters(tmp_path: Path) -> None:
    table, other = tmp_path / "t.csv", tmp_path / "p.yaml"
    table.write_text("taxable_income\n500万\n", encoding="utf-8")
    other.write_text(
        "small-profit: {profit: {metadata: {unit: CNY, status: B}, values: {2023-01-01: {value: 5000000}}}}",
        encoding="utf-8",
    )
    result = run("bulk", table, "--date", "2025-06-30", "--parameters", other)
    assert result.exit_code == 0
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["policy"], row["eligible"], row["eligible.changed"]) == ("small-profit", "0", "1")
    assert row["amount_yuan.changed"] == "1000000.00"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "--profile", "none.json"], "none.json: cannot be read"),
        (["check", "--profile", "{profile}", "--date", "tomorrow"], "--date: “tomorrow” is no date"),
        (["check", "--profile", "{profile}", "--date", "2019-01-01"], "registered_on"),
        (["check", "--profile", "{profile}", "--rules", "."], "holds no rule file"),
        (["explain", "luck", "--profile", "{profile}"], "no policy “luck”"),
        (["bulk", "none.csv"], "none.csv"),
    ],
)
def test_a_mistake_is_one_line(profile: Path, tmp_path: Path, monkeypatch, arguments, says) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*(argument.format(profile=profile) for argument in arguments))
    assert result.exit_code == 1
    assert result.stderr.startswith("kejian: ")
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_fields() -> None:
    printed = run("fields").stdout
    assert "rd_expense  money  上一年研发费用" in printed
    assert "registered_age" not in printed


POLICY = "# 试验区支持办法\n\n对研发新材料的企业，按项目研发投入的20%给予补助，最高300万元。\n"


def test_a_document_becomes_a_draft_that_is_loaded_but_not_used(profile: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POLICY, encoding="utf-8")
    folder = tmp_path / "rules"
    folder.mkdir()
    result = run("draft", tmp_path / "a.md", "--out", folder / "a.yaml")
    assert result.exit_code == 0
    assert "试验区支持办法: 2 terms" in result.stderr
    listed = run("list", "--rules", folder)
    assert listed.stdout.split()[:3] == ["draft-a-1", "draft", "试验区支持办法"]
    checked = run(
        "check", "--profile", profile, "--date", "2025-06-30", "--rules", folder, "--format", "json"
    )
    assert json.loads(checked.stdout) == []
    assert "1 drafts" in checked.stderr
    assert "is there already" in run("draft", tmp_path / "a.md", "--out", folder / "a.yaml").stderr
    (tmp_path / "b.md").write_text("# 某市风光\n\n春天来了。\n", encoding="utf-8")
    assert run("draft", tmp_path / "b.md").exit_code == 1
    (tmp_path / "c.md").write_text(
        "# 某区新闻\n\n区里出台政策，对新认定的企业给予最高50万元奖励。\n", encoding="utf-8"
    )
    assert (
        "1 terms of policies without a name were left out: 最高50万元"
        in run("draft", tmp_path / "c.md").stderr
    )


def test_a_kept_result_says_what_has_changed(profile: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    assert run("check", "--profile", profile, "--date", "2025-06-30", "--keep", kept).exit_code == 0
    assert run("changes", kept, "--date", "2025-06-30").stdout == ""
    assert (
        "小型微利企业所得税优惠：已失效（2027-12-31）" in run("changes", kept, "--date", "2028-01-01").stdout
    )
    found = json.loads(
        run("changes", kept, "--date", "2028-01-01", "--format", "json", "--lang", "en").stdout
    )
    assert {"policy", "kind", "text"} <= set(found[0])
    assert "no kept result" in run("changes", profile).stderr
    assert "cannot be written" in run("check", "--profile", profile, "--keep", tmp_path / "x/y").stderr


def test_a_page_to_print(profile: Path) -> None:
    page = run(
        "check", "--profile", profile, "--date", "2025-06-30", "--format", "html", "--lang", "en"
    ).stdout
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert "Income tax saved 500,000 yuan" in page
    assert "研发人员不少于一成" not in page  # what a path lacks is told in English too


def test_questions_are_searched_in_their_language() -> None:
    found = json.loads(run("search", "angel investor in a start-up", "--format", "json").stdout)["found"]
    assert found[0] == {**found[0], "id": "start-up-investment"}
    assert "start-ups" in found[0]["title"]


def test_a_table_with_reasons(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("企业名称,高企,应纳税所得额\n甲,否,400万\n乙,,100\n", encoding="utf-8")
    result = run("bulk", tmp_path / "t.csv", "--reasons", "--out", tmp_path / "o.csv", "--date", "2025-06-30")
    assert result.exit_code == 0
    one, two = csv.DictReader((tmp_path / "o.csv").open(encoding="utf-8"))
    assert one["small-profit.failing"] == "profit"
    assert two["high-tech-rate.needs"] == "high_tech"
    assert one["high-tech-enterprise.unverified"] == "domestic；score"

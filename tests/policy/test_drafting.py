"""Drafts out of policy documents: terms found, numbers with their sources, nothing that counts by itself."""

import time
from collections import Counter
from datetime import date

import pytest
import yaml
from tests.policy.drafting_score import counted, documents

from kejian import read
from kejian.policy.drafting import draft, write
from kejian.policy.errors import RuleError
from kejian.policy.loading import load_rules, read_rules
from kejian.policy.profile import Profile
from kejian.policy.verdicts import check

DRAFTS = {path.name: draft(read(path)) for path in documents()}
WORDS = """# 试验区支持办法

对研发新材料的企业，按项目研发投入的20%给予补助，最高300万元。
"""


@pytest.mark.parametrize("path", documents(), ids=lambda p: p.name)
def test_most_of_what_a_document_states_is_found(path) -> None:
    counts, wrong = counted(path, DRAFTS[path.name])
    assert counts["right"] >= 0.7 * counts["stated"], wrong
    assert counts["right"] >= 0.7 * counts["found"], wrong


def test_of_all_documents_nearly_all_is_found() -> None:
    total: Counter[str] = Counter()
    for path in documents():
        total += counted(path, DRAFTS[path.name])[0]
    assert total["stated"] >= 80
    assert total["right"] >= 0.9 * total["stated"]
    assert total["right"] >= 0.9 * total["found"]


@pytest.mark.parametrize("path", documents(), ids=lambda p: p.name)
def test_every_number_stands_where_its_source_says(path) -> None:
    text = read(path).text
    for one in DRAFTS[path.name]:
        book = read_rules([("draft.yaml", one.text)])
        policy = book.drafts[one.id]
        for parameter in policy.parameters.values():
            assert parameter.source is not None
            assert text[parameter.source.start : parameter.source.end] == parameter.source.quote
        for source in policy.sources.values():
            assert text[source.start : source.end].startswith(source.quote)


@pytest.mark.parametrize("path", documents(), ids=lambda p: p.name)
def test_a_draft_gives_no_verdict_and_neither_does_one_only_half_finished(path) -> None:
    for one in DRAFTS[path.name]:
        book = read_rules([("draft.yaml", one.text)])
        assert not book.policies
        assert check(Profile({}), day=date(2025, 6, 30), book=book) == ()
        half = one.text.replace("status: draft\n", "", 1).replace("region: null", "region: test", 1)
        half = half.replace("who: null", "who: test", 1).replace("of: tax_saved", "of: deduction")
        (verdict,) = check(Profile({}), day=date(2025, 6, 30), book=read_rules([("a.yaml", half)]))
        assert verdict.kind in ("lead", "not_in_force", "needs")
        assert verdict.amount is None


def written(text: str, tmp_path, name: str = "a.md"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return draft(read(path))


def test_a_rate_under_a_ceiling_becomes_a_formula(tmp_path) -> None:
    (one,) = written(WORDS, tmp_path)
    entry = yaml.safe_load(one.text)
    (option,) = entry["versions"][0]["options"]
    assert option["benefit"]["amount"] == {
        "least": [{"times": [{"figure": "project_rd"}, {"parameter": "rate_1"}]}, {"parameter": "cap_1"}]
    }
    assert option["benefit"]["at_most"] is True
    assert entry["parameters"]["cap_1"]["values"] == {date.min: {"value": 3_000_000}}
    assert entry["parameters"]["cap_1"]["metadata"]["source"]["quote"] == "最高300万元"


def test_what_is_not_stated_stays_open(tmp_path) -> None:
    (one,) = written(WORDS, tmp_path)
    entry = yaml.safe_load(one.text)
    assert entry["status"] == "draft"
    version = entry["versions"][0]
    for value in (entry["region"], entry["issuer"], version["document"], version["from"], version["to"]):
        assert value is None
    assert "施行日期未写明" in version["open"]


def test_amounts_graded_by_something_unlisted_are_given_to_no_phase(tmp_path) -> None:
    text = (
        "5月，《甲市医药意见》出台。《意见》对一类中药、一类生物制品，按照不同临床阶段，"
        "最高资助100万元、300万元。"
    )
    (one,) = written(text, tmp_path)
    assert [term.phase for term in one.terms] == [None, None]
    assert "各档金额对应的临床阶段未写明" in yaml.safe_load(one.text)["versions"][0]["open"]


def test_a_report_without_terms_gives_no_draft(tmp_path) -> None:
    assert written("# 2024年科技工作\n\n全年认定高新技术企业120家，研发投入增长8%。\n", tmp_path) == ()


def test_a_document_cannot_write_yaml(tmp_path) -> None:
    text = WORDS.replace("研发新材料", '研发"新材料: !!python/object:os.system {x} & *y\t#')
    for one in written(text, tmp_path):
        assert list(read_rules([("draft.yaml", one.text)]).drafts) == [one.id]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{document: a, start: 3, end: 2, quote: x}", "start before end"),
        ("{document: a, start: 1.5, end: 2, quote: x}", "whole numbers"),
        ("{document: a, start: 1, end: 2}", "has no “quote”"),
        ("somewhere", "a mapping with document"),
    ],
)
def test_a_source_is_checked(tmp_path, source, says) -> None:
    (one,) = written(WORDS, tmp_path)
    lines = [
        f"      source: {source}" if "quote: 最高300万元}" in line and "      source" in line else line
        for line in one.text.splitlines()
    ]
    with pytest.raises(RuleError, match=says):
        read_rules([("draft.yaml", "\n".join(lines))])


def test_drafts_are_written_side_by_side_and_over_nothing(tmp_path) -> None:
    drafts = DRAFTS["press.txt"]
    paths = write(drafts, tmp_path / "new.yaml")
    assert [path.name for path in paths] == ["new.yaml", "new-2.yaml"]
    assert set(load_rules(tmp_path).drafts) == {one.id for one in drafts}
    with pytest.raises(RuleError, match="is there already"):
        write(drafts, tmp_path / "new.yaml")


def test_a_text_without_an_end_takes_no_longer(tmp_path) -> None:
    start = time.process_time()
    written("# 甲区办法\n\n" + "对研发企业给予最高30万元、" * 300, tmp_path)
    assert time.process_time() - start < 30


def test_thresholds_by_size_become_cases(tmp_path) -> None:
    text = (
        "# 丙市企业认定办法\n\n第一条 研发费用占营业收入的比例应当符合：营业收入4000万元以下的，不低于6%；"
        "营业收入4000万元至3亿元的，不低于5%；营业收入3亿元以上的，不低于4%。\n"
    )
    (one,) = written(text, tmp_path)
    (condition,) = yaml.safe_load(one.text)["versions"][0]["conditions"]
    first, second, third = condition["cases"]
    assert (first["when"]["figure"], first["then"]["figure"]) == ("revenue", "rd_share")
    assert [part["figure"] for part in second["when"]["all"]] == ["revenue", "revenue"]
    assert "at_least" in third["when"]
    assert condition["otherwise"] == {"open": "其他情形未写明"}
    read_rules([("draft.yaml", one.text)])


def test_numbers_about_procedure_and_misuse_are_no_terms(tmp_path) -> None:
    text = WORDS + "\n受理后15个工作日内完成审查。\n\n弄虚作假的，追回全部资金，5年内不再受理其申报。\n"
    (one,) = written(text, tmp_path)
    assert [term.kind for term in one.terms] == ["rate", "cap"]


def test_phases_are_named_without_what_stands_around_them(tmp_path) -> None:
    text = "# 丁市办法\n\n对获得科技进步一等奖、二等奖的单位，分别奖励40万元、20万元。\n"
    (one,) = written(text, tmp_path)
    assert [term.phase for term in one.terms] == ["科技进步一等奖", "二等奖"]

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


def finished(text: str, tmp_path):
    """A draft whose numbers an expert has taken as they are."""
    (one,) = written(text, tmp_path)
    whole = one.text.replace("status: draft\n", "", 1).replace("status: C", "status: B")
    for name in ("region", "who"):
        whole = whole.replace(f"{name}: null", f"{name}: test", 1)
    return read_rules([("a.yaml", whole)])


@pytest.mark.parametrize(
    ("spent", "yuan"),
    [
        (0, 0), (4_999_999, 499_999), (5_000_000, 500_000), (5_000_100, 500_008), (20_000_000, 1_700_000),
        (20_000_100, 1_700_005), (46_000_000, 3_000_000), (90_000_000, 3_000_000),
    ],
)  # fmt: skip
def test_rates_for_parts_of_a_figure_become_a_formula(tmp_path, spent, yuan) -> None:
    text = (
        "# 试验区研发补助办法\n\n对科技型中小企业，"
        "研发费用500万元以下的部分按10%给予补助，500万元至2000万元的部分按8%，"
        "超过2000万元的部分按5%，最高不超过300万元。\n"
    )
    book = finished(text, tmp_path)
    (verdict,) = check(
        Profile({"tech_sme": True, "rd_expense": spent * 100}), day=date(2025, 6, 30), book=book
    )
    assert verdict.kind == "eligible"
    assert verdict.amount is not None
    assert verdict.amount // 100 == yuan


def entry_of(text: str, tmp_path):
    (one,) = written(f"# 试验区支持办法\n\n{text}\n", tmp_path)
    entry = yaml.safe_load(one.text)
    return entry, entry["versions"][0]


def test_parts_of_what_no_field_holds_are_left_to_the_expert(tmp_path) -> None:
    _, version = entry_of("对改造厂房的企业，装修投入100万元以下部分按20%补助，以上部分按10%补助。", tmp_path)
    assert any("分段计算的公式" in text for text in version["open"])
    assert not any("amount" in option["benefit"] for option in version.get("options", []))


def test_each_tier_has_its_bounds_and_its_amount(tmp_path) -> None:
    text = "上年度研发费用100万元（含）至500万元的，奖励10万元；500万元（含）至2000万元（含）的，奖励30万元。"
    entry, version = entry_of(text, tmp_path)
    values = {name: next(iter(one["values"].values()))["value"] for name, one in entry["parameters"].items()}
    found = [
        (
            [
                (how, values[c[how]])
                for c in option["conditions"]
                for how in ("at_least", "less_than", "at_most")
                if how in c
            ],
            values[option["benefit"]["amount"]["parameter"]],
        )
        for option in version["options"]
    ]
    assert found == [
        ([("at_least", 1_000_000), ("less_than", 5_000_000)], 100_000),
        ([("at_least", 5_000_000), ("at_most", 20_000_000)], 300_000),
    ]


def test_each_of_several_thresholds_has_the_amount_that_is_its_own(tmp_path) -> None:
    text = "年营业收入首次突破1亿元（含）、5亿元（含）的，分别奖励20万元、60万元。"
    _, version = entry_of(text, tmp_path)
    named = [
        (c["at_least"], option["benefit"]["amount"]["parameter"])
        for option in version["options"]
        for c in option["conditions"]
        if "at_least" in c
    ]
    assert named == [("threshold_1", "amount_1"), ("threshold_2", "amount_2")]


def test_rates_year_by_year_are_ways_of_their_own_under_one_ceiling(tmp_path) -> None:
    text = "对新引进企业，首年按租金的60%、次年按40%给予补贴，每年不超过200万元。"
    _, version = entry_of(text, tmp_path)
    opened = [[c.get("open") for c in option["conditions"]] for option in version["options"]]
    assert opened == [["首年", "新引进企业"], ["次年", "新引进企业"]]
    assert {option["benefit"]["amount"]["parameter"] for option in version["options"]} == {"cap_1"}


@pytest.mark.parametrize(
    "text",
    [
        "对引进的领军团队，分三年给予总额1500万元资助，第一年50%，第二年30%，第三年20%。",
        "对引进的领军团队给予1500万元资助。\n\n资助资金分两期拨付，首期拨付60%，验收后拨付40%。",
    ],
)
def test_instalments_are_no_ways_to_benefit(tmp_path, text) -> None:
    _, version = entry_of(text, tmp_path)
    (option,) = version["options"]
    assert "rate" not in option["benefit"]
    assert any(text.startswith("分期拨付") for text in version["open"])


def test_who_gets_nothing_is_no_condition_of_who_gets_something(tmp_path) -> None:
    text = "研发费用不足100万元的，不予补助。\n\n对其他企业，奖励8万元。"
    _, version = entry_of(text, tmp_path)
    assert version["conditions"] == []
    assert any(text.startswith("不予支持的情形") for text in version["open"])


def test_a_yearly_ceiling_of_one_of_several_grants_does_not_bind_the_others(tmp_path) -> None:
    one = "对租用算力的企业，按合同额的20%支持，每家每年累计不超过150万元。"
    entry, _ = entry_of(one, tmp_path)
    assert entry["year_cap"] == "year_cap_1"
    entry, version = entry_of(f"{one}\n\n对引进的领军团队，给予1500万元资助。", tmp_path)
    assert "year_cap" not in entry
    assert any("年度上限（year_cap_1）" in text for text in version["open"])

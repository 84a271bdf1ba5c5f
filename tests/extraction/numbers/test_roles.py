"""What each number is there for. The sentences are in numbers/*.yaml: drop one in and it becomes a test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.extraction.context import Context, context
from kejian.extraction.numbers.role_rules import Rule, pattern, place, table
from kejian.extraction.numbers.roles import find_roles
from kejian.extraction.spots import Spot, spot
from kejian.language import mentions
from kejian.model import About, Document, MentionKind, Role
from kejian.reading.markdown import read_markdown

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]

Lay = Callable[..., Context]


@pytest.mark.parametrize("case", CASES)
def test_number_of_a_sentence(case: dict[str, Any], lay_out: Lay) -> None:
    laid = lay_out(
        case["text"], report_year=case.get("year"), genre=case.get("genre"), title=case.get("title")
    )
    told = [(m.surface, str(r)) for m, r in zip(laid.mentions, find_roles(laid), strict=True)]
    rest = iter(told)
    for line in case["numbers"]:
        surface, role, *_ = (part.strip() for part in line.split("|"))
        assert any(pair == (surface, role) for pair in rest), f"{surface} as {role}, found {told}"


@pytest.mark.parametrize(
    ("text", "surface", "role"),
    [
        ("12月，东珠三号卫星搭载长空五号火箭发射。", "12月", Role.TIME),
        ("《关于2030年前碳达峰的行动方案》印发实施。", "2030年", Role.NAME),
        ("“十四五”以来累计投入经费36亿元。", "十四五", Role.TIME),
        ("国家“十四五”重大专项启动实施。", "十四五", Role.NAME),
        ("该药进入3期临床试验。", "3期", Role.NAME),
        ("基地二期工程开工建设。", "二期", Role.NAME),
        ("第12届青屿科技博览会开幕。", "第12届", Role.NAME),
        ("建成全省首条8英寸氮化镓产线。", "8英寸", Role.SPEC),
        ("交付一艘17万吨级散货船。", "17万吨", Role.SPEC),
        ("产品在-60℃环境下连续运行。", "-60℃", Role.SPEC),
        ("年收入5亿元以上的企业达到88家。", "5亿元以上", Role.SPEC),
        ("电池能量密度达到320 Wh/kg。", "320 Wh/kg", Role.OBSERVATION),
        ("装置连续运行260小时。", "260小时", Role.OBSERVATION),
        ("企业连续三年盈利。", "三年", Role.TIME),
        ("平均审批时间压缩到4天。", "4天", Role.OBSERVATION),
        ("力争三年内实现产值翻一番。", "翻一番", Role.TARGET),
    ],
)
def test_one_number(text: str, surface: str, role: Role, lay_out: Lay) -> None:
    laid = lay_out(text, report_year=2023)
    roles = dict(zip((m.surface for m in laid.mentions), find_roles(laid), strict=True))
    assert roles[surface] is role


@pytest.mark.parametrize(
    ("year", "role"), [(2023, Role.TARGET), (2027, Role.OBSERVATION), (None, Role.OBSERVATION)]
)
def test_a_year_is_a_plan_only_when_it_lies_ahead_of_the_report(
    year: int | None, role: Role, lay_out: Lay
) -> None:
    laid = lay_out("到2026年，全区瞪羚企业达到120家。", report_year=year)
    assert find_roles(laid)[-1] is role


def test_a_plan_heading_makes_plans_of_what_stands_under_it(lay_out: Lay) -> None:
    laid = lay_out(
        "## 主要目标\n\n新建重点实验室6家。\n\n## 工作成效\n\n新建重点实验室5家。\n", report_year=2023
    )
    assert find_roles(laid) == [Role.TARGET, Role.OBSERVATION]


def test_a_column_of_a_coming_year_holds_targets(lay_out: Lay) -> None:
    table = "| 指标 | 2023年 | 2025年 |\n| --- | --- | --- |\n| 孵化器（家） | 31 | 45 |\n"
    laid = lay_out(table, report_year=2023)
    roles = dict(zip((m.surface for m in laid.mentions), find_roles(laid), strict=True))
    assert (roles["31"], roles["45"]) == (Role.OBSERVATION, Role.TARGET)


def test_every_kind_of_mention_has_rules() -> None:
    assert {kind for rule in table().rules for kind in rule.kinds} == set(MentionKind)


def _laid(text: str) -> Context:
    document: Document = read_markdown(text.encode(), name="t", source="t.md", digest="0" * 64)
    return context(document, about=About(report_year=2023), mentions=mentions(document.text))


_PIECES = [
    "到2030年",
    "对企业",
    "给予",
    "最高",
    "50万元",
    "增长",
    "3.5%",
    "，",
    "。",
    "；",
    "、",
    "（",
    "）",
    "的",
    "《",
    "》",
    "|",
    "\n",
    "# 目标\n",
    "第三条 ",
    "8英寸",
    "7",
    "12家",
    "以上",
    "力争",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_each_mention_of_any_text_has_one_role(text: str) -> None:
    laid = _laid("甲" + text)
    assert len(find_roles(laid)) == len(laid.mentions)


@pytest.mark.parametrize("piece", ["1、", "对", "（", "到2030年", "50%给予补助", "《"])
def test_a_long_sentence_without_an_end_is_read(piece: str) -> None:
    laid = _laid(piece * 4000)
    assert len(find_roles(laid)) == len(laid.mentions)


@pytest.mark.parametrize(
    ("name", "cue"),
    [("grant", "grant_cue"), ("plan_strong", "plan_strong_cue"), ("plan_weak", "plan_weak_cue")],
)
def test_a_quick_look_misses_nothing(name: str, cue: str) -> None:
    texts = [case.values[0]["text"] for case in CASES]
    parts = [part for text in texts for part in text.replace("\n", "。").split("。")]
    found = [p for p in parts if pattern(name).search(p)]
    assert found
    assert [p for p in found if not pattern(cue, seen=True).search(p)] == []


@pytest.mark.parametrize("name", ["grant", "grant_cue", "grant_sure", "plan_cue", "plan_weak_cue"])
def test_what_is_searched_for_is_found_where_it_stands(name: str) -> None:
    texts = [case.values[0]["text"] for case in CASES]
    plain, searched = pattern(name), pattern(name, searched=True)
    spans = [m and m.span() for m in map(plain.search, texts)]
    assert spans == [m and m.span() for m in map(searched.search, texts)]
    seen = map(pattern(name, seen=True).search, texts)
    assert [span and span[0] for span in spans] == [m and m.start() for m in seen]


def test_the_look_at_the_edges_of_a_number_passes_over_no_rule_that_holds() -> None:
    rules = table().rules
    for case in CASES:
        laid = _laid(case.values[0]["text"])
        for sentence in laid.sentences:
            for mention in sentence.mentions:
                at = spot(laid, sentence, mention)
                for granted in (True, False):
                    concerned = [rule for rule in rules if _concerns(rule, at, granted)]
                    first = next((rule for rule in concerned if rule.holds(at)), None)
                    assert table().first_that_holds(at, granted=granted) is first


def _concerns(rule: Rule, at: Spot, granted: bool) -> bool:
    mention = at.mention
    told = [
        (rule.kinds, mention.kind),
        (rule.comparators, mention.comparator),
        (rule.regimes, at.regime),
        (rule.cell, place(at)),
        (rule.granted, granted),
    ]
    unit = rule.unit is None or rule.unit.fullmatch(mention.unit or "") is not None
    return unit and all(allowed is None or value in allowed for allowed, value in told)

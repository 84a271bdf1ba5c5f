"""What a policy grants or requires: the sentences are in terms.yaml; drop one in and it becomes a test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kejian.extraction.context import Context
from kejian.extraction.numbers.aspects import Reading, read_figure
from kejian.extraction.numbers.terms import Term, read_term
from kejian.model import Role

Lay = Callable[..., Context]
CASES = yaml.safe_load((Path(__file__).parent / "terms.yaml").read_text(encoding="utf-8"))


def terms(laid: Context) -> list[tuple[str, Term]]:
    return [
        (m.surface, read_term(laid, s, m, read_figure(laid, s, m, Role.TERM)))
        for s in laid.sentences
        for m in s.mentions
    ]


@pytest.mark.parametrize("case", [pytest.param(c, id=str(n)) for n, c in enumerate(CASES, 1)])
def test_term_of_a_sentence(case: dict[str, Any], lay_out: Lay) -> None:
    rest = iter(terms(lay_out(case["text"], genre="policy", title=case.get("title"))))
    for surface, expected in case["terms"].items():
        term = next(t for s, t in rest if s == surface)
        found = {name: getattr(term, name) for name in expected}
        assert found == expected, surface


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("《宁泽市科技条例》规定，对企业给予奖励10万元。", "宁泽市科技条例"),
        (
            "印发《宁泽市算力补贴办法》（以下简称《办法》）。《办法》明确，最高补助10万元。",
            "宁泽市算力补贴办法",
        ),
        ("发布《宁泽市孵化器扶持意见》。《意见》提出，最高补助10万元。", "宁泽市孵化器扶持意见"),
        ("# 宁泽市中试基地管理办法（试行）\n\n第一条 每家最高奖励10万元。", "宁泽市中试基地管理办法"),
        ("对企业最高补助10万元。", None),
    ],
)
def test_policy_that_sets_it(text: str, policy: str | None, lay_out: Lay) -> None:
    assert terms(lay_out(text))[-1][1].policy == policy


def test_a_cell_is_read_by_its_heads(lay_out: Lay) -> None:
    table = "| 类型 | 补助上限（万元） |\n| --- | --- |\n| 瞪羚企业 | 50 |\n"
    assert terms(lay_out(table))[-1] == ("50", Term(measure="补助上限", subject="瞪羚企业"))


def test_many_thresholds_in_one_sentence_end(lay_out: Lay) -> None:
    laid = lay_out("对收入" + "5万元以上的，奖励1万元，" * 500)
    assert len(terms(laid)) == len(laid.mentions)


def test_a_reading_is_needed_only_for_the_base(lay_out: Lay) -> None:
    laid = lay_out("按投入的20%给予补助。")
    sentence, mention = laid.sentences[0], laid.mentions[0]
    assert read_term(laid, sentence, mention, Reading(unit="1")).base == "投入"
    assert read_term(laid, sentence, mention, Reading(unit="CNY")).base is None

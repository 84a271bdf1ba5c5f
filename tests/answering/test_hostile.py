"""No text breaks the answering: whatever comes, a short answer comes back."""

from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.answering import asking

from kejian.answering import Answer, ask

CASES = yaml.safe_load(Path(__file__).with_name("hostile.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_is_no_question_has_no_answer(case, stored):
    for body in (asking.evidence(), stored):
        answer = ask(case["text"] * case.get("times", 1), body)
        assert not answer.answered
        assert not answer.values
        assert 0 < len(answer.text) < 2000


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120))
def test_any_text_gets_an_answer_that_can_be_sent(text):
    answer = ask(text, asking.evidence())
    sent = msgspec.json.encode(answer) if text.isprintable() else b""
    assert not sent or msgspec.json.decode(sent, type=Answer) == answer


WORDS = """
2022年 栖川 临溟 技术合同成交额 研发经费 多少 增长 比 和 的 哪年 最高 是否 超过 200亿元 民营企业
占 排名 下降 近三年 ？ ，
"""


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map("".join))
def test_words_in_any_order_never_lead_to_a_value_without_a_passage(text):
    answer = ask(text, asking.evidence())
    assert bool(answer.values) <= bool(answer.passages)
    assert answer.answered or not answer.values


def test_control_characters_are_blanks():
    answer = ask("2022年\x1b[31m栖川GDP是多少\x00", asking.evidence())
    assert "\x1b" not in answer.text


def test_too_many_questions_are_cut():
    answer = ask("？".join(["2022年栖川GDP是多少"] * 20), asking.evidence())
    assert len(answer.question) == 8
    assert "最多8个" in answer.text

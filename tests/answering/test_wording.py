"""The vocabulary of questions and of answers is whole."""

import re

import pytest

from kejian.answering.asking import OPERATIONS
from kejian.answering.saying import say, sentences
from kejian.answering.splitting import language_of, split
from kejian.answering.wording import grammatical, wording
from kejian.linking.indicators import indicators


def test_every_sentence_fills_the_same_parts_in_both_languages():
    for name, texts in sentences().items():
        parts = [set(re.findall(r"\{(\w+)\}", texts[one])) - {"is"} for one in ("zh", "en")]
        assert parts[0] == parts[1], name


def test_names_of_indicators_are_indicators():
    known = indicators()
    assert all(one.code in known for found in wording().names.values() for one in found)


@pytest.mark.parametrize("name", ["增长多少", "是多少", "哪些指标", "同比"])
def test_words_of_questions_name_nothing(name):
    assert grammatical(name)


def test_what_documents_say_is_not_filled_in_again():
    assert say("yes", "zh") == "是。"
    assert "{value}" in say("unanswered", "zh", what="{value}")


def test_every_kind_of_question_is_a_function():
    assert all(callable(one) for one in OPERATIONS.values())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲是多少？乙是多少？", 2),
        ("甲是多少，乙是多少", 2),
        ("2022年，甲是多少", 1),
        ("What was A in 2022 and how much did it grow?", 2),
        ("R&D intensity was 3.5 in what year?", 1),
        ("", 0),
    ],
)
def test_questions_are_divided(text, parts):
    assert len(split(text)) == parts


@pytest.mark.parametrize(
    ("text", "language"),
    [("What is 技术合同?", "en"), ("PCT申请量多少", "zh"), ("GDP?", "en"), ("2022", "zh")],
)
def test_the_language_is_that_of_the_asking_words(text, language):
    assert language_of(text) == language

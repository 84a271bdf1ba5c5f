"""What is counted under a fuller name is meant by the thing alone, where nothing else can be."""

import pytest

from kejian.answering import ask, from_facts
from kejian.extraction import extract
from kejian.model import About
from kejian.reading import read_bytes

TEXT = """# 青岩市科技进步报告2022

2022年，青岩市3家计量实验室全部完成重组，5家计量实验室基地先期启动。功能型技术平台12个。
"""


@pytest.fixture(scope="module")
def evidence():
    (document,) = read_bytes(TEXT.encode(), source="r.md")
    facts = extract(document, about=About(title="青岩市科技进步报告2022", report_year=2022))
    return from_facts([facts], [document])


@pytest.mark.parametrize("question", ["青岩市计量实验室有几家？", "2022年计量实验室有多少家"])
def test_a_predicate_behind_the_words_is_no_other_measure(evidence, question):
    answer = ask(question, evidence)
    assert answer.answered, answer.text
    assert [value.value for value in answer.values] == ["3"]


def test_an_idle_character_inside_a_word_stays_there(evidence):
    (part,) = ask("功能型码头有多少个", evidence).question
    assert part.unread == ("功能型码头",)

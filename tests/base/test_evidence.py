"""The base as evidence for answers: what a viewer may see, what people decided, both databases."""

import pytest

from kejian import extract, read
from kejian.answering import ask
from kejian.model import About

PUBLISHED = (
    "# 云湖市科技年报2022\n\n2022年，云湖市技术合同成交额120.5亿元，比上年增长8.2%。"
    "5月，云湖光子研究院发布全国首款光子芯片LT-1。\n"
)
DRAFT = (
    "# 云湖市科技年报2023\n\n2023年，云湖市技术合同成交额133.0亿元。"
    "3月，云湖光子研究院发布全球首款光子芯片LT-2。\n"
)


@pytest.fixture
def report(base, tmp_path):
    def report(text, *, year, **more):
        from kejian.base.metadata import Placing
        from kejian.base.store import Reading, store

        path = tmp_path / f"yunhu-{year}.md"
        path.write_text(text, encoding="utf-8")
        document = read(path)
        facts = extract(document, about=About(report_year=year, genre="yearly report"))
        return store(base.alias, document, facts, reading=Reading(extractor="1"), placing=Placing(**more))

    return report


@pytest.fixture
def answer(base):
    def answer(question, *, viewer=None):
        from kejian.base.evidence import StoredEvidence

        return ask(question, StoredEvidence(base.alias, viewer=viewer))

    return answer


def test_an_answer_names_the_statement_that_says_it(report, answer, base):
    report(PUBLISHED, year=2022)
    found = answer("2022年云湖技术合同成交额是多少？")
    (value,) = found.values
    assert (value.value, value.unit) == ("12050000000", "CNY")
    assert base.show(found.passages[0].id)["id"] == found.passages[0].id


def test_a_draft_is_seen_by_its_owner_alone(report, answer):
    report(PUBLISHED, year=2022)
    report(DRAFT, year=2023, draft_of="王")
    value, events = "2023年云湖技术合同成交额是多少？", "2023年有哪些全球首款？"
    thing, documents, latest = "LT-2是谁发布的？", "有哪些文件？", "今年云湖技术合同成交额是多少？"
    for question in (value, events, thing):
        assert not answer(question).answered
        assert answer(question, viewer="王").answered
        assert not answer(question, viewer="李").answered
        assert "LT-2" not in answer(question).text.replace(question.rstrip("？"), "")
        assert "133" not in answer(question).text
    assert len(answer(documents).items) == 1
    assert len(answer(documents, viewer="王").items) == 2
    assert "2022年" in answer(latest).text
    assert "2023年" in answer(latest, viewer="王").text


def test_what_was_rejected_is_no_answer_and_what_was_corrected_is_right(report, answer, base):
    report(PUBLISHED, year=2022)
    question = "2022年云湖技术合同成交额是多少？"
    id_ = answer(question).passages[0].id
    base.decide(id_, "correct", reason="misprint", who="王", correction={"value": "12060000000"})
    assert [one.value for one in answer(question).values] == ["12060000000"]
    base.decide(id_, "reject", reason="another city", who="王")
    assert "120" not in answer(question).text
    (event,) = answer("2022年有哪些全国首款？").items
    event_id = answer("2022年有哪些全国首款？").passages[0].id
    assert "LT-1" in event.text
    base.decide(event_id, "reject", reason="not so", who="王")
    assert not answer("2022年有哪些全国首款？").answered


def test_an_empty_base_answers_nothing(answer):
    for question in ("2022年云湖技术合同成交额是多少？", "有哪些文件？", "谁发布了LT-1？", "哪些指标下降？"):
        assert not answer(question).answered

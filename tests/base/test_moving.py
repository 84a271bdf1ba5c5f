"""What rose or fell between two years: what is not read for it did not move that way, on both databases."""

import pytest

from kejian import extract, read
from kejian.answering import ask, from_facts
from kejian.model import About

# year → what the report of it says; 2021 is told of twice, and the two differ on patents
REPORTS = {
    "bihu-2020": (
        2020,
        "2020年，碧湖市技术合同成交额80亿元，发明专利授权量500件，高新技术企业300家，研发经费约52亿元，研发经费强度4.1%。"
        "创新型城市排名第6位。",
    ),
    "bihu-2021": (
        2021,
        "2021年，碧湖市技术合同成交额96亿元，发明专利授权量480件，高新技术企业300家，研发经费约51亿元，研发经费强度4.0%。"
        "创新型城市排名第9位。众创空间40家，比上年下降5%。",
    ),
    "bihu-2021-again": (2021, "2021年，碧湖市发明专利授权量510件，技术合同成交额96亿元。"),
}
QUESTIONS = [
    "2020年到2021年碧湖市哪些指标下降了？",
    "2020年到2021年碧湖市哪些指标增长了？",
    "2021年碧湖市哪些指标增长最快？",
    "2020年到2021年碧湖市哪些指标增长超过30%？",
    "which indicators of 碧湖市 fell between 2020 and 2021?",
]


@pytest.fixture
def facts(base, tmp_path):
    from kejian.base.metadata import Placing
    from kejian.base.store import Reading, store

    found = []
    for name, (year, text) in REPORTS.items():
        path = tmp_path / f"{name}.md"
        path.write_text(f"# 碧湖市科技年报\n\n{text}\n", encoding="utf-8")
        document = read(path)
        about = About(title=f"碧湖市{name}年报", report_year=year, genre="yearly report")
        found.append(extract(document, about=about))
        store(base.alias, document, found[-1], reading=Reading(extractor="1"), placing=Placing())
    return found


@pytest.fixture
def stored(base, facts):
    from kejian.base.evidence import StoredEvidence

    return StoredEvidence(base.alias)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_that_of_reading_all(question, facts, stored):
    whole = ask(question, from_facts(facts))
    answer = ask(question, stored)
    assert whole.answered
    assert answer.text == whole.text
    assert [(one.value, one.lower, one.upper) for one in answer.values] == [
        (one.value, one.lower, one.upper) for one in whole.values
    ]


def test_what_cannot_have_fallen_is_not_read(stored):
    moved = stored.moved(stored.subjects(["碧湖市"])["碧湖市"].key, ("2020", "2021"), down=True)
    names = {one.measure.name for one in moved.series}
    assert names == {"发明专利授权", "全社会研发经费", "研发经费强度"}
    assert {key.split("|")[1] for key in moved.others} == {"tech-contract-turnover", "high-tech-enterprises"}


def test_what_cannot_have_risen_is_not_read(stored):
    moved = stored.moved(stored.subjects(["碧湖市"])["碧湖市"].key, ("2020", "2021"), down=False)
    # of equally exact patents the first document counts, as in the answer
    assert {one.measure.name for one in moved.series} == {"技术合同成交额"}


def test_parts_of_years_are_all_read(stored):
    key = stored.subjects(["碧湖市"])["碧湖市"].key
    assert stored.moved(key, ("2020-H1", "2021-H1"), down=True).others == frozenset()


def test_of_what_texts_say_moved_only_that_is_read(stored):
    told = stored.told_to_move(stored.subjects(["碧湖市"])["碧湖市"].key, "2021", besides=())
    assert [one.measure.name for one in told] == ["众创空间"]


@pytest.mark.parametrize(("near", "slot"), [(None, "2021"), ("2019-12-31", "2020"), ("2030-12-31", "2021")])
def test_of_what_is_alike_the_nearest_period_is_read(stored, near, slot):
    from datetime import date

    (found,) = stored.similar("技术合同成交", near=near and date.fromisoformat(near))
    assert [one.slot for one in found.slots] == [slot]
    assert found.subject.name == "碧湖市"

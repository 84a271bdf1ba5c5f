"""Questions as strangers ask them: in talk, and in other words than the document has."""

import pytest
from tests.answering import asking

from kejian import extract, read
from kejian.answering import from_facts
from kejian.base import open_base
from kejian.base.metadata import read_metadata
from kejian.model import About

HERE = asking.HERE / "wordings"
CASES = asking.questions(HERE / "muxi-2023.yaml")
ABOUT = {"title": "沐溪省科技发展年报（2023）", "genre": "yearly report", "report_year": 2023}


@pytest.fixture(scope="module")
def evidence():
    document = read(HERE / "muxi-2023.md")
    return from_facts([extract(document, about=About(**ABOUT))], [document])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ask"])
def test_other_words_have_the_same_answer(case, evidence):
    assert asking.wrong(case, evidence) == []


def test_a_base_answers_the_same(tmp_path):
    with open_base(tmp_path / "base.sqlite3") as base:
        from kejian.base.build import build
        from kejian.base.evidence import StoredEvidence

        build(base.alias, [HERE / "muxi-2023.md"], metadata=read_metadata(HERE / "meta.json"), jobs=1)
        body = StoredEvidence(base.alias)
        assert [(case["ask"], bad) for case in CASES if (bad := asking.wrong(case, body))] == []

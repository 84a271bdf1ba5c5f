"""The page about questions says what the program does: every row of its table is asked."""

import re
from pathlib import Path

import pytest
from tests.answering import asking

from kejian.answering import ask

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "ask.md"
ROWS = [
    row
    for row in re.findall(
        r"^\| ([^|*]+) \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    if row[0] not in ("question", "---")
]


@pytest.mark.parametrize(("question", "wanted"), ROWS, ids=[row[0] for row in ROWS])
def test_a_question_of_the_page_is_answered_as_it_says(question, wanted):
    answer = ask(question, asking.evidence())
    assert answer.answered == (wanted != "—")
    assert wanted == "—" or wanted in answer.text


def test_the_page_shows_enough():
    assert len(ROWS) > 40

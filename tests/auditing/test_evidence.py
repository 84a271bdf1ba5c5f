"""What of a figure its own sentence says, and what was completed from elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.auditing.making import read

from kejian.auditing.body import body
from kejian.auditing.evidence import Guess, severity
from kejian.auditing.model import Severity

SAID = [
    ("全市众创空间118家。", "118", ()),
    ("2022年，全市众创空间118家。", "118", ()),
    ("全市科普场馆96座，比2019年增加12座。", "12", ()),
    ("全市专利授权32180件，其中发明专利8120件。", "8120", (Guess.SCOPE,)),
    ("按试行口径，全市众创空间118家。", "118", (Guess.SCOPE,)),
]


@pytest.mark.parametrize(("text", "number", "guessed"), SAID)
def test_what_is_guessed_of_a_figure(text, number, guessed):
    said = next(s for s in body([read("report", text)]).said if s.passage.quote.startswith(number))
    assert set(guessed) <= set(said.guessed)
    assert guessed or not said.guessed


def test_a_cell_is_told_by_its_row_and_column():
    table = "| 指标 | 单位 | 2022年 | 2023年 |\n| --- | --- | --- | --- |\n| 众创空间 | 家 | 104 | 118 |"
    assert all(not said.guessed for said in body([read("report", table)]).said)


@given(st.lists(st.lists(st.sampled_from(Guess)).map(tuple)))
def test_an_error_is_earned_and_nothing_becomes_worse(guessed):
    assert severity(Severity.DOUBT, guessed) is Severity.DOUBT
    assert (severity(Severity.ERROR, guessed) is Severity.ERROR) == (not any(guessed))

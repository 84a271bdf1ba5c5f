"""The periods of a question, relative ones against the latest year reported on."""

import pytest

from kejian.answering.board import Board
from kejian.answering.periods import read_periods

CASES = [
    ("2022年栖川有多少家", ["2022"], False),
    ("二〇二二年的专利", ["2022"], False),
    ("2020—2022年的趋势", ["2020", "2022"], True),
    ("2020年到2022年增长多少", ["2020", "2022"], True),
    ("from 2020 to 2022", ["2020", "2022"], True),
    ("between 2020 and 2022", ["2020", "2022"], True),
    ("2022年比2020年多多少", ["2022", "2020"], False),
    ("2020年和2021年各是多少", ["2020", "2021"], False),
    ("2022年8月有哪些大事", ["2022-08"], False),
    ("2022年第三季度", ["2022-Q3"], False),
    ("2022年上半年", ["2022-H1"], False),
    ("in November 2022", ["2022-11"], False),
    ("first half of 2022", ["2022-H1"], False),
    ("2020年以来", ["2020", "2022"], True),
    ("since 2021", ["2021", "2022"], True),
    ("近三年", ["2020", "2022"], True),
    ("the last two years", ["2021", "2022"], True),
    ("“十三五”期间", ["2016", "2020"], True),
    ("今年", ["2022"], False),
    ("去年有几家", ["2021"], False),
    ("前年有几家", ["2020"], False),
    ("last year", ["2021"], False),
    ("比上年增长多少", [], False),
    ("哪年超过2000家", [], False),
    ("7月有什么", ["2022-07"], False),
    ("2022年13月", ["2022"], False),
]


@pytest.mark.parametrize(("text", "slots", "through"), CASES, ids=[case[0] for case in CASES])
def test_periods_are_read(text, slots, through):
    when = read_periods(Board(text), year=2022)
    assert ([one.slot for one in when.spans], when.through) == (slots, through)


def test_what_a_relative_word_was_read_as_is_kept():
    assert read_periods(Board("去年"), year=2022).notes == (("去年", "2021"),)


def test_without_a_year_relative_words_stay_unread():
    board = Board("去年")
    assert read_periods(board, year=None).spans == ()
    assert board.runs() == ["去年"]

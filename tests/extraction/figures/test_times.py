"""The words of a sentence that say when."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kejian.extraction.figures import times
from kejian.extraction.figures.times import find_times

TIMES = [
    ("截至年底", ["2021-12-31"]),
    ("截至2019年末", ["2019-12-31"]),
    ("上半年增长，下半年回落", ["2021-01/2021-06", "2021-07/2021-12"]),
    ("三季度环比下降", ["2021-07/2021-09"]),
    ("前三季度", ["2021-01/2021-09"]),
    ("今年前5个月", ["2021-01/2021-05"]),
    ("1—8月", ["2021-01/2021-08"]),
    ("截至三季度末", ["2021-09-30"]),
    ("截至2月底", ["2021-02-28"]),
    ("6月18日启用", ["2021-06-18"]),
    ("2016—2020年", ["2016/2020"]),
    ("比上年末增加", ["2020-12-31"]),
    ("去年同期", [None]),
    ("“十三五”末", ["2020-12-31"]),
    ("“十四五”以来", ["2021"]),
    ("2021年1月1日至12月31日", ["2021"]),
    ("2019年开工，同年建成", ["2019", "2019"]),
    ("上年度和上一年度", ["2020", "2020"]),
    ("13月没有这个月", []),
    ("一半年轻人", []),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_time_in_its_calendar_form(text: str, expected: list[str | None]) -> None:
    assert [t.exact for t in find_times(text, year=2021)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("上个月签约", ["2020-12"]), ("本月开工", ["2021-01"]), ("上月底完工", ["2020-12-31"])],
)
def test_a_month_counted_from_the_day_of_publication(text: str, expected: list[str]) -> None:
    assert [t.exact for t in find_times(text, year=2021, published="2021-01-18")] == expected
    assert find_times(text, year=2021) == []


def test_without_a_year_relative_words_have_no_calendar_form() -> None:
    assert [t.exact for t in find_times("全年，上半年，2020年", year=None)] == [None, None, "2020"]


@given(st.text(alphabet="截至到年月日底末初上下半季度前第一二三四十五“”12309—至今去全当本", max_size=30))
def test_times_stand_in_order_and_within_the_text(text: str) -> None:
    times = find_times(text, year=2021)
    assert all(0 <= t.start < t.end <= len(text) for t in times)
    assert all(a.end <= b.start for a, b in pairwise(times))


@given(
    st.text(
        "01239年月日季度半全上下前去今当本第十三截至止到目来底内—、至“五时期个的报告同如迄眼近过最间",
        max_size=16,
    )
)
@example("前五个月")
def test_the_quick_look_passes_over_no_time(text: str) -> None:
    careful = [m.span() for m in times._PATTERN.finditer(text) if m.end() > m.start()]
    assert [m.span() for m in times._times_in(text)] == careful

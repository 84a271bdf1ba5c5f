"""The short form of a sentence."""

from kejian.extraction.figures.lines import Line, make_line
from kejian.extraction.figures.times import find_times
from kejian.language import mentions
from kejian.model import MentionKind


def line_of(text: str) -> Line:
    numbers = [
        m for m in mentions(text) if m.kind not in (MentionKind.DATE, MentionKind.CODE, MentionKind.PERIOD)
    ]
    return make_line(text, 0, numbers, find_times(text, year=2021))


def clauses(line: Line) -> list[str]:
    return [line.s[c.lo : c.hi] for c in line.clauses]


def test_numbers_and_times_become_one_sign_each() -> None:
    line = line_of("2021年新增企业35家，占三成。")
    assert line.s == "@新增企业#，占#。"
    assert [line.s[k] for k in line.slots] == ["#", "#"]


def test_titles_and_quotations_do_not_cut() -> None:
    line = line_of("印发《甲、乙，丙办法》，支持企业8家")
    assert clauses(line) == ["印发《甲·乙·丙办法》", "支持企业#"]
    assert (
        line.words(0, line.clauses[0].hi, "印发《甲、乙，丙办法》，支持企业8家") == "印发《甲、乙，丙办法》"
    )


def test_brackets_with_a_number_are_clauses_of_their_own() -> None:
    line = line_of("青州（12.5亿元）、望州（9.8亿元）领先")
    assert [c.depth for c in line.clauses if "#" in line.s[c.lo : c.hi]] == [1, 1]


def test_signs_of_the_short_form_in_the_text_are_no_numbers() -> None:
    line = line_of("编号#7的邮箱@甲，共3个")
    assert line.s.count("#") == len(line.slots)


def test_long_brackets_without_a_number_are_left_out() -> None:
    assert "定义" not in line_of("强度（按照统计制度所下的定义计算）为2.5%").s

"""What a document is, where it says so."""

import msgspec
import pytest

from kejian.extraction.about import find_about
from kejian.model import About
from kejian.reading.markdown import read_markdown

KNOWN = [
    (
        "# 2022年青澜省科技统计公报\n\n青澜省统计局　青澜省科学技术厅\n\n2023年8月30日\n\n全省投入增长。\n",
        ("statistical bulletin", 2022, "2023-08-30", "青澜省统计局"),
    ),
    (
        "# 白鹭晚报·科技版（2024年3月5日）\n\n本报记者 江小舟\n\n全市增长。\n",
        ("press article", 2024, "2024-03-05", None),
    ),
    (
        "# 望平区2021年科技工作总结和2022年工作计划\n\n望平区科学技术局\n\n2022年1月6日\n",
        ("work summary and policy", 2021, "2022-01-06", "望平区科学技术局"),
    ),
    (
        "# 白鹭市科技创新年报（2022）\n\n白鹭市科学技术局　2023年4月\n\n全年增长。\n",
        ("yearly report", 2022, "2023-04", "白鹭市科学技术局"),
    ),
    (
        "白鹭湾的清晨\n\n青澜晚报　2024年11月8日　记者 江小舟\n\n2021年，全市增长；2021年以来持续向好。\n",
        ("press article", 2024, "2024-11-08", None),
    ),
    ("# 2024年青澜省政府工作报告\n\n各位代表！\n", ("work report", 2023, None, None)),
    ("# 白鹭科技进步报告2022\n\n全年增长。\n", ("yearly report", 2022, None, None)),
    ("# 望平区促进算力应用若干措施\n\n第一条 支持企业。\n", ("policy", None, None, None)),
]


def about_of(text: str, given: About | None = None) -> About:
    document = read_markdown(text.encode(), name="a", source="a.md", digest="0" * 64)
    return find_about(document, given=given or About())


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_found_where_the_document_says_it(text: str, expected: tuple[object, ...]) -> None:
    about = about_of(text)
    assert (about.genre, about.report_year, about.published, about.publisher) == expected


def test_what_is_given_stays() -> None:
    given = About(title="别的", genre="note", report_year=1999, published="2000", publisher="某局")
    assert about_of("# 白鹭科技进步报告2022\n", given) == given


def test_the_year_that_a_text_without_a_title_names_most() -> None:
    text = "综述\n\n2020年，研发投入增长。2020年底建成。2019年开工。《行动方案（2021—2023年）》印发。\n"
    assert about_of(text).report_year == 2020
    assert about_of("没有年份的一段话，讲的是别的。\n").report_year is None


def test_a_title_set_as_a_plain_line_stands_above_the_first_section() -> None:
    assert (
        about_of("白鹭市科技创新年报（2022）\n\n# 一、综述\n\n全年增长。\n").title
        == "白鹭市科技创新年报（2022）"
    )


def test_what_the_file_says_of_itself_counts_before_the_text() -> None:
    document = read_markdown("# 甲\n\n2020年增长。2020年".encode(), name="a", source="a.md", digest="0" * 64)
    said = msgspec.structs.replace(document, about=About(report_year=2021, published="2022-02"))
    assert find_about(said, given=About()).report_year == 2021
    assert find_about(said, given=About(report_year=2019)).report_year == 2019

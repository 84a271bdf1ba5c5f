"""What a line is by its look: as few guesses as possible, and those right."""

import pytest

from kejian.model import BlockKind
from kejian.reading.markdown import read_markdown
from kejian.reading.text import read_text

RUNNING = (
    "全市围绕重点领域持续加大投入，完善政策体系，各项工作取得积极进展，创新生态不断优化，成果转化明显加快。"
)


def kinds(*lines: str) -> list[tuple[str, int]]:
    """Kind and level of each line of a text whose title is marked by the first line."""
    data = "\n\n".join(("某市年度报告摘编", *lines)).encode()
    document = read_text(data, name="a", source="a", digest="")
    assert document.blocks[0].kind is BlockKind.HEADING
    return [(str(block.kind), block.level) for block in document.blocks[1:]]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("第一章 总体进展", 2),
        ("第三节 平台建设", 3),
        ("一、总体进展", 3),
        ("（二）平台建设", 4),
        ("2.1 平台建设", 3),
        ("2.1.3 平台建设", 4),
        ("02 平台建设全面提速", 2),
        ("▶ 平台建设全面提速", 5),
        ("5月", 7),
        ("2021年", 7),
        ("平台建设全面提速", 8),
    ],
)
def test_a_heading_before_running_text(line: str, level: int) -> None:
    assert kinds(line, RUNNING) == [("heading", level), ("paragraph", 0)]


@pytest.mark.parametrize(
    "line",
    [
        "2023年9月12日",
        "平台建设全面提速。",
        "平台建设全面提速，",
        "3.5亿元",
        "46家",
        "——某研究院院长",
        "“创新是第一动力”",
        "5月，某实验室揭牌",
        "第一条　本措施适用于在本市注册的企业。",
        "5 个平台",
        "本报记者 某某",
        "来源：某市日报",
        "某市科技局　某市统计局",
    ],
)
def test_no_heading(line: str) -> None:
    found = kinds(line, "下一段也很短", RUNNING)
    assert found[0][0] in ("paragraph", "quote")


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("表1 主要指标", True),
        ("表2-1　各区情况（亿元）", True),
        ("图 3：平台结构", True),
        ("附表1 指标解释", True),
        ("Table 2. Main indicators", True),
        ("单位：亿元", True),
        ("（单位：万元）", True),
        ("表1所示的指标均有增长。", False),
        ("图书馆藏书2万册。", False),
        ("表彰先进集体12个。", False),
    ],
)
def test_captions(line: str, caption: bool) -> None:
    assert (kinds(line, RUNNING)[0][0] == "caption") is caption


def test_marked_lines_that_follow_each_other_are_items() -> None:
    assert kinds("● 建成平台3家", "● 引进人才46名", RUNNING) == [("item", 1), ("item", 1), ("paragraph", 0)]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["314", "项", "省级重大专项"], "314项省级重大专项"),
        (["46家", "新型研发机构"], "46家新型研发机构"),
        (["86.4", "亿元", "研发经费"], "86.4亿元研发经费"),
        (["3", "个研究中心"], "3个研究中心"),
        (["12.5%", "增速"], "12.5%增速"),
        (["第17位", "全省综合排名"], "第17位全省综合排名"),
    ],
)
def test_a_figure_set_apart_is_put_together(lines: list[str], text: str) -> None:
    data = "\n\n".join([RUNNING, *lines]).encode()
    document = read_text(data, name="a", source="a", digest="")
    assert document.text.splitlines() == [RUNNING, text]
    assert document.blocks[-1].kind is BlockKind.QUOTE


def test_a_rank_set_apart_goes_on_with_what_is_ranked() -> None:
    data = "> **全省第七**\n>\n> 海工人才数量，比三年前前进两位\n".encode()
    document = read_markdown(data, name="a", source="a", digest="")
    assert document.text == "全省第七海工人才数量，比三年前前进两位\n"


def test_page_numbers_and_dates_are_not_put_together_with_what_follows() -> None:
    for line in ("12", "2022年", "5月"):
        data = "\n\n".join([RUNNING, line, "平台建设全面提速", RUNNING]).encode()
        assert line in read_text(data, name="a", source="a", digest="").text.splitlines()

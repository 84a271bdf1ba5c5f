"""The builder: text, parents and places, whatever a reader hands it."""

import pytest

from kejian.errors import LimitError, ReadingError
from kejian.model import BlockKind, Bytes, Cell, Document, Page
from kejian.reading.builder import Builder
from kejian.reading.limits import Limits
from kejian.reading.runs import CellRuns, Run

P, ITEM, H, C = BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.CAPTION


def builder(**limits: int) -> Builder:
    return Builder(name="a", source="a.x", digest="", format="x", encoding="utf-8", limits=Limits(**limits))


def parents(document: Document) -> list[int | None]:
    return [block.parent for block in document.blocks if block.kind is not BlockKind.CELL]


def test_runs_are_joined_trimmed_and_keep_their_places() -> None:
    build = builder()
    build.add(P, [Run("  甲", Bytes(start=0, end=5)), Run("\t乙 \n", Bytes(start=9, end=15))])
    document = build.finish()
    assert document.text == "甲 乙\n"
    assert document.locate(0, 3) == (Bytes(start=2, end=5), Bytes(start=10, end=13))


def test_boxes_and_offsets_are_cut_with_their_characters() -> None:
    boxes = tuple((float(n), 0.0, n + 1.0, 1.0) for n in range(4))
    build = builder()
    build.add(P, [Run(" 甲\u200b乙", Page(number=1, boxes=boxes))])
    build.add(P, [Run(" 丙", Cell(sheet="s", address="A1", offset=3))])
    document = build.finish()
    assert document.locate(1, 2) == (Page(number=1, boxes=boxes[3:]),)
    assert document.locate(3, 4) == (Cell(sheet="s", address="A1", offset=4),)


def test_each_block_stands_under_its_head() -> None:
    build = builder()
    for kind, text, level, depth in [
        (H, "一", 1, 0),  # 0
        (H, "（一）", 3, 0),  # 1
        (P, "包括：", 0, 0),  # 2
        (ITEM, "甲", 1, 0),  # 3
        (ITEM, "乙", 2, 0),  # 4
        (P, "乙的补充", 0, 2),  # 5
        (ITEM, "丙", 1, 0),  # 6
        (P, "此后无关。", 0, 0),  # 7
        (ITEM, "另起的列表", 1, 0),  # 8
        (H, "（二）", 2, 0),  # 9
    ]:
        build.add(kind, [Run(text)], level=level, depth=depth)
    assert parents(build.finish()) == [None, 0, 1, 2, 3, 4, 2, 1, 1, 0]


def test_rows_stand_under_the_captions_above_them() -> None:
    build = builder()
    build.add(H, [Run("章")], level=1)
    build.add(C, [Run("表1 投入")])
    build.add(C, [Run("单位：亿元")])
    for table in (build.table(), build.table()):
        build.row(table, [CellRuns([Run("甲")])])
        build.row(table, [CellRuns([Run("乙")])])
    assert parents(build.finish()) == [None, 0, 1, 2, 2, 0, 0]


def test_spans_push_later_cells_along() -> None:
    build = builder()
    table = build.table()
    build.row(table, [CellRuns([Run("a")], row_span=2, column_span=2), CellRuns([Run("b")])])
    build.row(table, [CellRuns([Run("c")])])
    build.row(table, [CellRuns([]), CellRuns([Run("d")])])
    build.row(table, [CellRuns([])])
    cells = [(b.row, b.column) for b in build.finish().blocks if b.kind is BlockKind.CELL]
    assert cells == [(0, 0), (0, 2), (1, 2), (2, 0), (2, 1)]


def test_nothing_to_see_is_no_document() -> None:
    build = builder()
    assert not build.add(P, [Run(" \u200b\n")])
    with pytest.raises(ReadingError, match="no text"):
        build.finish()


def test_warnings_are_bounded() -> None:
    build = builder(max_warnings=2)
    for number in range(5):
        build.warn(str(number))
    build.add(P, [Run("甲")])
    assert [warning.message for warning in build.finish().warnings] == ["0", "1", "3 more warnings"]


def test_cells_and_characters_are_bounded() -> None:
    build = builder(max_cells=3, max_characters=5)
    with pytest.raises(LimitError, match="max_cells"):
        build.row(build.table(), [CellRuns([Run("1")])] * 4)
    with pytest.raises(LimitError, match="max_characters"):
        build.add(P, [Run("六个汉字太多")])

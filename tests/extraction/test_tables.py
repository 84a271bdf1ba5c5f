"""The heads of table cells."""

from collections.abc import Callable

from kejian.extraction.context import Context
from kejian.extraction.tables import TableCell, read_tables
from kejian.model import Block, BlockKind, Document

Lay = Callable[..., Context]

TABLE = """表2 各县研发经费

| 序号 | 县 | 单位 | 2022年 | 2023年 |
| --- | --- | --- | --- | --- |
| 1 | 白石县 | 亿元 | 3.6 | 4.1 |
| 2 | 青溪县 | 万元 | 820 | 915 |
"""


def cell(laid: Context, text: str) -> TableCell:
    found = laid.tables.cell_at(laid.document.text.index(text))
    assert found is not None
    return found


def test_heads_unit_and_title(lay_out: Lay) -> None:
    laid = lay_out(TABLE)
    found = cell(laid, "915")
    assert (found.row_head, found.column_head, found.unit) == ("青溪县", "2023年", "万元")
    assert "研发经费" in found.title


def test_serial_numbers_name_no_row(lay_out: Lay) -> None:
    laid = lay_out(TABLE)
    assert cell(laid, "白石县").heads_row
    assert cell(laid, "序号").header
    assert not cell(laid, "3.6").heads_row


def test_outside_a_table_there_is_no_cell(lay_out: Lay) -> None:
    laid = lay_out("没有表格的一句话。")
    assert laid.tables.cell_at(0) is None
    assert laid.tables.cells_between(0, 5) == []


def _block(row: int, column: int, start: int, **more: object) -> Block:
    return Block(kind=BlockKind.CELL, start=start, end=start + 1, table=0, row=row, column=column, **more)  # type: ignore[arg-type]


def _document(text: str, *blocks: Block) -> Document:
    return Document(name="t", source="t", sha256="0" * 64, format="html", text=text, blocks=blocks)


def test_a_head_over_two_columns_heads_both() -> None:
    document = _document(
        "甲乙丙丁戊己",
        _block(0, 0, 0, header=True),
        _block(0, 1, 1, header=True, column_span=2),
        _block(1, 0, 2),
        _block(1, 1, 3),
        _block(1, 2, 4),
    )
    assert [c.column_head for c in read_tables(document).cells[3:]] == ["乙", "乙"]


def test_a_first_cell_over_two_rows_heads_both() -> None:
    document = _document(
        "甲乙丙丁戊",
        _block(0, 0, 0),
        _block(0, 1, 1),
        _block(1, 0, 2, row_span=2),
        _block(1, 1, 3),
        _block(2, 1, 4),
    )
    assert [c.row_head for c in read_tables(document).cells[3:]] == ["丙", "丙"]


def test_an_absurd_span_is_bounded() -> None:
    document = _document("甲乙", _block(0, 0, 0, row_span=10**12), _block(0, 1, 1, column_span=10**12))
    assert len(read_tables(document).cells) == 2

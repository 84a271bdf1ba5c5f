"""Reading XLSX and CSV: files made by openpyxl, some with what a spreadsheet program adds put in by hand."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kejian.errors import LimitError, ReadingError
from kejian.model import BlockKind, Bytes, Cell, Document
from kejian.reading.limits import Limits
from kejian.reading.sheet import read_csv, read_xlsx
from kejian.reading.sheet_formats import shown


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def new() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


def xlsx(data: bytes | openpyxl.Workbook, **limits: int) -> Document:
    data = data if isinstance(data, bytes) else saved(data)
    return read_xlsx(data, name="a", source="a.xlsx", digest="0" * 64, limits=Limits(**limits))


def csv(data: bytes | str, **limits: int) -> Document:
    data = data if isinstance(data, bytes) else data.encode()
    return read_csv(data, name="a", source="a.csv", digest="0" * 64, limits=Limits(**limits))


def outline(document: Document) -> list[tuple[str, str]]:
    return [
        (block.kind.value, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is not BlockKind.CELL
    ]


def cells(document: Document) -> dict[str, tuple[int | None, int | None, int, int, bool]]:
    """Of each cell: row, column, spans and whether it is a head, by its text."""
    return {
        document.text[b.start : b.end]: (b.row, b.column, b.row_span, b.column_span, b.header)
        for b in document.blocks
        if b.kind is BlockKind.CELL
    }


def assert_cells_agree(document: Document, shown_cells: dict[tuple[str, str], str]) -> None:
    """Every segment's text is what its cell shows at that offset."""
    for segment in document.segments:
        place = segment.place
        assert isinstance(place, Cell)
        text = shown_cells[place.sheet, place.address]
        length = segment.end - segment.start
        assert text[place.offset : place.offset + length] == document.text[segment.start : segment.end]


def with_part(data: bytes, pattern: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name in old.namelist():
            part = old.read(name)
            out.writestr(name, change(part) if re.search(pattern, name) else part)
    return stream.getvalue()


# --- a statistical table ------------------------------------------------------------------------------


def statistics() -> openpyxl.Workbook:
    book, sheet = new()
    sheet.title = "研发投入"
    sheet["A1"] = "表1 各区研发投入情况"
    sheet.merge_cells("A1:D1")
    sheet["D2"] = "单位：亿元"
    for address, text in {
        "A3": "区县",
        "B3": "研发经费",
        "D3": "占比",
        "B4": "2022年",
        "C4": "2023年",
    }.items():
        sheet[address] = text
    for merged in ("A3:A4", "B3:C3", "D3:D4"):
        sheet.merge_cells(merged)
    for row, (name, before, now, share) in enumerate(
        (("东湖区", 1234.5, 1500.25, 0.125), ("西山区", 88, 90.5, 0.0305)), 5
    ):
        for column, (value, code) in enumerate(
            ((name, "@"), (before, "#,##0.00"), (now, "#,##0.0"), (share, "0.0%")), 1
        ):
            sheet.cell(row, column, value).number_format = code
    sheet["A7"] = "注：2023年为初步核算数。"
    return book


def test_title_unit_heads_values_and_note() -> None:
    document = xlsx(statistics())
    assert outline(document) == [
        ("caption", "表1 各区研发投入情况"),
        ("caption", "单位：亿元"),
        ("row", "区县\t研发经费\t占比"),
        ("row", "2022年\t2023年"),
        ("row", "东湖区\t1,234.50\t1,500.3\t12.5%"),
        ("row", "西山区\t88.00\t90.5\t3.1%"),
        ("paragraph", "注：2023年为初步核算数。"),
    ]
    found = cells(document)
    assert found["区县"] == (0, 0, 2, 1, True)
    assert found["研发经费"] == (0, 1, 1, 2, True)
    assert found["占比"] == (0, 3, 2, 1, True)
    assert found["2023年"] == (1, 2, 1, 1, True)
    assert found["东湖区"] == (2, 0, 1, 1, True)
    assert found["1,500.3"] == (2, 2, 1, 1, False)
    assert document.blocks[1].parent == 0
    assert document.blocks[2].parent == 1
    assert document.format == "xlsx"


def test_a_value_leads_back_to_its_cell() -> None:
    document = xlsx(statistics())
    start = document.text.index("500.3")
    assert document.locate(start, start + 5) == (Cell(sheet="研发投入", address="C5", offset=2),)


def test_title_and_unit_in_one_row() -> None:
    book, sheet = new()
    for row in (["高新企业", None, "单位：家"], ["区县", "2022年", "2023年"], ["东湖区", 12, 15]):
        sheet.append(row)
    assert outline(xlsx(book))[:2] == [("caption", "高新企业"), ("caption", "单位：家")]


def test_several_sheets_are_headed_by_their_names_and_hidden_ones_left_out_with_a_warning() -> None:
    book = statistics()
    words = book.create_sheet("说明")
    words["A1"] = "本表由统计部门提供，统计范围为全市规模以上工业企业和服务业企业。"
    book.create_sheet("草稿").sheet_state = "hidden"
    book["草稿"]["A1"] = "不公开"
    document = xlsx(book)
    headings = [text for kind, text in outline(document) if kind == "heading"]
    assert headings == ["研发投入", "说明"]
    assert "不公开" not in document.text
    assert any("草稿" in warning.message for warning in document.warnings)


def test_hidden_rows_and_columns_are_left_out_with_a_warning() -> None:
    book, sheet = new()
    for row in (["区县", "2022年", "2023年"], ["东湖区", 12, 15], ["西山区", 7, 8]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    document = xlsx(book)
    assert outline(document) == [("row", "区县\t2023年"), ("row", "东湖区\t15")]
    assert sorted(warning.message for warning in document.warnings) == [
        "hidden columns were left out: 1",
        "hidden rows were left out: 1",
    ]


def test_a_formula_is_read_by_its_result_and_one_without_is_told() -> None:
    book, sheet = new()
    for row in (["区县", "合计"], ["东湖区", "=1+1"], ["西山区", "=2+2"]):
        sheet.append(row)
    data = with_part(
        saved(book),
        "sheet1.xml$",
        lambda part: re.sub(rb"<f>1\+1</f>(<v ?/>|<v></v>)", b"<f>1+1</f><v>2</v>", part),
    )
    assert b"<f>1+1</f><v>2</v>" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    document = xlsx(data)
    assert outline(document)[1:] == [("row", "东湖区\t2"), ("row", "西山区")]
    (warning,) = document.warnings
    assert "formula without its result" in warning.message
    assert warning.where == "sheet “Sheet”, B3"


def test_tables_are_parted_by_blank_rows() -> None:
    book, sheet = new()
    for row in (
        ["表1 投入"],
        ["区县", "2023年"],
        ["东湖区", 12],
        [],
        ["表2 产出"],
        ["区县", "2023年"],
        ["东湖区", 30],
    ):
        sheet.append(row)
    document = xlsx(book)
    assert [kind for kind, _ in outline(document)] == ["caption", "row", "row", "caption", "row", "row"]
    assert {block.table for block in document.blocks if block.kind is BlockKind.ROW} == {0, 1}


def test_a_blank_row_between_groups_of_figures_parts_nothing() -> None:
    book, sheet = new()
    for row in (["区县", "2022年", "2023年"], ["东湖区", 12, 13], [], ["西山区", 7, 8]):
        sheet.append(row)
    assert {block.table for block in xlsx(book).blocks if block.kind is BlockKind.ROW} == {0}


TEXTS = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>指标</t></si><si><r><t>研发</t></r><r><t>经费</t></r><rPh sb="0" eb="1"><t>yan</t></rPh></si></sst>"""


def test_texts_that_cells_share_with_their_formats_and_pronunciations() -> None:
    book, sheet = new()
    sheet.append(["甲", "2023年"])
    sheet.append(["乙", 5])
    relation = (
        b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )

    def change(part: bytes) -> bytes:
        part = part.replace(b"</Relationships>", relation)
        for index, address in enumerate((b"A1", b"A2")):
            cell = b'<c r="%s" t="s"><v>%d</v></c>' % (address, index)
            part = re.sub(b'<c r="%s".*?</c>' % address, cell, part)
        return part

    stream = io.BytesIO(with_part(saved(book), "sheet1.xml$|workbook.xml.rels$", change))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", TEXTS)
    assert outline(xlsx(stream.getvalue())) == [("row", "指标\t2023年"), ("row", "研发经费\t5")]


# --- how values are shown -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.125", "0.00%", "12.50%"),
        ("1234.5", "#,##0", "1,235"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("0.30000000000000004", "General", "0.3"),
        ("123456789012", "General", "123456789012"),
        ("12.5", '0.0"亿元"', "12.5亿元"),
        ("-3", "0.0;(0.0)", "(3.0)"),
        ("-3", "0.0", "-3.0"),
        ("0", '#,##0;-#,##0;"-"', "-"),
        ("1500000", "#,##0,", "1,500"),
        ("7", "000", "007"),
        ("3", "#.##", "3"),
        ("12345.678", "0.00E+00", "1.23E+04"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("5", "[Red]0;[Blue]-0", "5"),
        ("0.25", "# ?/?", "0.25"),
        ("45000", "yyyy-mm-dd", "2023-03-15"),
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        ("45000.75", "yyyy/m/d h:mm", "2023/3/15 18:00"),
        ("45000", '[$-804]yyyy"年"m"月";@', "2023年3月"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("1e400", "0", "1e400"),
        ("abc", "0", "abc"),
    ],
)
def test_number_formats(value: str, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_dates_that_count_from_1904() -> None:
    assert shown("0", "yyyy-mm-dd", since_1904=True) == "1904-01-01"


def test_a_date_is_shown_as_the_sheet_shows_it() -> None:
    book, sheet = new()
    sheet.append(["事项", "日期"])
    sheet.append(["揭牌", datetime.date(2023, 8, 5)])
    sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'
    assert "2023年8月5日" in xlsx(book).text


@given(st.decimals(-(10**12), 10**12, places=3), st.text('0#?,.%;"\\_*[]@eEymdhs年 ', max_size=20))
def test_any_format_shows_something(value: object, code: str) -> None:
    assert isinstance(shown(str(value), code), str)


# --- CSV ----------------------------------------------------------------------------------------------

TABLE = (
    '表2 高新企业\r\n单位：家\r\n区县,2022年,2023年\r\n"东湖区\n（含园区）","1,200",1500\r\n'
    '西山区,80,"9""0"\r\n来源：科技局\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_several_encodings(encoding: str) -> None:
    data = TABLE.encode(encoding)
    document = csv(data)
    assert outline(document) == [
        ("caption", "表2 高新企业"),
        ("caption", "单位：家"),
        ("row", "区县\t2022年\t2023年"),
        ("row", "东湖区 （含园区）\t1,200\t1500"),
        ("row", '西山区\t80\t9"0'),
        ("paragraph", "来源：科技局"),
    ]
    assert document.encoding
    for segment in document.segments:
        place = segment.place
        assert isinstance(place, Bytes)
        text = data[place.start : place.end].decode(document.encoding)
        assert text == document.text[segment.start : segment.end]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_sign_between_values_is_found(delimiter: str) -> None:
    rows = [["区县", "数量（家，含个体）", "增长"], ["东湖区", "1500", "5.5"], ["西山区", "80", "3.0"]]
    document = csv("\n".join(delimiter.join(row) for row in rows))
    assert outline(document)[1] == ("row", "东湖区\t1500\t5.5")


@given(
    st.lists(st.lists(st.text('甲乙12,"\n 年', max_size=6), min_size=2, max_size=4), min_size=1, max_size=6)
)
@settings(max_examples=60)
def test_whatever_a_writer_of_csv_writes_is_read_back(rows: list[list[str]]) -> None:
    import csv as writer

    rows = [["区县", "2023年"], ["东湖区", "5"], *rows]
    stream = io.StringIO()
    writer.writer(stream).writerows(rows)
    data = stream.getvalue().encode()
    document = csv(data)
    read = document.text.split()
    for row in rows:
        for value in row:
            for word in value.split():
                assert any(word in one for one in read)
    for segment in document.segments:
        place = segment.place
        assert isinstance(place, Bytes)
        assert data[place.start : place.end].decode() == document.text[segment.start : segment.end]


# --- limits and bad files -----------------------------------------------------------------------------


def test_cells_are_bounded() -> None:
    book, sheet = new()
    for _ in range(20):
        sheet.append([1] * 20)
    with pytest.raises(LimitError, match="max_cells"):
        xlsx(book, max_cells=100)
    with pytest.raises(LimitError, match="max_cells"):
        csv("1,2,3\n" * 2000, max_cells=100)


def test_a_merged_range_over_the_whole_sheet_costs_nothing() -> None:
    book, sheet = new()
    sheet.append(["区县", "2023年"])
    sheet.append(["东湖区", 5])
    sheet.merge_cells("A1:A2")
    data = with_part(saved(book), "sheet1.xml$", lambda part: part.replace(b"A1:A2", b"B1:XFD1048576"))
    assert "2023年" in xlsx(data).text


def test_what_is_no_xlsx() -> None:
    data = saved(statistics())
    with pytest.raises(ReadingError, match="cut short"):
        xlsx(data[: len(data) // 2])
    with pytest.raises(ReadingError, match="encrypted"):
        xlsx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(ReadingError, match="no XLSX"):
        xlsx(stream.getvalue())


def test_entities_and_damaged_sheets() -> None:
    data = saved(statistics())
    bomb = with_part(data, "sheet1.xml$", lambda part: b'<!DOCTYPE a [<!ENTITY b "b">]>' + part)
    with pytest.raises(ReadingError, match="entities"):
        xlsx(bomb)
    with pytest.raises(ReadingError, match="研发投入"):
        xlsx(with_part(data, "sheet1.xml$", lambda part: part[: len(part) // 2]))


def test_empty_sheets_and_tables() -> None:
    with pytest.raises(ReadingError, match="no text"):
        xlsx(openpyxl.Workbook())
    with pytest.raises(ReadingError, match="no text"):
        csv(",,\n,,\n")


@given(st.binary(max_size=300), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_costs_a_reading_error_at_most(noise: bytes, at: int) -> None:
    at %= len(SOUND)
    with suppress(ReadingError):
        xlsx(SOUND[:at] + noise + SOUND[at + len(noise) :])


SOUND = saved(statistics())

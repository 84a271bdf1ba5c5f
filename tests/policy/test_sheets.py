"""Rows of a workbook as texts: the same whoever wrote the file."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from kejian.policy.errors import ProfileError
from kejian.policy.sheet_rows import OddRow
from kejian.policy.sheets import rows_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr/><sheets>'
    '<sheet name="a" sheetId="1" r:id="r7"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r7" Type="t" Target="/xl/worksheets/one.xml"/></Relationships>'
)


def by_hand(path: Path, rows: str, **parts: str) -> Path:
    """A workbook of these rows, written as other programs may."""
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        package.writestr(
            "xl/worksheets/one.xml",
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>',
        )
        for name, text in parts.items():
            package.writestr(f"xl/{name}.xml", text)
    return path


def test_values_of_every_kind(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(
        ["文", 120, 0.1, 1e15, True, date(2020, 5, 21), datetime(2020, 5, 21, 8, 30), None, "末"]
    )
    book.active.append([None, "x"])
    book.save(tmp_path / "t.xlsx")
    one, two = rows_of(tmp_path / "t.xlsx")
    assert one == (
        "文", "120", "0.1", "1000000000000000", "true", "2020-05-21 00:00:00", "2020-05-21 08:30:00", None,
        "末",
    )  # fmt: skip
    assert two == (None, "x")


def test_gaps_prefixes_strings_in_runs_and_stored_results(tmp_path: Path) -> None:
    rows = (
        '<x:row r="2"><x:c r="B2" t="s"><x:v>0</x:v></x:c>'
        '<x:c r="D2"><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>'
        '<x:c t="str"><x:v>算得</x:v></x:c><x:c><x:v>1.2E8</x:v></x:c><x:c/></x:row>'
    )
    said = '<si><r><t>甲</t></r><!-- --><r><t>乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></si>'
    strings = f'<sst xmlns="{MAIN}">{said}</sst>'
    path = by_hand(tmp_path / "t.xlsx", rows, sharedStrings=strings)
    assert list(rows_of(path)) == [
        (), (None, "甲乙", None, "2"), ("甲", "算得", "120000000", None),
    ]  # fmt: skip


def test_days_counted_from_1904(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active.append([date(2020, 5, 21)])
    book.save(tmp_path / "t.xlsx")
    assert list(rows_of(tmp_path / "t.xlsx")) == [("2020-05-21 00:00:00",)]


@pytest.mark.parametrize(
    "rows",
    [
        '<x:row r="2"/><x:row r="1"/>',
        '<x:row r="1"><x:c r="B1"><x:v>1</x:v></x:c><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
        '<x:row r="1"><x:c r="ZZZZ1"><x:v>1</x:v></x:c></x:row>',
        '<x:row r="99999999"/>',
        '<x:row r="1"><x:c t="s"><x:v>5</x:v></x:c></x:row>',
        '<x:row r="1"><x:c><x:v>&boom;</x:v></x:c></x:row>',
        "<x:row>",
    ],
)
def test_what_is_out_of_order_is_no_workbook(tmp_path: Path, rows) -> None:
    with pytest.raises(ProfileError, match=r"t\.xlsx.*not a workbook"):
        list(rows_of(by_hand(tmp_path / "t.xlsx", rows)))


def test_an_entity_is_not_resolved(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    text = (
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><!-- --><c t="str">&f;<v>a&f;</v></c></row>'
        "</sheetData></worksheet>"
    )
    with ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        package.writestr("xl/worksheets/one.xml", text)
    assert list(rows_of(path)) == [("a",)]


def test_what_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"no")
    with pytest.raises(ProfileError, match="not a workbook"):
        list(rows_of(tmp_path / "t.xlsx"))
    with pytest.raises(ProfileError, match="not a workbook"):
        list(rows_of(tmp_path / "none.xlsx"))


def plainly(path: Path, rows: str, *, head: str = "", tail: str = "") -> Path:
    """A workbook whose sheet is written in the plainest form, but for what is said."""
    by_hand(path, "")
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        package.writestr(
            "xl/worksheets/one.xml",
            f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{tail}</worksheet>',
        )
    return path


ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a&amp;b &#30002;</t></is></c><c r="C1"><v>1.50</v></c></row>'
    '<row r="3" spans="1:2"><c r="A3" t="b"><v>1</v></c><c r="B3"/><c r="C3" t="n"><v>12</v></c></row>'
)
READ = [("a&b 甲", None, "1.5"), (), ("true", None, "12")]


def test_the_plainest_form_is_read_as_a_parser_reads_it(tmp_path: Path, monkeypatch) -> None:
    path = plainly(tmp_path / "t.xlsx", ROWS)
    assert list(rows_of(path)) == READ
    monkeypatch.setattr("kejian.policy.sheets.plain_rows", odd)
    assert list(rows_of(path)) == READ


def odd(file):
    raise OddRow
    yield


@pytest.mark.parametrize(
    "last",
    [
        '<row r="4"><c r="A4"><f>1+1</f><v>2</v></c></row>',
        '<row r="4"><!-- x --><c r="A4"><v>2</v></c></row>',
        '<row r="4"><c t="n" r="A4"><v>2</v></c></row>',
        '<row r="4"><c r="A4"><v><![CDATA[2]]></v></c></row>',
        '<row r="4"><c r="A4" t="inlineStr"><is><r><t>2</t></r></is></c></row>', '<row r="3.5"/>',
    ],
)  # fmt: skip
def test_from_a_row_in_another_form_on_a_parser_reads(tmp_path: Path, last) -> None:
    path = plainly(tmp_path / "t.xlsx", ROWS + last)
    if "3.5" in last:
        with pytest.raises(ProfileError):
            list(rows_of(path))
    else:
        assert list(rows_of(path)) == [*READ, ("2",)]


@pytest.mark.parametrize(
    ("rows", "head", "tail"),
    [
        (ROWS + "<row", "", ""), (ROWS + '<row r="2"></row>', "", ""),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "", ""),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>&nothing;</t></is></c></row>', "", ""),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "", ""),
        ('<row r="1"><c r="A1" t="str"><v>&#1;</v></c></row>', "", ""),
    ],
)  # fmt: skip
def test_faults_are_faults_in_the_plainest_form_too(tmp_path: Path, rows, head, tail) -> None:
    with pytest.raises(ProfileError, match="not a workbook"):
        list(rows_of(plainly(tmp_path / "t.xlsx", rows, head=head, tail=tail)))


def test_entities_of_a_document_type_are_not_expanded(tmp_path: Path) -> None:
    head = '<!DOCTYPE worksheet [<!ENTITY x "y">]>'
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    try:
        rows = list(rows_of(plainly(tmp_path / "t.xlsx", row, head=head)))
    except ProfileError:
        rows = []
    assert "y" not in str(rows)

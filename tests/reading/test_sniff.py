"""What a file is, is told by its content."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.errors import ReadingError
from kejian.reading.sniff import _MARKDOWN, _MARKS, sniff


def package(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\n\n%PDF-1.4 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "scan"),
        (b"\xff\xd8\xff\xe0....", "scan"),
        (b"II*\0........", "scan"),
        (b"RIFF....WEBPVP8 ", "scan"),
        (b"BM....\0\0\0\0....", "scan"),
        (package("word/document.xml", "[Content_Types].xml"), "docx"),
        (package("xl/workbook.xml", "[Content_Types].xml"), "xlsx"),
        (package("a.md", "b/c.txt"), "zip"),
        ("# 年报\n\n正文".encode(), "markdown"),
        ("研发经费**86.4亿元**。".encode(), "markdown"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n".encode(), "markdown"),
        ("型号INS018\\_055。".encode(), "markdown"),
        ("体积600m<sup>3</sup>，全年完成。".encode(), "markdown"),
        ("# 题\n\n<table><tr><td>1</td></tr></table>".encode(), "markdown"),
        (b"<!DOCTYPE html><html><body><p>x</p>", "html"),
        (b'<?xml version="1.0"?>\n<!-- c --><html xmlns="x"><body/></html>', "html"),
        ("<div><p>甲</p>\n<p>乙</p></div>".encode(), "html"),
        ("---\ntitle: 甲\n---\n<div><p>甲</p></div>".encode(), "html"),
        ("<html>甲</html>".encode("utf-16"), "html"),
        ("全年完成。\n\n第二段。".encode(), "text"),
        ("收入, 支出, 以及投入均增长。\n其中, 企业占8成, 高校占1成。".encode(), "text"),
        ("指标,2021,2022\n经费,76.8,86.4\n人员,41,45\n".encode("gbk"), "csv"),
        ("指标\t2021\n经费\t76.8\n人员\t41\n".encode(), "csv"),
        ("1. 综述\n正文。\n\n指标\t2021\n经费\t76.8\n".encode(), "text"),
    ],
)
def test_is_recognised(data: bytes, format: str) -> None:
    assert sniff(data, where="a.dat") == format


def test_the_ending_tips_the_balance_only_for_tables() -> None:
    data = "指标,数值\n经费,八十六亿\n".encode()
    assert sniff(data, where="a", ending=".txt") == "text"
    assert sniff(data, where="a", ending=".csv") == "csv"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\0", "empty"),
        (b"PK\x03\x04 cut off", "damaged or truncated"),
        (package("word/document.xml")[:-30], "damaged or truncated"),
        (package("ppt/presentation.xml"), "PowerPoint.*PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), r"\.doc.*DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), r"\.xls.*XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted.*password"),
        (b"{\\rtf1 x}", "Rich Text.*DOCX"),
        (b"\x1f\x8b\x08...", "gzip.*zip"),
        (b"\x7fELF...", "program"),
        (b'{"kind": "mention"}\n{"kind": "entity"}\n', "JSON"),
        (b'[\n {"a": 1}\n]', "JSON"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        sniff(data, where="a.dat")


@given(st.text(alphabet="甲a #-*+>1٣.`|()[]\\\\$_^{\t\n", max_size=24))
def test_the_look_at_first_characters_misses_no_mark_of_markdown(text: str) -> None:
    plain = re.compile(_MARKS, re.VERBOSE | re.MULTILINE)
    begun = [at for at in range(len(text)) if plain.match(text, at)]
    assert begun == [m.start() for m in _MARKDOWN.finditer(text)]

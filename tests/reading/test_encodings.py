"""The encodings that Chinese files come in are told apart, and every character keeps its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.errors import ReadingError
from kejian.model import Bytes
from kejian.reading.decoding import decode
from kejian.reading.encodings import decode_text
from kejian.reading.markdown import read_markdown

SIMPLIFIED = "全市研发经费投入86.4亿元，比上年增长12.5%；高新技术企业达到1286家。"
TRADITIONAL = "全市研發經費投入86.4億元，較上年增長12.5%；高新技術企業達到1286家。"


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32-le"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
        ("R&D rose by 4.5%.\n", "ascii", "utf-8"),
        ("R&D rose by 4.5%.\n", "utf-16-le", "utf-16-le"),
        ("Exports — “up” — rose at Zürich’s fair", "cp1252", "cp1252"),
        ("𠮷野家１２３ " + SIMPLIFIED, "gb18030", "gb18030"),
    ],
)
def test_is_recognised(text: str, written: str, found: str) -> None:
    source = decode_text(text.encode(written), where="a.txt")
    assert (source.text, source.encoding) == (text, found)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "big5hkscs"])
def test_a_place_is_in_bytes_of_the_file(encoding: str) -> None:
    data = ("甲乙\n\n" + TRADITIONAL).encode(encoding)
    document = read_markdown(data, name="a", source="a", digest="")
    at = document.text.index("億")
    (place,) = document.locate(at, at + 1)
    assert isinstance(place, Bytes)
    assert data[place.start : place.end].decode(encoding) == "億"


def test_a_declaration_is_believed_if_the_bytes_agree() -> None:
    page = f"<meta charset=big5>{TRADITIONAL}"
    assert decode_text(page.encode("big5"), where="a", declared=True).encoding == "big5hkscs"
    assert decode_text(page.encode("utf-8"), where="a", declared=True).encoding == "utf-8"
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">{SIMPLIFIED}'
    assert decode_text(page.encode("gbk"), where="a", declared=True).encoding == "gb18030"


def test_bytes_that_are_no_characters_are_replaced_and_told() -> None:
    data = SIMPLIFIED.encode()[:31] + b"\xff\xc3" + SIMPLIFIED.encode()[31:] * 3
    document = read_markdown(data, name="a", source="a", digest="")
    assert document.text.count("\ufffd") == 2
    assert [warning.where for warning in document.warnings] == ["byte 31", "byte 32"]
    hole = document.text.index("\ufffd")
    assert document.locate(hole, hole + 1) == (Bytes(start=31, end=32),)
    assert not next(s for s in document.segments if s.start == hole).exact


def test_a_short_text_with_two_damaged_bytes_is_read() -> None:
    text = "研发经费投入强度逐年提高，全社会都在关注科技创新，又有新进展。"
    data = text.encode()
    source = decode_text(data[:36] + b"\xff" + data[36:45] + b"\xfe" + data[45:], where="a.txt")
    assert (source.encoding, len(source.holes)) == ("utf-8", 2)
    assert source.text.replace("\ufffd", "") == text


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ReadingError, match="no text in any encoding"):
        decode_text(bytes(range(128, 256)) * 50 + b"\xff" * 5000, where="a.bin")


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16-le", "cp1252"]))
def test_every_character_has_its_bytes(data: bytes, encoding: str) -> None:
    source = decode(data, encoding)
    assert source.byte(len(source.text)) == len(data)
    runs = source.runs(0, len(source.text))
    assert "".join(run.text for run in runs) == source.text
    at = 0
    for run in runs:
        assert isinstance(run.place, Bytes)
        assert run.place.start == at
        at = run.place.end
        if run.exact:
            assert data[run.place.start : run.place.end].decode(encoding) == run.text

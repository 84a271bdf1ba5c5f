"""Documents find the way back to the original, and show themselves in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.model import About, Block, BlockKind, Bytes, Cell, Document, Facts, Node, Page, Segment


def document(text: str, *segments: Segment, encoding: str = "utf-8") -> Document:
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    return Document(
        name="d", source="d", sha256="0" * 64, format="text", text=text, blocks=(block,),
        segments=segments, encoding=encoding,
    )  # fmt: skip


@given(st.text(alphabet="甲乙a1𠀀é", min_size=1, max_size=12), st.data())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
def test_bytes_of_a_part_are_the_parts_bytes(encoding: str, text: str, data: st.DataObject) -> None:
    raw = text.encode(encoding)
    whole = Segment(start=0, end=len(text), place=Bytes(start=0, end=len(raw)))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (place,) = document(text, whole, encoding=encoding).locate(start, end)
    assert isinstance(place, Bytes)
    assert raw[place.start : place.end].decode(encoding) == text[start:end]


def test_a_span_over_several_segments_has_several_places() -> None:
    segments = (
        Segment(start=0, end=2, place=Node(path="/p[1]", offset=4)),
        Segment(start=3, end=5, place=Node(path="/p[2]", offset=0)),
    )
    found = document("甲乙\n丙丁", *segments).locate(1, 4)
    assert found == (Node(path="/p[1]", offset=5), Node(path="/p[2]", offset=0))


def test_a_part_of_a_page_keeps_the_boxes_of_its_characters() -> None:
    boxes = ((0.0, 0.0, 1.0, 1.0), (1.0, 0.0, 2.0, 1.0), (2.0, 0.0, 3.0, 1.0))
    page = Segment(start=0, end=3, place=Page(number=2, boxes=boxes))
    assert document("甲乙丙", page).locate(1, 3) == (Page(number=2, boxes=boxes[1:]),)


def test_a_segment_that_is_not_exact_is_given_whole() -> None:
    cell = Cell(sheet="表1", address="B2", offset=0)
    assert document("12.5%", Segment(start=0, end=5, place=cell, exact=False)).locate(1, 2) == (cell,)


def test_documents_and_facts_show_themselves_in_a_line() -> None:
    assert repr(document("甲" * 5000)) == "<Document 'd' (text): 5,000 characters, 1 blocks>"
    facts = Facts(document="d", about=About())
    assert repr(facts) == "<Facts of 'd': 0 figures, 0 milestones, 0 entities>"

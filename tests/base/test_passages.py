from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.base.factory import document

from kejian.base.passages import passages


@given(st.lists(st.text(alphabet="甲乙。，5", max_size=1500), max_size=5))
def test_passages_cover_every_block_and_do_not_overlap(lines):
    doc = document("\n".join(lines))
    found = list(passages(doc.text, doc.blocks))
    assert all(start < end <= start + 1000 for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    covered = "".join(doc.text[a:b] for a, b in found)
    assert covered == "".join(doc.text[b.start : b.end] for b in doc.blocks)


def test_long_blocks_are_cut_at_sentences():
    doc = document("甲" * 300 + "。" + "乙" * 300 + "。")
    assert [doc.text[a] for a, _ in passages(doc.text, doc.blocks)] == ["甲", "乙"]

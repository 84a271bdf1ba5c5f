from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.base.factory import document

from kejian.base.passages import passages
from kejian.reading import read_bytes


@given(st.lists(st.text(alphabet="甲乙。，5", max_size=1500), max_size=5))
def test_passages_cover_every_block_and_do_not_overlap(lines):
    doc = document("\n".join(lines))
    found = list(passages(doc.text, doc.blocks))
    assert all(start < end <= start + 1000 for start, end, _ in found)
    assert all(heads == "" for *_, heads in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    covered = "".join(doc.text[a:b] for a, b, _ in found)
    assert covered == "".join(doc.text[b.start : b.end] for b in doc.blocks)


def test_long_blocks_are_cut_at_sentences():
    doc = document("甲" * 300 + "。" + "乙" * 300 + "。")
    assert [doc.text[a] for a, *_ in passages(doc.text, doc.blocks)] == ["甲", "乙"]


TABLE = """# 云湖市科技年报

表1 各区技术合同（亿元）

| 区 | 成交额 | 增长 |
| --- | --- | --- |
| 东区 | 12.5 | 3.2% |
| 西区 | 8.1 | -1.0% |

正文。

| 年份 | 企业数 |
| --- | --- |
| 2022 | 71 |
"""


def test_rows_have_the_heads_of_their_own_table():
    (doc,) = read_bytes(TABLE.encode(), source="t.md")
    found = {
        doc.text[a:b].split("\t")[0]: heads.split("\n") for a, b, heads in passages(doc.text, doc.blocks)
    }
    assert found["东区"] == ["表1 各区技术合同（亿元）", "区", "成交额", "增长"]
    assert found["西区"] == found["东区"]
    assert found["区"] == ["表1 各区技术合同（亿元）"]
    assert found["2022"] == ["年份", "企业数"]
    assert found["正文。"] == [""]


def test_rows_have_the_cells_that_reach_down_to_them():
    page = (
        "<table><tr><th>区</th><th>年</th><th>数</th></tr>"
        "<tr><td rowspan=2>东区</td><td>2021</td><td>5</td></tr>"
        "<tr><td>2022</td><td>6</td></tr><tr><td>西区</td><td>2022</td><td>7</td></tr></table>"
    )
    (doc,) = read_bytes(page.encode(), source="t.html")
    found = [heads.split("\n") for *_, heads in passages(doc.text, doc.blocks)]
    assert found == [[""], ["区", "年", "数"], ["东区", "区", "年", "数"], ["区", "年", "数"]]

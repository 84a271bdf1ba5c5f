"""Two drafts side by side: what changed is found wherever it moved, and what is the same is not told."""

import pytest
from tests.auditing.making import read

from kejian.auditing import compare

FIRST = """\
# 云湖市科技年报2023

2023年，云湖市技术合同成交额318.6亿元，比上年增长20.0%。

截至年底，全市有效期内高新技术企业1860家，入库科技型中小企业3744家。

5月17日，云湖实验室揭牌。6月2日，“星河三号”卫星成功发射。
"""


def told(before, after):
    found = compare(read("a", before), read("b", after))
    return [(c.kind.value, c.what.value, c.old, c.new) for c in found.changes], found


def test_a_draft_is_like_itself():
    changes, found = told(FIRST, FIRST)
    assert changes == []
    assert (found.new_findings, found.gone_findings) == ((), ())
    assert found.same > 5


def test_a_figure_that_changed():
    changes, _ = told(FIRST, FIRST.replace("1860家", "1862家"))
    assert changes == [("figure", "changed", "1860家", "1862家")]


def test_a_paragraph_that_moved_changes_nothing():
    parts = FIRST.split("\n\n")
    changes, _ = told(FIRST, "\n\n".join([parts[0], parts[2], parts[3].strip(), parts[1]]))
    assert changes == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "2023年，云湖市技术合同成交额318.6亿元，比上年增长20.0%。",
            "全年技术合同成交额达到318.6亿元，同比增长20.0%。",
        ),
        ("截至年底，全市有效期内高新技术企业1860家", "到2023年底，云湖市有效期内高新技术企业达1860家"),
    ],
)
def test_a_reworded_sentence_stays_a_pair(old, new):
    changes, _ = told(FIRST, FIRST.replace(old, new))
    assert [c for c in changes if c[0] == "figure" and c[1] != "changed"] == []
    assert all(a == b or a.startswith(b[:4]) for kind, _, a, b in changes if kind == "figure")


def test_a_figure_that_changed_in_a_reworded_sentence():
    after = FIRST.replace(
        "2023年，云湖市技术合同成交额318.6亿元，比上年增长20.0%。",
        "全年技术合同成交额达到316.8亿元，同比增长20.0%。",
    )
    changes, _ = told(FIRST, after)
    assert ("figure", "changed", "318.6亿元", "316.8亿元") in changes


def test_facts_that_came_and_went():
    after = FIRST.replace("，入库科技型中小企业3744家", "").replace("5月17日", "5月18日")
    changes, _ = told(FIRST, after + "\n引进博士320人。\n")
    assert ("figure", "gone", "3744家", "") in changes
    assert any(c[:2] == ("figure", "new") and c[3] == "320人" for c in changes)
    assert any(c[:2] == ("event", "changed") and "05-17" in c[2] and "05-18" in c[3] for c in changes)


def test_findings_that_are_new():
    _, found = told(FIRST, FIRST.replace("比上年增长20.0%", "比上年的265.5亿元增长25.0%"))
    assert [(f.check, f.severity.value) for f in found.new_findings] == [("growth", "error")]
    assert found.gone_findings == ()

"""Claims of primacy and records, as the text words them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.extraction.events.claims import find_claim, find_english_claim, may_record
from kejian.vocabulary.loader import load

CLAIMS = [
    ("全国首台深海采样机器人下水", "全国首台"),
    ("国内首款通过认证的芯片", "国内首款"),
    ("为全省首颗", "全省首颗"),
    ("系河州省首个", "河州省首个"),
    ("成为全球第2个获批的同类药物", "全球第2个"),
    ("在全省率先设立专章", "在全省率先"),
    ("率先在全国推行", "率先在全国"),
    ("在全国首创先投后股", "在全国首创"),
    ("亚洲最大的天文台", "亚洲最大"),
    ("为全球单机容量最大的风机", "全球单机容量最大"),
    ("创同类装置运行纪录", "创同类装置运行纪录"),
    ("创造新的世界纪录", "创造新的世界纪录"),
    ("首次揭示其机理", "首次"),
    ("入选国家首批试点", "首批"),
    ("首届青杨科学节", "首届"),
    ("全国唯一的海上试验场", "全国唯一"),
]


@pytest.mark.parametrize(("text", "claim"), CLAIMS)
def test_claims(text: str, claim: str) -> None:
    found = find_claim(text)
    assert found is not None
    assert found.text == claim
    assert text[found.start : found.end] == claim


@pytest.mark.parametrize(
    "text",
    ["首期规模20亿元", "首席科学家", "首批资助项目14项", "最大限度", "第3期", "首都", "首次认定的企业"],
)
def test_no_claims(text: str) -> None:
    assert find_claim(text) is None


def test_only_within_the_span() -> None:
    assert find_claim("全国首台，省内首套", 5).text == "省内首套"  # type: ignore[union-attr]
    assert find_claim("全国首台，省内首套", 0, 2) is None


def test_english() -> None:
    assert find_english_claim("It is the world's largest array.") == "the world's largest"
    assert find_english_claim("It is large.") is None


@given(st.text(alphabet="首最创第全国球率先纪录大个批的，3", max_size=60))
def test_a_claim_lies_where_it_says(text: str) -> None:
    found = find_claim(text)
    assert found is None or text[found.start : found.end] == found.text


@given(
    st.text(alphabet="首最创第全国球率先唯一新刷打破纪录高年来个的，3", max_size=40),
    st.integers(0, 9),
    st.integers(0, 40),
)
def test_a_record_is_known_by_how_its_claim_ends(text: str, start: int, end: int) -> None:
    found = find_claim(text, start, end)
    record = found is not None and found.text.startswith(("创", "刷新", "打破"))
    assert not record or may_record(text[start:end])


def test_each_record_of_the_vocabulary_ends_so() -> None:
    assert all(map(may_record, load("claims.yaml")["record_ends"]))

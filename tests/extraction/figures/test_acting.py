"""Common nouns and programmes that act at the head of a clause, and what only looks like them."""

import pytest

from kejian.extraction.figures.acting import acting


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("青年骨干计划立项#项", "青年骨干计划"),
        ("海洋牧场专项布局课题#个", "海洋牧场专项"),
        ("数字乡村行动培训农户#人次", "数字乡村行动"),
        ("服务业受消费回暖带动", "服务业"),
        ("首台盾构样机正式下线", "首台盾构样机"),
        ("国产离心机市场规模约#元", "国产离心机"),
        ("科研院所横向经费#元", "科研院所"),
        ("国家重点研发计划立项#项", None),
        ("省级科技计划立项#项", None),
        ("全市创新券发放#张", None),
        ("支持企业牵头立项#项", None),
        ("发明专利授权#件", None),
    ],
)
def test_who_a_clause_is_told_of(clause: str, name: str | None) -> None:
    end = acting(clause, 0, len(clause))
    assert (None if end is None else clause[:end]) == name

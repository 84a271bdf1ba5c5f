"""Policies that a document itself is, and the numbers of official papers."""

from collections.abc import Callable

import pytest

from kejian.extraction.context import Context
from kejian.extraction.naming.entities import find_entities
from kejian.model import EntityType

Lay = Callable[..., Context]


def named(laid: Context) -> dict[str, tuple[EntityType, tuple[str, ...]]]:
    return {e.name: (e.type, e.aliases) for e in find_entities(laid)}


def test_a_policy_is_named_by_its_heading_with_the_number_below(lay_out: Lay) -> None:
    text = "# 云麓市支持中试平台和验证中心建设若干措施\n\n（云政办规〔2025〕6号）\n\n制定以下措施。\n"
    found = named(lay_out(text))
    assert found["云麓市支持中试平台和验证中心建设若干措施"] == (EntityType.POLICY, ("云政办规〔2025〕6号",))
    assert found["云麓市"][0] is EntityType.PLACE
    assert "云麓市支持中试平台和验证中心" not in found


def test_an_issue_is_part_of_the_title_and_may_be_left_out(lay_out: Lay) -> None:
    found = named(lay_out("## 一、云麓大学成果转化管理办法（试行）\n\n第一条 支持转化。\n"))
    kind, aliases = found["云麓大学成果转化管理办法（试行）"]
    assert kind is EntityType.POLICY
    assert "云麓大学成果转化管理办法" in aliases


@pytest.mark.parametrize(
    "headline",
    ["云麓市出台研发补助办法实施细则", "一图读懂：云麓市研发补助办法", "三、完善科技创新政策"],
)
def test_a_headline_on_a_policy_is_no_title(headline: str, lay_out: Lay) -> None:
    kinds = {kind for kind, _ in named(lay_out(f"# {headline}\n\n全市落实。\n")).values()}
    assert EntityType.POLICY not in kinds


def test_a_number_alone_names_nothing(lay_out: Lay) -> None:
    assert "云政发〔2022〕15号" not in named(lay_out("按照云政发〔2022〕15号文件要求执行。"))
    found = named(lay_out("按照《云麓市研发补助办法》（云科规〔2021〕3号）申报。"))
    assert found["云麓市研发补助办法"][1] == ("云科规〔2021〕3号",)

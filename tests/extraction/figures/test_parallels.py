"""Parallel lists."""

import pytest

from kejian.extraction.figures import parallels
from kejian.extraction.figures.parallels import is_actor, members, split_actor


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        (
            "基础研究、应用研究、试验发展人员全时当量",
            3,
            (["基础研究", "应用研究", "试验发展"], "人员全时当量"),
        ),
        ("企业、高等学校R&D经费", 2, (["企业", "高等学校"], "R&D经费")),
        ("集成电路、生物医药产业规模", 2, (["集成电路", "生物医药"], "产业规模")),
        ("甲、乙", 3, None),
    ],
)
def test_members_and_what_they_share(text: str, count: int, expected: tuple[list[str], str] | None) -> None:
    assert members(text, count) == expected


def test_doers_end_as_companies_offices_and_areas_do() -> None:
    assert is_actor("规模以上工业企业")
    assert is_actor("望平市")
    assert not is_actor("新药获批上市")


def test_the_words_that_end_a_doer_end_in_a_character_to_look_for_first() -> None:
    assert all(end.isalpha() or end == "\n" for end in parallels._actor_ends())


def test_a_doer_is_parted_from_its_measure() -> None:
    assert split_actor("政府属研究机构基础研究经费") == ("政府属研究机构", "基础研究经费")
    assert split_actor("贷款余额") is None

"""The words that names are made of, and who is found beside an office."""

import pytest

from kejian.extraction.naming.wordlists import ending, words
from kejian.model import EntityType


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("会议由组织部部长李照遥主持", ["李照遥"]),
        ("任命许砚衡同志为院长", ["许砚衡"]),
        ("镇长张屿,党委副书记、总经理陈巍巍", ["张屿", "陈巍巍"]),
        ("党委书记党委会议", []),
    ],
)
def test_who_holds_an_office_or_is_addressed_is_a_person(text: str, names: list[str]) -> None:
    assert [found["name"] for found in words().person.finditer(text)] == names


def test_the_longest_ending_counts() -> None:
    assert ending("岚山经济技术开发区") == "经济技术开发区"
    assert ending("岚山") == "山"
    assert ending("岚") == ""


def test_every_ending_and_every_known_name_has_a_type() -> None:
    kinds = {kind.value for kind in EntityType}
    assert set(words().ends.values()) <= kinds
    assert set(words().known.values()) <= kinds


def test_cities_are_known_unless_their_names_are_words() -> None:
    assert words().known["石家庄市"] == words().known["石家庄"] == "place"
    assert "朝阳市" in words().famous
    assert "朝阳" not in words().famous

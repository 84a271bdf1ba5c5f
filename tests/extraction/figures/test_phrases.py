"""Words that name nothing are taken off the end of what stands before a number."""

import random

import pytest
import regex

from kejian.extraction.figures.phrases import FILE, branches, unlinked
from kejian.vocabulary.patterns import pieces

_LINK = pieces(FILE)["link"]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("合同成交额达到", "合同成交额"),
        ("产值首次突破", "产值"),
        ("人均产出比@", "人均产出"),
        ("同比@", "同比"),
        ("企业", "企业"),
        ("", ""),
    ],
)
def test_links_at_the_end(text: str, bare: str) -> None:
    assert unlinked(text) == bare


def test_links_with_one_last_character_are_all_links() -> None:
    """Looked for by their last characters, they are those that the whole list finds from the end."""
    assert f"(?:{'|'.join(branches(_LINK))})" == _LINK
    whole = regex.compile(rf"(?r){_LINK}+$")
    signs = sorted(set(regex.findall(r"[\p{Han}@\s：“]", _LINK)))
    draw = random.Random(5)
    for _ in range(3000):
        text = "".join(draw.choice(signs) for _ in range(draw.randint(1, 7)))
        found = whole.match(text)
        assert unlinked(text) == (text[: found.start()] if found else text)

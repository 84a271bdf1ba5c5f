"""Idioms whose numerals count nothing are found wherever they cover a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.language.idiomatic import is_idiomatic
from kejian.vocabulary.idioms import idioms

_IDIOMS = sorted(idioms())


@given(st.lists(st.one_of(st.sampled_from(_IDIOMS), st.sampled_from("一二十百心意，的")), max_size=6))
def test_an_idiom_covers_each_of_its_characters_and_no_other(parts: list[str]) -> None:
    line = "的".join(parts)  # so that no numeral goes on with one before it
    covered = {
        place
        for word in _IDIOMS
        for start in range(len(line))
        if line.startswith(word, start)
        for place in range(start, start + len(word))
    }
    assert {place for place in range(len(line)) if is_idiomatic(line, place)} == covered


@pytest.mark.parametrize(("line", "at"), [("三十一心一意", 2), ("第一一心一意", 2)])
def test_a_numeral_that_goes_on_with_the_one_before_begins_no_idiom(line: str, at: int) -> None:
    assert not is_idiomatic(line, at)

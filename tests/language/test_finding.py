"""Words of a fixed list are found wherever they stand, and the longest from the left where they overlap."""

from hypothesis import given
from hypothesis import strategies as st

from kejian.language.finding import Finder

_LETTERS = "甲乙丙"
_WORDS = st.text(_LETTERS, min_size=1, max_size=4)


@given(words=st.sets(_WORDS, max_size=8), text=st.text(_LETTERS + "。", max_size=20))
def test_each_finds_what_a_plain_search_finds(words: set[str], text: str) -> None:
    plain = {(i, i + len(w), w) for w in words for i in range(len(text)) if text.startswith(w, i)}
    found = list(Finder(words).each(text))
    assert set(found) == plain
    assert len(found) == len(plain)
    assert Finder(words).found_in(text) == bool(plain)


@given(words=st.sets(_WORDS, max_size=8), text=st.text(_LETTERS + "。", max_size=20))
def test_longest_goes_from_the_left_and_never_overlaps(words: set[str], text: str) -> None:
    expected, at = [], 0
    while at < len(text):
        there = max((w for w in words if text.startswith(w, at)), key=len, default="")
        if there:
            expected.append((at, at + len(there), there))
        at += len(there) or 1
    assert Finder(words).longest(text) == expected


def test_signs_of_patterns_are_words_like_others() -> None:
    assert Finder(["]a", "^", "-x"]).longest("a]a^-x") == [(1, 3, "]a"), (3, 4, "^"), (4, 6, "-x")]

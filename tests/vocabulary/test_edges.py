"""With which characters a pattern may begin or end."""

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.language.han import han_pattern
from kejian.vocabulary.edges import NEVER, Edges, begun, edge, seen
from kejian.vocabulary.patterns import pieces

_WORDS = pieces("phrases.yaml")
_NOT_FOR_RE = {"rise", "change"}  # look back over words of any length


@pytest.mark.parametrize(
    ("pattern", "first", "last"),
    [
        ("实验室|研究(?:院|所)", "实研", "室所院"),
        (r"\d{1,3}年|(?:约|近)+", r"\d约近", "年约近"),
        ("(?<![收捕])获(?!批)", "获", "获"),
        ("[A-C甲]类?", "A-C甲", "A-C甲类"),
        (rf"约|{NEVER}", "约", "约"),
        ("(?i:sold)|约", "sSſ约", "dD约"),
        ("(?i)ok", "oO", "kK\u212a"),
    ],
)
def test_edges_are_those_of_every_alternative(pattern: str, first: str, last: str) -> None:
    assert set(edge(pattern) or "") == set(first)
    assert set(edge(pattern, last=True) or "") == set(last)


@pytest.mark.parametrize(
    "pattern", ["[^，]号", ".号", r"\S", "约?", r"(号)?\1", "(?:约|[^，])", "(?i:[a-c])", r"(?i:\d)"]
)
def test_what_may_begin_with_anything_has_no_edge(pattern: str) -> None:
    assert edge(pattern) is None
    assert begun(pattern) == pattern


@pytest.mark.parametrize("word", sorted(_WORDS.keys() - _NOT_FOR_RE))
@settings(max_examples=30)
@given(text=st.text(alphabet="研究院实验室机构、的其中使用A3 #@市省区约超过提高到达首批获投", max_size=12))
def test_a_look_ahead_changes_no_match(word: str, text: str) -> None:
    plain, ahead = han_pattern(_WORDS[word]), han_pattern(begun(_WORDS[word]))
    assert [m.span() for m in plain.finditer(text)] == [m.span() for m in ahead.finditer(text)]


def test_the_members_of_a_set_are_written_so_that_they_stand_for_themselves() -> None:
    members = re.compile("[" + (edge(r"[-^]|\]|\\") or "") + "]")
    assert [c for c in r"-^]\a[" if members.match(c)] == list(r"-^]\ ".strip())


@pytest.mark.parametrize("word", sorted(_WORDS.keys() - _NOT_FOR_RE))
@settings(max_examples=30)
@given(text=st.text(alphabet="研究院实验室机构、的其中使用A3 #@市省区约超过提高到达首批获投\n", max_size=12))
def test_what_is_seen_is_where_matches_begin(word: str, text: str) -> None:
    plain, sight = han_pattern(_WORDS[word]), han_pattern(seen(_WORDS[word]))
    found, told = plain.search(text), sight.search(text)
    assert (found and found.start()) == (told and told.start())


_PATTERNS = ["约|近", r"\d年", None, "[^，]", "[A-Z甲]类?", r"\s|^", "(?i:ok)", "(?<=在)约(?=\\d)", r"\p{Lu}"]


@pytest.mark.parametrize("last", [False, True])
@given(text=st.text(alphabet="约近3年，A甲类 oK在Z", max_size=3))
def test_no_pattern_begins_or_ends_where_its_bit_says_that_it_cannot(last: bool, text: str) -> None:
    char = text[-1 if last else 0] if text else ""
    bits = Edges(_PATTERNS, last=last)[char]
    for place, pattern in enumerate(_PATTERNS):
        if pattern is not None and not bits >> place & 1:
            backwards = "(?r)" if last else ""
            assert regex.compile(backwards + pattern).match(text) is None


@given(text=st.text(alphabet="第三条近内a1\t", min_size=1, max_size=4))
def test_only_patterns_bound_to_the_end_of_a_text_are_told_apart_in_it(text: str) -> None:
    patterns = ["^第.", "近|^内", "[条内]$", "(?:条|^内)$", "^近$"]
    first, last = Edges(patterns, searched=True), Edges(patterns, searched=True, last=True)
    assert (first["x"], last["x"]) == (0b01110, 0b00011)
    bits = first[text[0]] & last[text[-1]]
    found = [place for place, pattern in enumerate(patterns) if re.search(pattern, text)]
    assert all(bits >> place & 1 for place in found)

"""Patterns kept in vocabulary files."""

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kejian.errors import VocabularyError
from kejian.vocabulary.loader import load, source
from kejian.vocabulary.patterns import any_of, compiled, expand, found_at, pieces


def test_a_pattern_is_put_together_from_pieces() -> None:
    text = expand(["{fruit}汁", "茶"], {"fruit": "(?:桃|梨)"}, file="roles.yaml", key="rules")
    assert compiled(text, file="roles.yaml", key="rules").findall("梨汁和茶") == ["梨汁", "茶"]


@given(st.lists(st.text(alphabet="甲乙丙.", max_size=4)), st.text(alphabet="甲乙丙.", max_size=12))
def test_any_of_some_words_is_the_longest(words: list[str], text: str) -> None:
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    match = regex.match(any_of(words), text) if words else None
    assert (match[0] if match else None) == longest


def test_a_backwards_pattern_ends_where_the_stretch_ends() -> None:
    pattern = compiled("增长约?", file="roles.yaml", key="rules", backwards=True)
    assert pattern.match("产值增长约5%", 0, 5)
    assert pattern.match("产值增长至5%", 0, 5) is None


@pytest.mark.parametrize(
    ("entry", "words"),
    [("{nothing}", "unknown piece nothing"), (5, "no pattern"), (["a", 5], "no pattern")],
)
def test_a_wrong_entry_is_named(entry: object, words: str) -> None:
    with pytest.raises(VocabularyError, match=words):
        expand(entry, {}, file="roles.yaml", key="rules")


def test_a_broken_expression_is_named_with_its_place() -> None:
    with pytest.raises(VocabularyError, match=r"roles\.yaml, line \d+"):
        compiled("(", file="roles.yaml", key="rules")


@pytest.mark.parametrize("file", ["roles.yaml", "aspects.yaml", "terms.yaml", "scopes.yaml"])
def test_the_pieces_of_each_file_compile(file: str) -> None:
    for name, text in pieces(file).items():
        compiled(text, file=file, key=name)


@pytest.mark.parametrize("file", ["roles.yaml", "aspects.yaml", "terms.yaml", "scopes.yaml"])
def test_each_file_is_yaml_to_the_loader_without_c_too(file: str) -> None:
    assert yaml.load(source(file), Loader=yaml.SafeLoader) == load(file)


@given(st.text(alphabet="江东市省级，", max_size=60))
def test_matches_where_they_can_begin_are_those_of_a_search(text: str) -> None:
    pattern = regex.compile(r"(?<!，)([江东]{1,2})[市省](?!级)")
    starts = sorted({max(i - n, 0) for i, c in enumerate(text) if c in "市省" for n in (1, 2)})
    assert [m.span() for m in found_at(pattern, text, starts)] == [m.span() for m in pattern.finditer(text)]

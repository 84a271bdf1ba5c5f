from hypothesis import given
from hypothesis import strategies as st

from kejian.base.words import _lookup, fold, fold_with_origins, places, tokens

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@given(TEXT)
def test_both_normal_forms_agree(text):
    folded, origins = fold_with_origins(text)
    assert folded == fold(text)
    assert len(origins) == len(folded) + 1
    assert origins == sorted(origins)


@given(TEXT, st.data())
def test_a_word_of_a_text_is_among_its_tokens(text, data):
    """What is in the text is found by the index: the look-up asks for no token that the text has not."""
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    word = folded[start : data.draw(st.integers(start, len(folded)))]
    if word.strip() and places(word, folded):
        assert _lookup(word) <= set(tokens(text))


@given(TEXT)
def test_tokens_are_one_or_two_letters(text):
    assert all(1 <= len(token) <= 2 and token.isalnum() for token in tokens(text))

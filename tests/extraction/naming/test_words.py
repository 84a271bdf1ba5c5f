"""Words of sentences: whatever the segmenter guesses, together they are the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.extraction.naming.words import starts_of, tokens, tokens_of

_PIECES = [
    "个产",
    "产占",
    "第学",
    "中汇沚大学",
    "汇沚",
    "年鹭汀区",
    "局局长",
    "2023",
    "年",
    "与",
    "，",
    " ",
    "A1",
    "“",
    "”",
]


@settings(deadline=None)  # the first example loads the dictionary
@given(st.lists(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join), max_size=6))
def test_words_are_the_text_of_each_sentence(texts: list[str]) -> None:
    for text, found in zip(texts, tokens_of(texts), strict=True):
        assert "".join(word.text for word in found) == text
        assert [text[a:b] for a, b in zip(starts_of(found), starts_of(found)[1:], strict=False)] == [
            word.text for word in found
        ]


def test_a_word_is_the_same_whatever_was_read_before() -> None:
    once = tokens("江洲市2023年鹭汀区第一人民医院")
    assert tokens("江洲市2023年鹭汀区第一人民医院") == once
    assert "".join(word.text for word in once) == "江洲市2023年鹭汀区第一人民医院"


def test_what_the_segmenter_takes_for_a_word_in_two_ways_comes_once() -> None:
    text = "$日七季Q季:公千个产占番h第学St发天I。个产占番，产占番，个产"
    assert "".join(word.text for word in tokens_of([text, "个产", "产占"])[0]) == text

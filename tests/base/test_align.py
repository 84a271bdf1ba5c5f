from hypothesis import given
from hypothesis import strategies as st

from kejian.base.align import Alignment

SENTENCES = st.lists(st.text(alphabet="甲乙丙丁0123，", min_size=1, max_size=12), max_size=12)


@given(SENTENCES, SENTENCES)
def test_places_stay_inside_the_new_text(old, new):
    old_text, new_text = "。".join(old), "。".join(new)
    way = Alignment(old_text, new_text)
    for start in range(len(old_text)):
        moved = way.moved(start, start + 1)
        assert moved is None or 0 <= moved[0] < moved[1] <= len(new_text)


@given(SENTENCES)
def test_nothing_moves_in_the_same_text(sentences):
    text = "。".join(sentences)
    assert all(Alignment(text, text).moved(i, i + 1) == (i, i + 1) for i in range(len(text)))


@given(SENTENCES, st.integers(0, 12))
def test_an_inserted_sentence_moves_what_follows(sentences, at):
    """Every character of the old text is still there, once, in order of its sentences."""
    sentences = [f"第{n}句{s}。" for n, s in enumerate(sentences)]
    old, new = "".join(sentences), "".join([*sentences[:at], "插进来的一句话。", *sentences[at:]])
    way = Alignment(old, new)
    for start, character in enumerate(old):
        moved = way.moved(start, start + 1)
        assert moved is not None
        assert new[slice(*moved)] == character


def test_hostile_texts_take_no_longer_than_their_length_asks():
    """Squared, each of these would run into the time limit of a test."""
    Alignment("甲" * 500_000, "甲" * 499_999 + "乙").moved(10, 20)
    Alignment(
        "".join(f"甲乙{n}。" for n in range(20_000)), "".join(f"甲丙{n}。" for n in range(20_000))
    ).moved(3, 4)

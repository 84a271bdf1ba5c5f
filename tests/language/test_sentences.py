"""Sentence boundaries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kejian.language.sentences import _END, _PLAIN_END, _STOP, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("全年增长5%。其中出口下降。", ["全年增长5%。", "其中出口下降。"]),
        ("他说：“已经建成。”随后离开。", ["他说：“已经建成。”", "随后离开。"]),
        ("甲；乙；丙。", ["甲；乙；丙。"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("投资3.5亿元，增长2.1%", ["投资3.5亿元，增长2.1%"]),
        ("Exports rose by 4.5 per cent. Imports fell.", ["Exports rose by 4.5 per cent.", "Imports fell."]),
        (
            "青石岛储能站并网 3月2日，青石岛储能站并网。次日满发。",
            ["青石岛储能站并网", "3月2日，青石岛储能站并网。", "次日满发。"],
        ),
        ("青石岛论坛在云岫闭幕 为期两天的论坛闭幕。", ["青石岛论坛在云岫闭幕", "为期两天的论坛闭幕。"]),
        ("第一章 总则与适用范围。", ["第一章 总则与适用范围。"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == parts


@pytest.mark.parametrize("text", ["甲乙，" * 3000, "1" * 5000, "a b " * 2000, "1,234" * 900])
def test_what_never_ends_is_cut(text: str) -> None:
    """Nobody's sentence runs on so long, and work on a sentence must have a bound."""
    spans = sentences(text)
    assert all(end - start <= 2000 for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet="甲增aR4.。!?…)”\"' \n", max_size=16))
def test_text_without_an_english_full_stop_has_the_ends_of_one_without_a_point(text: str) -> None:
    if not _STOP.search(text):
        whole, plain = _END.finditer(text), _PLAIN_END.finditer(text)
        assert [m.span() for m in whole] == [m.span() for m in plain]

"""Sentence boundaries."""

import pytest

from kejian.language.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("全年增长5%。其中出口下降。", ["全年增长5%。", "其中出口下降。"]),
        ("他说：“已经建成。”随后离开。", ["他说：“已经建成。”", "随后离开。"]),
        ("甲；乙；丙。", ["甲；乙；丙。"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("投资3.5亿元，增长2.1%", ["投资3.5亿元，增长2.1%"]),
        ("Exports rose by 4.5 per cent. Imports fell.", ["Exports rose by 4.5 per cent.", "Imports fell."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == parts

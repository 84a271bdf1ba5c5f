"""What bounds the work on one sentence, however long a text goes on without an end."""

import pytest

import kejian
from kejian.reading import read_bytes


def facts(text: str, name: str = "t.md") -> "kejian.model.Facts":
    (document,) = read_bytes(text.encode(), source=name)
    return kejian.extract(document)


@pytest.mark.parametrize("text", ["从1家增长到" * 3000, "2022年，甲市新增企业5家，增长3%，" * 800])
def test_a_text_without_an_end_has_short_passages(text: str) -> None:
    found = facts(text).figures
    assert len(found) >= 2000
    assert max(figure.sentence.end - figure.sentence.start for figure in found) <= 2000


def test_figures_of_a_sentence_share_its_passage() -> None:
    found = facts("2022年，甲市新增企业5家，增长3%，专利12件。").figures
    assert len({id(figure.sentence) for figure in found}) == 1


def test_a_row_without_an_end_is_divided_between_cells() -> None:
    row = "|".join(f"{n}家" for n in range(1, 1500))
    head = "|".join("数" for _ in range(1, 1500))
    rule = "|".join("---" for _ in range(1, 1500))
    found = facts(f"|{head}|\n|{rule}|\n|{row}|\n").figures
    assert max(figure.sentence.end - figure.sentence.start for figure in found) <= 4000
    assert all(figure.passage.quote in figure.sentence.quote for figure in found)

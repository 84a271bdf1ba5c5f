"""What a text has spoken of: the names noted and those that sentences without figures open with."""

from collections.abc import Iterator

from kejian.extraction.figures.called import Called
from kejian.extraction.figures.names import names_of
from kejian.model import Document
from kejian.reading.markdown import read_markdown

_LINES = [f"{first}{last}光源通过验收。" for first in "青云江岫澜" for last in "山水州"]


def called_of(*lines: str) -> tuple[Called, list[tuple[int, int]]]:
    document: Document = read_markdown("".join(lines).encode(), name="x", source="x.md", digest="0" * 64)
    starts = [document.text.index(line) for line in lines]
    return Called(document, names_of((), document.text), None), [
        (start, start + len(line)) for start, line in zip(starts, lines, strict=True)
    ]


def recent(lines: list[str], reads: set[int]) -> Iterator[list[str]]:
    """What was spoken of last, read behind some of the sentences."""
    called, places = called_of(*lines)
    for n, place in enumerate(places):
        called.pass_over(*place)
        if n in reads:
            yield list(called.recent)


def test_the_last_names_are_kept_whenever_they_are_asked_for() -> None:
    *_, late = recent(_LINES, {len(_LINES) - 1})
    *_, often = recent(_LINES, set(range(len(_LINES))))
    assert late == often
    assert late == [line.removesuffix("通过验收。") for line in _LINES[-12:]]


def test_a_name_that_comes_back_is_the_last_one() -> None:
    assert list(recent([_LINES[0], _LINES[1]], {1})) == [["青山光源", "青水光源"]]
    called, places = called_of(_LINES[0], _LINES[1])
    for place in places:
        called.pass_over(*place)
    called.note("青山光源")
    assert called.recent == ["青水光源", "青山光源"]


def test_a_bare_firm_is_no_name() -> None:
    called, _ = called_of(_LINES[0])
    called.note("公司")
    assert called.recent == []

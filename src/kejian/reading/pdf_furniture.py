"""Running heads, running feet and page numbers: what a page carries besides its text."""

import re
from collections import Counter
from collections.abc import Sequence

from kejian.reading.pdf_lines import Line, join_row, rows_of

_MARGIN = 0.11  # of the page's height, at the top and at the foot
_SHARE = 0.4  # of the pages of one side (left or right): what stands on so many is no text
_ROUND = 6.0  # points within which a line stands at one height on two pages
_NUMBER = re.compile(
    r"[-–—~·•\s]*(?:第\s*)?(?P<number>\d{1,4}|[ivxlcIVXLC]{1,7})(?:\s*页)?"
    r"(?:\s*(?:/|of|共|，共)\s*\d{1,4}(?:\s*页)?)?[-–—~·•\s]*|Page\s+(?P<page>\d{1,4})(?:\s+of\s+\d{1,4})?"
)

Key = tuple[int, str, int]  # side of the sheet, text without its figures, height


def furniture(pages: Sequence[tuple[int, float, Sequence[Line]]]) -> list[set[int]]:
    """For each page (number from 1, height, pieces of lines) the indexes of the pieces that are no text.

    A line in the margin is a running head if its words, figures aside, stand at the same height on many
    pages; a lone number is a page number if other pages count on from it, or if it says so (`- 3 -`).
    """
    edges = [(number - 1, _edges(height, lines)) for number, height, lines in pages]
    heads: Counter[Key] = Counter()
    numbers: Counter[int] = Counter()
    for index, rows in edges:
        for key in {_key(line, index) for line, _ in rows}:
            heads[key] += 1
        for shift in {_shift(line, index) for line, _ in rows} - {None}:
            numbers[shift] += 1  # type: ignore[index]
    sides = Counter(index % 2 for index, _ in edges)
    found: list[set[int]] = []
    for index, rows in edges:
        dropped: set[int] = set()
        for line, members in rows:
            key = _key(line, index)
            both = heads[key] + heads[1 - key[0], key[1], key[2]]
            repeated = (
                both > 1
                and key[1]
                and (1 < heads[key] > _SHARE * sides[index % 2] or both > _SHARE * len(pages))
            )
            shift = _shift(line, index)
            counted = shift is not None and (
                numbers[shift] > 1 or shift == 1 or not line.text.strip().isdecimal()
            )
            if repeated or counted:
                dropped.update(members)
        found.append(dropped)
    return found


def _edges(height: float, lines: Sequence[Line]) -> list[tuple[Line, list[int]]]:
    """The outer lines of a page that lie in its margins, each with the indexes of its pieces."""
    index = {id(line): number for number, line in enumerate(lines)}
    near = [line for line in lines if line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height]
    return [(join_row(row), [index[id(line)] for line in row]) for row in rows_of(near)]


def _key(line: Line, index: int) -> Key:
    words = re.sub(r"[\d\s.·•|-]+", "", line.text)
    return index % 2, words, round(line.middle / _ROUND)


def _shift(line: Line, index: int) -> int | None:
    """How far a page number is ahead of the count of pages from 0; None where the line is no number."""
    match = _NUMBER.fullmatch(line.text.strip())
    if not match:
        return None
    digits = match["number"] or match["page"]
    if digits.isdecimal():
        return int(digits) - index
    value = 0
    figures = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    values = [figures[char] for char in digits.lower()]
    for at, figure in enumerate(values):
        value += -figure if at + 1 < len(values) and values[at + 1] > figure else figure
    return value - index

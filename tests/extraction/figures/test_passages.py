"""Shares of whole facts in passages of many genres, marked where they stand: drop one in to add it.

A mark is ``[[number|measure|subject|period|base]]``. What is left out is usual: no base, the reported year
(nothing in the press), the passage's own ``home`` as subject; ``-`` says that there is none, and as a
measure that the number is not judged.
"""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import regex
import yaml

from kejian.evaluation.likeness import bare, same_measure, same_subject
from kejian.extraction import extract
from kejian.model import About, Document, Figure
from kejian.reading.markdown import read_markdown

FOLDER = Path(__file__).parent / "passages"
# What was measured, less a little; each is to rise, never to fall.
FLOOR = {
    "first": 0.74,
    "second": 0.72,
    "third": 0.77,
    "fourth": 0.81,
    "fifth": 0.73,
    "sixth": 0.82,
    "seventh": 0.70,
    "eighth": 0.97,
    "ninth": 0.92,
    "tenth": 0.93,
    "eleventh": 0.97,
}
_MARK = regex.compile(r"\[\[([^\]]+)\]\]")
_MARKUP = regex.compile(r"[\s#*-]")


class Told(NamedTuple):
    start: int
    surface: str
    measure: str
    subject: str | None
    period: str | None
    base: str | None


def read_passage(case: dict[str, Any]) -> tuple[Document, list[Told]]:
    """The passage without its marks, and what they tell of the numbers at their places."""
    press = "press" in case["about"]["genre"]
    usual = [case.get("home"), None if press else str(case["about"]["report_year"]), None]
    text, at, marks = "", 0, []
    for m in _MARK.finditer(case["text"]):
        text += case["text"][at : m.start()]
        surface, measure, *rest = [*m[1].split("|"), *[""] * 4][:5]
        told = [None if said == "-" else said or other for said, other in zip(rest, usual, strict=True)]
        marks.append((len(text), surface, measure, *told))
        text += surface
        at = m.end()
    text += case["text"][at:]
    document = read_markdown(text.encode(), name="case", source="case.md", digest="0" * 64)
    found, cursor = [], 0
    for at, surface, *told in marks:
        start = document.text.index(surface, cursor)
        before = _MARKUP.sub("", text[max(at - 6, 0) : at])
        while not _MARKUP.sub("", document.text[max(start - 12, 0) : start]).endswith(before[-6:]):
            start = document.text.index(surface, start + 1)
        cursor = start + 1
        found.append(Told(start, surface, *told))
    return document, [t for t in found if t.measure != "-"]


def is_right(told: Told, figure: Figure | None) -> bool:
    return (
        figure is not None
        and same_measure(told.measure, figure.measure)
        and same_subject(told.subject, figure.subject)
        and (told.period, bare(told.base)) == (figure.period, bare(figure.base))
    )


@pytest.mark.parametrize("name", sorted(p.stem for p in FOLDER.glob("*.yaml")))
def test_share_of_whole_facts(name: str) -> None:
    right = total = 0
    for case in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")):
        document, told = read_passage(case)
        figures = extract(document, about=About(**case["about"])).figures
        for t in told:
            end = t.start + len(t.surface)
            at = (f for f in figures if f.passage.start < end and t.start < f.passage.end)
            right += is_right(t, next(at, None))
        total += len(told)
    assert right / total >= FLOOR.get(name, 0.5), f"{right} of {total}"

"""The series of the examples, from the files to the values: cases in examples.yaml."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from kejian.base.metadata import read_metadata
from kejian.extraction import extract
from kejian.linking import link
from kejian.reading import read

EXAMPLES = Path(__file__).parents[2] / "examples" / "qingyan"
FILES = ("qingyan-2021.md", "qingyan-2022.docx", "qingyan-2023.html", "qingyan-press-2024.txt")
CASES = yaml.safe_load(Path(__file__).with_name("examples.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def linked():
    said = read_metadata(EXAMPLES / "meta.json")
    documents = [read(EXAMPLES / name) for name in FILES]
    return link([extract(one, about=said.of(one.name).about) for one in documents])


def one_series(linked, measure, subject):
    (found,) = [
        one
        for one in linked.series
        if (one.measure.key, one.subject.key, one.accumulation) == (measure, subject, None)
    ]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["measure"])
def test_the_values_come_out(linked, case):
    series = one_series(linked, case["measure"], case["subject"])
    stated = {}
    for said in series.levels:
        if said.slot:
            stated.setdefault(said.slot.slot, set()).add(said.figure.value / Decimal(str(case["by"])))
    for year, value in case["values"].items():
        assert Decimal(value) in stated[str(year)]
    assert series.gaps == ()


def test_the_planted_contradictions_show_side_by_side(linked):
    smes = one_series(linked, "tech-smes", "青砚")
    assert {said.figure.value for said in smes.levels if said.slot.slot == "2022"} == {2918, 2981}
    turnover = one_series(linked, "tech-contract-turnover", "青砚")
    doubled = [one for one in turnover.derived if "翻" in one.formula]
    stated = [said for said in turnover.levels if said.slot and said.slot.slot == "2021"]
    assert doubled
    assert not any(one.bounds.meets(said.bounds) for one in doubled for said in stated)


def test_implied_values_hold_the_stated_ones_where_nothing_is_planted(linked):
    for measure in ("rd-expenditure", "invention-patents-granted"):
        series = one_series(linked, measure, "青砚")
        for one in series.derived:
            stated = [said for said in series.levels if said.slot and said.slot.slot == one.slot.slot]
            assert any(one.bounds.meets(said.bounds) for said in stated)

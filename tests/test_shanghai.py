"""The examples of Shanghai: real figures in four formats, joined over the years; no error is invented."""

from decimal import Decimal
from pathlib import Path

import pytest

from kejian.auditing import Read, audit
from kejian.base.metadata import read_metadata
from kejian.extraction import extract
from kejian.linking import link
from kejian.reading import read

EXAMPLES = Path(__file__).parents[1] / "examples" / "shanghai"
FILES = ("shanghai-2020.md", "shanghai-2021.docx", "shanghai-2022.pdf", "shanghai-press.html")

# a measure of 上海 → slot → value, in the base unit
SERIES = {
    "tech-contract-turnover": {"2021": Decimal("276100000000"), "2022": Decimal("400351000000")},
    "class-1-drugs": {"2021": Decimal(8), "2022": Decimal(4)},
    "nature-index-cities": {"2020": Decimal(5), "2022": Decimal(3)},
}


@pytest.fixture(scope="module")
def reads():
    said = read_metadata(EXAMPLES / "meta.json")
    documents = [read(EXAMPLES / name) for name in FILES]
    return [Read(document=d, facts=extract(d, about=said.of(d.name).about)) for d in documents]


def test_there_is_enough_to_read(reads):
    assert 15_000 <= sum(len(one.document.text) for one in reads) <= 20_000


@pytest.mark.parametrize("measure", SERIES)
def test_the_years_are_joined(reads, measure):
    (series,) = [
        one
        for one in link([read.facts for read in reads]).series
        if (one.measure.key, one.subject.code) == (measure, "310000")
    ]
    levels = {said.slot.slot: said.value for said in series.levels if said.slot}
    assert levels == SERIES[measure]


def test_contradictions_left_in_are_found_and_no_error_is_invented(reads):
    found = audit(reads)
    assert [f.message for f in found if f.severity == "error"] == []
    quotes = {passage.quote for f in found for passage in f.passages}
    for words in ("超3亿", "1953余", "and"):
        assert any(words in quote for quote in quotes), words
    assert any(f.check == "lists" for f in found)

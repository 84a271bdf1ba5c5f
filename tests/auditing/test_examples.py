"""The example reports hold eight planted contradictions; the audit finds these and no other error."""

from pathlib import Path

import pytest

from kejian.auditing import Read, audit
from kejian.base.metadata import Said, read_metadata
from kejian.extraction import extract
from kejian.reading import read

EXAMPLES = Path(__file__).parents[2] / "examples" / "qingyan"
FILES = ("qingyan-2021.md", "qingyan-2022.docx", "qingyan-2023.html", "qingyan-press-2024.txt")

# check, words that its passages quote; as numbered in examples/qingyan/README.md
PLANTED = (
    ("growth", ("23.8%", "1792家", "1486家")),
    ("shares", ("81.0%", "158.0亿元", "205.2亿元")),
    ("lists", ("宣石智能、松烟材料和砚湖半导体",)),
    ("agreement", ("34个", "31个")),
    ("totals", ("110家", "12家", "97家")),
    ("agreement", ("2981", "2918")),
    ("growth", ("翻了一番", "386.4亿元", "561.3亿元")),
    ("ranks", ("第10位", "第11位")),
)


@pytest.fixture(scope="module")
def errors():
    said = read_metadata(EXAMPLES / "meta.json", others=Said())
    documents = [read(EXAMPLES / name) for name in FILES]
    reads = [Read(document=d, facts=extract(d, about=said.of(d.name).about)) for d in documents]
    return [f for f in audit(reads) if f.severity == "error"]


@pytest.mark.parametrize(("check", "quotes"), PLANTED)
def test_what_was_planted_is_found(errors, check, quotes):
    assert any(
        f.check == check and all(any(q in p.quote for p in f.passages) for q in quotes) for f in errors
    ), [f.message for f in errors]


def test_nothing_else_is_called_an_error(errors):
    others = [
        f
        for f in errors
        if not any(any(w in p.quote for p in f.passages for w in words) for _, words in PLANTED)
    ]
    assert not others, [f.message for f in others]
    # the growth printed beside a planted number does not follow from it either
    assert len(errors) == len(PLANTED) + 1, [f.message for f in errors]

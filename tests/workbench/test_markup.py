"""Facts in a text: every overlap is visible, and the text itself is what it was."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from kejian.model import Block, BlockKind
from kejian.workbench.layout import Laid
from kejian.workbench.markup import Span, Writer, runs

LAYERS = ("observation", "milestone", "entity")


def laid(text: str, *blocks: Block) -> Laid:
    return Laid(text, blocks or (Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text)),), ((0, len(text)),))


def span(start: int, end: int, fact: str, layer: str = "observation") -> Span:
    return Span(start=start, end=end, fact=fact, layer=layer)


stretches = st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(LAYERS))


@given(st.text(min_size=1, max_size=30), st.lists(stretches, max_size=8))
def test_every_character_carries_just_the_facts_that_cover_it(text, found):
    spans = sorted(
        (span(a, a + n, f"f{number}", layer) for number, (a, n, layer) in enumerate(found)),
        key=lambda s: s.start,
    )
    cut = list(runs(0, len(text), spans))
    assert [(run.start, run.end) for run in cut] == [(a.start, a.end) for a in cut]
    assert "".join(text[run.start : run.end] for run in cut) == text
    for run in cut:
        for place in range(run.start, run.end):
            assert {s.fact for s in run.spans} == {s.fact for s in spans if s.start <= place < s.end}


@given(st.text(max_size=30), st.lists(stretches, max_size=6))
def test_the_text_of_the_page_is_the_text_of_the_document(text, found):
    spans = [span(a, a + n, f"f{number}", layer) for number, (a, n, layer) in enumerate(found)]
    written = Writer(laid(text), spans, at=(3, 9)).write(0, len(text))
    bare = html.unescape(re.sub(r"<[^>]*>", "", written.replace("<br>", "\n")))
    assert bare == text


def test_facts_on_the_same_words_show_in_layers_of_their_own():
    text = "青岩量子研究院发布全球首台原型机"
    written = Writer(laid(text), [span(0, 7, "a", "entity"), span(0, 16, "b", "milestone")]).write(0, 16)
    assert 'class="f y-milestone y-entity" data-f="a b"' in written
    assert 'class="f y-milestone" data-f="b"' in written


def test_two_facts_of_one_layer_are_told_from_one():
    written = Writer(laid("上海市科委中心"), [span(0, 7, "a", "entity"), span(0, 5, "b", "entity")]).write(
        0, 7
    )
    assert 'class="f y-entity deep" data-f="b a"' in written


def test_cells_keep_their_spans_and_heads():
    text = "甲\t乙\n丙\t丁"
    row = {"kind": BlockKind.ROW, "table": 0}
    cell = {"kind": BlockKind.CELL, "table": 0, "row_span": 1}
    written = Writer(
        laid(
            text,
            Block(**row, start=0, end=3, row=0),
            Block(**cell, start=0, end=1, column_span=2, header=True),
            Block(**cell, start=2, end=3),
            Block(**row, start=4, end=7, row=1),
            Block(**cell, start=4, end=5),
            Block(**cell, start=6, end=7),
        ),
        [],
    ).write(0, 7)
    assert '<tr><th colspan="2">甲</th><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr>' in written

"""Whatever is read: each character lies in one block, and every exact place leads back to its characters."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.errors import ReadingError
from kejian.model import Document
from kejian.reading.html import read_html
from kejian.reading.markdown import read_markdown
from kejian.reading.text import read_text

MARKS = [
    *"*_`[]()<>&!\\|#-+=~:.\n\t 　",
    *(
        "**",
        "__",
        "***",
        "~~",
        "```",
        "\n\n",
        "  \n",
        "> ",
        "- ",
        "1. ",
        "  - ",
        "# ",
        "## ",
        "---\n",
        "| a | b |\n",
        "|--|--|\n",
    ),
    *(
        "<table>",
        "<tr>",
        "<td rowspan=2>",
        "<th colspan=2>",
        "</td>",
        "</tr>",
        "</table>",
        "<br>",
        "<ul>",
        "<li>",
        "</ul>",
    ),
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<sup>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<pre>",
        "<h2>",
    ),
    *(
        "&amp;",
        "&#8451;",
        "&nbsp;",
        "![",
        "](",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "\\_",
        "<caption>",
        "<dl><dt>",
        "<dd>",
    ),
    *(
        "研发经费",
        "86.4亿元",
        "2022年",
        "5月",
        "一、",
        "（一）",
        "第一章 ",
        "表1 ",
        "单位：亿元",
        "：",
        "。",
        "▶ ",
        "• ",
        "314",
        "项",
    ),
    *("\u200b", "\u202e", "\ufeff", "\x00", "\x0b", "\u2028", "\xad", "é", "𠀀", "growth", "㎡"),
]
marked = st.lists(st.sampled_from(MARKS) | st.text(max_size=6), max_size=60).map("".join)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
READERS = [read_markdown, read_text, read_html]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@settings(max_examples=250, deadline=None)
@given(text=marked, encoding=st.sampled_from(ENCODINGS))
def test_blocks_cover_the_text_and_places_lead_back(
    reader: Callable[..., Document], text: str, encoding: str, check: Callable[..., None]
) -> None:
    data = text.encode(encoding, "ignore")
    try:
        document = reader(data, name="a", source="a", digest="")
    except ReadingError:
        return
    check(document, data)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300)
    | st.tuples(marked, st.binary(max_size=9)).map(lambda p: p[0].encode("utf-8", "ignore") + p[1])
)
def test_any_bytes_are_read_or_refused(
    reader: Callable[..., Document], data: bytes, check: Callable[..., None]
) -> None:
    try:
        document = reader(data, name="a", source="a", digest="")
    except ReadingError:
        return
    check(document, data)


@settings(max_examples=100, deadline=None)
@given(text=marked)
def test_reading_again_gives_the_same(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    found = []
    for _ in range(2):
        try:
            found.append(read_markdown(data, name="a", source="a", digest=""))
        except ReadingError as error:
            found.append(str(error))
    assert found[0] == found[1]

"""Texts made to be slow, and characters that mislead: read in bounded time, and nothing hidden stays."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from kejian.errors import ReadingError
from kejian.model import Document
from kejian.reading.html import read_html
from kejian.reading.limits import Limits
from kejian.reading.markdown import read_markdown
from kejian.reading.sniff import sniff
from kejian.reading.text import read_text

SIZE = 20_000  # bytes; `benchmarks/fuzz_reading.py --growth` measures how the time grows
UNITS = [
    *(
        "*",
        "**",
        "*a",
        "[",
        "]",
        "[](",
        "](",
        "![",
        "[a][a]",
        "<",
        "<a ",
        "<a b='",
        "<!--",
        "<!-",
        "<script>",
    ),
    *(
        "<table>\n",
        "<td>",
        "<svg>",
        "<svg></svg>",
        "<sup><a href='#",
        "|",
        "|\n",
        "|-|\n",
        "#",
        "#\n",
        "`",
        "` ",
    ),
    *("```\n", "~~", "_a", "\\", "&#", "&lt;", ">", "> ", "- ", "  - a\n", "1. ", "[^1]:", "[a]: b\n", "=\n"),
    *(
        "\n",
        "\t",
        "a\t",
        "\u3000",
        "（一）",
        "1.1",
        "9,",
        "表1 ",
        "▶",
        "929\n\n",
        "项\n\n",
        "5月\n\n",
        "a：\n",
    ),
    *("{", "[{", '"', "a,1\n", "<p>", "<li>", "<br>", "<h1>", "<pre>\n", "\u200b", "\u202e", "\x00", "\x01"),
]


@pytest.mark.parametrize("reader", [read_markdown, read_text, read_html], ids=lambda r: r.__name__)
@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_the_same_over_and_over_is_read_or_refused(unit: str, reader: Callable[..., Document]) -> None:
    data = (unit * (SIZE // len(unit))).encode()
    with suppress(ReadingError):
        reader(data, name="a", source="a", digest="", limits=Limits(max_seconds=1e9))


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_the_same_over_and_over_has_some_format(unit: str) -> None:
    with suppress(ReadingError):
        assert sniff((unit * (SIZE // len(unit))).encode(), where="a")


def test_lists_nest_no_deeper_than_allowed() -> None:
    text = "\n".join("  " * n + f"- 第{n}层" for n in range(500))
    document = read_markdown(text.encode(), name="a", source="a", digest="", limits=Limits(max_depth=8))
    assert max(block.level for block in document.blocks) == 8


def test_characters_nobody_sees_are_left_out_and_told() -> None:
    text = "投入40\u200b03.51\u00ad亿元\x00，\u202e%21.5\u202c增长\ufeff。"
    document = read_text(text.encode(), name="a", source="a", digest="")
    assert document.text == "投入4003.51亿元，%21.5增长。\n"
    assert [warning.message.split(" ")[0] for warning in document.warnings] == ["6", "2"]
    at = document.text.index("03.51")
    (before, after) = document.locate(at - 2, at + 2)
    assert text.encode()[before.start : before.end].decode() == "40"  # type: ignore[union-attr]
    assert text.encode()[after.start : after.end].decode() == "03"  # type: ignore[union-attr]


def test_a_line_without_end_is_one_block() -> None:
    document = read_text(("增长5%，" * 100_000).encode(), name="a", source="a", digest="")
    assert len(document.blocks) == 1


def test_entities_for_no_characters_do_no_harm() -> None:
    document = read_markdown("甲&#xD800;乙&#0;丙&#1114112;丁".encode(), name="a", source="a", digest="")
    document.text.encode()
    assert document.text[0] == "甲"

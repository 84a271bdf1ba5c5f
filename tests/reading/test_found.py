"""What the fuzzers found (``benchmarks/fuzz_reading.py``): inputs that once failed, kept one by one."""

import pytest

from kejian.language import mentions
from kejian.model import Document
from kejian.reading import read_bytes


@pytest.mark.parametrize(
    "text",
    [
        "万亿亿亿亿",  # a number of 36 digits was divided by one of its places
    ],
)
def test_numbers_of_any_text_are_found(text: str) -> None:
    for mention in mentions(text):
        assert text[mention.start : mention.end] == mention.surface


@pytest.mark.parametrize(
    "data",
    [
        b"<nav>x</nav><script>y</script>",  # scripts came back with a page that is all furniture
        b"- > a\n  > | b\n",  # a quotation inside an item lost its item
        b"<blockquote><table><tr><td>a<td>b</table></blockquote>",  # cells in a quotation were lost
        "● 甲\n\n● 乙\n\n丙".encode(),  # the second of two marked lines became a heading
    ],
)
def test_any_file_is_read(data: bytes) -> None:
    (result,) = read_bytes(data, source="a.dat")
    assert isinstance(result, Document)

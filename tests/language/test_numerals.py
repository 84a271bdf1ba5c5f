"""Numerals in digits and in Chinese."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kejian.language.numerals import digits_at, han_at

DIGITS = "零一二三四五六七八九"


def section(number: int) -> str:
    """A number below 10 000 in Chinese."""
    words, gap = "", False
    for weight, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, weight)
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words


def in_han(number: int) -> str:
    """A whole number below 10¹² in Chinese, as a bank writes it."""
    parts, rest = "", number
    for weight, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        amount, rest = divmod(rest, weight)
        if amount:
            parts += ("零" if parts and amount < 1000 else "") + section(amount) + name
    return parts


@given(st.integers(min_value=11, max_value=10**12 - 1))
@settings(max_examples=500, deadline=None, derandomize=True)
def test_whole_numbers_in_chinese_are_read_back(number: int) -> None:
    words = in_han(number)
    found = han_at(words, 0)
    assert found is not None
    assert (found.value, found.end) == (Decimal(number), len(words))


@given(st.integers(min_value=0, max_value=9999), st.text(alphabet="0123456789", min_size=1, max_size=6))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_decimals_in_chinese_are_read_back(whole: int, places: str) -> None:
    words = (section(whole) or "零") + "点" + "".join(DIGITS[int(c)] for c in places)
    found = han_at(words, 0)
    assert found is not None
    assert (found.value, found.end) == (Decimal(f"{whole}.{places}"), len(words))


@given(st.decimals(min_value=0, max_value=10**15, places=4, allow_nan=False), st.booleans())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_digits_are_read_back(number: Decimal, grouped: bool) -> None:
    words = f"{number:,f}" if grouped else f"{number:f}"
    found = digits_at(words, 0)
    assert found is not None
    assert (found.value, found.end) == (number, len(words))


@pytest.mark.parametrize(
    ("text", "value", "length"),
    [
        ("4003.51亿元", "400351000000", 8),
        ("1.26万亿", "1260000000000", 6),
        ("1万2千", "12000", 4),
        ("3亿5000万", "350000000", 7),
        ("12万5千元", "125000", 5),
        ("1680千米", "1680", 4),
        ("100兆瓦", "100", 3),
        ("1,234,56", "1", 1),
        ("1.2 万亿", "1200000000000", 6),
    ],
)
def test_digits_with_multipliers(text: str, value: str, length: int) -> None:
    found = digits_at(text, 0)
    assert found is not None
    assert (found.value, found.end) == (Decimal(value), length)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三四百", 300, 400),
        ("七八", 7, 8),
        ("十七八", 17, 18),
        ("五六十万", 500000, 600000),
        ("数十", 20, 90),
        ("几百", 200, 900),
        ("十几", 11, 19),
        ("一百二三十", 120, 130),
    ],
)
def test_numerals_that_leave_the_value_open(text: str, low: int, high: int) -> None:
    found = han_at(text, 0)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "value", "room"),
    [
        ("3亿余", 3 * 10**8, 10**8),
        ("6000余", 6000, 1000),
        ("20多", 20, 10),
        ("1400多亿", 14 * 10**10, 10**10),
    ],
)
def test_a_numeral_with_more(text: str, value: int, room: int) -> None:
    found = digits_at(text, 0)
    assert found is not None
    assert (found.value, found.more, found.room) == (value, True, room)


def test_a_numeral_too_long_has_no_value() -> None:
    found = digits_at("1" * 60, 0)
    assert found is not None
    assert found.value is None

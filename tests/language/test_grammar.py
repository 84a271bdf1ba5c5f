"""`kejian.mentions`: what counts as a number, and what it says."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kejian
from kejian.language import grammar
from kejian.model import Mention, MentionKind, Reference

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
REFERENCE = Reference(year=2023)


def cases() -> list[Any]:
    """Each phrase of the case tables; drop a file in and it becomes tests."""
    found = []
    for path in CASES:
        for text, rows in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found.append(pytest.param(str(text), rows, id=f"{path.stem}: {text}"))
    return found


def said(mention: Mention) -> dict[str, str]:
    """A mention in the form of the case tables."""
    row = {"at": mention.surface, "kind": mention.kind.value}
    exact = mention.lower == mention.upper == mention.value
    if mention.value is not None:
        row["value"] = str(mention.value)
    if mention.unit:
        row["unit"] = mention.unit
    if mention.comparator != "=":
        row["is"] = mention.comparator
    if mention.lower is not None and not exact:
        row["lower"] = str(mention.lower)
    if mention.upper is not None and not exact:
        row["upper"] = str(mention.upper)
    if mention.iso:
        row["iso"] = mention.iso
    return row


@pytest.mark.parametrize(("text", "rows"), cases())
def test_phrase(text: str, rows: list[dict[str, str]]) -> None:
    assert [said(m) for m in kejian.mentions(text, reference=REFERENCE)] == rows


IN_TEXT = [c for c in cases() if all(row["kind"] != "structure" for row in c.values[1])]


@pytest.mark.parametrize(("text", "rows"), IN_TEXT)
def test_a_phrase_means_the_same_in_a_sentence(text: str, rows: list[dict[str, str]]) -> None:
    found = kejian.mentions(f"据通报称“{text}”。", reference=REFERENCE)
    assert [m.value for m in found] == [Decimal(r["value"]) if "value" in r else None for r in rows]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [*(Path(__file__).parent / "pieces.txt").read_text(encoding="utf-8").split(), "\n", "\t", " "]
        ),
        st.text(max_size=3),
    ),
    max_size=24,
).map("".join)


@given(PIECES)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_junk_never_breaks_the_rules(text: str) -> None:
    """Whatever the text: surfaces stand where they say, in order, apart, inside one line."""
    end = 0
    for mention in kejian.mentions(text):
        assert mention.start >= end
        assert mention.start < mention.end
        assert text[mention.start : mention.end] == mention.surface
        assert "\n" not in mention.surface
        assert "\t" not in mention.surface
        end = mention.end


@given(PIECES)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_bounds_hold_the_value(text: str) -> None:
    for mention in kejian.mentions(text):
        if mention.value is not None:
            assert (
                mention.lower is None
                or mention.lower <= mention.value
                or mention.surface[0] in "±十二三四五六七八九"
            )
            assert mention.upper is None or mention.value <= mention.upper
        if mention.kind is MentionKind.RANGE and mention.lower is not None and mention.upper is not None:
            assert mention.lower <= mention.upper


@pytest.mark.parametrize("lead", ["", "全市共有", "2022年，", "其中：", "（一）", "Over the year, "])
@pytest.mark.parametrize("tail", ["", "。", "，比上年增加", "；其他", "\n下一行"])
@pytest.mark.parametrize("phrase", ["4003.51亿元", "12.5%", "三分之二", "71家", "8072 m", "0.26个百分点"])
def test_text_around_does_not_change_a_value(lead: str, phrase: str, tail: str) -> None:
    alone = kejian.mentions(phrase)[0]
    found = {m.surface: m for m in kejian.mentions(lead + phrase + tail)}[phrase]
    assert (found.value, found.unit, found.lower, found.upper) == (
        alone.value,
        alone.unit,
        alone.lower,
        alone.upper,
    )


def test_traditional_and_full_width_text_keep_their_surface() -> None:
    [mention] = kejian.mentions("成交額達２．５億元")
    assert (mention.surface, mention.value, mention.unit) == ("２．５億元", Decimal(250_000_000), "CNY")


def test_without_a_reference_the_year_stays_open() -> None:
    assert [m.iso for m in kejian.mentions("11月25日，5月，三季度，近三年")] == [
        "--11-25",
        "--05",
        "--07/--09",
        "P3Y",
    ]


def test_customary_bounds_are_narrower() -> None:
    [mention] = kejian.mentions("近150亿元")
    assert (mention.usual_lower, mention.usual_upper) == (Decimal("13500000000"), Decimal("15000000000"))
    [mention] = kejian.mentions("突破2.2万")
    assert (mention.lower, mention.upper, mention.usual_upper) == (Decimal(22000), None, Decimal(24200))


ROWS = [
    "1",
    "(",
    "一",
    ".",
    "1,",
    "1.",
    "1:",
    "1-",
    "第",
    "万亿",
    "百分之",
    "A ",
    "数",
    "\n",
    "約",
    "零点",
    "1年",
]


@pytest.mark.parametrize("row", ROWS)
def test_hostile_rows_are_read_to_the_end(row: str) -> None:
    """The time is linear in the length; pytest's own timeout catches what is not."""
    text = row * (20_000 // len(row))
    assert all(m.surface == text[m.start : m.end] for m in kejian.mentions(text))


def test_a_long_row_of_digits_is_one_code() -> None:
    [mention] = kejian.mentions("9" * 100_000)
    assert (mention.kind, mention.value) == (MentionKind.CODE, None)


def test_arithmetic_is_exact() -> None:
    [mention] = kejian.mentions("1234567890123456.78元")
    assert mention.value == Decimal("1234567890123456.78")


def test_mentions_never_cross_cells_or_lines() -> None:
    assert [m.surface for m in kejian.mentions("2022\n年\t5\t个")] == ["2022", "5"]


def test_empty_text_has_no_mentions() -> None:
    assert kejian.mentions("") == []


PUBLISHED = Reference(year=2023, published="2023-05-06")  # a Saturday


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("本月15日", "2023-05-15"),
        ("上月28日至30日", "2023-04-28/2023-04-30"),
        ("下月1日", "2023-06-01"),
        ("上周三", "2023-04-26"),
        ("本周五晚上8点", "2023-05-05T20:00"),
        ("每周三", "-W-3"),
        ("15日", "---15"),
    ],
)
def test_words_of_month_and_week_count_from_the_publication(text: str, iso: str) -> None:
    assert [m.iso for m in kejian.mentions(text, reference=PUBLISHED)] == [iso]
    assert all((m.iso or "").startswith("-") for m in kejian.mentions(text, reference=REFERENCE))


class _Everybody(dict[str, Any]):
    """Every reader of digits, whatever stands behind them."""

    def get(self, *_: object) -> Any:
        return grammar._READERS


_NUMBERS = [
    "5",
    "12",
    "30",
    "2021",
    "2.0",
    "3.14",
    "2021.5.1",
    "05",
    "021",
    "24",
    "7",
    "1.2.3",
    "13800001111",
]
_AROUND = [
    *"年月日号时点季/:—-~至+×#%版期类强级GDKs·个倍第前“由，、共",
    "世纪",
    "年代",
    "赛季",
    "”号",
    "th",
    "am",
]
_WORDS = ["计划", "工程", "民国", "Top ", "万元", "亿元"]
_WRITTEN = st.sampled_from(_NUMBERS + _AROUND + _WORDS)


@given(st.lists(_WRITTEN, min_size=2, max_size=9))
@settings(max_examples=300)
def test_what_stands_behind_digits_tells_who_may_read_them(parts: list[str]) -> None:
    text = "".join(parts)
    found = kejian.mentions(text, reference=REFERENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammar, "_BY_BEHIND", _Everybody())
        assert kejian.mentions(text, reference=REFERENCE) == found

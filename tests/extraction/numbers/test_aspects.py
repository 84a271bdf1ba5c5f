"""How numbers are read in their sentences and tables. The sentences are in numbers/*.yaml."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kejian.extraction.context import Context
from kejian.extraction.numbers.aspect_words import _any_sign, _cue, words
from kejian.extraction.numbers.aspects import Reading, read_figure
from kejian.extraction.numbers.cell_aspects import cell_reading
from kejian.extraction.tables import TableCell
from kejian.model import Aspect, Mention, MentionKind, Role
from kejian.vocabulary.loader import load

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]

Lay = Callable[..., Context]
MEASURING = ("observation", "term", "target")


def readings(laid: Context, role: Role = Role.OBSERVATION) -> list[tuple[str, Reading]]:
    return [(m.surface, read_figure(laid, s, m, role)) for s in laid.sentences for m in s.mentions]


@pytest.mark.parametrize("case", CASES)
def test_number_of_a_sentence(case: dict[str, Any], lay_out: Lay) -> None:
    laid = lay_out(
        case["text"], report_year=case.get("year"), genre=case.get("genre"), title=case.get("title")
    )
    pairs = iter([(s, m) for s in laid.sentences for m in s.mentions])
    for line in case["numbers"]:
        surface, role, aspect, quantity, sign = [p.strip().strip('"') for p in (line + "||||").split("|")[:5]]
        sentence, mention = next((s, m) for s, m in pairs if m.surface == surface)
        if role not in MEASURING:
            continue
        reading = read_figure(laid, sentence, mention, Role(role))
        value, _, unit = quantity.partition(" ")
        assert not aspect or reading.aspect == aspect, surface
        assert not quantity or (reading.value, reading.unit) == (Decimal(value), unit), surface
        assert not sign or reading.comparator == sign, surface


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("产值翻一番。", 1),
        ("产值翻了两番。", 3),
        ("产值增长四倍多。", 4),
        ("产值下降5%。", "-0.05"),
        ("能耗减少3.7%。", "-0.037"),
        ("利率降低0.38个百分点。", "-0.38"),
        ("能耗由8%降至5%。", "0.05"),
        ("耗时缩短两成。", "-0.2"),
        ("为用户节省电费三成。", "-0.3"),
        ("强度比全国平均水平低0.6个百分点。", "-0.6"),
        ("排名后移2位。", "-2"),
        ("排名前移2位。", "2"),
    ],
)
def test_sign(text: str, value: str | int, lay_out: Lay) -> None:
    assert readings(lay_out(text))[-1][1].value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("约占全市的1/6。", "~"),
        ("规模接近上年的2倍。", "~"),
        ("成本不到进口产品的40%。", "<"),
        ("价格为进口产品的40%。", "="),
        ("签约30项。", "="),
        ("水质优良率由近海的70%升至80%。", "="),
    ],
)
def test_comparator_that_stands_apart(text: str, sign: str, lay_out: Lay) -> None:
    assert readings(lay_out(text))[-1][1].comparator == sign


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("出货量接近翻番。", None, None),
        ("出货量翻了一番多。", 1, 2),
        ("门票收入跨过320万元。", 3200000, None),
        ("门票收入首次跨过3200元。", 3200, None),
        ("门票收入越过320元。", 320, None),
        ("约占全市的1/4。", None, None),
        ("成本不到进口产品的40%。", None, "0.4"),
    ],
)
def test_what_stands_apart_bounds_one_side(
    text: str, lower: int | str | None, upper: int | str | None, lay_out: Lay
) -> None:
    reading = readings(lay_out(text))[-1][1]
    bounds = [None if bound is None else Decimal(bound) for bound in (lower, upper)]
    assert [reading.lower, reading.upper] == bounds


@pytest.mark.parametrize(
    ("text", "accumulation"),
    [
        ("累计孵化企业320家。", "cumulative"),
        ("新增上市企业4家。", "new"),
        ("累计培育人才60名，新引进院士2名。", "new"),
        ("拥有院士2名。", None),
        ("共享仪器96台。", None),
    ],
)
def test_accumulation(text: str, accumulation: str | None, lay_out: Lay) -> None:
    assert readings(lay_out(text))[-1][1].accumulation == accumulation


def test_members_of_a_list_share_the_words_before_it(lay_out: Lay) -> None:
    found = readings(lay_out("甲、乙、丙三县产值分别下降3%、4%和5%。"))
    assert [(r.aspect, r.value) for _, r in found[-3:]] == [
        (Aspect.GROWTH, Decimal(v)) for v in ("-0.03", "-0.04", "-0.05")
    ]


def test_a_falling_range_is_turned_round(lay_out: Lay) -> None:
    reading = readings(lay_out("单位能耗下降3%~5%。"))[-1][1]
    assert (reading.lower, reading.upper) == (Decimal("-0.05"), Decimal("-0.03"))


def test_what_measures_nothing_has_no_value(lay_out: Lay) -> None:
    laid = lay_out("建成12英寸产线。")
    assert readings(laid, Role.SPEC)[0][1] == Reading()


@pytest.mark.parametrize(
    ("column", "row", "title", "expected"),
    [
        ("研发经费（亿元）", "东屏市", "", (Aspect.LEVEL, "1200000000", "CNY")),
        ("比上年增长（%）", "东屏市", "", (Aspect.GROWTH, "0.12", "1")),
        ("占比（%）", "东屏市", "", (Aspect.SHARE, "0.12", "1")),
        ("投入强度（%）", "东屏市", "", (Aspect.RATIO, "0.12", "1")),
        ("比上年增减（百分点）", "东屏市", "", (Aspect.CHANGE, "12", "pp")),
        ("强度位次", "东屏市", "", (Aspect.RANK, "12", "rank")),
        ("2022年", "专利授权（件）", "", (Aspect.LEVEL, "12", "件")),
        ("2022年", "人均产值（万元）", "", (Aspect.RATIO, "120000", "CNY")),
        ("2022年", "研究人员", "表3 科技人员（单位：万人）", (Aspect.LEVEL, "120000", "人")),
        ("2022年", "东屏市", "", (Aspect.LEVEL, "12", "1")),
    ],
)
def test_bare_number_of_a_cell(column: str, row: str, title: str, expected: tuple[Aspect, str, str]) -> None:
    cell = TableCell(
        start=0, end=2, row=1, column=1, column_head=column, row_head=row, title=title, whole="12"
    )
    number = Mention(start=0, end=2, surface="12", kind=MentionKind.NUMBER, value=Decimal(12))
    reading = cell_reading(cell, number)
    aspect, value, unit = expected
    assert (reading.aspect, reading.value, reading.unit) == (aspect, Decimal(value), unit)


@given(st.decimals(min_value=0, max_value=99, places=1))
def test_a_column_unit_scales_exactly(value: Decimal) -> None:
    cell = TableCell(
        start=0, end=4, row=1, column=1, column_head="投资（亿元）", row_head="甲", whole=str(value)
    )
    number = Mention(start=0, end=4, surface=str(value), kind=MentionKind.NUMBER, value=value)
    assert cell_reading(cell, number).value == value * 10**8


def test_the_quick_look_knows_every_word_of_change() -> None:
    plain = [w for name in ("up", "down") for w in load("aspects.yaml")["words"][name] if w.isalpha()]
    assert len(plain) > 50
    assert [w for w in plain if not _cue("amount_with_change").search(w)] == []


@pytest.mark.parametrize("name", ["amount_with_change", "comparators"])
def test_a_quick_look_misses_nothing(name: str) -> None:
    if name == "comparators":
        patterns = [_any_sign("comparators"), _any_sign("term_comparators")]
    else:
        patterns = [words("before", name)]
    texts = [case.values[0]["text"] for case in CASES]
    found = [m[0] for p in patterns if p for t in texts for i in range(len(t)) if (m := p.match(t, 0, i))]
    assert found
    assert [f for f in found if not _cue(name).search(f)] == []

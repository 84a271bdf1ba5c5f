"""How observations become series."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.linking.factory import facts, observation

from kejian.linking import link, table
from kejian.model import Aspect


def series_of(*figures):
    return link([facts("a", *figures)]).series


def test_names_of_a_city_and_of_a_measure_are_one_series():
    found = link(
        [
            facts("b", observation("5亿元", 5, "CNY", subject="全市"), title="上海市科技年报"),
            facts(
                "c",
                observation("6亿元", 6, "CNY", subject="沪", measure="技术合同成交金额", period="2023"),
                title="通讯",
            ),
            facts("d", observation("7亿元", 7, "CNY", subject=None, period="2024"), title="上海市科技年报"),
        ]
    ).series
    (one,) = found
    assert (one.subject.code, one.measure.key) == ("310000", "tech-contract-turnover")
    assert [slot.slot for slot in one.slots] == ["2022", "2023", "2024"]
    assert [said.score for said in one.levels] == [0.95, 1.0, 0.7]
    assert all(said.reasons for said in one.levels)


def test_a_stock_of_a_year_meets_that_of_its_last_day():
    (one,) = series_of(
        observation("1792家", 1792, "家", measure="有效期内高新技术企业", period="2022"),
        observation("1790家", 1790, "家", measure="高新技术企业总数", period="2022-12-31"),
    )
    assert [slot.slot for slot in one.slots] == ["2022"]
    assert {said.as_of for said in one.levels} == {None, "2022-12-31"}


def test_levels_stand_apart_from_what_is_said_of_them():
    (one,) = series_of(
        observation("100亿元", 100, "CNY"),
        observation("12.0%", "0.12", "1", aspect="growth", base="2021"),
        observation("第2位", 2, "rank", aspect="rank", base="全国"),
        observation("9.1%", "0.091", "1", aspect="share", base="全省"),
    )
    assert [said.aspect for said in one.levels] == [Aspect.LEVEL]
    assert {said.aspect for said in one.others} == {Aspect.GROWTH, Aspect.RANK, Aspect.SHARE}


def test_one_name_of_two_indicators_is_told_by_the_unit_beside_it():
    found = series_of(
        observation("9340项", 9340, "项", measure="认定登记技术合同"),
        observation("14.9%", "0.149", "1", aspect="growth", base="2021", measure="认定登记技术合同"),
    )
    assert [one.measure.key for one in found] == ["tech-contracts"]


def test_new_and_cumulative_figures_of_a_flow_and_a_stock():
    words = "获批上市1类创新药累计3个，其中新增2个。"
    found = series_of(
        observation("2个", 2, "个", measure="获批上市1类创新药", accumulation="new", sentence=words),
        observation("3个", 3, "个", measure="获批上市1类创新药", accumulation="cumulative", sentence=words),
        observation("4家", 4, "家", measure="独角兽企业", accumulation="cumulative"),
        observation("1家", 1, "家", measure="独角兽企业", accumulation="new"),
    )
    assert {(one.name, one.kind) for one in found} == {
        ("1类创新药获批上市", "flow"),
        ("1类创新药获批上市（累计）", "stock"),
        ("独角兽企业", "stock"),
        ("独角兽企业（新增）", "flow"),
    }


def test_a_sum_of_parts_is_no_accumulation():
    words = "三个园区合计产值12亿元。"
    (one,) = series_of(
        observation("12亿元", 12, "CNY", measure="园区产值", accumulation="cumulative", sentence=words)
    )
    assert one.accumulation is None


def test_gaps_are_gaps_and_undated_statements_stay():
    (one,) = series_of(
        observation("1亿元", 1, "CNY", period="2019"),
        observation("4亿元", 4, "CNY", period="2022"),
        observation("5亿元", 5, "CNY", period=None),
    )
    assert one.gaps == (2020, 2021)
    assert [said.slot and said.slot.slot for said in one.levels] == ["2019", "2022", None]


def test_ranks_without_levels_are_a_series():
    (one,) = series_of(
        observation("第15位", 15, "rank", aspect="rank", measure="江海城市指数", period="2021"),
        observation("第13位", 13, "rank", aspect="rank", measure="江海城市指数", period="2022"),
    )
    assert one.kind == "rank"
    assert [said.figure.value for said in one.levels] == [15, 13]


def test_what_names_no_measure_is_kept_apart_with_the_reason():
    linked = link(
        [
            facts(
                "a", observation("3%", "0.03", "1", measure="后者"), observation("4家", 4, "家", measure=None)
            )
        ]
    )
    assert linked.series == ()
    assert [one.reason for one in linked.loose] == ["“后者” only points at a measure", "no measure is said"]


@pytest.mark.parametrize(
    ("sentence", "status", "definition", "broken"),
    [
        ("经初步核算，技术合同成交额5亿元。", "preliminary", (), False),
        ("预计全年技术合同成交额5亿元。", "estimated", (), False),
        ("修订后技术合同成交额5亿元。", "revised", (), False),
        ("按可比口径计算，技术合同成交额5亿元。", None, ("按可比口径计算",), True),
        ("2022年起统计口径调整，技术合同成交额5亿元。", None, ("年起统计口径",), True),
        ("技术合同成交额5亿元（不含涉密合同）。", None, ("（不含涉密合同）",), False),
        ("入库企业3家（含培育），技术合同成交额5亿元。", None, (), False),
        ("上年数经修订。技术合同成交额5亿元，预计明年更多。", "revised", (), False),
    ],
)  # fmt: skip
def test_status_definition_and_breaks_are_in_the_words_of_the_sentence(sentence, status, definition, broken):
    (one,) = series_of(observation("5亿元", 5, "CNY", sentence=sentence))
    (said,) = one.levels
    assert said.status == status
    assert bool(said.definition) == bool(definition)
    assert bool(one.breaks) == broken


def test_a_whole_number_under_a_scaled_head_is_rounded():
    (one,) = series_of(observation("486", 486, "CNY"))
    figure = one.levels[0].figure
    assert one.levels[0].bounds.lower is None  # nothing is known of its bounds
    scaled = type(figure)(
        **{name: getattr(figure, name) for name in figure.__struct_fields__}
        | {"value": Decimal("486e8"), "lower": Decimal("486e8"), "upper": Decimal("486e8")}
    )
    (one,) = series_of(scaled)
    assert (one.levels[0].bounds.lower, one.levels[0].bounds.upper) == (
        Decimal("485.5e8"),
        Decimal("486.5e8"),
    )


def test_the_table_has_a_row_a_statement_and_a_derived_value():
    series = series_of(
        observation("100亿元", 100, "CNY", lower=99, upper=101),
        observation("12.0%", "0.12", "1", aspect="growth", base="2021", lower="0.1195", upper="0.1205"),
    )
    frame = table(series)
    assert frame["origin"].to_list() == ["stated", "stated", "derived"]
    assert frame["slot"].to_list() == ["2022", "2022", "2021"]
    assert frame["value"].to_list() == ["100", "0.12", None]
    assert frame["lower"].null_count() == 0


_figures = st.builds(
    lambda value, unit, aspect, measure, subject, period, base, accumulation: observation(
        f"{value}", value, "1" if aspect in ("growth", "share") else "rank" if aspect == "rank" else unit,
        aspect=aspect, measure=measure, subject=subject, period=period, base=base, accumulation=accumulation,
        lower=value, upper=value,
    ),
    st.integers(1, 5), st.sampled_from(["CNY", "家", "项", "人"]),
    st.sampled_from(["level", "growth", "share", "rank", "change", "ratio"]),
    st.sampled_from(["技术合同", "认定登记技术合同", "高新技术企业", "园区产值", "研发强度", "后者", None]),
    st.sampled_from(["全市", "上海", "沪", "临砚", "临砚市", "某公司", "全省", None]),
    st.sampled_from(["2021", "2022", "2022-12-31", "2022-09", None, "2017/2022"]),
    st.sampled_from([None, "2021", "全国"]), st.sampled_from([None, "new", "cumulative"]),
)  # fmt: skip
_bodies = st.lists(st.lists(_figures, max_size=6), min_size=1, max_size=4).map(
    lambda bodies: [facts(f"d{i}", *body) for i, body in enumerate(bodies)]
)


def together(linked):
    """Which statements share a series."""
    found = [[(said.figure.passage.document, id(said.figure)) for said in one.said] for one in linked.series]
    return [frozenset(each) for each in found]


@settings(max_examples=60, deadline=None)
@given(_bodies, st.randoms())
def test_the_order_of_documents_does_not_matter(bodies, random):
    mixed = random.sample(bodies, len(bodies))
    assert link(bodies) == link(mixed)


@settings(max_examples=60, deadline=None)
@given(_bodies)
def test_a_further_document_parts_no_statements(bodies):
    before, after = together(link(bodies[:-1])), together(link(bodies))
    assert all(any(one <= other for other in after) for one in before)


@settings(max_examples=60, deadline=None)
@given(_bodies)
def test_every_observation_is_in_a_series_or_said_to_be_in_none(bodies):
    linked = link(bodies)
    kept = {id(said.figure) for one in linked.series for said in one.said} | {
        id(one.figure) for one in linked.loose
    }
    assert kept == {id(figure) for body in bodies for figure in body.figures}

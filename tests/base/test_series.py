"""Series in the base: linked as documents are stored, listed with a summary, shown with their statements."""

import msgspec
import pytest
from tests.base.factory import FIRST

from kejian.errors import BaseError

TECH = "锦澜|tech-contract-turnover||CNY"
HIGH = "锦澜|high-tech-enterprises||count"


@pytest.fixture
def years(keep):
    """Three yearly reports, of which the middle one is stored last."""
    for year, number in ((2020, 61), (2022, 71), (2021, 66)):
        keep(FIRST.replace("71家", f"{number}家"), name=f"r{year}", title=f"锦澜年报{year}", year=year)


def entry(base, key=HIGH, **more):
    return next((one for one in base.series(**more).entries if one.key == key), None)


def test_a_list_shows_the_last_two_periods(base, years):
    one = entry(base)
    assert (one.name, one.subject, one.slots, one.works) == ("有效期内高新技术企业", "锦澜市", 3, 3)
    assert (one.first_slot, one.last_slot, one.previous_slot) == ("2020", "2022", "2021")
    assert (one.last_value, one.previous_value) == (71, 66)
    assert round(float(one.change), 6) == round(71 / 66 - 1, 6)
    assert [slot for slot, _ in one.trend] == ["2020", "2021", "2022"]
    assert (one.force, one.domain) == ("引领力", "enterprise")


def test_one_series_has_its_statements_and_where_they_stand(base, years):
    found = base.one_series(HIGH)
    ids = [said.id for said in found.series.levels]
    assert [base.show(id_)["says"]["value"] for id_ in ids] == ["61", "66", "71"]
    assert [found.where[id_].title for id_ in ids] == ["锦澜年报2020", "锦澜年报2021", "锦澜年报2022"]
    assert all(said.reasons and said.score > 0.5 for said in found.series.levels)
    figure = found.series.levels[0].figure
    assert figure.sentence.quote.startswith("全市新增高新技术企业61家")
    assert figure.passage.quote == "61家"


def test_series_are_found_by_words_in_any_of_their_names(base, years):
    assert [one.key for one in base.series("高新技术").entries] == [HIGH]
    assert base.series("high-tech").total == 1
    assert base.series("锦澜 技术合同").total == 1
    assert base.series("高技术").total == 0
    assert base.series("100%_").total == 0
    assert base.series(force="配置力").total == 1
    assert base.series(subject="锦澜", periods=3).total == 5


def test_of_some_periods_the_same_is_said_as_of_all(base, years):
    from kejian.base.series import all_series

    keys = [one.key for one in base.series().entries]
    every, some = (
        {one.entry.key: one for one in all_series(base.alias, keys=keys, slots=slots)}
        for slots in ((), ("2020", "2022"))
    )
    assert list(every) == list(some)
    for key, one in some.items():
        assert (one.series.kind, one.series.unit) == (every[key].series.kind, every[key].series.unit)
        for slot in ("2020", "2022"):
            told, known = (
                [said for said in each.series.levels if said.slot and said.slot.slot == slot]
                for each in (one, every[key])
            )
            assert told == known
    assert len(some[HIGH].series.levels) == 2


def test_groups_are_counted(base, years):
    from kejian.base.series import group_totals

    totals = group_totals(base.alias, "force")
    assert totals == {force: base.series(force=force).total for force in totals}
    assert totals["配置力"] == 1


def test_a_total_is_the_same_whichever_way_it_is_found(base, years, monkeypatch):
    from kejian.base import names_index

    found = base.series("高新技术", limit=1)
    monkeypatch.setattr(names_index, "MANY", 0)
    assert base.series("高新技术", limit=1) == found


def test_a_table_of_series(base, years):
    table = base.series_table("技术合同")
    assert table["slot"].to_list() == ["2020", "2021", "2022"]


def test_it_does_not_matter_in_which_order_documents_come(base, keep, tmp_path):
    from tests.base.factory import document, facts
    from tests.databases import new_base

    from kejian.base import open_base

    texts = {year: FIRST.replace("71家", f"{year - 1950}家") for year in (2020, 2021, 2022)}
    with new_base("sqlite", tmp_path) as url, open_base(url) as other:
        for where, order in ((base, (2020, 2021, 2022)), (other, (2022, 2020, 2021))):
            for year in order:
                doc = document(texts[year], name=f"r{year}")
                where.add(doc, facts(doc, title=f"年报{year}", year=year), extractor="1", work=f"w{year}")
        assert base.series().entries == other.series().entries


def test_a_new_edition_takes_the_place_of_the_old_one(base, keep, rewritten):
    keep(FIRST, title="年报")
    with rewritten("kejian_series") as touched:
        keep(FIRST.replace("71家", "72家"), title="年报")
    assert entry(base).last_value == 72
    assert len(touched) == 1  # the others were left alone


def test_a_document_read_again_changes_no_row(base, keep, years, rewritten):
    with rewritten("kejian_series") as touched:
        keep(FIRST.replace("71家", "66家"), name="r2021", title="锦澜年报2021", year=2021, extractor="2")
    assert touched == []


# --- decisions --------------------------------------------------------------------------------------


def test_what_people_decide_is_linked_at_once(base, years):
    id_ = base.one_series(HIGH).series.levels[-1].id
    base.decide(id_, "correct", correction={"value": "75"}, reason="misprint", who="w")
    assert entry(base).last_value == 75
    assert base.one_series(HIGH).series.levels[-1].figure.value == 75
    base.decide(id_, "reject", reason="no figure", who="w")
    assert entry(base).last_slot == "2021"
    assert len(base.one_series(HIGH).series.levels) == 2
    base.decide(id_, "withdraw", reason="was right", who="w")
    assert entry(base).last_value == 71


def test_a_corrected_measure_moves_to_its_series(base, years):
    id_ = base.one_series(HIGH).series.levels[-1].id
    base.decide(id_, "correct", correction={"measure": "独角兽企业"}, reason="misread", who="w")
    from kejian.base.series import series_of_statement

    (key,) = series_of_statement(base.alias, id_)
    assert key == "锦澜|unicorns||count"
    assert entry(base).slots == 2


# --- drafts -----------------------------------------------------------------------------------------


def test_a_draft_is_in_no_series_but_its_owner_s(base, years, keep):
    before = base.series().entries
    keep(
        FIRST.replace("71家", "99家").replace("研发人员", "脑机实验员"),
        name="draft",
        draft_of="王",
        shared_with=("李",),
        year=2023,
    )
    assert base.series().entries == before
    for viewer in ("王", "李"):
        base.viewer = viewer
        assert base.series("脑机实验员").total == 1
        assert base.series("脑机实验员").entries[0].draft
        shown = base.one_series(HIGH)
        assert shown.series.levels[-1].figure.value == 99
        assert shown.entry.last_value == 71  # lists are of what is published
    for viewer in (None, "赵"):
        base.viewer = viewer
        assert base.series("脑机实验员").total == 0
        assert len(base.one_series(HIGH).series.levels) == 3
        with pytest.raises(BaseError, match="no series"):
            base.one_series("锦澜|:脑机实验员||person")


def test_a_draft_adds_no_kind_of_quantity_to_what_others_see(base, keep):
    keep("全市新增灵犀岗12家。", name="one", title="甲")
    (before,) = base.series("灵犀岗").entries
    keep("全市新增灵犀岗12亿元。", name="two", draft_of="王", title="乙")
    assert base.series("灵犀岗").entries == (before,)
    assert len(base.one_series(before.key).series.levels) == 1


# --- bases that are not linked ----------------------------------------------------------------------


def test_a_base_of_before_there_was_linking_says_so_and_is_linked(base, years):
    from kejian.base.linking import link
    from kejian.base.linking_models import Linked, Placed, Series

    for model in (Linked, Placed, Series):
        model.objects.using(base.alias).all().delete()
    assert base.unlinked() == 3
    assert base.series().total == 0
    with pytest.raises(BaseError, match="3 documents are not linked yet: run `kejian link`"):
        base.one_series(HIGH)
    done = []
    assert link(base.alias, progress=lambda at, of: done.append((at, of))).documents == 3
    assert done == [(3, 3)]
    assert base.unlinked() == 0
    assert entry(base).slots == 3


def test_linking_again_changes_nothing(base, years, rewritten):
    from kejian.base.linking import link

    before = base.series().entries
    with rewritten("kejian_series") as touched:
        assert link(base.alias, again=True).documents == 3
    assert touched == []
    assert base.series().entries == before


def test_killed_between_storing_and_summing_up_nothing_is_lost(base, keep, years, monkeypatch):
    from kejian.base import linking, store

    monkeypatch.setattr(store, "settle", lambda alias, **_: None)  # as if the process had ended there
    keep(FIRST.replace("71家", "80家"), name="r2023", title="锦澜年报2023", year=2023)
    assert linking.unsettled(base.alias) > 0
    assert entry(base).last_value == 71
    assert base.unlinked() == 0
    monkeypatch.undo()
    keep(FIRST.replace("71家", "80家"), name="r2023", title="锦澜年报2023", year=2023)  # is stored already
    assert linking.unsettled(base.alias) == 0
    assert entry(base).last_value == 80


def test_all_series_are_read_a_few_at_a_time(base, years, monkeypatch):
    from kejian.base import series

    monkeypatch.setattr(series, "_AT_ONCE", 1)
    every = list(series.all_series(base.alias))
    assert {one.entry.key for one in every} == {one.key for one in base.series().entries}
    document = every[0].where[every[0].series.levels[0].id].document
    assert len(series.series_of_document(base.alias, document)) == 5


def test_documents_of_one_name_are_told_apart(base, keep):
    keep(FIRST, name="report", work="a", year=2021)
    keep(FIRST + "\n完。", name="report", work="b", year=2022)
    names = {one.figure.passage.document for one in base.one_series(HIGH).series.levels}
    assert names == {"report (a)", "report (b)"}


def test_notes_on_definitions_are_kept_with_the_statements(base, keep):
    keep(FIRST + "\n注：高新技术企业自2022年起按新标准认定。", title="年报")
    found = base.one_series(HIGH).series
    assert [(one.slot.slot, one.words) for one in found.breaks] == [
        ("2022", "高新技术企业自2022年起按新标准认定")
    ]


def test_said_is_plain_data(base, years):
    data = msgspec.json.encode(base.one_series(HIGH).entry)
    assert b"last_value" in data

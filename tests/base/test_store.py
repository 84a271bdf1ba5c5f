"""A document is stored whole or not at all, and nothing that did not change is written."""

from pathlib import Path

import msgspec
import pytest
from django.db import IntegrityError, connections, transaction
from tests.base.factory import FIRST, document, facts

from kejian.errors import BaseError

TABLES = ("work", "edition", "document", "statement", "passage", "earlier", "extractor", "decision")


def dump(base):
    with connections[base.alias].cursor() as cursor:
        rows = {}
        for table in TABLES:
            cursor.execute(f"SELECT * FROM kejian_{table} ORDER BY 1")
            rows[table] = [
                tuple(bytes(v) if isinstance(v, memoryview) else v for v in r) for r in cursor.fetchall()
            ]
    return rows


def test_the_same_document_again_changes_nothing(base, keep):
    keep(FIRST)
    before = dump(base)
    assert keep(FIRST).status == "same"
    assert dump(base) == before


def test_a_document_comes_back_as_it_was_read(base, keep):
    keep(FIRST, title="年报")
    (stored,) = base.documents()
    read = document(FIRST)
    assert stored == msgspec.structs.replace(
        read, about=facts(read, title="年报").about, source=str(Path(read.source).absolute())
    )


def test_facts_come_back_as_they_were_found(base, keep):
    from kejian.base.models import Statement
    from kejian.base.rows import fact_of

    keep(FIRST)
    found = facts(document(FIRST))
    rows = Statement.objects.using(base.alias).order_by("start", "end").values()
    back = [fact_of(row, text=FIRST, document="report") for row in rows]
    key = lambda fact: (fact.passage.start, fact.passage.end)  # noqa: E731
    assert sorted(back, key=key) == sorted([*found.figures, *found.milestones, *found.entities], key=key)


def test_an_older_edition_is_not_read_again(base, keep):
    keep(FIRST)
    keep(FIRST + "\n新的一句，共有企业5家。")
    before = dump(base)
    assert keep(FIRST).status == "older edition"
    assert dump(base) == before


def test_a_statement_that_misquotes_costs_the_document(base, keep):
    def wrong(found):
        figure = found.figures[0]
        place = msgspec.structs.replace(figure.passage, quote="72家")
        return msgspec.structs.replace(found, figures=(msgspec.structs.replace(figure, passage=place),))

    with pytest.raises(BaseError, match="does not stand at characters"):
        keep(FIRST, change=wrong)
    assert all(not rows for rows in dump(base).values())


@pytest.mark.parametrize(
    ("text", "says"), [("甲\0乙5家", "NUL"), ("甲\ud800乙5家", "surrogate"), ("  \n", "nothing to read")]
)
def test_text_that_no_database_keeps_is_refused(base, keep, text, says):
    from kejian.base.store import Reading, store
    from kejian.model import Document, Facts

    doc = Document(name="a", source="a.txt", sha256="0" * 64, format="text", text=text, blocks=())
    with pytest.raises(BaseError, match=says):
        store(base.alias, doc, Facts(document="a", about=doc.about), reading=Reading(extractor="1"))


def test_a_failure_in_the_middle_leaves_nothing(base, keep, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("power cut")

    monkeypatch.setattr("kejian.base.store.list_passages", fail)
    with pytest.raises(RuntimeError):
        keep(FIRST)
    assert all(not rows for rows in dump(base).values())


class TestSources:
    """A statement without a source cannot be stored: the database itself refuses."""

    @pytest.mark.parametrize(
        "columns",
        [
            {"source": "passage"},
            {"source": "passage", "start": 0, "end": 2, "quote": "甲乙"},
            {"source": "person", "person": ""},
            {"source": "person", "person": None},
            {"source": "query", "query": ""},
            {"source": "derivation"},
            {"source": "hearsay", "person": "somebody"},
            {"source": "person", "person": "somebody", "query": "{}"},
        ],
    )
    def test_incomplete_sources_are_refused(self, base, columns):
        from kejian.base.models import Statement

        with pytest.raises(IntegrityError), transaction.atomic(using=base.alias):
            Statement(id="x", kind="figure", record="{}", **columns).save(using=base.alias, force_insert=True)

    @pytest.mark.parametrize(
        "columns",
        [
            {"source": "person", "person": "李审核"},
            {"source": "query", "query": '{"text": "count"}'},
            {"source": "derivation", "derivation": '{"formula": "a / b"}'},
        ],
    )
    def test_every_kind_of_source_has_its_form(self, base, columns):
        from kejian.base.models import Statement

        Statement(id="x", kind="figure", record="{}", **columns).save(using=base.alias, force_insert=True)
        assert base.show("x")["source"] == columns["source"]


class TestWhichWork:
    def test_the_same_name_and_a_like_text_is_an_edition(self, base, keep):
        keep(FIRST)
        assert keep(FIRST.replace("71", "72"), source="elsewhere/report.md").superseded

    def test_the_same_name_and_another_text_is_another_work(self, base, keep):
        keep(FIRST)
        assert not keep("东澜区概况\n区内共有书店3家，另有剧场2家。").superseded
        assert base.status()["works"] == 2

    def test_the_same_title_is_an_edition_under_another_name(self, base, keep):
        keep(FIRST, name="a", title="年报")
        assert keep(FIRST.replace("71", "72"), name="b", title="年报").superseded

    def test_the_same_title_and_another_text_is_another_work(self, base, keep):
        keep(FIRST, name="a", title="工作报告")
        assert not keep("南岭县去年新建水库2项，修路的人共有900人。", name="b", title="工作报告").superseded

    def test_another_report_year_is_another_work(self, base, keep):
        keep(FIRST, title="年报", year=2021)
        assert not keep(FIRST.replace("71", "72"), title="年报", year=2022).superseded

    def test_named_works_need_no_likeness(self, base, keep):
        keep(FIRST, name="a", work="锦澜年报2022")
        outcome = keep("全新的文字，只有企业1家。", name="b", work="锦澜年报2022")
        assert (outcome.superseded, outcome.work) == (True, "锦澜年报2022")

    def test_a_file_cannot_be_in_two_works(self, base, keep):
        keep(FIRST, work="一")
        keep("另一个文件，企业2家。", work="二", name="other")
        with pytest.raises(BaseError, match="another work"):
            keep(FIRST, work="二", extractor="2")


class TestDrafts:
    """A draft is there for its owner and those it is shared with, and for nobody else."""

    @pytest.fixture
    def views(self, base, keep):
        from kejian.base.facade import Base

        keep(FIRST)
        keep(FIRST.replace("71家", "99家"), draft_of="王", shared_with=("李",))
        return {who: Base(base.alias, viewer=who) for who in (None, "王", "李", "赵")}

    @pytest.mark.parametrize(("who", "sees"), [(None, False), ("王", True), ("李", True), ("赵", False)])
    def test_who_sees_it(self, views, who, sees):
        view = views[who]
        assert bool(view.statements(quote="99家")) is sees
        assert bool(view.search("99家").hits) is sees
        assert view.status()["documents"] == 1 + sees
        assert len(list(view.documents())) == 1 + sees

    def test_it_does_not_supersede_what_is_published(self, views):
        assert views[None].statements(quote="71家")

    def test_its_statements_cannot_be_shown_or_decided_by_others(self, views):
        (row,) = views["王"].statements(quote="99家")
        for act in (
            lambda: views["赵"].show(row["id"]),
            lambda: views["赵"].decide(row["id"], "confirm", reason="r", who="赵"),
        ):
            with pytest.raises(BaseError, match="no statement"):
                act()


def test_values_sort_as_numbers(base, keep):
    from kejian.base.models import Statement

    numbers = ["7", "71", "0.5", "1234567890123456.78", "1234567890123456.79", "900", "12000"]
    keep("".join(f"第{'甲乙丙丁戊己庚'[i]}类企业{n}家。" for i, n in enumerate(numbers)))
    rows = Statement.objects.using(base.alias).filter(kind="figure").order_by("value_key")
    assert [row.value for row in rows] == sorted(numbers, key=float)
    top = rows.filter(value_key__gt=rows[0].value_key)
    assert top.count() == len(numbers) - 1


def test_hostile_lengths_are_kept(base, keep):
    """A measure of a page and a title of a book fit into both databases; the record has all of it."""
    keep("甲" + "乙丙" * 900 + "8家。", title="长" * 5000)
    (row,) = base.statements(quote="8家")
    assert len(row["measure"]) == 500
    assert len(base.show(row["id"])["record"]["measure"]) == 1801
    keep("甲" + "乙丙" * 900 + "9家。", title="长" * 5000)
    assert base.status()["works"] == 1


def test_a_number_too_long_to_keep_costs_the_document(base, keep):
    with pytest.raises(BaseError, match="2000 digits"):
        keep(f"共有{'9' * 1994}亿元。")

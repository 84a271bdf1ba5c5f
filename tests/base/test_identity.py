"""A statement keeps its id through new editions, new readers and new extractors."""

import msgspec
import pytest
from tests.base.factory import FIRST


def by_quote(base, **equal):
    return {(row["quote"], row["measure"]): row["id"] for row in base.statements(**equal)}


EDITED = """锦澜市科技创新年报
这一段是新加的，全市另有孵化器15家。
技术合同成交额达4103.51亿元，比上年多。全市新增高新技术企业71家。
各区同样认定企业8家。
“远帆一号”卫星于5月发布。研发人员共有2300人。
各区同样认定企业8家。"""


class TestAnEditedEdition:
    """A paragraph inserted, sentences moved, a number changed, one repeated, one gone."""

    @pytest.fixture
    def before(self, base, keep):
        keep(FIRST)
        return {row["id"]: row for row in base.statements()}

    @pytest.fixture
    def after(self, base, keep, before):
        self.outcome = keep(EDITED)
        return {row["id"]: row for row in base.statements()}

    def one(self, rows, **equal):
        (row,) = [r for r in rows.values() if all(r[k] == v for k, v in equal.items())]
        return row

    def test_moved_sentences_keep_their_ids(self, before, after):
        for quote in ("71家", "2300人", "远帆一号"):
            assert self.one(before, quote=quote)["id"] == self.one(after, quote=quote)["id"]

    def test_a_changed_number_keeps_its_id(self, before, after):
        assert self.one(before, quote="4003.51亿元")["id"] == self.one(after, quote="4103.51亿元")["id"]
        assert self.one(after, quote="4103.51亿元")["value"] == "410351000000"

    def test_what_it_said_before_is_kept(self, base, before, after):
        shown = base.show(self.one(after, quote="4103.51亿元")["id"])
        assert shown["version"] == 2
        assert [(e["version"], e["quote"]) for e in shown["earlier"]] == [(1, "4003.51亿元")]

    def test_repeated_sentences_keep_both_ids(self, before, after):
        eights = [[i for i, r in rows.items() if r["quote"] == "8家"] for rows in (before, after)]
        assert len(eights[0]) == 2
        assert set(eights[0]) == set(eights[1])

    def test_what_is_gone_is_retired_and_not_deleted(self, base, before, after):
        gone = self.one(before, quote="12000平方米")["id"]
        assert gone not in after
        assert base.show(gone)["status"] == "retired"
        assert base.show(gone)["document"]["superseded"]

    def test_only_the_inserted_statement_is_new(self, before, after):
        assert [after[i]["quote"] for i in after if i not in before] == ["15家"]
        assert (self.outcome.new, self.outcome.changed, self.outcome.retired) == (1, 1, 1)

    def test_it_supersedes_the_old_edition(self, base, before, after):
        assert self.outcome.superseded
        assert base.status()["superseded_editions"] == 1
        assert base.status()["documents"] == 1

    def test_what_comes_back_has_its_old_id(self, base, keep, before, after):
        outcome = keep(EDITED + "\n又：实验室占地12000平方米。")
        assert outcome.revived == 1
        assert self.one(before, quote="12000平方米")["id"] in {row["id"] for row in base.statements()}


class TestAChangedExtractor:
    def test_the_same_facts_touch_no_statement(self, base, keep, rewritten):
        keep(FIRST, extractor="1")
        with rewritten("kejian_statement") as rows:
            outcome = keep(FIRST, extractor="2")
        assert outcome.status == "stored"
        assert outcome.same == len(base.statements())
        assert rows == []

    def test_only_what_changed_is_written(self, base, keep, rewritten):
        keep(FIRST, extractor="1")

        def better(found):
            first = msgspec.structs.replace(found.figures[0], measure="高新技术企业")
            return msgspec.structs.replace(found, figures=(first, *found.figures[1:]))

        with rewritten("kejian_statement") as rows:
            outcome = keep(FIRST, extractor="2", change=better)
        assert (outcome.changed, outcome.new, outcome.retired) == (1, 0, 0)
        (row,) = base.statements(measure="高新技术企业")
        assert rows == [row["id"]]

    def test_a_moved_boundary_keeps_the_id(self, base, keep):
        keep(FIRST)
        (before,) = base.statements(quote="71家")

        def wider(found):
            figure = found.figures[0]
            start, end = figure.passage.start - 6, figure.passage.end
            text = found.figures[0].passage.before[-6:] + figure.passage.quote
            place = msgspec.structs.replace(figure.passage, start=start, end=end, quote=text)
            return msgspec.structs.replace(
                found, figures=(msgspec.structs.replace(figure, passage=place), *found.figures[1:])
            )

        keep(FIRST, extractor="2", change=wider)
        assert (
            base.show(before["id"])["passage"]["mark"][1] - base.show(before["id"])["passage"]["mark"][0] == 9
        )
        assert base.show(before["id"])["status"] == "active"

    def test_a_new_reader_that_reads_other_white_space_keeps_the_ids(self, base, keep):
        from tests.base.factory import document, facts

        from kejian.base.store import Reading, store

        keep(FIRST)
        before = by_quote(base)
        doc = document(FIRST.replace("\n", "\n\n"))
        doc = msgspec.structs.replace(doc, sha256=document(FIRST).sha256)
        outcome = store(base.alias, doc, facts(doc), reading=Reading(extractor="2"))
        assert by_quote(base) == before
        assert not outcome.superseded

    def test_a_fact_no_longer_found_is_retired(self, base, keep):
        keep(FIRST)
        keep(FIRST, extractor="2", change=lambda found: msgspec.structs.replace(found, milestones=()))
        assert base.statements(kind="milestone") == []
        assert len(base.statements(kind="milestone", retired=True)) == 1


def test_ids_are_the_same_in_another_base(tmp_path):
    from tests.base.factory import document, facts

    from kejian.base import open_base
    from kejian.base.store import Reading, store

    seen = []
    for number in (1, 2):
        with open_base(tmp_path / f"{number}.sqlite3") as base:
            store(base.alias, document(), facts(document()), reading=Reading(extractor="1"))
            seen.append(base.statements())
    assert seen[0] == seen[1]

"""The commands on a base, as a person types them."""

import json

import pytest
from tests.base.factory import FIRST

pytestmark = pytest.mark.usefixtures("simple")


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(FIRST, encoding="utf-8")
    return path


@pytest.fixture
def built(kejian, report):
    result = kejian("build", report)
    assert result.exit_code == 0, result.output
    return report


def an_id(kejian, words):
    hit = json.loads(kejian("search", words, "--format", "jsonl").stdout.splitlines()[0])
    return next(s["id"] for s in hit["statements"])


class TestBuild:
    def test_it_says_what_it_did(self, kejian, report):
        result = kejian("build", report)
        assert result.stdout == "1 stored, 0 unchanged, 0 failed\nstatements: 8 new\n"
        assert "1/1" in result.stderr

    def test_again_it_does_nothing(self, kejian, built):
        assert "0 stored, 1 unchanged" in kejian("build", built).stdout

    def test_one_bad_file_costs_that_file(self, kejian, report):
        (report.parent / "bad.pdf").write_bytes(b"%PDF-1.7 truncated")
        (report.parent / "empty.txt").write_bytes(b"")
        result = kejian("build", report.parent)
        assert result.exit_code == 1
        assert "1 stored, 0 unchanged, 2 failed" in result.stdout
        assert [line.split(":")[1].strip().rsplit("/")[-1] for line in result.stderr.splitlines()[-2:]] == [
            "bad.pdf",
            "empty.txt",
        ]

    def test_a_rule_that_fails_costs_that_file(self, kejian, report, monkeypatch):
        def fail(document, *, about=None):
            raise KeyError("x")

        monkeypatch.setattr("kejian.extraction.extract", fail)
        result = kejian("build", report)
        assert result.exit_code == 1
        assert "the extraction failed on it (KeyError: 'x')" in result.stderr

    def test_an_edited_file_supersedes(self, kejian, built):
        built.write_text(FIRST.replace("71家", "72家"), encoding="utf-8")
        result = kejian("build", built)
        assert "1 superseded an older edition" in result.stdout
        assert "statements: 0 new, 1 changed, 7 moved" in result.stdout

    def test_interrupted_it_says_how_to_go_on_and_goes_on(self, kejian, tmp_path, monkeypatch):
        for number in range(4):
            text = FIRST.replace("71", str(500 + number)).replace(
                "锦澜", "北江南川西河东湖"[number * 2 :][:2]
            )
            (tmp_path / f"{number}.txt").write_text(text * (number + 1), encoding="utf-8")
        import kejian.base.store as storing

        original, calls = storing.list_passages, []

        def interrupted(*args):
            calls.append(args)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return original(*args)

        monkeypatch.setattr(storing, "list_passages", interrupted)
        result = kejian("build", tmp_path)
        assert result.exit_code == 130
        assert "Run the same command to go on" in result.stderr
        assert json.loads(kejian("status", "--format", "jsonl").stdout)["documents"] == 2
        assert "2 stored, 2 unchanged" in kejian("build", tmp_path).stdout

    def test_metadata_say_what_a_document_is(self, kejian, report):
        meta = report.with_name("meta.json")
        meta.write_text(json.dumps({"report": {"title": "年报", "report_year": 2019, "work": "年报2019"}}))
        kejian("build", report, "--meta", meta)
        shown = json.loads(kejian("show", an_id(kejian, "71家"), "--format", "jsonl").stdout)
        assert (shown["document"]["work"], shown["says"]["period"]) == ("年报2019", "2019")

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("{", "not metadata"),
            ("[]", "not metadata"),
            ('{"a": {"colour": 1}}', "a: .*colour.*fields are title"),
            ('{"a": {"report_year": "x"}}', "report_year"),
            ('{"a": {"report_year": -5}}', "report_year"),
            ('{"a": {"report_year": 99999999999999999999}}', "report_year"),
            ('{"a": {"published": "yesterday"}}', "published"),
            ('{"a": {"title": "x\\u0000y"}}', "title"),
            ('{"a": 5}', "a: Expected `object`"),
            ('{"a":' * 100_000, "not metadata"),
        ],
    )
    def test_mistakes_in_the_metadata_are_explained(self, kejian, report, text, says):
        meta = report.with_name("meta.json")
        meta.write_text(text)
        result = kejian("build", report, "--meta", meta)
        assert result.exit_code == 1
        import re

        assert re.search(says, result.stderr)

    def test_a_draft_is_seen_by_its_owner(self, kejian, report):
        kejian("build", report, "--draft-of", "王")
        assert kejian("search", "71家").exit_code == 1
        assert kejian("search", "71家", "--as", "王").exit_code == 0

    def test_nothing_there(self, kejian, tmp_path):
        (tmp_path / "empty").mkdir()
        result = kejian("build", tmp_path / "empty")
        assert result.exit_code == 1
        assert "no files there" in result.stderr
        assert kejian("build", tmp_path / "missing.txt").exit_code == 1


class TestShowAndSearch:
    def test_search_shows_passages_and_statements(self, kejian, built):
        result = kejian("search", "技术合同")
        assert "技术合同成交额达4003.51亿元" in result.stdout
        assert "400351000000 CNY" in result.stdout
        assert "1 passage, by relevance" in result.stderr

    def test_several_words(self, kejian, built):
        assert kejian("search", "卫星", "研发").exit_code == 0
        assert kejian("search", "卫星", "没有的词").exit_code == 1

    def test_colours_where_they_are_wanted(self, kejian, built, monkeypatch):
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b[1;31m技术合同" in kejian("search", "技术合同").stdout
        assert "\x1b[1;30;43m4003.51亿元" in kejian("show", an_id(kejian, "技术合同")).stdout

    def test_show_has_the_passage_the_file_and_the_place(self, kejian, built):
        shown = kejian("show", an_id(kejian, "4003.51亿元")[:8]).stdout
        assert "技术合同成交额达4003.51亿元，比上年多。" in shown
        assert str(built) in shown
        assert "bytes " in shown

    def test_markup_in_a_text_stays_text(self, kejian, tmp_path):
        path = tmp_path / "markup.txt"
        path.write_text("[red]甲类[/red]企业共有8家。[/]", encoding="utf-8")
        kejian("build", path)
        assert "[red]甲类" in kejian("search", "甲类").stdout

    @pytest.mark.parametrize("id_", ["nothing", "a", "%"])
    def test_an_unknown_id(self, kejian, built, id_):
        result = kejian("show", id_)
        assert (result.exit_code, result.stderr.startswith("kejian: no statement")) == (1, True)

    def test_there_is_no_base(self, kejian, tmp_path):
        result = kejian("status", base=tmp_path / "none.sqlite3")
        assert result.exit_code == 1
        assert "no base here; make one with `kejian build" in result.stderr
        assert not (tmp_path / "none.sqlite3").exists()


class TestDecisions:
    def test_decide_shows_and_counts(self, kejian, built):
        id_ = an_id(kejian, "71家")
        assert (
            kejian("decide", id_, "correct", "value=72", "--reason", "misprint", "--who", "王").exit_code == 0
        )
        assert "correct value = 72 by 王" in kejian("show", id_).stdout
        status = json.loads(kejian("status", "--format", "jsonl").stdout)
        assert (status["decisions"], status["orphans"]) == ({"correct": 1}, 0)

    def test_orphans_are_announced_and_listed(self, kejian, built):
        kejian("decide", an_id(kejian, "71家"), "confirm", "--reason", "checked", "--who", "王")
        built.write_text(FIRST.replace("71家", "75家"), encoding="utf-8")
        assert "1 decisions wait for a person" in kejian("build", built).stdout
        listed = kejian("orphans").stdout
        assert "says something else" in listed
        assert "value was '71', is '75'" in listed
        assert json.loads(kejian("orphans", "--format", "jsonl").stdout)["why"] == "says something else"

    def test_expectations_are_checked(self, kejian, built):
        id_ = an_id(kejian, "71家")
        result = kejian("decide", id_, "confirm", "--reason", "r", "--expect", "value=70")
        assert result.exit_code == 1
        assert "expected to be '70'" in result.stderr


class TestBackup:
    def test_backup_and_restore(self, kejian, built, tmp_path):
        file = tmp_path / "base.zip"
        assert kejian("backup", file).stdout == "written: 1 documents, 8 statements, 0 decisions\n"
        copy = tmp_path / "copy.sqlite3"
        assert kejian("restore", file, base=copy).exit_code == 0
        assert kejian("status", base=copy).stdout == kejian("status").stdout
        again = kejian("restore", file, base=copy)
        assert (again.exit_code, "not empty" in again.stderr) == (1, True)

    def test_a_base_is_not_moved_onto_itself(self, kejian, built, url):
        result = kejian("move", url, url)
        assert (result.exit_code, "same base" in result.stderr) == (1, True)

    def test_move(self, kejian, built, url, tmp_path):
        copy = tmp_path / "moved.sqlite3"
        assert kejian("move", url, copy).stdout == "moved: 1 documents, 8 statements, 0 decisions\n"
        assert kejian("search", "企业", base=copy).stdout == kejian("search", "企业").stdout

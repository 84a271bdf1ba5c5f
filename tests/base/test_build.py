"""Reading files and archives into a base, in this process."""

import zipfile
from pathlib import Path

import pytest
from tests.base.factory import FIRST, facts

from kejian.errors import BaseError


@pytest.fixture(autouse=True)
def simple(monkeypatch):
    monkeypatch.setattr(
        "kejian.extraction.extract", lambda doc, about=None: facts(doc, year=about.report_year)
    )


def test_what_is_in_an_archive_is_read_once(base, tmp_path):
    path = tmp_path / "reports.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a/one.txt", FIRST)
        file.writestr("b/two.txt", "东澜区概况，书店共有3家。")
        file.writestr("b/bad.pdf", b"%PDF-1.4")
    first = base.build(path)
    assert (first.stored, first.same, len(first.errors)) == (2, 0, 1)
    again = base.build(path)
    assert (again.stored, again.same, len(again.errors)) == (0, 2, 1)


def test_another_year_said_reads_again_and_keeps_ids(base, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(FIRST, encoding="utf-8")
    base.build(path, year=2021)
    before = {row["id"] for row in base.statements()}
    report = base.build(path, year=2022)
    assert (report.stored, report.new, report.retired) == (1, 0, 0)
    assert {row["id"] for row in base.statements()} == before
    assert {row["period"] for row in base.statements(kind="figure")} == {"2022"}


def test_the_same_file_twice_is_one_document(base, tmp_path):
    for name in ("a.txt", "copy.txt"):
        (tmp_path / name).write_text(FIRST, encoding="utf-8")
    report = base.build(tmp_path)
    assert (report.stored, report.same) == (1, 1)


def test_folders_are_read_in_the_order_of_names_without_hidden_files_or_links(tmp_path):
    from kejian.base.build import files_in

    for name in ("b/2.md", "a.md", ".hidden", "~$lock.docx", "b/10.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    names = [str(path.relative_to(tmp_path)) for path in files_in([tmp_path])]
    assert names == ["a.md", "b/10.md", "b/2.md", "loop"]


def test_progress_is_said_after_each_document(base, tmp_path):
    from kejian.base.build import build

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"第{number}类企业共有{number + 5}家。", encoding="utf-8")
    steps = []
    build(base.alias, [tmp_path], progress=steps.append)
    assert [(Path(s.source).name, s.done, s.files) for s in steps] == [
        (f"{n}.txt", n + 1, 3) for n in range(3)
    ]
    assert steps[-1].done_bytes == steps[-1].bytes


def test_the_version_of_the_extractor_is_that_of_its_rules():
    from kejian import __version__
    from kejian.base.workers import extractor_version

    assert extractor_version().startswith(f"{__version__}+")


def test_a_file_in_two_named_works_is_listed(base, tmp_path):
    from kejian.base.build import build
    from kejian.base.metadata import Metadata, Said

    path = tmp_path / "a.txt"
    path.write_text(FIRST, encoding="utf-8")
    other = tmp_path / "b.txt"
    other.write_text("另一个，企业共有2家。", encoding="utf-8")
    build(base.alias, [path], metadata=Metadata(others=Said(work="一")))
    build(base.alias, [other], metadata=Metadata(others=Said(work="二")))
    report = build(base.alias, [path], metadata=Metadata(others=Said(work="二")))
    assert "another work" in report.errors[0][1]


def test_metadata_of_one_document_outrank_those_of_all(tmp_path):
    from kejian.base.metadata import Said, read_metadata

    path = tmp_path / "meta.json"
    path.write_text('{"a": {"title": "甲"}}', encoding="utf-8")
    metadata = read_metadata(path, others=Said(report_year=2020, title="众"))
    assert (metadata.of("a").title, metadata.of("a").report_year) == ("甲", 2020)
    assert metadata.of("b").title == "众"
    with pytest.raises(BaseError, match="cannot be read"):
        read_metadata(tmp_path / "none.json")

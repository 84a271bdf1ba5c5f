"""Files, folders and archives: what cannot be read costs itself alone, and says why."""

import io
import os
import zipfile
from pathlib import Path
from unittest import mock

import pytest

from kejian.errors import LimitError, ReadingError
from kejian.model import Document
from kejian.reading import Limits, ReadingFailure, read, read_all

TEXT = "全年研发经费86.4亿元，增长12.5%。\n"


def archive(*members: tuple[str | zipfile.ZipInfo, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return file.getvalue()


def outcome(*paths: Path, limits: Limits | None = None) -> list[tuple[str, str]]:
    """(last part of the source, "read" or the error) for everything under the paths."""
    return [
        (
            r.source.rpartition("!/")[2].rpartition("/")[2],
            "read" if isinstance(r, Document) else str(r.error.message),
        )
        for r in read_all(paths, limits=limits or Limits())
    ]


def test_a_document_knows_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "年报.2022.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = read(path)
    assert (document.name, document.source, document.format) == ("年报.2022", str(path), "text")
    assert len(document.sha256) == 64


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.md", "a.txt", "b/z.txt", "b/a.md", ".hidden", "~$lock.docx"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.md").write_text("")
    assert outcome(tmp_path) == [
        ("a.txt", "read"),
        ("a.md", "read"),
        ("z.txt", "read"),
        ("c.md", "read"),
        ("empty.md", "empty"),
    ]


def test_reading_one_file_refuses_what_is_not_one(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"a folder.*read_all"):
        read(tmp_path)
    with pytest.raises(ReadingError, match="no such file"):
        read(tmp_path / "none.txt")
    packed = tmp_path / "two.zip"
    packed.write_bytes(archive(("a.txt", TEXT), ("b.txt", TEXT)))
    with pytest.raises(ReadingError, match="several files"):
        read(packed)
    packed.write_bytes(archive(("内/a.txt", TEXT)))
    assert read(packed).source == f"{packed}!/内/a.txt"
    packed.write_bytes(archive())
    with pytest.raises(ReadingError, match="without files"):
        read(packed)


def test_what_would_block_or_loop_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert outcome(tmp_path) == [
        ("a.txt", "read"),
        ("link.txt", "a symbolic link, not followed"),
        ("loop", "a symbolic link, not followed"),
        ("pipe", "a named pipe, not a file"),
    ]
    assert outcome(tmp_path / "link.txt") == [("link.txt", "read")]  # named by the user
    assert outcome(Path("/dev/zero")) == [("zero", "a device, not a file")]


def test_no_permission_and_a_failing_disk_cost_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for error, message in (
        (PermissionError(13, "Permission denied"), "no permission to read it"),
        (OSError(5, "Input/output error"), "cannot be opened: Input/output error"),
    ):
        with mock.patch("kejian.reading.files.os.open", side_effect=error):
            assert outcome(tmp_path / "a.txt") == [("a.txt", message)]


def test_a_failing_reader_costs_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 甲\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    with mock.patch("kejian.reading.markdown.read_markdown", side_effect=IndexError("list index")):
        assert outcome(tmp_path) == [
            ("a.md", "the markdown reader failed on it (IndexError: list index)"),
            ("b.txt", "read"),
        ]
    with mock.patch("kejian.reading.markdown.read_markdown", side_effect=RecursionError):
        (failure, _) = read_all([tmp_path])
        assert isinstance(failure, ReadingFailure)
        assert isinstance(failure.error, LimitError)


def test_a_file_past_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT * 100, encoding="utf-8")
    with pytest.raises(LimitError, match=r"more than 1000 bytes.*max_bytes"):
        read(path, limits=Limits(max_bytes=1000))
    with pytest.raises(LimitError, match="max_characters"):
        read(path, limits=Limits(max_characters=1000))
    with pytest.raises(LimitError, match=r"not read within 0 s.*max_seconds"):
        read(path, limits=Limits(max_seconds=0))


def test_names_that_are_no_utf8_are_escaped(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xb1\xa8.txt"
    Path(os.fsdecode(path)).write_text(TEXT, encoding="utf-8")
    (document,) = read_all([tmp_path])
    assert document.source.endswith("\\xb1\\xa8.txt")

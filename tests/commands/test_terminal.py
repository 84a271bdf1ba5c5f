"""What reaches the terminal: no control characters, whole characters in every locale, no tracebacks."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kejian.commands import app, terminal

TEXT = "2023年，云湖市专利授权量5件。\n"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
MAIN = (sys.executable, "-c", "from kejian.commands import main; main()")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*map(str, arguments)])
    assert not result.exception or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run([*MAIN, *map(str, arguments)], capture_output=True, env=kept | environment)


def test_doctests() -> None:
    assert doctest.testmod(terminal).failed == 0


@pytest.mark.parametrize(
    "name", ["a\x1b[31mb.txt", "a\nb.txt", "a\x9b2Jb.txt", "a\u202etxt.exe.txt", "a\rb.txt"]
)
def test_names_of_files_command_no_terminal(tmp_path: Path, name: str) -> None:
    named, base = tmp_path / name, tmp_path / "base.sqlite3"
    named.write_text(TEXT, encoding="utf-8")
    (tmp_path / f"empty {name}").touch()
    for arguments in (
        ("facts", named, tmp_path / f"empty {name}"),
        ("facts", named.with_name(f"no {name}")),
        ("build", tmp_path, "--base", base),
        ("search", "专利", "--base", base),
        ("search", "\x1b[31m", "--base", base),
        ("show", "abcd\x1b[31m", "--base", base),
    ):
        _, printed = run(*arguments)
        assert not CONTROL.search(printed), printed


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}, {}]
)
@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_files_and_pipes_get_utf8(report: Path, environment: dict[str, str], form: str) -> None:
    done = process("facts", report, "--format", form, **environment)
    assert done.returncode == 0, done.stderr
    assert "专利授权量" in done.stdout.decode("utf-8")


def test_what_an_encoding_lacks_is_escaped(report: Path) -> None:
    report.write_text("2023年，芯片面积5µm²，授权量5件。\n", encoding="utf-8")
    done = process("facts", report, PYTHONIOENCODING="gbk")
    assert done.returncode == 0, done.stderr
    assert "授权量" in done.stdout.decode("gbk")


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_nobody_reads_to_the_end(report: Path, form: str) -> None:
    report.write_text(TEXT * 2000, encoding="utf-8")
    command = [*MAIN, "facts", report, "--format", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_a_narrow_terminal_loses_nothing(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    _, printed = run("facts", report)
    assert "专利授权量5件" in printed
    assert not any(line.endswith(" ") for line in printed.splitlines())


def test_nothing_to_read(tmp_path: Path) -> None:
    assert run("facts", tmp_path) == (1, "kejian: no files there\n")


@pytest.mark.parametrize("content", ["{", "[1]", "\ud800"])
def test_evaluate_names_the_line_that_is_wrong(tmp_path: Path, content: str) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    status, printed = run("evaluate", path, path)
    assert (status, "facts.jsonl, line 1" in printed) == (1, True)
    assert run("evaluate", tmp_path / "none", path)[0] == 1


def test_it_says_its_version() -> None:
    assert run("--version")[1].startswith("kejian ")

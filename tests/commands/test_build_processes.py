"""Building in processes of its own: many workers, a terminal's Ctrl-C, a disk with a limit."""

import os
import resource
import signal
import subprocess
import sys

import pytest
from tests.base.factory import FIRST
from tests.base.test_store import dump

# the version is fixed, so that rules that are edited while the tests run do not make them fail
MAIN = """
from kejian.base import workers
from kejian.commands import main
workers.extractor_version = lambda: "1"
if __name__ == "__main__":
    main()
"""


def run(*args, **more):
    command = [sys.executable, "-c", MAIN, *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "reports"
    path.mkdir()
    for number in range(6):
        text = FIRST.replace("71家", f"{300 + number}家").replace("锦澜市", f"第{'一二三四五六'[number]}市")
        (path / f"{number}.md").write_text(text * (number + 1), encoding="utf-8")
    (path / "bad.docx").write_bytes(b"PK\x03\x04 and nothing more")
    return path


def test_results_do_not_depend_on_the_number_of_jobs(folder, tmp_path):
    from kejian.base import open_base

    seen = []
    for jobs in (1, 2):
        base = tmp_path / f"{jobs}.sqlite3"
        with run("build", folder, "--base", base, "--jobs", jobs) as process:
            out, _ = process.communicate()
            assert process.returncode == 1  # for the bad file
        with open_base(base) as found:
            seen.append((out, dump(found)))
    assert seen[0] == seen[1]
    assert "6 stored, 0 unchanged, 1 failed" in seen[0][0]


def test_a_reader_that_crashes_costs_its_file(folder, tmp_path, monkeypatch):
    from kejian.base.metadata import Metadata
    from kejian.base.workers import results

    monkeypatch.setattr("kejian.base.workers._work", _crash_on_three)
    found = list(results(sorted(folder.glob("*.md")), Metadata(), frozenset(), jobs=2))
    assert [items[0].error is None for items in found] == [True, True, True, False, True, True]
    assert "crashed" in found[3][0].error


def _crash_on_three(path, metadata, stored):
    from kejian.base.workers import Item, msgspec

    if path.stem == "3":
        os.kill(os.getpid(), signal.SIGKILL)
    return msgspec.msgpack.encode([Item(source=str(path))])


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_ends_the_run_and_keeps_what_is_stored(folder, tmp_path, jobs):
    from tests.base.test_robust import connections

    from kejian.base import open_base

    base = tmp_path / "a.sqlite3"
    args = ("build", folder, "--base", base, "--jobs", jobs)
    with run(*args, start_new_session=True) as process:
        line = process.stderr.readline()
        assert line.startswith("1/7 ")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        out, err = process.communicate()
    assert process.returncode in (130, 1)  # 1: it was quicker
    assert "Traceback" not in err
    with open_base(base) as found, connections[found.alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)
        stored = found.status()["documents"]
    with run(*args) as process:
        out, _ = process.communicate()
    assert f"{6 - stored} stored, {stored} unchanged" in out


def test_a_disk_with_no_room_left(folder, tmp_path):
    """The limit on the size of a file stands for it: the error is clear and what was stored stays."""
    from kejian.base import open_base

    base = tmp_path / "a.sqlite3"
    open_base(base).close()
    limit = base.stat().st_size + 40_000

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with run("build", folder, "--base", base, "--jobs", 1, preexec_fn=limited) as process:
        _, err = process.communicate()
    assert process.returncode == 1
    assert "free some space and run it again" in err
    assert "Traceback" not in err
    with run("build", folder, "--base", base, "--jobs", 1) as process:
        out, _ = process.communicate()
    assert "1 failed" in out
    with open_base(base) as found:
        assert found.status()["documents"] == 6

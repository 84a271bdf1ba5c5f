"""Killed processes, full disks and busy bases: what is stored stays, nothing is half-stored."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connections
from tests.base.factory import FIRST, document, facts
from tests.base.test_store import dump

from kejian.base.connection import StorageError
from kejian.errors import BaseError

ROOT = Path(__file__).parents[2]

STORING = """
import sys
sys.path.insert(0, {root!r})
from kejian.base import open_base
from tests.base.factory import FIRST, document, facts

base = open_base({url!r})
import kejian.base.store as storing
if {hang}:
    def hang(*_):
        print("middle", flush=True)
        import time; time.sleep(600)
    storing.list_passages = hang
for number in range({many}):
    doc = document(FIRST.replace("71", str(1000 + number)), name=f"r{{number}}")
    storing.store(base.alias, doc, facts(doc), reading=storing.Reading(extractor="1"),
                  placing=storing.Placing(work=str(number)))
    print(number, flush=True)
"""


def storing(url, *, many, hang=False):
    script = STORING.format(root=str(ROOT), url=url, many=many, hang=hang)
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def sound(base):
    """Every document is there with all its statements and passages, and the database finds no fault."""
    from kejian.base.models import Document, Passage, Statement

    for row in Document.objects.using(base.alias):
        found = facts(document(row.text))
        every = len(found.figures) + len(found.milestones) + len(found.entities)
        assert Statement.objects.using(base.alias).filter(document=row).count() == every
        assert Passage.objects.using(base.alias).filter(document=row).count() == row.text.count("\n") + 1
    connections[base.alias].check_constraints()
    with connections[base.alias].cursor() as cursor:
        if connections[base.alias].vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
            cursor.execute(
                "INSERT INTO kejian_passage_index(kejian_passage_index) VALUES ('integrity-check')"
            )


def test_a_process_killed_in_the_middle_of_a_document_leaves_nothing_of_it(base, url, keep):
    keep(FIRST)
    before = dump(base)
    with storing(url, many=1, hang=True) as process:
        assert process.stdout.readline() == "middle\n"
        process.kill()
        process.wait()
    assert dump(base) == before
    sound(base)
    keep("之后的报告，共有企业5家。", name="later")  # and nobody holds a lock
    assert base.status()["documents"] == 2


def test_killed_again_and_again_it_ends_as_if_never_killed(base, url, tmp_path):
    from tests.databases import sqlite_base

    from kejian.base import open_base

    many = 12
    for reached in (0, 3, 8):
        with storing(url, many=many) as process:
            for line in process.stdout:
                if int(line) >= reached:
                    process.send_signal(signal.SIGKILL)
                    break
            process.wait()
        sound(base)
    with storing(url, many=many) as process:
        assert process.wait() == 0
    sound(base)
    with sqlite_base(tmp_path) as other, storing(other, many=many) as process:
        assert process.wait() == 0
        with open_base(other) as unharmed:
            assert base.statements() == unharmed.statements()
            assert base.series(limit=500).entries == unharmed.series(limit=500).entries
            names = [[one.name for one in each.things(limit=500).entries] for each in (base, unharmed)]
            assert sorted(names[0]) == sorted(names[1])


def test_a_full_disk_is_said_and_leaves_what_was_stored(tmp_path):
    from kejian.base import open_base
    from kejian.base.store import Reading, store

    with open_base(tmp_path / "a.sqlite3") as base:
        store(base.alias, document(FIRST), facts(document(FIRST)), reading=Reading(extractor="1"))
        before = dump(base)
        with connections[base.alias].cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 1}")
        large = document("\n".join(f"第{n}类企业{n}家。" for n in range(3000)), name="large")
        with pytest.raises(StorageError, match=r"disk is full.*free some space"):
            store(base.alias, large, facts(large), reading=Reading(extractor="1"))
        assert dump(base) == before
        sound(base)


def test_a_base_that_may_not_be_written_says_so(tmp_path):
    from kejian.base import open_base

    path = tmp_path / "a.sqlite3"
    open_base(path).close()
    path.chmod(0o400)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(BaseError, match="cannot be written"), open_base(path) as base:
        base.add(document(FIRST), facts(document(FIRST)), extractor="1")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: p.mkdir(), "a folder"),
        (lambda p: p.write_bytes(b"not a database, but a long enough text"), "not an evidence base"),
        (lambda p: p.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), "base"),
    ],
)
def test_what_is_no_base_is_refused(tmp_path, make, says):
    from kejian.base import open_base

    path = tmp_path / "x.sqlite3"
    make(path)
    with pytest.raises(BaseError, match=says):
        open_base(path)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://somewhere/x", "no database that Kejian knows"),
        ("postgresql://host", "names no database"),
        ("postgresql://host:port/x", "port"),
        ("postgresql:///x?host=/nowhere&connect_timeout=1", "cannot be reached"),
        ("/nowhere/at/all/a.sqlite3", "no such folder"),
    ],
)
def test_what_cannot_be_opened_is_explained(url, says):
    from kejian.base import open_base

    with pytest.raises(BaseError, match=says):
        open_base(url)


def test_a_base_of_a_newer_version_is_not_touched(base, url):
    from kejian.base import open_base

    with connections[base.alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('kejian', '9999_later', CURRENT_TIMESTAMP)"
        )
    try:
        with pytest.raises(BaseError, match="newer Kejian"):
            open_base(url)
    finally:
        with connections[base.alias].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")


def test_two_processes_store_at_once(base, url):
    """Writers wait for each other instead of failing."""
    ours = storing(url, many=10)
    with storing(url, many=10) as theirs:
        assert theirs.wait() == 0
        assert ours.wait() == 0
        ours.stdout.close()
    sound(base)
    assert base.status()["documents"] == 10


def test_it_opens_inside_a_running_event_loop(tmp_path):
    """As a notebook does."""
    script = (
        "import asyncio\nfrom kejian.base import open_base\n"
        "async def main():\n"
        f"    with open_base({str(tmp_path / 'a.sqlite3')!r}) as base: print(base.status()['works'])\n"
        "asyncio.run(main())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "0\n", done.stderr


def test_importing_kejian_imports_no_django():
    script = (
        "import sys, kejian, kejian.commands\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'polars')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


WORKING = """
import os, sys, time
from kejian.base.workers import pool
if __name__ == "__main__":
    with pool(2) as processes:
        print(*{process.result() for process in [processes.submit(os.getpid) for _ in range(40)]}, flush=True)
        time.sleep(600)
"""


def test_workers_end_with_the_one_they_work_for(tmp_path):
    script = tmp_path / "working.py"
    script.write_text(WORKING, "utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        workers = [int(pid) for pid in process.stdout.readline().split()]
        process.kill()
        process.wait()
    assert workers
    for pid in workers:
        ended(pid)


def ended(pid):
    """Wait until there is no such process, or only what is left of one."""
    for _ in range(600):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] == "Z":
                return
        except (FileNotFoundError, ProcessLookupError):
            return
        time.sleep(0.1)
    pytest.fail(f"process {pid} goes on")

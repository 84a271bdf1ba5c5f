"""The databases that the tests run on: a SQLite file, and a PostgreSQL server started for them.

The server needs the installed binaries and no set-up: its own folder, a Unix socket, no network. Without
binaries its tests are skipped and say so; with KEJIAN_REQUIRE_POSTGRES=1 in the environment they fail.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

_number = count(1)
_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=20 -c shared_buffers=32MB"
)


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@cache
def server() -> str | None:
    """The folder of the socket of a running server; None where there are no binaries."""
    binaries = _binaries()
    if binaries is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="kj", dir="/tmp"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        name = "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
        shutil.chown(folder, name)
        as_user = {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}

    def run(*command: str) -> None:
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, **as_user)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")

    initdb = (str(binaries / "initdb"), "-D", f"{folder}/data", "-U", "kejian", "-A", "trust", "-E", "UTF8")
    run(*initdb, "--locale=C.UTF-8", "--no-sync")
    control = (str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-w", "-s")
    # its output goes to a file: a pipe would stay open as long as the server runs
    run(*control, "-o", f"{_OPTIONS} -k {folder}", "-l", f"{folder}/log", "start")

    def stop() -> None:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(folder)


@contextmanager
def _administration(name: str = "postgres") -> Iterator[psycopg.Cursor]:
    with psycopg.connect(host=server(), user="kejian", dbname=name, autocommit=True) as connection:
        yield connection.cursor()


def _url(name: str) -> str:
    return f"postgresql://kejian@{quote(server() or '', safe='')}/{name}"


@contextmanager
def postgres_base() -> Iterator[str]:
    """The URL of a new, empty base on the server; skips or fails without one."""
    if server() is None:
        message = "the PostgreSQL server's binaries are not installed (initdb)"
        if os.environ.get("KEJIAN_REQUIRE_POSTGRES") == "1":
            pytest.fail(message)
        pytest.skip(message)
    name = _free.pop() if _free else _create()
    try:
        yield _url(name)
    finally:
        _empty(name)
        _free.append(name)


_free: list[str] = []  # databases that nobody uses; emptying one is quicker than making one


def _create() -> str:
    from kejian.base.connection import close, connect

    name = f"test_{next(_number)}"
    with _administration() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    close(connect(_url(name)))
    return name


def _empty(name: str) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
    tables = (
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'kejian_%' OR tablename LIKE 'workbench_%'"
        " OR tablename LIKE 'auth_user%' OR tablename LIKE 'django_tasks%' OR tablename = 'django_session'"
    )
    with _administration(name) as cursor:
        cursor.execute(others, [name, cursor.connection.info.backend_pid])
        cursor.execute("SET session_replication_role = replica")  # no matter which table comes first
        for (table,) in cursor.execute(tables).fetchall():
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


@cache
def _sqlite_template() -> bytes:
    from kejian.base.connection import close, connect

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite3"
        close(connect(path))
        return path.read_bytes()


@contextmanager
def sqlite_base(folder: Path) -> Iterator[str]:
    """The path of a new, empty base in a folder."""
    path = folder / f"base-{next(_number)}.sqlite3"
    path.write_bytes(_sqlite_template())
    yield str(path)


DATABASES = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@contextmanager
def new_base(kind: str, folder: Path) -> Iterator[str]:
    """The path or URL of a new base of a kind of `DATABASES`."""
    with sqlite_base(folder) if kind == "sqlite" else postgres_base() as url:
        yield url

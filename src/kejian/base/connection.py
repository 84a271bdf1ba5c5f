"""Opening a base: a file or a URL becomes a Django connection with its tables made or checked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kejian.errors import BaseError

DEFAULT = "kejian.sqlite3"
_WAIT = 30  # seconds that a writer waits for another one
_LOCK = 5_318_008_217  # PostgreSQL's advisory lock for migrations and for storing


def location(base: str | os.PathLike[str] | None = None) -> str:
    """The base to use: ``base``, else what ``KEJIAN_BASE`` says, else ``kejian.sqlite3`` in this folder."""
    return os.fspath(base) if base else os.environ.get("KEJIAN_BASE") or DEFAULT


def connect(
    base: str | os.PathLike[str] | None = None, *, create: bool = True, snapshot: bool = False
) -> str:
    """The alias of a Django connection to ``base``, a file or a ``postgresql://`` URL, with its tables.

    ``create`` makes a new SQLite file where there is none; ``snapshot`` gives a second connection on which
    a transaction sees one moment and keeps no writer waiting. Raises `BaseError`.
    """
    _set_up()
    from django.db import connections

    where = location(base)
    settings = _postgresql(where) if "://" in where else _sqlite(where, create=create, snapshot=snapshot)
    said = [snapshot, *(settings[name] for name in ("NAME", "HOST", "PORT", "USER", "OPTIONS"))]
    alias = f"kejian-{sha256(repr(said).encode()).hexdigest()[:12]}"
    if alias not in connections.databases:
        complete = connections.configure_settings({"default": {}, alias: settings})
        connections.databases[alias] = complete[alias]
    with explained(alias):
        if not snapshot:
            _make_tables(alias)
    return alias


def database(base: str | os.PathLike[str] | None = None, *, create: bool = True) -> dict[str, Any]:
    """Django's settings of the connection to a base, for an application that has it as its ``default``.

    Opens nothing. Raises `BaseError` for what cannot be a base.
    """
    where = location(base)
    return _postgresql(where) if "://" in where else _sqlite(where, create=create, snapshot=False)


def make_tables(alias: str) -> None:
    """Make the base's tables where there are none, or bring them to this version. Raises `BaseError`."""
    with explained(alias):
        _make_tables(alias)


def same(one: str, other: str) -> bool:
    """Whether two files or URLs are plainly the same base.

    >>> same("~/reports/../kejian.sqlite3", "~/kejian.sqlite3"), same("postgresql://a/b", "b")
    (True, False)
    """
    if "://" in one or "://" in other:
        return one == other
    return Path(one).expanduser().resolve() == Path(other).expanduser().resolve()


def close(alias: str) -> None:
    """Close the connection; opening the base again makes another one."""
    from django.db import connections

    if alias in connections.databases:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


def _set_up() -> None:
    import django
    from django.apps import apps
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        from kejian.base import settings as own

        settings.configure(**{name: getattr(own, name) for name in dir(own) if name.isupper()})
        # a notebook runs an event loop; its cells are as synchronous as a script
        os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if not apps.ready:
        django.setup()


def _sqlite(where: str, *, create: bool, snapshot: bool) -> dict[str, Any]:
    path = Path(where).expanduser()
    if path.is_dir():
        raise BaseError("a base is a file, this is a folder", where=where, hint=f"say {path / DEFAULT}")
    if not path.exists():
        if not create:
            raise BaseError("no base here", where=where, hint="make one with `kejian build FILE…`")
        if not path.parent.is_dir():
            raise BaseError("no such folder", where=str(path.parent), hint="make it, or name another file")
    elif path.stat().st_size and path.open("rb").read(16) != b"SQLite format 3\0":
        raise BaseError("this file is not an evidence base", where=where, hint="name another file")
    return _settings(
        "django.db.backends.sqlite3",
        NAME=str(path.resolve()),
        OPTIONS={
            "transaction_mode": "DEFERRED" if snapshot else "IMMEDIATE",
            "timeout": _WAIT,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-32768; PRAGMA trusted_schema=OFF",
        },
    )


def _postgresql(where: str) -> dict[str, Any]:
    url = urlsplit(where)
    if url.scheme not in ("postgresql", "postgres"):
        raise BaseError(
            f"{url.scheme!r} is no database that Kejian knows",
            hint="a base is a file or postgresql://USER:PASSWORD@HOST/NAME",
        )
    options: dict[str, Any] = dict(parse_qsl(url.query))
    name = unquote(url.path.lstrip("/"))
    if not name:
        raise BaseError("the URL names no database", hint="postgresql://USER:PASSWORD@HOST/NAME")
    try:
        port = str(url.port or "")
    except ValueError:
        raise BaseError("the URL's port is not a number", hint="postgresql://USER@HOST:5432/NAME") from None
    return _settings(
        "django.db.backends.postgresql",
        NAME=name,
        USER=unquote(url.username or options.pop("user", "")),
        PASSWORD=unquote(url.password or ""),
        HOST=unquote(url.hostname or "") or options.pop("host", ""),
        PORT=options.pop("port", port),
        OPTIONS={"connect_timeout": _WAIT} | options,
    )


def _settings(engine: str, **known: Any) -> dict[str, Any]:
    return {"ENGINE": engine, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}} | known


def _make_tables(alias: str) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    connection = connections[alias]
    executor = MigrationExecutor(connection)
    unknown = {m for m in executor.loader.applied_migrations if m[0] == "kejian"} - set(
        executor.loader.disk_migrations
    )
    if unknown:
        raise BaseError(
            f"this base was made by a newer Kejian (it has {max(unknown)[1]})",
            hint="upgrade Kejian to open it",
        )
    targets = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] == "kejian"]
    if not executor.migration_plan(targets):
        return
    with alone(alias):
        executor = MigrationExecutor(connection)  # another process may have been quicker
        executor.migrate(targets, plan=executor.migration_plan(targets))


@contextmanager
def alone(alias: str) -> Iterator[None]:
    """One process at a time, for what must not run twice at once; SQLite: by a lock on a file beside it."""
    from django.db import connections

    connection = connections[alias]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    import fcntl

    with Path(f"{connection.settings_dict['NAME']}-making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        Path(lock.name).unlink(missing_ok=True)


@contextmanager
def writing(alias: str) -> Iterator[None]:
    """One transaction that no other writer of the base runs beside; all of it is kept, or nothing."""
    from django.db import connections, transaction

    with explained(alias), transaction.atomic(using=alias):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK + 1])
        yield


class StorageError(BaseError):
    """The database itself failed (disk full, server gone): nothing more can be stored."""


_KNOWN = (  # words of the driver's message, what they mean, what to do
    (
        "is full",
        "the disk is full, or the base has reached its greatest size",
        "free some space and run it again",
    ),
    ("No space left", "the disk of the database server is full", "free some space and run it again"),
    (
        "disk I/O error",
        "the disk refused to write (full, over its quota, or failing)",
        "free some space and run it again",
    ),
    (
        "is locked",
        f"another process has been writing for more than {_WAIT} s",
        "wait for it to end and try again",
    ),
    (
        "readonly database",
        "the base cannot be written to",
        "check the permissions of the file and its folder",
    ),
    ("unable to open", "the base cannot be opened", "check the permissions of the file and its folder"),
    ("malformed", "the base is damaged", "restore it from a backup"),
    ("file is not a database", "this file is not an evidence base", "name another file"),
    (
        "does not exist",
        "the server has no such database or table",
        "create it with createdb, or check the URL",
    ),
    ("onnect", "the database server cannot be reached", "check the URL and that the server runs"),
    ("permission denied", "the user may not do this in the database", "grant the rights or use another user"),
)


@contextmanager
def explained(alias: str) -> Iterator[None]:
    """Turn a database error into a `BaseError` that says what happened and what to do."""
    from django.db import DatabaseError, InterfaceError, connections

    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        settings = connections[alias].settings_dict
        where = settings["NAME"] + (f" at {settings['HOST']}" if settings["HOST"] else "")
        text = " ".join(str(error).split())
        for words, message, hint in _KNOWN:
            if words in text:
                raise StorageError(message, where=where, hint=hint) from error
        raise StorageError(f"the database says: {text}", where=where) from error

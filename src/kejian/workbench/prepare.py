"""Making a base ready for the workbench: its tables, the key that signs sessions."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kejian.base.connection import alone, database, explained, location, make_tables
from kejian.errors import BaseError


def settings_of(base: str | None = None) -> dict[str, Any]:
    """Django's settings of the connection ``default``: the base's own, made fit for a server."""
    found = database(base) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if "init_command" in found["OPTIONS"]:
        # the queue's tables check their columns with json_valid, which SQLite before 3.41 calls unsafe in a
        # schema that is not trusted; this base is the operator's own
        said = found["OPTIONS"]["init_command"].replace("; PRAGMA trusted_schema=OFF", "")
        found["OPTIONS"] = found["OPTIONS"] | {"init_command": said}
    return found


def set_up(base: str | None, *, team: bool = False) -> None:
    """Name the settings and start Django on ``base``. Raises `BaseError`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kejian.workbench.settings"
    os.environ["KEJIAN_BASE"] = location(base)
    os.environ["KEJIAN_TEAM"] = "1" if team else ""
    import django

    django.setup()


def prepare() -> None:
    """Bring all tables of the base up to date, one process at a time. Raises `BaseError`."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    make_tables("default")
    with explained("default"):
        executor = MigrationExecutor(connections["default"])
        applied = {name for name in executor.loader.applied_migrations if name[0] == "workbench"}
        unknown = applied - set(executor.loader.disk_migrations)
        if unknown:
            raise BaseError(
                f"this base was made by a newer Kejian (it has {max(unknown)[1]})",
                hint="upgrade Kejian to open it",
            )
        targets = executor.loader.graph.leaf_nodes()
        if not executor.migration_plan(targets):
            return
        with alone("default"):
            executor = MigrationExecutor(connections["default"])
            with _unchecked(connections["default"]):
                executor.migrate(targets, plan=executor.migration_plan(targets))


@contextmanager
def _unchecked(connection: Any) -> Iterator[None]:
    """Without looking through the whole base for broken references after every step.

    On SQLite that takes ten seconds a step in a base of a million statements, ten minutes in all. The tables
    that are made here are new and refer to nothing in the base's own.
    """
    connection.check_constraints = lambda *_: None
    try:
        yield
    finally:
        del connection.check_constraints


def secret_key() -> str:
    """The key that signs sessions, kept with the base so that a restart ends none of them."""
    from kejian.workbench.models import Remembered

    row, _ = Remembered.objects.get_or_create(
        name="secret key", defaults={"value": secrets.token_urlsafe(48)}
    )
    return row.value


@contextmanager
def base_as_default(base: str) -> Iterator[None]:
    """For tests and scripts in a process that is set up: the connection ``default`` on another base."""
    from django.db import connections

    before = connections.databases["default"]
    connections["default"].close()
    connections.databases["default"] = connections.configure_settings({"default": settings_of(base)})[
        "default"
    ]
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        del connections["default"]
        connections.databases["default"] = before

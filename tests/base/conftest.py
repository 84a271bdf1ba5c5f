from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.databases import DATABASES, new_base


@pytest.fixture(params=DATABASES)
def url(request, tmp_path) -> Iterator[str]:
    """A new base on each database."""
    with new_base(request.param, tmp_path) as base:
        yield base


@pytest.fixture
def base(url) -> Iterator[Any]:
    from kejian.base import open_base

    with open_base(url) as found:
        yield found


@pytest.fixture
def keep(base) -> Callable[..., Any]:
    """Store a text as a document of hand-made facts."""
    from tests.base.factory import document, facts

    def keep(
        text: str,
        *,
        name: str = "report",
        extractor: str = "1",
        title: str | None = None,
        change=None,
        **more,
    ):
        from kejian.base.metadata import Placing
        from kejian.base.store import Reading, store

        doc = document(text, name=name, source=more.pop("source", None))
        found = facts(doc, title=title, year=more.pop("year", 2022))
        if change:
            found = change(found)
        return store(base.alias, doc, found, reading=Reading(extractor=extractor), placing=Placing(**more))

    return keep


@pytest.fixture
def rewritten(base):
    """The keys of rows of a table that are updated or deleted meanwhile, as the database itself sees it."""
    from contextlib import contextmanager

    from django.db import connections

    connection = connections[base.alias]
    lite = connection.vendor == "sqlite"

    @contextmanager
    def watch(table: str):
        rows: list[str] = []
        with connection.cursor() as cursor:
            if lite:
                cursor.execute("CREATE TEMP TABLE touched (id)")
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(
                        f"CREATE TEMP TRIGGER seen_{event} AFTER {event} ON {table}"
                        " BEGIN INSERT INTO touched VALUES (old.id); END"
                    )
            else:
                cursor.execute(f"SELECT id, xmin::text FROM {table}")
                before = dict(cursor.fetchall())
        yield rows
        with connection.cursor() as cursor:
            if lite:
                cursor.execute("SELECT DISTINCT id FROM touched ORDER BY id")
                rows += [row[0] for row in cursor.fetchall()]
                for event in ("UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER seen_{event}")
                cursor.execute("DROP TABLE touched")
            else:
                cursor.execute(f"SELECT id, xmin::text FROM {table}")
                now = dict(cursor.fetchall())
                rows += sorted(id_ for id_, version in before.items() if now.get(id_) != version)

    return watch

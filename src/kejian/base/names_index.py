"""The index of names of series and of things: the same characters and pairs as that of passages.

It answers which rows may hold all words; that they do is then asked of their column ``words``.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from kejian.base.words import Query, tokens

MANY = 1000  # rows of which the first are found sooner by walking the order of the list
TABLES = ("kejian_series", "kejian_thing")
_SQLITE = """CREATE VIRTUAL TABLE {}_index USING fts5(
    tokens, content='', columnsize=0, detail=none, tokenize='ascii')"""
_POSTGRESQL = (
    "CREATE TABLE {}_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX {0}_index_tokens ON {0}_index USING gin (tokens)",
)


def create(connection: BaseDatabaseWrapper) -> None:
    """Make the indexes of a new base."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in (_SQLITE,) if connection.vendor == "sqlite" else _POSTGRESQL:
                cursor.execute(statement.format(table))


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove the indexes."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE {table}_index")


def add(alias: str, table: str, rows: Iterable[tuple[int, str]]) -> None:
    """Index rows of a table, given as ``(id, words)``, the words in normal form."""
    connection = connections[alias]
    lite = connection.vendor == "sqlite"
    insert = (
        f"INSERT INTO {table}_index(rowid, tokens) VALUES (%s, %s)"
        if lite
        else f"INSERT INTO {table}_index(id, tokens) VALUES (%s, array_to_tsvector(%s::text[]))"
    )
    with connection.cursor() as cursor:
        cursor.executemany(insert, [(key, " ".join(t) if lite else t) for key, t in _tokens(rows)])


def remove(alias: str, table: str, rows: Iterable[tuple[int, str]]) -> None:
    """Take rows out; the words must be those that were added."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                f"INSERT INTO {table}_index({table}_index, rowid, tokens) VALUES ('delete', %s, %s)",
                [(key, " ".join(found)) for key, found in _tokens(rows)],
            )
        else:
            cursor.execute(f"DELETE FROM {table}_index WHERE id = ANY(%s)", [[key for key, _ in rows]])


def clear(alias: str, table: str) -> None:
    """Take all rows out."""
    lite = connections[alias].vendor == "sqlite"
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table}_index({table}_index) VALUES ('delete-all')"
            if lite
            else f"DELETE FROM {table}_index"
        )


def _tokens(rows: Iterable[tuple[int, str]]) -> Iterable[tuple[int, list[str]]]:
    return ((key, tokens(words)) for key, words in rows)


def condition(alias: str, table: str, query: Query) -> tuple[str, list[str]]:
    """The condition of a query on ``table`` that its words hold all of the query's, with its parameters.

    The words are looked for as they stand, so that a word is found within a longer one.
    """
    lite = connections[alias].vendor == "sqlite"
    joined = (" AND " if lite else " & ").join(f'"{t}"' if lite else f"'{t}'" for t in query.tokens)
    found = (
        f"{table}.id IN (SELECT rowid FROM {table}_index WHERE {table}_index MATCH %s)"
        if lite
        else f"{table}.id IN (SELECT id FROM {table}_index WHERE tokens @@ %s::tsquery)"
    )
    # a word that is a token itself stands wherever the index says
    longer = [word for word in query.words if word not in query.tokens]
    likes = [f"{table}.words LIKE %s ESCAPE '!'" for _ in longer]
    return " AND ".join([found, *likes]), [joined, *(f"%{_escaped(word)}%" for word in longer)]


def scope(alias: str) -> str:
    """By what rows found by words are told apart: ``scope``, or ``at`` (the same, without its index).

    SQLite would go by the index of scopes, which nearly all rows share; PostgreSQL knows that they do.
    """
    return "at" if connections[alias].vendor == "sqlite" else "scope"


def narrowed(
    named: QuerySet[Any, Any], in_order: QuerySet[Any, Any], *, most: int | None
) -> tuple[QuerySet[Any, Any], int]:
    """The rows to sort, and how many there are: at least ``most`` + 1 where they are not all counted.

    ``named`` are the rows by the index of names, ``in_order`` the same by that of the list's order. Few are
    looked up by their keys, of many the first are found sooner by walking through the order.
    """
    keys = list(named.order_by().values_list("pk", flat=True)[: MANY + 1])
    if len(keys) <= MANY:
        return named.model.objects.using(named.db).filter(pk__in=keys), len(keys)
    return in_order, named.count() if most is None or most > MANY else len(keys)


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")

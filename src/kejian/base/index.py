"""The full-text index of passages: FTS5 in SQLite, GIN in PostgreSQL, over the same tokens.

Both answer "which passages hold all these tokens" in the order of the passages' keys and stop when they
have enough, so that a word in a tenth of all passages costs no more than a rare one. Hits are candidates:
the words themselves are looked for in the text afterwards.
"""

import json
from collections.abc import Iterable, Sequence

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from kejian.base.words import tokens

_SQLITE = """CREATE VIRTUAL TABLE kejian_passage_index USING fts5(
    tokens, content='', columnsize=0, detail=none, tokenize='ascii')"""
_POSTGRESQL = (
    "CREATE TABLE kejian_passage_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX kejian_passage_index_tokens ON kejian_passage_index USING gin (tokens)",
)
# PostgreSQL cannot read a GIN index in an order, so frequent words are met by going through the passages in
# their order; only words that are too rare for that, or not where they were expected, are looked up in it
_WALK = 40_000  # passages gone through at most
_SPARE = 4  # times as many as would do if the words stood evenly
_KNOWN = 1_000  # fewer passages than that are not worth asking how frequent a word is


def create(connection: BaseDatabaseWrapper) -> None:
    """Make the index of a new base."""
    with connection.cursor() as cursor:
        for statement in (_SQLITE,) if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove the index."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kejian_passage_index")


def add(alias: str, passages: Iterable[tuple[int, str]]) -> None:
    """Index passages, given as ``(id, text)``."""
    connection = connections[alias]
    lite = connection.vendor == "sqlite"
    insert = (
        "INSERT INTO kejian_passage_index(rowid, tokens) VALUES (%s, %s)"
        if lite
        else "INSERT INTO kejian_passage_index(id, tokens) VALUES (%s, array_to_tsvector(%s::text[]))"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            insert, [(key, " ".join(tokens(text)) if lite else tokens(text)) for key, text in passages]
        )


def remove(alias: str, passages: Iterable[tuple[int, str]]) -> None:
    """Take passages out of the index; the text must be the one that was added."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO kejian_passage_index(kejian_passage_index, rowid, tokens)"
                " VALUES ('delete', %s, %s)",
                [(key, " ".join(tokens(text))) for key, text in passages],
            )
        else:
            cursor.execute(
                "DELETE FROM kejian_passage_index WHERE id = ANY(%s)", [[key for key, _ in passages]]
            )


def candidates(
    alias: str, wanted: Sequence[str], *, hidden: Sequence[int], after: int, limit: int
) -> list[tuple[int, int, int, str, str]]:
    """Passages that hold every one of the tokens: ``(id, document, start, text, heads)`` by ascending id.

    ``hidden`` are works left out, ``after`` the id to go on from, ``limit`` the most to return.
    """
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT p.id, p.document_id, p.start, p.text, p.heads FROM kejian_passage_index"
                " JOIN kejian_passage p ON p.id = kejian_passage_index.rowid"
                " WHERE kejian_passage_index MATCH %s AND kejian_passage_index.rowid > %s"
                " AND p.work_id NOT IN (SELECT value FROM json_each(%s))"
                " ORDER BY kejian_passage_index.rowid LIMIT %s",
                [" AND ".join(f'"{t}"' for t in wanted), after, str(list(hidden)), limit],
            )
            return list(cursor.fetchall())
        query = " & ".join(f"'{t}'" for t in wanted)
        walk = _walk(cursor, query, limit)
        if walk:
            cursor.execute(_WINDOW, [after, walk, query, list(hidden), limit])
            found = list(cursor.fetchall())
            if len(found) == limit:
                return found
        cursor.execute(_ALL, [query, after, list(hidden), limit])
        return list(cursor.fetchall())


def _walk(cursor: CursorWrapper, query: str, limit: int) -> int:
    """How many passages to go through for so many hits, as the planner's statistics have it; 0: too many."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'kejian_passage_index'::regclass")
    passages: float = cursor.fetchone()[0]
    if passages < _KNOWN:  # few, or never counted
        return _KNOWN
    cursor.execute(
        "EXPLAIN (FORMAT JSON) SELECT FROM kejian_passage_index WHERE tokens @@ %s::tsquery", [query]
    )
    plan = cursor.fetchone()[0]
    hits = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]
    walk = int(_SPARE * limit * passages / max(hits, 1))
    return walk if walk <= _WALK else 0


_WINDOW = """
SELECT p.id, p.document_id, p.start, p.text, p.heads
FROM (SELECT id, tokens FROM kejian_passage_index WHERE id > %s ORDER BY id LIMIT %s) near
JOIN kejian_passage p ON p.id = near.id
WHERE near.tokens @@ %s::tsquery AND p.work_id <> ALL(%s)
ORDER BY p.id LIMIT %s"""

_ALL = """
WITH hits AS MATERIALIZED (SELECT id FROM kejian_passage_index WHERE tokens @@ %s::tsquery)
SELECT p.id, p.document_id, p.start, p.text, p.heads
FROM (SELECT id FROM hits WHERE id > %s ORDER BY id) near
JOIN kejian_passage p ON p.id = near.id
WHERE p.work_id <> ALL(%s)
ORDER BY near.id LIMIT %s"""

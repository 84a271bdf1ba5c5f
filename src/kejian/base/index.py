"""The full-text index of passages: FTS5 in SQLite, GIN in PostgreSQL, over the same tokens.

Both answer "which passages hold all these tokens" in the order of the passages' keys and stop when they
have enough, so that a word in a tenth of all passages costs no more than a rare one. Hits are candidates:
the words themselves are looked for in the text afterwards.
"""

from collections.abc import Iterable, Sequence

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kejian.base.words import tokens

_SQLITE = """CREATE VIRTUAL TABLE kejian_passage_index USING fts5(
    tokens, content='', columnsize=0, detail=none, tokenize='ascii')"""
_POSTGRESQL = (
    "CREATE TABLE kejian_passage_index (id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX kejian_passage_index_tokens ON kejian_passage_index USING gin (tokens)",
)
# PostgreSQL cannot read a GIN index in an order, so frequent words are met by reading the first passages
# one by one, and only words that are not among them go through the index
_WINDOWS = (1_000, 10_000)


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
        for window, wider in zip(_WINDOWS, (*_WINDOWS[1:], 0), strict=True):
            cursor.execute(_WINDOW, [after, window, query, list(hidden), limit])
            found = list(cursor.fetchall())
            if len(found) == limit:
                return found
            if len(found) * wider < limit * window:
                break  # too rare for the wider window to hold enough
        cursor.execute(_ALL, [query, after, list(hidden), limit])
        return list(cursor.fetchall())


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

"""Writing many rows at once, by hand: of Django's own ways, rows cost more than the database does."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models


def update(alias: str, rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the fields ``names`` of rows of one model, by their keys. The fields hold texts and numbers."""
    if not rows:
        return
    connection = connections[alias]
    quote, meta = connection.ops.quote_name, type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if field.name in names]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(meta.db_table)} SET {columns} WHERE id = %s",  # noqa: S608 - names of columns
            [[*(getattr(row, str(field.attname)) for field in fields), row.pk] for row in rows],
        )


def insert(
    alias: str, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, again: bool = False
) -> None:
    """Insert rows of plain values into a table; ``again`` leaves alone those that are there already."""
    if not rows:
        return
    connection = connections[alias]
    quote = connection.ops.quote_name
    names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    kept = " ON CONFLICT DO NOTHING" if again else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table)} ({names}) VALUES ({marks}){kept}",  # noqa: S608 - names of columns
            rows,
        )

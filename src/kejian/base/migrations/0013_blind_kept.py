"""Blind reviews that a workbench kept in tables of its own become part of the base, and of its backups."""

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import migrations


def bring(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if "workbench_blind_review" not in connection.introspection.table_names(cursor):
            return
    review, fact, judgment = (
        apps.get_model("kejian", name).objects.using(connection.alias)
        for name in ("BlindReview", "BlindFact", "BlindJudgment")
    )
    facts: dict[tuple[int, str], Any] = {}
    for key, who, document, said, at, finished in _rows(
        connection, "SELECT id, who, document, facts, at, finished FROM workbench_blind_review ORDER BY id"
    ):
        kept = review.create(who=who, sample=not document, at=_moment(at), finished=_moment(finished))
        for statement, decision in json.loads(said).items():
            facts[key, statement] = fact.create(review=kept, statement_id=statement, decision_id=decision)
    columns = ("verdict", "expected", "correction", "quote")
    for key, statement, at, *says in _rows(
        connection,
        f"SELECT review_id, statement, at, {', '.join(columns)}"  # noqa: S608 - names of columns
        " FROM workbench_blind_judgment ORDER BY id",
    ):
        said = dict(zip(columns, says, strict=True))
        judgment.create(fact=facts[key, statement], at=_moment(at), **said)


def _moment(value: datetime | None) -> datetime | None:
    """SQLite tells the time of UTC without saying so."""
    return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


def _rows(connection: Any, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0012_blind")]
    operations: ClassVar = [migrations.RunPython(bring, migrations.RunPython.noop)]

"""Blind second reviews; what is said in them is only ever added, as the database itself sees to."""

from typing import Any

from django.db import migrations, models

_TABLE, _WORDS = "workbench_blind_judgment", "what was said in a blind review is never changed"
_SQLITE = [
    f"""CREATE TRIGGER {_TABLE}_no_{event.lower()} BEFORE {event} ON {_TABLE}
    BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"""
    for event in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION workbench_blind_append_only() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{_WORDS}'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER {_TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION workbench_blind_append_only()""",
]
_KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("workbench", "0004_publishing")]

    operations = [
        migrations.CreateModel(
            name="BlindReview",
            fields=[
                _KEY,
                ("who", models.TextField()),
                ("document", models.BigIntegerField(default=0)),
                ("facts", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("finished", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "workbench_blind_review",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["who"],
                        condition=models.Q(finished__isnull=True),
                        name="workbench_blind_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlindJudgment",
            fields=[
                _KEY,
                (
                    "review",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="judgments", to="workbench.blindreview"
                    ),
                ),
                ("statement", models.CharField(max_length=16)),
                ("verdict", models.CharField(max_length=8)),
                ("expected", models.TextField()),
                ("correction", models.TextField(default="{}")),
                ("quote", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"db_table": "workbench_blind_judgment"},
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]

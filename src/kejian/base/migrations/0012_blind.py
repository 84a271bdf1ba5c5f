"""Blind second reviews; what is said in them is only ever added, as the database itself sees to."""

from typing import Any, ClassVar

from django.db import migrations, models

_TABLE, _WORDS = "kejian_blind_judgment", "what was said in a blind review is never changed"
_SQLITE = [
    f"""CREATE TRIGGER {_TABLE}_no_{event.lower()} BEFORE {event} ON {_TABLE}
    BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"""
    for event in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {_TABLE}_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{_WORDS}'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER {_TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()""",
]
_KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _to(model: str, related: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(on_delete=models.deletion.PROTECT, related_name=related, to=f"kejian.{model}")


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0011_slots")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="BlindReview",
            fields=[
                _KEY,
                ("who", models.TextField()),
                ("sample", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("finished", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "kejian_blind_review",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["who"],
                        condition=models.Q(finished__isnull=True),
                        name="kejian_blind_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlindFact",
            fields=[
                _KEY,
                ("review", _to("blindreview", "facts")),
                ("statement", _to("statement", "+")),
                ("decision", _to("decision", "+")),
            ],
            options={
                "db_table": "kejian_blind_fact",
                "constraints": [
                    models.UniqueConstraint(fields=["review", "statement"], name="kejian_blind_fact_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BlindJudgment",
            fields=[
                _KEY,
                ("fact", _to("blindfact", "judgments")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("confirm", "Confirm"), ("reject", "Reject"), ("correct", "Correct")],
                        max_length=8,
                    ),
                ),
                ("expected", models.TextField()),
                ("correction", models.TextField(default="{}")),
                ("quote", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "kejian_blind_judgment"},
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]

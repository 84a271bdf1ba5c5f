"""The roles as groups, and an audit log that the database itself keeps from being changed."""

from typing import Any

from django.db import migrations

_ROLES = ("reader", "reviewer", "editor", "administrator")

_SQLITE = [
    f"""CREATE TRIGGER workbench_audit_no_{event.lower()} BEFORE {event} ON workbench_audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"""
    for event in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION workbench_append_only() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER workbench_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON workbench_audit
    FOR EACH STATEMENT EXECUTE FUNCTION workbench_append_only()""",
]


def make_roles(apps: Any, schema_editor: Any) -> None:
    group = apps.get_model("auth", "Group")
    alias = schema_editor.connection.alias
    for name in _ROLES:
        group.objects.using(alias).get_or_create(name=name)


def protect(apps: Any, schema_editor: Any) -> None:
    statements = _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("workbench", "0001_tables"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]

"""Blind reviews are in the base now (its migration 0013 has brought them there), and in its backups."""

from typing import Any, ClassVar

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS workbench_blind_append_only()")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("workbench", "0005_blind"), ("kejian", "0013_blind_kept")]
    operations: ClassVar = [
        migrations.DeleteModel(name="BlindJudgment"),
        migrations.DeleteModel(name="BlindReview"),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]

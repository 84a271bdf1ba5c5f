"""The full-text index, which each database makes in its own way."""

from django.db import migrations

from kejian.base import index


class Migration(migrations.Migration):
    dependencies = [("kejian", "0001_tables")]
    operations = [
        migrations.RunPython(
            lambda _apps, editor: index.create(editor.connection),
            lambda _apps, editor: index.drop(editor.connection),
        )
    ]

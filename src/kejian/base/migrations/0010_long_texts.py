"""PostgreSQL keeps texts as they are: unpacking a megabyte takes longer than all else of a page on it.

And an index of the years that works report on, of which questions ask for the last.
"""

from typing import Any, ClassVar

from django.db import migrations, models

_LONG = 2**16  # bytes; of shorter ones, those that are there already stay packed


def _unpacked(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE kejian_document ALTER COLUMN text SET STORAGE EXTERNAL")
        editor.execute("UPDATE kejian_document SET text = text || '' WHERE octet_length(text) > %s", [_LONG])


def _packed(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE kejian_document ALTER COLUMN text SET STORAGE EXTENDED")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0009_names")]
    operations: ClassVar = [
        migrations.RunPython(_unpacked, _packed),
        migrations.AddIndex(
            model_name="work", index=models.Index(fields=["report_year"], name="kejian_work_year")
        ),
    ]

"""Indexes of findings as lists show and count them, and of series by their names."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0008_lists")]
    operations: ClassVar = [
        migrations.RemoveIndex(model_name="finding", name="kejian_finding_state"),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["state", "rank", "id", "check_name", "severity"], name="kejian_finding_list"
            ),
        ),
        migrations.AddIndex(
            model_name="series",
            index=models.Index(fields=["name", "scope", "-weight", "id"], name="kejian_series_named"),
        ),
    ]

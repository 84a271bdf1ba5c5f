"""An index by which milestones are listed newest first."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0004_findings")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("kind", "milestone"), ("status", "active")),
                fields=["-period_start", "id"],
                name="kejian_statement_timeline",
            ),
        ),
    ]

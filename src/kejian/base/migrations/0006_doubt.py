"""An index by which statements are reviewed: of a kind and role, the least sure first."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0005_timeline")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("status", "active")),
                fields=["kind", "role", "confidence", "id"],
                name="kejian_statement_doubt",
            ),
        ),
    ]

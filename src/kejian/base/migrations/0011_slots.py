"""An index by which the statements of a measure in some periods are read without those of all others."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0010_long_texts")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="placed",
            index=models.Index(fields=["bundle", "scope", "slot"], name="kejian_placed_slot"),
        ),
        migrations.RemoveIndex(model_name="placed", name="kejian_placed_bundle"),
    ]

"""What a finding says as a case with its values, so that it can be told in the reader's language."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0006_doubt")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="finding",
            name="case_name",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="finding",
            name="said",
            field=models.TextField(blank=True, default="{}"),
        ),
    ]

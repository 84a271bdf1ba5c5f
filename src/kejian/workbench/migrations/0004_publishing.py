from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("workbench", "0003_profiles")]

    operations = [
        migrations.CreateModel(
            name="Publishing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.BigIntegerField()),
                ("who", models.TextField()),
                ("address", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("published", models.BigIntegerField(blank=True, null=True)),
                ("error", models.TextField(blank=True, default="")),
                ("hint", models.TextField(blank=True, default="")),
                ("finished", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "workbench_publishing",
                "indexes": [models.Index(fields=["document", "id"], name="workbench_publishing_document")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["document"],
                        condition=Q(state__in=("waiting", "running")),
                        name="workbench_publishing_open",
                    )
                ],
            },
        ),
    ]

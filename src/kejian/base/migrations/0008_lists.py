"""Indexes by which lists and counts read nothing but the index: of milestones, drafts, groups of series."""

from typing import ClassVar

from django.db import migrations, models


def _replaced(old: str, name: str, column: str) -> list[migrations.operations.base.Operation]:
    fields = [column, "scope", "-weight", "id"]
    return [
        migrations.RemoveIndex(model_name="series", name=old),
        migrations.AddIndex(model_name="series", index=models.Index(fields=fields, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("kejian", "0007_finding_cases")]
    operations: ClassVar = [
        migrations.RemoveIndex(model_name="statement", name="kejian_statement_timeline"),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                condition=models.Q(("kind", "milestone"), ("status", "active")),
                fields=[
                    "status",
                    "kind",
                    "-period_start",
                    "id",
                    "period",
                    "period_end",
                    "domain",
                    "work",
                ],
                name="kejian_statement_told",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["document", "status", "kind", "role"], name="kejian_statement_counts"),
        ),
        migrations.AddIndex(
            model_name="work", index=models.Index(fields=["visibility"], name="kejian_work_visibility")
        ),
        *_replaced("kejian_series_force", "kejian_series_by_force", "force"),
        *_replaced("kejian_series_domain", "kejian_series_by_domain", "domain"),
        *_replaced("kejian_series_subject", "kejian_series_of", "subject_key"),
    ]

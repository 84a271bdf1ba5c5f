"""The tables of findings: what the audit says of the base, and decisions on it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kejian", "0003_linking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Audited",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="audited",
                        serialize=False,
                        to="kejian.document",
                    ),
                ),
                ("stamp", models.TextField()),
            ],
            options={
                "db_table": "kejian_audited",
            },
        ),
        migrations.CreateModel(
            name="Unjudged",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "kejian_unjudged",
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("check_name", models.CharField(max_length=16)),
                ("severity", models.CharField(max_length=5)),
                ("rank", models.IntegerField()),
                ("message", models.TextField()),
                ("computed", models.TextField(blank=True, default="")),
                ("passages", models.TextField()),
                ("key", models.BigIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("dismissed", "Dismissed"),
                            ("fixed", "Fixed"),
                            ("gone", "Gone"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="kejian.work",
                    ),
                ),
            ],
            options={
                "db_table": "kejian_finding",
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.document"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.work"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="concerns",
                        to="kejian.finding",
                    ),
                ),
            ],
            options={
                "db_table": "kejian_concern",
            },
        ),
        migrations.CreateModel(
            name="FindingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finding", models.CharField(db_index=True, max_length=16)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("accept", "Accept"),
                            ("dismiss", "Dismiss"),
                            ("fixed", "Fixed"),
                            ("reopen", "Reopen"),
                        ],
                        max_length=7,
                    ),
                ),
                ("about", models.TextField()),
                ("editions", models.TextField(blank=True, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("who", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "kejian_finding_decision",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("who", ""), _negated=True),
                            models.Q(
                                models.Q(("verdict", "dismiss"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="kejian_finding_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("kind", models.CharField(max_length=6)),
                ("data", models.BinaryField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.document"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="kejian.work",
                    ),
                ),
            ],
            options={
                "db_table": "kejian_witness",
            },
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["state", "rank", "id"], name="kejian_finding_state"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["key"], name="kejian_finding_key"),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.UniqueConstraint(fields=("finding", "document"), name="kejian_concern_once"),
        ),
        migrations.AddIndex(
            model_name="witness",
            index=models.Index(fields=["key"], name="kejian_witness_key"),
        ),
    ]

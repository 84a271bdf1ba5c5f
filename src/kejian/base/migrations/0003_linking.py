"""The tables of linking: series, names and things."""

import django.db.models.deletion
from django.db import migrations, models

from kejian.base import names_index


class Migration(migrations.Migration):
    dependencies = [
        ("kejian", "0002_heads"),
        ("kejian", "0002_passage_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
            ],
            options={
                "db_table": "kejian_bundle",
            },
        ),
        migrations.CreateModel(
            name="Linked",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="linked",
                        serialize=False,
                        to="kejian.document",
                    ),
                ),
                ("version", models.TextField()),
                ("loose", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "kejian_linked",
            },
        ),
        migrations.CreateModel(
            name="Dirty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=6)),
                ("key", models.BigIntegerField()),
            ],
            options={
                "db_table": "kejian_dirty",
                "constraints": [models.UniqueConstraint(fields=("what", "key"), name="kejian_dirty_once")],
            },
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.TextField()),
                ("type", models.CharField(max_length=12)),
                ("shown", models.TextField()),
                ("code", models.CharField(blank=True, default="", max_length=18)),
                ("published", models.IntegerField(default=0)),
                ("given", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "kejian_name",
                "constraints": [models.UniqueConstraint(fields=("form", "type"), name="kejian_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Thing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.BigIntegerField(default=0)),
                ("name", models.TextField()),
                ("type", models.CharField(max_length=12)),
                ("code", models.CharField(blank=True, default="", max_length=18)),
                ("words", models.TextField()),
                ("names", models.IntegerField()),
                ("statements", models.IntegerField()),
                ("works", models.IntegerField()),
            ],
            options={
                "db_table": "kejian_thing",
                "indexes": [
                    models.Index(fields=["scope", "-works", "id"], name="kejian_thing_works"),
                    models.Index(fields=["type", "-works"], name="kejian_thing_type"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("same", "Same"),
                            ("different", "Different"),
                            ("name", "Name"),
                            ("withdraw", "Withdraw"),
                        ],
                        max_length=9,
                    ),
                ),
                ("type", models.CharField(max_length=12)),
                ("one", models.TextField()),
                ("other", models.TextField()),
                ("shown", models.TextField(blank=True, default="")),
                ("reason", models.TextField()),
                ("who", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "kejian_thing_decision",
                "indexes": [
                    models.Index(fields=["one"], name="kejian_thing_one"),
                    models.Index(fields=["other"], name="kejian_thing_other"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("who", ""), _negated=True)
                        ),
                        name="kejian_thing_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Together",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.BigIntegerField(default=0)),
                ("sentences", models.IntegerField()),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.name"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.name"
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.work"
                    ),
                ),
            ],
            options={
                "db_table": "kejian_together",
            },
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.FloatField()),
                ("reasons", models.TextField()),
                ("short", models.BigIntegerField(blank=True, null=True)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.name"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.name"
                    ),
                ),
            ],
            options={
                "db_table": "kejian_likeness",
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="kejian_like_once")],
            },
        ),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "name",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="kejian.name"
                    ),
                ),
            ],
            options={
                "db_table": "kejian_name_key",
                "indexes": [models.Index(fields=["key"], name="kejian_name_key_key")],
            },
        ),
        migrations.CreateModel(
            name="Naming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("name", "Name"),
                            ("alias", "Alias"),
                            ("actor", "Actor"),
                            ("object", "Object"),
                            ("subject", "Subject"),
                        ],
                        max_length=7,
                    ),
                ),
                ("scope", models.BigIntegerField(default=0)),
                (
                    "name",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="namings",
                        to="kejian.name",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="namings",
                        to="kejian.statement",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kejian.work"
                    ),
                ),
            ],
            options={
                "db_table": "kejian_naming",
                "constraints": [
                    models.UniqueConstraint(fields=("name", "role", "statement"), name="kejian_naming_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Placed",
            fields=[
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="placed",
                        serialize=False,
                        to="kejian.statement",
                    ),
                ),
                ("scope", models.BigIntegerField(default=0)),
                ("family", models.TextField(blank=True, default="")),
                ("main", models.BooleanField()),
                ("aspect", models.CharField(max_length=6)),
                ("kind", models.CharField(blank=True, default="", max_length=5)),
                ("slot", models.TextField(blank=True, default="")),
                ("slot_end", models.DateField(blank=True, null=True)),
                ("value", models.TextField(blank=True, default="")),
                ("unit", models.TextField(blank=True, default="")),
                ("subject", models.TextField(blank=True, default="")),
                ("score", models.FloatField()),
                ("why", models.TextField()),
                (
                    "bundle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placed",
                        to="kejian.bundle",
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
                "db_table": "kejian_placed",
                "indexes": [
                    models.Index(fields=["bundle", "scope"], name="kejian_placed_bundle"),
                    models.Index(fields=["work"], name="kejian_placed_work"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("family", models.TextField(blank=True, default="")),
                ("scope", models.BigIntegerField(default=0)),
                ("key", models.TextField()),
                ("name", models.TextField()),
                ("name_en", models.TextField(blank=True, default="")),
                ("indicator", models.TextField(blank=True, default="")),
                ("subject", models.TextField()),
                ("subject_key", models.TextField()),
                ("code", models.CharField(blank=True, default="", max_length=6)),
                ("unit", models.TextField(blank=True, default="")),
                ("kind", models.CharField(blank=True, default="", max_length=5)),
                ("accumulation", models.TextField(blank=True, default="")),
                ("domain", models.TextField(blank=True, default="")),
                ("force", models.TextField(blank=True, default="")),
                ("words", models.TextField()),
                ("weight", models.BigIntegerField()),
                ("statements", models.IntegerField()),
                ("levels", models.IntegerField()),
                ("slots", models.IntegerField()),
                ("works", models.IntegerField()),
                ("first_slot", models.TextField(blank=True, default="")),
                ("last_slot", models.TextField(blank=True, default="")),
                ("last_value", models.TextField(blank=True, default="")),
                ("previous_slot", models.TextField(blank=True, default="")),
                ("previous_value", models.TextField(blank=True, default="")),
                ("change", models.TextField(blank=True, default="")),
                ("trend", models.TextField(default="[]")),
                (
                    "bundle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="kejian.bundle"
                    ),
                ),
            ],
            options={
                "db_table": "kejian_series",
                "indexes": [
                    models.Index(fields=["scope", "-weight", "id"], name="kejian_series_weight"),
                    models.Index(fields=["force", "-weight"], name="kejian_series_force"),
                    models.Index(fields=["domain", "-weight"], name="kejian_series_domain"),
                    models.Index(fields=["subject_key", "-weight"], name="kejian_series_subject"),
                ],
                "constraints": [models.UniqueConstraint(fields=("key", "scope"), name="kejian_series_key")],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.BigIntegerField(default=0)),
                ("score", models.FloatField()),
                ("reasons", models.TextField()),
                (
                    "name",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="kejian.name"
                    ),
                ),
                (
                    "thing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="kejian.thing"
                    ),
                ),
            ],
            options={
                "db_table": "kejian_member",
                "constraints": [models.UniqueConstraint(fields=("name", "scope"), name="kejian_member_once")],
            },
        ),
        migrations.RunPython(
            lambda _apps, editor: names_index.create(editor.connection),
            lambda _apps, editor: names_index.drop(editor.connection),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workbench", "0002_roles_and_append_only")]

    operations = [
        migrations.CreateModel(
            name="StoredProfile",
            fields=[
                ("owner", models.CharField(max_length=150, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now=True)),
                ("entered", models.TextField()),
            ],
            options={"db_table": "workbench_profile"},
        ),
        migrations.CreateModel(
            name="KeptResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32, unique=True)),
                ("owner", models.CharField(max_length=150)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("name", models.CharField(max_length=200)),
                ("kept", models.TextField()),
            ],
            options={
                "db_table": "workbench_kept_result",
                "indexes": [models.Index(fields=["owner", "id"], name="workbench_kept_owner")],
            },
        ),
    ]

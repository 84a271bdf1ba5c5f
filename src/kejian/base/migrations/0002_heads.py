from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows of tables are found by the words of their heads; documents read from now on have them."""

    dependencies = [("kejian", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="passage",
            name="heads",
            field=models.TextField(default=""),
        ),
    ]

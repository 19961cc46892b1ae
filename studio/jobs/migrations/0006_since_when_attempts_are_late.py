from django.db import migrations, models
from django.db.models import F


def count_from_when_it_was_sent(apps, schema_editor):
    """As it was counted until now."""
    apps.get_model("jobs", "Attempt").objects.filter(late=True).update(late_at=F("sent_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_attempts_that_come_late"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="late_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(count_from_when_it_was_sent, migrations.RunPython.noop),
    ]

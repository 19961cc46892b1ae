"""The same bytes may be kept once by each person: what others keep to themselves is not seen, and given anew."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_activity_private_projects_and_telling"),
        ("library", "0004_find_and_organise"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="asset",
            name="one_upload_per_content_and_team",
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "upload")),
                fields=("team", "owner", "sha256"),
                name="one_upload_per_content_and_person",
            ),
        ),
    ]

"""Who did what when, in a table that is only added to; projects of one person alone; how people are told of results."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from studio.accounts.append_only import guard


def owners_made_them(apps, schema_editor):
    """Nobody wrote down who had made a project: the team's first owner did, as far as is known."""
    here = schema_editor.connection.alias
    projects = apps.get_model("accounts", "Project").objects.using(here)
    memberships = apps.get_model("accounts", "Membership").objects.using(here)
    for pk, team in projects.filter(made_by=None).values_list("pk", "team"):
        first = memberships.filter(team=team, role="owner").order_by("pk").first()
        projects.filter(pk=pk).update(made_by=first and first.user_id)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_how_the_library_is_drawn"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("team_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("verb", models.CharField(max_length=32)),
                ("kind", models.CharField(blank=True, max_length=16)),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("project_id", models.BigIntegerField(null=True)),
                ("words", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name_plural": "activities",
            },
        ),
        migrations.AddField(
            model_name="project",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="visibility",
            field=models.CharField(
                choices=[("team", "The team"), ("private", "Only me")], default="team", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="digest",
            field=models.CharField(
                choices=[("never", "Never"), ("daily", "Once a day, where something has ended")],
                default="never",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="digest_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="hears_results",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="notified",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("visibility", "team"),
                    models.Q(("made_by__isnull", False), ("visibility", "private")),
                    _connector="OR",
                ),
                name="private_project_is_somebodys",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["team_id", "-id"], name="activity_newest_of_team"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["team_id", "person_id", "-id"], name="activity_newest_of_person"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["team_id", "verb", "-id"], name="activity_newest_of_verb"),
        ),
        migrations.RunPython(*guard("accounts_activity")),
        migrations.RunPython(owners_made_them, migrations.RunPython.noop),
    ]

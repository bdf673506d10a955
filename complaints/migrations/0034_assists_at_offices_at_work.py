"""Offices at work get the mark that a new one is set up with."""

from django.db import migrations

OFFICES = ("enforcement_team", "safety")


def mark(apps, schema_editor):
    categories = apps.get_model("complaints", "Category").objects.using(
        schema_editor.connection.alias
    )
    categories.filter(office_key__in=OFFICES).update(community_assists=True)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0033_community_assists")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]

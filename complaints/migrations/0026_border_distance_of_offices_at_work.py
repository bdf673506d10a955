"""An office that is at work already gets the number that a new one is set up with."""

from datetime import date

from django.db import migrations


def add_it(apps, schema_editor):
    parameters = apps.get_model("complaints", "Parameter").objects.using(
        schema_editor.connection.alias
    )
    if parameters.exists():
        parameters.get_or_create(
            key="border_distance",
            since=date(2023, 1, 1),
            defaults={
                "amount": 50, "unit": "metres", "source": "未见公开规定，本系统默认值",
                "is_ours": True,
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("complaints", "0025_border_parameter")]

    operations = [migrations.RunPython(add_it, migrations.RunPython.noop)]

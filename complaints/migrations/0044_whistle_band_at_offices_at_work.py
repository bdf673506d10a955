"""Offices at work get what a new one is set up with."""

from datetime import date

from django.db import migrations

PARAMETERS = (
    ("whistle_band", 2, "times", "2018年报道：吹哨不宜过少也不宜过多；两个标准差为本系统默认值"),
)


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    parameters = apps.get_model("complaints", "Parameter").objects.using(alias)
    if not parameters.exists():
        return
    for key, amount, unit, source in PARAMETERS:
        parameters.get_or_create(
            key=key,
            since=date(2023, 1, 1),
            defaults={"amount": amount, "unit": unit, "is_ours": True, "source": source},
        )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0043_whistle_band")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]

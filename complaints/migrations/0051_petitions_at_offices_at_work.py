"""Offices at work get what a new one is set up with."""

from datetime import date

from django.db import migrations

PARAMETERS = (
    ("petition_register", 15, "days", "《信访工作条例》（2022-02-25）"),
    ("petition_inform", 15, "days", "《信访工作条例》（2022-02-25）"),
    ("petition_object", 5, "days", "《信访工作条例》（2022-02-25）"),
    ("petition_finish", 60, "days", "《信访工作条例》（2022-02-25）"),
    ("petition_extend", 30, "days", "《信访工作条例》（2022-02-25）"),
    ("petition_review", 30, "days", "《信访工作条例》（2022-02-25）"),
    ("petition_rereview", 30, "days", "《信访工作条例》（2022-02-25）"),
)


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    parameters = apps.get_model("complaints", "Parameter").objects.using(alias)
    if not parameters.exists():
        return
    for key, amount, unit, source in PARAMETERS:
        parameters.get_or_create(
            key=key,
            since=date(2022, 5, 1),
            defaults={"amount": amount, "unit": unit, "is_ours": False, "source": source},
        )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0050_petition_limits")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]

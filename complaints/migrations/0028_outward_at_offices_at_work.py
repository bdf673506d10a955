"""Offices at work get the numbers a new one is set up with; what they were told before stays in."""

from datetime import date

from django.db import migrations
from django.db.models import F

NUMBERS = (
    ("notice_delay", 15, "seconds", "未见公开规定，本系统默认值（比撤销时间长）"),
    ("notice_digest", 480, "minutes", "未见公开规定，本系统默认值"),
    ("notice_stale", 120, "minutes", "未见公开规定，本系统默认值"),
)


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    notices = apps.get_model("complaints", "Notice").objects.using(alias)
    notices.filter(gathered_at=None).update(gathered_at=F("made_at"))
    parameters = apps.get_model("complaints", "Parameter").objects.using(alias)
    if not parameters.exists():
        return
    for key, amount, unit, source in NUMBERS:
        parameters.get_or_create(
            key=key,
            since=date(2023, 1, 1),
            defaults={"amount": amount, "unit": unit, "source": source, "is_ours": True},
        )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0027_outward_messages")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]

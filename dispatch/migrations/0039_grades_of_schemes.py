"""Offices at work get the grades that new ones begin with; their ranks stay as they are."""

from decimal import Decimal
from typing import Any

from django.db import migrations

BANDS = (
    ("优秀", "Excellent", Decimal(95)),
    ("良好", "Good", Decimal(90)),
    ("达标", "Fair", Decimal(80)),
    ("待提升", "To improve", Decimal(0)),
)


def grade(apps: Any, _schema: Any) -> None:
    band = apps.get_model("dispatch", "GradeBand")
    for scheme in apps.get_model("dispatch", "ScoringScheme").objects.all():
        band.objects.bulk_create(
            band(scheme=scheme, name=name, name_en=name_en, least=least)
            for name, name_en, least in BANDS
        )


class Migration(migrations.Migration):
    dependencies = (("dispatch", "0038_grades_and_classes"),)

    operations = (migrations.RunPython(grade, migrations.RunPython.noop),)

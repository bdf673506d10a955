"""The kinds of the catalogue that come with the program and are about things, as newly laid ones."""

from typing import Any

from django.db import migrations

TOLD = (
    "010101 010102 010103 010104 010106 010201 010202 010203 010204 010205 010301 "
    "010302 010304 010401 010402 010404 010501 010502 010503 010504 010505 010506 "
    "010703 020403 020404 030103 030104 030301 030302 030303 040301 040302 040303 "
    "040304 040602 050101 050102 050103 050104 050105 050106 050201 050202 "
    "050204 050501 050502 050504 050601 050602 050603 050604 070201 070202 "
    "070203 070204 070401 070402 070403 080301 080302 080304 "
)


def tell(apps: Any, _schema_editor: Any) -> None:
    """Rows of the office's own stay as they are."""
    apps.get_model("complaints", "Category").objects.filter(code__in=TOLD.split()).update(
        is_told_nearby=True
    )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0014_told_nearby")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]

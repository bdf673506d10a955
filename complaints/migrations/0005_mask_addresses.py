"""Addresses kept before they were masked are masked, and found by the masked words from now on."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from complaints.kernels.bigrams import bigrams
from complaints.kernels.masking import mask

BATCH = 1000


def mask_kept(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    complaints = apps.get_model("complaints", "Complaint").objects
    texts = apps.get_model("complaints", "SearchText").objects
    rows = complaints.exclude(address="").filter(redacted_address="").only("redacted_text", "address")
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        found = []
        for row in batch:
            row.redacted_address = mask(row.address)[:400]
            if row.redacted_address != row.address:
                words = f"{row.redacted_text} {row.redacted_address}"
                found.append(texts.model(complaint_id=row.pk, bigrams=" ".join(bigrams(words))))
        complaints.bulk_update(batch, ["redacted_address"])
        texts.bulk_update(found, ["bigrams"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("complaints", "0004_redacted_address")]

    operations = [migrations.RunPython(mask_kept, migrations.RunPython.noop)]

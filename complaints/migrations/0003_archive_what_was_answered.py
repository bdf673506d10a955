"""What was answered at once is archived without ever having been dispatched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_search_index")]

    operations = [
        migrations.RemoveConstraint("complaint", "complaint_checked_before_dispatch"),
        migrations.AddConstraint(
            "complaint",
            models.CheckConstraint(
                condition=models.Q(status__in=("received", "answered", "archived"))
                | models.Q(is_redaction_confirmed=True),
                name="complaint_checked_before_dispatch",
            ),
        ),
    ]

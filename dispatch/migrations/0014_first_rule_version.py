"""The rules there are become the first version, live from their first day."""

from datetime import datetime, time
from typing import Any

from django.db import migrations
from django.utils import timezone


def gather(apps: Any, _editor: Any) -> None:
    rules = apps.get_model("dispatch", "RoutingRule").objects
    first = rules.order_by("since").values_list("since", flat=True).first()
    if first is None:
        return
    now = timezone.now()
    version = apps.get_model("dispatch", "RuleSet").objects.create(
        name="初始规则",
        made_at=now,
        published_at=now,
        live_from=timezone.make_aware(datetime.combine(first, time())),
    )
    rules.update(rule_set=version)


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0013_rule_versions")]
    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]

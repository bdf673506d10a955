"""One complaint to several units at once (双派单): all of them are asked, or none is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from complaints.models import By
from dispatch.actions.assignments import Order, dispatch_complaint
from dispatch.models import Assignment


def dispatch_jointly(
    key: int,
    *,
    by: By,
    orders: Sequence[Order],
    version: int | None = None,
    at: datetime | None = None,
) -> list[Assignment]:
    """Ask each unit at the same instant; `version` is the one the dispatcher read."""
    at = at or timezone.now()
    with transaction.atomic():
        first, *others = orders
        asked = [dispatch_complaint(key, by=by, order=first, version=version, at=at)]
        asked += [dispatch_complaint(key, by=by, order=order, at=at) for order in others]
    return asked

"""The shelf's day has come: the office is told, once for each day that was set."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from complaints.models import Actor, NoticeCode
from dispatch.actions.telling import tell_office
from dispatch.models import Ask


def tell_of_reviews(*, at: datetime | None = None, most: int = 500) -> int:
    """Tell who looks after the shelf; may run twice, and after a dead day tells each once."""
    at = at or timezone.now()
    due = Ask.objects.to_review(timezone.localdate(at)).order_by("review_on", "pk")
    told = 0
    for key in list(due.values_list("pk", flat=True)[:most]):
        told += _tell(key, at=at)
    return told


def _tell(key: int, *, at: datetime) -> bool:
    with transaction.atomic():
        rows = Ask.objects.select_for_update(of=("self",)).to_review(timezone.localdate(at))
        row = (
            rows.select_related("assignment__complaint", "assignment__organisation")
            .filter(pk=key)
            .first()
        )
        if row is None:
            return False
        row.told_review_on = row.review_on
        row.save(update_fields=["told_review_on"])
        branch = row.assignment
        tell_office(
            branch.complaint, NoticeCode.SHELF_REVIEW, by=Actor.MACHINE, at=at, branch=branch
        )
        return True

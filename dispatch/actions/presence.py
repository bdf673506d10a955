"""Being at a complaint: one row written over and over, no event, nothing kept."""

from datetime import datetime, timedelta

from django.utils import timezone

from complaints.models import Complaint, Holding, User
from dispatch.models import Presence
from dispatch.permissions import unit_of, writes_for_the_office

KEPT = timedelta(minutes=10)
WRITTEN = ("organisation", "is_office", "is_writing", "seen_at")


def be_here(
    complaint: Complaint, *, by: User, is_writing: bool, at: datetime | None = None
) -> None:
    """He has the page open; the complaint was found by his sight. Nothing hangs on this row, so it
    locks nothing: two beats at once are one row, the later one's."""
    row = Presence(
        complaint=complaint, user=by, is_writing=is_writing, seen_at=at or timezone.now()
    )
    row.is_office = writes_for_the_office(by, complaint)
    if not row.is_office:
        held = Holding.objects.filter(complaint=complaint, until__isnull=True)
        row.organisation_id = unit_of(by, list(held.values_list("organisation_id", flat=True)))
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["complaint", "user"], update_fields=WRITTEN
    )


def forget_presence(*, at: datetime | None = None) -> int:
    """Drop who left long ago."""
    at = at or timezone.now()
    dropped, _by_model = Presence.objects.filter(seen_at__lt=at - KEPT).delete()
    return dropped

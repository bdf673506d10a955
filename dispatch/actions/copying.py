"""A copy to the district of what went directly to the street (条例 Art. 12)."""

from datetime import datetime

from django.utils import timezone

from complaints.actions.history import record
from complaints.actions.holdings import take_hold
from complaints.actions.notices import tell_of_complaint
from complaints.models import By, Complaint, Holding, NoticeCode
from dispatch.selectors.consultations import coordinator_of
from dispatch.selectors.receivers import people_of_district


def copy_to_district(complaint: Complaint, *, by: By, at: datetime) -> None:
    """The district's coordinating body has it to look at, once; it acts on nothing. A secret one
    is copied to nobody. The complaint is locked."""
    today = timezone.localdate(at)
    body = coordinator_of(complaint, on=today)
    if body is None or complaint.is_secret:
        return
    held = Holding.objects.filter(complaint=complaint, organisation=body, until__isnull=True)
    if held.exists():
        return
    take_hold(complaint, body.pk, role=Holding.Role.COPY, at=at)
    record(complaint, "copy", by=by, at=at, facts={"unit": body.code})
    people = people_of_district(complaint, on=today)
    tell_of_complaint(people, NoticeCode.COPIED, complaint, by=by, at=at)

"""A slip of the hand, taken back within seconds: both steps stand in the history."""

from datetime import timedelta

from complaints.demo.people import COMMUNITY
from complaints.models import Complaint, ComplaintEvent, OrganisationKind, User
from dispatch.actions.assignments import Order, dispatch_complaint
from dispatch.actions.undoing import undo_step
from dispatch.demo.office import Office
from dispatch.selectors.choices import units_to_ask

_WHY = "看错了街道的分工"


def slips(office: Office) -> None:
    """The newest that waits for dispatch went to the wrong unit a quarter of an hour ago."""
    waiting = Complaint.objects.with_place().in_status("received").filter(is_secret=False)
    complaint = waiting.filter(community__code=COMMUNITY).order_by("-received_at").first()
    if complaint is None:
        return
    wrong = [one for one in units_to_ask(complaint) if one.kind == OrganisationKind.OFFICE]
    at = max(office.at - timedelta(minutes=15), complaint.received_at + timedelta(minutes=1))
    by = User.objects.get(pk=office.staff.triage[complaint.subdistrict_id or 0].pk)
    order = Order(
        organisation_id=wrong[-1].pk,
        override_reason=_WHY,
        redacted_text=complaint.redacted_text,
    )
    dispatch_complaint(complaint.pk, by=by, order=order, at=at)
    step = ComplaintEvent.objects.filter(complaint=complaint, verb="dispatch").latest("pk")
    undo_step(step.pk, by=by, at=at + timedelta(seconds=6))

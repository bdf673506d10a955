"""Who holds a complaint: taken and released in the transaction of the verb that causes it."""

from datetime import datetime

from complaints.models import Complaint, Holding, User


def take_hold(
    complaint: Complaint,
    organisation_id: int,
    *,
    role: str,
    at: datetime,
    person: User | None = None,
) -> Holding:
    """An organisation holds the complaint from `at` on."""
    return Holding.objects.create(
        complaint=complaint,
        organisation_id=organisation_id,
        role=role,
        person=person,
        since=at,
    )


def release_hold(complaint: Complaint, organisation_id: int, *, at: datetime) -> None:
    """It holds it no longer, and loses sight at once."""
    Holding.objects.filter(
        complaint=complaint, organisation_id=organisation_id, until__isnull=True
    ).update(until=at)

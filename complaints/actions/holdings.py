"""Who holds a complaint: taken and released in the transaction of the verb that causes it."""

from datetime import datetime

from django.db.models import QuerySet

from complaints.models import Complaint, Holding, User


def take_hold(
    complaint: Complaint,
    organisation_id: int,
    *,
    role: str,
    at: datetime,
    person: User | None = None,
) -> Holding:
    """An organisation holds the complaint from `at` on; one that only kept a copy acts now."""
    copies = _held(complaint).filter(organisation_id=organisation_id, role=Holding.Role.COPY)
    copies.update(until=at)
    return Holding.objects.create(
        complaint=complaint,
        organisation_id=organisation_id,
        role=role,
        person=person,
        since=at,
    )


def release_hold(complaint: Complaint, organisation_id: int, *, at: datetime) -> None:
    """It holds it no longer, and loses sight at once."""
    _held(complaint).filter(organisation_id=organisation_id).update(until=at)


def give_up_hold(
    complaint: Complaint, organisation_id: int, *, taken_at: datetime, at: datetime
) -> None:
    """It should never have held it: what it saw before, as a copy, it sees again."""
    release_hold(complaint, organisation_id, at=at)
    ended = Holding.objects.filter(complaint=complaint, until=taken_at)
    _hold_again(ended.filter(organisation_id=organisation_id, role=Holding.Role.COPY), at=at)


def hold_again(complaint: Complaint, *, released_at: datetime, at: datetime) -> None:
    """All who held it until `released_at` hold it as they did."""
    _hold_again(Holding.objects.filter(complaint=complaint, until=released_at), at=at)


def release_all(complaint: Complaint, *, at: datetime) -> None:
    """Nobody holds it any longer."""
    _held(complaint).update(until=at)


def keep_copies(complaint: Complaint, *, at: datetime) -> None:
    """Whoever acted on it sees it still, and acts no longer. A secret one is out of sight: it was
    shown to one named person for his work, and the work is over."""
    acted = list(_held(complaint).exclude(role=Holding.Role.COPY))
    _held(complaint).filter(pk__in=[one.pk for one in acted]).update(until=at)
    if not complaint.is_secret:
        Holding.objects.bulk_create(
            Holding(
                complaint=complaint,
                organisation_id=one.organisation_id,
                role=Holding.Role.COPY,
                since=at,
            )
            for one in acted
        )


def _held(complaint: Complaint) -> QuerySet[Holding]:
    return Holding.objects.filter(complaint=complaint, until__isnull=True)


def _hold_again(ended: QuerySet[Holding], *, at: datetime) -> None:
    Holding.objects.bulk_create(
        Holding(
            complaint=one.complaint,
            organisation_id=one.organisation_id,
            role=one.role,
            person_id=one.person_id,
            since=at,
        )
        for one in ended
    )

"""Telling people, in the transaction of what they are told of; and that they have read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from complaints.models import By, Complaint, Notice, NoticeCode, User
from complaints.selectors.receivers import people_of_holders


def tell(
    people: Iterable[int],
    code: str,
    *,
    complaint: Complaint | None,
    url: str,
    at: datetime,
    facts: Mapping[str, str] | None = None,
    by: By,
) -> list[Notice]:
    """A row for each of `people` (keys), once; who did it himself needs no telling."""
    keys = sorted(set(people) - ({by.pk} if isinstance(by, User) else set()))
    rows = [
        Notice(
            recipient_id=key, code=code, complaint=complaint, url=url, made_at=at,
            facts=dict(facts or {}),
        )
        for key in keys
    ]  # fmt: skip
    return Notice.objects.bulk_create(rows)


def tell_of_complaint(
    people: Iterable[int],
    code: NoticeCode,
    complaint: Complaint,
    *,
    by: By,
    at: datetime,
    facts: Mapping[str, str] | None = None,
    part: str = "",
) -> list[Notice]:
    """The same, leading to the page where staff work on it, or to a part of that page."""
    url = reverse("office-ticket", args=[complaint.number]) + (f"#{part}" if part else "")
    known = {"number": complaint.number, **(facts or {})}
    return tell(people, code, complaint=complaint, url=url, at=at, facts=known, by=by)


def tell_holders(complaint: Complaint, code: NoticeCode, *, by: By, at: datetime) -> None:
    """The people of every unit that holds it, or the one named there."""
    people = people_of_holders(complaint, on=timezone.localdate(at))
    tell_of_complaint(people, code, complaint, by=by, at=at)


def tell_of_its_end(complaint: Complaint, *, by: By, at: datetime) -> None:
    """Those who hold it, before they lose sight of it: the row tells its number and leads to what
    else they have to do."""
    people = people_of_holders(complaint, on=timezone.localdate(at))
    facts = {"number": complaint.number}
    where = reverse("office")
    tell(people, NoticeCode.WITHDRAWN, complaint=None, url=where, at=at, facts=facts, by=by)


def read_notices(*, by: User, keys: Iterable[int] | None = None, at: datetime | None = None) -> int:
    """Mark one's own as read, all of them where none is named; returns how many were not before."""
    at = at or timezone.now()
    rows = Notice.objects.filter(recipient=by, made_at__lte=at).unread()
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    return rows.update(read_at=at)

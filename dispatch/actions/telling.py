"""Who is told at each hand-over; the verbs call these inside their own transactions."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from complaints.actions.notices import tell_of_complaint
from complaints.models import By, Complaint, NoticeCode
from dispatch.models import Ask, Assignment
from dispatch.selectors.receivers import (
    people_of_district,
    people_of_lead,
    people_of_office,
    people_of_unit,
    who_calls_back,
)


def tell_unit(branch: Assignment, code: NoticeCode, *, by: By, at: datetime) -> None:
    """The people of its unit."""
    people = people_of_unit(branch, on=timezone.localdate(at))
    _tell(people, code, branch.complaint, by=by, at=at, branch=branch)


def tell_lead(branch: Assignment, code: NoticeCode, *, by: By, at: datetime) -> None:
    """The people of the unit that leads, of what one beside it did."""
    people = people_of_lead(branch.complaint, on=timezone.localdate(at))
    _tell(people, code, branch.complaint, by=by, at=at, branch=branch)


def tell_office(
    complaint: Complaint,
    code: NoticeCode,
    *,
    by: By,
    at: datetime,
    branch: Assignment | None = None,
) -> None:
    """The street's office: who dispatched the branch, or everybody who could."""
    first = branch.dispatched_by_id if branch else None
    people = people_of_office(complaint, on=timezone.localdate(at), first=first)
    _tell(people, code, complaint, by=by, at=at, branch=branch)


def tell_callers(branch: Assignment, *, at: datetime, by: By) -> None:
    """Who is to call back."""
    people = who_calls_back(branch, on=timezone.localdate(at))
    _tell(people, NoticeCode.CALLBACK, branch.complaint, by=by, at=at, branch=branch)


def tell_district(branch: Assignment, code: NoticeCode, *, by: By, at: datetime) -> None:
    """Who decides for the district."""
    people = people_of_district(branch.complaint, on=timezone.localdate(at))
    _tell(people, code, branch.complaint, by=by, at=at, branch=branch)


def tell_deciders(ask: Ask, *, by: By, at: datetime) -> None:
    """Who decides on what was asked: on the shelf the district, on all else the office."""
    if ask.kind == Ask.Kind.SHELF:
        tell_district(ask.assignment, NoticeCode.ASKED, by=by, at=at)
    else:
        tell_office(ask.assignment.complaint, NoticeCode.ASKED, by=by, at=at, branch=ask.assignment)


def tell_person(key: int, code: NoticeCode, complaint: Complaint, *, by: By, at: datetime) -> None:
    """One person, because of what he did before."""
    _tell([key], code, complaint, by=by, at=at, branch=None)


def _tell(
    people: Iterable[int],
    code: NoticeCode,
    complaint: Complaint,
    *,
    by: By,
    at: datetime,
    branch: Assignment | None,
) -> None:
    facts = {}
    if branch is not None:
        due = branch.feedback_due_at.isoformat()
        facts = {"unit": branch.organisation.name, "due": due}
    tell_of_complaint(people, code, complaint, by=by, at=at, facts=facts)

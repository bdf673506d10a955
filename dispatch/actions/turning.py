"""A caller takes it back or has it taken up again, while units are or were at work on it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.following_up import (
    Opinion,
    may_speak_for_the_caller,
    rate_complaint,
)
from complaints.actions.history import lock_complaint, lock_with_members
from complaints.actions.notices import tell_of_its_end
from complaints.actions.reopening import check_reopenable, mark_withdrawn, reopen_complaint
from complaints.errors import Invalid
from complaints.models import By, Complaint, NoticeCode, Rating
from dispatch.actions.callbacks import take_rating
from dispatch.actions.merging import hand_on_lead
from dispatch.actions.moving import move_branch
from dispatch.actions.telling import tell_office
from dispatch.models import Assignment
from dispatch.querysets import AssignmentQuerySet
from dispatch.states import BranchVerb


def withdraw_complaint(key: int, *, by: By, reason: str, at: datetime | None = None) -> Complaint:
    """The units' part ends with it, at whatever step it stands."""
    at = at or timezone.now()
    with transaction.atomic():
        lock_with_members(key)
        complaint = lock_complaint(key, by=by)
        may_speak_for_the_caller(by, complaint)
        hand_on_lead(complaint, by=by, at=at)
        tell_of_its_end(complaint, by=by, at=at)
        for branch in Assignment.objects.open().filter(complaint=complaint).order_by("pk"):
            branch.complaint = complaint
            move_branch(branch, BranchVerb.WITHDRAW, by=by, at=at, withdrawn_at=at)
        return mark_withdrawn(key, by=by, reason=reason, at=at)


def rate_and_settle(key: int, *, by: By, opinion: Opinion, at: datetime | None = None) -> Rating:
    """Keep the caller's answers; a callback that is open takes them at once, one that is not opens
    with them when the limit has passed."""
    at = at or timezone.now()
    with transaction.atomic():
        rating = rate_complaint(key, by=by, opinion=opinion, at=at)
        for branch in _branches(rating.complaint).filter(callback__status="open"):
            take_rating(branch.pk, by=by, at=at)
    return rating


def rate_and_reopen(key: int, *, by: By, opinion: Opinion, at: datetime | None = None) -> Complaint:
    """Not solved, and to be taken up again for what the caller says beside his answers."""
    at = at or timezone.now()
    with transaction.atomic():
        rate_and_settle(key, by=by, opinion=opinion, at=at)
        return reopen(key, by=by, reason=opinion.words, at=at)


def reopen(key: int, *, by: By, reason: str, at: datetime | None = None) -> Complaint:
    """Take it up again. What was done is judged first: by the callback that was made, or by the
    caller's own rating; nothing is reopened past a judgement."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        may_speak_for_the_caller(by, complaint)
        check_reopenable(complaint, at=at)
        unjudged = list(_branches(complaint).exclude(callback__status="done"))
        if unjudged and not complaint.ratings.filter(round=complaint.round).exists():
            raise Invalid(_("请先评价这一次的办理，再要求重新办理。"), field="satisfaction")
        for branch in unjudged:
            take_rating(branch.pk, by=by, at=at)
        complaint = reopen_complaint(key, by=by, reason=reason, at=at)
        tell_office(complaint, NoticeCode.REOPENED, by=by, at=at)
    return complaint


def _branches(complaint: Complaint) -> AssignmentQuerySet:
    return (
        Assignment.objects.live().filter(complaint=complaint, round=complaint.round).order_by("pk")
    )

"""Callbacks: opened when the limit has passed, tried, answered in three parts, closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.life import mark_callback_open
from complaints.errors import Conflict, Invalid, NotFound
from complaints.models import Actor, By, Rating, User
from dispatch.actions.history import lock_assignment, record_branch
from dispatch.actions.settling import settle
from dispatch.actions.telling import tell_callers
from dispatch.models import Assignment, Callback, CallbackAttempt
from dispatch.permissions import can_call_back

GROUND_OF_OUTCOME = {
    CallbackAttempt.Outcome.NO_ANSWER: Callback.InvalidGround.UNREACHABLE,
    CallbackAttempt.Outcome.REFUSED: Callback.InvalidGround.REFUSED,
    CallbackAttempt.Outcome.WRONG_NUMBER: Callback.InvalidGround.WRONG_NUMBER,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What the caller said, three things apart."""

    contacted: bool
    resolved: bool
    satisfaction: str
    note: str = ""


def open_callback(
    key: int, *, by: By = Actor.MACHINE, at: datetime | None = None
) -> Callback | None:
    """Open a branch's callback once; None where it is open already or is not due."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment = lock_assignment(key, by=by)
        if not Assignment.objects.awaiting_callback(at).filter(pk=key).exists():
            return None
        callback = _opened(assignment, by=by, at=at)
        rating = _rating_of(assignment)
        if rating is not None:
            callback = _answered(callback, rating, at=at)
        else:
            tell_callers(assignment, by=by, at=at)
    return callback


def take_rating(key: int, *, by: By, at: datetime | None = None) -> Callback:
    """The caller's own rating stands for the answers of the branch's callback, opened for it where
    it was not open yet."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment = lock_assignment(key, by=by)
        rating = _rating_of(assignment)
        if rating is None:
            raise NotFound(_("诉求人还没有评价。"))
        callback = Callback.objects.filter(assignment=assignment).first()
        if callback is None:
            callback = _opened(assignment, by=by, at=at)
        if callback.status != Callback.Status.OPEN:
            raise Conflict(_("这次回访已经完成。"))
        return _answered(callback, rating, at=at)


def record_callback_attempt(
    key: int, *, by: By, outcome: str, note: str = "", at: datetime | None = None
) -> CallbackAttempt:
    """A try that brought no answers; it is kept and the callback stays open."""
    at = at or timezone.now()
    with transaction.atomic():
        callback = _locked(key, by=by)
        attempt = CallbackAttempt.objects.create(
            callback=callback, outcome=outcome, note=note.strip()[:300], at=at,
            by=by if isinstance(by, User) else None,
        )  # fmt: skip
        branch = callback.assignment
        facts = {"outcome": outcome}
        record_branch(branch, "try_callback", by=by, at=at, from_status=branch.status, facts=facts)
    return attempt


def complete_callback(
    key: int, *, by: By, answers: Answers, at: datetime | None = None
) -> Callback:
    """The caller was reached and gave all three answers."""
    at = at or timezone.now()
    if answers.satisfaction not in Callback.Satisfaction.values:
        raise Invalid(_("请选择满意、基本满意或不满意。"), field="satisfaction")
    with transaction.atomic():
        callback = _locked(key, by=by)
        CallbackAttempt.objects.create(
            callback=callback, outcome=CallbackAttempt.Outcome.REACHED, at=at,
            by=by if isinstance(by, User) else None,
        )  # fmt: skip
        callback.is_valid = True
        callback.contacted = answers.contacted
        callback.resolved = answers.resolved
        callback.satisfaction = answers.satisfaction
        callback.note = answers.note.strip()[:500]
        return _close(callback, by=by, at=at)


def close_callback_invalid(
    key: int, *, by: By, ground: str, at: datetime | None = None
) -> Callback:
    """No answers are to be had; kept as invalid, with a ground that a recorded try bears out."""
    at = at or timezone.now()
    if ground not in Callback.InvalidGround.values:
        raise Invalid(_("请选择无效回访的原因。"), field="ground")
    with transaction.atomic():
        callback = _locked(key, by=by)
        tried = set(callback.attempts.values_list("outcome", flat=True))
        is_anonymous = callback.assignment.complaint.is_anonymous
        if ground not in grounds_borne_out(tried, is_anonymous=is_anonymous):
            raise Invalid(_("回访记录中没有与此原因相符的尝试，请先记录。"), field="ground")
        callback.is_valid = False
        callback.invalid_ground = ground
        return _close(callback, by=by, at=at)


def grounds_borne_out(tried: Iterable[str], *, is_anonymous: bool) -> set[str]:
    """The grounds that recorded tries, or a caller without contact, allow."""
    known = set(tried)
    borne_out = {ground.value for o, ground in GROUND_OF_OUTCOME.items() if o.value in known}
    return borne_out | {Callback.InvalidGround.NO_CONTACT.value} if is_anonymous else borne_out


def _opened(assignment: Assignment, *, by: By, at: datetime) -> Callback:
    callback = Callback.objects.create(assignment=assignment, opened_at=at)
    record_branch(assignment, "open_callback", by=by, at=at, from_status=assignment.status)
    # Settling reads the complaint as it stands now.
    assignment.complaint = mark_callback_open(assignment.complaint_id, by=by, at=at)
    return callback


def _rating_of(assignment: Assignment) -> Rating | None:
    return Rating.objects.filter(
        complaint_id=assignment.complaint_id, round=assignment.round
    ).first()


def _answered(callback: Callback, rating: Rating, *, at: datetime) -> Callback:
    callback.channel = Callback.Channel.PAGE
    callback.is_valid = True
    callback.contacted, callback.resolved = rating.contacted, rating.resolved
    callback.satisfaction, callback.note = rating.satisfaction, rating.words
    # Whoever gave the rating answers, whoever set the step off.
    return _close(callback, by=rating.by or Actor(rating.actor), at=at)


def _locked(key: int, *, by: By) -> Callback:
    found = Callback.objects.filter(pk=key).values_list("assignment_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这次回访，或不在您的查看范围内。"))
    assignment = lock_assignment(found, by=by, may=can_call_back)
    callback = Callback.objects.select_for_update(of=("self",)).get(pk=key)
    callback.assignment = assignment
    if callback.status != Callback.Status.OPEN:
        raise Conflict(_("这次回访已经完成。"))
    return callback


def _close(callback: Callback, *, by: By, at: datetime) -> Callback:
    callback.status = Callback.Status.DONE
    callback.completed_at = at
    callback.by = by if isinstance(by, User) else None
    callback.save()
    branch = callback.assignment
    facts = {"valid": callback.is_valid, "ground": callback.invalid_ground}
    record_branch(branch, "complete_callback", by=by, at=at, from_status=branch.status, facts=facts)
    settle(branch.complaint, by=by, at=at)
    return callback

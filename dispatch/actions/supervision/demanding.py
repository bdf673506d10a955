"""Raising a supervision: by a leader's word, or by the office's thresholds."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.notices import tell_of_complaint
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import Actor, By, Complaint, NoticeCode, Parameter, User
from complaints.selectors.parameters import span_of
from complaints.selectors.receivers import people_of_holders
from dispatch.models import Supervision
from dispatch.permissions import can_supervise
from dispatch.selectors.receivers import people_of_heads, people_of_office
from dispatch.states import SuperviseStatus

WORDS_MAX = 500
T = Supervision.Trigger


def supervise(
    key: int,
    *,
    by: User,
    words: str,
    due_at: datetime | None = None,
    arrive_by_at: datetime | None = None,
    at: datetime | None = None,
) -> Supervision:
    """A leader, or the desk for one, demands a reply in words; by when, and by when somebody must
    be there, he may say."""
    at = at or timezone.now()
    words = words.strip()[:WORDS_MAX]
    if not words:
        raise Invalid(_("请写明督办要求。"), field="words")
    _refuse_past(due_at, at=at, field="due_at")
    _refuse_past(arrive_by_at, at=at, field="arrive_by_at")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        level = can_supervise(by, complaint)
        if not level:
            raise NotAllowed(_("督办由街道领导、处置中心、区领导或热线发起。"))
        if not complaint.is_under_way:
            raise Conflict(_("这件诉求已经办完，不再督办。"))
        standing = Supervision.objects.filter(
            complaint=complaint, trigger=T.LEADER, level=level
        ).exclude(status=SuperviseStatus.CLEARED)
        if standing.exists():
            raise Conflict(_("这件诉求已有一项交办的督办还没有销督。"))
        due = due_at or at + span_of(Parameter.Key.SUPERVISE_REPLY, on=timezone.localdate(at))
        return raise_supervision(
            complaint, T.LEADER, level=level, by=by, at=at, due_at=due, words=words,
            arrive_by_at=arrive_by_at,
        )  # fmt: skip


def supervise_by_threshold(
    key: int, trigger: str, *, facts: Mapping[str, int], since: datetime, at: datetime
) -> bool:
    """The machine raises what a threshold asks for, once a round; `since` is when it was passed,
    from which the two hours about a threat run."""
    with transaction.atomic():
        complaint = lock_complaint(key, by=Actor.MACHINE)
        if not complaint.is_under_way:
            return False
        raised = Supervision.objects.filter(
            complaint=complaint, round=complaint.round, trigger=trigger
        )
        if raised.exists():
            return False
        today = timezone.localdate(at)
        is_threat = trigger == T.THREAT
        limit = Parameter.Key.UNREST_REPLY if is_threat else Parameter.Key.SUPERVISE_REPLY
        raise_supervision(
            complaint, trigger, by=Actor.MACHINE, at=at,
            level=Supervision.Level.DISTRICT if is_threat else Supervision.Level.STREET,
            due_at=(since if is_threat else at) + span_of(limit, on=today), facts=dict(facts),
        )  # fmt: skip
    return True


def raise_supervision(
    complaint: Complaint, trigger: str, *, by: By, at: datetime, **given: object
) -> Supervision:
    """The row, its line in the history, and who is told; the complaint is locked."""
    row = Supervision.objects.create(
        complaint=complaint,
        round=complaint.round,
        trigger=trigger,
        opened_by=by if isinstance(by, User) else None,
        opened_at=at,
        **given,
    )
    record(complaint, "supervise", by=by, at=at, facts={"trigger": trigger})
    today = timezone.localdate(at)
    people = set(people_of_office(complaint, on=today))
    # The city is answered by the street's office; units have no part in it.
    people |= (
        set(people_of_heads(complaint, on=today))
        if trigger == T.THREAT
        else people_of_holders(complaint, on=today)
    )
    tell_of_complaint(people, NoticeCode.SUPERVISED, complaint, by=by, at=at, part="supervised")
    return row


def _refuse_past(given: datetime | None, *, at: datetime, field: str) -> None:
    if given is not None and given <= at:
        raise Invalid(_("时限要晚于现在。"), field=field)
    if given is not None and given > at + timedelta(days=366):
        raise Invalid(_("时限最长一年。"), field=field)

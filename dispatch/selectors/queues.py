"""The board's queues: who works on which, what lies in each, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.models import Complaint, Role, User
from complaints.models.people import SEE_HELD
from complaints.querysets import among
from dispatch.models import Assignment, RouteCheck
from dispatch.querysets import AssignmentQuerySet
from dispatch.selectors.counting import midnight_after


class Queue(StrEnum):
    """What a board may be asked for."""

    NEW = "new"
    NO_RULE = "no_rule"
    TO_PLACE = "to_place"
    TO_SIGN = "to_sign"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    TO_CALL_BACK = "to_call_back"
    MINE = "mine"
    ALL = "all"


Q_ = Queue
BY_ROLE: dict[str, tuple[Queue, ...]] = {
    Role.TRIAGE_OFFICER: tuple(Queue),
    Role.DESK: tuple(Queue),
    Role.HOTLINE_CLERK: (Q_.NEW, Q_.TO_PLACE, Q_.OVERDUE, Q_.TO_CALL_BACK, Q_.ALL),
    Role.HEAD: (Q_.NEW, Q_.TO_SIGN, Q_.DUE_TODAY, Q_.OVERDUE, Q_.TO_CALL_BACK, Q_.ALL),
    Role.DISTRICT_LEADER: (Q_.NEW, Q_.DUE_TODAY, Q_.OVERDUE, Q_.TO_CALL_BACK, Q_.ALL),
    Role.CITY_VIEWER: (Q_.OVERDUE, Q_.ALL),
    **dict.fromkeys(SEE_HELD, (Q_.TO_SIGN, Q_.DUE_TODAY, Q_.OVERDUE, Q_.MINE, Q_.ALL)),
}
RECEIVED = Complaint.StatusChoice.RECEIVED
RUNNING = (RECEIVED, Complaint.StatusChoice.DISPATCHED, Complaint.StatusChoice.TO_CALL_BACK)
# Queues that are one state of the complaint; the others start from branches and limits.
_STATUS: dict[Queue, str] = {
    Q_.NEW: RECEIVED, Q_.TO_PLACE: RECEIVED, Q_.TO_CALL_BACK: Complaint.StatusChoice.TO_CALL_BACK,
}  # fmt: skip


def queues_for(user: User) -> tuple[Queue, ...]:
    """The queues that this person's posts work on, in the order of the path."""
    roles = {post.role for post in user.current_posts}
    wanted = {queue for role in roles for queue in BY_ROLE.get(role, ())}
    return tuple(queue for queue in Queue if queue in wanted)


def queue_name(queue: str) -> str:
    """What the queue is called on the page."""
    return {
        Queue.NEW: _("待派单"),
        Queue.NO_RULE: _("没有规则"),
        Queue.TO_PLACE: _("待定位置"),
        Queue.TO_SIGN: _("待签收"),
        Queue.DUE_TODAY: _("今日到期"),
        Queue.OVERDUE: _("逾期"),
        Queue.TO_CALL_BACK: _("待回访"),
        Queue.MINE: _("我的在办"),
        Queue.ALL: _("全部"),
    }[Queue(queue)]


def late_rows(at: datetime) -> Q:
    """Not dispatched in time, or with a branch open past its feedback limit."""
    return _late(Assignment.objects.all(), at).rows


def rows_of(queue: Queue, user: User, *, at: datetime) -> QuerySet[Complaint]:
    """The complaints of a queue that this person sees."""
    if queue == Queue.ALL:
        return Complaint.objects.visible_to(user)
    if (status := _STATUS.get(queue)) is not None:
        return _in_status(queue, status, user)
    if queue == Queue.NO_RULE:
        return _without_a_rule(user)
    wanted = _wanted(queue, user, at)
    return Complaint.objects.visible_to(user, within=wanted.keys).filter(wanted.rows)


def causes_of(keys: Sequence[int]) -> dict[int, str]:
    """Why no rule sends these on, as last looked at."""
    rows = RouteCheck.objects.filter(complaint__in=keys).exclude(cause="")
    return {row.complaint_id: str(row.get_cause_display()) for row in rows}


def running_rows(user: User) -> QuerySet[Complaint]:
    """What this person sees that waits for somebody, in whatever queue."""
    running = Complaint.objects.in_status(*RUNNING)
    return Complaint.objects.visible_to(user, within=_pks(running)).in_status(*RUNNING)


def _without_a_rule(user: User) -> QuerySet[Complaint]:
    keys = RouteCheck.objects.exclude(cause="").order_by().values_list("complaint_id")
    unnamed = among("pk", keys, using=keys.db)
    seen = Complaint.objects.visible_to(user, within=keys).filter(unnamed)
    return seen.in_status(RECEIVED).going_alone()


def _in_status(queue: Queue, status: str, user: User) -> QuerySet[Complaint]:
    rows = Complaint.objects.in_status(status)
    seen = Complaint.objects.visible_to(user, within=_pks(rows)).in_status(status)
    if queue == Queue.TO_CALL_BACK:
        return seen
    # What goes along with another one is dispatched with it.
    return (seen.unplaced() if queue == Queue.TO_PLACE else seen).going_alone()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A queue that starts from branches, and from complaints no unit has yet: the condition, and
    the same as keys."""

    branches: QuerySet[Any]
    received: Q | None = None

    @property
    def rows(self) -> Q:
        # By one list of keys: a subquery beside an OR makes PostgreSQL read the whole table.
        held = among("pk", self.branches, using=self.branches.db)
        return held if self.received is None else held | self.received

    @property
    def keys(self) -> QuerySet[Any]:
        if self.received is None:
            return self.branches
        return self.branches.union(_pks(Complaint.objects.filter(self.received)))


def _wanted(queue: Queue, user: User, at: datetime) -> _Wanted:
    branches = branches_of(user)
    if queue == Queue.TO_SIGN:
        # What goes along is signed for with its lead.
        return _Wanted(_of(branches.to_sign().filter(follows__isnull=True)))
    if queue == Queue.DUE_TODAY:
        tonight = midnight_after(at)
        undispatched = Q(status=RECEIVED, dispatch_due_at__gte=at, dispatch_due_at__lt=tonight)
        return _Wanted(_of(branches.due_between(at, tonight)), undispatched)
    if queue == Queue.MINE:
        return _Wanted(_of(_own(branches, user)))
    return _late(branches, at)


def _late(branches: AssignmentQuerySet, at: datetime) -> _Wanted:
    return _Wanted(_of(branches.overdue(at)), Q(status=RECEIVED, dispatch_due_at__lt=at))


def _of(branches: AssignmentQuerySet) -> QuerySet[Any]:
    return branches.order_by().values_list("complaint_id")


def _pks(rows: QuerySet[Complaint]) -> QuerySet[Any]:
    return rows.order_by().values_list("pk")


def branches_of(user: User) -> AssignmentQuerySet:
    """Whoever works for a unit counts his unit's branches, everybody else all he sees."""
    sight = user.sight
    if sight.everywhere or sight.areas:
        return Assignment.objects.all()
    return Assignment.objects.filter(organisation_id__in=sight.holders)


def _own(branches: AssignmentQuerySet, user: User) -> AssignmentQuerySet:
    mine = Q(dispatched_by=user) | Q(handler=user) | Q(organisation_id__in=user.sight.holders)
    return branches.open().filter(mine)

"""The board's queues: who works on which, what lies in each, and how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Complaint, Role, User
from complaints.models.people import SEE_HELD
from dispatch.models import Assignment
from dispatch.querysets import AssignmentQuerySet

CAP = 1000


class Queue(StrEnum):
    """What a board may be asked for."""

    NEW = "new"
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
NEWEST_FIRST = frozenset({Queue.ALL})


@dataclass(frozen=True, slots=True)
class Tally:
    """A queue with its count; beyond the cap the exact number costs more than it tells."""

    queue: str
    name: str
    count: int

    @property
    def words(self) -> str:
        """The count, or 999+."""
        return str(self.count) if self.count < CAP else f"{CAP - 1}+"


def queues_for(user: User) -> tuple[Queue, ...]:
    """The queues that this person's posts work on, in the order of the path."""
    roles = {post.role for post in user.current_posts}
    wanted = {queue for role in roles for queue in BY_ROLE.get(role, ())}
    return tuple(queue for queue in Queue if queue in wanted)


def queue_name(queue: str) -> str:
    """What the queue is called on the page."""
    return {
        Queue.NEW: _("待派单"),
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
    return _late(Assignment.objects.all(), at)


def rows_of(queue: Queue, user: User, *, at: datetime) -> QuerySet[Complaint]:
    """The complaints of a queue that this person sees."""
    rows = Complaint.objects.visible_to(user).filter(_condition(queue, user, at))
    # What goes along with another one is dispatched with it.
    return rows.going_alone() if queue in {Queue.NEW, Queue.TO_PLACE} else rows


def tallies(user: User, *, at: datetime) -> list[Tally]:
    """Every queue of this person with its count, in one query."""
    queues = queues_for(user)
    if not queues:
        return []
    counts: Mapping[str, Any] = {
        f"in_{queue.value}": _Counted(rows_of(queue, user, at=at).order_by().values("pk")[:CAP])
        for queue in queues
    }
    found = User.objects.filter(pk=user.pk).order_by().annotate(**counts).values(*counts).get()
    return [Tally(queue, queue_name(queue), found[f"in_{queue.value}"]) for queue in queues]


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    # Who can see nothing has nothing to do: no NULL where the planner need not even be asked.
    empty_result_set_value = 0


def _condition(queue: Queue, user: User, at: datetime) -> Q:
    received = Complaint.StatusChoice.RECEIVED
    branches = branches_of(user)
    tonight = _midnight_after(at)
    if queue == Queue.NEW:
        return Q(status=received)
    if queue == Queue.TO_PLACE:
        return Q(status=received, subdistrict__isnull=True)
    if queue == Queue.TO_SIGN:
        # What goes along is signed for with its lead.
        leading = branches.to_sign().filter(follows__isnull=True)
        return Q(pk__in=leading.values("complaint_id"))
    if queue == Queue.DUE_TODAY:
        undispatched = Complaint.objects.in_status(received).filter(
            dispatch_due_at__gte=at, dispatch_due_at__lt=tonight
        )
        return _either(branches.due_between(at, tonight), undispatched)
    if queue == Queue.OVERDUE:
        return _late(branches, at)
    if queue == Queue.TO_CALL_BACK:
        return Q(status=Complaint.StatusChoice.TO_CALL_BACK)
    if queue == Queue.MINE:
        return Q(pk__in=_own(branches, user).values("complaint_id"))
    return Q()


def _late(branches: AssignmentQuerySet, at: datetime) -> Q:
    received = Complaint.objects.in_status(Complaint.StatusChoice.RECEIVED)
    return _either(branches.overdue(at), received.filter(dispatch_due_at__lt=at))


def _either(branches: AssignmentQuerySet, complaints: QuerySet[Complaint]) -> Q:
    """Both by one list of keys: a subquery beside an OR makes PostgreSQL read the whole table."""
    late = branches.order_by().values_list("complaint_id")
    return Q(pk__in=late.union(complaints.order_by().values_list("pk")))


def branches_of(user: User) -> AssignmentQuerySet:
    """Whoever works for a unit counts his unit's branches, everybody else all he sees."""
    sight = user.sight
    if sight.everywhere or sight.areas:
        return Assignment.objects.all()
    return Assignment.objects.filter(organisation_id__in=sight.holders)


def _own(branches: AssignmentQuerySet, user: User) -> AssignmentQuerySet:
    mine = Q(dispatched_by=user) | Q(handler=user) | Q(organisation_id__in=user.sight.holders)
    return branches.open().filter(mine)


def _midnight_after(at: datetime) -> datetime:
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))

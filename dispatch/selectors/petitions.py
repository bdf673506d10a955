"""Petitions beside a complaint, with their clocks and the steps that may follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.deadlines import LimitUnit, MissingCalendarYear, due_at
from complaints.errors import Invalid, NotFound
from complaints.models import Complaint, Parameter, User
from complaints.selectors.clocks import work_calendar
from complaints.selectors.parameters import amounts_of
from dispatch.kernels.petitions import Clock, petition_clocks
from dispatch.models import Petition, PetitionStep
from dispatch.permissions import can_keep_petitions
from dispatch.states import PETITION_LIFE, PetitionStatus

K = Parameter.Key
LIMITS = {
    "register": K.PETITION_REGISTER,
    "inform": K.PETITION_INFORM,
    "finish_petition": K.PETITION_FINISH,
    "extend": K.PETITION_EXTEND,
    "review_petition": K.PETITION_REVIEW,
    "rereview": K.PETITION_REREVIEW,
    "object_transfer": K.PETITION_OBJECT,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One clock in words."""

    name: str
    due_on: date
    done_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """One petition; `verbs` are the steps that may follow, with their names."""

    row: Petition
    steps: tuple[PetitionStep, ...]
    limits: tuple[Limit, ...]
    verbs: tuple[tuple[str, str], ...]
    may_step: bool


def petitions_on(complaint: Complaint, user: User) -> list[Followed]:
    """In the order they came."""
    rows = Petition.objects.filter(complaint=complaint).select_related("linked_by")
    found = []
    for row in rows.prefetch_related("steps__by"):
        row.complaint = complaint
        found.append(_one(row, user))
    return found


def find_petition(key: int, user: User) -> Followed:
    """One beside a complaint that this person may see."""
    seen = Complaint.objects.visible_to(user).values("pk")
    rows = Petition.objects.filter(complaint__in=seen).select_related(
        "complaint__subdistrict", "complaint__community", "complaint__category", "linked_by"
    )
    rows = rows.defer("complaint__subdistrict__outline", "complaint__community__outline")
    row = rows.prefetch_related("steps__by").filter(pk=key).first()
    if row is None:
        raise NotFound(_("没有这件信访，或不在您的查看范围内。"))
    return _one(row, user)


def _one(row: Petition, user: User) -> Followed:
    steps = tuple(row.steps.all())
    taken = {one.verb for one in steps}
    names = dict(PetitionStep.Verb.choices)
    status = PetitionStatus(row.status)
    verbs = [verb.value for (held, verb) in PETITION_LIFE if held == status]
    may = can_keep_petitions(user, row.complaint)
    return Followed(
        row=row,
        steps=steps,
        limits=_limits(row, steps),
        verbs=tuple((verb, str(names[verb])) for verb in verbs if verb not in taken),
        may_step=may,
    )


def _limits(row: Petition, steps: tuple[PetitionStep, ...]) -> tuple[Limit, ...]:
    days = {"received": row.received_on, **{one.verb: one.on for one in steps}}
    amounts = dict(zip(LIMITS, _amounts(row.received_on), strict=True))
    names, today = dict(PetitionStep.Verb.choices), timezone.localdate()
    found: tuple[Clock, ...] = petition_clocks(
        days, limits=amounts, object_by=_working_day(days, amounts["object_transfer"])
    )
    return tuple(
        Limit(
            name=str(names[one.name]),
            due_on=one.due_on,
            done_on=one.done_on,
            is_late=one.is_late(today) and _is_owed(one, days),
        )
        for one in found
    )


def _amounts(received_on: date) -> list[int]:
    """As in force on the day it came; what is older than the regulation runs by its first rows."""
    first = Parameter.objects.filter(key=K.PETITION_FINISH).order_by("since").first()
    on = max(received_on, first.since) if first else received_on
    return amounts_of(list(LIMITS.values()), on=on)


def _is_owed(clock: Clock, days: Mapping[str, date]) -> bool:
    """Objecting is a right, not a duty: only a late objection is late."""
    return clock.name != "object_transfer" or clock.done_on is not None


def _working_day(days: Mapping[str, date], amount: int) -> date | None:
    """The last of so many working days after the transfer; none where no calendar knows them."""
    if "register" not in days:
        return None
    zone = timezone.get_current_timezone()
    start = datetime.combine(days["register"], time(9), zone)
    try:
        calendar = work_calendar(days["register"])
        return due_at(start, amount, LimitUnit.WORKING_DAYS, calendar, zone).date()
    except (MissingCalendarYear, Invalid):
        return None

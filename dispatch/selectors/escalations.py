"""The chain by the clock, what is due on it, and what came up to one person."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from complaints.models import Complaint, Parameter, User
from complaints.selectors.parameters import span_of
from dispatch.models import Ask, Assignment, Escalation
from dispatch.selectors.paging import page_of

KEYS = {
    Escalation.Step.UNIT: Parameter.Key.ESCALATE_UNIT,
    Escalation.Step.HEAD: Parameter.Key.ESCALATE_HEAD,
    Escalation.Step.DISTRICT: Parameter.Key.ESCALATE_DISTRICT,
    Escalation.Step.CITY: Parameter.Key.ESCALATE_CITY,
}
PAGE = 100
UNTOLD = 5000


def chain(on: date) -> dict[int, timedelta]:
    """How long after the limit each step is, in the order of the chain."""
    return {step.value: span_of(key, on=on) for step, key in KEYS.items()}


def due_branches(steps: Mapping[int, timedelta], *, at: datetime, most: int) -> list[int]:
    """Open branches with a step due and not written, the longest overdue first. What follows
    another goes up with that; what the district put on the shelf, or was called back, does not."""
    missing = Q()
    for step, after in steps.items():
        written = Escalation.objects.filter(assignment=OuterRef("pk"), step=step)
        missing |= Q(feedback_due_at__lte=at - after) & ~Q(Exists(written))
    shelved = Ask.objects.shelved().filter(assignment=OuterRef("pk"))
    rows = Assignment.objects.overdue(at).this_round().under_way()
    rows = rows.filter(missing, follows__isnull=True)
    rows = rows.exclude(Exists(shelved)).order_by("feedback_due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def untold() -> list[Escalation]:
    """What somebody is to be told of, in the order in which it came up."""
    rows = Escalation.objects.filter(
        told_at__isnull=True, is_passed_over=False, told__isnull=False
    ).select_related("assignment__complaint")
    return list(rows.order_by("due_at", "step", "pk")[:UNTOLD])


def escalated_to(user: User, *, after: int = 0) -> tuple[list[Escalation], int]:
    """One page of what is still open and came up to him, or where he looks over, the highest
    step first; and where the next begins."""
    seen = Complaint.objects.visible_to(user).values("pk")
    rows = Escalation.objects.filter(
        assignment__complaint__in=seen,
        assignment__in=Assignment.objects.open().under_way().values("pk"),
    )
    higher = Escalation.objects.filter(assignment=OuterRef("assignment"), step__gt=OuterRef("step"))
    rows = rows.exclude(Exists(higher)).select_related(
        "assignment__complaint__subdistrict", "assignment__complaint__community",
        "assignment__complaint__category", "assignment__organisation", "told",
    )  # fmt: skip
    rows = rows.defer(
        "assignment__complaint__subdistrict__outline", "assignment__complaint__community__outline"
    )
    return page_of(rows.order_by("-step", "due_at", "pk"), after=after, size=PAGE)

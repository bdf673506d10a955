"""Looking for what the thresholds ask to supervise; may run twice, and after a dead day."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from complaints.actions.notices import tell
from complaints.models import Actor, Area, NoticeCode, Parameter
from complaints.selectors.parameters import span_of
from dispatch.actions.supervision.demanding import supervise_by_threshold
from dispatch.models import Supervision
from dispatch.selectors.receivers import people_of_body
from dispatch.selectors.supervision_triggers import below_mean, ended_period, passed

MOST = 500


def supervise_what_passed(*, at: datetime | None = None, most: int = MOST) -> int:
    """Raise what passed a threshold and was not raised in this round; returns how many."""
    at = at or timezone.now()
    return sum(
        supervise_by_threshold(one.key, one.trigger, facts=one.facts, since=one.since, at=at)
        for one in passed(at, most=most)
    )


def supervise_below_mean(*, at: datetime | None = None) -> int:
    """The units that stayed below their district's mean in the period that ended: once a period,
    after the days in which callbacks still come in."""
    at = at or timezone.now()
    cohort = ended_period(at)
    if cohort is None:
        return 0
    raised = 0
    for district in Area.objects.filter(level=Area.Level.DISTRICT).order_by("code"):
        for unit, facts in below_mean(district, cohort):
            raised += _raise(unit, cohort.starts_on, facts, at=at)
    return raised


def _raise(unit: int, period_on: date, facts: dict[str, str], *, at: datetime) -> bool:
    today = timezone.localdate(at)
    with transaction.atomic():
        row, is_new = Supervision.objects.get_or_create(
            organisation_id=unit,
            period_on=period_on,
            trigger=Supervision.Trigger.BELOW_MEAN,
            defaults={
                "level": Supervision.Level.DISTRICT, "facts": facts, "opened_at": at,
                "due_at": at + span_of(Parameter.Key.SUPERVISE_REPLY, on=today),
            },
        )  # fmt: skip
        if is_new:
            url = reverse("office-supervision", args=[row.pk])
            told = {"number": row.organisation.name if row.organisation else ""}
            people = people_of_body(unit, on=today)
            code = NoticeCode.SUPERVISED
            tell(people, code, complaint=None, url=url, at=at, facts=told, by=Actor.MACHINE)
    return is_new

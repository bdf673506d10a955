"""Closing a month: its figures stand, and what comes late goes into a later revision."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import By, Complaint, Parameter, User
from complaints.selectors.parameters import span_of
from dispatch.models import Assignment, ClosedCount, MonthClosing, ScoringScheme
from dispatch.permissions import can_close_month
from dispatch.selectors.closings import count_all, digest_of, facts_of
from dispatch.selectors.cohorts import cohort_named
from dispatch.selectors.looking_back import Moment

REASON_MAX = 300


def close_month(
    label: str, *, by: By, reason: str = "", at: datetime | None = None
) -> MonthClosing:
    """Count the period as it stands and keep it. Again only with a reason, as a new revision; the
    last seconds, in which a step can still be undone, stay outside."""
    at = at or timezone.now()
    if isinstance(by, User) and not can_close_month(by):
        raise NotAllowed(_("考核月由区里封存。"))
    reason = " ".join(reason.split())[:REASON_MAX]
    as_of = at - span_of(Parameter.Key.UNDO_WINDOW, on=timezone.localdate(at))
    cohort = cohort_named(label, at=as_of)
    if cohort.is_running:
        raise Conflict(_("这一期还没有结束，不能封存。"))
    with transaction.atomic():
        # Two people close at once: one of them waits here, and then needs a reason.
        scheme = ScoringScheme.objects.select_for_update().get(pk=cohort.in_force.pk)
        revision = MonthClosing.objects.filter(label=label).count() + 1
        if revision > 1 and not reason:
            raise Invalid(_("这一期已经封存过，重新封存要写明理由。"), field="reason")
        moment = Moment(
            as_of,
            Complaint.objects.aggregate(last=Max("pk"))["last"] or 0,
            Assignment.objects.aggregate(last=Max("pk"))["last"] or 0,
        )
        rows = count_all(cohort, moment)
        closing = MonthClosing.objects.create(
            label=label, revision=revision, starts_on=cohort.starts_on, ends_on=cohort.ends_on,
            scheme=scheme, scheme_facts=facts_of(scheme), as_of=as_of,
            last_complaint=moment.last_complaint, last_assignment=moment.last_assignment,
            reason=reason if revision > 1 else "", digest=digest_of(rows, cohort),
            closed_by=by if isinstance(by, User) else None,
        )  # fmt: skip
        for row in rows:
            row.closing = closing
        ClosedCount.objects.bulk_create(rows, batch_size=500)
    return closing

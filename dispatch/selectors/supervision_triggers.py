"""What passed a threshold: overdue, chased, told by many, returned, a threat, below the mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import islice

from django.db.models import Count, Exists, F, Min, OuterRef
from django.utils import timezone

from complaints.models import (
    Area,
    Complaint,
    JointMember,
    Organisation,
    Parameter,
    RiskFlag,
    RiskKind,
)
from complaints.querysets import ComplaintQuerySet
from complaints.selectors.parameters import amount_of, span_of
from dispatch.kernels.periods import previous_period
from dispatch.kernels.rates import rounded
from dispatch.models import Assignment, Supervision
from dispatch.selectors.cohorts import Cohort, cohort_named, current_cohort
from dispatch.selectors.month import month_table
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import Base, Level
from dispatch.states import BranchStatus

K = Parameter.Key
T = Supervision.Trigger


@dataclass(frozen=True, slots=True)
class Passed:
    """One complaint and one threshold; `facts` are what was counted and the threshold."""

    key: int
    trigger: str
    facts: dict[str, int]
    since: datetime


def passed(at: datetime, *, most: int) -> list[Passed]:
    """What is not raised yet; threats first, the rest in the order of the thresholds."""
    found: list[Passed] = []
    for rows in (_threats(at), _overdue(at), _returned(at), _callers(at), _chased(at)):
        found += islice(rows, most - len(found))
    return found


def ended_period(at: datetime) -> Cohort | None:
    """The period before this one, once the days are over in which its callbacks still come in;
    None before that."""
    running = current_cohort(at=at)
    wait = span_of(K.SUPERVISE_MEAN_WAIT, on=timezone.localdate(at))
    if at < running.window.start + wait:
        return None
    return cohort_named(previous_period(running.period).label, at=at)


def below_mean(district: Area, cohort: Cohort) -> Iterator[tuple[int, dict[str, str]]]:
    """Units of a district whose composite is below the mean of its units, with both as printed.
    A unit with too few valid callbacks is compared with nobody, and does not move the mean."""
    least = amount_of(K.SUPERVISE_MEAN_LEAST, on=cohort.ends_on)
    scope = Scope(own=frozenset({district.pk}), districts=frozenset({district.pk}))
    table = month_table(scope, cohort, level=Level.UNIT, base=Base.KEPT)
    rows = [row for row in table.rows if row.shown.tally.valid >= least]
    if not rows:
        return
    mean = sum((row.shown.exact.composite for row in rows), Fraction()) / len(rows)
    units = dict(
        Organisation.objects.filter(code__in=[row.code for row in rows]).values_list("code", "pk")
    )
    for row in rows:
        if row.shown.exact.composite < mean and row.code in units:
            facts = {"score": str(row.shown.printed.composite), "mean": str(rounded(mean, 1))}
            yield units[row.code], facts


def _open() -> ComplaintQuerySet:
    """What may still be demanded about; asked every minute, so it starts from what is under way."""
    return Complaint.objects.under_way()


def _unraised(rows: ComplaintQuerySet, trigger: str) -> ComplaintQuerySet:
    raised = Supervision.objects.filter(
        complaint=OuterRef("pk"), round=OuterRef("round"), trigger=trigger
    )
    return rows.exclude(Exists(raised)).order_by("pk")


def _threats(at: datetime) -> Iterator[Passed]:
    flags = RiskFlag.objects.standing().filter(word__kind=RiskKind.THREAT)
    rows = _unraised(_open().filter(pk__in=flags.values("complaint_id")), T.THREAT)
    first = flags.filter(complaint__in=rows.values("pk")).order_by()
    since = dict(first.values_list("complaint_id").annotate(first=Min("at")))
    for key in rows.values_list("pk", flat=True):
        yield Passed(key, T.THREAT, {}, since.get(key, at))


def _overdue(at: datetime) -> Iterator[Passed]:
    span = span_of(K.SUPERVISE_OVERDUE, on=timezone.localdate(at))
    late = Assignment.objects.overdue(at - span).this_round().under_way()
    late = late.filter(follows__isnull=True)
    raised = Supervision.objects.filter(
        complaint=OuterRef("complaint"), round=OuterRef("round"), trigger=T.OVERDUE
    )
    rows = late.exclude(Exists(raised)).order_by("feedback_due_at", "pk")
    hours = int(span.total_seconds() // 3600)
    for key, due in rows.values_list("complaint_id", "feedback_due_at"):
        counted = int((at - due).total_seconds() // 3600)
        yield Passed(key, T.OVERDUE, {"count": counted, "limit": hours}, at)


def _returned(at: datetime) -> Iterator[Passed]:
    limit = amount_of(K.SUPERVISE_RETURNS, on=timezone.localdate(at))
    rows = (
        Assignment.objects.filter(
            status=BranchStatus.RETURNED, round=F("complaint__round"), follows__isnull=True,
            complaint__in=_unraised(_open(), T.RETURNED).order_by().values("pk"),
        )
        .order_by()
        .values_list("complaint_id")
        .annotate(n=Count("pk"))
        .filter(n__gte=limit)
    )  # fmt: skip
    for key, count in rows:
        yield Passed(key, T.RETURNED, {"count": count, "limit": limit}, at)


def _callers(at: datetime) -> Iterator[Passed]:
    """The lead's own caller is one of them."""
    limit = amount_of(K.SUPERVISE_CALLERS, on=timezone.localdate(at))
    rows = (
        JointMember.objects.filter(
            until__isnull=True,
            case__lead__in=_unraised(_open(), T.CALLERS).order_by().values("pk"),
        )
        .order_by()
        .values_list("case__lead")
        .annotate(n=Count("pk") + 1)
        .filter(n__gte=limit)
    )
    for key, count in rows:
        yield Passed(key, T.CALLERS, {"count": count, "limit": limit}, at)


def _chased(at: datetime) -> Iterator[Passed]:
    limit = amount_of(K.SUPERVISE_CHASES, on=timezone.localdate(at))
    rows = _unraised(_open().filter(chase_count__gte=limit), T.CHASED)
    for key, count in rows.values_list("pk", "chase_count"):
        yield Passed(key, T.CHASED, {"count": count, "limit": limit}, at)

"""Scans: asked for, claimed by one worker at a time, done in one transaction."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.runs import claim_run, claimed
from complaints.errors import NotAllowed
from complaints.models import By, Complaint, User
from complaints.states import RunVerb, run_after
from forecasting.models import DailyCount, ScanRun
from forecasting.permissions import can_request_scan

LEASE = timedelta(minutes=15)
ATTEMPTS_MAX = 5
BATCH = 2000


def request_scan(
    kind: str, *, by: By, as_of_on: date, period_key: str = "", at: datetime | None = None
) -> ScanRun | None:
    """Ask for a run; None where the period's run exists already."""
    if isinstance(by, User) and not can_request_scan(by):
        raise NotAllowed(_("您没有发起扫描的权限。"))
    if period_key and ScanRun.objects.filter(kind=kind, period_key=period_key).exists():
        return None
    try:
        with transaction.atomic():
            return ScanRun.objects.create(
                kind=kind,
                as_of_on=as_of_on,
                period_key=period_key,
                requested_by=by if isinstance(by, User) else None,
                requested_at=at or timezone.now(),
            )
    except IntegrityError:
        if not period_key:
            raise
        return None


def claim_scan(*, at: datetime | None = None) -> ScanRun | None:
    """The oldest waiting run, now this worker's."""
    return claim_run(ScanRun.objects.all(), lease=LEASE, attempts_max=ATTEMPTS_MAX, at=at)


def run_daily_counts(key: int, *, attempt: int, at: datetime | None = None) -> int:
    """Count every day up to the run's as-of day anew and mark the run done, in one transaction.

    `attempt` is the claim this worker holds: one that lost its lease to another writes nothing.
    Returns how many complaints were counted; 0 where the claim was lost.
    """
    with transaction.atomic():
        run = claimed(ScanRun.objects.all(), key, attempt=attempt)
        if run is None:
            return 0
        zone = timezone.get_current_timezone()
        end = datetime.combine(run.as_of_on + timedelta(days=1), datetime.min.time(), zone)
        rows = (
            Complaint.objects.filter(subdistrict__isnull=False, received_at__lt=end)
            .order_by()
            .values("subdistrict_id", "category_id", day=TruncDate("received_at", tzinfo=zone))
            .annotate(number=Count("pk"))
        )
        DailyCount.objects.all().delete()
        counts = [
            DailyCount(
                day=row["day"],
                subdistrict_id=row["subdistrict_id"],
                category_id=row["category_id"],
                count=row["number"],
            )
            for row in rows.iterator(BATCH)
        ]
        DailyCount.objects.bulk_create(counts, batch_size=BATCH)
        counted = sum(count.count for count in counts)
        run.counted = counted
        run.status = run_after(run.status, RunVerb.FINISH)
        run.finished_at = at or timezone.now()
        run.save(update_fields=["counted", "status", "finished_at"])
    return counted

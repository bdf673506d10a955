"""Scans run here, apart from the short tasks, so that a long one delays nobody's deadline."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from complaints.models import Actor
from forecasting.actions import claim_scan, request_scan, run_daily_counts
from forecasting.models import ScanRun


@shared_task(name="forecasting.tasks.request_nightly_count")
def request_nightly_count() -> bool:
    """Ask for yesterday's count, once a day however often this runs."""
    yesterday = timezone.localdate() - timedelta(days=1)
    kind = ScanRun.Kind.DAILY_COUNTS
    key = yesterday.isoformat()
    return request_scan(kind, by=Actor.MACHINE, as_of_on=yesterday, period_key=key) is not None


@shared_task(name="forecasting.tasks.run_requested_scans")
def run_requested_scans() -> int:
    """Do the waiting runs, one after another; returns how many were done."""
    done = 0
    while (run := claim_scan()) is not None:
        run_daily_counts(run.pk, attempt=run.attempts)
        done += 1
    return done

"""Claiming a background run, keeping the claim, and giving up: the same for every kind of run."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Run
from complaints.querysets import waits_at
from complaints.states import RunStatus, RunVerb, run_after

Kind = TypeVar("Kind", bound=Run)
CAUSE_MAX = 200


def claim_run(
    runs: QuerySet[Kind], *, lease: timedelta, attempts_max: int, at: datetime | None = None
) -> Kind | None:
    """The oldest waiting run of these, now this worker's; a conditional update decides between
    two. One that was claimed too often in vain is given up."""
    at = at or timezone.now()
    waiting = runs.filter(waits_at(at))
    for run in waiting.order_by("requested_at", "pk"):
        if run.attempts >= attempts_max:
            _give_up(waiting, run, cause=_("多次中断，已停止重试"), at=at)
            continue
        taken = waiting.filter(pk=run.pk, attempts=run.attempts).update(
            status=run_after(run.status, RunVerb.CLAIM),
            attempts=F("attempts") + 1,
            started_at=at,
            lease_until=at + lease,
        )
        if taken:
            return runs.get(pk=run.pk)
    return None


def claimed(runs: QuerySet[Kind], key: int, *, attempt: int) -> Kind | None:
    """The run, locked, while this claim of it holds; None where the lease went to another."""
    run = runs.select_for_update().get(pk=key)
    return run if run.status == RunStatus.RUNNING and run.attempts == attempt else None


def _give_up(waiting: QuerySet[Kind], run: Kind, *, cause: str, at: datetime) -> None:
    """No more tries: a person sees the cause on the page. Not where another just claimed it."""
    held = run.status
    if held == RunStatus.REQUESTED:
        held = run_after(held, RunVerb.CLAIM)
    waiting.filter(pk=run.pk, attempts=run.attempts).update(
        status=run_after(held, RunVerb.FAIL), cause=cause[:CAUSE_MAX], finished_at=at
    )

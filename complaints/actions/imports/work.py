"""The worker's side: claim a file, write it batch by batch, let go when its turn is over.

What is done stands in the run in the same transaction as the rows. A worker that is killed loses
the batch it was at; the next one goes on after the last that stands.
"""

import json
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.imports.checking import checked_rows, survey_feed
from complaints.actions.imports.runs import end_import, feed_of
from complaints.actions.imports.whole import batched
from complaints.actions.imports.writing import Filing, write_batch
from complaints.errors import OfficeError
from complaints.files.feeds import Feed, FeedRow, Refused
from complaints.models import Actor, ImportReject, ImportRun
from complaints.querysets import ImportRunQuerySet
from complaints.states import ImportStatus, ImportVerb, import_after

LEASE = timedelta(seconds=90)
ATTEMPTS_MAX = 5
# Other scans wait in the same queue; a task has nine minutes at most.
TURN_SECONDS = 120.0
# While rows are written nobody else writes on SQLite: between batches others come first.
PAUSE_SECONDS = 0.05
_TOLD_EVERY_SECONDS = 5.0


class Lost(Exception):
    """The run was stopped, or another worker holds it now."""


def claim_import(*, at: datetime | None = None) -> ImportRun | None:
    """The oldest file that waits, now this worker's; one at a time, so that other tasks find a
    free worker. A conditional update decides between two who want the same."""
    at = at or timezone.now()
    if ImportRun.objects.at_work(at).exists():
        return None
    for run in ImportRun.objects.waiting(at).order_by("started_at", "pk"):
        if run.vain_attempts >= ATTEMPTS_MAX:
            cause = _("多次中断，已停止重试。可以按“继续”再试。")
            end_import(
                run.pk, ImportVerb.FAIL, by=Actor.MACHINE, at=at, attempt=run.attempt, cause=cause
            )
            continue
        mine = ImportRun.objects.waiting(at).filter(pk=run.pk, attempt=run.attempt)
        taken = mine.update(
            status=import_after(run.status, ImportVerb.CLAIM),
            attempt=F("attempt") + 1,
            vain_attempts=F("vain_attempts") + 1,
            lease_until=at + LEASE,
            version=F("version") + 1,
        )
        if taken:
            return ImportRun.objects.get(pk=run.pk)
    return None


def work_on_import(
    key: UUID,
    *,
    attempt: int,
    turn_seconds: float = TURN_SECONDS,
    pause: float = PAUSE_SECONDS,
    at: datetime | None = None,
) -> None:
    """Write rows until the file ends, somebody stops it, or the turn is over. `at` is when it ended
    where the clock does not say it."""
    run = ImportRun.objects.get(pk=key)
    with translation.override(run.language):
        try:
            with feed_of(run) as feed:
                is_done = _written(run, feed, attempt, time.monotonic() + turn_seconds, pause)
        except Lost:
            return
        except OfficeError as refusal:
            _ended(run, ImportVerb.FAIL, attempt, at, cause=refusal.message)
            return
    if is_done:
        _ended(run, ImportVerb.FINISH, attempt, at)
    else:
        _mine(run, attempt).update(lease_until=timezone.now() - LEASE)


def _written(run: ImportRun, feed: Feed, attempt: int, until: float, pause: float) -> bool:
    """Whether the file's end was reached."""
    at = run.started_at or run.uploaded_at
    survey = survey_feed(feed, at=at, on_row=_Pulse(run, attempt).beat)
    filing = Filing(source=run.source, by=run.by, at=at, survey=survey)
    for batch in batched(checked_rows(feed, at=at, after=run.rows_done)):
        _take(run.pk, attempt, batch, filing)
        if time.monotonic() > until:
            return False
        time.sleep(pause)
    return True


def _take(key: UUID, attempt: int, batch: list[FeedRow | Refused], filing: Filing) -> None:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=key)
        if run.status != ImportStatus.RUNNING or run.attempt != attempt:
            raise Lost
        written = write_batch(batch, filing)
        ImportReject.objects.bulk_create(
            [_kept(run, refused) for refused in written.refused], ignore_conflicts=True
        )
        run.rows_total = filing.survey.rows
        run.rows_done += len(batch)
        run.accepted += written.counts.accepted
        run.duplicate += written.counts.duplicate
        run.rejected += written.counts.rejected
        run.lease_until, run.vain_attempts = timezone.now() + LEASE, 0
        run.version += 1
        run.save(
            update_fields=[
                "rows_total", "rows_done", "accepted", "duplicate", "rejected", "lease_until",
                "vain_attempts", "version",
            ]
        )  # fmt: skip


def _kept(run: ImportRun, refused: Refused) -> ImportReject:
    words = json.dumps({"cells": dict(refused.cells), "reason": refused.reason}, ensure_ascii=False)
    sealed = fields.seal(words, row=run.pk, field=f"reject {refused.line}")
    return ImportReject(run=run, line=refused.line, about=refused.about, sealed=sealed)


class _Pulse:
    """While a long file is surveyed the lease goes on, and a stop is noticed."""

    def __init__(self, run: ImportRun, attempt: int) -> None:
        self._run, self._attempt, self._last = run, attempt, time.monotonic()

    def beat(self) -> None:
        now = time.monotonic()
        if now - self._last < _TOLD_EVERY_SECONDS:
            return
        self._last = now
        if not _mine(self._run, self._attempt).update(lease_until=timezone.now() + LEASE):
            raise Lost


def _mine(run: ImportRun, attempt: int) -> ImportRunQuerySet:
    return ImportRun.objects.filter(pk=run.pk, attempt=attempt, status=ImportStatus.RUNNING)


def _ended(
    run: ImportRun, verb: ImportVerb, attempt: int, at: datetime | None, cause: str = ""
) -> None:
    end_import(
        run.pk, verb, by=Actor.MACHINE, at=at or timezone.now(), attempt=attempt, cause=cause
    )

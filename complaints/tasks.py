"""Short periodic work of the ground; each may run twice."""

from time import monotonic

from celery import shared_task
from django.conf import settings

from complaints.actions.imports.runs import erase_old_imports
from complaints.actions.imports.work import claim_import, work_on_import
from complaints.actions.learning import ask_in_the_night, claim_learning, run_learning
from complaints.actions.outward.gathering import gather_notices
from complaints.actions.outward.sending import Parcel, claim_parcel, finish_parcel
from complaints.actions.photos import sweep_photos
from complaints.actions.recordings import make_next_recording, sweep_recordings
from complaints.actions.tracking import forget_old_tries
from complaints.actions.undoing import forget_edits
from complaints.gateways.outward import send
from complaints.models import Actor

# Seconds of sending in one turn: what has deadlines waits behind it no longer than that.
TURN = 10.0


@shared_task(name="complaints.tasks.forget_tracking_attempts")
def forget_tracking_attempts() -> int:
    """Drop counted tries that no window reaches."""
    return forget_old_tries()


@shared_task(name="complaints.tasks.sweep_orphan_photos")
def sweep_orphan_photos() -> int:
    """Drop photos and recordings of forms never sent, and files that no row names."""
    return sweep_photos() + sweep_recordings()


@shared_task(name="complaints.tasks.run_requested_imports")
def run_requested_imports() -> bool:
    """Take in rows of the file that waits longest, for one turn; whether there was one."""
    run = claim_import()
    if run is not None:
        work_on_import(run.pk, attempt=run.attempt)
    return run is not None


@shared_task(name="complaints.tasks.erase_old_imports")
def erase_old_imported_files() -> int:
    """Drop files, and rows that were not taken, once the office's days have passed."""
    return erase_old_imports(by=Actor.MACHINE)


@shared_task(name="complaints.tasks.make_recordings")
def make_recordings() -> int:
    """Make anew the videos and voice notes that wait; returns how many were looked at."""
    done = 0
    while make_next_recording():
        done += 1
    return done


@shared_task(name="complaints.tasks.request_nightly_learning")
def request_nightly_learning() -> bool:
    """Ask in the night for one training from what the office sorted, however often this runs."""
    return ask_in_the_night() is not None


@shared_task(name="complaints.tasks.run_requested_learning")
def run_requested_learning() -> int:
    """Do the waiting runs, one after another; returns how many were done."""
    done = 0
    while (run := claim_learning()) is not None:
        done += bool(run_learning(run.pk, attempt=run.attempts))
    return done


@shared_task(name="complaints.tasks.forget_edits_before")
def forget_edits_before() -> int:
    """Drop what an edit replaced once no undo can reach it."""
    return forget_edits()


@shared_task(name="complaints.tasks.gather_notices")
def gather_told() -> int:
    """Make messages of what was told a moment ago; returns how many notices were looked at."""
    return gather_notices()


@shared_task(name="complaints.tasks.send_messages")
def send_messages() -> int:
    """Send what waits, for one turn; returns how many arrived."""
    ends, arrived = monotonic() + TURN, 0
    while monotonic() < ends and (parcel := claim_parcel()) is not None:
        cause = _carry(parcel)
        finish_parcel(parcel.key, attempt=parcel.attempt, cause=cause)
        arrived += not cause
    return arrived


def _carry(parcel: Parcel) -> str:
    """To each of its addresses; the first that fails gives the cause."""
    listed = frozenset(settings.NOTIFY_HOSTS)
    told = [send(url, title=parcel.title, body=parcel.body, listed=listed) for url in parcel.urls]
    return next((cause for cause in told if cause), "")

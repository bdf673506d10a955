"""Short periodic work of the ground; each may run twice."""

from celery import shared_task

from complaints.actions.imports.runs import erase_old_imports
from complaints.actions.imports.work import claim_import, work_on_import
from complaints.actions.learning import ask_in_the_night, claim_learning, run_learning
from complaints.actions.photos import sweep_photos
from complaints.actions.recordings import make_next_recording, sweep_recordings
from complaints.actions.tracking import forget_old_tries
from complaints.actions.undoing import forget_edits
from complaints.models import Actor


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

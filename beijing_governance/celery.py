"""The Celery application. The row is the message: each task asks for unfinished work and claims it.

`SCHEDULE=short` or `scans` picks one half of the timetable, so that a long scan never delays a
short task where beat itself runs them (the embedded set-up); unset, one beat sends both.
"""

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beijing_governance.settings.production")

SHORT: dict[str, dict[str, Any]] = {
    "open due callbacks": {"task": "dispatch.tasks.open_due_callbacks", "schedule": 15.0},
    "send joined complaints along": {
        "task": "dispatch.tasks.send_joined_along",
        "schedule": 15.0,
    },
    "mark silent whistles": {"task": "dispatch.tasks.mark_silence", "schedule": 15.0},
    "check waiting routes": {
        "task": "dispatch.tasks.check_waiting_routes",
        "schedule": 15.0,
    },
    "gather notices": {"task": "complaints.tasks.gather_notices", "schedule": 5.0},
    "send messages": {"task": "complaints.tasks.send_messages", "schedule": 5.0},
    "forget tracking attempts": {
        "task": "complaints.tasks.forget_tracking_attempts",
        "schedule": 3600.0,
    },
    "tell of reviews of the shelf": {
        "task": "dispatch.tasks.tell_of_reviews",
        "schedule": 300.0,
    },
    "supervise what passed a threshold": {
        "task": "dispatch.tasks.supervise_what_passed",
        "schedule": 60.0,
    },
    "find units that ended": {"task": "dispatch.tasks.find_ended_units", "schedule": 300.0},
    "end temporary tasks": {"task": "dispatch.tasks.end_off_list_matters", "schedule": 3600.0},
    "let what is overdue go up": {"task": "dispatch.tasks.escalate_overdue", "schedule": 60.0},
    "forget who was here": {"task": "dispatch.tasks.forget_who_was_here", "schedule": 600.0},
    "forget what edits replaced": {
        "task": "complaints.tasks.forget_edits_before",
        "schedule": 60.0,
    },
    "sweep orphan photos": {"task": "complaints.tasks.sweep_orphan_photos", "schedule": 3600.0},
    "erase old imports": {"task": "complaints.tasks.erase_old_imports", "schedule": 3600.0},
}
SCANS: dict[str, dict[str, Any]] = {
    "request the nightly count": {
        "task": "forecasting.tasks.request_nightly_count",
        "schedule": 60.0,
    },
    # Seconds of decoding: beside the scans, where no deadline waits for it.
    "make recordings": {"task": "complaints.tasks.make_recordings", "schedule": 10.0},
    "request the nightly learning": {
        "task": "complaints.tasks.request_nightly_learning",
        "schedule": 300.0,
    },
    "run requested learning": {
        "task": "complaints.tasks.run_requested_learning",
        "schedule": 20.0,
    },
    "request the nightly learning of units": {
        "task": "dispatch.tasks.request_nightly_unit_learning",
        "schedule": 300.0,
    },
    "supervise units below the mean": {
        "task": "dispatch.tasks.supervise_below_mean",
        "schedule": 21600.0,
    },
    "run requested learning of units": {
        "task": "dispatch.tasks.run_requested_unit_learning",
        "schedule": 20.0,
    },
    "run requested trials": {"task": "dispatch.tasks.run_requested_trials", "schedule": 10.0},
    "run requested scans": {"task": "forecasting.tasks.run_requested_scans", "schedule": 20.0},
    "run requested imports": {"task": "complaints.tasks.run_requested_imports", "schedule": 5.0},
}


def timetable(half: str) -> dict[str, dict[str, Any]]:
    """The entries of `short`, `scans`, or both for an empty name."""
    halves = {"short": SHORT, "scans": SCANS, "": {**SHORT, **SCANS}}
    return halves[half]


app = Celery("beijing_governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = timetable(os.environ.get("SCHEDULE", ""))
app.autodiscover_tasks()

"""What was noted beside the work may name the caller: others read it without what leads to him.

The rows are changed in memory for one page and never saved.
"""

from collections.abc import Iterable

from django.db.models import Model

from complaints.kernels.masking import mask
from complaints.models import User
from complaints.permissions import can_read_original
from dispatch.models import Assignment
from dispatch.permissions import can_read_notes


def hide_persons(branches: Iterable[Assignment], user: User) -> None:
    """In all that a ticket shows of its branches; attempts and exclusions come prefetched."""
    for branch in branches:
        hide_in_work(branch, user)
        if not can_read_notes(user, branch):
            for exclusion in branch.exclusions.all():
                _mask(exclusion, "evidence", "decision_note")
        callback = getattr(branch, "callback", None)
        if callback is not None and not can_read_original(user, branch.complaint):
            _mask(callback, "note")


def hide_in_work(branch: Assignment, user: User | None) -> None:
    """In the unit's own part; without a reader as for a stranger. Attempts come prefetched."""
    if user is None or not can_read_notes(user, branch):
        _mask(branch, "return_reason", "override_reason")
        for attempt in branch.attempts.all():
            _mask(attempt, "note")


def _mask(row: Model, *names: str) -> None:
    for name in names:
        setattr(row, name, mask(getattr(row, name)))

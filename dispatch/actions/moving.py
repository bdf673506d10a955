"""One step of a branch along its table, with the event that says so."""

from datetime import datetime
from typing import Any

from complaints.models import By
from dispatch.actions.history import branch_event
from dispatch.models import Assignment, AssignmentEvent
from dispatch.states import BranchVerb, after


def move_branch(
    assignment: Assignment,
    verb: BranchVerb,
    *,
    by: By,
    at: datetime,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> Assignment:
    """Take the step and save it; the caller holds the lock."""
    event = advance_branch(assignment, verb, by=by, at=at, facts=facts, **changes)
    event.save(force_insert=True)
    assignment.save(update_fields=["status", *changes])
    return assignment


def advance_branch(
    assignment: Assignment,
    verb: BranchVerb,
    *,
    by: By,
    at: datetime,
    facts: dict[str, Any] | None = None,
    **changes: Any,
) -> AssignmentEvent:
    """Move the row along its table, unsaved; the event that says so, unsaved too."""
    from_status = assignment.status
    assignment.status = after(from_status, verb)
    for name, value in changes.items():
        setattr(assignment, name, value)
    return branch_event(assignment, verb.value, by=by, at=at, from_status=from_status, facts=facts)

"""Locking a branch, ground first, and its event row."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.actions.history import author, lock_complaint
from complaints.errors import NotAllowed, NotFound
from complaints.models import By, User
from dispatch.models import Assignment, AssignmentEvent


def lock_assignment(
    key: int, *, by: By, may: Callable[[User, Assignment], bool] | None = None
) -> Assignment:
    """The branch with its complaint, both locked, if this person may see it and do this."""
    found = Assignment.objects.filter(pk=key).values_list("complaint_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这张派单，或不在您的查看范围内。"))
    complaint = lock_complaint(found, by=by)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=key)
    assignment.complaint = complaint
    if may is not None and isinstance(by, User) and not may(by, assignment):
        raise NotAllowed(_("这一步不由您办理。"))
    return assignment


def record_branch(
    assignment: Assignment,
    verb: str,
    *,
    by: By,
    at: datetime,
    from_status: str = "",
    facts: Mapping[str, object] | None = None,
) -> AssignmentEvent:
    """Write the event row; `facts` hold no personal data."""
    event = branch_event(assignment, verb, by=by, at=at, from_status=from_status, facts=facts)
    event.save(force_insert=True)
    return event


def branch_event(
    assignment: Assignment,
    verb: str,
    *,
    by: By,
    at: datetime,
    from_status: str = "",
    facts: Mapping[str, object] | None = None,
) -> AssignmentEvent:
    """The event row, unsaved: bulk verbs write many at once."""
    return AssignmentEvent(
        assignment=assignment,
        verb=verb,
        from_status=from_status,
        to_status=assignment.status,
        at=at,
        facts=dict(facts or {}),
        **author(by),
    )

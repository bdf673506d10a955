"""Locking a branch, ground first, and its event row."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from complaints.actions.history import author, lock_complaint
from complaints.errors import NotAllowed, NotFound
from complaints.models import By, User
from dispatch.models import Assignment, AssignmentEvent

Row = TypeVar("Row", bound=Model)


def lock_beside(kind: type[Row], key: int, *, by: By, missing: str) -> Row:
    """A row beside a complaint, with its complaint, both locked, ground first; `missing` says that
    there is none. Whether this person may see the complaint is asked after its lock."""
    rows: QuerySet[Row] = QuerySet(kind)
    found = rows.filter(pk=key).values_list("complaint_id", flat=True).first()
    if found is None:
        raise NotFound(missing)
    complaint = lock_complaint(found, by=by)
    row: Any = rows.select_for_update(of=("self",)).get(pk=key)
    row.complaint = complaint
    locked: Row = row
    return locked


def lock_assignment(
    key: int, *, by: By, may: Callable[[User, Assignment], bool] | None = None
) -> Assignment:
    """The branch with its complaint, both locked, if this person may see it and do this."""
    missing = _("没有这张派单，或不在您的查看范围内。")
    assignment = lock_beside(Assignment, key, by=by, missing=missing)
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

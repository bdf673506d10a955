"""A branch goes back: it was not for this unit, and the complaint waits for dispatch again."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.actions.holdings import release_hold
from complaints.actions.life import mark_taken_back
from complaints.errors import Conflict
from complaints.models import By, Complaint
from dispatch.actions.following import able
from dispatch.actions.moving import move_branch
from dispatch.actions.settling import settle
from dispatch.models import Assignment, Callback
from dispatch.states import BranchVerb

REASON_MAX = 500


def give_back(
    leading: Assignment,
    followers: Iterable[Assignment],
    *,
    by: By,
    at: datetime,
    reason: str,
) -> None:
    """The branch and those that go along with it; all are locked. No clock is set back."""
    _give_one_back(leading, by=by, at=at, reason=reason[:REASON_MAX])
    for branch in able(list(followers), BranchVerb.RETURN):
        _give_one_back(branch, by=by, at=at, reason=reason[:REASON_MAX])


def _give_one_back(assignment: Assignment, *, by: By, at: datetime, reason: str) -> None:
    complaint = assignment.complaint
    if Callback.objects.filter(assignment=assignment).exists():
        raise Conflict(_("办理时限已过，回访已经开始，不能再退回。"))
    move_branch(assignment, BranchVerb.RETURN, by=by, at=at, returned_at=at, return_reason=reason)
    facts = {"unit": assignment.organisation.code}
    live = Assignment.objects.live().filter(complaint=complaint, round=complaint.round)
    if live.filter(role=Assignment.Role.LEAD).exists():
        settle(complaint, by=by, at=at)
    elif complaint.status != Complaint.StatusChoice.RECEIVED:
        mark_taken_back(complaint.pk, by=by, at=at, facts=facts)
    release_hold(complaint, assignment.organisation_id, at=at)

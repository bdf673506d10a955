"""The links a branch has given out, and the one that a token opens."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from complaints import fields
from complaints.errors import NotFound
from dispatch.models import Assignment, WorkLink
from dispatch.states import BranchStatus

PURPOSE = "work link hash"
LINKABLE = frozenset({BranchStatus.SIGNED, BranchStatus.CONTACTED})


def link_of(token: str, *, at: datetime) -> WorkLink:
    """The one that still opens; one answer for all that do not."""
    kept = fields.keyed_hash(token, purpose=PURPOSE)
    row = (
        WorkLink.objects.select_related(
            "assignment__complaint__subdistrict", "assignment__complaint__community",
            "assignment__organisation",
        )
        .defer(
            "assignment__complaint__subdistrict__outline",
            "assignment__complaint__community__outline",
        )
        .filter(token_hash=kept)
        .first()
    )  # fmt: skip
    if row is None or not standing(row, row.assignment, at=at):
        raise NotFound(_("这个链接已经失效。请与派您来的单位联系。"))
    return row


def standing(row: WorkLink, branch: Assignment, *, at: datetime) -> bool:
    """Not used, not stopped, not too old, and its unit is still at work."""
    is_spent = row.reported_at is not None or row.ended_at is not None or at >= row.expires_at
    return not is_spent and branch.status in LINKABLE and not branch.complaint.is_secret


def links_on(branches: Sequence[Assignment]) -> dict[int, list[WorkLink]]:
    """By branch, the newest first."""
    found: dict[int, list[WorkLink]] = {}
    rows = WorkLink.objects.filter(assignment__in=branches).select_related("made_by", "ended_by")
    for row in rows:
        found.setdefault(row.assignment_id, []).append(row)
    return found

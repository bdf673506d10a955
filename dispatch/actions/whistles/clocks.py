"""What a whistle does to the clocks of the complaints under it: a dated rule of the office says."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from complaints.actions.history import lock_complaints
from complaints.models import By, Complaint, JointMember, Parameter
from complaints.selectors.parameters import span_of
from dispatch.actions.history import branch_event
from dispatch.models import Assignment, AssignmentEvent, MoreTime, Whistle

MORE_TIME = {
    Whistle.Kind.DEMAND: Parameter.Key.WHISTLE_MORE_DEMAND,
    Whistle.Kind.KEY_WORK: Parameter.Key.WHISTLE_MORE_KEY_WORK,
    Whistle.Kind.ENFORCEMENT: Parameter.Key.WHISTLE_MORE_ENFORCEMENT,
    Whistle.Kind.EMERGENCY: Parameter.Key.WHISTLE_MORE_EMERGENCY,
}


def lock_with_all_members(keys: Sequence[int]) -> None:
    """The complaints and all that go along with them, in one order."""
    along = JointMember.objects.filter(case__lead__in=keys, until__isnull=True)
    lock_complaints([*keys, *along.values_list("complaint_id", flat=True)])


def give_more_time(whistle: Whistle, complaint: Complaint, *, by: By, at: datetime) -> None:
    """Move the limit of what its units still work on, also for those who go along. Once a branch,
    however many whistles are blown for it; what has run out stays run out."""
    span = span_of(MORE_TIME[Whistle.Kind(whistle.kind)], on=timezone.localdate(at))
    if not span:
        return
    here = Q(complaint=complaint, round=complaint.round) | Q(follows__complaint=complaint)
    had = MoreTime.objects.values("assignment_id")
    rows = Assignment.objects.open().filter(here, feedback_due_at__gt=at).exclude(pk__in=had)
    branches = list(rows.select_for_update(of=("self",)).order_by("pk"))
    moved, events = [], []
    for branch in branches:
        before = branch.feedback_due_at
        branch.feedback_due_at = before + span
        facts = {
            "whistle": whistle.number,
            "before": before.isoformat(),
            "after": branch.feedback_due_at.isoformat(),
        }
        events.append(
            branch_event(branch, "more_time", by=by, at=at, from_status=branch.status, facts=facts)
        )
        moved.append(
            MoreTime(
                assignment=branch, whistle=whistle, due_before_at=before,
                due_after_at=branch.feedback_due_at, at=at,
            )
        )  # fmt: skip
    Assignment.objects.bulk_update(branches, ["feedback_due_at"])
    MoreTime.objects.bulk_create(moved)
    AssignmentEvent.objects.bulk_create(events)

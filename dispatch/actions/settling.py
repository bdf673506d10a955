"""Where the complaint as a whole stands follows from its branches, whichever step came last."""

from datetime import datetime

from complaints.actions.life import mark_called_back, mark_finished
from complaints.models import By, Complaint
from dispatch.models import Assignment, Callback, DoneRule
from dispatch.states import BranchStatus


def settle(complaint: Complaint, *, by: By, at: datetime) -> None:
    """Finish it where the branches that its rule asks for have given both feedbacks, and count it
    as called back where every callback is done. Without a lead it waits for dispatch, and nothing
    is settled."""
    branches = list(
        Assignment.objects.live()
        .filter(complaint=complaint, round=complaint.round)
        .select_related("report", "callback")
        .order_by("pk")
    )
    lead = next((one for one in branches if one.role == Assignment.Role.LEAD), None)
    if lead is None:
        return
    if _is_whole(lead, branches) and complaint.finished_at is None:
        mark_finished(complaint.pk, by=by, at=at, answer=lead.report.text)
    if complaint.status == Complaint.StatusChoice.TO_CALL_BACK and all(map(_is_done, branches)):
        mark_called_back(complaint.pk, by=by, at=at)


def _is_whole(lead: Assignment, branches: list[Assignment]) -> bool:
    """As the lead's rule says; alone, the lead is the whole."""
    closed = [one for one in branches if one.status == BranchStatus.CLOSED]
    if lead.done_rule == DoneRule.ALL:
        return len(closed) == len(branches)
    return lead in closed and len(closed) >= min(2, len(branches))


def _is_done(branch: Assignment) -> bool:
    callback = getattr(branch, "callback", None)
    return callback is not None and callback.status == Callback.Status.DONE

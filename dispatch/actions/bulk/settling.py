"""Twin of `dispatch.actions.settling`."""

from complaints.models import Complaint
from complaints.states import Verb
from dispatch.actions.bulk import lives
from dispatch.actions.bulk.rows import Rows, Walk
from dispatch.models import Assignment
from dispatch.states import BranchStatus


def settle(rows: Rows, walk: Walk, step: lives.Step) -> None:
    lead = next((one for one in walk.live if one.row.role == Assignment.Role.LEAD), None)
    if lead is None:
        return
    is_closed = all(one.row.status == BranchStatus.CLOSED for one in walk.live)
    if is_closed and walk.complaint.finished_at is None:
        answer = lead.report.text if lead.report else ""
        rows.move(walk, Verb.FINISH, step, answer=answer, finished_at=step.at)
    is_to_call_back = walk.complaint.status == Complaint.StatusChoice.TO_CALL_BACK
    if is_to_call_back and all(one.is_called_back for one in walk.live):
        rows.move(walk, Verb.RECORD_CALLBACK, step)

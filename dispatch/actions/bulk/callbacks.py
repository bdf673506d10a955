"""Twins of `dispatch.actions.callbacks` and `dispatch.actions.exclusions`."""

from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid
from complaints.models import Complaint
from complaints.states import Verb
from dispatch.actions.bulk import lives
from dispatch.actions.bulk.rows import Branch, Rows, Walk, person
from dispatch.actions.bulk.settling import settle
from dispatch.actions.callbacks import grounds_borne_out
from dispatch.models import Callback, CallbackAttempt, Exclusion


def open_callback(rows: Rows, walk: Walk, step: lives.OpenCallback) -> None:
    """Refused before the limit has passed; the verb itself answers None there."""
    branch = walk.branches[step.branch]
    if branch.callback is not None or branch.row.feedback_due_at > step.at:
        raise Conflict(_("办理时限未到，或回访已经开始。"))
    branch.callback = Callback(assignment=branch.row, opened_at=step.at)
    rows.callbacks.append(branch.callback)
    rows.record(branch, "open_callback", step)
    if walk.complaint.status != Complaint.StatusChoice.TO_CALL_BACK:
        rows.move(walk, Verb.OPEN_CALLBACK, step)


def try_callback(rows: Rows, walk: Walk, step: lives.TryCallback) -> None:
    branch = walk.branches[step.branch]
    _attempt(rows, branch, step, step.outcome, step.note)
    rows.record(branch, "try_callback", step, facts={"outcome": step.outcome})


def complete_callback(rows: Rows, walk: Walk, step: lives.CompleteCallback) -> None:
    branch = walk.branches[step.branch]
    callback = _attempt(rows, branch, step, CallbackAttempt.Outcome.REACHED)
    callback.is_valid = True
    callback.contacted = step.answers.contacted
    callback.resolved = step.answers.resolved
    callback.satisfaction = step.answers.satisfaction
    callback.note = step.answers.note.strip()[:500]
    _close(rows, walk, branch, callback, step)


def close_invalid(rows: Rows, walk: Walk, step: lives.CloseInvalid) -> None:
    branch = walk.branches[step.branch]
    callback = _open(branch)
    is_anonymous = walk.complaint.is_anonymous
    if step.ground not in grounds_borne_out(branch.tried, is_anonymous=is_anonymous):
        raise Invalid(_("回访记录中没有与此原因相符的尝试，请先记录。"), field="ground")
    callback.is_valid = False
    callback.invalid_ground = step.ground
    _close(rows, walk, branch, callback, step)


def apply_exclusion(rows: Rows, walk: Walk, step: lives.ApplyExclusion) -> None:
    branch = walk.branches[step.branch]
    branch.exclusion = Exclusion(
        assignment=branch.row,
        ground=step.ground,
        evidence=step.evidence.strip(),
        applied_by=person(step.by),
        applied_at=step.at,
    )
    rows.exclusions.append(branch.exclusion)
    rows.record(branch, "apply_exclusion", step, facts={"ground": step.ground})


def decide_exclusion(rows: Rows, walk: Walk, step: lives.DecideExclusion) -> None:
    branch = walk.branches[step.branch]
    exclusion = branch.exclusion
    if exclusion is None or exclusion.decision != Exclusion.Decision.PENDING:
        raise Conflict(_("这项剔除申请已经审核。"))
    granted, refused = Exclusion.Decision.GRANTED, Exclusion.Decision.REFUSED
    exclusion.decision = granted if step.is_granted else refused
    exclusion.decided_by = person(step.by)
    exclusion.decided_at = step.at
    exclusion.decision_note = step.note.strip()[:300]
    rows.record(branch, "decide_exclusion", step, facts={"decision": exclusion.decision.value})


def _open(branch: Branch) -> Callback:
    if branch.callback is None or branch.callback.status != Callback.Status.OPEN:
        raise Conflict(_("这次回访已经完成。"))
    return branch.callback


def _attempt(
    rows: Rows, branch: Branch, step: lives.Step, outcome: str, note: str = ""
) -> Callback:
    callback = _open(branch)
    branch.tried.append(outcome)
    rows.tries.append(
        CallbackAttempt(
            callback=callback,
            outcome=outcome,
            note=note.strip()[:300],
            at=step.at,
            by=person(step.by),
        )
    )
    return callback


def _close(
    rows: Rows, walk: Walk, branch: Branch, callback: Callback, step: lives.BranchStep
) -> None:
    callback.status = Callback.Status.DONE
    callback.completed_at = step.at
    callback.by = person(step.by)
    facts = {"valid": callback.is_valid, "ground": callback.invalid_ground}
    rows.record(branch, "complete_callback", step, facts=facts)
    settle(rows, walk, step)

"""Taking back a step that units may have seen already: only while none of them has acted on it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.following_up import may_speak_for_the_caller
from complaints.actions.history import lock_complaint, lock_complaints, lock_with_members
from complaints.actions.holdings import give_up_hold, hold_again
from complaints.actions.undoing import check_undoable, mark_undone, undo_classify
from complaints.errors import Conflict, NotAllowed, NotFound
from complaints.models import Complaint, ComplaintEvent, JointMember, User
from complaints.states import Verb
from dispatch.actions.history import record_branch
from dispatch.actions.moving import move_branch
from dispatch.models import Assignment, AssignmentEvent
from dispatch.permissions import can_dispatch
from dispatch.querysets import AssignmentQuerySet
from dispatch.states import BranchStatus, BranchVerb, before


def undo_step(step_key: int, *, by: User, at: datetime | None = None) -> Complaint:
    """Take back one's own step of a moment ago, named by its event."""
    at = at or timezone.now()
    step = ComplaintEvent.objects.filter(pk=step_key).first()
    if step is None:
        raise NotFound(_("没有这件诉求，或不在您的查看范围内。"))
    check_undoable(step, by=by, at=at)
    if step.verb == Verb.CLASSIFY.value:
        return undo_classify(step, by=by, at=at)
    if step.verb == Verb.DISPATCH.value:
        return undo_dispatch(step, by=by, at=at)
    if step.verb == Verb.WITHDRAW.value:
        return undo_withdraw(step, by=by, at=at)
    raise Conflict(_("这一步不能撤销。"))


def undo_dispatch(step: ComplaintEvent, *, by: User, at: datetime) -> Complaint:
    """Nobody was asked: every unit asked by this one press, and those of the complaints that go
    along. One that has signed is at work, and then nothing is undone."""
    with transaction.atomic():
        asked = Q(complaint=step.complaint_id) & Q(dispatched_at=step.at, dispatched_by=by)
        rows = Assignment.objects.filter(asked)
        rows |= Assignment.objects.filter(follows__in=rows.values("pk"))
        lock_complaints([step.complaint_id, *rows.values_list("complaint_id", flat=True)])
        complaint = lock_complaint(step.complaint_id, by=by)
        if not can_dispatch(by, complaint):
            raise NotAllowed(_("只有处置中心和专班可以派单。"))
        branches = list(_locked(rows))
        if not branches or any(one.status != BranchStatus.TO_SIGN for one in branches):
            raise Conflict(_("承办单位已经签收，不能再撤销。请与承办单位联系。"))
        for branch in branches:
            move_branch(branch, BranchVerb.UNDO_DISPATCH, by=by, at=at)
            unit = branch.organisation_id
            give_up_hold(branch.complaint, unit, taken_at=branch.dispatched_at, at=at)
        for key in {branch.complaint_id for branch in branches}:
            _send_back(key, by=by, at=at)
        complaint.refresh_from_db()
    return complaint


def undo_withdraw(step: ComplaintEvent, *, by: User, at: datetime) -> Complaint:
    """Everybody goes on from where he stood."""
    with transaction.atomic():
        lock_with_members(step.complaint_id)
        complaint = lock_complaint(step.complaint_id, by=by)
        may_speak_for_the_caller(by, complaint)
        parted = Q(complaint=complaint) | Q(case__lead=complaint)
        if JointMember.objects.filter(parted, until=step.at).exists():
            raise Conflict(_("撤回时已经与别的诉求拆开，不能撤销。"))
        # Led back first: what runs from a withdrawn complaint is nothing.
        complaint = mark_undone(complaint.pk, Verb.WITHDRAW, by=by, at=at, start=step.from_status)
        ended = AssignmentEvent.objects.filter(
            assignment__complaint=complaint, verb=BranchVerb.WITHDRAW.value, at=step.at
        )
        starts = dict(ended.values_list("assignment_id", "from_status"))
        for branch in _locked(Assignment.objects.filter(pk__in=starts)):
            _go_on(branch, starts[branch.pk], by=by, at=at)
        hold_again(complaint, released_at=step.at, at=at)
    return complaint


def _send_back(key: int, *, by: User, at: datetime) -> None:
    """Without a leading unit it waits for dispatch as before; with one it stays with that."""
    complaint = Complaint.objects.get(pk=key)
    live = Assignment.objects.live().filter(complaint=complaint, round=complaint.round)
    is_led = live.filter(role=Assignment.Role.LEAD).exists()
    start = Complaint.StatusChoice.DISPATCHED if is_led else Complaint.StatusChoice.RECEIVED
    mark_undone(key, Verb.DISPATCH, by=by, at=at, start=start)


def _go_on(branch: Assignment, start: str, *, by: User, at: datetime) -> None:
    from_status, branch.status = branch.status, before(branch.status, BranchVerb.WITHDRAW, start)
    branch.withdrawn_at = None
    record_branch(branch, "undo_withdraw", by=by, at=at, from_status=from_status)
    branch.save(update_fields=["status", "withdrawn_at"])


def _locked(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    keys = list(rows.values_list("pk", flat=True))
    found = Assignment.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return found.select_related("complaint", "organisation").order_by("pk")

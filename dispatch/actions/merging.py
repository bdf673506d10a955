"""Several callers with one matter: merged by staff, sent on with their lead, split again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, lock_complaints
from complaints.actions.joining import is_joinable, join, leave, pass_lead
from complaints.errors import Invalid, NotAllowed
from complaints.models import Actor, By, Complaint, JointMember, User
from complaints.permissions import can_triage
from complaints.selectors.joint import lead_of, membership_of
from dispatch.actions.following import follow
from dispatch.models import Assignment


def merge_complaints(
    lead_key: int, keys: Sequence[int], *, by: By, reason: str, at: datetime | None = None
) -> Complaint:
    """Let the complaints of `keys` go along with the lead; who is with a unit already stays there
    too. All of them go along, or none."""
    at = at or timezone.now()
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(_("请写明为什么是同一件事。"), field="reason")
    with transaction.atomic():
        found = Complaint.objects.filter(pk=lead_key).first()
        first = lead_of(found).pk if found else lead_key
        lock_complaints([first, *keys])
        lead = _seen(first, by)
        others = [_seen(key, by) for key in dict.fromkeys(keys) if key != lead.pk]
        if not others:
            raise Invalid(_("请选择要合并的诉求。"), field="numbers")
        for one in others:
            join(lead, one, how=JointMember.How.MERGED, by=by, at=at, reason=reason)
            _send_along(one, lead, by=by, at=at)
    return lead


def split_complaint(key: int, *, by: By, at: datetime | None = None) -> Complaint:
    """It goes alone from here: its branches stay with their units and take their own steps."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        _may_triage(by, complaint)
        leave(complaint, by=by, at=at)
        Assignment.objects.filter(complaint=complaint).update(follows=None)
    return complaint


def send_joined(key: int, *, at: datetime | None = None) -> bool:
    """A complaint that its caller let go along follows its lead to the units; where that is over
    by now it goes alone, for somebody to look at. True where either happened."""
    at = at or timezone.now()
    with transaction.atomic():
        member = membership_of(Complaint.objects.get(pk=key))
        if member is None:
            return False
        lock_complaints([key, member.case.lead_id])
        complaint = Complaint.objects.get(pk=key)
        lead = Complaint.objects.get(pk=member.case.lead_id)
        if complaint.status != Complaint.StatusChoice.RECEIVED or membership_of(complaint) is None:
            return False
        if lead.status == Complaint.StatusChoice.RECEIVED:
            return False
        if is_joinable(lead):
            return bool(_send_along(complaint, lead, by=Actor.MACHINE, at=at))
        leave(complaint, by=Actor.MACHINE, at=at)
    return True


def hand_on_lead(complaint: Complaint, *, by: By, at: datetime) -> None:
    """Its caller takes it back: the first that went along leads on, and the others follow that."""
    heir = pass_lead(complaint, by=by, at=at)
    if heir is None:
        return
    for branch in Assignment.objects.filter(follows__complaint=complaint, complaint=heir):
        followers = Assignment.objects.filter(follows=branch.follows_id)
        followers.exclude(pk=branch.pk).update(follows=branch)
        Assignment.objects.filter(pk=branch.pk).update(follows=None)


def _send_along(complaint: Complaint, lead: Complaint, *, by: By, at: datetime) -> int:
    """Follow each of the lead's branches; where it has one at the same unit, that one follows."""
    own = {
        branch.organisation_id: branch
        for branch in Assignment.objects.open().filter(complaint=complaint)
    }
    leading = Assignment.objects.open().filter(complaint=lead, round=lead.round)
    sent = 0
    for branch in leading.select_related("organisation", "handler").order_by("-role", "pk"):
        branch.complaint = lead
        if branch.organisation_id in own:
            Assignment.objects.filter(pk=own[branch.organisation_id].pk).update(follows=branch)
        elif not own:
            follow(complaint, branch, by=by, at=at)
        sent += 1
    return sent


def _seen(key: int, by: By) -> Complaint:
    complaint = lock_complaint(key, by=by)
    _may_triage(by, complaint)
    return complaint


def _may_triage(by: By, complaint: Complaint) -> None:
    if isinstance(by, User) and not can_triage(by, complaint):
        raise NotAllowed(_("只有处置中心和专班可以合并或拆分诉求。"))

"""Complaints that go along with another: joined by their caller, merged by staff, split again."""

from datetime import datetime

from django.utils.translation import gettext as _

from complaints.actions.history import author, record
from complaints.errors import Conflict, Invalid
from complaints.models import By, Complaint, JointCase, JointMember
from complaints.selectors.joint import lead_of, members_of, membership_of, standing_of
from complaints.states import JointVerb, joint_allowed_from


def is_joinable(complaint: Complaint) -> bool:
    """Neither over nor secret."""
    return complaint.is_under_way and not complaint.is_secret


def check_joinable(complaint: Complaint) -> None:
    """Refuse what is over, and what only one named person may see."""
    if complaint.is_secret:
        raise Conflict(_("保密诉求单独办理，不能合并。"))
    if not is_joinable(complaint):
        raise Conflict(_("%(number)s 已经办结或撤回，不能合并。") % {"number": complaint.number})


def join(
    lead: Complaint, complaint: Complaint, *, how: str, by: By, at: datetime, reason: str = ""
) -> JointMember:
    """Let `complaint` go along with `lead`; both are locked, and whoever went along with it comes
    too. Both histories say so."""
    if lead.pk == complaint.pk:
        raise Invalid(_("不能和自己合并。"))
    for one in (lead, complaint):
        check_joinable(one)
    for one, verb in ((lead, JointVerb.BE_JOINED), (complaint, JointVerb.JOIN)):
        if verb not in joint_allowed_from(standing_of(one)):
            raise Conflict(_("%(number)s 已经和别的诉求合并，请先拆开。") % {"number": one.number})
    case, _made = JointCase.objects.get_or_create(
        lead=lead, closed_at=None, defaults={"opened_at": at}
    )
    for brought in members_of(complaint):
        _leave(brought, by=by, at=at)
        _enter(case, brought, how=how, by=by, at=at, reason=reason)
    return _enter(case, complaint, how=how, by=by, at=at, reason=reason)


def go_along(complaint: Complaint, key: int, *, by: By, at: datetime) -> None:
    """Its caller says that it is the same matter. With one that is over by now, or where either is
    secret, it goes alone: nobody is turned away at the door."""
    found = Complaint.objects.filter(pk=key).first()
    if found is None or complaint.is_secret:
        return
    lead = Complaint.objects.select_for_update(of=("self",)).get(pk=lead_of(found).pk)
    if is_joinable(lead):
        join(lead, complaint, how=JointMember.How.JOINED, by=by, at=at)


def leave(complaint: Complaint, *, by: By, at: datetime) -> None:
    """Go alone again; the case ends with its last member."""
    if not _leave(complaint, by=by, at=at):
        raise Conflict(_("%(number)s 没有和别的诉求合并。") % {"number": complaint.number})


def pass_lead(lead: Complaint, *, by: By, at: datetime) -> Complaint | None:
    """The first that goes along leads from now on; None where nobody does."""
    members = members_of(lead)
    if not members:
        return None
    heir, *others = members
    for one in members:
        _leave(one, by=by, at=at)
    if others:
        case = JointCase.objects.create(lead=heir, opened_at=at)
        for one in others:
            _enter(case, one, how=JointMember.How.MERGED, by=by, at=at)
    record(heir, "lead_on", by=by, at=at, from_status=heir.status, facts={"before": lead.number})
    return heir


def _enter(
    case: JointCase, complaint: Complaint, *, how: str, by: By, at: datetime, reason: str = ""
) -> JointMember:
    member = JointMember.objects.create(
        case=case, complaint=complaint, how=how, reason=reason[:300], since=at, **author(by)
    )
    lead = case.lead
    facts = {"lead": lead.number, "how": how}
    record(complaint, JointVerb.JOIN, by=by, at=at, from_status=complaint.status, facts=facts)
    facts = {"number": complaint.number, "how": how}
    record(lead, JointVerb.BE_JOINED, by=by, at=at, from_status=lead.status, facts=facts)
    return member


def _leave(complaint: Complaint, *, by: By, at: datetime) -> bool:
    member = membership_of(complaint)
    if member is None:
        return False
    member.until = at
    member.save(update_fields=["until"])
    case, lead = member.case, member.case.lead
    if not case.members.filter(until__isnull=True).exists():
        case.closed_at = at
        case.save(update_fields=["closed_at"])
    facts = {"lead": lead.number}
    record(complaint, JointVerb.SPLIT, by=by, at=at, from_status=complaint.status, facts=facts)
    facts = {"number": complaint.number}
    record(lead, JointVerb.BE_SPLIT, by=by, at=at, from_status=lead.status, facts=facts)
    return True

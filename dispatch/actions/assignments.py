"""Asking a unit to act, and what the unit does."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, lock_with_members
from complaints.actions.intake import clock_kind_of
from complaints.actions.joining import is_joinable
from complaints.actions.life import confirm_redaction
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import By, Complaint, NoticeCode, Organisation, User
from complaints.selectors.joint import members_of
from dispatch.actions.consulting.closing import end_open_talk
from dispatch.actions.copying import copy_to_district
from dispatch.actions.following import (
    able,
    copy_report,
    follow,
    lock_joint,
    open_branch,
    refuse_community_as_lead,
)
from dispatch.actions.handlers import person_of_unit
from dispatch.actions.history import lock_assignment
from dispatch.actions.moving import move_branch
from dispatch.actions.settling import settle
from dispatch.actions.telling import tell_office, tell_unit
from dispatch.models import Assignment, ContactAttempt, Report
from dispatch.permissions import can_dispatch, can_tell_hotline, can_work
from dispatch.selectors.routing import Suggestion, suggest_unit
from dispatch.states import BranchStatus, BranchVerb, after, allowed_from


@dataclass(frozen=True, slots=True)
class Order:
    """What the dispatcher decided. Without a unit the rules decide; another unit needs a reason."""

    organisation_id: int | None = None
    role: str = Assignment.Role.LEAD
    clock_kind: str = ""
    override_reason: str = ""
    handler_id: int | None = None
    # Of the lead: when the whole is done; the rule says where this is empty.
    done_rule: str = ""
    redacted_text: str = ""
    # None leaves the address as it stands.
    redacted_address: str | None = None


def dispatch_complaint(
    key: int, *, by: By, order: Order, version: int | None = None, at: datetime | None = None
) -> Assignment:
    """Ask a unit to act: the rule and its facts are kept, the due instants fixed."""
    at = at or timezone.now()
    with transaction.atomic():
        lock_with_members(key)
        complaint = lock_complaint(key, by=by, version=version)
        if isinstance(by, User) and not can_dispatch(by, complaint):
            raise NotAllowed(_("只有处置中心和专班可以派单。"))
        if order.redacted_text:
            confirm_redaction(
                key,
                by=by,
                redacted_text=order.redacted_text,
                redacted_address=order.redacted_address,
                at=at,
            )
        read = Complaint.objects.with_place().get(pk=key)
        suggestion = suggest_unit(read, at=at)
        end_open_talk(complaint, by=by, at=at, decision=_("已直接派单，不再会商。"))
        unit = _chosen(order, suggestion, on=timezone.localdate(at))
        _refuse_twice(complaint, unit, order)
        refuse_community_as_lead(read, unit, order.role)
        handler = _named_handler(complaint, unit, order)
        kind = order.clock_kind or suggestion.clock_kind or clock_kind_of(read.category)
        assignment = open_branch(
            complaint,
            unit,
            by=by,
            at=at,
            role=order.role,
            clock_kind=kind,
            handler=handler,
            rule=suggestion.rule,
            rule_facts=suggestion.as_json(),
            override_reason=order.override_reason.strip(),
            done_rule=order.done_rule or suggestion.done_rule,
        )
        tell_unit(assignment, NoticeCode.DISPATCHED, by=by, at=at)
        if suggestion.rule is not None and suggestion.rule.copy_district:
            copy_to_district(assignment.complaint, by=by, at=at)
        for member in members_of(complaint):
            if is_joinable(member):
                follow(member, assignment, by=by, at=at)
    return assignment


def sign_assignment(key: int, *, by: By, at: datetime | None = None) -> Assignment:
    """The unit has it."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment, followers = lock_joint(key, by=by, may=can_work)
        for branch in able(followers, BranchVerb.SIGN):
            move_branch(branch, BranchVerb.SIGN, by=by, at=at, signed_at=at)
        return move_branch(assignment, BranchVerb.SIGN, by=by, at=at, signed_at=at)


def record_contact(
    key: int,
    *,
    by: By,
    method: str,
    outcome: str,
    note: str = "",
    at: datetime | None = None,
) -> ContactAttempt:
    """A try to reach the caller; the first one that succeeds stops the contact clock."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment = lock_assignment(key, by=by, may=can_work)
        reached = outcome == ContactAttempt.Outcome.REACHED
        verb = BranchVerb.CONTACT if reached else BranchVerb.TRY_CONTACT
        changes: dict[str, Any] = {}
        if reached and assignment.contacted_at is None:
            changes["contacted_at"] = at
        facts = {"method": method, "outcome": outcome}
        move_branch(assignment, verb, by=by, at=at, facts=facts, **changes)
        return ContactAttempt.objects.create(
            assignment=assignment,
            method=method,
            outcome=outcome,
            note=note.strip()[:500],
            by=by if isinstance(by, User) else None,
            at=at,
        )


def report_result(
    key: int, *, by: By, outcome: str, text: str, at: datetime | None = None
) -> Report:
    """What was done; refused before anybody tried to reach the caller."""
    at = at or timezone.now()
    text = text.strip()
    if not text:
        raise Invalid(_("请写明办理情况。"), field="text")
    with transaction.atomic():
        assignment, followers = lock_joint(key, by=by, may=can_work)
        if assignment.follows_id is None and not assignment.attempts.exists():
            raise Invalid(_("请先联系诉求人并记录，再报办理结果。"), field="text")
        move_branch(
            assignment, BranchVerb.REPORT, by=by, at=at, facts={"outcome": outcome}, reported_at=at
        )
        report = Report.objects.create(
            assignment=assignment,
            outcome=outcome,
            text=text,
            by=by if isinstance(by, User) else None,
            at=at,
        )
        for branch in able(followers, BranchVerb.REPORT):
            copy_report(branch, report, by=by, at=at)
        tell_office(assignment.complaint, NoticeCode.REPORTED, by=by, at=at, branch=assignment)
        return report


def tell_resident(
    key: int, *, by: By, is_for_all: bool = False, at: datetime | None = None
) -> Assignment:
    """The first of both feedbacks: the caller was told the result. `is_for_all`: so was everybody
    whose complaint goes along with it."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment, followers = lock_joint(key, by=by, may=can_work)
        verb = BranchVerb.TELL_RESIDENT
        told = [assignment] if verb in allowed_from(assignment.status) or not is_for_all else []
        told += able(followers, verb) if is_for_all else []
        if not told:
            raise Conflict(_("没有还要告知的诉求人。"))
        for branch in told:
            changes = {"resident_told_at": at}
            if branch.contacted_at is None and branch.follows_id is not None:
                # Nobody called before: being told is how this caller was reached.
                changes["contacted_at"] = at
            _feed_back(branch, verb, by=by, at=at, **changes)
    return assignment


def tell_hotline(key: int, *, by: By, at: datetime | None = None) -> Assignment:
    """The other: the hotline body has the result, from somebody who is not of the unit. One telling
    is enough for all that go along."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment, followers = lock_joint(key, by=by, may=can_tell_hotline)
        verb = BranchVerb.TELL_HOTLINE
        for branch in able(followers, verb):
            _feed_back(branch, verb, by=by, at=at, hotline_told_at=at)
        return _feed_back(assignment, verb, by=by, at=at, hotline_told_at=at)


def _feed_back(
    assignment: Assignment, verb: BranchVerb, *, by: By, at: datetime, **changes: Any
) -> Assignment:
    if after(assignment.status, verb) == BranchStatus.CLOSED:
        changes["closed_at"] = at
    move_branch(assignment, verb, by=by, at=at, **changes)
    settle(assignment.complaint, by=by, at=at)
    return assignment


def _chosen(order: Order, suggestion: Suggestion, *, on: date) -> Organisation:
    suggested = suggestion.organisation
    if order.organisation_id is None or (
        suggested is not None and suggested.pk == order.organisation_id
    ):
        if suggested is None:
            raise Invalid(_("没有规则能确定承办单位，请选择单位并写明理由。"), field="organisation")
        return suggested
    if order.role == Assignment.Role.LEAD and not order.override_reason.strip():
        words = _("您选择的单位与规则不同，请写明改派理由。")
        if suggested is None:
            words = _("没有规则能确定承办单位，请写明派给这个单位的理由。")
        raise Invalid(words, field="override_reason")
    unit = Organisation.objects.current(on).filter(pk=order.organisation_id).first()
    if unit is None:
        raise Invalid(_("请选择承办单位。"), field="organisation")
    return unit


def _refuse_twice(complaint: Complaint, unit: Organisation, order: Order) -> None:
    branches = Assignment.objects.live().filter(complaint=complaint, round=complaint.round)
    lead = branches.filter(role=Assignment.Role.LEAD).select_related("organisation").first()
    if order.role == Assignment.Role.LEAD and lead is not None:
        raise Conflict(
            _("这件诉求已经派给%(unit)s，不能重复派主办单位。") % {"unit": lead.organisation}
        )
    if order.role == Assignment.Role.CO and lead is None:
        raise Conflict(_("请先派主办单位，再增派协办单位。"))
    if branches.filter(organisation=unit).exists():
        raise Conflict(_("这件诉求已经派给%(unit)s。") % {"unit": unit})


def _named_handler(complaint: Complaint, unit: Organisation, order: Order) -> User | None:
    if order.handler_id is None:
        if complaint.is_secret:
            raise Invalid(_("保密诉求必须指定一名承办人。"), field="handler")
        return None
    return person_of_unit(order.handler_id, unit)

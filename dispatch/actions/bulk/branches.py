"""Twins of `complaints.actions.life` and `dispatch.actions.assignments`."""

from typing import Any

from django.utils.translation import gettext as _

from complaints.actions.intake import clock_kind_of
from complaints.errors import Conflict, Invalid
from complaints.models import Complaint, Organisation
from complaints.states import Verb
from dispatch.actions.assignments import Order
from dispatch.actions.bulk import lives
from dispatch.actions.bulk.rows import Branch, Rows, Walk, person
from dispatch.actions.bulk.settling import settle
from dispatch.actions.following import (
    BRANCH_STAGES,
    STREET_STAGE,
    assists,
    refuse_community_as_lead,
)
from dispatch.actions.history import branch_event
from dispatch.models import Assignment, ContactAttempt, Report
from dispatch.selectors.routing import Suggestion
from dispatch.states import BranchStatus, BranchVerb, after


def classify(rows: Rows, walk: Walk, step: lives.Classify) -> None:
    rows.ground.classify(
        walk.complaint,
        by=step.by,
        at=step.at,
        where=step.where,
        category_id=step.category_id,
        demand_kind=step.demand_kind,
        urgency=step.urgency,
        redacted_text=step.redacted_text,
    )


def answer_at_once(rows: Rows, walk: Walk, step: lives.AnswerAtOnce) -> None:
    rows.move(walk, Verb.ANSWER, step, answer=step.answer.strip(), finished_at=step.at)


def photograph(rows: Rows, walk: Walk, step: lives.Photograph) -> None:
    rows.ground.add_photo(walk.complaint, step.content, by=step.by, stage=step.stage, at=step.at)


def archive(rows: Rows, walk: Walk, step: lives.Archive) -> None:
    if walk.complaint.finished_at is None:
        raise Invalid(_("双反馈尚未完成，不能归档。"))
    rows.move(walk, Verb.ARCHIVE, step)


def dispatch(rows: Rows, walk: Walk, step: lives.Dispatch) -> None:
    order, at, complaint = step.order, step.at, walk.complaint
    if order.redacted_text:
        rows.ground.confirm(
            complaint,
            by=step.by,
            redacted_text=order.redacted_text,
            redacted_address=order.redacted_address,
            at=at,
        )
    suggestion = rows.routes.suggest(complaint, at=at)
    unit = _unit(rows, order, suggestion)
    refuse_community_as_lead(complaint, unit, order.role)
    kind = order.clock_kind or suggestion.clock_kind or clock_kind_of(complaint.category)
    limits = rows.ground.limits
    due = limits.due_instants(BRANCH_STAGES, clock_kind=kind, start=at)
    due |= limits.known_instants([STREET_STAGE], clock_kind=kind, start=complaint.received_at)
    facts = {"unit": unit.code, "role": order.role, "clock": kind}
    rows.move(walk, Verb.DISPATCH, step, facts=facts)
    assignment = Assignment(
        complaint=complaint,
        organisation=unit,
        role=order.role,
        unit_kind=unit.kind,
        is_assist=assists(complaint),
        handler_id=order.handler_id,
        clock_kind=kind,
        dispatched_at=at,
        rule=suggestion.rule,
        rule_facts=suggestion.as_json(),
        override_reason=order.override_reason.strip(),
        dispatched_by=person(step.by),
        **{f"{stage}_due_at": instant for stage, instant in due.items()},
    )
    rows.assignments.append(assignment)
    walk.branches.append(Branch(assignment, unit))
    rows.ground.take_hold(complaint, unit.pk, role=order.role, at=at, person_id=order.handler_id)
    rows.events.append(
        branch_event(assignment, "dispatch", by=step.by, at=at, facts={"clock": kind})
    )


def sign(rows: Rows, walk: Walk, step: lives.Sign) -> None:
    rows.advance(walk, BranchVerb.SIGN, step, signed_at=step.at)


def give_back(rows: Rows, walk: Walk, step: lives.Return) -> None:
    reason = step.reason.strip()
    if walk.branches[step.branch].callback is not None:
        raise Conflict(_("办理时限已过，回访已经开始，不能再退回。"))
    rows.object_to(walk.branches[step.branch], step, words=reason)
    decided = lives.Sign(by=step.decided_by, at=step.decided_at, branch=step.branch)
    rows.record(walk.branches[step.branch], "grant_objection", decided)
    branch = rows.advance(
        walk, BranchVerb.RETURN, decided, returned_at=decided.at, return_reason=reason[:500]
    )
    if any(one.row.role == Assignment.Role.LEAD for one in walk.live):
        settle(rows, walk, decided)
    elif walk.complaint.status != Complaint.StatusChoice.RECEIVED:
        rows.move(walk, Verb.TAKE_BACK, decided, facts={"unit": branch.unit.code})
    rows.ground.release_hold(walk.complaint, branch.unit.pk, at=decided.at)


def contact(rows: Rows, walk: Walk, step: lives.Contact) -> None:
    branch = walk.branches[step.branch]
    reached = step.outcome == ContactAttempt.Outcome.REACHED
    verb = BranchVerb.CONTACT if reached else BranchVerb.TRY_CONTACT
    changes: dict[str, Any] = {}
    if reached and branch.row.contacted_at is None:
        changes["contacted_at"] = step.at
    facts = {"method": step.method, "outcome": step.outcome}
    rows.advance(walk, verb, step, facts=facts, **changes)
    branch.has_attempt = True
    rows.attempts.append(
        ContactAttempt(
            assignment=branch.row,
            method=step.method,
            outcome=step.outcome,
            note=step.note.strip()[:500],
            by=person(step.by),
            at=step.at,
        )
    )


def report(rows: Rows, walk: Walk, step: lives.ReportBack) -> None:
    branch = walk.branches[step.branch]
    if not branch.has_attempt:
        raise Invalid(_("请先联系诉求人并记录，再报办理结果。"), field="text")
    facts = {"outcome": step.outcome}
    rows.advance(walk, BranchVerb.REPORT, step, facts=facts, reported_at=step.at)
    branch.report = Report(
        assignment=branch.row,
        outcome=step.outcome,
        text=step.text.strip(),
        by=person(step.by),
        at=step.at,
    )
    rows.reports.append(branch.report)


def tell_resident(rows: Rows, walk: Walk, step: lives.TellResident) -> None:
    _feed_back(rows, walk, BranchVerb.TELL_RESIDENT, step, "resident_told_at")


def tell_hotline(rows: Rows, walk: Walk, step: lives.TellHotline) -> None:
    _feed_back(rows, walk, BranchVerb.TELL_HOTLINE, step, "hotline_told_at")


def _feed_back(rows: Rows, walk: Walk, verb: BranchVerb, step: lives.BranchStep, told: str) -> None:
    changes: dict[str, Any] = {told: step.at}
    if after(walk.branches[step.branch].row.status, verb) == BranchStatus.CLOSED:
        changes["closed_at"] = step.at
    rows.advance(walk, verb, step, **changes)
    settle(rows, walk, step)


def _unit(rows: Rows, order: Order, suggestion: Suggestion) -> Organisation:
    if order.organisation_id is not None:
        return rows.routes.units[order.organisation_id]
    if suggestion.organisation is None:
        raise Invalid(_("没有规则能确定承办单位，请选择单位并写明理由。"), field="organisation")
    return suggestion.organisation

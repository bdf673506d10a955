"""Branches of complaints that go along: they take the steps of the branch they follow.

Each caller keeps a branch of his own, with his own limits, feedback and callback; what the unit
does is done once. What a branch cannot take from where it stands it leaves out.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaints
from complaints.actions.holdings import take_hold
from complaints.actions.life import confirm_redaction, mark_dispatched
from complaints.errors import Invalid
from complaints.models import Actor, By, Complaint, Organisation, OrganisationKind, User
from complaints.selectors.clocks import due_instants, known_instants
from dispatch.actions.history import lock_assignment, record_branch
from dispatch.actions.moving import move_branch
from dispatch.models import Assignment, Report
from dispatch.states import ENDED, BranchVerb, allowed_from

BRANCH_STAGES = ("sign", "contact", "onsite", "feedback")
# The street's own step: from receipt to dispatch.
STREET_STAGE = "street_dispatch"


def open_branch(
    complaint: Complaint,
    unit: Organisation,
    *,
    by: By,
    at: datetime,
    role: str,
    clock_kind: str,
    handler: User | None = None,
    follows: Assignment | None = None,
    **kept: object,
) -> Assignment:
    """The branch with its limits, the unit's hold and the event; the complaint is locked and moves
    on. `kept` are the rule, its facts and the reason for another unit."""
    due = due_instants(BRANCH_STAGES, clock_kind=clock_kind, start=at)
    due |= known_instants([STREET_STAGE], clock_kind=clock_kind, start=complaint.received_at)
    facts = {"unit": unit.code, "role": role, "clock": clock_kind}
    complaint = mark_dispatched(complaint.pk, by=by, at=at, facts=facts)
    branch = Assignment.objects.create(
        complaint=complaint,
        organisation=unit,
        round=complaint.round,
        role=role,
        handler=handler,
        follows=follows,
        unit_kind=unit.kind,
        is_assist=follows.is_assist if follows else assists(complaint),
        clock_kind=clock_kind,
        dispatched_at=at,
        dispatched_by=by if isinstance(by, User) else None,
        **kept,
        **{f"{stage}_due_at": instant for stage, instant in due.items()},
    )
    take_hold(complaint, unit.pk, role=role, at=at, person=handler)
    record_branch(branch, "dispatch", by=by, at=at, facts={"clock": clock_kind})
    return branch


def assists(complaint: Complaint) -> bool:
    """Whether a community only assists with it (条例 Art. 17)."""
    return complaint.category is not None and complaint.category.community_assists


def refuse_community_as_lead(complaint: Complaint, unit: Organisation, role: str) -> None:
    """A community never leads what it only assists with; it may be asked beside the lead."""
    is_lead = role == Assignment.Role.LEAD
    if is_lead and unit.kind == OrganisationKind.COMMUNITY and assists(complaint):
        words = _(
            "“%(category)s”类诉求社区只协助、不主办（条例第十七条）。"
            "请另派主办单位，社区可以作为协办。"
        )
        raise Invalid(words % {"category": complaint.category}, field="organisation")


def follow(complaint: Complaint, leading: Assignment, *, by: By, at: datetime) -> Assignment:
    """A branch beside the leading one, as far along as that is. Both complaints are locked.

    Units read the leading complaint's checked words: nobody has read this caller's own yet.
    """
    if not complaint.is_redaction_confirmed:
        lead = leading.complaint
        words = {"redacted_text": lead.redacted_text, "redacted_address": lead.redacted_address}
        confirm_redaction(complaint.pk, by=Actor.MACHINE, at=at, **words)
    branch = open_branch(
        complaint,
        leading.organisation,
        by=by,
        at=at,
        role=leading.role,
        clock_kind=leading.clock_kind,
        handler=leading.handler,
        follows=leading,
    )
    if leading.signed_at is not None:
        move_branch(branch, BranchVerb.SIGN, by=by, at=at, signed_at=at)
    report = Report.objects.filter(assignment=leading).first()
    if report is not None:
        copy_report(branch, report, by=by, at=at)
    return branch


def copy_report(branch: Assignment, report: Report, *, by: By, at: datetime) -> None:
    """The result is this caller's too."""
    facts = {"outcome": report.outcome}
    move_branch(branch, BranchVerb.REPORT, by=by, at=at, facts=facts, reported_at=at)
    Report.objects.create(
        assignment=branch, outcome=report.outcome, text=report.text, by=report.by, at=at
    )


def lock_joint(
    key: int, *, by: By, may: Callable[[User, Assignment], bool] | None = None
) -> tuple[Assignment, list[Assignment]]:
    """A branch and those that follow it, their complaints locked before it in one order."""
    behind = Assignment.objects.filter(follows=key).values_list("complaint_id", flat=True)
    if keys := list(behind):
        own = Assignment.objects.filter(pk=key).values_list("complaint_id", flat=True)
        lock_complaints([*keys, *own])
    leading = lock_assignment(key, by=by, may=may)
    return leading, list(_locked_behind(leading)) if keys else []


def able(followers: Sequence[Assignment], verb: BranchVerb) -> Iterator[Assignment]:
    """Those that can take this step from where they stand."""
    return (branch for branch in followers if verb in allowed_from(branch.status))


def _locked_behind(leading: Assignment) -> Iterator[Assignment]:
    rows = Assignment.objects.select_for_update(of=("self",)).filter(follows=leading)
    for branch in rows.select_related("complaint", "organisation").order_by("pk"):
        if branch.status not in ENDED:
            yield branch

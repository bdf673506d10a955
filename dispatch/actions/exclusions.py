"""Leaving the second base: asked by the street, decided by the district."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotFound
from complaints.models import NoticeCode, User
from dispatch.actions.history import lock_assignment, record_branch
from dispatch.actions.telling import tell_district, tell_person
from dispatch.models import Exclusion
from dispatch.permissions import can_apply_exclusion, can_decide_exclusion


def apply_exclusion(
    key: int, *, by: User, ground: str, evidence: str, at: datetime | None = None
) -> Exclusion:
    """Ask for a branch to be left out of the second base."""
    at = at or timezone.now()
    if ground not in Exclusion.Ground.values:
        raise Invalid(_("请选择剔除理由。"), field="ground")
    if not evidence.strip():
        raise Invalid(_("请写明剔除的依据。"), field="evidence")
    with transaction.atomic():
        assignment = lock_assignment(key, by=by, may=can_apply_exclusion)
        undecided = assignment.exclusions.exclude(decision=Exclusion.Decision.REFUSED)
        if undecided.exists():
            raise Conflict(_("这张派单已有剔除申请。"))
        exclusion = Exclusion.objects.create(
            assignment=assignment, ground=ground, evidence=evidence.strip(), applied_by=by,
            applied_at=at,
        )  # fmt: skip
        facts = {"ground": ground}
        record_branch(
            assignment, "apply_exclusion", by=by, at=at, from_status=assignment.status, facts=facts
        )
        tell_district(assignment, NoticeCode.EXCLUSION_ASKED, by=by, at=at)
    return exclusion


def decide_exclusion(
    key: int, *, by: User, is_granted: bool, note: str = "", at: datetime | None = None
) -> Exclusion:
    """Grant or refuse; nobody decides on his own application."""
    at = at or timezone.now()
    found = Exclusion.objects.filter(pk=key).values_list("assignment_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这项剔除申请，或不在您的查看范围内。"))
    with transaction.atomic():
        assignment = lock_assignment(found, by=by, may=can_decide_exclusion)
        exclusion = Exclusion.objects.select_for_update().get(pk=key)
        if exclusion.decision != Exclusion.Decision.PENDING:
            raise Conflict(_("这项剔除申请已经审核。"))
        if exclusion.applied_by_id == by.pk:
            raise Conflict(_("不能审核自己提出的剔除申请。"))
        decision = Exclusion.Decision.GRANTED if is_granted else Exclusion.Decision.REFUSED
        exclusion.decision = decision
        exclusion.decided_by = by
        exclusion.decided_at = at
        exclusion.decision_note = note.strip()[:300]
        exclusion.save()
        facts = {"decision": decision.value}
        record_branch(
            assignment, "decide_exclusion", by=by, at=at, from_status=assignment.status, facts=facts
        )
        tell_person(
            exclusion.applied_by_id, NoticeCode.EXCLUSION_DECIDED, assignment.complaint, by=by,
            at=at,
        )  # fmt: skip
    return exclusion

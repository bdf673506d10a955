"""Who works beside the lead cannot finish: the lead has why, and how far it came (条例 Art. 14)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid
from complaints.models import By, NoticeCode, User
from dispatch.actions.following import able, copy_report, lock_joint
from dispatch.actions.moving import move_branch
from dispatch.actions.telling import tell_lead, tell_office
from dispatch.models import Assignment, Report
from dispatch.permissions import can_work
from dispatch.states import BranchVerb

REASON_MAX = 500


def cannot_finish(
    key: int, *, by: By, reason: str, interim: str, at: datetime | None = None
) -> Report:
    """The branch counts as reported, not solved; both feedbacks and the callback follow as with
    any other, so that nobody escapes by it. Refused to who leads: he may ask for the shelf."""
    at = at or timezone.now()
    reason, interim = reason.strip()[:REASON_MAX], interim.strip()
    if not reason:
        raise Invalid(_("请写明办不了的原因。"), field="reason")
    if not interim:
        raise Invalid(_("请写明已经做了什么、还差什么。"), field="interim")
    with transaction.atomic():
        branch, followers = lock_joint(key, by=by, may=can_work)
        if branch.role != Assignment.Role.CO or branch.follows_id is not None:
            raise Conflict(_("主办单位不能推给别人（首接负责）：可以申请延期、停表或挂账。"))
        facts = {"outcome": Report.Outcome.CANNOT_NOW.value}
        move_branch(branch, BranchVerb.CANNOT, by=by, at=at, facts=facts, reported_at=at)
        report = Report.objects.create(
            assignment=branch,
            outcome=Report.Outcome.CANNOT_NOW,
            text=interim,
            cannot_reason=reason,
            by=by if isinstance(by, User) else None,
            at=at,
        )
        for follower in able(followers, BranchVerb.REPORT):
            copy_report(follower, report, by=by, at=at)
        tell_lead(branch, NoticeCode.CO_CANNOT, by=by, at=at)
        tell_office(branch.complaint, NoticeCode.CO_CANNOT, by=by, at=at, branch=branch)
    return report

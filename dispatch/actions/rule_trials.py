"""Trying a draft of the rules on the past: asked for, claimed, worked through, kept."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.runs import claim_run, claimed
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import User
from complaints.states import RunStatus, RunVerb, run_after
from dispatch.kernels.trying import Changes
from dispatch.models import RuleSet, RuleTrial, RuleTrialLine
from dispatch.permissions import can_edit_rules
from dispatch.selectors.trials import Trying, digest_of, past_batches, past_count, return_rates

LEASE = timedelta(minutes=10)
ATTEMPTS_MAX = 3
MONTHS = (1, 3, 6, 12)
MONTH = timedelta(days=30)


def request_trial(draft: int, *, months: int, by: User, at: datetime | None = None) -> RuleTrial:
    """Ask what this draft would have changed in the last months; one at a time a draft."""
    at = at or timezone.now()
    if not can_edit_rules(by):
        raise NotAllowed(_("派单规则由系统管理员修改。"))
    if months not in MONTHS:
        raise Invalid(_("请选择一项。"), field="months")
    with transaction.atomic():
        row = RuleSet.objects.select_for_update(of=("self",)).filter(pk=draft).first()
        if row is None:
            raise NotFound(_("没有这一版规则。"))
        if not row.is_draft:
            raise Conflict(_("这一版已经发布，不再试算。"))
        if not row.rules.exists():
            raise Invalid(_("这一版还没有规则，不能试算。"))
        try:
            with transaction.atomic():
                return RuleTrial.objects.create(
                    rule_set=row,
                    against=RuleSet.objects.in_force(at).first(),
                    months=months,
                    since_at=at - months * MONTH,
                    as_of=at,
                    requested_by=by,
                    requested_at=at,
                )
        except IntegrityError:
            raise Conflict(_("这一版正在试算，请等它完成。")) from None


def claim_trial(*, at: datetime | None = None) -> RuleTrial | None:
    """The oldest waiting trial, now this worker's."""
    return claim_run(RuleTrial.objects.all(), lease=LEASE, attempts_max=ATTEMPTS_MAX, at=at)


def run_trial(key: int, *, attempt: int) -> bool:
    """Ask both sets about each complaint; False where the claim was lost or the draft was thrown
    away meanwhile. The work holds no lock, and what it counted is written once, at its end."""
    run = RuleTrial.objects.filter(pk=key).first()
    if run is None:
        return False
    digest, total = digest_of(run.rule_set_id), past_count(run.since_at, run.as_of)
    trying = Trying(run.rule_set_id, at=run.as_of)
    changes = Changes(return_rates(run.since_at, run.as_of))
    for batch in past_batches(run.since_at, run.as_of):
        for past, now, then in trying.named(batch):
            changes.add(
                now=now, then=then, category=past.complaint.category_id, worked=past.worked_id
            )
        if not _goes_on(key, attempt, changes.seen, total):
            return False
    return _finish(key, attempt, digest, changes)


def _goes_on(key: int, attempt: int, seen: int, total: int) -> bool:
    mine = RuleTrial.objects.filter(pk=key, status=RunStatus.RUNNING, attempts=attempt)
    return bool(mine.update(done_count=seen, total_count=total, lease_until=timezone.now() + LEASE))


def _finish(key: int, attempt: int, digest: str, changes: Changes) -> bool:
    with transaction.atomic():
        if not RuleTrial.objects.filter(pk=key).exists():
            return False
        run = claimed(RuleTrial.objects.all(), key, attempt=attempt)
        if run is None:
            return False
        RuleTrialLine.objects.bulk_create(
            RuleTrialLine(
                trial=run,
                organisation_id=one.unit,
                now_count=one.now_count,
                then_count=one.then_count,
                gained=one.gained,
                lost=one.lost,
                now_returns=one.now_returns,
                then_returns=one.then_returns,
            )
            for one in changes.rows()
        )
        run.digest, run.finished_at = digest, timezone.now()
        run.total_count = run.done_count = changes.seen
        run.known_count = changes.known
        run.now_right_count, run.then_right_count = changes.now_right, changes.then_right
        run.status = run_after(run.status, RunVerb.FINISH)
        run.save(
            update_fields=[
                "digest", "finished_at", "total_count", "done_count", "known_count",
                "now_right_count", "then_right_count", "status",
            ]
        )  # fmt: skip
    return True

"""Whether what is asked can be asked now: each kind by its own dated rules."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, WrongState
from complaints.models import ClockKind, Complaint, Organisation, Parameter
from complaints.selectors.parameters import amount_of, span_of
from dispatch.models import Ask, Assignment, Callback, ContactAttempt, DutyEntry
from dispatch.models.ask import GROUNDS
from dispatch.querysets import AskQuerySet
from dispatch.states import ASK_FROM, AskStatus, BranchStatus

DECIDED_FOR_IT = (AskStatus.GRANTED, AskStatus.ENDED)


def fit(row: Ask) -> None:
    """Refuse what cannot be asked, with the rule that bars it; `row` is not saved yet."""
    if row.kind not in Ask.Kind.values:
        raise Invalid(_("请选择申请事项。"), field="kind")
    if row.ground not in GROUNDS[row.kind]:
        raise Invalid(_("请选择理由。"), field="ground")
    if not row.words:
        raise Invalid(_("请写明情况和依据。"), field="words")
    assignment = row.assignment
    if BranchStatus(assignment.status) not in ASK_FROM[row.kind]:
        raise WrongState(f"ask_{row.kind}", assignment.status)
    if assignment.follows_id is not None:
        raise Conflict(_("这件诉求随主件办理，请在主件上申请。"))
    if _same(row).filter(status=AskStatus.PENDING).exists():
        raise Conflict(_("已有一项同样的申请在等审核。"))
    _OF_KIND[Ask.Kind(row.kind)](row)


def in_words(instant: datetime) -> str:
    """An instant as a refusal says it."""
    return date_format(timezone.localtime(instant), "n-j H:i")


def _objection(row: Ask) -> None:
    branch, today = row.assignment, timezone.localdate(row.asked_at)
    is_urgent = branch.clock_kind == ClockKind.EMERGENCY
    key = Parameter.Key.OBJECTION_URGENT if is_urgent else Parameter.Key.OBJECTION_WINDOW
    ends = branch.dispatched_at + span_of(key, on=today)
    if Callback.objects.filter(assignment=branch).exists():
        raise Conflict(_("办理时限已过，回访已经开始，不能再退回。"))
    if row.asked_at > ends:
        words = _("提出异议的期限到%(end)s为止，已经过了。确实不能办的，请与处置中心联系。")
        raise Conflict(words % {"end": in_words(ends)})
    most = amount_of(Parameter.Key.OBJECTION_TIMES, on=today)
    refused = Ask.objects.filter(
        kind=row.kind,
        status=AskStatus.REFUSED,
        assignment__complaint=branch.complaint_id,
        assignment__organisation=branch.organisation_id,
        assignment__round=branch.round,
    )
    if refused.count() >= most:
        raise Conflict(_("异议已经审核过，由本单位办理，不能再提。"))
    if (
        row.duty_id is not None
        and not DutyEntry.objects.current(today).filter(pk=row.duty_id).exists()
    ):
        raise Invalid(_("请选择现行职责清单里的条目。"), field="duty_id")
    if row.unit_id is not None:
        units = Organisation.objects.current(today).filter(pk=row.unit_id)
        if row.unit_id == branch.organisation_id or not units.exists():
            raise Invalid(_("请选择另一个应办单位，或不选。"), field="unit")
    row.until_at, row.review_on, row.plan, row.told_by = None, None, "", ""


def _extension(row: Ask) -> None:
    branch, today = row.assignment, timezone.localdate(row.asked_at)
    _still_running(row)
    most = amount_of(Parameter.Key.EXTENSION_TIMES, on=today)
    if _same(row).filter(status__in=DECIDED_FOR_IT).count() >= most:
        raise Conflict(_("这张派单已经延期 %(most)s 次，不能再延。") % {"most": most})
    latest = longest_extension(branch, at=row.asked_at)
    if row.until_at is None or row.until_at <= branch.feedback_due_at:
        words = _("新的时限要晚于现在的时限%(due)s。") % {"due": in_words(branch.feedback_due_at)}
        raise Invalid(words, field="until_at")
    if row.until_at > latest:
        words = _("最晚只能延到%(latest)s。") % {"latest": in_words(latest)}
        raise Invalid(words, field="until_at")
    _told(row)
    row.unit_id, row.duty_id, row.review_on, row.plan = None, None, None, ""


def _pause(row: Ask) -> None:
    today = timezone.localdate(row.asked_at)
    _still_running(row)
    if _same(row).stopped(row.asked_at).exists():
        raise Conflict(_("这张派单的时钟已经停着。"))
    latest = row.asked_at + span_of(Parameter.Key.PAUSE_LONGEST, on=today)
    if row.until_at is None or row.until_at <= row.asked_at:
        raise Invalid(_("请写明停到什么时候，要晚于现在。"), field="until_at")
    if row.until_at > latest:
        words = _("一次最晚只能停到%(latest)s。") % {"latest": in_words(latest)}
        raise Invalid(words, field="until_at")
    row.unit_id, row.duty_id, row.review_on = None, None, None
    row.plan, row.told_by = "", ""


def _shelf(row: Ask) -> None:
    complaint = row.assignment.complaint
    if complaint.status == Complaint.StatusChoice.ARCHIVED:
        raise Conflict(_("这件诉求已经归档，不能再挂账。"))
    if _same(row).shelved().exists():
        raise Conflict(_("这张派单已经挂账。"))
    if not row.plan:
        raise Invalid(_("请写明解决计划。"), field="plan")
    if row.review_on is None or row.review_on <= timezone.localdate(row.asked_at):
        raise Invalid(_("复查日期要晚于今天。"), field="review_on")
    _told(row)
    row.unit_id, row.duty_id, row.until_at = None, None, None


_OF_KIND: dict[Ask.Kind, Callable[[Ask], None]] = {
    Ask.Kind.OBJECTION: _objection,
    Ask.Kind.EXTENSION: _extension,
    Ask.Kind.PAUSE: _pause,
    Ask.Kind.SHELF: _shelf,
}


def longest_extension(branch: Assignment, *, at: datetime) -> datetime:
    """The latest limit that may be asked for: the first one, and so much of its length again."""
    share = amount_of(Parameter.Key.EXTENSION_SHARE, on=timezone.localdate(at))
    moved = branch.asks.filter(due_before_at__isnull=False).order_by("decided_at").first()
    first = moved.due_before_at if moved and moved.due_before_at else branch.feedback_due_at
    return branch.feedback_due_at + (first - branch.dispatched_at) * share / 100


def _same(row: Ask) -> AskQuerySet:
    return Ask.objects.filter(assignment=row.assignment, kind=row.kind)


def _still_running(row: Ask) -> None:
    due = row.assignment.feedback_due_at
    if due <= row.asked_at or Callback.objects.filter(assignment=row.assignment).exists():
        raise Conflict(_("办理时限%(due)s已经过了，不能再申请。") % {"due": in_words(due)})


def _told(row: Ask) -> None:
    """条例 Art. 15: the caller is told why it takes longer."""
    if row.told_by not in ContactAttempt.Method.values:
        raise Invalid(_("请先把原因告诉诉求人，并选择怎样告知的。"), field="told_by")

"""What was asked is decided, by somebody else; and what comes of it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.life import move_promise
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import NoticeCode, User
from dispatch.actions.asks.asking import lock_ask, record_ask
from dispatch.actions.giving_back import give_back
from dispatch.actions.telling import tell_office, tell_person, tell_unit
from dispatch.models import Ask, Assignment, Callback, ShelfReview
from dispatch.permissions import may_decide_ask, may_end_ask
from dispatch.states import AskVerb, BranchStatus, ask_after

WORDS_MAX = 300
TIMED = (Ask.Kind.EXTENSION, Ask.Kind.PAUSE)


def decide_ask(
    key: int, *, by: User, is_granted: bool, words: str = "", at: datetime | None = None
) -> Ask:
    """Grant or refuse. An objection granted gives the branch back; more time and a stopped clock
    move the limit of the branch and of those that go along."""
    at = at or timezone.now()
    words = words.strip()[:WORDS_MAX]
    with transaction.atomic():
        row, followers = lock_ask(key, by=by)
        if not may_decide_ask(by, row):
            raise NotAllowed(_("这项申请不由您审核：不能审核自己或本单位提出的申请。"))
        row.status = ask_after(row.status, AskVerb.GRANT if is_granted else AskVerb.REFUSE).value
        if not is_granted and not words:
            raise Invalid(_("不同意的，请写明意见。"), field="words")
        row.decided_by, row.decided_at, row.decision_words = by, at, words
        if is_granted and row.kind in TIMED:
            _move_limits(row, followers, by=by, at=at)
        row.save()
        facts = {"until": row.due_after_at.isoformat()} if row.due_after_at else {}
        record_ask(row, "grant" if is_granted else "refuse", by=by, at=at, facts=facts)
        if is_granted and row.kind == Ask.Kind.OBJECTION:
            give_back(row.assignment, followers, by=by, at=at, reason=row.words)
            complaint, back = row.assignment.complaint, NoticeCode.RETURNED
            tell_office(complaint, back, by=by, at=at, branch=row.assignment)
        _tell_who_asked(row, by=by, at=at)
    return row


def start_clock(key: int, *, by: User, at: datetime | None = None) -> Ask:
    """What was waited for is there before its time: the clock runs again, and what was not used of
    the stop is taken off the limit."""
    at = at or timezone.now()
    with transaction.atomic():
        row, followers = _lock_to_end(key, Ask.Kind.PAUSE, by=by)
        if row.until_at is None or at >= row.until_at:
            raise Conflict(_("停表的时间已经到了，时钟已在走。"))
        row.status = ask_after(row.status, AskVerb.END).value
        row.ended_by, row.ended_at = by, at
        row.save(update_fields=["status", "ended_by", "ended_at"])
        _shift([row.assignment, *followers], at - row.until_at)
        record_ask(row, "end", by=by, at=at)
        _promise(row, by=by, at=at)
        tell_unit(row.assignment, NoticeCode.ASK_DECIDED, by=by, at=at)
    return row


def review_shelf(
    key: int, *, by: User, words: str, next_on: date | None, at: datetime | None = None
) -> ShelfReview:
    """It was looked at: what was found, and on which day again."""
    at = at or timezone.now()
    if not words.strip():
        raise Invalid(_("请写明复查情况。"), field="words")
    if next_on is None or next_on <= timezone.localdate(at):
        raise Invalid(_("下次复查日期要晚于今天。"), field="next_on")
    with transaction.atomic():
        row, _followers = _lock_to_end(key, Ask.Kind.SHELF, by=by)
        row.status = ask_after(row.status, AskVerb.REVIEW).value
        row.review_on = next_on
        row.save(update_fields=["status", "review_on"])
        record_ask(row, "review", by=by, at=at)
        return ShelfReview.objects.create(
            ask=row, words=words.strip(), next_on=next_on, by=by, at=at
        )


def strike_off(key: int, *, by: User, result: str, at: datetime | None = None) -> Ask:
    """销账: it is solved, with what shows that it is."""
    at = at or timezone.now()
    if not result.strip():
        raise Invalid(_("请写明解决的结果和依据。"), field="words")
    with transaction.atomic():
        row, _followers = _lock_to_end(key, Ask.Kind.SHELF, by=by)
        row.status = ask_after(row.status, AskVerb.END).value
        row.ended_by, row.ended_at, row.result = by, at, result.strip()
        row.save(update_fields=["status", "ended_by", "ended_at", "result"])
        record_ask(row, "end", by=by, at=at)
        _tell_who_asked(row, by=by, at=at)
    return row


def _lock_to_end(key: int, kind: Ask.Kind, *, by: User) -> tuple[Ask, list[Assignment]]:
    row, followers = lock_ask(key, by=by)
    if not may_end_ask(by, row):
        raise NotAllowed(_("这一步不由您办理。"))
    if row.kind != kind:
        raise Conflict(_("这项申请不能这样办。"))
    return row, followers


def _move_limits(row: Ask, followers: list[Assignment], *, by: User, at: datetime) -> None:
    """Both limits are kept on what was asked; the branch has the later one."""
    branch = row.assignment
    if Callback.objects.filter(assignment=branch).exists():
        raise Conflict(_("办理时限已过，回访已经开始，不能再延。"))
    if row.until_at is None:
        raise Invalid(_("请写明到什么时候。"), field="until_at")
    start = branch.feedback_due_at if row.kind == Ask.Kind.EXTENSION else at
    span = row.until_at - start
    if span <= timedelta():
        raise Conflict(_("申请的时间已经过了，请退回由承办单位重新申请。"))
    row.due_before_at, row.due_after_at = branch.feedback_due_at, branch.feedback_due_at + span
    _shift([branch, *followers], span)
    _promise(row, by=by, at=at)


def _shift(branches: list[Assignment], span: timedelta) -> None:
    for branch in branches:
        if branch.status == BranchStatus.CLOSED:
            continue
        branch.feedback_due_at += span
        branch.save(update_fields=["feedback_due_at"])


def _promise(row: Ask, *, by: User, at: datetime) -> None:
    """The caller's own page says the new day, where the leading unit's limit moved."""
    branch = row.assignment
    if branch.role == Assignment.Role.LEAD:
        move_promise(branch.complaint_id, by=by, at=at, until=branch.feedback_due_at)


def _tell_who_asked(row: Ask, *, by: User, at: datetime) -> None:
    complaint = row.assignment.complaint
    tell_person(row.asked_by_id, NoticeCode.ASK_DECIDED, complaint, by=by, at=at)

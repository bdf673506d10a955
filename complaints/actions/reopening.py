"""Taking back and taking up again: the two ways in which a caller turns a complaint round.

Dispatch calls these inside its own transactions, where units are at work.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.flagging import flag_words
from complaints.actions.history import author, lock_complaint
from complaints.actions.holdings import keep_copies, release_all
from complaints.actions.intake import checked_text, clock_kind_of, index_words
from complaints.actions.joining import leave
from complaints.actions.life import advance
from complaints.errors import Conflict, Invalid
from complaints.kernels.masking import mask
from complaints.models import By, Complaint, Parameter, Reopening, WithdrawReason
from complaints.selectors.clocks import dispatch_due
from complaints.selectors.joint import membership_of
from complaints.selectors.parameters import amount_of, span_of
from complaints.states import Verb, after


def mark_withdrawn(key: int, *, by: By, reason: str, at: datetime) -> Complaint:
    """The caller takes it back; no unit sees it any longer."""
    if reason not in WithdrawReason.values:
        raise Invalid(_("请选择撤回的原因。"), field="reason")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        event = advance(complaint, Verb.WITHDRAW, by=by, at=at, facts={"reason": reason})
        event.save(force_insert=True)
        complaint.save(update_fields=["status", "version"])
        release_all(complaint, at=at)
        if membership_of(complaint) is not None:
            leave(complaint, by=by, at=at)
    return complaint


def check_reopenable(complaint: Complaint, *, at: datetime) -> None:
    """Refuse what is not finished, too long ago, or was reopened often enough."""
    after(complaint.status, Verb.REOPEN)
    if complaint.finished_at is None:
        raise Invalid(_("事情还没有办完，可以催办或补充内容，不必重新办理。"))
    today = timezone.localdate(at)
    window = span_of(Parameter.Key.REOPEN_WINDOW, on=today)
    if at > complaint.finished_at + window:
        raise Conflict(
            _("办结已超过 %(days)s 天，不能再重新办理。请作为新的诉求反映。")
            % {"days": window.days}
        )
    most = amount_of(Parameter.Key.REOPEN_TIMES, on=today)
    if complaint.reopenings.count() >= most:
        raise Conflict(
            _("已经重新办理过 %(most)s 次，不能再重新办理。请作为新的诉求反映。") % {"most": most}
        )


def reopen_complaint(key: int, *, by: By, reason: str, at: datetime | None = None) -> Complaint:
    """It waits for dispatch again under the same number, in a round of its own with a new limit.

    The units of the round before keep it in sight as it went to them; what the caller says now is
    added to the words, masked, and checked before anybody is asked again.
    """
    at = at or timezone.now()
    said = checked_text(reason)
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        check_reopenable(complaint, at=at)
        event = advance(complaint, Verb.REOPEN, by=by, at=at, facts={"round": complaint.round + 1})
        event.save(force_insert=True)
        Reopening.objects.create(
            complaint=complaint,
            round=complaint.round + 1,
            reason=said,
            answer_before=complaint.answer,
            finished_before_at=complaint.finished_at,
            at=at,
            **author(by),
        )
        complaint.round += 1
        complaint.finished_at, complaint.answer = None, ""
        complaint.redacted_text = f"{complaint.redacted_text}\n\n{mask(said)}"
        complaint.is_redaction_confirmed = False
        complaint.dispatch_due_at = dispatch_due(clock_kind_of(complaint.category), start=at)
        complaint.save(
            update_fields=[
                "status", "version", "round", "finished_at", "answer", "redacted_text",
                "is_redaction_confirmed", "dispatch_due_at",
            ]
        )  # fmt: skip
        index_words(complaint)
        flag_words(complaint, said, at=at)
        keep_copies(complaint, at=at)
        if membership_of(complaint) is not None:
            # It was not solved for this caller: it goes its own way.
            leave(complaint, by=by, at=at)
    return complaint

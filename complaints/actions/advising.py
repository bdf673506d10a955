"""Ending what is never sent to a unit, by one of the six special treatments (条例 Art. 11), and
taking that back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import (
    author,
    lock_complaint,
    lock_complaints,
    lock_with_members,
    record,
)
from complaints.actions.holdings import release_hold, take_hold
from complaints.actions.life import advance, confirm_redaction, refuse_while_held
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import (
    Advice,
    By,
    Complaint,
    Holding,
    Organisation,
    Outcome,
    OutcomeKind,
    User,
)
from complaints.permissions import can_advise
from complaints.selectors.advising import advice_now, is_same_matter, outcome_of
from complaints.selectors.joint import members_of
from complaints.states import Status, Verb, after

# A call is transferred first and keyed in afterwards.
TRANSFER_BEFORE = timedelta(days=1)
REPLY_MAX = 5000


@dataclass(frozen=True, slots=True)
class Advising:
    """What the clerk decided: an outcome by its code and the words for the caller. `earlier` and
    `has_new_fact` belong to a repeat, `transferred_at` to an emergency, the rest to what a body
    should see without having to act."""

    outcome: str
    reply: str
    earlier: str = ""
    has_new_fact: bool | None = None
    transferred_at: datetime | None = None
    handed_to_id: int | None = None
    redacted_text: str = ""


def advise_complaint(
    key: int,
    *,
    by: By,
    advising: Advising,
    version: int | None = None,
    at: datetime | None = None,
) -> Advice:
    """Tell the caller and close it, without any branch; who goes along is told the same."""
    at = at or timezone.now()
    with transaction.atomic():
        outcome = outcome_of(advising.outcome, on=timezone.localdate(at))
        if outcome is None:
            raise Invalid(_("请选择一种处理方式。"), field="outcome")
        if not advising.reply.strip():
            raise Invalid(_("请写明给诉求人的答复。"), field="reply")
        earlier = _named_before(advising, outcome, by)
        if earlier is not None:
            lock_complaints([key, earlier.pk])
        lock_with_members(key)
        complaint = lock_complaint(key, by=by, version=version)
        _may_advise(by, complaint)
        after(complaint.status, Verb.ADVISE)
        refuse_while_held(complaint)
        more = _particulars(complaint, outcome, advising, by=by, at=at)
        if earlier is not None:
            _check_repeat(complaint, earlier)
            more["earlier"] = earlier
            facts = {"number": complaint.number}
            record(earlier, "be_repeated", by=by, at=at, from_status=earlier.status, facts=facts)
        # Confirming the words for a body has saved the row meanwhile.
        complaint = lock_complaint(key, by=by)
        for one in members_of(complaint):
            if one.status == Complaint.StatusChoice.RECEIVED:
                member = Complaint.objects.select_for_update(of=("self",)).get(pk=one.pk)
                along = {"transferred_at": more.get("transferred_at")}
                _advise(member, outcome, advising, by=by, at=at, more=along)
        return _advise(complaint, outcome, advising, by=by, at=at, more=more)


def resume_complaint(
    key: int, *, by: By, version: int | None = None, at: datetime | None = None
) -> Complaint:
    """Take an advice back: it waits for dispatch as before, its first limit unchanged."""
    at = at or timezone.now()
    with transaction.atomic():
        lock_with_members(key)
        complaint = lock_complaint(key, by=by, version=version)
        _may_advise(by, complaint)
        after(complaint.status, Verb.RESUME)
        if complaint.ratings.filter(round=complaint.round).exists():
            raise Conflict(_("诉求人已经评价过这次处理，请改用“重新办理”。"))
        given = advice_now(complaint)
        for one in members_of(complaint):
            same = advice_now(one)
            if given and same and (same.at, same.outcome_id) == (given.at, given.outcome_id):
                member = Complaint.objects.select_for_update(of=("self",)).get(pk=one.pk)
                if member.status == Status.ADVISED:
                    _take_back(member, same, by=by, at=at)
        _take_back(complaint, given, by=by, at=at)
    return complaint


def _advise(
    complaint: Complaint,
    outcome: Outcome,
    advising: Advising,
    *,
    by: By,
    at: datetime,
    more: Mapping[str, Any],
) -> Advice:
    reply = advising.reply.strip()[:REPLY_MAX]
    facts = {"outcome": outcome.code, "kind": outcome.kind}
    event = advance(complaint, Verb.ADVISE, by=by, at=at, facts=facts, answer=reply, finished_at=at)
    event.save(force_insert=True)
    complaint.save(update_fields=["status", "version", "answer", "finished_at"])
    return Advice.objects.create(
        complaint=complaint,
        outcome=outcome,
        round=complaint.round,
        reply=reply,
        at=at,
        **author(by),
        **more,
    )


def _take_back(complaint: Complaint, given: Advice | None, *, by: By, at: datetime) -> None:
    event = advance(complaint, Verb.RESUME, by=by, at=at, answer="", finished_at=None)
    event.save(force_insert=True)
    complaint.save(update_fields=["status", "version", "answer", "finished_at"])
    if given is None:
        return
    given.taken_back_at = at
    given.taken_back_by = by if isinstance(by, User) else None
    given.save(update_fields=["taken_back_at", "taken_back_by"])
    if given.handed_to_id is not None:
        release_hold(complaint, given.handed_to_id, at=at)


def _particulars(
    complaint: Complaint, outcome: Outcome, advising: Advising, *, by: By, at: datetime
) -> dict[str, Any]:
    """What only an emergency, or what a body should see, has beside the words."""
    if outcome.kind == OutcomeKind.EMERGENCY:
        return {"transferred_at": _transferred_at(complaint, advising, at)}
    body = advising.handed_to_id
    if outcome.kind == OutcomeKind.OUTSIDE and body is not None:
        return {"handed_to": _hand_over(complaint, body, advising, by=by, at=at)}
    return {}


def _transferred_at(complaint: Complaint, advising: Advising, at: datetime) -> datetime:
    given = advising.transferred_at or at
    if given > at:
        raise Invalid(_("转接时间不能晚于现在。"), field="transferred_at")
    if given < complaint.received_at - TRANSFER_BEFORE:
        raise Invalid(_("转接时间早于受理一天以上，请核对。"), field="transferred_at")
    return given


def _hand_over(
    complaint: Complaint, body: int, advising: Advising, *, by: By, at: datetime
) -> Organisation:
    """The body reads the checked words and has nothing to do."""
    if complaint.is_secret:
        raise Invalid(_("保密诉求不能交给别的单位。"), field="handed_to")
    unit = Organisation.objects.current(timezone.localdate(at)).filter(pk=body).first()
    if unit is None:
        raise Invalid(_("请选择现在还在的单位。"), field="handed_to")
    if advising.redacted_text.strip():
        confirm_redaction(complaint.pk, by=by, redacted_text=advising.redacted_text, at=at)
    elif not complaint.is_redaction_confirmed:
        raise Invalid(
            _("交给别的单位以前，请先核对派单内容，去掉个人信息。"), field="redacted_text"
        )
    take_hold(complaint, unit.pk, role=Holding.Role.COPY, at=at)
    return unit


def _named_before(advising: Advising, outcome: Outcome, by: By) -> Complaint | None:
    """The complaint of a repeat, found by its number among what this person sees."""
    if outcome.kind != OutcomeKind.REPEAT:
        return None
    if advising.has_new_fact is None:
        raise Invalid(_("请选择有没有新的事实或者理由。"), field="has_new_fact")
    if advising.has_new_fact:
        raise Invalid(
            _("有新的事实或者理由的，不算重复：请到原来那一件里补充内容，或者照常派单。"),
            field="has_new_fact",
        )
    rows = Complaint.objects.visible_to(by) if isinstance(by, User) else Complaint.objects.all()
    found = rows.filter(number=advising.earlier.strip()).first()
    if found is None:
        raise Invalid(_("没有这个编号的诉求，或不在您的查看范围内。"), field="earlier")
    return found


def _check_repeat(complaint: Complaint, earlier: Complaint) -> None:
    if earlier.pk == complaint.pk or earlier.received_at > complaint.received_at:
        raise Invalid(_("请填写更早的那一件的编号。"), field="earlier")
    if earlier.status == Status.WITHDRAWN:
        raise Invalid(_("那一件已经撤回，没有进展可以告知。请照常办理这一件。"), field="earlier")
    if members_of(complaint):
        raise Conflict(_("还有诉求随这一件办理，请先拆开，或者合并到原来那一件。"))
    if not is_same_matter(complaint, earlier):
        raise Invalid(
            _("两件的联系电话不同，也没有合并在一起。确实是同一件事的，请先用“合并”。"),
            field="earlier",
        )


def _may_advise(by: By, complaint: Complaint) -> None:
    if isinstance(by, User) and not can_advise(by, complaint):
        raise NotAllowed(_("您没有办理这一步的权限。"))

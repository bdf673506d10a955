"""Laying a complaint before the head of the street, and what he does with it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.notices import tell_of_complaint
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import Complaint, NoticeCode, Parameter, User
from complaints.selectors.parameters import span_of
from complaints.selectors.receivers import people_of_holders
from dispatch.actions.assignments import Order
from dispatch.actions.history import lock_beside
from dispatch.actions.joint import dispatch_jointly
from dispatch.models import Assignment, Endorsement
from dispatch.permissions import can_dispatch, can_endorse, can_go_on_with
from dispatch.selectors.endorsements import deputies_of
from dispatch.selectors.receivers import people_of_heads
from dispatch.states import EndorseVerb, endorse_after

WORDS_MAX = 500
OPEN = frozenset({"received", "dispatched", "to_call_back"})


def lay_before_head(key: int, *, by: User, reason: str, at: datetime | None = None) -> Endorsement:
    """The head of the street is asked to sign; once in each round. Contact waits for nothing."""
    at = at or timezone.now()
    reason = reason.strip()[:WORDS_MAX]
    if not reason:
        raise Invalid(_("请写明提请批办的事由。"), field="reason")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        if not can_dispatch(by, complaint):
            raise NotAllowed(_("只有处置中心和专班可以提请批办。"))
        if complaint.status not in OPEN:
            raise Conflict(_("这件诉求已经办完，不再提请批办。"))
        laid = Endorsement.objects.filter(complaint=complaint, round=complaint.round)
        if laid.exclude(status=Endorsement.StatusChoice.GIVEN_BACK).exists():
            raise Conflict(_("这件诉求已经提请批办。"))
        today = timezone.localdate(at)
        heads = people_of_heads(complaint, on=today)
        if not heads:
            raise Conflict(_("这个街道没有登记一把手，请系统管理员先登记任职。"))
        row = Endorsement.objects.create(
            complaint=complaint,
            round=complaint.round,
            reason=reason,
            asked_by=by,
            asked_at=at,
            due_at=at + span_of(Parameter.Key.ENDORSE_LIMIT, on=today),
        )
        record(complaint, "lay_before_head", by=by, at=at)
        _tell(heads, NoticeCode.ENDORSE, complaint, by=by, at=at)
    return row


def dispatch_and_lay(
    key: int,
    *,
    by: User,
    orders: Sequence[Order],
    version: int | None,
    reason: str,
    at: datetime | None = None,
) -> list[Assignment]:
    """Sent to the units and laid before the head in one step; without a reason only sent."""
    at = at or timezone.now()
    with transaction.atomic():
        asked = dispatch_jointly(key, by=by, orders=orders, version=version, at=at)
        if reason.strip():
            lay_before_head(key, by=by, reason=reason, at=at)
    return asked


def sign_endorsement(key: int, *, by: User, words: str, at: datetime | None = None) -> Endorsement:
    """The head signs with words; the units and who asked read them."""
    at = at or timezone.now()
    words = words.strip()[:WORDS_MAX]
    if not words:
        raise Invalid(_("请写批示。"), field="words")
    with transaction.atomic():
        row = _locked(key, by=by)
        _only(can_endorse(by, row.complaint))
        return _move(row, EndorseVerb.SIGN, by=by, at=at, words=words, signed_by=by, signed_at=at)


def pass_endorsement(
    key: int, *, by: User, to: int | None, words: str = "", at: datetime | None = None
) -> Endorsement:
    """To the deputy who looks after such things; passing it on is signing it."""
    at = at or timezone.now()
    with transaction.atomic():
        row = _locked(key, by=by)
        _only(can_endorse(by, row.complaint))
        deputy = next((one for one in deputies_of(row.complaint, but=by) if one.pk == to), None)
        if deputy is None:
            raise Invalid(_("请选择分管领导。"), field="to")
        given = _signature(row, by=by, at=at, words=words)
        moved = _move(
            row, EndorseVerb.HAND_ON, by=by, at=at, passed_to=deputy, passed_at=at, **given
        )
        _tell([deputy.pk], NoticeCode.ENDORSE, row.complaint, by=by, at=at)
        return moved


def go_on_the_spot(
    key: int,
    *,
    by: User,
    promise: str,
    promised_on: date | None,
    words: str = "",
    at: datetime | None = None,
) -> Endorsement:
    """What the unit cannot solve: he is there himself, and says what follows by which day."""
    at = at or timezone.now()
    promise = promise.strip()[:WORDS_MAX]
    if not promise:
        raise Invalid(_("请写明在现场定了什么。"), field="promise")
    if promised_on is None or promised_on < timezone.localdate(at):
        raise Invalid(_("兑现日期不能早于今天。"), field="promised_on")
    with transaction.atomic():
        row = _locked(key, by=by)
        _only(can_go_on_with(by, row))
        given = _signature(row, by=by, at=at, words=words)
        return _move(
            row, EndorseVerb.GO, by=by, at=at, went_by=by, went_at=at, promise=promise,
            promised_on=promised_on, **given,
        )  # fmt: skip


def finish_on_the_spot(
    key: int, *, by: User, result: str, at: datetime | None = None
) -> Endorsement:
    """What was promised is kept."""
    at = at or timezone.now()
    result = result.strip()[:WORDS_MAX]
    if not result:
        raise Invalid(_("请写明结果。"), field="result")
    with transaction.atomic():
        row = _locked(key, by=by)
        _only(can_go_on_with(by, row))
        return _move(row, EndorseVerb.FINISH, by=by, at=at, result=result, finished_at=at)


def give_endorsement_back(
    key: int, *, by: User, words: str, at: datetime | None = None
) -> Endorsement:
    """It needs no head; why. It may be laid before him again."""
    at = at or timezone.now()
    words = words.strip()[:WORDS_MAX]
    if not words:
        raise Invalid(_("请写明为什么不批办。"), field="words")
    with transaction.atomic():
        row = _locked(key, by=by)
        _only(can_endorse(by, row.complaint))
        return _move(
            row, EndorseVerb.GIVE_BACK, by=by, at=at, words=words, signed_by=by, signed_at=at
        )


def _locked(key: int, *, by: User) -> Endorsement:
    missing = _("没有这件批办，或不在您的查看范围内。")
    return lock_beside(Endorsement, key, by=by, missing=missing)


def _only(may: bool) -> None:
    if not may:
        raise NotAllowed(_("这一步由一把手或他指定的分管领导办理。"))


def _signature(row: Endorsement, *, by: User, at: datetime, words: str) -> Mapping[str, object]:
    """Acting on it is signing it, where nobody has."""
    words = words.strip()[:WORDS_MAX]
    if row.signed_at is not None:
        return {"words": words} if words else {}
    return {"words": words, "signed_by": by, "signed_at": at}


def _move(
    row: Endorsement, verb: EndorseVerb, *, by: User, at: datetime, **changes: object
) -> Endorsement:
    row.status = endorse_after(row.status, verb).value
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *changes])
    record(row.complaint, f"endorse_{verb.value}", by=by, at=at)
    if verb != EndorseVerb.HAND_ON:
        _tell_who_waits(row, by=by, at=at)
    return row


def _tell_who_waits(row: Endorsement, *, by: User, at: datetime) -> None:
    """Who laid it before him, and the units at work on it."""
    holders = people_of_holders(row.complaint, on=timezone.localdate(at))
    _tell({row.asked_by_id} | holders, NoticeCode.ENDORSED, row.complaint, by=by, at=at)


def _tell(
    people: Sequence[int] | set[int],
    code: NoticeCode,
    complaint: Complaint,
    *,
    by: User,
    at: datetime,
) -> None:
    tell_of_complaint(people, code, complaint, by=by, at=at)

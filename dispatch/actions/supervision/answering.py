"""The reply to what is supervised, and what who demanded it does with the reply."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.notices import tell, tell_of_complaint
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import NoticeCode, User
from dispatch.actions.supervision.demanding import WORDS_MAX
from dispatch.models import Supervision
from dispatch.permissions import may_clear, may_clear_unreplied, may_reply
from dispatch.selectors.supervision import people_who_read, units_of
from dispatch.states import SuperviseStatus, SuperviseVerb, supervise_after


def reply_to_supervision(
    key: int, *, by: User, words: str, at: datetime | None = None
) -> Supervision:
    """What was done; for a threat, what the city was told."""
    at = at or timezone.now()
    words = _said(words, _("请写明办理情况。"))
    with transaction.atomic():
        row = _locked(key, by=by)
        if not may_reply(by, row, units=units_of(row)):
            raise NotAllowed(_("督办由承办单位或处置中心回复。"))
        moved = _move(
            row, SuperviseVerb.REPLY, by=by, at=at, reply=words, replied_by=by, replied_at=at
        )
        people = people_who_read(row, on=timezone.localdate(at))
        _tell(moved, people, NoticeCode.SUPERVISE_REPLIED, by=by, at=at)
        return moved


def send_reply_back(key: int, *, by: User, words: str, at: datetime | None = None) -> Supervision:
    """The reply does not do; why. Who replied is asked again."""
    at = at or timezone.now()
    words = _said(words, _("请写明为什么退回。"))
    with transaction.atomic():
        row = _locked(key, by=by)
        _only(may_clear(by, row))
        moved = _move(row, SuperviseVerb.SEND_BACK, by=by, at=at, sent_back_words=words)
        _tell(moved, [row.replied_by_id or 0], NoticeCode.SUPERVISE_SENT_BACK, by=by, at=at)
        return moved


def clear_supervision(key: int, *, by: User, words: str, at: datetime | None = None) -> Supervision:
    """销督: the reply does, or nobody need reply any more; why."""
    at = at or timezone.now()
    words = _said(words, _("请写明销督意见。"))
    with transaction.atomic():
        row = _locked(key, by=by)
        _only(may_clear(by, row))
        if row.status == SuperviseStatus.DEMANDED and not may_clear_unreplied(by, row):
            raise Conflict(_("还没有回复，不能销督。"))
        return _move(
            row, SuperviseVerb.CLEAR, by=by, at=at, cleared_words=words, cleared_by=by,
            cleared_at=at,
        )  # fmt: skip


def _said(words: str, missing: str) -> str:
    words = words.strip()[:WORDS_MAX]
    if not words:
        raise Invalid(missing, field="words")
    return words


def _only(may: bool) -> None:
    if not may:
        raise NotAllowed(_("由发起督办的一级审看，回复的人不能自己销督。"))


def _locked(key: int, *, by: User) -> Supervision:
    """With its complaint, ground first; what is about a unit has none."""
    found = Supervision.objects.visible_to(by).filter(pk=key)
    about = list(found.values_list("complaint_id", flat=True))
    if not about:
        raise NotFound(_("没有这项督办，或不在您的查看范围内。"))
    about_one: int | None = about[0]
    complaint = lock_complaint(about_one, by=by) if about_one is not None else None
    row = Supervision.objects.select_for_update(of=("self",)).get(pk=key)
    row.complaint = complaint
    return row


def _move(
    row: Supervision, verb: SuperviseVerb, *, by: User, at: datetime, **changes: object
) -> Supervision:
    row.status = supervise_after(row.status, verb).value
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["status", *changes])
    if row.complaint is not None:
        facts = {"trigger": row.trigger}
        record(row.complaint, f"supervise_{verb.value}", by=by, at=at, facts=facts)
    return row


def _tell(
    row: Supervision, people: Iterable[int], code: NoticeCode, *, by: User, at: datetime
) -> None:
    if row.complaint is not None:
        tell_of_complaint(people, code, row.complaint, by=by, at=at, part="supervised")
        return
    facts = {"number": row.organisation.name if row.organisation else ""}
    url = reverse("office-supervision", args=[row.pk])
    tell(people, code, complaint=None, url=url, at=at, facts=facts, by=by)

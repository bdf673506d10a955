"""What the caller does after filing, himself or through a member of staff he has on the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.flagging import flag_words
from complaints.actions.history import author, lock_complaint, record
from complaints.actions.intake import Caller, checked_text, sealed_identity
from complaints.actions.notices import tell_holders
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.kernels.masking import mask
from complaints.models import (
    By,
    Chase,
    Complaint,
    Identity,
    NoticeCode,
    Parameter,
    Rating,
    Satisfaction,
    Supplement,
    User,
)
from complaints.permissions import can_speak_for_the_caller, can_triage
from complaints.selectors.parameters import amount_of, span_of
from complaints.states import Verb, after

WORDS_MAX = 500
IDENTITY_FIELDS = ("name", "phone", "home")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Three things apart, and words beside them."""

    contacted: bool
    resolved: bool
    satisfaction: str
    words: str = ""


def add_supplement(key: int, *, by: By, text: str, at: datetime | None = None) -> Supplement:
    """More words; masked first, and kept from units until a person has checked them."""
    at = at or timezone.now()
    clean = checked_text(text)
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        may_speak_for_the_caller(by, complaint)
        _refuse_when_over(complaint, Verb.SUPPLEMENT)
        most = amount_of(Parameter.Key.SUPPLEMENT_TIMES, on=timezone.localdate(at))
        if complaint.supplements.count() >= most:
            raise Invalid(
                _("已经补充过 %(most)s 次，请等办理结果，或拨打 12345。") % {"most": most},
                field="text",
            )
        supplement = Supplement.objects.create(
            complaint=complaint, text=clean, redacted_text=mask(clean), at=at, **author(by)
        )
        # Who is editing or dispatching now must see it first.
        complaint.version += 1
        complaint.save(update_fields=["version"])
        record(complaint, "supplement", by=by, at=at, from_status=complaint.status)
        flag_words(complaint, clean, at=at)
    return supplement


def check_supplement(
    key: int, *, by: User, redacted_text: str, at: datetime | None = None
) -> Supplement:
    """A person has read what the units will read of it."""
    at = at or timezone.now()
    words = redacted_text.strip()
    if not words:
        raise Invalid(_("派单内容不能为空。"), field="redacted_text")
    found = Supplement.objects.filter(pk=key).values_list("complaint_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这件诉求，或不在您的查看范围内。"))
    with transaction.atomic():
        complaint = lock_complaint(found, by=by)
        if not can_triage(by, complaint):
            raise NotAllowed(_("只有处置中心和专班可以核对派单内容。"))
        supplement = Supplement.objects.select_for_update(of=("self",)).get(pk=key)
        if supplement.checked_at is not None:
            raise Conflict(_("这段补充内容已经核对过。"))
        supplement.redacted_text = words
        supplement.checked_by, supplement.checked_at = by, at
        supplement.save(update_fields=["redacted_text", "checked_by", "checked_at"])
        record(complaint, "check_supplement", by=by, at=at, from_status=complaint.status)
        tell_holders(complaint, NoticeCode.ADDED, by=by, at=at)
    return supplement


def chase_complaint(key: int, *, by: By, at: datetime | None = None) -> Chase:
    """The caller asks how long it will take: counted, and no oftener than the office allows."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        may_speak_for_the_caller(by, complaint)
        _refuse_when_over(complaint, Verb.CHASE)
        pause = span_of(Parameter.Key.CHASE_PAUSE, on=timezone.localdate(at))
        last = complaint.chases.order_by("-at").values_list("at", flat=True).first()
        if last is not None and at < last + pause:
            raise Conflict(
                _("刚催办过，已经转告承办单位。%(at)s 以后可以再催。")
                % {"at": f"{timezone.localtime(last + pause):%m-%d %H:%M}"}
            )
        chase = Chase.objects.create(complaint=complaint, at=at, **author(by))
        Complaint.objects.filter(pk=key).update(chase_count=F("chase_count") + 1)
        record(complaint, "chase", by=by, at=at, from_status=complaint.status)
        tell_holders(complaint, NoticeCode.CHASED, by=by, at=at)
    return chase


def correct_identity(
    key: int, *, by: By, changes: Mapping[str, str], at: datetime | None = None
) -> list[str]:
    """Replace what the caller said of himself, name, phone or home; "" takes it out. Returns the
    names of what changed; the event names them too, never their values."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        may_speak_for_the_caller(by, complaint)
        old = Identity.objects.select_for_update().filter(complaint=complaint).first()
        before = {name: _opened(old, name) for name in IDENTITY_FIELDS}
        told = {name: changes.get(name, before[name]).strip() for name in IDENTITY_FIELDS}
        changed = [name for name in IDENTITY_FIELDS if told[name] != before[name]]
        if not changed:
            return []
        if old is not None:
            old.delete()
        caller = Caller(**told)
        if not caller.is_empty:
            sealed_identity(complaint, caller).save(force_insert=True)
        complaint.is_anonymous = caller.is_out_of_reach
        complaint.save(update_fields=["is_anonymous"])
        record(
            complaint, "correct_identity", by=by, at=at, from_status=complaint.status,
            facts={"fields": changed},
        )  # fmt: skip
    return changed


def rate_complaint(key: int, *, by: By, opinion: Opinion, at: datetime | None = None) -> Rating:
    """The caller's own answers, once the matter is done or its limit has passed; he may change them
    until the callback of this round is made. Staff who ask him record a callback instead."""
    at = at or timezone.now()
    if isinstance(by, User):
        raise NotAllowed(_("评价由诉求人自己做。电话里问到的，请记在回访里。"))
    if opinion.satisfaction not in Satisfaction.values:
        raise Invalid(_("请选择满意、基本满意或不满意。"), field="satisfaction")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        after(complaint.status, Verb.RATE)
        rating, _made = Rating.objects.update_or_create(
            complaint=complaint,
            round=complaint.round,
            defaults={
                "contacted": opinion.contacted,
                "resolved": opinion.resolved,
                "satisfaction": opinion.satisfaction,
                "words": opinion.words.strip()[:WORDS_MAX],
                "at": at,
                **author(by),
            },
        )
        record(complaint, "rate", by=by, at=at, from_status=complaint.status)
    return rating


def may_speak_for_the_caller(by: By, complaint: Complaint) -> None:
    """Refuse staff who take no calls for this place; the complaint is locked."""
    if isinstance(by, User) and not can_speak_for_the_caller(by, complaint):
        raise NotAllowed(_("您没有代诉求人办理的权限。"))


def _refuse_when_over(complaint: Complaint, verb: Verb) -> None:
    after(complaint.status, verb)
    if complaint.finished_at is not None:
        raise Invalid(_("这件诉求已经办结。没有解决的，请要求重新办理。"))


def _opened(identity: Identity | None, name: str) -> str:
    if identity is None:
        return ""
    sealed: str = getattr(identity, f"{name}_sealed")
    return fields.unseal(sealed, row=identity.pk, field=name)

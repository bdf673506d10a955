"""The one door to a caller's identity: asked with a reason, checked, and written down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.history import lock_complaint
from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.models import Complaint, Identity, IdentityAccess, User
from complaints.permissions import can_file, can_reveal_identity, can_speak_for_the_caller

REASON_MIN = 4
EARLIER_MAX = 20


@dataclass(frozen=True, slots=True)
class Revealed:
    """Who called, for one look."""

    name: str
    phone: str
    home: str


def reveal_identity(
    key: int, *, by: User, reason: str, ip: str | None = None, at: datetime | None = None
) -> Revealed:
    """Open name, phone and home of a complaint's caller; the look is a row before it is a look."""
    at = at or timezone.now()
    reason = " ".join(reason.split())
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        if len(reason) < REASON_MIN:
            raise Invalid(_("请写明查看理由（至少 4 个字），查看会留痕。"), field="reason")
        if not can_reveal_identity(by, complaint):
            raise NotAllowed(_("您不能查看诉求人信息。需要联系诉求人时，请由处置中心转接。"))
        identity = Identity.objects.filter(complaint=complaint).first()
        if identity is None:
            raise NotFound(_("诉求人没有留下联系方式。"))
        IdentityAccess.objects.create(
            complaint=complaint,
            user=by,
            fields=["name", "phone", "home"],
            reason=reason[:300],
            at=at,
            ip=ip,
        )
    return Revealed(*(_opened(identity, name) for name in ("name", "phone", "home")))


def find_earlier(
    phone: str, *, by: User, reason: str, ip: str | None = None, at: datetime | None = None
) -> list[int]:
    """Keys of the complaints from this telephone number, the newest first, as far as this person
    sees them and speaks for their callers. To learn that two come from one caller is a look at
    each: it is on record before it is told. A number that leads to none leaves a row too."""
    at = at or timezone.now()
    reason = " ".join(reason.split())
    number = fields.normalise_phone(phone)
    if not number:
        raise Invalid(_("请先写完整的电话号码。"), field="phone")
    if len(reason) < REASON_MIN:
        raise Invalid(_("请写明查看理由（至少 4 个字），查看会留痕。"), field="reason")
    with transaction.atomic():
        by.forget_posts()
        if not can_file(by):
            raise NotAllowed(_("您没有录入诉求的权限。"))
        hashed = fields.keyed_hash(number, purpose="phone")
        told = Identity.objects.filter(phone_hash=hashed)
        rows = Complaint.objects.visible_to(by).filter(pk__in=told.values_list("complaint_id"))
        found = [one for one in rows[:EARLIER_MAX] if can_speak_for_the_caller(by, one)]
        look = {"user": by, "fields": ["phone"], "reason": reason[:300], "at": at, "ip": ip}
        IdentityAccess.objects.bulk_create(IdentityAccess(complaint=one, **look) for one in found)
        if not found:
            IdentityAccess.objects.create(asked_hash=hashed, **look)
    return [one.pk for one in found]


@dataclass(frozen=True, slots=True)
class Hints:
    """Enough for the caller to know his own again, and too little for anybody else."""

    name: str
    phone: str
    has_home: bool

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.has_home)


def own_hints(complaint: Complaint) -> Hints:
    """What the caller left of himself, for him who has proved by code or link that it is his."""
    identity = Identity.objects.filter(complaint=complaint).first()
    if identity is None:
        return Hints("", "", has_home=False)
    name, phone = _opened(identity, "name"), _opened(identity, "phone")
    return Hints(
        name=f"{name[:1]}**" if name else "",
        phone=f"{phone[:3]}****{phone[-2:]}" if phone else "",
        has_home=bool(identity.home_sealed),
    )


def _opened(identity: Identity, field: str) -> str:
    sealed: str = getattr(identity, f"{field}_sealed")
    return fields.unseal(sealed, row=identity.pk, field=field) if sealed else ""

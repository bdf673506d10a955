"""Filing a complaint, by a resident or by staff on somebody's behalf."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.flagging import flag_words
from complaints.actions.history import record
from complaints.actions.joining import go_along
from complaints.actions.numbers import take_numbers
from complaints.actions.photos import attach_photos
from complaints.actions.suggesting import keep_suggestion
from complaints.errors import Invalid, NotAllowed
from complaints.kernels.bigrams import bigrams
from complaints.kernels.codes import code_from_bytes, token_from_bytes
from complaints.kernels.geometry import Datum, convert
from complaints.kernels.masking import mask
from complaints.models import (
    Area,
    By,
    Category,
    Channel,
    ClockKind,
    Complaint,
    DemandKind,
    Identity,
    SearchText,
    User,
)
from complaints.permissions import can_file
from complaints.selectors.clocks import dispatch_due
from complaints.selectors.places import (
    area_at,
    area_in_words,
    area_keyed,
    knows_outlines,
    placement_of,
)

TEXT_MAX = 20_000
ADDRESS_MAX = 300
REDACTED_ADDRESS_MAX = 400
# Letters, numbers, punctuation, symbols: joiners and marks alone say nothing.
VISIBLE = "LNPS"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called, as far as he said. Never stored outside `Identity`."""

    name: str = ""
    phone: str = ""
    home: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was given."""
        return not (self.name or self.phone or self.home)

    @property
    def is_out_of_reach(self) -> bool:
        """No way to call or to visit; a name alone is none."""
        return not (self.phone.strip() or self.home.strip())


@dataclass(frozen=True, slots=True)
class Where:
    """The place as given; a community wins over a point, a point over words."""

    address: str = ""
    lon: float | None = None
    lat: float | None = None
    datum: Datum = "wgs84"
    community_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """The complaint with the code and token that only its caller holds; they are not stored."""

    complaint: Complaint
    code: str
    token: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person typed, before it is a complaint."""

    text: str
    where: Where = field(default_factory=Where)
    caller: Caller = field(default_factory=Caller)
    demand_kind: str = DemandKind.HELP
    category_id: int | None = None
    is_secret: bool = False
    urgency: str = Complaint.Urgency.NORMAL
    # The complaint it goes along with, if its caller says it is the same matter.
    joins_id: int | None = None
    photo_ids: Sequence[UUID] = ()


def secrets_of(idempotency_key: str) -> tuple[str, str]:
    """Code and token of a submission: derived under the secret key, so that a form sent twice
    shows one receipt and neither is ever stored."""
    code = bytes.fromhex(fields.keyed_hash(idempotency_key, purpose="tracking code"))
    token = bytes.fromhex(fields.keyed_hash(idempotency_key, purpose="tracking token"))
    return code_from_bytes(code), token_from_bytes(token)


def file_complaint(
    draft: Draft,
    *,
    by: By,
    channel: str = Channel.WEB,
    idempotency_key: str = "",
    at: datetime | None = None,
) -> Filed:
    """Write a complaint once; the same key again answers with the first one."""
    at = at or timezone.now()
    given = idempotency_key or secrets.token_urlsafe(24)
    key = own_key(given, by=by)
    if isinstance(by, User):
        by.forget_posts()
        if not can_file(by):
            raise NotAllowed(_("您没有录入诉求的权限。"))
    code, token = secrets_of(key)
    found = Complaint.objects.filter(idempotency_key=key).first()
    if found is not None:
        return Filed(found, code, token, is_new=False)
    text = checked_text(draft.text)
    with transaction.atomic():
        number = take_numbers(timezone.localdate(at))[0]
        # The series row is locked now: a twin that came first has committed and can be seen.
        found = Complaint.objects.filter(idempotency_key=key).first()
        if found is not None:
            return Filed(found, code, token, is_new=False)
        category = _category_of(draft)
        due = dispatch_due(clock_kind_of(category), start=at)
        complaint = compose_complaint(
            draft, text, by=by, channel=channel, number=number, at=at, category=category, due=due
        )
        place_complaint(complaint, draft.where)
        keep_secrets(complaint, key)
        complaint.save(force_insert=True)
        index_words(complaint)
        _keep_caller(complaint, draft.caller)
        attach_photos(complaint, draft.photo_ids, pending_key=given)
        record(complaint, "receive", by=by, at=at, facts={"channel": channel})
        if isinstance(by, User):
            keep_suggestion(complaint, words=complaint.redacted_text, at=at)
        flag_words(complaint, text, at=at)
        if draft.joins_id is not None:
            go_along(complaint, draft.joins_id, by=by, at=at)
    return Filed(complaint, code, token, is_new=True)


def own_key(key: str, *, by: By) -> str:
    """The stored key of a submission. A colleague's key is his own: the same words from another
    person are another submission, and show nobody a receipt that is not his."""
    if isinstance(by, User):
        return fields.keyed_hash(f"{by.pk} {key}", purpose="submission")
    return key


def checked_text(text: str) -> str:
    """The words, without characters that no database or page can carry."""
    clean = text
    if not text.isprintable():
        clean = "".join(c for c in text if c in "\n\t" or c.isprintable() or _is_kept(c))
    clean = clean.replace("\r\n", "\n").strip()
    if not any(unicodedata.category(c)[0] in VISIBLE for c in clean):
        raise Invalid(_("请写下要反映的内容。"), field="text")
    if len(clean) > TEXT_MAX:
        raise Invalid(
            _("内容太长：%(given)s 字，最多 %(limit)s 字。请精简后再提交，您写的内容已保留。")
            % {"given": len(clean), "limit": TEXT_MAX},
            field="text",
        )
    return clean


def _is_kept(sign: str) -> bool:
    """Joiners and marks of direction stay; control signs and halves of signs do not."""
    return ord(sign) > 0x9F and not 0xD800 <= ord(sign) <= 0xDFFF


def index_words(complaint: Complaint) -> None:
    """Make the dispatchable words findable; what is masked is not."""
    words = findable_words(complaint)
    if not SearchText.objects.filter(complaint=complaint).update(bigrams=words):
        SearchText.objects.create(complaint=complaint, bigrams=words)


def findable_words(complaint: Complaint) -> str:
    """The terms of the words and the address that units may read."""
    return " ".join(bigrams(f"{complaint.redacted_text} {complaint.redacted_address}"))


def place_complaint(complaint: Complaint, where: Where, *, area: Area | None = None) -> None:
    """Set the place fields from what is known; unsaved."""
    write_address(complaint, where.address.strip()[:ADDRESS_MAX])
    complaint.lon, complaint.lat, complaint.datum = where.lon, where.lat, where.datum
    if not (-180 <= (where.lon or 0) <= 180 and -90 <= (where.lat or 0) <= 90):
        raise Invalid(_("这个点不在地球上，请重新选点，或用文字写明地点。"), field="point")
    if area is None and where.community_id:
        area = area_keyed(where.community_id)
    if area is None and where.lon is not None and where.lat is not None:
        point = convert(where.lon, where.lat, source=where.datum, target="wgs84")
        area = area_at(point.lon, point.lat)
        if area is None and knows_outlines():
            raise Invalid(
                _("这个点不在本市范围内，请重新选点，或改用文字写明地点。"), field="point"
            )
    if area is None and where.address:
        area = area_in_words(where.address)
    placement = placement_of(area)
    complaint.community_id = placement.community_id
    complaint.subdistrict_id = placement.subdistrict_id
    complaint.district_id = placement.district_id


def write_address(complaint: Complaint, address: str) -> None:
    """Set the address as told and as units may read it; unsaved. What a person has checked stays
    as long as the address does."""
    if address != complaint.address or not complaint.redacted_address:
        complaint.redacted_address = mask(address)[:REDACTED_ADDRESS_MAX]
    complaint.address = address


def clock_kind_of(category: Category | None) -> str:
    """The kind of limit a category usually has."""
    return category.clock_kind if category else ClockKind.GENERAL


def keep_secrets(complaint: Complaint, key: str) -> None:
    """Set the submission's key and the hashes of its code and token; unsaved."""
    code, token = secrets_of(key)
    complaint.idempotency_key = key
    complaint.code_hash = fields.keyed_hash(code, purpose="tracking code hash")
    complaint.token_hash = fields.keyed_hash(token, purpose="tracking token hash")


def _category_of(draft: Draft) -> Category | None:
    return Category.objects.filter(pk=draft.category_id).first() if draft.category_id else None


def compose_complaint(
    draft: Draft,
    text: str,
    *,
    by: By,
    channel: str,
    number: str,
    at: datetime,
    category: Category | None,
    due: datetime | None,
) -> Complaint:
    """The row of a draft, neither placed nor saved; `due` is when it must be dispatched."""
    complaint = Complaint(
        number=number,
        channel=channel,
        demand_kind=draft.demand_kind,
        text=text,
        redacted_text=mask(text),
        urgency=draft.urgency,
        is_secret=draft.is_secret,
        is_anonymous=draft.caller.is_out_of_reach,
        received_at=at,
        dispatch_due_at=due,
    )
    complaint.category = category
    if category is not None:
        setter = Complaint.CategorySetBy
        complaint.category_set_by = setter.CLERK if isinstance(by, User) else setter.RESIDENT
    return complaint


def _keep_caller(complaint: Complaint, caller: Caller) -> None:
    if not caller.is_empty:
        sealed_identity(complaint, caller).save(force_insert=True)


def sealed_identity(complaint: Complaint, caller: Caller) -> Identity:
    """The row of what the caller said of himself, sealed, unsaved."""
    identity = Identity(complaint=complaint)
    for name in ("name", "phone", "home"):
        value = getattr(caller, name).strip()
        if value:
            setattr(identity, f"{name}_sealed", fields.seal(value, row=identity.pk, field=name))
    # What is no phone number gets no hash: all such would look like one caller.
    if phone := fields.normalise_phone(caller.phone):
        identity.phone_hash = fields.keyed_hash(phone, purpose="phone")
    return identity

"""Blowing a whistle, calling one more unit to it, putting a complaint under it, calling it off."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.numbers import take_numbers
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.kernels.masking import LABELS, Kind, find_personal
from complaints.models import Complaint, Organisation, OrganisationKind, User
from dispatch.actions.whistles.clocks import give_more_time, lock_with_all_members
from dispatch.actions.whistles.history import (
    lock_for_side,
    lock_whistle,
    move_summons,
    move_whistle,
    record_whistle,
)
from dispatch.models import Summons, Whistle, WhistleTicket
from dispatch.permissions import speaks_for
from dispatch.selectors.whistles.calling import (
    blowers_for,
    district_body_of,
    report_in_span,
    units_to_call,
)
from dispatch.states import UNANSWERED, SummonsVerb, WhistleVerb

UNITS_MAX = 30
# Names and doors are found too often where none is meant; numbers are not.
PERSONAL = frozenset({Kind.ID_CARD, Kind.PHONE, Kind.EMAIL, Kind.ACCOUNT})


@dataclass(frozen=True, slots=True)
class Call:
    """One unit, what it is called for, and by what right."""

    organisation_id: int
    reason: str
    legal_ground: str


@dataclass(frozen=True, slots=True)
class Blast:
    """What the whistle is about. Residents' signatures: how many, and where the paper lies."""

    blower_id: int
    kind: str
    title: str
    reason: str
    place: str
    calls: Sequence[Call]
    origin: str = Whistle.Origin.WORK
    lon: float | None = None
    lat: float | None = None
    signature_count: int = 0
    signatures_kept_at: str = ""
    # Of complaints, by key.
    tickets: Sequence[int] = ()


def blow_whistle(blast: Blast, *, by: User, at: datetime | None = None) -> Whistle:
    """Call the units at once: each has its clock from this instant."""
    at = at or timezone.now()
    on = timezone.localdate(at)
    _check(blast)
    with transaction.atomic():
        by.forget_posts()
        tickets = _seen(blast.tickets, by=by)
        blower = _blower(blast, by, on=on)
        district = district_body_of(blower, on=on)
        if district is None:
            raise Invalid(_("本区没有登记区级统筹部门，逾期不报到无处报告。请管理员补上。"))
        whistle = Whistle.objects.create(
            number=f"W{take_numbers(on)[0]}",
            kind=blast.kind,
            origin=blast.origin,
            title=blast.title.strip(),
            reason=blast.reason.strip(),
            place=blast.place.strip(),
            lon=blast.lon,
            lat=blast.lat,
            blower=blower,
            district_body=district,
            signature_count=blast.signature_count,
            signatures_kept_at=blast.signatures_kept_at.strip(),
            arrival_code=f"{secrets.randbelow(10**6):06d}",
            blown_by=by,
            blown_at=at,
        )
        record_whistle(
            whistle, "blow", by=by, at=at, facts={"kind": blast.kind, "origin": blast.origin}
        )
        for complaint in tickets:
            _link(whistle, complaint, by=by, at=at)
        for call in blast.calls:
            _call(whistle, blower, call, by=by, at=at)
    return whistle


def summon_unit(key: int, call: Call, *, by: User, at: datetime | None = None) -> Summons:
    """One more unit is called, by who blew or by the other street that came."""
    at = at or timezone.now()
    with transaction.atomic():
        whistle, side = lock_for_side(key, by=by)
        if whistle.summons.count() >= UNITS_MAX:
            raise Conflict(_("一个哨最多通知 %(limit)s 个单位。") % {"limit": UNITS_MAX})
        move_whistle(whistle, WhistleVerb.SUMMON, by=by, at=at)
        return _call(whistle, side, call, by=by, at=at)


def link_ticket(
    key: int, complaint_key: int, *, by: User, at: datetime | None = None
) -> WhistleTicket:
    """Put a complaint that he sees under the whistle. Who does not see it, sees it no more here."""
    at = at or timezone.now()
    with transaction.atomic():
        (complaint,) = _seen([complaint_key], by=by)
        whistle, _side = lock_for_side(key, by=by)
        if whistle.tickets.filter(complaint=complaint).exists():
            raise Conflict(_("这件诉求已经关联到这个哨。"))
        move_whistle(whistle, WhistleVerb.LINK, by=by, at=at)
        return _link(whistle, complaint, by=by, at=at)


def call_off(key: int, *, by: User, reason: str, at: datetime | None = None) -> Whistle:
    """Blown in error, or settled otherwise; nobody is waited for any longer. Breaches stay."""
    at = at or timezone.now()
    if not reason.strip():
        raise Invalid(_("请写明为什么取消。"), field="reason")
    with transaction.atomic():
        whistle = lock_whistle(key, by=by)
        if not speaks_for(by, whistle.blower):
            raise NotAllowed(_("只有吹哨单位可以取消。"))
        move_whistle(
            whistle, WhistleVerb.CALL_OFF, by=by, at=at, called_off_at=at,
            call_off_reason=reason.strip()[:300],
        )  # fmt: skip
        waited = whistle.summons.filter(status__in=[status.value for status in UNANSWERED])
        for summons in waited.select_for_update(of=("self",)).select_related("organisation"):
            summons.whistle = whistle
            move_summons(summons, SummonsVerb.LET_GO, by=by, at=at)
    return whistle


def _check(blast: Blast) -> None:
    for field, words in (("title", blast.title), ("reason", blast.reason), ("place", blast.place)):
        _refuse_personal(words, field=field)
    if not blast.calls:
        raise Invalid(_("至少选择一个报到单位。"), field="units")
    if len(blast.calls) > UNITS_MAX:
        words = _("一个哨最多通知 %(limit)s 个单位。") % {"limit": UNITS_MAX}
        raise Invalid(words, field="units")
    if blast.origin == Whistle.Origin.RESIDENTS:
        if blast.signature_count < 1:
            raise Invalid(_("居民联名要写明签名人数。"), field="signature_count")
        if not blast.signatures_kept_at.strip():
            raise Invalid(_("请写明签名原件存放在哪里。"), field="signatures_kept_at")
    elif blast.signature_count or blast.signatures_kept_at.strip():
        raise Invalid(_("只有居民联名才填签名。"), field="signature_count")


def _refuse_personal(words: str, *, field: str) -> None:
    """The units called may be strangers to who complained, or be the ones complained about."""
    if not words.strip():
        raise Invalid(_("请填写这一项。"), field=field)
    if found := [one for one in find_personal(words) if one.kind in PERSONAL]:
        kind = _(LABELS[found[0].kind])
        raise Invalid(
            _("这里像是写了%(kind)s。各单位都会看到，请改成不指向个人的说法。") % {"kind": kind},
            field=field,
        )


def _seen(keys: Sequence[int], *, by: User) -> list[Complaint]:
    """The complaints to be put under it, locked before anything else."""
    lock_with_all_members(keys)
    return [lock_complaint(key, by=by) for key in dict.fromkeys(keys)]


def _blower(blast: Blast, by: User, *, on: date) -> Organisation:
    mine = {body.pk: body for body in blowers_for(by, on=on)}
    if blast.blower_id not in mine:
        raise NotAllowed(_("您不能以这个单位的名义吹哨。"))
    blower = mine[blast.blower_id]
    is_residents = blast.origin == Whistle.Origin.RESIDENTS
    if blower.kind == OrganisationKind.COMMUNITY and not is_residents:
        raise Invalid(_("社区只替联名的居民吹哨，其他事项由街道吹哨。"), field="origin")
    if is_residents and blower.kind != OrganisationKind.COMMUNITY:
        raise Invalid(_("居民联名由社区代为吹哨，一把手报到。"), field="origin")
    return blower


def _call(whistle: Whistle, side: Organisation, call: Call, *, by: User, at: datetime) -> Summons:
    on = timezone.localdate(at)
    call = replace(call, reason=call.reason.strip(), legal_ground=call.legal_ground.strip())
    _refuse_personal(call.reason, field="call_reason")
    if not call.legal_ground:
        raise Invalid(_("请写明请它报到的依据。"), field="legal_ground")
    unit = units_to_call(side, on=on).filter(pk=call.organisation_id).first()
    if unit is None:
        raise Invalid(_("%(side)s不能通知所选的单位。") % {"side": side}, field="units")
    if whistle.blower_id == unit.pk or whistle.summons.filter(organisation=unit).exists():
        raise Conflict(_("%(unit)s已经在这个哨里。") % {"unit": unit})
    summons = Summons.objects.create(
        whistle=whistle,
        organisation=unit,
        reason=call.reason[:300],
        legal_ground=call.legal_ground[:200],
        summoned_by=by,
        summoned_at=at,
        report_by_at=at + report_in_span(whistle.kind, on=on),
    )
    facts = {"unit": unit.code}
    record_whistle(whistle, "call", by=by, at=at, facts=facts, summons=summons)
    return summons


def _link(whistle: Whistle, complaint: Complaint, *, by: User, at: datetime) -> WhistleTicket:
    """Under it, and the limits of its branches moved by the rule in force."""
    give_more_time(whistle, complaint, by=by, at=at)
    facts = {"number": whistle.number}
    record(complaint, "whistle", by=by, at=at, from_status=complaint.status, facts=facts)
    return WhistleTicket.objects.create(whistle=whistle, complaint=complaint, by=by, at=at)

"""Linking a petition to a complaint, and its steps."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import User
from dispatch.actions.history import lock_beside
from dispatch.models import Petition, PetitionStep
from dispatch.permissions import can_keep_petitions
from dispatch.states import PetitionVerb, petition_after


@dataclass(frozen=True, slots=True)
class Linked:
    """A petition as the petition office numbers it; `about` without anybody's name."""

    level: str
    number: str
    about: str
    received_on: date | None


def link_petition(key: int, linked: Linked, *, by: User, at: datetime | None = None) -> Petition:
    """The same matter lies with the petition office too."""
    at = at or timezone.now()
    number, about = linked.number.strip()[:40], linked.about.strip()[:300]
    if linked.level not in Petition.Level.values:
        raise Invalid(_("请选择层级。"), field="level")
    if not number or not about:
        raise Invalid(_("请写明信访编号和事项。"), field="number" if not number else "about")
    if linked.received_on is None or linked.received_on > timezone.localdate(at):
        raise Invalid(_("收到日期不能晚于今天。"), field="received_on")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        if not can_keep_petitions(by, complaint):
            raise NotAllowed(_("信访件由处置中心、一把手或区里关联。"))
        try:
            with transaction.atomic():
                row = Petition.objects.create(
                    complaint=complaint, level=linked.level, number=number, about=about,
                    received_on=linked.received_on, linked_by=by, linked_at=at,
                )  # fmt: skip
        except IntegrityError:
            raise Conflict(_("这个信访编号已经关联过。"), field="number") from None
        record(complaint, "petition", by=by, at=at, facts={"number": number})
    return row


def take_petition_step(
    key: int, *, by: User, verb: str, on: date | None, words: str = "", at: datetime | None = None
) -> Petition:
    """One step on a day, not before the step before it."""
    at = at or timezone.now()
    words = words.strip()[:500]
    if verb not in PetitionStep.Verb.values:
        raise Invalid(_("请选择这一步。"), field="verb")
    if on is None or on > timezone.localdate(at):
        raise Invalid(_("日期不能晚于今天。"), field="on")
    if verb == PetitionVerb.EXTEND and not words:
        raise Invalid(_("延期要写明理由。"), field="words")
    missing = _("没有这件信访，或不在您的查看范围内。")
    with transaction.atomic():
        row = lock_beside(Petition, key, by=by, missing=missing)
        if not can_keep_petitions(by, row.complaint):
            raise NotAllowed(_("信访件由处置中心、一把手或区里关联。"))
        row.status = petition_after(row.status, PetitionVerb(verb)).value
        last = row.steps.order_by("on").values_list("on", flat=True).last()
        if on < max(last or row.received_on, row.received_on):
            raise Invalid(_("日期不能早于上一步。"), field="on")
        if row.steps.filter(verb=verb).exists():
            raise Conflict(_("这一步已经办过，只能办一次。"))
        row.save(update_fields=["status"])
        PetitionStep.objects.create(petition=row, verb=verb, on=on, words=words, by=by, at=at)
        facts = {"number": row.number, "step": verb}
        record(row.complaint, "petition_step", by=by, at=at, facts=facts)
    return row

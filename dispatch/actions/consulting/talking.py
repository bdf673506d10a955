"""Asking units whose it is, what each of them thinks, and the decision."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.holdings import take_hold
from complaints.actions.life import confirm_redaction
from complaints.actions.notices import tell_of_complaint
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import Complaint, Holding, NoticeCode, Organisation, Parameter, User
from complaints.selectors.parameters import span_of
from dispatch.actions.assignments import Order
from dispatch.actions.consulting.closing import close_talk
from dispatch.actions.history import lock_beside
from dispatch.actions.joint import dispatch_jointly
from dispatch.models import Assignment, Consultation, Opinion
from dispatch.permissions import can_dispatch, unit_of
from dispatch.selectors.choices import units_to_ask
from dispatch.selectors.consultations import coordinator_of
from dispatch.selectors.receivers import people_of_body
from dispatch.states import TalkVerb, talk_after

WORDS_MAX = 500
LEAST = 2


def consult(
    key: int,
    *,
    by: User,
    question: str,
    units: Collection[int],
    redacted_text: str = "",
    at: datetime | None = None,
) -> Consultation:
    """Ask at least two units whose it is; they read the checked words, as a copy."""
    at = at or timezone.now()
    question = question.strip()[:WORDS_MAX]
    if not question:
        raise Invalid(_("请写明要会商什么。"), field="question")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        _refuse_unfit(complaint, by)
        if redacted_text:
            confirm_redaction(key, by=by, redacted_text=redacted_text, at=at)
        elif not complaint.is_redaction_confirmed:
            raise Invalid(_("请先核对派单内容，再请单位会商。"), field="redacted_text")
        known = {one.pk: one for one in units_to_ask(Complaint.objects.with_place().get(pk=key))}
        asked = [known[unit] for unit in sorted(set(units)) if unit in known]
        if len(asked) < LEAST or len(asked) < len(set(units)):
            raise Invalid(_("请至少选择两个单位。"), field="units")
        today = timezone.localdate(at)
        talk = Consultation.objects.create(
            complaint=complaint, round=complaint.round, question=question, opened_by=by,
            opened_at=at, due_at=at + span_of(Parameter.Key.CONSULT_LIMIT, on=today),
        )  # fmt: skip
        _ask(talk, asked, by=by, at=at)
    return talk


def opine(key: int, *, by: User, stance: str, words: str, at: datetime | None = None) -> Opinion:
    """A unit that was asked says whether it is its own, with reason and ground."""
    at = at or timezone.now()
    words = words.strip()[:WORDS_MAX]
    if stance not in Opinion.Stance.values or not stance:
        raise Invalid(_("请选择意见。"), field="stance")
    if not words:
        raise Invalid(_("请写明理由和依据。"), field="words")
    with transaction.atomic():
        talk = _locked(key, by=by)
        units = dict(talk.opinions.values_list("organisation_id", "pk"))
        unit = unit_of(by, units)
        if unit is None:
            raise NotAllowed(_("会商意见由被征求意见的单位填写。"))
        talk_after(talk.status, TalkVerb.OPINE)
        opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=units[unit])
        opinion.stance, opinion.words, opinion.by, opinion.at = stance, words, by, at
        opinion.save(update_fields=["stance", "words", "by", "at"])
        facts = {"unit": opinion.organisation.name, "stance": stance}
        record(talk.complaint, TalkVerb.OPINE.value, by=by, at=at, facts=facts)
        people = [talk.opened_by_id]
        tell_of_complaint(people, NoticeCode.OPINED, talk.complaint, by=by, at=at, part="talk")
    return opinion


def settle_talk(
    key: int,
    *,
    by: User,
    decision: str,
    lead: int | None,
    co_units: Sequence[int] = (),
    is_fallback: bool = False,
    at: datetime | None = None,
) -> list[Assignment]:
    """Who leads and who helps, or the district; in the same step they are asked."""
    at = at or timezone.now()
    decision = decision.strip()[:WORDS_MAX]
    if not decision:
        raise Invalid(_("请写明会商结论。"), field="decision")
    with transaction.atomic():
        talk = _locked(key, by=by)
        if not can_dispatch(by, talk.complaint):
            raise NotAllowed(_("会商由处置中心和专班决定。"))
        unit = _district(talk.complaint, at=at) if is_fallback else lead
        if unit is None:
            raise Invalid(_("请选择主办单位，或交区里兜底。"), field="lead")
        beside = [one for one in dict.fromkeys(co_units) if one != unit]
        close_talk(
            talk, TalkVerb.SETTLE, by=by, at=at, decision=decision, keeps=[unit, *beside],
            lead_id=unit, is_fallback=is_fallback,
        )  # fmt: skip
        reason = _("会商：%(words)s") % {"words": decision}
        orders = [Order(organisation_id=unit, override_reason=reason[:300])]
        orders += [Order(organisation_id=one, role=Assignment.Role.CO) for one in beside]
        return dispatch_jointly(talk.complaint_id, by=by, orders=orders, at=at)


def call_off_talk(key: int, *, by: User, decision: str, at: datetime | None = None) -> Consultation:
    """It is clear by now, or it will be asked otherwise; why."""
    at = at or timezone.now()
    decision = decision.strip()[:WORDS_MAX]
    if not decision:
        raise Invalid(_("请写明为什么取消。"), field="decision")
    with transaction.atomic():
        talk = _locked(key, by=by)
        if not can_dispatch(by, talk.complaint):
            raise NotAllowed(_("会商由处置中心和专班决定。"))
        return close_talk(talk, TalkVerb.CALL_OFF, by=by, at=at, decision=decision)


def _refuse_unfit(complaint: Complaint, by: User) -> None:
    if not can_dispatch(by, complaint):
        raise NotAllowed(_("会商由处置中心和专班发起。"))
    if complaint.is_secret:
        raise Conflict(_("保密诉求不能交多个单位会商。"))
    if complaint.status != Complaint.StatusChoice.RECEIVED:
        raise Conflict(_("派单以前才能会商。"))
    if Consultation.objects.filter(complaint=complaint, status="talking").exists():
        raise Conflict(_("这件诉求正在会商。"))


def _ask(talk: Consultation, units: Sequence[Organisation], *, by: User, at: datetime) -> None:
    today = timezone.localdate(at)
    held = set(
        Holding.objects.filter(complaint=talk.complaint, until__isnull=True).values_list(
            "organisation_id", flat=True
        )
    )
    people: set[int] = set()
    for unit in units:
        Opinion.objects.create(consultation=talk, organisation=unit)
        if unit.pk not in held:
            take_hold(talk.complaint, unit.pk, role=Holding.Role.COPY, at=at)
        people |= set(people_of_body(unit.pk, on=today))
    record(talk.complaint, "consult", by=by, at=at, from_status=talk.complaint.status)
    tell_of_complaint(people, NoticeCode.CONSULTED, talk.complaint, by=by, at=at, part="talk")


def _district(complaint: Complaint, *, at: datetime) -> int:
    body = coordinator_of(complaint, on=timezone.localdate(at))
    if body is None:
        raise Conflict(_("没有登记区级统筹部门，不能交区里兜底。"))
    return body.pk


def _locked(key: int, *, by: User) -> Consultation:
    missing = _("没有这次会商，或不在您的查看范围内。")
    return lock_beside(Consultation, key, by=by, missing=missing)

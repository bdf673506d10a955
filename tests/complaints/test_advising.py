"""What is never dispatched: the six special treatments, each with its words, and taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from complaints.actions.advising import Advising, advise_complaint, resume_complaint
from complaints.actions.following_up import Opinion
from complaints.actions.intake import Caller
from complaints.actions.life import archive_complaint
from complaints.actions.reference import save_reference
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Actor, Advice, Complaint, ComplaintEvent, Holding, Outcome, User
from complaints.permissions import can_edit_reference
from complaints.selectors.advising import outcomes_on, reply_for
from complaints.selectors.tracking import tracked
from dispatch.actions.merging import merge_complaints
from dispatch.actions.turning import rate_and_settle, reopen
from dispatch.models import Assignment
from tests import make
from tests.make import START, Office

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def sees(user: User, complaint: Complaint) -> bool:
    user.forget_posts()
    return Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()


def verbs(complaint: Complaint) -> list[str]:
    return list(ComplaintEvent.objects.filter(complaint=complaint).values_list("verb", flat=True))


def two_calls(office: Office, caller: Caller = make.CALLER) -> tuple[Complaint, Complaint]:
    """The same matter told twice, a day apart."""
    earlier = make.dispatched(office).complaint
    later = make.filed(office, caller=caller, at=START + timedelta(days=1)).complaint
    return earlier, later


@pytest.mark.parametrize(
    "code", ["emergency-119", "statutory-petition", "secret-privacy", "outside-market", "unlawful"]
)
def test_it_ends_without_any_branch_and_the_caller_reads_why(office: Office, code: str) -> None:
    complaint = make.received(office)
    advice = make.advised(office, complaint, code, reply="请您这样办。", at=START + HOUR)
    complaint.refresh_from_db()
    assert (complaint.status, complaint.answer) == ("advised", "请您这样办。")
    assert complaint.finished_at == START + HOUR
    assert not Assignment.objects.exists()
    page = tracked(complaint)
    assert page.told is not None
    assert page.told.kind == advice.outcome.kind
    assert "条例" in page.told.ground
    assert page.is_over
    assert [step.name for step in page.steps] == ["收到", "告知您"]
    event = ComplaintEvent.objects.get(complaint=complaint, verb="advise")
    assert event.facts == {"outcome": code, "kind": advice.outcome.kind}


def test_an_emergency_keeps_the_number_and_the_instant_of_the_transfer(office: Office) -> None:
    complaint = make.received(office)
    called = START - timedelta(minutes=5)
    make.advised(office, complaint, "emergency-119", transferred_at=called, at=START + HOUR)
    told = tracked(Complaint.objects.get(pk=complaint.pk)).told
    assert told is not None
    assert (told.phone, told.transferred_at) == ("119", called)
    other = make.received(office, at=START)
    make.advised(office, other, "emergency-120", at=START + HOUR)
    assert Advice.objects.get(complaint=other).transferred_at == START + HOUR


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=-2)])
def test_a_transfer_lies_neither_ahead_nor_long_before(office: Office, ahead: timedelta) -> None:
    complaint = make.received(office)
    with pytest.raises(Invalid):
        make.advised(
            office, complaint, "emergency-119", transferred_at=START + ahead, at=START + HOUR
        )
    assert not Advice.objects.exists()


def test_a_repeat_names_the_earlier_one_of_the_same_caller(office: Office) -> None:
    earlier, later = two_calls(office)
    make.advised(office, later, "repeat", earlier=earlier.number, has_new_fact=False)
    advice = Advice.objects.get(complaint=later)
    assert advice.earlier == earlier
    assert verbs(earlier)[-1] == "be_repeated"
    told = tracked(Complaint.objects.get(pk=later.pk)).told
    assert told is not None
    assert told.earlier == earlier.number
    earlier.refresh_from_db()
    assert earlier.status == "dispatched"


def test_a_repeat_of_a_joined_one_tells_nobody_another_caller_s_number(office: Office) -> None:
    earlier = make.received(office)
    neighbour = replace(make.CALLER, phone="010-00000002")
    later = make.filed(office, caller=neighbour, at=START + HOUR).complaint
    with pytest.raises(Invalid, match="联系电话不同"):
        make.advised(office, later, "repeat", earlier=earlier.number, has_new_fact=False)
    merge_complaints(earlier.pk, [later.pk], by=office.people.triage, reason="同一盏灯", at=START)
    repeat = Outcome.objects.get(code="repeat")
    words = reply_for(repeat, later, language="zh-hans", earlier=earlier)
    assert earlier.number not in words
    assert "我们收到了，正在看该由谁来办。" in words
    make.advised(office, later, "repeat", earlier=earlier.number, has_new_fact=False, reply=words)
    told = tracked(Complaint.objects.get(pk=later.pk)).told
    assert told is not None
    assert told.earlier == ""


def test_who_left_no_telephone_is_not_taken_for_the_same_caller(office: Office) -> None:
    nobody = Caller()
    earlier = make.filed(office, caller=nobody).complaint
    later = make.filed(office, caller=nobody, at=START + HOUR).complaint
    with pytest.raises(Invalid):
        make.advised(office, later, "repeat", earlier=earlier.number, has_new_fact=False)


def test_with_a_new_fact_it_is_no_repeat(office: Office) -> None:
    earlier, later = two_calls(office)
    for said in (True, None):
        with pytest.raises(Invalid) as refused:
            make.advised(office, later, "repeat", earlier=earlier.number, has_new_fact=said)
        assert refused.value.field == "has_new_fact"
    assert Complaint.objects.get(pk=later.pk).status == "received"


@pytest.mark.parametrize("which", ["itself", "later", "unknown", "foreign", "withdrawn"])
def test_a_repeat_of_what_cannot_be_one_is_refused(office: Office, which: str) -> None:
    complaint = make.received(office, at=START + HOUR)
    numbers = {
        "itself": complaint.number,
        "later": make.received(office, at=START + 2 * HOUR).number,
        "unknown": "20990101000001",
        "foreign": make.filed(office, community=office.places.next_community).complaint.number,
        "withdrawn": make.complaint_in(office, "withdrawn").number,
    }
    with pytest.raises(Invalid) as refused:
        make.advised(office, complaint, "repeat", earlier=numbers[which], has_new_fact=False)
    assert refused.value.field == "earlier"


def test_a_body_that_supervises_sees_the_checked_words_and_has_nothing_to_do(
    office: Office,
) -> None:
    complaint = make.received(office, words="我电话 13800000000，商家不退款")
    body = office.bodies.city_office
    assert not sees(office.people.handler, complaint)
    with pytest.raises(Invalid) as refused:
        make.advised(office, complaint, "outside-market", handed_to_id=body.pk)
    assert refused.value.field == "redacted_text"
    words = {"handed_to_id": body.pk, "redacted_text": "商家不退款"}
    make.advised(office, complaint, "outside-market", **words)
    assert sees(office.people.handler, complaint)
    held = Holding.objects.get(complaint=complaint, until__isnull=True)
    assert (held.organisation, held.role) == (body, "copy")
    resume_complaint(complaint.pk, by=office.people.triage, at=START + HOUR)
    assert not sees(office.people.handler, complaint)


def test_a_secret_complaint_is_handed_to_nobody(office: Office) -> None:
    complaint = make.filed(office, is_secret=True).complaint
    body = office.bodies.city_office.pk
    with pytest.raises(Invalid):
        make.advised(
            office, complaint, "outside-market", handed_to_id=body, redacted_text="商家不退款"
        )


def test_taken_back_it_waits_for_dispatch_as_if_nobody_had_been_told(office: Office) -> None:
    complaint = make.received(office)
    due = complaint.dispatch_due_at
    make.advised(office, complaint, at=START + HOUR)
    resume_complaint(complaint.pk, by=office.people.clerk, at=START + 2 * HOUR)
    complaint.refresh_from_db()
    assert (complaint.status, complaint.answer, complaint.finished_at) == ("received", "", None)
    assert complaint.dispatch_due_at == due
    assert verbs(complaint) == ["receive", "advise", "resume"]
    page = tracked(complaint)
    assert page.told is None
    assert [step.name for step in page.steps][:2] == ["收到", "分派单位"]
    make.dispatched(office, complaint)
    # Both stay on record, and only one can stand in a round.
    assert Advice.objects.get().taken_back_by == office.people.clerk


def test_told_again_after_that_it_stands_once(office: Office) -> None:
    complaint = make.received(office)
    make.advised(office, complaint, "unlawful")
    resume_complaint(complaint.pk, by=office.people.triage, at=START)
    make.advised(office, complaint, "outside-social")
    assert tracked(Complaint.objects.get(pk=complaint.pk)).told.kind == "outside"
    assert Advice.objects.filter(complaint=complaint, taken_back_at__isnull=True).count() == 1


def test_what_the_caller_has_rated_is_reopened_and_not_taken_back(office: Office) -> None:
    complaint = make.complaint_in(office, "advised")
    rate_and_settle(
        complaint.pk, by=Actor.RESIDENT, opinion=Opinion(False, False, "not"), at=START + HOUR
    )
    with pytest.raises(Conflict):
        resume_complaint(complaint.pk, by=office.people.triage, at=START + 2 * HOUR)


def test_the_caller_may_ask_again_under_the_same_number(office: Office) -> None:
    complaint = make.complaint_in(office, "advised")
    assert {"reopen", "rate"} <= tracked(complaint).verbs
    reopen(complaint.pk, by=Actor.RESIDENT, reason="这是街道的灯，不是物业的", at=START + HOUR)
    complaint.refresh_from_db()
    assert (complaint.status, complaint.round) == ("received", 2)
    assert tracked(complaint).told is None
    branch = make.dispatched(office, complaint, at=START + 2 * HOUR)
    assert branch.round == 2


def test_who_waits_beside_it_is_told_the_same_and_taken_back_with_it(office: Office) -> None:
    lead = make.received(office)
    member = make.filed(office, caller=replace(make.CALLER, phone="010-00000002")).complaint
    merge_complaints(lead.pk, [member.pk], by=office.people.triage, reason="同一件", at=START)
    with pytest.raises(Conflict):
        make.advised(
            office, lead, "repeat", earlier=make.received(office, at=START - HOUR).number,
            has_new_fact=False,
        )  # fmt: skip
    make.advised(office, lead, "statutory-litigation", reply="请到法院。")
    member.refresh_from_db()
    assert (member.status, member.answer) == ("advised", "请到法院。")
    resume_complaint(lead.pk, by=office.people.triage, at=START + HOUR)
    member.refresh_from_db()
    assert (member.status, member.answer) == ("received", "")


def test_nobody_ends_what_a_unit_works_on(office: Office) -> None:
    branch = make.dispatched(office)
    with pytest.raises(WrongState):
        make.advised(office, branch.complaint)


def test_it_is_told_by_whoever_takes_the_call_and_by_no_unit(office: Office) -> None:
    complaint = make.received(office)
    advising = Advising("unlawful", "依法不能办。")
    people = office.people
    strangers = (people.handler, people.next_triage)
    for person in (people.head, people.city_viewer, *strangers):
        with pytest.raises(NotFound if person in strangers else NotAllowed):
            advise_complaint(complaint.pk, by=person, advising=advising, at=START)
    advise_complaint(complaint.pk, by=people.clerk, advising=advising, at=START)
    with pytest.raises(NotAllowed):
        resume_complaint(complaint.pk, by=people.head, at=START)


def test_the_second_of_two_clerks_is_told_so(office: Office) -> None:
    complaint = make.received(office)
    advising = Advising("unlawful", "依法不能办。")
    with pytest.raises(Conflict):
        advise_complaint(
            complaint.pk, by=office.people.triage, advising=advising, version=99, at=START
        )


def test_without_words_or_with_an_outcome_that_has_ended_nothing_is_told(office: Office) -> None:
    complaint = make.received(office)
    Outcome.objects.filter(code="unlawful").update(until=date(2026, 1, 1))
    for code, reply in (("unlawful", "不能办。"), ("no-such", "不能办。"), ("repeat", "  ")):
        with pytest.raises(Invalid):
            make.advised(office, complaint, code, reply=reply)
    assert "unlawful" not in [row.code for row in outcomes_on(date(2026, 11, 2))]


def test_it_is_archived_like_an_answer(office: Office) -> None:
    complaint = make.complaint_in(office, "advised")
    archive_complaint(complaint.pk, by=office.people.triage, at=START + HOUR)
    complaint.refresh_from_db()
    assert complaint.status == "archived"
    assert tracked(complaint).told is not None


def test_the_words_come_in_the_caller_s_language(office: Office) -> None:
    complaint = make.received(office)
    fire = Outcome.objects.get(code="emergency-119")
    with translation.override("en"):
        chinese = reply_for(fire, complaint, language="zh-hans")
    assert "119" in chinese
    assert complaint.number in chinese
    both = reply_for(fire, complaint, language="both")
    assert chinese in both
    assert "transferred you to 119" in both


def test_a_reply_with_a_place_that_nothing_fills_is_refused_when_it_is_written(
    office: Office,
) -> None:
    row = Outcome.objects.get(code="unlawful")
    row.reply = "请拨 {fone}。"
    with pytest.raises(ValidationError, match="fone"):
        save_reference(row, by=office.people.administrator, may=can_edit_reference)

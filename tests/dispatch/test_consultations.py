"""Nobody knows whose it is: units are asked, somebody decides, and the district is behind all."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Complaint, Holding, Notice
from dispatch.actions.assignments import sign_assignment
from dispatch.actions.consulting.talking import call_off_talk, consult, opine, settle_talk
from dispatch.models import Assignment, Consultation
from dispatch.selectors.consultations import talks_on
from dispatch.states import TALK_LIFE, TalkStatus, TalkVerb, talk_after
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

AT = make.START + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def units(office: Office) -> list[int]:
    return [office.bodies.safety_office.pk, office.bodies.committee.pk]


def opened(office: Office) -> Consultation:
    complaint = make.received(office)
    return consult(
        complaint.pk, by=office.people.triage, question="井盖归谁", units=units(office),
        redacted_text=complaint.redacted_text, at=AT,
    )  # fmt: skip


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("recipient__username", flat=True))


def held() -> dict[int, str]:
    rows = Holding.objects.filter(until__isnull=True)
    return dict(rows.values_list("organisation_id", "role"))


def test_the_units_see_a_copy_and_are_told(office: Office) -> None:
    talk = opened(office)
    assert talk.due_at == AT + timedelta(hours=4)
    assert held() == dict.fromkeys(units(office), "copy")
    assert office.people.safety_handler.username in told("consulted")
    for person in (office.people.safety_handler, office.people.community_worker):
        assert Complaint.objects.visible_to(person).count() == 1
    assert talks_on(talk.complaint, office.people.safety_handler)[0].may_opine


def test_each_says_its_own_and_may_think_again(office: Office) -> None:
    talk = opened(office)
    who = office.people
    opine(talk.pk, by=who.safety_handler, stance="not_ours", words="不在职责清单", at=AT)
    said = opine(talk.pk, by=who.safety_handler, stance="beside", words="可以出人", at=AT)
    assert talk.opinions.filter(stance="beside").count() == 1
    assert (said.organisation, said.by) == (office.bodies.safety_office, who.safety_handler)
    assert told("opined") == {who.triage.username}
    with pytest.raises(NotFound):
        opine(talk.pk, by=who.handler, stance="lead", words="我来", at=AT)
    with pytest.raises(NotAllowed):
        opine(talk.pk, by=who.desk, stance="lead", words="我来", at=AT)
    for stance, words in (("", "无"), ("lead", " ")):
        with pytest.raises(Invalid):
            opine(talk.pk, by=who.safety_handler, stance=stance, words=words, at=AT)


def test_the_decision_asks_the_lead_and_who_helps_in_the_same_step(office: Office) -> None:
    talk = opened(office)
    safety, committee = units(office)
    made = settle_talk(
        talk.pk, by=office.people.triage, decision="平安办主办", lead=safety,
        co_units=[committee, safety], at=AT,
    )  # fmt: skip
    assert [(one.organisation_id, one.role) for one in made] == [
        (safety, "lead"), (committee, "co"),
    ]  # fmt: skip
    assert made[0].override_reason == "会商：平安办主办"
    assert held() == {safety: "lead", committee: "co"}
    row = Consultation.objects.get()
    assert (row.status, row.lead_id, row.is_fallback) == ("settled", safety, False)


def test_who_was_asked_and_does_not_act_sees_it_no_longer(office: Office) -> None:
    talk = opened(office)
    settle_talk(
        talk.pk, by=office.people.triage, decision="城管办主办",
        lead=office.bodies.city_office.pk, at=AT,
    )  # fmt: skip
    assert held() == {office.bodies.city_office.pk: "lead"}
    assert Complaint.objects.visible_to(office.people.safety_handler).count() == 0


def test_where_nobody_is_found_the_district_leads_and_its_leader_acts(office: Office) -> None:
    talk = opened(office)
    made = settle_talk(
        talk.pk, by=office.people.triage, decision="权属不清", lead=None, is_fallback=True, at=AT
    )
    assert made[0].organisation == office.bodies.coordination
    assert office.people.district_leader.username in told("dispatched")
    sign_assignment(made[0].pk, by=office.people.district_leader, at=AT)
    assert Consultation.objects.get().is_fallback


def test_a_decision_without_words_or_without_a_unit_is_refused_and_nothing_changes(
    office: Office,
) -> None:
    talk = opened(office)
    desk = office.people.desk
    with pytest.raises(Invalid, match="结论"):
        settle_talk(talk.pk, by=desk, decision=" ", lead=units(office)[0], at=AT)
    with pytest.raises(Invalid, match="主办单位"):
        settle_talk(talk.pk, by=desk, decision="定", lead=None, at=AT)
    with pytest.raises(NotAllowed):
        settle_talk(talk.pk, by=office.people.safety_handler, decision="定", lead=1, at=AT)
    assert Consultation.objects.get().status == "talking"
    assert not Assignment.objects.exists()


def test_called_off_the_copies_are_gone(office: Office) -> None:
    talk = opened(office)
    call_off_talk(talk.pk, by=office.people.desk, decision="已问清", at=AT)
    assert held() == {}
    with pytest.raises(WrongState):
        call_off_talk(talk.pk, by=office.people.desk, decision="已问清", at=AT)


def test_sent_on_by_somebody_else_meanwhile_the_talk_is_over(office: Office) -> None:
    talk = opened(office)
    make.dispatched(office, Complaint.objects.get(), at=AT)
    talk.refresh_from_db()
    assert talk.status == "talk_off"
    assert held() == {office.bodies.city_office.pk: "lead"}


def test_what_is_not_fit_for_a_talk(office: Office) -> None:
    desk = office.people.desk
    complaint = make.received(office)
    given: dict[str, Any] = {"question": "归谁", "units": units(office), "redacted_text": "井盖"}
    with pytest.raises(Invalid, match="两个单位"):
        consult(complaint.pk, by=desk, **{**given, "units": units(office)[:1]})
    wrong = [units(office)[0], office.bodies.next_office.pk]
    with pytest.raises(Invalid, match="两个单位"):
        consult(complaint.pk, by=desk, **{**given, "units": wrong})
    with pytest.raises(Invalid, match="核对"):
        consult(complaint.pk, by=desk, question="归谁", units=units(office))
    with pytest.raises(NotAllowed):
        consult(complaint.pk, by=office.people.clerk, **given)
    secret = make.filed(office, is_secret=True).complaint
    with pytest.raises(Conflict, match="保密"):
        consult(secret.pk, by=office.people.triage, **given)
    sent = make.dispatched(office)
    with pytest.raises(Conflict, match="派单以前"):
        consult(sent.complaint_id, by=desk, **given)


@pytest.mark.parametrize("verb", list(TalkVerb))
@pytest.mark.parametrize("status", list(TalkStatus))
def test_each_step_runs_from_where_the_table_says(status: TalkStatus, verb: TalkVerb) -> None:
    if (status, verb) in TALK_LIFE:
        assert talk_after(status, verb) == TALK_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            talk_after(status, verb)


def test_the_pages_lead_from_the_question_to_the_dispatch(office: Office) -> None:
    complaint = make.received(office, at=timezone.now())
    desk, unit = Client(), Client()
    desk.force_login(office.people.triage)
    unit.force_login(office.people.safety_handler)
    door = reverse("office-consult", args=[complaint.number])
    assert door in desk.get(reverse("office-ticket", args=[complaint.number])).content.decode()
    given = {"question": "井盖归谁", "units": units(office), "redacted_text": "井盖丢了"}
    refused = desk.post(door, {**given, "question": ""})
    assert refused.status_code == 422
    assert "井盖丢了" in refused.content.decode()
    assert desk.post(door, given).status_code == 302
    talk = reverse("office-talk", args=[Consultation.objects.get().pk])
    assert talk in unit.get(reverse("office-ticket", args=[complaint.number])).content.decode()
    said = {"stance": "lead", "words": "归我们管"}
    assert unit.post(talk, {**said, "words": ""}).status_code == 422
    assert unit.post(talk, said).status_code == 302
    assert "归我们管" in desk.get(talk).content.decode()
    lead = office.bodies.safety_office.pk
    assert desk.post(talk, {"decision": "平安办主办", "lead": lead}).status_code == 302
    assert Assignment.objects.get().organisation == office.bodies.safety_office
    assert unit.post(talk, said).status_code == 403

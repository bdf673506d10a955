"""One ticket, many hands: who cannot finish, when the whole is done, and the copy above."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, WrongState
from complaints.models import Complaint, Holding, Notice
from dispatch.actions.assignments import Order
from dispatch.actions.callbacks import open_callback
from dispatch.actions.cannot_finish import cannot_finish
from dispatch.actions.joint import dispatch_jointly
from dispatch.models import Assignment, DoneRule, RoutingRule
from dispatch.selectors.ticket import ticket_page
from dispatch.selectors.why import outcome_words
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def several(office: Office, rule: str = "", *, count: int = 2) -> list[Assignment]:
    """The lead, and as many beside it."""
    complaint = make.received(office)
    bodies = (office.bodies.committee, office.bodies.property)[:count]
    orders = [
        Order(redacted_text=complaint.redacted_text, done_rule=rule),
        *(Order(organisation_id=body.pk, role=Assignment.Role.CO) for body in bodies),
    ]
    return dispatch_jointly(
        complaint.pk, by=office.people.triage, orders=orders, at=make.START + HOUR
    )


def closed(office: Office, branch: Assignment) -> None:
    make.branch_in(office, "closed", branch=branch, at=make.START + HOUR)


def status() -> str:
    return Complaint.objects.get().status


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("recipient__username", flat=True))


def test_by_default_the_whole_is_done_when_all_are(office: Office) -> None:
    lead, one, other = several(office)
    assert lead.done_rule == DoneRule.ALL
    closed(office, lead)
    closed(office, one)
    assert status() == "dispatched"
    closed(office, other)
    assert status() == "finished"


def test_by_the_other_rule_the_lead_and_any_one_beside_it_are_enough(office: Office) -> None:
    lead, one, other = several(office, DoneRule.LEAD_AND_ANY)
    closed(office, one)
    assert status() == "dispatched"
    closed(office, lead)
    assert status() == "finished"
    # Who is still at work goes on, and is judged as before.
    closed(office, other)
    assert status() == "finished"
    for branch in (lead, one, other):
        assert open_callback(branch.pk, at=branch.feedback_due_at) is not None


def test_without_anybody_beside_it_the_lead_is_the_whole(office: Office) -> None:
    (lead,) = several(office, DoneRule.LEAD_AND_ANY, count=0)
    closed(office, lead)
    assert status() == "finished"


def test_the_rule_that_asks_several_says_when_the_whole_is_done(office: Office) -> None:
    RoutingRule.objects.update(done_rule=DoneRule.LEAD_AND_ANY)
    assert several(office)[0].done_rule == DoneRule.LEAD_AND_ANY
    assert several(office, DoneRule.ALL)[0].done_rule == DoneRule.ALL
    said = dict(outcome_words(RoutingRule.objects.get()))
    assert said["整件办结"] == "主办和任一协办双反馈"


def test_who_cannot_finish_says_why_and_how_far_it_came_and_the_lead_is_told(
    office: Office,
) -> None:
    lead, one, _other = several(office)
    make.branch_in(office, "signed", branch=one, at=make.START + HOUR)
    report = cannot_finish(
        one.pk, by=office.people.community_worker, reason="没有电工证", interim="已围挡",
        at=make.START + 3 * HOUR,
    )  # fmt: skip
    assert (report.outcome, report.cannot_reason) == ("cannot_now", "没有电工证")
    assert told("co_cannot") == {office.people.handler.username, office.people.triage.username}
    branch = Assignment.objects.get(pk=one.pk)
    assert branch.status == "reported"
    page = ticket_page(lead.complaint.number, office.people.handler)
    panel = next(panel for panel in page.panels if panel.branch.pk == one.pk)
    assert panel.branch.report.cannot_reason == "没有电工证"
    # Nobody escapes by it: both feedbacks and the callback follow.
    assert open_callback(one.pk, at=one.feedback_due_at) is not None


def test_the_lead_may_not_push_it_on(office: Office) -> None:
    lead, _one, _other = several(office)
    make.branch_in(office, "signed", branch=lead, at=make.START + HOUR)
    with pytest.raises(Conflict, match="首接负责"):
        cannot_finish(lead.pk, by=office.people.handler, reason="难", interim="看过")
    page = ticket_page(lead.complaint.number, office.people.handler)
    assert "cannot" not in {offer.verb for panel in page.panels for offer in panel.offers}


def test_without_a_reason_or_how_far_it_came_it_is_refused(office: Office) -> None:
    _lead, one, _other = several(office)
    who = office.people.community_worker
    with pytest.raises(WrongState):
        cannot_finish(one.pk, by=who, reason="难", interim="看过")
    make.branch_in(office, "signed", branch=one, at=make.START + HOUR)
    for reason, interim in ((" ", "看过"), ("难", "")):
        with pytest.raises(Invalid):
            cannot_finish(one.pk, by=who, reason=reason, interim=interim)
    with pytest.raises(NotAllowed):
        cannot_finish(one.pk, by=office.people.handler, reason="难", interim="看过")


def test_the_page_takes_it_and_keeps_what_was_typed(office: Office) -> None:
    _lead, one, _other = several(office)
    make.branch_in(office, "signed", branch=one, at=make.START + HOUR)
    client = Client()
    client.force_login(office.people.community_worker)
    door = reverse("branch-cannot", args=[one.pk])
    ticket = client.get(reverse("office-ticket", args=[one.complaint.number])).content.decode()
    assert door in ticket
    refused = client.post(door, {"reason": "没有电工证", "interim": ""})
    assert refused.status_code == 422
    assert "没有电工证" in refused.content.decode()
    assert client.post(door, {"reason": "没有电工证", "interim": "已围挡"}).status_code == 302


def test_a_rule_may_copy_the_district_once(office: Office) -> None:
    RoutingRule.objects.update(copy_district=True)
    lead, *_beside = several(office)
    held = Holding.objects.filter(role="copy", until__isnull=True)
    assert [one.organisation for one in held] == [office.bodies.coordination]
    assert told("copied") == {office.people.district_leader.username}
    assert lead.complaint.events.filter(verb="copy").count() == 1
    assert dict(outcome_words(RoutingRule.objects.get()))["抄送"] == "抄送区里"


def test_a_secret_complaint_is_copied_to_nobody(office: Office) -> None:
    RoutingRule.objects.update(copy_district=True)
    complaint = make.filed(office, is_secret=True, at=timezone.now()).complaint
    make.dispatched(office, complaint, handler=office.people.handler, at=timezone.now())
    assert not Holding.objects.filter(role="copy").exists()


def test_the_dispatcher_may_choose_when_the_whole_is_done(office: Office) -> None:
    complaint = make.received(office)
    client = Client()
    client.force_login(office.people.triage)
    door = reverse("office-dispatch", args=[complaint.number])
    assert "整件何时算办结" in client.get(door).content.decode()
    sent = client.post(
        door,
        {
            "version": complaint.version, "organisation": office.bodies.city_office.pk,
            "clock_kind": "general", "redacted_text": complaint.redacted_text,
            "redacted_address": "东门", "co_units": [office.bodies.committee.pk],
            "done_rule": "lead_and_any",
        },
    )  # fmt: skip
    assert sent.status_code == 302
    assert Assignment.objects.get(role="lead").done_rule == DoneRule.LEAD_AND_ANY

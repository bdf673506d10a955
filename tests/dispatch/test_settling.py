"""Whatever branch is returned, in whatever order, the complaint finds its way to the archive."""

from datetime import timedelta

import pytest

from complaints.actions.life import answer_complaint, archive_complaint
from complaints.errors import Conflict
from complaints.models import Complaint
from dispatch.actions.assignments import (
    Order,
    dispatch_complaint,
    sign_assignment,
)
from dispatch.models import Assignment
from dispatch.selectors.offers import offers_of
from dispatch.selectors.queues import Queue, rows_of
from dispatch.selectors.ticket import branches_on
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
LATER = make.START + timedelta(hours=5)


@pytest.fixture
def office() -> Office:
    return make.office()


def two_branches(office: Office) -> tuple[Assignment, Assignment]:
    lead = make.dispatched(office)
    co = make.dispatched(office, fresh(lead), body=office.bodies.committee, role=Assignment.Role.CO)
    return lead, co


def fresh(branch: Assignment) -> Complaint:
    return Complaint.objects.get(pk=branch.complaint_id)


def give_back(office: Office, branch: Assignment) -> None:
    make.give_back(office, branch, at=LATER)


def test_a_lead_that_returns_leaves_the_complaint_to_be_dispatched_while_the_co_unit_works(
    office: Office,
) -> None:
    lead, co = two_branches(office)
    give_back(office, lead)
    assert fresh(lead).status == "received"
    waiting = rows_of(Queue.NEW, office.people.triage, at=LATER)
    assert waiting.filter(pk=lead.complaint_id).exists()
    assert make.branch_in(office, "signed", branch=co).status == "signed"


def test_a_co_unit_that_closes_without_a_lead_does_not_finish_the_complaint(
    office: Office,
) -> None:
    lead, co = two_branches(office)
    give_back(office, lead)
    make.branch_in(office, "closed", branch=co)
    assert fresh(lead).finished_at is None
    again = make.dispatched(office, fresh(lead), body=office.bodies.safety_office, at=LATER)
    assert fresh(lead).status == "dispatched"
    make.branch_in(office, "closed", branch=again, at=LATER)
    assert fresh(lead).status == "finished"


def test_a_co_unit_that_returns_last_finishes_the_complaint(office: Office) -> None:
    lead, co = two_branches(office)
    make.branch_in(office, "closed", branch=lead)
    assert fresh(lead).status == "dispatched"
    give_back(office, co)
    assert fresh(lead).status == "finished"
    assert fresh(lead).answer == "路灯已经修好。"


def test_a_co_unit_with_a_longer_limit_that_returns_last_leads_on_to_the_archive(
    office: Office,
) -> None:
    lead = make.dispatched(office, clock_kind="emergency")
    co = make.dispatched(
        office, fresh(lead), body=office.bodies.committee, role="co", clock_kind="complex"
    )
    make.branch_in(office, "closed", branch=lead)
    make.answered_callback(office, lead)
    assert fresh(lead).status == "to_call_back"
    give_back(office, co)
    assert fresh(lead).status == "called_back"
    archive_complaint(lead.complaint_id, by=office.people.triage)
    assert fresh(lead).status == "archived"


def test_a_branch_that_is_being_called_about_is_not_returned_any_more(office: Office) -> None:
    lead, co = two_branches(office)
    make.callback_of(lead)
    make.callback_of(co)
    for branch in (lead, co):
        with pytest.raises(Conflict, match="回访已经开始"):
            give_back(office, branch)


def test_no_unit_helps_before_one_leads(office: Office) -> None:
    complaint = make.received(office)
    order = Order(
        organisation_id=office.bodies.committee.pk, role="co", redacted_text=complaint.text
    )
    with pytest.raises(Conflict, match="主办"):
        dispatch_complaint(complaint.pk, by=office.people.triage, order=order)
    assert Complaint.objects.get(pk=complaint.pk).status == "received"


def test_what_a_unit_still_works_on_is_not_answered_at_once(office: Office) -> None:
    lead, co = two_branches(office)
    sign_assignment(co.pk, by=office.people.community_worker, at=LATER)
    give_back(office, lead)
    offered = {
        offer.verb
        for offer in offers_of(fresh(lead), branches_on(fresh(lead)), office.people.triage, asks={})
    }
    assert "dispatch" in offered
    assert "answer" not in offered
    with pytest.raises(Conflict, match="单位在办理"):
        answer_complaint(lead.complaint_id, by=office.people.triage, answer="已说明。", at=LATER)

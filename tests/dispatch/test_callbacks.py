from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import Complaint
from dispatch.actions.callbacks import (
    Answers,
    close_callback_invalid,
    complete_callback,
    open_callback,
    record_callback_attempt,
)
from dispatch.models import Callback
from tests import make
from tests.dispatch.test_ticket import Desk
from tests.make import Office

pytestmark = pytest.mark.django_db
GOOD = Answers(contacted=True, resolved=True, satisfaction="satisfied")


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


def test_a_callback_opens_when_the_limit_has_passed_and_only_once(office: Office) -> None:
    branch = make.dispatched(office)
    due = branch.feedback_due_at
    assert open_callback(branch.pk, at=due - timedelta(seconds=1)) is None
    assert open_callback(branch.pk, at=due) is not None
    assert open_callback(branch.pk, at=due + timedelta(days=1)) is None
    # The unit had not even signed: it is asked about all the same.
    assert Complaint.objects.get(pk=branch.complaint_id).status == "to_call_back"


def test_the_three_answers_are_kept_apart(office: Office) -> None:
    call = make.callback_of(make.branch_in(office, "closed"))
    done = complete_callback(
        call.pk, by=office.people.clerk, answers=Answers(True, False, "basic", " 还行 ")
    )
    assert (done.contacted, done.resolved, done.satisfaction) == (True, False, "basic")
    assert (done.is_valid, done.note) == (True, "还行")
    assert Complaint.objects.get(pk=call.assignment.complaint_id).status == "called_back"


def test_a_failed_try_leaves_it_in_the_queue(office: Office) -> None:
    call = make.callback_of(make.dispatched(office))
    for _ in range(2):
        record_callback_attempt(call.pk, by=office.people.clerk, outcome="no_answer")
    again = Callback.objects.get(pk=call.pk)
    assert again.status == "open"
    assert again.attempts.count() == 2


def test_invalid_needs_a_ground_that_a_try_bears_out(office: Office) -> None:
    call = make.callback_of(make.dispatched(office))
    clerk = office.people.clerk
    with pytest.raises(Invalid):
        close_callback_invalid(call.pk, by=clerk, ground="unreachable")
    record_callback_attempt(call.pk, by=clerk, outcome="refused")
    with pytest.raises(Invalid):
        close_callback_invalid(call.pk, by=clerk, ground="unreachable")
    closed = close_callback_invalid(call.pk, by=clerk, ground="refused")
    assert (closed.is_valid, closed.status) == (False, "done")


def test_who_left_no_contact_cannot_be_called(office: Office) -> None:
    nobody = make.filed(office, caller=type(make.CALLER)()).complaint
    call = make.callback_of(make.dispatched(office, nobody))
    closed = close_callback_invalid(call.pk, by=office.people.clerk, ground="no_contact")
    assert closed.invalid_ground == "no_contact"


def test_a_callback_ends_once(office: Office) -> None:
    call = make.callback_of(make.dispatched(office))
    complete_callback(call.pk, by=office.people.clerk, answers=GOOD)
    with pytest.raises(Conflict):
        complete_callback(call.pk, by=office.people.clerk, answers=GOOD)
    with pytest.raises(Conflict):
        record_callback_attempt(call.pk, by=office.people.clerk, outcome="refused")


def test_the_caller_is_never_of_the_unit_judged(office: Office) -> None:
    call = make.callback_of(make.dispatched(office))
    of_unit = make.person("t-two-hats", "desk", office.bodies.city_office)
    for person in (office.people.handler, of_unit):
        with pytest.raises(NotAllowed):
            complete_callback(call.pk, by=person, answers=GOOD)


def test_each_of_two_branches_is_called_about(office: Office) -> None:
    lead = make.dispatched(office)
    co = make.dispatched(office, lead.complaint, body=office.bodies.committee, role="co")
    at = co.feedback_due_at
    first, second = (make.callback_of(branch, at=at) for branch in (lead, co))
    complete_callback(first.pk, by=office.people.clerk, answers=GOOD)
    assert Complaint.objects.get(pk=lead.complaint_id).status == "to_call_back"
    complete_callback(second.pk, by=office.people.clerk, answers=Answers(True, False, "not"))
    assert Complaint.objects.get(pk=lead.complaint_id).status == "called_back"


def test_the_queue_holds_what_waits_without_the_own_units(office: Office, desk: Desk) -> None:
    branch = make.dispatched(office)
    number = branch.complaint.number
    assert number not in desk.get(office.people.clerk, "callbacks/")
    make.callback_of(branch)
    for person in (office.people.clerk, office.people.triage, office.people.desk):
        assert number in desk.get(person, "callbacks/")
    of_unit = make.person("t-two-hats", "desk", office.bodies.city_office)
    assert number not in desk.get(of_unit, "callbacks/")
    assert number not in desk.get(office.people.next_triage, "callbacks/")
    for person in (office.people.handler, office.people.head, office.people.city_viewer):
        desk.get(person, "callbacks/", status=403)


def test_a_callback_is_made_from_the_page(office: Office, desk: Desk) -> None:
    call = make.callback_of(make.branch_in(office, "closed"))
    clerk, path = office.people.clerk, f"callbacks/{call.pk}/"
    html = desk.get(clerk, path)
    assert "联系过您吗" in html
    assert make.CALLER.phone not in html
    desk.post(clerk, path, act="try", outcome="no_answer", note="忙音")
    assert "忙音" in desk.get(clerk, path)
    refused = desk.post(clerk, path, status=422, act="invalid", ground="wrong_number")
    assert "没有与此原因相符的尝试" in refused
    half = desk.post(clerk, path, status=422, act="answers", contacted="yes", note="灯亮了")
    assert "灯亮了" in half
    whole: dict[str, Any] = {
        "contacted": "yes",
        "resolved": "no",
        "satisfaction": "not",
        "note": "灯亮了",
    }
    desk.post(clerk, path, act="answers", **whole)
    done = Callback.objects.get(pk=call.pk)
    assert (done.contacted, done.resolved, done.satisfaction) == (True, False, "not")
    assert "已经完成" in desk.post(clerk, path, status=409, act="answers", **whole)


def test_the_page_of_a_call_is_closed_to_the_unit_and_to_strangers(
    office: Office, desk: Desk
) -> None:
    call = make.callback_of(make.dispatched(office))
    desk.get(office.people.handler, f"callbacks/{call.pk}/", status=403)
    desk.get(office.people.next_triage, f"callbacks/{call.pk}/", status=404)
    desk.get(office.people.clerk, "callbacks/999999/", status=404)

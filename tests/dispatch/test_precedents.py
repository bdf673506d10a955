"""Beside the rules: which units took the like before, learnt from the office's own dispatches."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.errors import Conflict, NotAllowed
from complaints.models import Complaint, Organisation, Role, User
from dispatch.actions.assignments import sign_assignment
from dispatch.actions.unit_learning import (
    ask_for_the_nights_learning,
    claim_unit_learning,
    request_unit_learning,
    run_unit_learning,
)
from dispatch.models import Assignment, UnitLearning
from dispatch.selectors.precedents import lessons_until, precedents_for
from dispatch.tasks import run_requested_unit_learning
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 3, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def admin(office: Office) -> User:
    return office.people.administrator


def taken(office: Office, body: Organisation | None = None) -> Assignment:
    """Asked, and signed for: by the unit of the rules, or by another."""
    branch = make.dispatched(office, body=body)
    worker = make.person(
        f"t-taker-{branch.pk}", Role.HANDLER, branch.organisation
    ) if body else office.people.handler  # fmt: skip
    return sign_assignment(branch.pk, by=worker, at=branch.dispatched_at + timedelta(minutes=5))


def learnt(admin: User) -> UnitLearning:
    request_unit_learning(by=admin)
    assert run_requested_unit_learning() == 1
    return UnitLearning.objects.latest("pk")


def named(complaint: Complaint) -> list[str]:
    fresh = Complaint.objects.with_place().get(pk=complaint.pk)
    return [one.unit.code for one in precedents_for(fresh)]


# ---------------------------------------------------------------- what it learns


def test_before_the_first_learning_nothing_is_said(office: Office) -> None:
    taken(office)
    assert named(make.received(office)) == []


def test_what_a_unit_took_is_suggested_for_the_like_with_its_numbers(
    office: Office, admin: User
) -> None:
    first = taken(office)
    for _each in range(2):
        taken(office)
    learnt(admin)
    one = precedents_for(Complaint.objects.with_place().get(pk=make.received(office).pk))[0]
    assert one.unit == first.organisation
    assert (one.to, one.of) == (3, 3)
    assert 50 < one.percent <= 100


def test_what_was_only_asked_and_not_signed_for_teaches_nothing(office: Office) -> None:
    make.dispatched(office)
    assert lessons_until(timezone.now()) == []


def test_a_returned_dispatch_teaches_by_the_unit_that_took_it_after(
    office: Office, admin: User
) -> None:
    for _each in range(4):
        branch = make.dispatched(office)
        make.give_back(office, branch)
        complaint = Complaint.objects.get(pk=branch.complaint_id)
        again = make.dispatched(office, complaint, body=office.bodies.committee)
        worker = make.person(f"t-c-{again.pk}", Role.COMMUNITY_WORKER, office.bodies.committee)
        sign_assignment(again.pk, by=worker)
    learnt(admin)
    assert named(make.received(office))[0] == office.bodies.committee.code


def test_an_office_of_one_street_is_that_of_the_next_streets_complaint(
    office: Office, admin: User
) -> None:
    """What was learnt in one place serves in the others, by the kind of office."""
    branch = taken(office)
    learnt(admin)
    key = branch.organisation.office_key
    other = Complaint.objects.with_place().get(pk=make.received(office).pk)
    other.subdistrict, other.community = office.places.next_street, None
    there = Organisation.objects.filter(area=office.places.next_street, office_key=key)
    found = [one.unit.code for one in precedents_for(other)]
    assert found == [unit.code for unit in there]


def test_a_unit_that_has_ended_is_not_suggested(office: Office, admin: User) -> None:
    unit = taken(office).organisation
    learnt(admin)
    complaint = make.received(office)
    assert unit.code in named(complaint)
    Organisation.objects.filter(pk=unit.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert unit.code not in named(complaint)


def test_how_well_it_tells_is_tried_on_the_latest_rows(office: Office, admin: User) -> None:
    for _each in range(20):
        taken(office)
    run = learnt(admin)
    assert (run.row_count, run.test_count) == (20, 2)
    assert (run.first_rate, run.among_rate) == (1.0, 1.0)


# ---------------------------------------------------------------- asking


def test_it_is_asked_for_once_a_night_and_not_by_day(office: Office) -> None:
    assert ask_for_the_nights_learning(at=NIGHT) is not None
    assert ask_for_the_nights_learning(at=NIGHT + timedelta(minutes=5)) is None
    assert ask_for_the_nights_learning(at=NIGHT + timedelta(hours=9)) is None


def test_one_at_a_time_and_only_by_who_writes_the_rules(office: Office, admin: User) -> None:
    with pytest.raises(NotAllowed):
        request_unit_learning(by=office.people.triage)
    request_unit_learning(by=admin)
    with pytest.raises(Conflict):
        request_unit_learning(by=admin)


def test_a_worker_that_lost_its_claim_writes_nothing(office: Office, admin: User) -> None:
    taken(office)
    request_unit_learning(by=admin)
    lost = claim_unit_learning()
    assert lost is not None
    UnitLearning.objects.update(lease_until=timezone.now() - timedelta(hours=1))
    assert run_requested_unit_learning() == 1
    assert run_unit_learning(lost.pk, attempt=lost.attempts) is False
    assert UnitLearning.objects.get().row_count == 1


def test_an_empty_office_learns_nothing_and_says_so(office: Office, admin: User) -> None:
    run = learnt(admin)
    assert (run.status, run.row_count, run.digest) == ("done", 0, "")
    assert named(make.received(office)) == []


# ---------------------------------------------------------------- pages


def test_the_dispatch_page_names_them_and_one_press_chooses(
    office: Office, admin: User, client: Client
) -> None:
    unit = taken(office, office.bodies.committee).organisation
    learnt(admin)
    number = make.received(office).number
    client.force_login(office.people.triage)
    page = client.get(f"/office/{number}/dispatch/").text
    assert "以往派给谁" in page
    assert f"?unit={unit.pk}#edit-form" in page
    chosen = client.get(f"/office/{number}/dispatch/", {"unit": unit.pk})
    assert chosen.context["form"]["organisation"].value() == unit.pk


@pytest.mark.parametrize("given", ["", "x", "999999", "-1"])
def test_a_choice_that_cannot_be_asked_leaves_the_rules_own(
    office: Office, client: Client, given: str
) -> None:
    number = make.received(office).number
    client.force_login(office.people.triage)
    usual = client.get(f"/office/{number}/dispatch/").context["form"]["organisation"].value()
    page: Any = client.get(f"/office/{number}/dispatch/", {"unit": given})
    assert page.context["form"]["organisation"].value() == usual


def test_the_rules_page_says_how_well_it_tells_and_lets_it_learn_now(
    office: Office, admin: User, client: Client
) -> None:
    for _each in range(10):
        taken(office)
    client.force_login(admin)
    assert "还没有学过" in client.get("/office/rules/").text
    assert "已提出学习" in client.post("/office/rules/learn/", follow=True).text
    assert "正在学习" in client.post("/office/rules/learn/", follow=True).text
    run_requested_unit_learning()
    assert "第一个就对 100%" in client.get("/office/rules/").text

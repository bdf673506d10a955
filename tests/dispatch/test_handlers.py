"""A complaint that waits for one named person does not wait for ever."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from complaints.actions.history import lock_complaint
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Complaint, Role, User
from dispatch.actions.assignments import sign_assignment
from dispatch.actions.handlers import name_handler
from dispatch.models import Assignment, AssignmentEvent
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def colleague(office: Office) -> User:
    return make.person("t-colleague", Role.HANDLER, office.bodies.city_office)


@pytest.fixture
def secret(office: Office) -> Assignment:
    complaint = make.filed(office, is_secret=True).complaint
    return make.dispatched(office, complaint, handler=office.people.handler)


def sees(user: User, branch: Assignment) -> bool:
    rows = Complaint.objects.visible_to(User.objects.get(pk=user.pk))
    return rows.filter(pk=branch.complaint_id).exists()


def test_a_secret_whose_handler_left_goes_to_another_person_of_the_unit(
    office: Office, secret: Assignment, colleague: User, client: Client
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    office.people.handler.posts.update(until=yesterday)
    with pytest.raises(NotFound):
        sign_assignment(secret.pk, by=colleague)
    client.force_login(office.people.triage)
    ticket = client.get(f"/office/{secret.complaint.number}/").content.decode()
    assert f"/office/branches/{secret.pk}/handler/" in ticket
    answer = client.post(f"/office/branches/{secret.pk}/handler/", {"handler": colleague.pk})
    assert answer.status_code == 302
    assert sees(colleague, secret)
    assert not sees(office.people.handler, secret)
    assert sign_assignment(secret.pk, by=User.objects.get(pk=colleague.pk)).status == "signed"
    event = AssignmentEvent.objects.get(verb="name_handler")
    assert event.facts == {}


def test_nobody_of_another_unit_is_named(
    office: Office, secret: Assignment, client: Client
) -> None:
    with pytest.raises(Invalid):
        name_handler(secret.pk, by=office.people.triage, handler_id=office.people.safety_handler.pk)
    client.force_login(office.people.triage)
    answer = client.post(
        f"/office/branches/{secret.pk}/handler/", {"handler": office.people.safety_handler.pk}
    )
    assert answer.status_code == 422
    assert sees(office.people.handler, secret)


def test_only_the_centre_names_another_person(office: Office, secret: Assignment) -> None:
    with pytest.raises(NotAllowed):
        name_handler(secret.pk, by=office.people.handler, handler_id=office.people.handler.pk)


def test_what_is_closed_gets_no_other_person(
    office: Office, secret: Assignment, colleague: User
) -> None:
    closed = make.branch_in(office, "closed", branch=secret)
    with pytest.raises(Conflict):
        name_handler(closed.pk, by=office.people.triage, handler_id=colleague.pk)
    assert lock_complaint(closed.complaint_id, by=office.people.handler).status == "finished"

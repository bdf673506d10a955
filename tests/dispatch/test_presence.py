"""Who else has a complaint open: told as far as one may know of him, forgotten in a minute."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint, Role, User
from dispatch.actions.presence import be_here, forget_presence
from dispatch.models import Presence
from dispatch.selectors.presence import company_at
from tests import make
from tests.make import START, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def at_work(office: Office) -> Complaint:
    branch = make.branch_in(office, "signed")
    make.dispatched(office, branch.complaint, body=office.bodies.safety_office, role="co")
    return Complaint.objects.get(pk=branch.complaint_id)


def seen_by(complaint: Complaint, user: User, seconds: int = 0) -> list[tuple[str, bool]]:
    company = company_at(complaint, user, at=START + timedelta(seconds=seconds))
    return [(other.name, other.is_writing) for other in company.others]


def test_each_is_told_of_the_others_and_never_of_himself(office: Office) -> None:
    complaint, who = at_work(office), office.people
    be_here(complaint, by=who.triage, is_writing=True, at=START)
    be_here(complaint, by=who.desk, is_writing=False, at=START)
    assert seen_by(complaint, who.desk) == [(str(who.triage), True)]
    assert seen_by(complaint, who.triage) == [(str(who.desk), False)]


def test_a_unit_is_not_told_which_person_of_another_unit_looks(office: Office) -> None:
    complaint, who = at_work(office), office.people
    colleague = make.person("t-colleague", Role.HANDLER, office.bodies.city_office, "同事")
    for person in (who.handler, who.safety_handler, who.triage, who.district_leader):
        be_here(complaint, by=person, is_writing=False, at=START)
    assert seen_by(complaint, colleague) == [(str(who.triage), False), (str(who.handler), False)]
    assert len(seen_by(complaint, who.desk)) == 4


def test_who_missed_three_beats_is_gone(office: Office) -> None:
    complaint, who = at_work(office), office.people
    be_here(complaint, by=who.triage, is_writing=True, at=START)
    assert seen_by(complaint, who.desk, seconds=59) != []
    assert seen_by(complaint, who.desk, seconds=60) == []


def test_a_beat_is_the_same_row_again(office: Office) -> None:
    complaint, who = at_work(office), office.people
    for seconds in (0, 20, 40):
        at = START + timedelta(seconds=seconds)
        be_here(complaint, by=who.triage, is_writing=seconds == 40, at=at)
    row = Presence.objects.get()
    assert (row.is_writing, row.seen_at) == (True, START + timedelta(seconds=40))


def test_old_rows_are_swept(office: Office) -> None:
    complaint = at_work(office)
    be_here(complaint, by=office.people.triage, is_writing=True, at=START)
    assert forget_presence(at=START + timedelta(minutes=9)) == 0
    assert forget_presence(at=START + timedelta(minutes=11)) == 1


def test_a_beat_is_cheap_and_silent_while_nothing_changes(
    office: Office, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    complaint, who = at_work(office), office.people
    be_here(complaint, by=who.triage, is_writing=True, at=timezone.now())
    client = Client()
    client.force_login(who.desk)
    path = f"/office/{complaint.number}/here/"
    first = client.post(path, {"doing": "viewing"})
    assert f"{who.triage} 正在填写" in first.content.decode()
    shown = first.content.decode().split('name="shown" value="')[1].split('"')[0]
    # Session, person, posts, complaint, one written, one read.
    with django_assert_max_num_queries(6):
        again = client.post(path, {"doing": "viewing", "shown": shown})
    assert (again.status_code, again.content) == (204, b"")


def test_pages_with_a_form_say_that_one_writes(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    triage, handler = Client(), Client()
    triage.force_login(office.people.triage)
    handler.force_login(office.people.handler)
    number = branch.complaint.number
    for client, path, doing in (
        (triage, f"/office/{number}/", "viewing"),
        (triage, f"/office/{number}/edit/", "writing"),
        (handler, f"/office/branches/{branch.pk}/contact/", "writing"),
    ):
        assert f'{{"doing": "{doing}"}}' in client.get(path).content.decode()

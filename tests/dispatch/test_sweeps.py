"""What was found here may lie elsewhere too: like places are looked at, and what is there filed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Area, Complaint, Notice
from dispatch.actions.sweeps import file_finding, look_at_place, open_sweep
from dispatch.models import Assignment, Sweep, SweptPlace
from dispatch.selectors.sweeps import find_sweep, like_places
from dispatch.selectors.ticket import ticket_page
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

AT = make.START + timedelta(hours=9)
DUE = date(2026, 11, 9)


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def branch(office: Office) -> Assignment:
    return make.branch_in(office, "reported")


def opened(office: Office, branch: Assignment) -> Sweep:
    areas = [office.places.community.pk, office.places.other_community.pk]
    return open_sweep(
        branch.complaint_id, by=office.people.handler, what="东门路灯老化", areas=areas,
        due_on=DUE, at=AT,
    )  # fmt: skip


def place_of(sweep: Sweep, area: Area) -> SweptPlace:
    return sweep.places.get(area=area)


def test_places_where_the_like_was_told_come_first(office: Office, branch: Assignment) -> None:
    make.filed(office, community=office.places.other_community)
    make.filed(office, community=office.places.next_community)
    found = like_places(branch.complaint, at=AT)
    assert [(one.area, one.told) for one in found] == [
        (office.places.other_community, 1), (office.places.community, 0),
    ]  # fmt: skip


def test_who_works_in_those_communities_is_told_and_sees_only_what_to_look_for(
    office: Office, branch: Assignment
) -> None:
    sweep = opened(office, branch)
    worker = office.people.community_worker
    assert Notice.objects.get(code="sweep").recipient == worker
    assert Complaint.objects.visible_to(worker).count() == 0
    page = find_sweep(sweep.pk, worker)
    assert [one.place.area for one in page.places] == [office.places.community]
    assert not page.sees_complaint
    with pytest.raises(NotFound):
        find_sweep(sweep.pk, office.people.neighbour)


def test_the_last_place_ends_it_and_both_histories_say_so(
    office: Office, branch: Assignment
) -> None:
    sweep = opened(office, branch)
    first = place_of(sweep, office.places.community)
    look_at_place(first.pk, by=office.people.community_worker, result="clear", words="都亮", at=AT)
    with pytest.raises(Conflict, match="已经查看"):
        look_at_place(first.pk, by=office.people.desk, result="found", words="不亮", at=AT)
    second = place_of(sweep, office.places.other_community)
    look_at_place(
        second.pk, by=office.people.handler, result="found", words="两盏不亮", where="北门", at=AT
    )
    sweep.refresh_from_db()
    assert sweep.ended_at == AT
    made = file_finding(second.pk, by=office.people.triage, at=AT)
    assert made.community == office.places.other_community
    assert made.category == branch.complaint.category
    assert made.events.get(verb="caused_by").facts["number"] == branch.complaint.number
    with pytest.raises(Conflict, match="已经立案"):
        file_finding(second.pk, by=office.people.triage, at=AT)
    with pytest.raises(Conflict, match="没有发现"):
        file_finding(first.pk, by=office.people.triage, at=AT)
    page = ticket_page(branch.complaint.number, office.people.triage)
    assert [one.found_count for one in page.sweeps] == [1]  # type: ignore[attr-defined]


def test_what_is_refused(office: Office, branch: Assignment) -> None:
    key, area = branch.complaint_id, office.places.community.pk
    for wrong in ({"what": " "}, {"areas": []}, {"due_on": date(2026, 1, 1)}, {"due_on": None}):
        given: dict[str, Any] = {"what": "路灯", "areas": [area], "due_on": DUE, **wrong}
        with pytest.raises(Invalid):
            open_sweep(key, by=office.people.desk, at=AT, **given)
    far = [office.places.next_community.pk]
    with pytest.raises(Invalid, match="本街道"):
        open_sweep(key, by=office.people.desk, what="路灯", areas=far, due_on=DUE, at=AT)
    with pytest.raises(NotAllowed):
        open_sweep(key, by=office.people.clerk, what="路灯", areas=[area], due_on=DUE, at=AT)
    waiting = make.dispatched(office)
    with pytest.raises(Conflict, match="办理结果"):
        open_sweep(
            waiting.complaint_id, by=office.people.desk, what="路灯", areas=[area], due_on=DUE,
            at=AT,
        )  # fmt: skip
    opened(office, branch)
    with pytest.raises(Conflict, match="还没有完成"):
        opened(office, branch)


def test_only_who_is_of_the_place_or_the_office_says_what_is_there(
    office: Office, branch: Assignment
) -> None:
    place = place_of(opened(office, branch), office.places.other_community)
    with pytest.raises(NotAllowed):
        look_at_place(
            place.pk, by=office.people.community_worker, result="clear", words="都亮", at=AT
        )
    for result, words in (("", "都亮"), ("clear", " ")):
        with pytest.raises(Invalid):
            look_at_place(place.pk, by=office.people.desk, result=result, words=words, at=AT)
    look_at_place(place.pk, by=office.people.desk, result="found", words="不亮", at=AT)
    with pytest.raises(NotAllowed):
        file_finding(place.pk, by=office.people.handler, at=AT)


def test_the_pages_lead_from_the_result_to_the_new_complaint(office: Office) -> None:
    branch = make.branch_in(office, "reported", at=timezone.now() - timedelta(hours=3))
    number = branch.complaint.number
    client = Client()
    client.force_login(office.people.triage)
    door = reverse("office-sweep-new", args=[number])
    assert door in client.get(reverse("office-ticket", args=[number])).content.decode()
    area = office.places.community.pk
    given = {"what": "灯罩进水", "areas": [area], "due_on": "2199-01-01"}
    assert client.post(door, {**given, "areas": []}).status_code == 422
    assert client.post(door, given).status_code == 302
    sweep = Sweep.objects.get()
    place = sweep.places.get()
    look = reverse("office-sweep-look", args=[place.pk])
    refused = client.post(look, {"result": "found", "words": "", "where": "南门"})
    assert refused.status_code == 422
    assert "南门" in refused.content.decode()
    assert client.post(look, {"result": "found", "words": "一盏不亮"}).status_code == 302
    filed = client.post(reverse("office-sweep-file", args=[place.pk]))
    assert filed.status_code == 302
    assert "由举一反三发现" in client.get(filed.url).content.decode()  # type: ignore[attr-defined]
    assert client.get(reverse("office-sweep", args=[9999])).status_code == 404
    assert client.post(reverse("office-sweep-look", args=[9999])).status_code == 404

"""A unit ends with work open: the work goes on, and nobody is without a holder for an instant."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Complaint, Holding, Notice, Organisation
from dispatch.actions.merging import merge_complaints
from dispatch.actions.unit_endings import find_ended_units, hand_over_unit, open_ending
from dispatch.models import Assignment, UnitEnding
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

AT = make.START + timedelta(days=2)
DAY = timedelta(days=1)
PAPER = "街道机构撤并通知"


@pytest.fixture
def office() -> Office:
    return make.office()


def end(unit: Organisation) -> None:
    Organisation.objects.filter(pk=unit.pk).update(until=timezone.localdate(AT))


def handed(office: Office, row: UnitEnding, **given: Any) -> UnitEnding:
    told = {"successor": office.bodies.safety_office.pk, "reason": PAPER, "at": AT + DAY, **given}
    return hand_over_unit(row.pk, by=office.people.desk, **told)


def found(office: Office) -> UnitEnding:
    end(office.bodies.city_office)
    find_ended_units(at=AT + DAY)
    return UnitEnding.objects.get()


def test_a_unit_whose_last_day_is_over_is_found_once_and_the_office_told(office: Office) -> None:
    make.dispatched(office)
    end(office.bodies.city_office)
    assert find_ended_units(at=AT) == 0
    assert find_ended_units(at=AT + DAY) == 1
    assert find_ended_units(at=AT + DAY) == 0
    told = Notice.objects.filter(code="unit_ended").values_list("recipient__username", flat=True)
    who = office.people
    assert set(told) == {who.desk.username, who.triage.username, who.administrator.username}


def test_a_unit_without_open_work_ends_quietly(office: Office) -> None:
    make.branch_in(office, "closed")
    end(office.bodies.city_office)
    assert find_ended_units(at=AT + DAY) == 0


@pytest.mark.parametrize("status", ["to_sign", "signed", "contacted", "reported", "resident_told"])
def test_the_branch_goes_on_as_it_stands_with_its_limits(office: Office, status: str) -> None:
    before = make.branch_in(office, status)
    row = handed(office, found(office))
    after = Assignment.objects.get(pk=before.pk)
    assert row.moved_count == 1
    assert after.organisation == office.bodies.safety_office
    assert (after.status, after.feedback_due_at) == (status, before.feedback_due_at)
    event = after.events.get(verb="hand_over")
    assert event.facts["from"] == office.bodies.city_office.name


def test_one_holds_it_where_the_other_ends(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    handed(office, found(office))
    holdings = Holding.objects.filter(complaint=branch.complaint).order_by("since", "pk")
    spans = [(one.organisation_id, one.since, one.until) for one in holdings]
    assert spans[0][2] == spans[1][1] == AT + DAY
    assert spans[1][0] == office.bodies.safety_office.pk
    assert spans[1][2] is None


def test_where_the_successor_is_at_work_already_it_leads_on(office: Office) -> None:
    lead = make.dispatched(office)
    beside = make.dispatched(
        office, Complaint.objects.get(), body=office.bodies.safety_office, role="co"
    )
    handed(office, found(office))
    lead.refresh_from_db()
    beside.refresh_from_db()
    assert (lead.status, beside.role) == ("returned", "lead")
    assert lead.complaint.status == "dispatched"
    now = Holding.objects.filter(complaint=lead.complaint, until__isnull=True)
    assert [(one.organisation_id, one.role) for one in now] == [(beside.organisation_id, "lead")]


def test_what_goes_along_goes_along_still(office: Office) -> None:
    lead = make.received(office)
    member = make.received(office)
    merge_complaints(lead.pk, [member.pk], by=office.people.triage, reason="同一盏灯", at=AT)
    make.dispatched(office, Complaint.objects.get(pk=lead.pk))
    row = handed(office, found(office))
    assert row.moved_count == 2
    branches = Assignment.objects.order_by("pk")
    assert {one.organisation for one in branches} == {office.bodies.safety_office}
    assert branches[1].follows == branches[0]


def test_secret_complaints_need_a_person_named(office: Office) -> None:
    secret = make.filed(office, is_secret=True).complaint
    make.dispatched(office, secret, handler=office.people.handler)
    row = found(office)
    with pytest.raises(Invalid, match="保密"):
        handed(office, row)
    handed(office, row, handler=office.people.safety_handler.pk)
    assert Complaint.objects.visible_to(office.people.safety_handler).count() == 1
    assert Complaint.objects.visible_to(office.people.handler).count() == 0


def test_without_a_paper_or_a_successor_of_the_place_it_is_refused(office: Office) -> None:
    make.dispatched(office)
    row = found(office)
    with pytest.raises(Invalid, match="依据"):
        handed(office, row, reason=" ")
    for wrong in (None, office.bodies.city_office.pk, office.bodies.next_office.pk):
        with pytest.raises(Invalid, match="承接单位"):
            handed(office, row, successor=wrong)
    with pytest.raises(NotAllowed):
        hand_over_unit(row.pk, by=office.people.next_triage, successor=1, reason=PAPER)
    handed(office, row)
    with pytest.raises(Conflict):
        handed(office, row)


def test_a_community_never_inherits_the_lead_of_what_it_only_assists_with(office: Office) -> None:
    Assignment.objects.filter(pk=make.dispatched(office).pk).update(is_assist=True)
    row = found(office)
    with pytest.raises(Invalid, match="第十七条"):
        handed(office, row, successor=office.bodies.committee.pk)


def test_it_may_be_opened_before_the_last_day_once(office: Office) -> None:
    make.dispatched(office)
    unit = office.bodies.city_office.pk
    row = open_ending(unit, by=office.people.desk, at=AT)
    with pytest.raises(Conflict):
        open_ending(unit, by=office.people.triage, at=AT)
    with pytest.raises(NotFound):
        open_ending(unit, by=office.people.next_triage, at=AT)
    assert handed(office, row).moved_count == 1


def test_the_pages_lead_from_the_notice_to_the_end(office: Office) -> None:
    make.dispatched(office, at=timezone.now())
    Organisation.objects.filter(pk=office.bodies.city_office.pk).update(until=date(2026, 1, 1))
    find_ended_units()
    client = Client()
    client.force_login(office.people.desk)
    url = Notice.objects.filter(code="unit_ended").first().url
    assert office.bodies.city_office.name in client.get(url).content.decode()
    refused = client.post(url, {"successor": "", "reason": PAPER})
    assert refused.status_code == 422
    assert PAPER in refused.content.decode()
    done = client.post(url, {"successor": office.bodies.safety_office.pk, "reason": PAPER})
    assert done.status_code == 302
    listed = client.get(reverse("office-endings")).content.decode()
    assert office.bodies.safety_office.name in listed
    client.force_login(office.people.handler)
    assert client.get(reverse("office-endings")).status_code == 403

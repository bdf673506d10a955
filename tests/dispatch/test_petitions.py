"""A petition beside a complaint runs on clocks of its own."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from dispatch.actions.petitions import Linked, link_petition, take_petition_step
from dispatch.kernels.petitions import Clock, petition_clocks
from dispatch.models import Assignment, Petition
from dispatch.selectors.petitions import find_petition
from dispatch.selectors.ticket import ticket_page
from dispatch.states import PETITION_LIFE, PetitionStatus, PetitionVerb, petition_after
from tests import make
from tests.make import Office

DAY = date(2026, 3, 2)
LIMITS = {
    "register": 15, "inform": 15, "finish_petition": 60, "extend": 30, "review_petition": 30,
    "rereview": 30,
}  # fmt: skip


@pytest.fixture
def office(db: object) -> Office:
    return make.office()


@pytest.fixture
def branch(office: Office) -> Assignment:
    return make.dispatched(office)


def linked(office: Office, branch: Assignment, number: str = "区信〔2026〕12号") -> Petition:
    given = Linked("district", number, "同一小区没有房产证", DAY)
    return link_petition(branch.complaint_id, given, by=office.people.triage)


def step(office: Office, row: Petition, verb: str, days: int, words: str = "") -> Petition:
    return take_petition_step(
        row.pk, by=office.people.triage, verb=verb, on=DAY + timedelta(days=days), words=words
    )


def test_the_clocks_by_hand() -> None:
    days = {"received": DAY, "register": date(2026, 3, 10), "inform": date(2026, 3, 30)}
    assert petition_clocks(days, limits=LIMITS, object_by=date(2026, 3, 17)) == (
        Clock("register", date(2026, 3, 17), date(2026, 3, 10)),
        Clock("object_transfer", date(2026, 3, 17), None),
        Clock("inform", date(2026, 3, 25), date(2026, 3, 30)),
        Clock("finish_petition", date(2026, 5, 29), None),
    )
    longer = petition_clocks({**days, "extend": date(2026, 5, 1)}, limits=LIMITS)
    assert longer[-1].due_on == date(2026, 6, 28)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_all_clocks_move_with_the_day_it_came(day: date, shift: int) -> None:
    by = timedelta(days=shift)
    days = {"received": day, "register": day + timedelta(days=3)}
    first = petition_clocks(days, limits=LIMITS)
    later = petition_clocks({name: one + by for name, one in days.items()}, limits=LIMITS)
    assert [one.due_on + by for one in first] == [one.due_on for one in later]


def test_its_life_to_the_end_with_one_extension(office: Office, branch: Assignment) -> None:
    row = linked(office, branch)
    step(office, row, "register", 3)
    step(office, row, "object_transfer", 5)
    step(office, row, "inform", 10)
    with pytest.raises(Invalid, match="理由"):
        step(office, row, "extend", 60)
    step(office, row, "extend", 60, "取证需要时间")
    with pytest.raises(Conflict, match="一次"):
        step(office, row, "extend", 61, "还要时间")
    step(office, row, "finish_petition", 95)
    for verb, days in (
        ("ask_review", 100), ("review_petition", 120), ("ask_rereview", 130), ("rereview", 150),
    ):  # fmt: skip
        row = step(office, row, verb, days)
    assert row.status == "pet_ended"
    found = find_petition(row.pk, office.people.triage)
    assert found.verbs == ()
    late = {one.name: one.is_late for one in found.limits}
    assert late["出具处理意见"] is False  # 10 + 60 + 30 = day 100


def test_its_clocks_and_the_complaints_run_apart(office: Office, branch: Assignment) -> None:
    due = branch.feedback_due_at
    step(office, linked(office, branch), "register", 20)
    branch.refresh_from_db()
    assert branch.feedback_due_at == due
    page = ticket_page(branch.complaint.number, office.people.handler)
    (one,) = page.petitions
    assert next(limit.is_late for limit in one.limits) is True
    assert not one.may_step


def test_both_levels_may_hold_the_same_matter_but_no_number_twice(
    office: Office, branch: Assignment
) -> None:
    linked(office, branch)
    city = Linked("city", "市信12号", "同一小区", DAY)
    link_petition(branch.complaint_id, city, by=office.people.district_leader)
    with pytest.raises(Conflict, match="关联过"):
        linked(office, branch)
    assert Petition.objects.count() == 2


def test_what_is_refused(office: Office, branch: Assignment) -> None:
    key, who = branch.complaint_id, office.people.triage
    today = timezone.localdate()
    for wrong in (
        Linked("county", "1", "事", DAY), Linked("city", " ", "事", DAY),
        Linked("city", "1", " ", DAY), Linked("city", "1", "事", None),
        Linked("city", "1", "事", today + timedelta(days=1)),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            link_petition(key, wrong, by=who)
    with pytest.raises(NotAllowed):
        link_petition(key, Linked("city", "1", "事", DAY), by=office.people.handler)
    row = linked(office, branch)
    with pytest.raises(WrongState):
        step(office, row, "rereview", 3)
    with pytest.raises(Invalid, match="上一步"):
        step(office, row, "register", -3)
    with pytest.raises(NotFound):
        take_petition_step(99_999, by=who, verb="register", on=DAY)
    with pytest.raises(NotFound):
        take_petition_step(row.pk, by=office.people.next_triage, verb="register", on=DAY)


@pytest.mark.parametrize("verb", list(PetitionVerb))
@pytest.mark.parametrize("status", list(PetitionStatus))
def test_each_step_runs_from_where_the_table_says(
    status: PetitionStatus, verb: PetitionVerb
) -> None:
    if (status, verb) in PETITION_LIFE:
        assert petition_after(status, verb) == PETITION_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            petition_after(status, verb)


def test_the_pages_link_it_and_take_its_steps(office: Office, branch: Assignment) -> None:
    client = Client()
    client.force_login(office.people.triage)
    number = branch.complaint.number
    door = reverse("office-petition-new", args=[number])
    assert door in client.get(reverse("office-ticket", args=[number])).content.decode()
    given = {"level": "city", "number": "市信9号", "about": "房产证", "received_on": "2026-03-02"}
    refused = client.post(door, {**given, "number": ""})
    assert refused.status_code == 422
    assert "房产证" in refused.content.decode()
    assert client.post(door, given).status_code == 302
    page = reverse("office-petition", args=[Petition.objects.get().pk])
    assert page in client.get(reverse("office-ticket", args=[number])).content.decode()
    assert client.post(page, {"verb": "register", "on": "2020-01-01"}).status_code == 422
    assert client.post(page, {"verb": "register", "on": "2026-03-05"}).status_code == 302
    client.force_login(office.people.handler)
    assert client.get(page).status_code == 200
    assert client.post(page, {"verb": "inform", "on": "2026-03-06"}).status_code == 403

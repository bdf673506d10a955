"""What is overdue goes up the chain by the clock, to another person at each step."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Notice, Role
from dispatch.actions.asks.asking import Wish, ask
from dispatch.actions.asks.deciding import decide_ask
from dispatch.actions.supervision.escalating import escalate_overdue, tell_of_escalations
from dispatch.models import Assignment, Escalation
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def steps(branch: Assignment) -> list[tuple[int, str, bool]]:
    rows = Escalation.objects.filter(assignment=branch).select_related("told")
    return [(r.step, r.told.username if r.told else "", r.is_passed_over) for r in rows]


def told() -> list[str]:
    rows = Notice.objects.filter(code="escalated").order_by("pk")
    return list(rows.values_list("recipient__username", flat=True))


def run(at: datetime) -> int:
    escalate_overdue(at=at)
    return tell_of_escalations(at=at)


def test_each_step_by_its_clock_and_to_another_person(office: Office) -> None:
    branch = make.dispatched(office)
    due = branch.feedback_due_at
    people = office.people
    assert run(due - HOUR) == 0
    run(due + timedelta(minutes=1))
    assert told() == [people.handler.username]
    run(due + 4 * HOUR)
    run(due + 24 * HOUR)
    run(due + 72 * HOUR)
    chain = [people.handler, people.head, people.district_leader, people.city_viewer]
    assert told() == [one.username for one in chain]
    assert run(due + 200 * HOUR) == 0
    assert [one[0] for one in steps(branch)] == [1, 2, 3, 4]


def test_after_a_dead_week_each_step_is_written_in_order_and_one_person_is_told(
    office: Office,
) -> None:
    branch = make.dispatched(office)
    run(branch.feedback_due_at + timedelta(days=7))
    assert told() == [office.people.city_viewer.username]
    assert [(step, passed) for step, _who, passed in steps(branch)] == [
        (1, True), (2, True), (3, True), (4, False),
    ]  # fmt: skip
    events = branch.events.filter(verb="escalate").order_by("pk")
    assert [event.facts["step"] for event in events] == [1, 2, 3, 4]
    assert tell_of_escalations() == 0


def test_many_at_once_are_one_line_that_leads_to_the_list(office: Office) -> None:
    branches = [make.dispatched(office) for _ in range(5)]
    run(branches[0].feedback_due_at + 5 * HOUR)
    assert told() == [office.people.head.username]
    notice = Notice.objects.get(code="escalated")
    assert notice.facts["number"] == "5 件诉求"
    client = Client()
    client.force_login(office.people.head)
    page = client.get(notice.url).content.decode()
    assert all(branch.complaint.number in page for branch in branches)


def test_who_holds_two_posts_of_the_chain_is_told_once(office: Office) -> None:
    branch = make.dispatched(office)
    make.person("t-head", Role.DISTRICT_LEADER, office.bodies.coordination)
    office.people.district_leader.posts.update(until=date(2020, 1, 2))
    run(branch.feedback_due_at + 5 * HOUR)
    run(branch.feedback_due_at + 25 * HOUR)
    assert [who for _step, who, _passed in steps(branch)] == [
        office.people.handler.username, office.people.head.username, "",
    ]  # fmt: skip
    client = Client()
    client.force_login(office.people.head)
    page = client.get(reverse("office-supervisions"), {"shown": "escalated"}).content.decode()
    assert "没有登记可以告知的人" in page


def test_what_is_closed_or_on_the_shelf_goes_nowhere(office: Office) -> None:
    make.branch_in(office, "closed")
    shelved = make.branch_in(office, "contacted")
    at = shelved.feedback_due_at - HOUR
    wish = Wish(
        kind="shelf", ground="funds", words="无资金", plan="明年列支", review_on=date(2027, 3, 1),
        told_by="phone",
    )  # fmt: skip
    row = ask(shelved.pk, by=office.people.handler, wish=wish, at=at)
    decide_ask(row.pk, by=office.people.district_leader, is_granted=True, at=at)
    assert run(shelved.feedback_due_at + 80 * HOUR) == 0
    assert not Escalation.objects.exists()


def test_more_time_moves_the_chain_with_the_limit(office: Office) -> None:
    branch = make.branch_in(office, "contacted")
    due = branch.feedback_due_at
    wish = Wish(
        kind="extension", ground="works", words="备料", until_at=due + 48 * HOUR, told_by="phone"
    )
    row = ask(branch.pk, by=office.people.handler, wish=wish, at=due - HOUR)
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=due - HOUR)
    assert run(due + 5 * HOUR) == 0
    run(due + 49 * HOUR)
    assert told() == [office.people.handler.username]


def test_a_secret_complaint_goes_no_further_than_who_may_know_of_it(office: Office) -> None:
    complaint = make.filed(office, is_secret=True).complaint
    branch = make.dispatched(office, complaint, handler=office.people.handler)
    run(branch.feedback_due_at + timedelta(days=7))
    assert {who for _step, who, _passed in steps(branch)} == {office.people.handler.username, ""}
    assert told() == []

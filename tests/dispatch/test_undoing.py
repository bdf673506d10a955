"""A step taken by mistake is taken back for a few seconds, as if it had never been."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from complaints.actions.intake import Where
from complaints.actions.life import answer_complaint, classify_complaint
from complaints.actions.undoing import forget_edits
from complaints.errors import Conflict, NotAllowed, NotFound, WrongState
from complaints.models import (
    Actor,
    Complaint,
    ComplaintEvent,
    Holding,
    JointMember,
    Parameter,
    SearchText,
    User,
)
from complaints.selectors.tracking import tracked
from dispatch.actions.assignments import Order, sign_assignment
from dispatch.actions.joint import dispatch_jointly
from dispatch.actions.merging import merge_complaints
from dispatch.actions.turning import reopen, withdraw_complaint
from dispatch.actions.undoing import undo_step
from dispatch.kernels.periods import Instants
from dispatch.models import Assignment, AssignmentEvent
from dispatch.selectors.running import next_due
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import Level, count_groups
from tests import make
from tests.make import START, Office

pytestmark = pytest.mark.django_db
AT = START + timedelta(minutes=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def newest(complaint: Complaint) -> int:
    return ComplaintEvent.objects.filter(complaint=complaint).latest("at", "pk").pk


def send(office: Office, complaint: Complaint, *orders: Order, at: datetime = AT) -> int:
    """Dispatch by the triage officer; the event of it."""
    asked = orders or (Order(redacted_text=complaint.redacted_text),)
    dispatch_jointly(complaint.pk, by=office.people.triage, orders=asked, at=at)
    return newest(complaint)


def edited(office: Office, complaint: Complaint, *, at: datetime = AT, **changes: Any) -> int:
    kept: dict[str, Any] = {
        "where": Where("改过的地点", community_id=office.places.other_community.pk),
        "category_id": office.advice.pk,
        "demand_kind": "consult",
        "urgency": "urgent",
        "redacted_text": "改过的话",
    }
    version = Complaint.objects.get(pk=complaint.pk).version
    classify_complaint(
        complaint.pk, by=office.people.triage, version=version, at=at, **{**kept, **changes}
    )
    return newest(complaint)


def columns(complaint: Complaint) -> dict[str, Any]:
    """The row without what counts its changes."""
    left = ("version", "_state")
    row = Complaint.objects.get(pk=complaint.pk)
    return {name: value for name, value in vars(row).items() if name not in left}


# An edit.


def test_an_edit_undone_leaves_the_row_and_the_search_as_they_were(office: Office) -> None:
    complaint = make.received(office)
    before, found = columns(complaint), SearchText.objects.get(complaint=complaint).bigrams
    step = edited(office, complaint)
    assert columns(complaint) != before
    undo_step(step, by=office.people.triage, at=AT + SECOND)
    assert columns(complaint) == before
    assert SearchText.objects.get(complaint=complaint).bigrams == found
    assert [event.verb for event in complaint.events.all()][-2:] == ["classify", "undo_classify"]


def test_an_edit_is_not_undone_once_somebody_went_on_from_it(office: Office) -> None:
    complaint = make.received(office)
    step = edited(office, complaint)
    make.classified(
        office, complaint, by=office.people.desk, version=Complaint.objects.get().version
    )
    with pytest.raises(Conflict):
        undo_step(step, by=office.people.triage, at=AT + SECOND)


def test_a_complaint_placed_in_another_street_by_mistake_is_fetched_back(office: Office) -> None:
    complaint = make.received(office)
    there = Where("远处", community_id=office.places.next_community.pk)
    step = edited(office, complaint, where=there)
    assert not Complaint.objects.visible_to(office.people.triage).exists()
    undo_step(step, by=office.people.triage, at=AT + SECOND)
    assert Complaint.objects.visible_to(office.people.triage).exists()


def test_what_an_edit_replaced_is_forgotten_when_no_undo_can_reach_it(office: Office) -> None:
    step = edited(office, make.received(office))
    assert forget_edits(at=AT + 10 * SECOND) == 0
    assert forget_edits(at=AT + timedelta(minutes=2)) == 1
    with pytest.raises(Conflict):
        undo_step(step, by=office.people.triage, at=AT + SECOND)


# Whose step, and how long.


def test_nobody_takes_back_anothers_step(office: Office) -> None:
    step = send(office, make.received(office))
    for who in (office.people.desk, office.people.handler, office.people.clerk):
        with pytest.raises(NotAllowed):
            undo_step(step, by=who, at=AT + SECOND)


@pytest.mark.parametrize(("seconds", "is_done"), [(0, True), (10, True), (11, False), (-1, False)])
def test_the_events_own_instant_decides_how_long(
    office: Office, seconds: int, is_done: bool
) -> None:
    complaint = make.received(office)
    step = send(office, complaint)
    if is_done:
        undo_step(step, by=office.people.triage, at=AT + seconds * SECOND)
        assert Complaint.objects.get().status == "received"
    else:
        with pytest.raises(Conflict):
            undo_step(step, by=office.people.triage, at=AT + seconds * SECOND)
        assert Complaint.objects.get().status == "dispatched"


def test_the_office_decides_how_many_seconds(office: Office) -> None:
    Parameter.objects.filter(key="undo_window").update(amount=60)
    undo_step(send(office, make.received(office)), by=office.people.triage, at=AT + 59 * SECOND)
    assert Complaint.objects.get().status == "received"


def test_who_lost_his_post_meanwhile_takes_nothing_back(office: Office) -> None:
    for begin in (lambda c: edited(office, c), lambda c: send(office, c)):
        step = begin(make.received(office))
        who = User.objects.get(pk=office.people.triage.pk)
        posts = list(who.posts.values_list("pk", flat=True))
        who.posts.update(until="2021-01-01")
        with pytest.raises((NotAllowed, NotFound)):
            undo_step(step, by=who, at=AT + SECOND)
        who.posts.filter(pk__in=posts).update(until=None)


def test_a_step_that_the_table_does_not_name_cannot_be_undone(office: Office) -> None:
    complaint = make.received(office)
    answer_complaint(complaint.pk, by=office.people.triage, answer="按规定办。", at=AT)
    with pytest.raises(Conflict):
        undo_step(newest(complaint), by=office.people.triage, at=AT + SECOND)
    with pytest.raises(NotFound):
        undo_step(0, by=office.people.triage, at=AT + SECOND)


# A dispatch.


def test_a_dispatch_is_not_undone_once_one_of_its_units_has_signed(office: Office) -> None:
    complaint = make.received(office)
    co = Order(organisation_id=office.bodies.safety_office.pk, role="co")
    step = send(office, complaint, Order(redacted_text="路灯坏了"), co)
    branch = Assignment.objects.get(organisation=office.bodies.safety_office)
    sign_assignment(branch.pk, by=office.people.safety_handler, at=AT + SECOND)
    with pytest.raises(Conflict):
        undo_step(step, by=office.people.triage, at=AT + 2 * SECOND)
    assert set(Assignment.objects.values_list("status", flat=True)) == {"to_sign", "signed"}


def test_a_unit_whose_branch_was_undone_signs_nothing(office: Office) -> None:
    complaint = make.received(office)
    undo_step(send(office, complaint), by=office.people.triage, at=AT + SECOND)
    with pytest.raises((NotFound, WrongState)):
        sign_assignment(Assignment.objects.get().pk, by=office.people.handler, at=AT + 2 * SECOND)


def test_a_co_unit_added_by_mistake_leaves_the_lead_at_work(office: Office) -> None:
    complaint = make.branch_in(office, "signed").complaint
    co = Order(organisation_id=office.bodies.safety_office.pk, role="co")
    undo_step(send(office, complaint, co), by=office.people.triage, at=AT + SECOND)
    assert Complaint.objects.get().status == "dispatched"
    statuses = Assignment.objects.values_list("organisation__code", "status")
    assert dict(statuses) == {"T-ST1-U": "signed", "T-ST1-S": "undone"}


def test_what_goes_along_is_taken_back_with_its_lead(office: Office) -> None:
    lead, other = make.received(office), make.received(office, words="东门又黑了")
    merge_complaints(lead.pk, [other.pk], by=office.people.triage, reason="同一盏灯", at=START)
    undo_step(send(office, lead), by=office.people.triage, at=AT + SECOND)
    assert set(Complaint.objects.values_list("status", flat=True)) == {"received"}
    assert set(Assignment.objects.values_list("status", flat=True)) == {"undone"}
    assert JointMember.objects.filter(until__isnull=True).count() == 1


def test_after_an_undo_it_goes_to_the_right_unit_and_its_caller_reads_that_alone(
    office: Office,
) -> None:
    complaint = make.received(office)
    wrong = Order(
        organisation_id=office.bodies.safety_office.pk, override_reason="按错", redacted_text="灯坏"
    )
    undo_step(send(office, complaint, wrong), by=office.people.triage, at=AT + SECOND)
    later = AT + timedelta(minutes=3)
    send(office, complaint, at=later)
    page = tracked(Complaint.objects.get())
    assert page.holders == (office.bodies.city_office.name,)
    assert [step.at for step in page.steps if step.name == "分派单位"] == [later]


# What it changes: nothing.

WINDOWS = [Instants(START - timedelta(days=30), START + timedelta(days=30))]


def everything(office: Office) -> dict[str, Any]:
    """All that a clock, a count, a queue or somebody's sight is made of."""
    people = [office.people.triage, office.people.handler, office.people.safety_handler]
    rows = list(Complaint.objects.order_by("pk"))
    live = Assignment.objects.live().order_by("pk")
    held = Holding.objects.filter(until__isnull=True)
    scope = Scope(everywhere=True)
    return {
        "rows": [columns(row) for row in rows],
        "branches": list(live.values()),
        "overdue": list(Assignment.objects.overdue(START + timedelta(days=99)).values("pk")),
        "to call": list(
            Assignment.objects.awaiting_callback(START + timedelta(days=99)).values("pk")
        ),
        "held": sorted(held.values_list("complaint", "organisation", "role", "person")),
        "seen": [
            list(
                Complaint.objects.visible_to(User.objects.get(pk=who.pk))
                .order_by("pk")
                .values_list("pk", flat=True)
            )
            for who in people
        ],
        "clock": [next_due(row, live.filter(complaint=row)) for row in rows],
        "caller": [_told(tracked(row)) for row in rows],
        "months": [count_groups(scope, level, WINDOWS) for level in Level.values],
    }


def _told(page: Any) -> Any:
    return (page.status, page.headline, page.steps, page.holders, page.promise_at)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    asked=st.lists(
        st.sampled_from(["city_office", "safety_office", "committee", "property"]),
        min_size=1, max_size=3, unique=True,
    ),
    is_joint=st.booleans(),
    is_again=st.booleans(),
    kind=st.sampled_from(["general", "livelihood", "emergency"]),
    seconds=st.integers(0, 10),
)  # fmt: skip
def test_a_dispatch_undone_is_as_if_nobody_had_been_asked(
    asked: list[str], is_joint: bool, is_again: bool, kind: str, seconds: int
) -> None:
    with transaction.atomic():
        office = make.office()
        at, complaint = AT, make.received(office)
        if is_again:
            complaint = make.complaint_in(office, "called_back")
            assert complaint.finished_at is not None
            at = complaint.finished_at + timedelta(days=8)
            reopen(complaint.pk, by=office.people.triage, reason="又黑了", at=at)
            at += timedelta(minutes=5)
        if is_joint and not is_again:
            other = make.received(office, words="也黑")
            merge_complaints(
                complaint.pk, [other.pk], by=office.people.triage, reason="同", at=START
            )
        for row in Complaint.objects.all():
            # The words stay as a person checked them: that is a step of its own.
            Complaint.objects.filter(pk=row.pk).update(is_redaction_confirmed=True)
        bodies = [getattr(office.bodies, name) for name in asked]
        orders = [
            Order(
                organisation_id=body.pk, role="co" if place else "lead", clock_kind=kind,
                override_reason="测试",
            )
            for place, body in enumerate(bodies)
        ]  # fmt: skip
        before, said = everything(office), ComplaintEvent.objects.count()
        step = send(office, complaint, *orders, at=at)
        assert everything(office) != before
        undo_step(step, by=office.people.triage, at=at + seconds * SECOND)
        assert everything(office) == before
        assert ComplaintEvent.objects.count() > said
        for branch in Assignment.objects.filter(status="undone"):
            told = AssignmentEvent.objects.filter(assignment=branch).order_by("at", "pk")
            assert list(told.values_list("verb", flat=True)) == ["dispatch", "undo_dispatch"]
        transaction.set_rollback(True)


# A withdrawal.


@pytest.mark.parametrize("status", ["to_sign", "signed", "contacted", "reported", "resident_told"])
def test_a_withdrawal_undone_lets_every_unit_go_on_from_where_it_stood(
    office: Office, status: str
) -> None:
    branch = make.branch_in(office, status)
    at = AT + timedelta(hours=2)
    before = everything(office)
    withdraw_complaint(branch.complaint_id, by=office.people.clerk, reason="solved", at=at)
    undo_step(newest(branch.complaint), by=office.people.clerk, at=at + SECOND)
    assert everything(office) == before
    assert [event.verb for event in branch.complaint.events.all()][-1] == "undo_withdraw"


def test_a_withdrawal_that_parted_a_case_is_not_undone(office: Office) -> None:
    lead, other = make.received(office), make.received(office)
    merge_complaints(lead.pk, [other.pk], by=office.people.triage, reason="同", at=START)
    for one in (other, lead):
        withdraw_complaint(one.pk, by=office.people.triage, reason="solved", at=AT)
        step = ComplaintEvent.objects.get(complaint=one, verb="withdraw").pk
        with pytest.raises(Conflict):
            undo_step(step, by=office.people.triage, at=AT + SECOND)


def test_the_callers_own_withdrawal_is_nobodys_to_undo(office: Office) -> None:
    complaint = make.received(office)
    withdraw_complaint(complaint.pk, by=Actor.RESIDENT, reason="solved", at=AT)
    with pytest.raises(NotAllowed):
        undo_step(newest(complaint), by=office.people.triage, at=AT + SECOND)


# The pages.


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post_dispatch(office: Office, complaint: Complaint, client: Client) -> str:
    sent = {
        "version": Complaint.objects.get(pk=complaint.pk).version,
        "organisation": office.bodies.city_office.pk,
        "clock_kind": "general",
        "redacted_text": complaint.redacted_text,
    }
    answer = client.post(f"/office/{complaint.number}/dispatch/", sent, follow=True)
    return answer.content.decode()


def test_the_page_offers_the_undo_to_who_took_the_step_and_to_nobody_else(office: Office) -> None:
    complaint = make.received(office)
    mine = browser(office.people.triage)
    html = post_dispatch(office, complaint, mine)
    path = f"/office/{complaint.number}/undo/"
    assert f'action="{path}"' in html
    assert (
        path not in browser(office.people.desk).get(f"/office/{complaint.number}/").content.decode()
    )
    done = mine.post(path, {"step": newest(complaint)}, follow=True).content.decode()
    assert "已撤销" in done
    assert "撤销派单" in done
    assert f'action="{path}"' not in done
    assert Complaint.objects.get().status == "received"


def test_an_undo_that_comes_too_late_is_told_on_the_ticket(office: Office) -> None:
    complaint = make.received(office)
    send(office, complaint)
    answer = browser(office.people.triage).post(f"/office/{complaint.number}/undo/")
    assert answer.status_code == 409
    assert "已经超过可以撤销的时间" in answer.content.decode()


@pytest.mark.parametrize("given", ["", "x", "999999999", "9" * 40])
def test_a_press_that_names_no_step_of_ones_own_undoes_nothing(office: Office, given: str) -> None:
    complaint = make.received(office)
    post_dispatch(office, complaint, browser(office.people.triage))
    path = f"/office/{complaint.number}/undo/"
    assert browser(office.people.desk).post(path, {"step": given}).status_code == 409
    assert browser(office.people.next_triage).post(path, {"step": given}).status_code == 404
    assert Complaint.objects.get().status == "dispatched"


def test_an_edit_that_took_it_out_of_sight_is_taken_back_from_the_board(office: Office) -> None:
    complaint = make.received(office)
    mine = browser(office.people.triage)
    sent = {
        "version": complaint.version, "community": office.places.next_community.code,
        "find_community": "远山", "demand_kind": "help", "urgency": "normal", "redacted_text": "灯",
    }  # fmt: skip
    board = mine.post(f"/office/{complaint.number}/edit/", sent, follow=True)
    path = f"/office/{complaint.number}/undo/"
    assert f'action="{path}"' in board.content.decode()
    mine.post(path)
    assert Complaint.objects.get().subdistrict == office.places.street


def test_a_page_at_rest_asks_nothing_about_undoing(
    office: Office, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    complaint = make.branch_in(office, "signed").complaint
    client = browser(office.people.triage)
    with django_assert_max_num_queries(22):
        client.get(f"/office/{complaint.number}/")

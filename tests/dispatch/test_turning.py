"""A caller takes it back or has it taken up again; the units' part follows."""

from datetime import timedelta

import pytest

from complaints.actions.following_up import Opinion
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import (
    Actor,
    Complaint,
    ComplaintEvent,
    Holding,
    Parameter,
    Reopening,
    User,
    WithdrawReason,
)
from complaints.states import Status, Verb, allowed_from
from dispatch.actions.assignments import Order, dispatch_complaint, sign_assignment
from dispatch.actions.callbacks import open_callback
from dispatch.actions.turning import rate_and_settle, reopen, withdraw_complaint
from dispatch.models import Assignment, AssignmentEvent, Callback
from dispatch.selectors.cohorts import cohort_named
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.tallies import Level, count_groups
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
RESIDENT = Actor.RESIDENT
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def sees(user: User, complaint: Complaint) -> bool:
    user.forget_posts()
    return Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()


def finished(office: Office) -> tuple[Complaint, Assignment]:
    complaint = make.complaint_in(office, "finished")
    return complaint, Assignment.objects.get(complaint=complaint)


def again(office: Office, complaint: Complaint) -> Assignment:
    """Reopened it is dispatched a day later."""
    order = Order(redacted_text=complaint.redacted_text)
    at = make.START + timedelta(days=3)
    return dispatch_complaint(complaint.pk, by=office.people.triage, order=order, at=at)


# taking back


def test_a_withdrawal_ends_every_unit_s_part_and_sight_at_once(office: Office) -> None:
    branch = make.branch_in(office, "contacted")
    complaint = branch.complaint
    other = make.dispatched(office, complaint, body=office.bodies.committee, role="co")
    at = make.START + 2 * HOUR
    withdraw_complaint(complaint.pk, by=RESIDENT, reason="solved", at=at)
    assert set(Assignment.objects.values_list("status", "withdrawn_at")) == {("withdrawn", at)}
    assert not Holding.objects.filter(until__isnull=True).exists()
    assert not sees(office.people.handler, complaint)
    last = AssignmentEvent.objects.filter(assignment=other).last()
    assert last is not None
    assert (last.verb, last.actor) == ("withdraw", "resident")
    event = ComplaintEvent.objects.filter(complaint=complaint).last()
    assert event is not None
    assert (event.verb, event.to_status, event.facts) == (
        "withdraw", "withdrawn", {"reason": "solved"},
    )  # fmt: skip


def test_what_no_unit_has_is_withdrawn_too(office: Office) -> None:
    complaint = make.received(office)
    assert withdraw_complaint(complaint.pk, by=RESIDENT, reason="mistake").status == "withdrawn"


@pytest.mark.parametrize(
    "status", [s.value for s in Status if Verb.WITHDRAW not in allowed_from(s)]
)
def test_what_is_done_is_not_withdrawn(office: Office, status: str) -> None:
    complaint = make.complaint_in(office, status)
    with pytest.raises(WrongState):
        withdraw_complaint(complaint.pk, by=RESIDENT, reason="solved")


def test_a_withdrawal_needs_a_known_reason_and_nobody_of_a_unit(office: Office) -> None:
    complaint = make.branch_in(office, "signed").complaint
    with pytest.raises(Invalid):
        withdraw_complaint(complaint.pk, by=RESIDENT, reason="诉求人张三不想说")
    with pytest.raises(NotAllowed):
        withdraw_complaint(complaint.pk, by=office.people.handler, reason=WithdrawReason.SOLVED)
    assert Assignment.objects.get().status == "signed"


def test_a_withdrawn_part_gets_no_callback_and_counts_for_nobody(office: Office) -> None:
    branch = make.branch_in(office, "withdrawn")
    assert open_callback(branch.pk, at=branch.feedback_due_at + HOUR) is None
    window = cohort_named("2026-11").window
    assert count_groups(EVERYWHERE, Level.UNIT, [window]) == []


# rating


def test_a_rating_before_the_limit_waits_and_is_the_callback_when_it_passes(
    office: Office,
) -> None:
    complaint, branch = finished(office)
    rate_and_settle(complaint.pk, by=RESIDENT, opinion=Opinion(True, False, "not", "又坏了"))
    assert not Callback.objects.exists()
    open_callback(branch.pk, at=branch.feedback_due_at)
    callback = Callback.objects.get()
    assert (callback.status, callback.channel, callback.is_valid) == ("done", "page", True)
    assert (callback.contacted, callback.resolved, callback.satisfaction) == (True, False, "not")
    assert callback.note == "又坏了"
    complaint.refresh_from_db()
    assert complaint.status == "called_back"
    said = AssignmentEvent.objects.get(assignment=branch, verb="complete_callback")
    assert (said.actor, said.by) == ("resident", None)


def test_an_open_callback_takes_the_rating_at_once(office: Office) -> None:
    complaint, branch = finished(office)
    make.callback_of(branch)
    rate_and_settle(complaint.pk, by=RESIDENT, opinion=Opinion(True, True, "basic"))
    assert Callback.objects.get().satisfaction == "basic"
    complaint.refresh_from_db()
    assert complaint.status == "called_back"


# taking up again


def test_reopened_it_waits_for_dispatch_under_the_same_number_with_a_new_limit(
    office: Office,
) -> None:
    complaint, branch = finished(office)
    make.answered_callback(office, branch)
    at = branch.feedback_due_at + 5 * HOUR
    opened = reopen(complaint.pk, by=RESIDENT, reason="又不亮了，请打 13800000001", at=at)
    assert (opened.number, opened.status, opened.round) == (complaint.number, "received", 2)
    assert opened.dispatch_due_at == at + 24 * HOUR
    assert opened.finished_at is None
    assert opened.answer == ""
    assert opened.redacted_text.endswith("\n\n又不亮了，请打 〔电话〕")
    assert not opened.is_redaction_confirmed
    kept = Reopening.objects.get()
    assert (kept.round, kept.answer_before) == (2, "路灯已经修好。")
    assert kept.finished_before_at == complaint.finished_at
    assert Complaint.objects.saying("又不亮了").exists()


def test_it_is_judged_before_it_is_reopened(office: Office) -> None:
    complaint, branch = finished(office)
    at = make.START + timedelta(days=2)
    with pytest.raises(Invalid, match="请先评价"):
        reopen(complaint.pk, by=RESIDENT, reason="没修好", at=at)
    rate_and_settle(complaint.pk, by=RESIDENT, opinion=Opinion(True, False, "not"), at=at)
    assert reopen(complaint.pk, by=RESIDENT, reason="没修好", at=at).round == 2
    callback = Callback.objects.get(assignment=branch)
    assert (callback.status, callback.satisfaction) == ("done", "not")


def test_a_direct_answer_is_reopened_without_a_rating(office: Office) -> None:
    complaint = make.complaint_in(office, "answered")
    opened = reopen(complaint.pk, by=RESIDENT, reason="没有说清", at=make.START + HOUR)
    assert opened.status == "received"
    assert Reopening.objects.get().answer_before == "按规定这样办理。"


def test_the_same_unit_may_be_asked_again_and_is_called_back_again(office: Office) -> None:
    complaint, first = finished(office)
    make.answered_callback(office, first)
    opened = reopen(complaint.pk, by=RESIDENT, reason="又坏了", at=first.feedback_due_at + HOUR)
    handler = office.people.handler
    assert sees(handler, opened)
    with pytest.raises(WrongState):
        sign_assignment(first.pk, by=handler)
    second = again(office, opened)
    assert (second.organisation, second.round) == (first.organisation, 2)
    roles = Holding.objects.filter(until__isnull=True).values_list("organisation", "role")
    assert list(roles) == [(first.organisation_id, "lead")]
    make.branch_in(office, "closed", at=second.dispatched_at, branch=second)
    make.answered_callback(office, second)
    opened.refresh_from_db()
    assert opened.status == "called_back"
    assert Callback.objects.filter(status="done").count() == 2


def test_another_unit_takes_over_and_the_first_keeps_what_it_had(office: Office) -> None:
    complaint, first = finished(office)
    make.answered_callback(office, first)
    opened = reopen(complaint.pk, by=RESIDENT, reason="又坏了", at=first.feedback_due_at + HOUR)
    make.dispatched(office, opened, body=office.bodies.safety_office, at=first.feedback_due_at)
    roles = dict(Holding.objects.filter(until__isnull=True).values_list("organisation_id", "role"))
    assert roles == {first.organisation_id: "copy", office.bodies.safety_office.pk: "lead"}


def test_the_window_and_the_number_of_times_are_the_offices(office: Office) -> None:
    complaint = make.complaint_in(office, "answered")
    late = make.START + timedelta(days=30, seconds=1)
    with pytest.raises(Conflict, match="30 天"):
        reopen(complaint.pk, by=RESIDENT, reason="没有说清", at=late)
    Parameter.objects.filter(key="reopen_times").update(amount=0)
    with pytest.raises(Conflict, match="0 次"):
        reopen(complaint.pk, by=RESIDENT, reason="没有说清", at=make.START + HOUR)


@pytest.mark.parametrize("status", [s.value for s in Status if Verb.REOPEN not in allowed_from(s)])
def test_what_is_not_over_is_not_reopened(office: Office, status: str) -> None:
    with pytest.raises(WrongState):
        reopen(make.complaint_in(office, status).pk, by=RESIDENT, reason="没修好")


def test_who_may_reopen_on_the_phone(office: Office) -> None:
    complaint = make.complaint_in(office, "answered")
    at = make.START + HOUR
    with pytest.raises(NotFound):
        reopen(complaint.pk, by=office.people.next_triage, reason="没有说清", at=at)
    assert reopen(complaint.pk, by=office.people.clerk, reason="没有说清", at=at).round == 2


def test_a_street_is_judged_once_and_by_what_was_said_first(office: Office) -> None:
    complaint, first = finished(office)
    make.answered_callback(office, first, resolved=False, satisfaction="not")
    opened = reopen(complaint.pk, by=RESIDENT, reason="又坏了", at=first.feedback_due_at + HOUR)
    second = again(office, opened)
    make.branch_in(office, "closed", at=second.dispatched_at, branch=second)
    make.answered_callback(office, second)
    window = cohort_named("2026-11").window
    (street,) = count_groups(EVERYWHERE, Level.SUBDISTRICT, [window])
    assert (street.all.tally.accepted, street.all.tally.valid, street.all.tally.resolved) == (
        1,
        1,
        0,
    )
    (unit,) = count_groups(EVERYWHERE, Level.UNIT, [window])
    assert (unit.all.tally.accepted, unit.all.tally.valid, unit.all.tally.resolved) == (2, 2, 1)

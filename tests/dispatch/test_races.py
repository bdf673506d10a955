"""Two people at one row. PostgreSQL locks rows; elsewhere these are skipped by name."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from complaints.actions.following_up import chase_complaint
from complaints.actions.intake import Draft, file_complaint
from complaints.errors import Conflict, OfficeError, WrongState
from complaints.models import Actor, Complaint, ComplaintEvent, JointMember, NumberSeries, Reopening
from dispatch.actions.assignments import Order, dispatch_complaint, sign_assignment
from dispatch.actions.callbacks import Answers, complete_callback, open_callback
from dispatch.actions.merging import merge_complaints, send_joined
from dispatch.actions.turning import reopen, withdraw_complaint
from dispatch.actions.undoing import undo_step
from dispatch.models import Assignment, AssignmentEvent, Callback
from tests import make
from tests.make import Office

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
T = TypeVar("T")
MANY = 20


@pytest.fixture
def office() -> Office:
    return make.office()


def at_once(*acts: Callable[[], T]) -> list[T | OfficeError]:
    """Run all at the same moment, each on its own connection; refusals are answers."""
    start = Barrier(len(acts), timeout=30)

    def run(act: Callable[[], T]) -> T | OfficeError:
        try:
            start.wait()
            return act()
        except OfficeError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(answers: list[T | OfficeError]) -> list[OfficeError]:
    return [answer for answer in answers if isinstance(answer, OfficeError)]


def test_of_two_dispatches_one_wins_and_the_other_is_told(office: Office) -> None:
    complaint = make.received(office)
    order = Order(redacted_text="路灯坏了")
    answers = at_once(
        *(
            lambda who=who: dispatch_complaint(
                complaint.pk, by=who, order=order, version=complaint.version
            )
            for who in (office.people.triage, office.people.desk)
        )
    )
    assert [error.status_code for error in refusals(answers)] == [409]
    assert Assignment.objects.count() == 1


def test_of_two_dispatches_without_a_version_one_wins_too(office: Office) -> None:
    complaint = make.received(office)
    order = Order(redacted_text="路灯坏了")
    answers = at_once(
        *[lambda: dispatch_complaint(complaint.pk, by=office.people.triage, order=order)] * 2
    )
    assert [type(error) for error in refusals(answers)] == [Conflict]
    assert Assignment.objects.count() == 1


def test_twenty_filings_at_once_have_twenty_numbers(office: Office) -> None:
    answers = at_once(*[lambda: make.filed(office).complaint.number] * MANY)
    assert refusals(answers) == []
    day = make.START.date()
    assert sorted(map(str, answers)) == [f"{day:%Y%m%d}{n:06d}" for n in range(1, MANY + 1)]
    assert NumberSeries.objects.get(day=day).last == MANY


def test_twenty_presses_on_submit_are_one_complaint(office: Office) -> None:
    answers = at_once(*[lambda: make.filed(office, key="k" * 32)] * MANY)
    assert refusals(answers) == []
    filed = [answer for answer in answers if not isinstance(answer, OfficeError)]
    assert len({one.complaint.pk for one in filed}) == 1
    assert len({one.code for one in filed}) == 1
    assert sum(one.is_new for one in filed) == 1
    assert Complaint.objects.count() == 1


def test_of_two_editors_one_is_told_that_the_other_was_first(office: Office) -> None:
    complaint = make.received(office)
    answers = at_once(
        *(
            lambda who=who: make.classified(office, complaint, by=who, version=complaint.version)
            for who in (office.people.triage, office.people.desk)
        )
    )
    assert [type(error) for error in refusals(answers)] == [Conflict]
    assert Complaint.objects.get(pk=complaint.pk).version == complaint.version + 1


def test_of_two_signatures_one_counts(office: Office) -> None:
    branch = make.dispatched(office)
    answers = at_once(*[lambda: sign_assignment(branch.pk, by=office.people.handler)] * 2)
    assert [type(error) for error in refusals(answers)] == [WrongState]
    assert AssignmentEvent.objects.filter(assignment=branch, verb="sign").count() == 1


def test_a_callback_is_opened_once_and_answered_once(office: Office) -> None:
    branch = make.dispatched(office)
    at = branch.feedback_due_at
    opened = at_once(*[lambda: open_callback(branch.pk, at=at)] * 4)
    assert refusals(opened) == []
    assert Callback.objects.count() == 1
    key = Callback.objects.get().pk
    answers = Answers(contacted=True, resolved=True, satisfaction="satisfied")
    done = at_once(*[lambda: complete_callback(key, by=office.people.clerk, answers=answers)] * 2)
    assert [type(error) for error in refusals(done)] == [Conflict]


def test_a_withdrawal_and_a_signature_at_once_leave_no_unit_at_work(office: Office) -> None:
    branch = make.branch_in(office, "to_sign")
    at_once(
        lambda: withdraw_complaint(branch.complaint_id, by=Actor.RESIDENT, reason="solved"),
        lambda: sign_assignment(branch.pk, by=office.people.handler),
    )
    branch.refresh_from_db()
    assert branch.status == "withdrawn"
    assert Complaint.objects.get().status == "withdrawn"


def test_a_matter_is_reopened_once_however_often_it_is_pressed(office: Office) -> None:
    complaint = make.complaint_in(office, "answered")
    answers = at_once(
        *[
            lambda: reopen(
                complaint.pk,
                by=Actor.RESIDENT,
                reason="没有说清",
                at=make.START + timedelta(hours=1),
            )
        ]
        * 5
    )
    assert {type(error) for error in refusals(answers)} == {WrongState}
    assert Reopening.objects.count() == 1


def test_a_chase_is_counted_once_however_often_it_is_pressed(office: Office) -> None:
    complaint = make.received(office)
    answers = at_once(*[lambda: chase_complaint(complaint.pk, by=Actor.RESIDENT)] * 5)
    assert len(refusals(answers)) == 4
    assert Complaint.objects.get().chase_count == 1


def test_two_mergers_of_one_complaint_leave_it_in_one_case(office: Office) -> None:
    first, second, shared = (make.received(office) for _ in range(3))
    by = office.people.triage
    answers = at_once(
        *(
            lambda lead=lead: merge_complaints(lead.pk, [shared.pk], by=by, reason="同一盏灯")
            for lead in (first, second)
        )
    )
    assert [type(error) for error in refusals(answers)] == [Conflict]
    assert JointMember.objects.filter(until__isnull=True).count() == 1


def test_mergers_the_other_way_round_wait_for_each_other_and_not_for_ever(office: Office) -> None:
    one, other = make.received(office), make.received(office)
    by = office.people.triage
    at_once(
        lambda: merge_complaints(one.pk, [other.pk], by=by, reason="同一盏灯"),
        lambda: merge_complaints(other.pk, [one.pk], by=by, reason="同一盏灯"),
    )
    assert JointMember.objects.filter(until__isnull=True).count() == 1


def test_a_joiner_is_sent_along_once_by_two_workers(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    draft = Draft(text="我家也是", joins_id=branch.complaint_id)
    mine = file_complaint(draft, by=Actor.RESIDENT).complaint
    at_once(*[lambda: send_joined(mine.pk)] * 2)
    assert Assignment.objects.filter(complaint=mine).count() == 1


@pytest.mark.parametrize("_turn", range(5))
def test_of_an_undo_and_a_signature_one_wins_and_the_other_is_told(
    office: Office, _turn: int
) -> None:
    complaint = make.received(office)
    at = make.START + timedelta(minutes=10)
    order = Order(redacted_text="路灯坏了")
    branch = dispatch_complaint(complaint.pk, by=office.people.triage, order=order, at=at)
    step = ComplaintEvent.objects.get(complaint=complaint, verb="dispatch").pk
    answers = at_once(
        lambda: undo_step(step, by=office.people.triage, at=at + timedelta(seconds=1)),
        lambda: sign_assignment(branch.pk, by=office.people.handler, at=at + timedelta(seconds=1)),
    )
    assert len(refusals(answers)) == 1
    ends = (Assignment.objects.get().status, Complaint.objects.get().status)
    assert ends in {("signed", "dispatched"), ("undone", "received")}


def test_of_two_edits_at_once_one_wins_and_the_other_is_told(office: Office) -> None:
    complaint = make.received(office)
    answers = at_once(
        *(
            lambda who=who: make.classified(office, complaint, by=who, version=complaint.version)
            for who in (office.people.triage, office.people.desk)
        )
    )
    assert [type(error) for error in refusals(answers)] == [Conflict]


def test_of_two_undos_of_one_edit_one_wins(office: Office) -> None:
    complaint = make.received(office)
    make.classified(office, complaint, by=office.people.triage, version=complaint.version)
    step = ComplaintEvent.objects.get(complaint=complaint, verb="classify").pk
    answers = at_once(*[lambda: undo_step(step, by=office.people.triage)] * 2)
    assert [type(error) for error in refusals(answers)] == [Conflict]

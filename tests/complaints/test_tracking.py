"""A resident's page says what has happened and no more, and nobody else can shut it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.actions.life import answer_complaint, archive_complaint
from complaints.actions.reopening import reopen_complaint
from complaints.actions.tracking import FILINGS, count_filing, open_by_code
from complaints.errors import NotFound, TooMany
from complaints.models import Actor, Category, Complaint
from complaints.selectors.guide import usual_limit
from complaints.selectors.hints import Asked, hints_for
from complaints.selectors.tracking import Tracked, tracked
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
HERE, THERE = "198.51.100.7", "203.0.113.9"
WRONG = "0000-0000-0000"


@pytest.fixture
def office() -> Office:
    return make.office()


def page_of(complaint: Complaint) -> Tracked:
    return tracked(Complaint.objects.with_place().get(pk=complaint.pk))


def states(page: Tracked) -> dict[str, str]:
    return {step.name: step.state for step in page.steps}


def test_a_stranger_who_knows_the_number_does_not_shut_its_caller_out(office: Office) -> None:
    filed = make.filed(office)
    number = filed.complaint.number
    for _ in range(5):
        with pytest.raises(NotFound):
            open_by_code(number, WRONG, ip=THERE)
    with pytest.raises(TooMany):
        open_by_code(number, filed.code, ip=THERE)
    assert open_by_code(number, filed.code, ip=HERE) == filed.complaint


def test_those_who_share_an_address_are_counted_for_wrong_tries_only(office: Office) -> None:
    filed = make.filed(office)
    for _ in range(40):
        assert open_by_code(filed.complaint.number, filed.code, ip=HERE) == filed.complaint


def test_one_address_that_tries_many_numbers_is_stopped() -> None:
    for last in range(20):
        with pytest.raises(NotFound):
            open_by_code(f"20261102{last:06d}", WRONG, ip=THERE)
    with pytest.raises(TooMany, match="15 分钟"):
        open_by_code("20261102000020", WRONG, ip=THERE)


def test_who_files_too_often_is_told_how_long_to_wait() -> None:
    for _ in range(FILINGS):
        count_filing(HERE)
    with pytest.raises(TooMany, match="60 分钟"):
        count_filing(HERE)


def test_what_was_answered_at_once_and_archived_claims_no_call(office: Office) -> None:
    complaint = make.received(office)
    answer_complaint(complaint.pk, by=office.people.triage, answer="可在社区办理。")
    archive_complaint(complaint.pk, by=office.people.triage)
    page = page_of(complaint)
    assert states(page) == {"收到": "done", "直接答复": "done"}
    assert page.is_over


def test_a_call_before_the_unit_is_done_is_not_shown_as_an_answer(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    make.callback_of(branch)
    page = page_of(branch.complaint)
    assert states(page) == {
        "收到": "done", "分派单位": "done", "单位办理": "now", "给您答复": "next",
        "电话回访": "now",
    }  # fmt: skip
    assert not page.is_over


def test_a_caller_who_was_called_is_still_owed_the_answer(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    make.answered_callback(office, branch)
    page = page_of(branch.complaint)
    assert states(page)["给您答复"] == "next"
    assert states(page)["电话回访"] == "done"
    assert not page.is_over
    assert page.promise_at is not None
    assert "还没有办完" in page.headline


def test_what_is_promised_while_he_writes_is_what_the_receipt_will_name(office: Office) -> None:
    Category.objects.filter(pk=office.category.pk).update(clock_kind="livelihood")
    on = timezone.localdate(make.START)
    unchosen = hints_for(Asked(text="路灯坏了"), at=make.START)
    chosen = hints_for(Asked(text="路灯坏了", category=office.category.code), at=make.START)
    assert (unchosen.promise, unchosen.is_chosen) == (usual_limit("general", on=on), False)
    assert (chosen.promise, chosen.is_chosen) == (usual_limit("livelihood", on=on), True)
    assert unchosen.promise != chosen.promise


def test_the_promise_follows_the_limit_that_the_unit_was_given(office: Office) -> None:
    branch = make.dispatched(office, clock_kind="complex", at=make.START)
    assert page_of(branch.complaint).promise_at == branch.feedback_due_at
    received = make.received(office)
    promised = page_of(received).promise_at
    assert promised == make.START + timedelta(days=7)


def test_the_page_says_by_when_and_which_day_of_waiting_it_is(office: Office) -> None:
    filed = make.filed(office)
    page = tracked(filed.complaint, at=make.START + timedelta(days=2))
    assert page.awaited is not None
    assert (page.awaited.by, page.awaited.day) == (page.promise_at, 3)
    assert not page.awaited.is_past
    late = tracked(filed.complaint, at=make.START + timedelta(days=30)).awaited
    assert late is not None
    assert late.is_past


@pytest.mark.parametrize("status", ["finished", "answered", "withdrawn", "archived"])
def test_who_has_his_answer_waits_for_none(office: Office, status: str) -> None:
    assert page_of(make.complaint_in(office, status)).awaited is None


def test_a_new_round_is_waited_for_from_its_own_first_day(office: Office) -> None:
    done = make.complaint_in(office, "called_back")
    assert done.finished_at is not None
    again = done.finished_at + timedelta(days=1)
    reopen_complaint(done.pk, by=Actor.RESIDENT, reason="又不亮了", at=again)
    awaited = tracked(Complaint.objects.get(pk=done.pk), at=again + timedelta(days=1)).awaited
    assert awaited is not None
    assert awaited.day == 2

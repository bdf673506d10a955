"""A unit asks for another unit, for more time, for a stopped clock, for the shelf; somebody else
decides, and until then it works on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, OfficeError, WrongState
from complaints.models import Complaint, ComplaintEvent, Notice, Photo, User
from complaints.selectors.tracking import promise, tracked
from dispatch.actions.asks.asking import Wish, ask, take_back_ask
from dispatch.actions.asks.deciding import decide_ask, review_shelf, start_clock, strike_off
from dispatch.actions.asks.reviewing import tell_of_reviews
from dispatch.actions.assignments import report_result, sign_assignment
from dispatch.actions.merging import merge_complaints
from dispatch.models import Ask, Assignment
from dispatch.selectors.asks import bounced
from dispatch.selectors.ticket import ticket_page
from dispatch.states import ASK_LIFE, AskStatus, AskVerb, ask_after
from tests import make
from tests.make import Office
from tests.trust.world import jpeg

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WORDS = "应由产权单位办理，附权属证明。"


@pytest.fixture
def office() -> Office:
    return make.office()


def wish(kind: str, **more: Any) -> Wish:
    ground = {"objection": "not_ours", "extension": "works", "pause": "caller", "shelf": "funds"}
    return Wish(kind=kind, ground=ground[kind], words=WORDS, **more)


def asked(
    office: Office, branch: Assignment, one: Wish, *, at: datetime, by: User | None = None
) -> Ask:
    return ask(branch.pk, by=by or make.worker_of(office, branch), wish=one, at=at)


def fresh(branch: Assignment) -> Assignment:
    return Assignment.objects.select_related("complaint").get(pk=branch.pk)


def contacted(office: Office) -> Assignment:
    return make.branch_in(office, "contacted")


def after(branch: Assignment, **span: float) -> datetime:
    return branch.dispatched_at + timedelta(**span)


def more_time(branch: Assignment, **span: float) -> Wish:
    until = branch.feedback_due_at + timedelta(**span)
    return wish("extension", until_at=until, told_by="phone")


# ---------------------------------------------------------------- objections


def test_until_it_is_decided_the_unit_works_on_and_no_clock_moves(office: Office) -> None:
    branch = make.dispatched(office)
    due = branch.feedback_due_at
    make.objected(office, branch)
    sign_assignment(branch.pk, by=office.people.handler, at=after(branch, hours=1))
    assert fresh(branch).status == "signed"
    assert fresh(branch).feedback_due_at == due


def test_an_objection_upheld_sends_the_complaint_back_to_be_dispatched(office: Office) -> None:
    branch = make.dispatched(office)
    row = make.objected(office, branch, reason=WORDS)
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=after(branch, hours=1))
    assert fresh(branch).status == "returned"
    assert fresh(branch).return_reason == WORDS
    assert fresh(branch).complaint.status == "received"


def test_a_unit_whose_objection_was_refused_may_not_object_again(office: Office) -> None:
    branch = make.dispatched(office)
    row = make.objected(office, branch)
    decide_ask(
        row.pk,
        by=office.people.desk,
        is_granted=False,
        words="属你单位职责",
        at=after(branch, hours=1),
    )
    assert fresh(branch).status == "to_sign"
    with pytest.raises(Conflict, match="不能再提"):
        make.objected(office, branch, at=after(branch, hours=2))


def test_after_its_window_an_objection_is_refused_with_the_end_named(office: Office) -> None:
    general = make.dispatched(office)
    urgent = make.dispatched(office, clock_kind="emergency")
    for branch, hours in ((general, 24), (urgent, 1)):
        with pytest.raises(Conflict, match="已经过了"):
            make.objected(office, branch, at=after(branch, hours=hours, seconds=1))
        make.objected(office, branch, at=after(branch, hours=hours))


def test_an_objection_names_another_unit_than_its_own(office: Office) -> None:
    branch = make.dispatched(office)
    own = wish("objection", unit_id=branch.organisation_id)
    with pytest.raises(Invalid) as refused:
        asked(office, branch, own, at=after(branch, hours=1))
    assert refused.value.field == "unit"
    other = wish("objection", unit_id=office.bodies.safety_office.pk)
    assert (
        asked(office, branch, other, at=after(branch, hours=1)).unit == office.bodies.safety_office
    )


def test_often_returned_is_told_from_the_second_time_on(office: Office) -> None:
    branch = make.dispatched(office)
    make.give_back(office, branch)
    complaint = Complaint.objects.get()
    board = Client()
    board.force_login(office.people.triage)

    def on_the_board() -> list[int]:
        return [line.bounced for line in board.get("/office/?queue=new").context["page"].lines]

    assert ticket_page(complaint.number, office.people.triage).bounced == 0
    assert on_the_board() == [1]
    again = make.dispatched(
        office, complaint, body=office.bodies.safety_office, at=make.START + HOUR
    )
    make.give_back(office, again)
    assert ticket_page(complaint.number, office.people.triage).bounced == 2
    assert on_the_board() == [2]
    assert "退回 2 次" in board.get("/office/?queue=new").content.decode()
    assert bounced([]) == 0


# ---------------------------------------------------------------- who decides


def test_nobody_decides_on_what_he_or_his_unit_asked(office: Office) -> None:
    branch = make.dispatched(office)
    row = make.objected(office, branch)
    both = make.person("t-both", "triage_officer", branch.organisation)
    for person in (office.people.handler, both, office.people.head):
        with pytest.raises(NotAllowed):
            decide_ask(row.pk, by=person, is_granted=True, at=after(branch, hours=1))
    with pytest.raises(NotFound):
        decide_ask(row.pk, by=office.people.next_triage, is_granted=True)


def test_a_refusal_has_words_and_a_decision_is_made_once(office: Office) -> None:
    branch = make.dispatched(office)
    row = make.objected(office, branch)
    at = after(branch, hours=1)
    with pytest.raises(Invalid) as refused:
        decide_ask(row.pk, by=office.people.desk, is_granted=False, words=" ", at=at)
    assert refused.value.field == "words"
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=at)
    with pytest.raises(WrongState):
        decide_ask(row.pk, by=office.people.triage, is_granted=False, words="不", at=at)


def test_it_may_be_taken_back_until_it_is_decided_and_asked_anew(office: Office) -> None:
    branch = make.dispatched(office)
    row = make.objected(office, branch)
    with pytest.raises(Conflict, match="等审核"):
        make.objected(office, branch)
    with pytest.raises(NotAllowed):
        take_back_ask(row.pk, by=office.people.desk)
    take_back_ask(row.pk, by=office.people.handler, at=after(branch, hours=1))
    with pytest.raises(WrongState):
        decide_ask(row.pk, by=office.people.desk, is_granted=True)
    assert make.objected(office, branch).status == "pending"


def test_the_shelf_is_decided_by_the_district(office: Office) -> None:
    branch = make.branch_in(office, "reported")
    day = timezone.localdate(branch.dispatched_at) + DAY
    one = wish("shelf", plan="列入明年改造计划", review_on=day, told_by="visit")
    row = asked(office, branch, one, at=after(branch, hours=2), by=office.people.desk)
    with pytest.raises(NotAllowed):
        decide_ask(row.pk, by=office.people.triage, is_granted=True)
    decide_ask(row.pk, by=office.people.district_leader, is_granted=True)
    assert Ask.objects.shelved().get() == row


# ---------------------------------------------------------------- more time


def test_more_time_keeps_both_limits_and_tells_the_caller_the_new_day(office: Office) -> None:
    branch = contacted(office)
    before = branch.feedback_due_at
    row = asked(office, branch, more_time(branch, days=3), at=after(branch, days=1))
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=after(branch, days=2))
    row.refresh_from_db()
    assert (row.due_before_at, row.due_after_at) == (before, before + 3 * DAY)
    assert fresh(branch).feedback_due_at == before + 3 * DAY
    assert promise(branch.complaint).answer_by == before + 3 * DAY
    assert ComplaintEvent.objects.filter(verb="move_promise").exists()
    report_result(
        branch.pk, by=office.people.handler, outcome="solved", text="好了", at=before + DAY
    )


def test_more_time_is_not_more_than_the_first_limit_again_nor_twice(office: Office) -> None:
    branch = contacted(office)
    length = branch.feedback_due_at - branch.dispatched_at
    at = after(branch, days=1)
    for until in (branch.feedback_due_at, branch.feedback_due_at + length + HOUR, None):
        with pytest.raises(Invalid) as refused:
            asked(office, branch, wish("extension", until_at=until, told_by="phone"), at=at)
        assert refused.value.field == "until_at"
    row = asked(office, branch, more_time(branch, days=7), at=at)
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=at)
    with pytest.raises(Conflict, match="不能再延"):
        asked(office, fresh(branch), more_time(fresh(branch), days=1), at=at)


def test_more_time_is_asked_before_the_limit_and_after_the_caller_was_told(office: Office) -> None:
    branch = contacted(office)
    with pytest.raises(Conflict, match="已经过了"):
        asked(office, branch, more_time(branch, days=1), at=branch.feedback_due_at)
    silent = wish("extension", until_at=branch.feedback_due_at + DAY)
    with pytest.raises(Invalid) as refused:
        asked(office, branch, silent, at=after(branch, days=1))
    assert refused.value.field == "told_by"


def test_time_granted_after_the_callback_began_is_refused(office: Office) -> None:
    branch = contacted(office)
    row = asked(office, branch, more_time(branch, days=1), at=after(branch, days=1))
    make.callback_of(branch)
    with pytest.raises(Conflict, match="回访"):
        decide_ask(row.pk, by=office.people.desk, is_granted=True, at=branch.feedback_due_at + HOUR)


# ---------------------------------------------------------------- a stopped clock


def test_a_stopped_clock_moves_the_limit_by_exactly_the_time_it_stood(office: Office) -> None:
    branch = contacted(office)
    before = branch.feedback_due_at
    at = after(branch, days=1)
    row = asked(office, branch, wish("pause", until_at=at + 4 * DAY), at=at)
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=at + DAY)
    assert fresh(branch).feedback_due_at == before + 3 * DAY
    assert Ask.objects.stopped(at + 2 * DAY).exists()
    assert not Ask.objects.stopped(at + 4 * DAY).exists()
    start_clock(row.pk, by=office.people.handler, at=at + 2 * DAY)
    assert fresh(branch).feedback_due_at == before + DAY
    assert not Ask.objects.stopped(at + 2 * DAY).exists()
    with pytest.raises(WrongState):
        start_clock(row.pk, by=office.people.desk, at=at + 2 * DAY)


def test_a_clock_that_runs_again_by_itself_is_not_started(office: Office) -> None:
    branch = contacted(office)
    at = after(branch, days=1)
    row = asked(office, branch, wish("pause", until_at=at + DAY), at=at)
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=at)
    with pytest.raises(Conflict, match="停着"):
        asked(office, branch, wish("pause", until_at=at + DAY), at=at + HOUR)
    with pytest.raises(Conflict, match="已在走"):
        start_clock(row.pk, by=office.people.desk, at=at + DAY)


def test_a_stop_has_an_end_within_the_longest(office: Office) -> None:
    branch = contacted(office)
    at = after(branch, days=1)
    for until in (None, at, at + 31 * DAY):
        with pytest.raises(Invalid) as refused:
            asked(office, branch, wish("pause", until_at=until), at=at)
        assert refused.value.field == "until_at"


def test_a_stop_whose_time_is_over_before_it_is_decided_is_not_granted(office: Office) -> None:
    branch = contacted(office)
    at = after(branch, days=1)
    row = asked(office, branch, wish("pause", until_at=at + HOUR), at=at)
    with pytest.raises(Conflict, match="已经过了"):
        decide_ask(row.pk, by=office.people.desk, is_granted=True, at=at + HOUR)


# ---------------------------------------------------------------- the shelf


@pytest.fixture
def shelved(office: Office) -> Ask:
    branch = make.branch_in(office, "reported")
    at = after(branch, hours=2)
    one = wish(
        "shelf", plan="列入计划", review_on=timezone.localdate(at) + 10 * DAY, told_by="phone"
    )
    row = asked(office, branch, one, at=at)
    return decide_ask(row.pk, by=office.people.district_leader, is_granted=True, at=at)


def test_on_its_day_the_office_is_told_once_and_a_dead_week_changes_nothing(
    office: Office, shelved: Ask
) -> None:
    at = shelved.asked_at
    assert tell_of_reviews(at=at + 9 * DAY) == 0
    assert tell_of_reviews(at=at + 17 * DAY) == 1
    assert tell_of_reviews(at=at + 18 * DAY) == 0
    assert Notice.objects.filter(code="shelf_review").count() == 1
    later = timezone.localdate(at) + 30 * DAY
    review_shelf(
        shelved.pk, by=office.people.desk, words="资金在批", next_on=later, at=at + 18 * DAY
    )
    assert tell_of_reviews(at=at + 31 * DAY) == 1


def test_a_review_has_words_and_a_coming_day(office: Office, shelved: Ask) -> None:
    today = timezone.localdate()
    for words, day, name in ((" ", today + DAY, "words"), ("看了", today, "next_on")):
        with pytest.raises(Invalid) as refused:
            review_shelf(shelved.pk, by=office.people.desk, words=words, next_on=day)
        assert refused.value.field == name
    with pytest.raises(NotAllowed):
        review_shelf(shelved.pk, by=office.people.handler, words="看了", next_on=today + DAY)


def test_it_is_struck_off_with_a_result_and_may_be_shelved_anew(
    office: Office, shelved: Ask
) -> None:
    again = wish("shelf", plan="再", review_on=timezone.localdate() + DAY, told_by="phone")
    with pytest.raises(Conflict, match="已经挂账"):
        asked(office, shelved.assignment, again, at=timezone.now())
    with pytest.raises(Invalid):
        strike_off(shelved.pk, by=office.people.desk, result=" ")
    done = strike_off(shelved.pk, by=office.people.desk, result="已改造完成，附验收单。")
    assert done.status == "ended"
    assert not Ask.objects.shelved().exists()
    with pytest.raises(WrongState):
        strike_off(shelved.pk, by=office.people.desk, result="又")


# ---------------------------------------------------------------- for all


def test_those_that_go_along_get_the_same_time_and_ask_nothing_by_themselves(
    office: Office,
) -> None:
    first, second = make.received(office), make.received(office)
    merge_complaints(first.pk, [second.pk], by=office.people.triage, reason="同一盏灯")
    branch = make.dispatched(office, Complaint.objects.get(pk=first.pk))
    make.branch_in(office, "contacted", branch=branch)
    along = Assignment.objects.get(follows=branch)
    before = along.feedback_due_at
    with pytest.raises(OfficeError):
        make.objected(office, along, by=office.people.handler)
    row = asked(office, branch, more_time(branch, days=2), at=after(branch, days=1))
    decide_ask(row.pk, by=office.people.desk, is_granted=True, at=after(branch, days=1))
    assert fresh(along).feedback_due_at == before + 2 * DAY


@pytest.mark.parametrize("kind", ["objection", "extension", "pause", "shelf", "holiday"])
def test_each_kind_has_grounds_and_states_of_its_own(office: Office, kind: str) -> None:
    closed = make.branch_in(office, "closed")
    with pytest.raises(OfficeError):
        ask(closed.pk, by=office.people.handler, wish=Wish(kind, "weather", WORDS), at=make.START)
    with pytest.raises(OfficeError):
        ask(closed.pk, by=office.people.handler, wish=Wish(kind, "other", " "), at=make.START)


@pytest.mark.parametrize("status", AskStatus)
@pytest.mark.parametrize("verb", AskVerb)
def test_an_ask_moves_as_its_table_says(status: AskStatus, verb: AskVerb) -> None:
    if (status, verb) in ASK_LIFE:
        assert ask_after(status, verb) == ASK_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            ask_after(status, verb)


def test_the_database_holds_what_the_states_imply(office: Office) -> None:
    row = make.objected(office, make.dispatched(office))
    wrong: list[dict[str, Any]] = [
        {"status": "lost"},
        {"status": "granted"},
        {"status": "granted", "decided_by": row.asked_by, "decided_at": row.asked_at},
        {"status": "refused", "decided_by": office.people.desk, "decided_at": row.asked_at},
        {"kind": "shelf"},
        {"kind": "pause"},
        {"due_before_at": row.asked_at, "due_after_at": row.asked_at},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ask.objects.filter(pk=row.pk).update(**values)


def test_photos_show_what_is_asked_for_to_colleagues_and_not_to_the_caller(office: Office) -> None:
    branch = make.dispatched(office, at=timezone.now() - timedelta(hours=2))
    client = Client()
    client.force_login(office.people.handler)
    door = reverse("branch-object", args=[branch.pk])
    good = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    bad = SimpleUploadedFile("b.jpg", b"no picture", content_type="image/jpeg")
    given = {"ground": "not_ours", "words": "界桩在路西"}
    refused = client.post(door, {**given, "photos": [good, bad]})
    assert refused.status_code == 422
    assert "已经保存" in refused.content.decode()
    assert client.post(door, given).status_code == 302
    photo = Photo.objects.get()
    assert photo.stage == "evidence"
    client.force_login(office.people.triage)
    ticket = client.get(reverse("office-ticket", args=[branch.complaint.number]))
    assert str(photo.pk) in ticket.content.decode()
    assert tracked(Complaint.objects.with_place().get()).photos == ()

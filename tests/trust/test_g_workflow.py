"""G4, G6, G7, G10: rights that end meanwhile, missing calendars, midnight, second persons."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from complaints.actions.identity import reveal_identity
from complaints.actions.intake import Draft, Where, file_complaint
from complaints.actions.life import archive_complaint, classify_complaint
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, OfficeError
from complaints.models import (
    CalendarDay,
    CalendarYear,
    ClockKind,
    ClockLimit,
    Complaint,
    Holding,
    IdentityAccess,
    Post,
    Role,
    User,
    WorkingSession,
)
from complaints.selectors.clocks import due_instants
from dispatch.actions.assignments import (
    Order,
    dispatch_complaint,
    sign_assignment,
    tell_hotline,
)
from dispatch.actions.callbacks import Answers, complete_callback
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.models import Assignment
from dispatch.selectors.cohorts import cohort_named, current_cohort
from tests import make
from tests.make import BEIJING, START

pytestmark = pytest.mark.django_db


# G4


def stale(person: User) -> User:
    """The person as a page has just read him, with his posts."""
    read = User.objects.get(pk=person.pk)
    assert read.current_posts
    return read


@pytest.mark.parametrize("how", ["post", "account"])
def test_g4_who_lost_his_post_after_the_page_was_read_does_nothing_more(how):
    made = make.office()
    filed = make.received(made)
    branch = make.dispatched(made)
    closed = make.branch_in(made, "closed", at=START)
    call = make.callback_of(closed)
    people = {name: stale(getattr(made.people, name)) for name in
              ("triage", "clerk", "handler", "desk", "district_leader")}  # fmt: skip
    people |= {name: stale(made.people.clerk) for name in ("looker", "filer")}
    asked = apply_exclusion(closed.pk, by=people["desk"], ground="other", evidence="依据")
    if how == "post":
        Post.objects.update(until=date(2021, 1, 1))
    else:
        User.objects.update(is_active=False)
    steps = [
        lambda: sign_assignment(branch.pk, by=people["handler"]),
        lambda: archive_complaint(filed.pk, by=people["triage"]),
        lambda: complete_callback(call.pk, by=people["clerk"], answers=Answers(True, True, "not")),
        lambda: decide_exclusion(asked.pk, by=people["district_leader"], is_granted=True),
        lambda: reveal_identity(filed.pk, by=people["looker"], reason="电话核实地点"),
        lambda: file_complaint(Draft("井盖松动", Where("东门")), by=people["filer"]),
    ]
    for step in steps:
        with pytest.raises((NotFound, NotAllowed)):
            step()
    assert not IdentityAccess.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_g4_a_right_that_ends_while_a_step_waits_for_the_row_is_gone_when_it_comes():
    made = make.office()
    branch = make.dispatched(made)
    worker = stale(made.people.handler)
    came: list[object] = []

    def step():
        try:
            came.append(sign_assignment(branch.pk, by=worker))
        except OfficeError as error:
            came.append(error)
        finally:
            connections.close_all()

    waiting = threading.Thread(target=step)
    with transaction.atomic():
        Complaint.objects.select_for_update().get(pk=branch.complaint_id)
        waiting.start()
        # The step hangs on the row that this transaction holds; meanwhile the unit loses it.
        waiting.join(0.5)
        assert waiting.is_alive()
        Holding.objects.filter(complaint=branch.complaint).update(until=START)
    waiting.join(10)
    assert isinstance(came[0], NotFound)
    assert Assignment.objects.get(pk=branch.pk).status == "to_sign"


# G6


@pytest.fixture
def working_hours():
    """A limit of three working days in a year with a calendar; the next year has none."""
    make.office()
    year = CalendarYear.objects.create(year=2026, source="测试")
    # A bridge day off and the Saturday that makes up for it.
    CalendarDay.objects.create(year=year, day=date(2026, 9, 25), is_working=False, name="中秋节")
    CalendarDay.objects.create(year=year, day=date(2026, 9, 20), is_working=True, name="调休")
    WorkingSession.objects.create(
        starts="09:00", ends="12:00", since=make.SINCE, source="测试", is_ours=True
    )
    WorkingSession.objects.create(
        starts="13:00", ends="18:00", since=make.SINCE, source="测试", is_ours=True
    )
    ClockLimit.objects.filter(stage="feedback", clock_kind=ClockKind.GENERAL).update(
        amount=3, unit="working_days"
    )


def due(local: str):
    start = datetime.fromisoformat(local).replace(tzinfo=BEIJING)
    found = due_instants([ClockLimit.Stage.FEEDBACK], clock_kind=ClockKind.GENERAL, start=start)
    return found[ClockLimit.Stage.FEEDBACK].astimezone(BEIJING)


@pytest.mark.usefixtures("working_hours")
def test_g6_holidays_and_the_working_sundays_that_make_up_for_them_count():
    # Friday 18 September: the working Sunday counts as the first day.
    assert due("2026-09-18T10:00").date() == date(2026, 9, 22)
    # Wednesday 23: Thursday 24, then the holiday and the weekend, Monday 28, Tuesday 29.
    assert due("2026-09-23T10:00").date() == date(2026, 9, 29)


@pytest.mark.usefixtures("working_hours")
def test_g6_a_year_without_a_calendar_is_refused_aloud_and_nothing_is_written():
    made = make.office()
    at = datetime(2026, 12, 30, 10, 0, tzinfo=BEIJING)
    complaint = make.received(made, at=at)
    with pytest.raises(OfficeError) as refused:
        make.dispatched(made, complaint, at=at)
    assert "2027" in refused.value.message
    complaint.refresh_from_db()
    assert complaint.status == "received"
    assert not Assignment.objects.filter(complaint=complaint).exists()


# G7


def filed_at(made, local: str) -> Complaint:
    at = datetime.fromisoformat(local).replace(tzinfo=BEIJING).astimezone(UTC)
    return make.filed(made, at=at).complaint


def test_g7_the_last_second_of_a_month_and_the_first_of_the_next_lie_apart_in_beijing():
    made = make.office()
    last = filed_at(made, "2026-10-31T23:59:59")
    first = filed_at(made, "2026-11-01T00:00:00")
    assert last.number.startswith("20261031")
    assert first.number.startswith("20261101")
    # In London's day they are one, and not the day of either.
    assert last.received_at.date() == first.received_at.date() == date(2026, 10, 31)
    client = make_client(made.people.triage)
    for day, complaint, other in (("2026-10-31", last, first), ("2026-11-01", first, last)):
        asked = {"received_from": day, "received_to": day}
        page = client.get(reverse("office"), {"queue": "all", **asked}).content.decode()
        rows = client.get(reverse("api-complaint-list"), asked).json()["results"]
        assert complaint.number in page
        assert other.number not in page
        assert [row["number"] for row in rows] == [complaint.number]


def make_client(user: User):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("local", "label"),
    [("2026-10-18T23:59:59", "2026-10"), ("2026-10-19T00:00:00", "2026-11"),
     ("2026-12-18T23:59:59", "2026-12"), ("2026-12-19T00:00:00", "2027-01"),
     ("2026-12-31T23:59:59", "2027-01"), ("2028-02-29T23:59:59", "2028-03")],
)  # fmt: skip
def test_g7_a_second_decides_the_assessed_month_on_beijings_clock(local, label):
    make.office()
    at = datetime.fromisoformat(local).replace(tzinfo=BEIJING).astimezone(UTC)
    assert current_cohort(at=at).label == label
    cohort = cohort_named(label, at=at + timedelta(days=40))
    assert cohort.period.starts_on <= at.astimezone(BEIJING).date() <= cohort.period.ends_on


# G10


def test_g10_nobody_ends_alone_what_he_is_judged_by():
    made = make.office()
    both = make.person("t-both", Role.HANDLER, made.bodies.city_office)
    Post.objects.create(
        user=both, organisation=made.bodies.city_office, role=Role.TRIAGE_OFFICER, since=make.SINCE
    )
    reported = make.branch_in(made, "reported")
    for person in (both, made.people.handler, made.people.head, made.people.community_worker):
        with pytest.raises((NotAllowed, NotFound)):
            tell_hotline(reported.pk, by=fresh(person))
    closed = make.branch_in(made, "closed", at=START + timedelta(hours=3))
    call = make.callback_of(closed)
    answers = Answers(True, True, "satisfied")
    for person in (both, made.people.handler, made.people.head, made.people.district_leader):
        with pytest.raises((NotAllowed, NotFound)):
            complete_callback(call.pk, by=fresh(person), answers=answers)
    # Nobody archives what was not called back.
    with pytest.raises((Invalid, Conflict, OfficeError)):
        archive_complaint(closed.complaint_id, by=made.people.triage)
    done = complete_callback(call.pk, by=made.people.clerk, answers=answers)
    assert done.by == made.people.clerk


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_g10_nobody_takes_his_own_ticket_out_of_the_base():
    made = make.office()
    both = make.person("t-both", Role.DESK, made.bodies.government)
    Post.objects.create(
        user=both, organisation=made.bodies.coordination, role=Role.DISTRICT_LEADER,
        since=make.SINCE,
    )  # fmt: skip
    branch = make.branch_in(made, "closed")
    asked = apply_exclusion(branch.pk, by=fresh(both), ground="other", evidence="依据")
    with pytest.raises(Conflict):
        decide_exclusion(asked.pk, by=fresh(both), is_granted=True)
    for person in (made.people.desk, made.people.head, made.people.handler, made.people.clerk):
        with pytest.raises((NotAllowed, NotFound)):
            decide_exclusion(asked.pk, by=fresh(person), is_granted=True)
    decided = decide_exclusion(asked.pk, by=made.people.district_leader, is_granted=False)
    assert decided.decided_by != decided.applied_by


def test_g10_a_dispatcher_cannot_do_the_work_he_gave():
    made = make.office()
    branch = make.dispatched(made)
    with pytest.raises(NotAllowed):
        sign_assignment(branch.pk, by=made.people.triage)
    with pytest.raises((NotAllowed, NotFound)):
        dispatch_complaint(
            make.received(made).pk, by=made.people.handler, order=Order(redacted_text="x")
        )
    with pytest.raises(NotAllowed):
        classify_complaint(
            branch.complaint_id, by=made.people.handler, version=branch.complaint.version,
            where=Where(address="东门"), category_id=None, demand_kind="help", urgency="normal",
            redacted_text="x",
        )  # fmt: skip

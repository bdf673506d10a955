"""One month worked by hand: 27 complaints through the actions, with every figure known before.

The period 2026-10 runs from 19 September to 18 October.

unit                         accepted closed valid contacted resolved satisfied basic  composite
城市管理办公室 (all)              12     11    10      9         8        6       2      80.2
城市管理办公室 (without one)       11     10     9      9         8        6       2      89.1
平安建设办公室                    4      4     4      4         3        2       1      76.5
晨光社区居委会                    2      2     2      2         2        1       1      98.0
西虚 城市管理办公室                6      6     3      3         2        2       1      82.0
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from complaints.actions.life import answer_complaint
from complaints.models import Actor, Area, Complaint, Organisation
from dispatch.actions.assignments import (
    Order,
    dispatch_complaint,
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.callbacks import (
    Answers,
    close_callback_invalid,
    complete_callback,
    open_callback,
    record_callback_attempt,
)
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.actions.giving_back import give_back
from dispatch.models import Assignment, Exclusion
from tests import make

PERIOD = "2026-10"
FIRST = datetime(2026, 9, 19, 0, 0, 0, tzinfo=make.BEIJING)
LAST = datetime(2026, 10, 18, 23, 59, 59, tzinfo=make.BEIJING)
INSIDE = datetime(2026, 10, 2, 10, 0, tzinfo=make.BEIJING)
AS_OF = datetime(2026, 11, 10, 12, 0, tzinfo=make.BEIJING)
MACHINE = Actor.MACHINE
GOOD = Answers(contacted=True, resolved=True, satisfaction="satisfied")
FAIR = Answers(contacted=True, resolved=True, satisfaction="basic")
POOR = Answers(contacted=True, resolved=False, satisfaction="not")
WORST = Answers(contacted=False, resolved=False, satisfaction="not")
HALF = Answers(contacted=True, resolved=False, satisfaction="basic")


@dataclass(frozen=True)
class Month:
    """The office and the complaints that tests name."""

    office: make.Office
    shared: Complaint
    excluded: Complaint
    open: Complaint
    first: Complaint
    last: Complaint


def golden_month() -> Month:
    """Work the whole month."""
    office = make.office()
    bodies, places = office.bodies, office.places
    city, safety, committee = bodies.city_office, bodies.safety_office, bodies.committee

    first = _done(office, city, GOOD, at=FIRST)
    last = _done(office, city, GOOD, at=LAST)
    for _ in range(3):
        _done(office, city, GOOD)
    shared = _shared(office, city, safety)
    for _ in range(2):
        _done(office, city, FAIR)
    _done(office, city, POOR)
    excluded = _done(office, city, WORST)
    _exclude(office, excluded, is_granted=True)
    _unreached(office, city)
    waiting = _sent(office, city).complaint

    for answers in (GOOD, GOOD, FAIR):
        _done(office, safety, answers, place=places.other_community)

    _returned_then_done(office, safety, committee)
    refused = _done(office, committee, FAIR)
    _exclude(office, refused, is_granted=False)

    for answers in (GOOD, GOOD):
        _done(office, bodies.next_office, answers, place=places.next_community)
    for _ in range(3):
        _unreached(office, bodies.next_office, place=places.next_community)
    pending = _done(office, bodies.next_office, HALF, place=places.next_community)
    _exclude(office, pending, is_granted=None)

    asked = make.filed(office, at=INSIDE, category=office.advice).complaint
    answer_complaint(asked.pk, by=MACHINE, answer="请带身份证到窗口办理。", at=INSIDE)
    make.filed(office, at=INSIDE, is_placed=False)

    # A second too early and a second too late.
    _done(office, city, GOOD, at=FIRST - timedelta(seconds=1))
    _done(office, city, GOOD, at=LAST + timedelta(seconds=1))
    return Month(office, shared, excluded, waiting, first, last)


def _sent(
    office: make.Office,
    unit: Organisation,
    *,
    at: datetime = INSIDE,
    place: Area | None = None,
    complaint: Complaint | None = None,
    role: str = Assignment.Role.LEAD,
) -> Assignment:
    complaint = complaint or make.filed(office, at=at, community=place).complaint
    order = Order(
        organisation_id=unit.pk,
        role=role,
        override_reason="按月表练习派单",
        redacted_text=complaint.redacted_text,
    )
    return dispatch_complaint(complaint.pk, by=MACHINE, order=order, at=at + timedelta(minutes=10))


def _closed(branch: Assignment) -> None:
    at = branch.dispatched_at + timedelta(minutes=20)
    sign_assignment(branch.pk, by=MACHINE, at=at)
    record_contact(branch.pk, by=MACHINE, method="phone", outcome="reached", at=at)
    report_result(branch.pk, by=MACHINE, outcome="solved", text="已经处理。", at=at)
    tell_resident(branch.pk, by=MACHINE, at=at)
    tell_hotline(branch.pk, by=MACHINE, at=at)


def _asked(branch: Assignment, answers: Answers) -> None:
    callback = open_callback(branch.pk, at=branch.feedback_due_at)
    assert callback is not None
    complete_callback(callback.pk, by=MACHINE, answers=answers, at=branch.feedback_due_at)


def _done(
    office: make.Office,
    unit: Organisation,
    answers: Answers,
    *,
    at: datetime = INSIDE,
    place: Area | None = None,
) -> Complaint:
    branch = _sent(office, unit, at=at, place=place)
    _closed(branch)
    _asked(branch, answers)
    return branch.complaint


def _shared(office: make.Office, lead: Organisation, helper: Organisation) -> Complaint:
    first = _sent(office, lead)
    second = _sent(office, helper, complaint=first.complaint, role=Assignment.Role.CO)
    for branch in (first, second):
        _closed(branch)
    _asked(first, GOOD)
    _asked(second, POOR)
    return first.complaint


def _unreached(office: make.Office, unit: Organisation, *, place: Area | None = None) -> None:
    branch = _sent(office, unit, place=place)
    _closed(branch)
    at = branch.feedback_due_at
    callback = open_callback(branch.pk, at=at)
    assert callback is not None
    record_callback_attempt(callback.pk, by=MACHINE, outcome="refused", at=at)
    close_callback_invalid(callback.pk, by=MACHINE, ground="refused", at=at)


def _returned_then_done(office: make.Office, unit: Organisation, other: Organisation) -> None:
    branch = _sent(office, unit)
    with transaction.atomic():
        give_back(branch, [], by=MACHINE, at=branch.dispatched_at, reason="应由社区办理")
    second = _sent(office, other, complaint=Complaint.objects.get(pk=branch.complaint_id))
    _closed(second)
    _asked(second, GOOD)


def _exclude(office: make.Office, complaint: Complaint, *, is_granted: bool | None) -> None:
    branch = Assignment.objects.get(complaint=complaint)
    asker = office.people.desk
    if branch.organisation == office.bodies.next_office:
        asker = office.people.next_triage
    asked = apply_exclusion(branch.pk, by=asker, ground="outside_policy", evidence="无政策依据")
    if is_granted is not None:
        decide_exclusion(asked.pk, by=office.people.district_leader, is_granted=is_granted)
    assert Exclusion.objects.filter(assignment=branch).count() == 1

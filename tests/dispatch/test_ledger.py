"""Whoever holds it, for however long: the holders' spans add up to the elapsed time, and a branch
is in one hand at every instant, whatever is returned, handed over or sent on."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from complaints.errors import OfficeError
from complaints.models import Complaint, Holding, Organisation
from dispatch.actions.assignments import (
    Order,
    dispatch_complaint,
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.callbacks import Answers, complete_callback, open_callback
from dispatch.actions.merging import merge_complaints, split_complaint
from dispatch.actions.unit_endings import hand_over_unit, open_ending
from dispatch.kernels.ledger import ledger
from dispatch.models import Assignment, Callback, UnitEnding
from dispatch.selectors.ticket import ticket_page
from dispatch.states import ENDED
from tests import make

pytestmark = pytest.mark.django_db
UNITS = ("city_office", "safety_office", "committee")
STEPS = ("sign", "contact", "report", "tell_resident", "tell_hotline")
NEXT = {
    "to_sign": "sign", "signed": "contact", "contacted": "report",
    "resident_told": "tell_hotline", "hotline_told": "tell_resident",
}  # fmt: skip
units = st.sampled_from(UNITS)


class Ledger(RuleBasedStateMachine):
    """One complaint, another that may go along, three units; minutes go by with every step."""

    made: ClassVar[make.Office]
    taken: ClassVar[Counter[str]] = Counter()

    @initialize(how_far=st.sampled_from(("to_sign", "contacted", "reported", "resident_told")))
    def begin(self, how_far):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.complaint = make.received(self.made)
        self.other = make.received(self.made)
        self.at = make.START + timedelta(minutes=5)
        self.send("city_office", 1)
        for branch in self.branches():
            make.branch_in(self.made, how_far, branch=branch, at=make.START)
            self.at += timedelta(minutes=90)

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def run(self, act, *args, **kwargs):
        self.at += timedelta(minutes=7)
        try:
            with transaction.atomic():
                act(*args, at=self.at, **kwargs)
            self.taken[act.__name__] += 1
        except OfficeError:
            self.taken[f"refused {act.__name__}"] += 1

    def body(self, name):
        return getattr(self.made.bodies, name)

    def branches(self):
        rows = Assignment.objects.select_related("organisation", "complaint")
        return [one for one in rows.filter(complaint=self.complaint) if one.status not in ENDED]

    @rule(unit=units, is_lead=st.booleans())
    def send(self, unit, is_lead):
        order = Order(
            organisation_id=self.body(unit).pk, role="lead" if is_lead else "co",
            override_reason="试", redacted_text=self.complaint.redacted_text,
        )  # fmt: skip
        self.run(dispatch_complaint, self.complaint.pk, by=self.made.people.triage, order=order)

    @rule(resident_first=st.booleans())
    def go_on(self, resident_first):
        """Each unit takes its next step."""
        told = "tell_resident" if resident_first else "tell_hotline"
        for branch in self.branches():
            self.step(branch, NEXT.get(branch.status, told))

    @rule(step=st.sampled_from(STEPS))
    def jump(self, step):
        """Some step, whether it is its turn or not."""
        for branch in self.branches():
            self.step(branch, step)

    def step(self, branch, step):
        unit, desk = make.worker_of(self.made, branch), self.made.people.triage
        act, by, words = {
            "sign": (sign_assignment, unit, {}),
            "contact": (record_contact, unit, {"method": "phone", "outcome": "reached"}),
            "report": (report_result, unit, {"outcome": "solved", "text": "修好了。"}),
            "tell_resident": (tell_resident, unit, {}),
            "tell_hotline": (tell_hotline, desk, {}),
        }[step]
        self.run(act, branch.pk, by=by, **words)

    @rule(number=st.integers(0, 1))
    def give_back(self, number):
        def returned(branch, *, at):
            make.give_back(self.made, branch, at=at)

        for branch in self.branches()[number : number + 1]:
            self.run(returned, branch)

    @rule(unit=units, to=units)
    def end_unit(self, unit, to):
        def handed(*, at):
            desk = self.made.people.desk
            row = open_ending(self.body(unit).pk, by=desk, at=at)
            hand_over_unit(row.pk, by=desk, successor=self.body(to).pk, reason="撤并", at=at)

        self.run(handed)
        UnitEnding.objects.filter(done_at__isnull=True).delete()

    @rule()
    def merge(self):
        by = self.made.people.triage
        self.run(merge_complaints, self.complaint.pk, [self.other.pk], by=by, reason="同一件")

    @rule()
    def split(self):
        self.run(split_complaint, self.other.pk, by=self.made.people.triage)

    @rule()
    def judge_too_early(self):
        """No score without a branch, and none before its limit."""
        for branch in self.branches():
            assert open_callback(branch.pk, at=self.at) is None
        for callback in Callback.objects.filter(assignment__complaint=self.complaint):
            answers = Answers(contacted=True, resolved=True, satisfaction="satisfied")
            self.run(complete_callback, callback.pk, by=self.made.people.clerk, answers=answers)

    @invariant()
    def what_must_hold(self):
        if not hasattr(self, "complaint"):
            return
        for complaint in (self.complaint, self.other):
            self._of_one(Complaint.objects.get(pk=complaint.pk))

    def _of_one(self, complaint):
        live = [
            one for one in Assignment.objects.filter(complaint=complaint) if one.status not in ENDED
        ]
        # No close without both feedbacks; finished, everybody keeps a copy and acts no longer.
        for one in live:
            told = one.resident_told_at is not None and one.hotline_told_at is not None
            assert (one.status == "closed") is told
        if complaint.finished_at is not None:
            assert any(one.status == "closed" for one in live)
        acting = Holding.objects.filter(complaint=complaint).exclude(role="copy")
        now = list(acting.filter(until__isnull=True).values_list("organisation_id", "role"))
        # One hand for each branch, and no hand without one.
        assert sorted(now) == sorted((one.organisation_id, one.role) for one in live)
        leads = [one for one in live if one.role == "lead"]
        assert len(leads) <= 1
        assert (complaint.status == "received") is (not leads)
        for unit in Organisation.objects.filter(pk__in=acting.values("organisation")):
            self._spans(acting.filter(organisation=unit).order_by("since", "pk"))

    def _spans(self, rows):
        """A unit's spans lie behind each other, and add up to the time between its first instant
        and now, less the time in which it held nothing."""
        spans = [(one.since, one.until or self.at) for one in rows]
        assert all(start <= end for start, end in spans)
        gaps = [later[0] - before[1] for before, later in pairwise(spans)]
        assert all(gap >= timedelta() for gap in gaps)
        held = sum((end - start for start, end in spans), timedelta())
        assert held + sum(gaps, timedelta()) == spans[-1][1] - spans[0][0]


instants = st.integers(0, 2000)


@given(instants, instants, st.lists(st.tuples(st.sampled_from("abc"), instants, instants)))
def test_the_spans_lie_side_by_side_and_sum_to_the_elapsed_time(first, second, held):
    """Whatever was held when, overlapping, outside, backwards or not at all."""
    start, end = sorted((minute(first), minute(second)))
    given_spans = [(name, minute(since), minute(until)) for name, since, until in held]
    spans = ledger(start, end, given_spans)
    assert sum((span.length for span in spans), timedelta()) == end - start
    if spans:
        assert (spans[0].since, spans[-1].until) == (start, end)
    for before, later in pairwise(spans):
        assert before.until == later.since
        assert before.holder != later.holder
    assert all(span.length > timedelta() for span in spans)


def minute(number):
    return make.START + timedelta(minutes=number)


def test_the_ledger_by_hand() -> None:
    """Ten minutes to dispatch, an hour with a, an hour with nobody, then b until now."""
    held = [("a", minute(10), minute(70)), ("b", minute(130), None)]
    spans = ledger(minute(0), minute(200), held)
    assert [(one.holder, one.length.seconds // 60) for one in spans] == [
        ("", 10), ("a", 60), ("", 60), ("b", 70),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="2026"):
        ledger(minute(1), minute(0), held)


def test_the_ticket_says_who_led_it_and_for_how_long() -> None:
    office = make.office()
    branch = make.dispatched(office)
    number = branch.complaint.number
    assert ticket_page(number, office.people.triage).ledger == ()
    make.give_back(office, branch)
    spans = ticket_page(number, office.people.triage).ledger
    assert [span.holder for span in spans] == ["", office.bodies.city_office.name, ""]
    assert spans[0].since == branch.complaint.received_at
    client = Client()
    client.force_login(office.people.triage)
    page = client.get(reverse("office-ticket", args=[number])).content.decode()
    assert "经手单位和时长" in page


def test_two_hundred_lives_keep_one_hand_on_every_branch() -> None:
    Ledger.made = make.office()
    Ledger.taken.clear()
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=200, stateful_step_count=10, deadline=None, derandomize=True,
            database=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    # The lives were lived: each step was taken many times, and refused too.
    for step in ("record_contact", "report_result", "tell_resident", "tell_hotline"):
        assert Ledger.taken[step] >= 5, sorted(Ledger.taken.items())
    for step in ("dispatch_complaint", "sign_assignment", "returned", "handed", "merge_complaints"):
        assert Ledger.taken[step] >= 10, dict(Ledger.taken)


def test_the_spans_of_the_holders_add_up_to_the_elapsed_time_by_hand() -> None:
    """One lead after another: returned after an hour, sent on after two, handed over after five."""
    office = make.office()
    first = make.dispatched(office)
    hour = timedelta(hours=1)
    start = first.dispatched_at
    make.give_back(office, first, at=start + hour)
    order = Order(
        organisation_id=office.bodies.safety_office.pk, override_reason="改派",
        redacted_text=first.complaint.redacted_text,
    )  # fmt: skip
    key = first.complaint_id
    dispatch_complaint(key, by=office.people.triage, order=order, at=start + 2 * hour)
    row = open_ending(office.bodies.safety_office.pk, by=office.people.desk, at=start + 3 * hour)
    hand_over_unit(
        row.pk, by=office.people.desk, successor=office.bodies.city_office.pk, reason="撤并",
        at=start + 5 * hour,
    )  # fmt: skip
    end = start + 9 * hour
    spans = [
        (one.organisation_id, (one.until or end) - one.since)
        for one in Holding.objects.filter(complaint=key).order_by("since", "pk")
    ]
    city, safety = office.bodies.city_office.pk, office.bodies.safety_office.pk
    assert spans == [(city, hour), (safety, 3 * hour), (city, 4 * hour)]
    # Eight of nine hours: for one nobody held it, and it waited for dispatch.
    assert sum((span for _unit, span in spans), timedelta()) == end - start - hour

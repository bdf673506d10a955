"""G1: whatever is pressed by whomever in whatever order, what must hold holds."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from complaints.actions.advising import Advising, advise_complaint, resume_complaint
from complaints.actions.following_up import Opinion, add_supplement, chase_complaint
from complaints.actions.intake import Where
from complaints.actions.life import answer_complaint, archive_complaint, classify_complaint
from complaints.errors import OfficeError
from complaints.models import (
    Actor,
    Advice,
    Chase,
    Complaint,
    ComplaintEvent,
    Holding,
    Rating,
    Reopening,
    Supplement,
    User,
)
from dispatch.actions.asks.asking import Wish, ask
from dispatch.actions.asks.deciding import decide_ask
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
from dispatch.actions.turning import rate_and_settle, reopen, withdraw_complaint
from dispatch.models import Ask, Assignment, AssignmentEvent, Callback, Exclusion
from tests import make

pytestmark = pytest.mark.django_db

DUE = ("sign_due_at", "contact_due_at", "onsite_due_at", "feedback_due_at")
# The bodies of the path by name, and who may try a step: everybody, rightly or not.
BODIES = ("city_office", "safety_office", "committee", "property")
PEOPLE = ("triage", "desk", "handler", "safety_handler", "community_worker", "property_clerk",
          "clerk", "head", "district_leader", "city_viewer")  # fmt: skip


def object_to(key: int, *, by: User, at: datetime) -> None:
    """It is not for this unit."""
    ask(key, by=by, wish=Wish(kind="objection", ground="not_ours", words="不归本单位"), at=at)


def let_go(key: int, *, by: User, at: datetime) -> None:
    """The office agrees that it is not."""
    row = Ask.objects.filter(assignment=key).order_by("-pk").first()
    decide_ask(row.pk if row else 0, by=by, is_granted=True, at=at)


STEPS: dict[str, tuple[Any, dict[str, Any]]] = {
    "sign": (sign_assignment, {}),
    "try": (record_contact, {"method": "phone", "outcome": "no_answer"}),
    "contact": (record_contact, {"method": "visit", "outcome": "reached"}),
    "report": (report_result, {"outcome": "solved", "text": "修好了"}),
    "object": (object_to, {}),
    "let_go": (let_go, {}),
    "resident": (tell_resident, {}),
    "hotline": (tell_hotline, {}),
}
TURNS: dict[str, tuple[Any, dict[str, Any]]] = {
    "add": (add_supplement, {"text": "还没有人来"}),
    "chase": (chase_complaint, {}),
    "rate": (rate_and_settle, {"opinion": Opinion(True, False, "not")}),
    "reopen": (reopen, {"reason": "又坏了"}),
    "withdraw": (withdraw_complaint, {"reason": "solved"}),
}
# Told beside the complaint: its row is not saved by them.
SAID_BESIDE = {"chase", "rate"}
who = st.sampled_from(PEOPLE)
# Mostly the one whose step it is, so that lives go far; else anybody.
pick = st.integers(min_value=0, max_value=3)
step = st.tuples(st.sampled_from(sorted(STEPS)), pick, who)


ROWS = (Complaint, Assignment, Ask, Callback, Exclusion, ComplaintEvent, AssignmentEvent, Holding,
        Supplement, Chase, Rating, Reopening, Advice)  # fmt: skip


class Office(RuleBasedStateMachine):
    """One complaint and all its branches under any sequence of steps by anybody."""

    taken: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()

    @initialize(bodies=st.lists(st.sampled_from(BODIES), max_size=2, unique=True))
    def open_the_office(self, bodies):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.made = make.office()
        self.at = make.START
        self.key = make.received(self.made).pk
        self.due: dict[int, tuple[Any, ...]] = {}
        self.classify("desk", chance=1, fresh=1)
        for place, body in enumerate(bodies):
            self.dispatch("triage", body, is_co=place > 0, chance=1)

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def person(self, name: str) -> User:
        return User.objects.get(pk=getattr(self.made.people, name).pk)

    def worker(self, branch: Assignment | None, name: str, chance: int) -> User:
        """Three times in four the unit's own person."""
        if branch is None or not chance:
            return self.person(name)
        return User.objects.get(pk=make.worker_of(self.made, branch).pk)

    def branch(self, number: int) -> Assignment | None:
        rows = list(Assignment.objects.filter(complaint_id=self.key).order_by("-pk")[:3])
        return rows[number % len(rows)] if rows else None

    def run(self, act, *args, **kwargs):
        """Run a verb; refused, it has changed nothing."""
        self.at += timedelta(minutes=7)
        before = self.rows()
        try:
            with transaction.atomic():
                act(*args, at=self.at, **kwargs)
            self.taken[act.__name__] += 1
        except OfficeError:
            self.refused[act.__name__] += 1
            assert self.rows() == before

    def rows(self):
        return [list(model._default_manager.order_by("pk").values()) for model in ROWS]

    @rule(name=who, chance=pick, fresh=pick)
    def classify(self, name, chance, fresh):
        complaint = Complaint.objects.get(pk=self.key)
        self.run(
            classify_complaint, self.key, by=self.person("desk" if chance else name),
            version=complaint.version - (not fresh),
            where=Where(address="东门", community_id=self.made.places.community.pk),
            category_id=self.made.category.pk, demand_kind="help", urgency="normal",
            redacted_text="路灯坏了",
        )  # fmt: skip

    @rule(name=who, body=st.sampled_from(BODIES), is_co=st.booleans(), chance=pick)
    def dispatch(self, name, body, is_co, chance):
        order = Order(
            organisation_id=getattr(self.made.bodies, body).pk,
            role=Assignment.Role.CO if is_co else Assignment.Role.LEAD,
            override_reason="改派", redacted_text="路灯坏了",
        )  # fmt: skip
        by = self.person("triage" if chance else name)
        self.run(dispatch_complaint, self.key, by=by, order=order)

    @rule(name=who, verb=st.sampled_from(("answer", "advise", "resume", "archive", "archive")))
    def close_the_matter(self, name, verb):
        if verb == "answer":
            self.run(answer_complaint, self.key, by=self.person(name), answer="按规定办理")
        elif verb == "advise":
            advising = Advising("statutory-petition", "请走信访渠道")
            self.run(advise_complaint, self.key, by=self.person(name), advising=advising)
        elif verb == "resume":
            self.run(resume_complaint, self.key, by=self.person(name))
        else:
            self.run(archive_complaint, self.key, by=self.person("triage"))

    @rule(
        number=pick,
        steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), pick, who), max_size=8),
    )
    def work(self, number, steps):
        """A unit goes on with its part for a while, mostly as it should."""
        for verb, chance, name in steps:
            branch = self.branch(number)
            if branch is None:
                return
            wanted = self.next_step(branch) if chance else verb
            by = self.worker(branch, name, chance)
            if wanted in {"hotline", "let_go"}:
                by = self.person("triage" if chance else name)
            act, more = STEPS[wanted]
            self.run(act, branch.pk, by=by, **more)
            self.what_must_hold()

    def next_step(self, branch: Assignment) -> str:
        return {
            "to_sign": "sign", "signed": "contact", "contacted": "report", "reported": "hotline",
            "hotline_told": "resident", "resident_told": "hotline",
        }.get(branch.status, "object")  # fmt: skip

    @rule(number=pick, steps=st.lists(step, min_size=6, max_size=8))
    def work_on(self, number, steps):
        """Twice in the bag, so that lives get far."""
        self.work(number, steps)

    @rule()
    def let_the_limit_pass(self):
        self.at += timedelta(days=8)
        for branch in Assignment.objects.awaiting_callback(self.at):
            self.run(open_callback, branch.pk, by=Actor.MACHINE)

    @rule(answers=st.booleans(), is_again=st.booleans())
    def go_to_the_end(self, answers, is_again):
        """From wherever it stands, by everybody's right next step, and perhaps round again."""
        for branch in Assignment.objects.open().filter(complaint_id=self.key):
            while branch.status != "closed":
                wanted = self.next_step(branch)
                by = self.person("triage") if wanted == "hotline" else self.worker(branch, "", 1)
                act, more = STEPS[wanted]
                self.run(act, branch.pk, by=by, **more)
                branch.refresh_from_db()
                self.what_must_hold()
        if is_again:
            self.the_caller_turns_to_the_office("", [("rate", 2)])
        self.let_the_limit_pass()
        for call in Callback.objects.filter(assignment__complaint=self.key, status="open"):
            self.run(record_callback_attempt, call.pk, by=self.person("clerk"), outcome="no_answer")
            given = Answers(True, answers, "basic")
            self.run(complete_callback, call.pk, by=self.person("clerk"), answers=given)
            self.what_must_hold()
        self.run(archive_complaint, self.key, by=self.person("triage"))
        if is_again:
            self.run(reopen, self.key, by=Actor.RESIDENT, reason="又坏了")
            self.dispatch("triage", "city_office", is_co=False, chance=1)

    @rule(name=who, acts=st.lists(st.tuples(st.sampled_from(sorted(TURNS)), pick), min_size=1))
    def the_caller_turns_to_the_office(self, name, acts):
        """Mostly himself; else anybody says that he speaks for him."""
        for act, chance in acts:
            # A withdrawal ends a life: one in four of them, so that most go on.
            verb, more = TURNS["chase" if act == "withdraw" and chance else act]
            by = self.person(name) if chance == 1 else Actor.RESIDENT
            self.run(verb, self.key, by=by, **more)
            self.what_must_hold()

    @rule(number=pick, name=who, chance=pick, kind=st.sampled_from(("try", "answer", "invalid")))
    def call_back(self, number, name, chance, kind):
        branch = self.branch(number)
        call = Callback.objects.filter(assignment=branch).first() if branch else None
        if call is None:
            return
        by = self.person("clerk" if chance else name)
        if kind == "try":
            self.run(record_callback_attempt, call.pk, by=by, outcome="no_answer")
        elif kind == "answer":
            self.run(complete_callback, call.pk, by=by, answers=Answers(True, True, "satisfied"))
        else:
            self.run(close_callback_invalid, call.pk, by=by, ground="unreachable")

    @rule(number=pick, name=who, chance=pick, is_granted=st.booleans())
    def exclude(self, number, name, chance, is_granted):
        branch = self.branch(number)
        if branch is None:
            return
        pending = Exclusion.objects.filter(assignment=branch, decision="pending").first()
        if pending is None:
            by = self.person("desk" if chance else name)
            self.run(apply_exclusion, branch.pk, by=by, ground="other", evidence="依据")
        else:
            by = self.person("district_leader" if chance else name)
            self.run(decide_exclusion, pending.pk, by=by, is_granted=is_granted)

    @invariant()
    def what_must_hold(self):
        if hasattr(self, "key"):
            self.events_are_as_many_as_versions_and_hang_together()
            self.one_live_lead_at_most_and_units_hold_what_they_work_on()
            self.closed_means_told_twice_and_no_limit_ever_moves()
            self.what_is_finished_has_its_instant_and_what_is_called_back_was_asked()

    def events_are_as_many_as_versions_and_hang_together(self):
        complaint = Complaint.objects.get(pk=self.key)
        events = list(complaint.events.exclude(verb="add_photo").order_by("pk"))
        saved = [event for event in events if event.verb not in SAID_BESIDE]
        assert len(saved) == complaint.version
        for earlier, later in pairwise(events):
            assert later.from_status == earlier.to_status
            assert later.at >= earlier.at
        assert events[-1].to_status == complaint.status
        assert all(event.by_id or event.actor != Actor.USER for event in events)

    def one_live_lead_at_most_and_units_hold_what_they_work_on(self):
        live = Assignment.objects.live().filter(complaint_id=self.key)
        now = live.this_round()
        assert now.filter(role=Assignment.Role.LEAD).count() <= 1
        assert not live.open().exclude(pk__in=now).exists()
        held = Holding.objects.filter(complaint_id=self.key, until__isnull=True)
        acting = held.exclude(role=Holding.Role.COPY)
        # Taken back by its caller it is in no unit's sight, done or not.
        is_over = Complaint.objects.filter(pk=self.key, status="withdrawn").exists()
        assert set(acting.values_list("organisation_id", flat=True)) == (
            set() if is_over else set(now.values_list("organisation_id", flat=True))
        )
        units = list(held.values_list("organisation_id", flat=True))
        assert len(units) == len(set(units))

    def closed_means_told_twice_and_no_limit_ever_moves(self):
        for branch in Assignment.objects.filter(complaint_id=self.key):
            instants = tuple(getattr(branch, name) for name in DUE)
            assert self.due.setdefault(branch.pk, instants) == instants
            both = bool(branch.resident_told_at and branch.hotline_told_at)
            assert (branch.status == "closed") is (both and branch.closed_at is not None)
            assert (branch.status == "returned") is bool(branch.return_reason)
            events = list(AssignmentEvent.objects.filter(assignment=branch).order_by("pk"))
            assert events[-1].to_status == branch.status

    def what_is_finished_has_its_instant_and_what_is_called_back_was_asked(self):
        complaint = Complaint.objects.get(pk=self.key)
        if complaint.status in {"finished", "answered", "advised", "archived"}:
            assert complaint.finished_at is not None
        if complaint.status == "called_back":
            live = Assignment.objects.live().this_round().filter(complaint=complaint)
            assert not live.exclude(callback__status="done").exists()
        earlier = Assignment.objects.live().filter(complaint=complaint, round__lt=complaint.round)
        assert not earlier.exclude(status="closed", callback__status="done").exists()
        assert complaint.reopenings.count() == complaint.round - 1
        assert complaint.chases.count() == complaint.chase_count


def test_g1_no_order_of_steps_breaks_what_must_hold():
    Office.taken.clear()
    Office.refused.clear()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=36, stateful_step_count=25, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip
    # Lives went all the way, and refusals were met everywhere.
    verbs = {act.__name__ for act, _more in STEPS.values()} - {"object_to", "let_go"}
    verbs |= {verb.__name__ for verb, _more in TURNS.values()}
    verbs |= {"classify_complaint", "dispatch_complaint", "archive_complaint", "open_callback",
              "complete_callback", "apply_exclusion", "decide_exclusion"}  # fmt: skip
    assert verbs <= set(Office.taken)
    assert Office.taken.total() > 150
    assert Office.refused.total() > 150

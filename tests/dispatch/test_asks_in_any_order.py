"""Whatever is asked and decided by whomever in whatever order: one of a kind at a time, nobody
decides for himself, and the limit is the first one and every time that was granted."""

from collections import Counter
from datetime import timedelta
from typing import ClassVar

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

from complaints.errors import OfficeError
from complaints.models import User
from dispatch.actions.asks.asking import Wish, ask, take_back_ask
from dispatch.actions.asks.deciding import decide_ask, review_shelf, start_clock, strike_off
from dispatch.actions.assignments import sign_assignment
from dispatch.models import Ask, Assignment, AssignmentEvent
from dispatch.models.ask import GROUNDS
from dispatch.states import ASK_FROM
from tests import make

pytestmark = pytest.mark.django_db

WHO = ("handler", "triage", "desk", "district_leader", "head", "community_worker")
RIGHT = {"objection": "desk", "extension": "desk", "pause": "desk", "shelf": "district_leader"}
VERBS = ("decide", "decide", "decide", "take_back", "finish", "finish", "sign")
kinds = st.sampled_from(sorted(RIGHT))
hours = st.integers(min_value=-2, max_value=80)
act = st.tuples(st.sampled_from(VERBS), st.sampled_from(WHO), st.booleans(), st.booleans())


class Asking(RuleBasedStateMachine):
    """One branch of a unit, and all that is asked for it."""

    taken: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()
    # Everybody, made once: each life is taken back to there.
    made: ClassVar[make.Office]

    @initialize(status=st.sampled_from(("to_sign", "signed", "contacted", "contacted", "reported")))
    def order(self, status):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.branch = make.branch_in(self.made, status)
        self.first = self.branch.feedback_due_at
        self.at = self.branch.dispatched_at + timedelta(hours=2)

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def person(self, name: str) -> User:
        return User.objects.get(pk=getattr(self.made.people, name).pk)

    def run(self, act, *args, **kwargs):
        self.at += timedelta(minutes=20)
        before = list(Ask.objects.order_by("pk").values())
        try:
            with transaction.atomic():
                act(*args, at=self.at, **kwargs)
            self.taken[act.__name__] += 1
        except OfficeError:
            self.refused[act.__name__] += 1
            assert list(Ask.objects.order_by("pk").values()) == before
        self.what_must_hold()

    @rule(kind=kinds, hours=hours, acts=st.lists(act, min_size=1, max_size=4))
    def ask_and_go_on(self, kind, hours, acts):
        """One thing is asked, mostly where it can be, and then this and that is done with it."""
        branch = Assignment.objects.get(pk=self.branch.pk)
        fitting = [one for one in RIGHT if branch.status in ASK_FROM[one]]
        self.ask_for(fitting[hours % len(fitting)] if fitting and hours % 4 else kind, hours)
        for verb, name, is_right, yes in acts:
            row = Ask.objects.order_by("-pk").first()
            if row is not None:
                self.go_on(row, verb, name if not is_right else "", yes)

    def ask_for(self, kind, hours):
        due = Assignment.objects.get(pk=self.branch.pk).feedback_due_at
        start = due if kind == "extension" else self.at + timedelta(hours=1)
        wish = Wish(
            kind=kind,
            ground=GROUNDS[kind][hours % len(GROUNDS[kind])],
            words="依据在案",
            until_at=start + timedelta(hours=hours),
            plan="列入计划",
            review_on=(self.at + timedelta(hours=24 + hours)).date(),
            told_by="phone" if hours % 7 else "",
        )
        self.run(
            ask,
            self.branch.pk,
            by=self.person(WHO[hours % 9 % len(WHO)] if hours % 5 == 0 else "handler"),
            wish=wish,
        )

    def go_on(self, row, verb, name, yes):
        decider = self.person(name or RIGHT[row.kind])
        if verb == "decide":
            self.run(decide_ask, row.pk, by=decider, is_granted=yes, words="已核")
        elif verb == "take_back":
            self.run(take_back_ask, row.pk, by=self.person(name or "handler"))
        elif verb == "finish" and row.kind == "pause":
            self.run(start_clock, row.pk, by=self.person(name or "desk"))
        elif verb == "finish" and yes:
            day = (self.at + timedelta(days=9)).date()
            by = self.person(name or "desk")
            self.run(review_shelf, row.pk, by=by, words="看过", next_on=day)
        elif verb == "finish":
            self.run(strike_off, row.pk, by=self.person(name or "desk"), result="好了")
        else:
            self.run(sign_assignment, self.branch.pk, by=self.person("handler"))

    @rule(days=st.integers(1, 3))
    def wait(self, days):
        self.at += timedelta(days=days)

    @invariant()
    def what_must_hold(self):
        if not hasattr(self, "branch"):
            return
        branch = Assignment.objects.get(pk=self.branch.pk)
        rows = list(Ask.objects.filter(assignment=branch))
        pending = Counter(one.kind for one in rows if one.status == "pending")
        assert all(count == 1 for count in pending.values())
        assert sum(one.kind == "shelf" and one.status == "granted" for one in rows) <= 1
        for one in rows:
            assert one.decided_by_id != one.asked_by_id
            assert (one.status in {"granted", "refused", "ended"}) is (one.decided_at is not None)
        assert branch.feedback_due_at == self.first + sum(map(given, rows), timedelta())
        upheld = any(one.kind == "objection" and one.status == "granted" for one in rows)
        assert (branch.status == "returned") is upheld
        told = AssignmentEvent.objects.filter(assignment=branch, verb__startswith="ask_").count()
        assert told == len(rows)


def given(row: Ask) -> timedelta:
    """How much later the limit is for it: what was granted, less what was not used."""
    if row.due_after_at is None or row.due_before_at is None:
        return timedelta()
    unused = timedelta()
    if row.kind == "pause" and row.ended_at and row.until_at:
        unused = row.until_at - row.ended_at
    return row.due_after_at - row.due_before_at - unused


def test_whatever_is_asked_in_whatever_order_the_limit_is_the_sum_of_what_was_granted():
    Asking.made = make.office()
    Asking.taken.clear()
    Asking.refused.clear()
    run_state_machine_as_test(
        Asking,
        settings=settings(
            max_examples=200, stateful_step_count=5, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip
    assert set(Asking.taken) >= {
        "ask", "decide_ask", "take_back_ask", "start_clock", "review_shelf", "strike_off",
    }  # fmt: skip
    assert Asking.taken.total() > 300
    assert Asking.refused.total() > 300

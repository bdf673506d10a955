"""Two hundred random lives of a whistle: whatever the order of steps, what must hold holds."""

from collections import Counter
from datetime import date, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from django.db.models import Count
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
from dispatch.actions.whistles.answering import excuse, fall_silent, leave, refuse
from dispatch.actions.whistles.blowing import Call, call_off, summon_unit
from dispatch.actions.whistles.ending import conclude, score
from dispatch.actions.whistles.working import lay_duty, settle_duty
from dispatch.models import Breach, Duty, Summons, Whistle, WhistleScore
from dispatch.states import CAME, UNANSWERED
from tests import make
from tests.whistling import GROUND, MINUTE, Called, blown, called, came

pytestmark = pytest.mark.django_db
BODY = st.integers(0, 1)
LIVES, STEPS = 220, 22


class WhistleLife(RuleBasedStateMachine):
    """One street, two departments; the clock goes on a few minutes with every step."""

    made: ClassVar[make.Office]
    who: ClassVar[Called]
    ended: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.bodies = (self.who.housing, self.who.fire)
        self.clerks = (self.who.housing_clerk, self.who.fire_clerk)
        self.now = make.START
        self.key = blown(self.made, self.who.housing).pk
        self.breached: set[int] = set()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            type(self).ended[Whistle.objects.get(pk=self.key).status] += 1
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def try_to(self, step) -> None:
        """A refusal is an answer like any other."""
        self.now += 7 * MINUTE
        try:
            step()
        except OfficeError as error:
            type(self).refused[type(error).__name__] += 1

    def summons(self, turn: int) -> Summons | None:
        return Summons.objects.filter(whistle=self.key, organisation=self.bodies[turn]).first()

    def on(self, turn: int, step) -> None:
        if (summons := self.summons(turn)) is not None:
            self.try_to(lambda: step(summons))

    @rule()
    def summon(self) -> None:
        call = Call(self.who.fire.pk, "查消防", GROUND)
        self.try_to(lambda: summon_unit(self.key, call, by=self.made.people.desk, at=self.now))

    @rule(turn=BODY)
    def come(self, turn: int) -> None:
        self.on(turn, lambda one: came(one, by=self.clerks[turn], at=self.now))

    @rule(turn=BODY)
    def keep_silent(self, turn: int) -> None:
        self.on(turn, lambda one: fall_silent(one.pk, at=self.now))

    @rule(turn=BODY)
    def say_no(self, turn: int) -> None:
        self.on(turn, lambda one: refuse(one.pk, by=self.clerks[turn], words="不来", at=self.now))

    @rule(turn=BODY)
    def let_off(self, turn: int) -> None:
        desk = self.made.people.desk
        self.on(
            turn, lambda one: excuse(one.pk, by=desk, ground="other", note="处置完", at=self.now)
        )

    @rule(turn=BODY)
    def go(self, turn: int) -> None:
        self.on(turn, lambda one: leave(one.pk, by=self.clerks[turn], at=self.now))

    @rule(turn=BODY, is_unit=st.booleans())
    def give_points(self, turn: int, is_unit: bool) -> None:
        by = self.clerks[turn] if is_unit else self.made.people.desk
        self.on(turn, lambda one: score(one.pk, by=by, points=80, words="好", at=self.now))

    @rule(turn=BODY, is_on_spot=st.booleans())
    def owe(self, turn: int, is_on_spot: bool) -> None:
        owners, due = [self.bodies[turn].pk], date(2026, 11, 2) + timedelta(days=3)
        desk = self.made.people.desk
        self.try_to(
            lambda: lay_duty(
                self.key, by=desk, owners=owners, what="办", due_on=due, is_on_spot=is_on_spot,
                at=self.now,
            )
        )  # fmt: skip

    @rule(is_kept=st.booleans())
    def settle(self, is_kept: bool) -> None:
        duty = Duty.objects.filter(whistle=self.key, result="").first()
        if duty is not None:
            desk = self.made.people.desk
            self.try_to(
                lambda: settle_duty(duty.pk, by=desk, is_kept=is_kept, evidence="在案", at=self.now)
            )

    @rule()
    def end(self) -> None:
        self.try_to(lambda: conclude(self.key, by=self.made.people.desk, at=self.now))

    @rule(is_meant=st.integers(0, 9))
    def take_back(self, is_meant: int) -> None:
        if is_meant == 9:
            desk = self.made.people.desk
            self.try_to(lambda: call_off(self.key, by=desk, reason="误报", at=self.now))

    @invariant()
    def what_must_hold(self) -> None:
        if not hasattr(self, "key"):
            return
        whistle = Whistle.objects.get(pk=self.key)
        summons = list(whistle.summons.all())
        waited = [one for one in summons if one.status in UNANSWERED]
        if whistle.status in {"concluded", "called_off", "at_work"}:
            assert not waited
        if whistle.status == "concluded":
            assert not Duty.objects.filter(whistle=whistle, result="").exists()
            for one in summons:
                given = WhistleScore.objects.filter(summons=one).count()
                assert given == (2 if one.status in CAME else 0)
        # Once a breach, always one breach; and none of them is ever undone.
        twice = Breach.objects.values("summons").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.exists()
        now = set(Breach.objects.values_list("summons_id", flat=True))
        assert self.breached <= now
        self.breached = now
        for one in summons:
            is_late = one.reported_in_at is not None and one.reported_in_at >= one.report_by_at
            if is_late or one.status in {"silent", "refused"}:
                assert one.pk in now
            if one.status == "left":
                owed = Duty.objects.filter(owner=one.organisation, is_on_spot=True, result="")
                assert not owed.filter(at__lt=one.left_at).exists()


def test_no_order_of_steps_breaks_what_a_whistle_must_hold():
    WhistleLife.made = make.office()
    WhistleLife.who = called(WhistleLife.made)
    WhistleLife.ended.clear()
    WhistleLife.refused.clear()
    run_state_machine_as_test(
        WhistleLife,
        settings=settings(
            max_examples=LIVES, stateful_step_count=STEPS, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip
    # Lives came to every end, and refusals of every kind were met on the way.
    assert sum(WhistleLife.ended.values()) >= 200
    assert set(WhistleLife.ended) == {"blown", "at_work", "concluded", "called_off"}
    assert {"Conflict", "WrongState"} <= set(WhistleLife.refused)

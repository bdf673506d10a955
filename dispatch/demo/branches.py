"""One unit's part, from signing to the callback, as steps with their instants."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints.demo.demands import Demand
from complaints.demo.words import general
from complaints.models import Actor, ClockLimit, DemandKind, Organisation, User
from dispatch.actions.bulk import lives
from dispatch.demo.answers import report_text, what_the_caller_says
from dispatch.demo.office import Office
from dispatch.demo.quality import Quality
from dispatch.models import Callback, CallbackAttempt, ContactAttempt, Report

_MINUTE = timedelta(minutes=1)
_NEVER = 0.012
_Tried = CallbackAttempt.Outcome
_Ground = Callback.InvalidGround
_NO_ANSWERS = (
    (_Tried.NO_ANSWER, 3, _Ground.UNREACHABLE, 55),
    (_Tried.REFUSED, 1, _Ground.REFUSED, 30),
    (_Tried.WRONG_NUMBER, 1, _Ground.WRONG_NUMBER, 15),
)


@dataclass(slots=True)
class Part:
    """A unit asked at an instant. `outcome`, `was_reached` and `ends` come with `steps`."""

    office: Office
    demand: Demand
    unit: Organisation
    worker: User
    branch: int
    start: datetime
    clock_kind: str
    outcome: str = ""
    was_reached: bool = False
    closed_at: datetime | None = None
    called_at: datetime | None = None

    @property
    def chance(self) -> random.Random:
        return self.demand.chance

    @property
    def due(self) -> datetime:
        stage = ClockLimit.Stage.FEEDBACK
        limits = self.office.limits
        return limits.due_instants([stage], clock_kind=self.clock_kind, start=self.start)[stage]

    @property
    def quality(self) -> Quality:
        return self.office.quality_of(self.unit, self.demand)

    def steps(self) -> Iterator[lives.Step]:
        """Unordered between work and callback; the whole life is sorted by instant."""
        yield from self._work()
        yield from self._callback()

    def _work(self) -> Iterator[lives.Step]:
        chance, limit = self.chance, self.due - self.start
        at = self.start + min(_minutes(chance, 11), limit / 6) + self._delay(hours=20)
        yield lives.Sign(by=self.worker, at=at, branch=self.branch)
        tries = list(self._tries(at, limit))
        yield from tries
        if chance.random() < _NEVER:
            return
        quality = self.quality
        if chance.random() < quality.late:
            at = self.due + timedelta(hours=min(chance.expovariate(1 / 30), 240))
        else:
            share = min(0.9, max(0.04, chance.gauss(quality.pace, 0.17)))
            at = self.start + limit * share
        at = max(at, tries[-1].at + _MINUTE)
        self.outcome = self._outcome()
        anonymous = self.demand.draft.caller.is_empty
        text = report_text(
            self.demand.topic, self.outcome, self.demand.filler, is_anonymous=anonymous
        )
        yield lives.ReportBack(
            by=self.worker, at=at, branch=self.branch, outcome=self.outcome, text=text
        )
        yield from self._feedback(at, limit)

    def _tries(self, at: datetime, limit: timedelta) -> Iterator[lives.Contact]:
        chance, said = self.chance, general()
        method = ContactAttempt.Method.PHONE
        at += min(_minutes(chance, 16), limit / 8)
        if self.demand.draft.caller.is_empty:
            outcome = ContactAttempt.Outcome.NO_CONTACT
            yield self._tried(at, method, outcome, "到现场查看")
            return
        fate = chance.random()
        if fate < 0.16:
            note = chance.choice(said["contact.failed"])
            yield self._tried(at, method, ContactAttempt.Outcome.NO_ANSWER, note)
            at += min(_minutes(chance, 90), limit / 10)
        if fate < 1 - self.quality.reach and fate < 0.1:
            yield self._tried(at, method, ContactAttempt.Outcome.NO_ANSWER, "")
            return
        self.was_reached = True
        if chance.random() < 0.25:
            method = ContactAttempt.Method.VISIT
        note = chance.choice(said["contact.note"]) if chance.random() < 0.6 else ""
        yield self._tried(at, method, ContactAttempt.Outcome.REACHED, note)

    def _tried(
        self,
        at: datetime,
        method: ContactAttempt.Method,
        outcome: ContactAttempt.Outcome,
        note: str,
    ) -> lives.Contact:
        return lives.Contact(
            by=self.worker,
            at=at,
            branch=self.branch,
            method=method.value,
            outcome=outcome.value,
            note=note,
        )

    def _outcome(self) -> str:
        fate, solve = self.chance.random(), self.quality.solve
        if self.demand.category.demand_kind in (DemandKind.CONSULT, DemandKind.PRAISE):
            solve = 0.1
        elif self.clock_kind == "complex":
            solve *= 0.55
        if fate < solve:
            return Report.Outcome.SOLVED.value
        explained = Report.Outcome.EXPLAINED.value
        return explained if fate < solve + (1 - solve) * 0.7 else Report.Outcome.CANNOT_NOW.value

    def _feedback(self, at: datetime, limit: timedelta) -> Iterator[lives.Step]:
        chance = self.chance
        first = at + min(_minutes(chance, 30), limit / 30) + self._delay(hours=60)
        second = first + min(_minutes(chance, 60), limit / 25) + self._delay(hours=60)
        resident, hotline = (first, second) if chance.random() < 0.82 else (second, first)
        teller = self.office.teller(self.unit, self.demand)
        yield lives.TellResident(by=self.worker, at=resident, branch=self.branch)
        yield lives.TellHotline(by=teller, at=hotline, branch=self.branch)
        self.closed_at = second

    def _callback(self) -> Iterator[lives.Step]:
        chance, due = self.chance, self.due
        at = due + timedelta(seconds=chance.randrange(1, 240))
        yield lives.OpenCallback(by=Actor.MACHINE, at=at, branch=self.branch)
        clerk = chance.choice(self.office.staff.clerks)
        at = _working_hour(at + timedelta(hours=chance.uniform(1, 62)), chance)
        is_known = not self.demand.draft.caller.is_empty
        if not is_known or chance.random() < 0.075:
            yield from self._no_answers(at, clerk, is_known=is_known)
            return
        if chance.random() < 0.14:
            yield lives.TryCallback(
                by=clerk, at=at, branch=self.branch, outcome=_Tried.NO_ANSWER.value, note="无人接听"
            )
            at = _working_hour(at + timedelta(hours=chance.uniform(3, 30)), chance)
        is_done = self.closed_at is not None and self.closed_at < at
        outcome = self.outcome if is_done else ""
        answers = what_the_caller_says(
            outcome, was_reached=self.was_reached, please=self.quality.please, rng=chance
        )
        yield lives.CompleteCallback(by=clerk, at=at, branch=self.branch, answers=answers)
        self.called_at = at

    def _no_answers(self, at: datetime, clerk: User, *, is_known: bool) -> Iterator[lives.Step]:
        ground = _Ground.NO_CONTACT
        if is_known:
            weights = [weight for *_rest, weight in _NO_ANSWERS]
            tried, times, ground, _weight = self.chance.choices(_NO_ANSWERS, weights)[0]
            for _time in range(times):
                yield lives.TryCallback(by=clerk, at=at, branch=self.branch, outcome=tried.value)
                at = _working_hour(at + timedelta(hours=self.chance.uniform(3, 26)), self.chance)
        yield lives.CloseInvalid(by=clerk, at=at, branch=self.branch, ground=ground.value)
        self.called_at = at

    def _delay(self, *, hours: float) -> timedelta:
        """Some of the last day's steps are still to be taken, so that every queue holds work."""
        is_fresh = self.office.at - self.start < timedelta(hours=hours)
        if not is_fresh or self.chance.random() > 0.45:
            return timedelta(0)
        return timedelta(hours=self.chance.uniform(hours / 8, hours))


def _minutes(chance: random.Random, mean: float) -> timedelta:
    return timedelta(minutes=1 + chance.expovariate(1 / mean))


def _working_hour(at: datetime, chance: random.Random) -> datetime:
    """Nobody is called back at night: the next morning instead."""
    if 9 <= at.hour < 20:
        return at
    day = at if at.hour < 9 else at + timedelta(days=1)
    return day.replace(hour=chance.randrange(9, 12), minute=chance.randrange(60))

"""Rows in memory, and what later steps of the same life look at."""

from dataclasses import dataclass, field
from typing import Any

from complaints.actions.bulk import ComplaintBatch, give_keys, hang
from complaints.actions.insertion import insert_rows
from complaints.models import By, Complaint, Organisation, User
from complaints.states import Verb
from dispatch.actions.bulk.lives import BranchStep, Return, Step
from dispatch.actions.bulk.routes import Routes
from dispatch.actions.history import branch_event
from dispatch.actions.moving import advance_branch
from dispatch.models import (
    Ask,
    Assignment,
    AssignmentEvent,
    Callback,
    CallbackAttempt,
    ContactAttempt,
    Exclusion,
    Report,
)
from dispatch.states import AskStatus, BranchStatus, BranchVerb


@dataclass(slots=True)
class Branch:
    row: Assignment
    unit: Organisation
    has_attempt: bool = False
    report: Report | None = None
    callback: Callback | None = None
    tried: list[str] = field(default_factory=list)
    exclusion: Exclusion | None = None

    @property
    def is_called_back(self) -> bool:
        return self.callback is not None and self.callback.status == Callback.Status.DONE


@dataclass(slots=True)
class Walk:
    """One life on its way."""

    complaint: Complaint
    branches: list[Branch] = field(default_factory=list)

    @property
    def live(self) -> list[Branch]:
        return [b for b in self.branches if b.row.status != BranchStatus.RETURNED]


class Rows:
    """What was built and is not written yet."""

    def __init__(self) -> None:
        self.ground = ComplaintBatch()
        self.routes = Routes()
        self.assignments: list[Assignment] = []
        self.attempts: list[ContactAttempt] = []
        self.reports: list[Report] = []
        self.callbacks: list[Callback] = []
        self.tries: list[CallbackAttempt] = []
        self.exclusions: list[Exclusion] = []
        self.asks: list[Ask] = []
        self.events: list[AssignmentEvent] = []

    def write(self) -> None:
        """Insert everything, parents first, and be empty again."""
        self.ground.write()
        hang(self.assignments, "complaint")
        give_keys(Assignment, self.assignments)
        hang(self.callbacks, "assignment")
        give_keys(Callback, self.callbacks)
        hang(self.tries, "callback")
        hang(self.attempts, "assignment")
        hang(self.reports, "assignment")
        hang(self.exclusions, "assignment")
        hang(self.asks, "assignment")
        hang(self.events, "assignment")
        insert_rows(Assignment, self.assignments)
        insert_rows(ContactAttempt, self.attempts)
        insert_rows(Report, self.reports)
        insert_rows(Callback, self.callbacks)
        insert_rows(CallbackAttempt, self.tries)
        insert_rows(Exclusion, self.exclusions)
        insert_rows(Ask, self.asks)
        insert_rows(AssignmentEvent, self.events)
        self.assignments.clear()
        self.attempts.clear()
        self.reports.clear()
        self.callbacks.clear()
        self.tries.clear()
        self.exclusions.clear()
        self.asks.clear()
        self.events.clear()

    def move(self, walk: Walk, verb: Verb, step: Step, **changes: Any) -> None:
        """Move the complaint along its table."""
        self.ground.move(walk.complaint, verb, by=step.by, at=step.at, **changes)

    def advance(
        self,
        walk: Walk,
        verb: BranchVerb,
        step: BranchStep,
        *,
        facts: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Branch:
        """Move the step's branch along its table."""
        branch = walk.branches[step.branch]
        self.events.append(
            advance_branch(branch.row, verb, by=step.by, at=step.at, facts=facts, **changes)
        )
        return branch

    def record(
        self, branch: Branch, verb: str, step: Step, *, facts: dict[str, Any] | None = None
    ) -> None:
        """An event that moves nothing."""
        status = branch.row.status
        self.events.append(
            branch_event(branch.row, verb, by=step.by, at=step.at, from_status=status, facts=facts)
        )

    def object_to(self, branch: Branch, step: Return, *, words: str) -> None:
        """What the unit objects, and that the office lets it go."""
        self.asks.append(
            Ask(
                assignment=branch.row,
                kind=Ask.Kind.OBJECTION,
                ground=step.ground,
                words=words,
                asked_by=person(step.by),
                asked_at=step.at,
                status=AskStatus.GRANTED,
                decided_by=step.decided_by,
                decided_at=step.decided_at,
            )
        )
        self.record(branch, "ask_objection", step, facts={"ground": step.ground})


def person(by: By) -> User | None:
    """The signed-in person, if one did it."""
    return by if isinstance(by, User) else None

"""One complaint's way through the office as a list of steps, each the input of one verb.

`writing.write_lives` takes them in memory; a test takes the same steps through the verbs
themselves. `branch` counts the dispatches of the life, from 0.
"""

from dataclasses import dataclass
from datetime import datetime

from complaints.actions.intake import Draft, Where
from complaints.models import By, User
from dispatch.actions.assignments import Order
from dispatch.actions.callbacks import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    by: By
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify(Step):
    where: Where
    category_id: int | None
    demand_kind: str
    urgency: str
    redacted_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAtOnce(Step):
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph(Step):
    content: bytes
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive(Step):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Step):
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchStep(Step):
    branch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(BranchStep):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(BranchStep):
    """The unit objects, and the office lets it go."""

    ground: str
    reason: str
    decided_by: User
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(BranchStep):
    method: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBack(BranchStep):
    outcome: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellResident(BranchStep):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHotline(BranchStep):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCallback(BranchStep):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCallback(BranchStep):
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteCallback(BranchStep):
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseInvalid(BranchStep):
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyExclusion(BranchStep):
    ground: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExclusion(BranchStep):
    is_granted: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What was filed, and all that happened since, in order."""

    draft: Draft
    by: By
    channel: str
    key: str
    at: datetime
    steps: tuple[Step, ...] = ()

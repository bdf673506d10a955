"""The life of what a unit asks for beside its work."""

from enum import StrEnum

from complaints.states import step
from dispatch.states.branches import BranchStatus as S


class AskStatus(StrEnum):
    """Where what a unit asks for stands: another unit, more time, a stopped clock, the shelf."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"


class AskVerb(StrEnum):
    """What may happen to it."""

    GRANT = "grant"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"
    REVIEW = "review"
    END = "end"


A, K = AskStatus, AskVerb

ASK_LIFE: dict[tuple[AskStatus, AskVerb], AskStatus] = {
    (A.PENDING, K.GRANT): A.GRANTED,
    (A.PENDING, K.REFUSE): A.REFUSED,
    (A.PENDING, K.TAKE_BACK): A.TAKEN_BACK,
    # The clock runs again; the matter is struck off the shelf. Until then the shelf is looked
    # through on the days it was said to be.
    (A.GRANTED, K.REVIEW): A.GRANTED,
    (A.GRANTED, K.END): A.ENDED,
}

# Where a branch stands when each of them may be asked. Time is asked for once the caller was
# reached; the shelf is for what was tried.
ASK_FROM: dict[str, frozenset[S]] = {
    "objection": frozenset({S.TO_SIGN, S.SIGNED}),
    "extension": frozenset({S.SIGNED, S.CONTACTED}),
    "pause": frozenset({S.CONTACTED}),
    "shelf": frozenset({S.CONTACTED, S.REPORTED, S.RESIDENT_TOLD, S.HOTLINE_TOLD, S.CLOSED}),
}


def ask_after(status: str, verb: AskVerb) -> AskStatus:
    """Where `verb` leads what was asked; raises WrongState where it may not run."""
    return step(ASK_LIFE, AskStatus(status), verb)

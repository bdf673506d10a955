"""The complaint's life, one table. Branch lives (who signs, contacts, reports) are dispatch's own.

The callback starts when the limit has passed, whether the units are done or not (条例 Art. 23), so
`finish` may come before or after it. Reopened, it goes through the same life again under the same
number, in a round of its own; only what was finished can be reopened.

`advise` ends what is never sent to a unit (条例 Art. 11: six special treatments); `resume` takes
that back, as if nobody had been told.
"""

from enum import StrEnum

from complaints.errors import WrongState
from complaints.states.tables import step, verbs_from


class Status(StrEnum):
    """Where the complaint as a whole stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    ADVISED = "advised"
    DISPATCHED = "dispatched"
    FINISHED = "finished"
    TO_CALL_BACK = "to_call_back"
    CALLED_BACK = "called_back"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What may happen to it."""

    CLASSIFY = "classify"
    ANSWER = "answer"
    ADVISE = "advise"
    RESUME = "resume"
    DISPATCH = "dispatch"
    TAKE_BACK = "take_back"
    FINISH = "finish"
    OPEN_CALLBACK = "open_callback"
    RECORD_CALLBACK = "record_callback"
    ARCHIVE = "archive"
    CHASE = "chase"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REOPEN = "reopen"


S, V = Status, Verb

# While it may still be sent to a unit, or a unit is at work on it, others may go along with it.
OPEN_TO_JOIN = frozenset({S.RECEIVED, S.DISPATCHED, S.TO_CALL_BACK})

LIFE: dict[tuple[Status, Verb], Status] = {
    (S.RECEIVED, V.CLASSIFY): S.RECEIVED,
    (S.RECEIVED, V.ANSWER): S.ANSWERED,
    (S.RECEIVED, V.ADVISE): S.ADVISED,
    (S.ADVISED, V.RESUME): S.RECEIVED,
    (S.RECEIVED, V.DISPATCH): S.DISPATCHED,
    (S.DISPATCHED, V.CLASSIFY): S.DISPATCHED,
    (S.DISPATCHED, V.DISPATCH): S.DISPATCHED,
    (S.DISPATCHED, V.TAKE_BACK): S.RECEIVED,
    (S.DISPATCHED, V.FINISH): S.FINISHED,
    (S.DISPATCHED, V.OPEN_CALLBACK): S.TO_CALL_BACK,
    (S.FINISHED, V.OPEN_CALLBACK): S.TO_CALL_BACK,
    (S.TO_CALL_BACK, V.FINISH): S.TO_CALL_BACK,
    (S.TO_CALL_BACK, V.RECORD_CALLBACK): S.CALLED_BACK,
    (S.CALLED_BACK, V.FINISH): S.CALLED_BACK,
    (S.CALLED_BACK, V.ARCHIVE): S.ARCHIVED,
    (S.ANSWERED, V.ARCHIVE): S.ARCHIVED,
    (S.ADVISED, V.ARCHIVE): S.ARCHIVED,
    (S.RECEIVED, V.CHASE): S.RECEIVED,
    (S.DISPATCHED, V.CHASE): S.DISPATCHED,
    (S.TO_CALL_BACK, V.CHASE): S.TO_CALL_BACK,
    (S.CALLED_BACK, V.CHASE): S.CALLED_BACK,
    (S.RECEIVED, V.SUPPLEMENT): S.RECEIVED,
    (S.DISPATCHED, V.SUPPLEMENT): S.DISPATCHED,
    (S.TO_CALL_BACK, V.SUPPLEMENT): S.TO_CALL_BACK,
    (S.CALLED_BACK, V.SUPPLEMENT): S.CALLED_BACK,
    (S.RECEIVED, V.WITHDRAW): S.WITHDRAWN,
    (S.DISPATCHED, V.WITHDRAW): S.WITHDRAWN,
    (S.ANSWERED, V.RATE): S.ANSWERED,
    (S.ADVISED, V.RATE): S.ADVISED,
    (S.FINISHED, V.RATE): S.FINISHED,
    (S.TO_CALL_BACK, V.RATE): S.TO_CALL_BACK,
    (S.ANSWERED, V.REOPEN): S.RECEIVED,
    (S.ADVISED, V.REOPEN): S.RECEIVED,
    (S.FINISHED, V.REOPEN): S.RECEIVED,
    (S.TO_CALL_BACK, V.REOPEN): S.RECEIVED,
    (S.CALLED_BACK, V.REOPEN): S.RECEIVED,
    (S.ARCHIVED, V.REOPEN): S.RECEIVED,
}


# Taken by mistake, these may be undone for a few seconds by who took them. To undo is a step of its
# own, told in the history beside the one it takes back.
UNDOABLE = frozenset({V.CLASSIFY, V.DISPATCH, V.WITHDRAW})


def after(status: str, verb: Verb) -> Status:
    """Where `verb` leads from `status`; raises WrongState where it may not run."""
    return step(LIFE, Status(status), verb)


def allowed_from(status: str) -> frozenset[Verb]:
    """The verbs a page may offer."""
    return verbs_from(LIFE, status)


def before(status: str, verb: Verb, start: str) -> Status:
    """Where undoing `verb` leads from `status`: back to `start`, if that is where it came from."""
    if verb in UNDOABLE and LIFE.get((Status(start), verb)) == status:
        return Status(start)
    raise WrongState(undoing(verb), status)


def undoing(verb: Verb) -> str:
    """What the history calls the step that takes this one back."""
    return f"undo_{verb.value}"

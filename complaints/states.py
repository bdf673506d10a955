"""The complaint's life, one table. Branch lives (who signs, contacts, reports) are dispatch's own.

The callback starts when the limit has passed, whether the units are done or not (条例 Art. 23), so
`finish` may come before or after it. Reopened, it goes through the same life again under the same
number, in a round of its own; only what was finished can be reopened.

`advise` ends what is never sent to a unit (条例 Art. 11: six special treatments); `resume` takes
that back, as if nobody had been told.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from complaints.errors import WrongState

AnyStatus = TypeVar("AnyStatus", bound=StrEnum)
AnyVerb = TypeVar("AnyVerb", bound=StrEnum)


def step(
    life: Mapping[tuple[AnyStatus, AnyVerb], AnyStatus], status: AnyStatus, verb: AnyVerb
) -> AnyStatus:
    """Where `verb` leads from `status` in a table; raises WrongState where it may not run."""
    try:
        return life[status, verb]
    except KeyError:
        raise WrongState(verb, status) from None


def verbs_from(
    life: Mapping[tuple[AnyStatus, AnyVerb], AnyStatus], status: str
) -> frozenset[AnyVerb]:
    """The verbs that a table knows from `status`."""
    return frozenset(verb for (start, verb) in life if start == status)


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


class ImportStatus(StrEnum):
    """Where a file stands that is taken in."""

    UPLOADED = "uploaded"
    REQUESTED = "requested"
    RUNNING = "running"
    CANCELLED = "cancelled"
    FINISHED = "finished"
    FAILED = "failed"


class ImportVerb(StrEnum):
    """What may happen to it."""

    START = "start"
    CLAIM = "claim"
    CANCEL = "cancel"
    RESUME = "resume"
    FINISH = "finish"
    FAIL = "fail"
    ERASE = "erase"


J, W = ImportStatus, ImportVerb

IMPORT_LIFE: dict[tuple[ImportStatus, ImportVerb], ImportStatus] = {
    (J.UPLOADED, W.START): J.REQUESTED,
    (J.UPLOADED, W.CANCEL): J.CANCELLED,
    (J.REQUESTED, W.CLAIM): J.RUNNING,
    # Only where the worker at it has let go, or was lost.
    (J.RUNNING, W.CLAIM): J.RUNNING,
    (J.REQUESTED, W.CANCEL): J.CANCELLED,
    (J.RUNNING, W.CANCEL): J.CANCELLED,
    (J.REQUESTED, W.FAIL): J.FAILED,
    (J.RUNNING, W.FAIL): J.FAILED,
    (J.RUNNING, W.FINISH): J.FINISHED,
    (J.CANCELLED, W.RESUME): J.REQUESTED,
    (J.FAILED, W.RESUME): J.REQUESTED,
    (J.UPLOADED, W.ERASE): J.CANCELLED,
    (J.CANCELLED, W.ERASE): J.CANCELLED,
    (J.FAILED, W.ERASE): J.FAILED,
    (J.FINISHED, W.ERASE): J.FINISHED,
}


def import_after(status: str, verb: ImportVerb) -> ImportStatus:
    """Where `verb` leads a file from `status`; raises WrongState where it may not run."""
    return step(IMPORT_LIFE, ImportStatus(status), verb)


def import_allowed_from(status: str) -> frozenset[ImportVerb]:
    """The verbs a page may offer."""
    return verbs_from(IMPORT_LIFE, status)


class RunStatus(StrEnum):
    """Where a background run stands: a row that was asked for, claimed by a worker for a time."""

    REQUESTED = "requested"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RunVerb(StrEnum):
    """What may happen to it."""

    CLAIM = "claim"
    FINISH = "finish"
    FAIL = "fail"


L, G = RunStatus, RunVerb

RUN_LIFE: dict[tuple[RunStatus, RunVerb], RunStatus] = {
    (L.REQUESTED, G.CLAIM): L.RUNNING,
    # Only where the lease of a lost worker has ended.
    (L.RUNNING, G.CLAIM): L.RUNNING,
    (L.RUNNING, G.FINISH): L.DONE,
    (L.RUNNING, G.FAIL): L.FAILED,
}


def run_after(status: str, verb: RunVerb) -> RunStatus:
    """Where `verb` leads a run from `status`; raises WrongState where it may not run."""
    return step(RUN_LIFE, RunStatus(status), verb)


class MessageStatus(StrEnum):
    """Where a message that leaves the house stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class MessageVerb(StrEnum):
    """What may happen to it."""

    CLAIM = "claim"
    ARRIVE = "arrive"
    TRY_LATER = "try_later"
    FAIL = "fail"
    DROP = "drop"
    SEND_AGAIN = "send_again"


D, Y = MessageStatus, MessageVerb

MESSAGE_LIFE: dict[tuple[MessageStatus, MessageVerb], MessageStatus] = {
    (D.WAITING, Y.CLAIM): D.SENDING,
    # Only where the lease of a lost worker has ended: it may arrive twice, never not at all.
    (D.SENDING, Y.CLAIM): D.SENDING,
    (D.SENDING, Y.ARRIVE): D.SENT,
    (D.SENDING, Y.TRY_LATER): D.WAITING,
    (D.SENDING, Y.FAIL): D.FAILED,
    # Its address is used no longer.
    (D.WAITING, Y.DROP): D.DROPPED,
    (D.FAILED, Y.DROP): D.DROPPED,
    (D.FAILED, Y.SEND_AGAIN): D.WAITING,
}


def message_after(status: str, verb: MessageVerb) -> MessageStatus:
    """Where `verb` leads a message from `status`; raises WrongState where it may not run."""
    return step(MESSAGE_LIFE, MessageStatus(status), verb)

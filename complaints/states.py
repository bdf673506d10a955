"""The complaint's life, one table. Branch lives (who signs, contacts, reports) are dispatch's own.

The callback starts when the limit has passed, whether the units are done or not (条例 Art. 23), so
`finish` may come before or after it.
"""

from enum import StrEnum

from complaints.errors import WrongState


class Status(StrEnum):
    """Where the complaint as a whole stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    DISPATCHED = "dispatched"
    FINISHED = "finished"
    TO_CALL_BACK = "to_call_back"
    CALLED_BACK = "called_back"
    ARCHIVED = "archived"


class Verb(StrEnum):
    """What may happen to it."""

    CLASSIFY = "classify"
    ANSWER = "answer"
    DISPATCH = "dispatch"
    TAKE_BACK = "take_back"
    FINISH = "finish"
    OPEN_CALLBACK = "open_callback"
    RECORD_CALLBACK = "record_callback"
    ARCHIVE = "archive"


S, V = Status, Verb

LIFE: dict[tuple[Status, Verb], Status] = {
    (S.RECEIVED, V.CLASSIFY): S.RECEIVED,
    (S.RECEIVED, V.ANSWER): S.ANSWERED,
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
}


def after(status: str, verb: Verb) -> Status:
    """Where `verb` leads from `status`; raises WrongState where it may not run."""
    try:
        return LIFE[Status(status), verb]
    except KeyError:
        raise WrongState(verb, status) from None


def allowed_from(status: str) -> frozenset[Verb]:
    """The verbs a page may offer."""
    return frozenset(verb for (start, verb) in LIFE if start == status)

"""The life of a message that leaves the house."""

from enum import StrEnum

from complaints.states.tables import step


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

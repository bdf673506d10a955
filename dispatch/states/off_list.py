"""The life of what a department hands down beside the duty list."""

from enum import StrEnum

from complaints.states import step


class OffListStatus(StrEnum):
    """Where it stands."""

    PENDING = "off_pending"
    REFUSED = "off_refused"
    ACCEPTED = "off_accepted"
    ENDED = "off_ended"


class OffListVerb(StrEnum):
    """What may happen to it."""

    REFUSE = "refuse_off_list"
    ACCEPT = "accept_off_list"
    END = "end_off_list"


F, X = OffListStatus, OffListVerb

OFF_LIST_LIFE: dict[tuple[OffListStatus, OffListVerb], OffListStatus] = {
    (F.PENDING, X.REFUSE): F.REFUSED,
    (F.PENDING, X.ACCEPT): F.ACCEPTED,
    # An approval that came later.
    (F.REFUSED, X.ACCEPT): F.ACCEPTED,
    (F.ACCEPTED, X.END): F.ENDED,
}


def off_list_after(status: str, verb: OffListVerb) -> OffListStatus:
    """Where `verb` leads; raises WrongState where it may not run."""
    return step(OFF_LIST_LIFE, OffListStatus(status), verb)

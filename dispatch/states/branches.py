"""The life of a branch: one unit's part, from being asked to both feedbacks.

Failed tries to reach the caller are recorded without leaving `signed`; a report may follow from
there when the caller left no contact or could not be reached.
"""

from enum import StrEnum

from complaints.errors import WrongState
from complaints.states import step, verbs_from


class BranchStatus(StrEnum):
    """Where one unit's part stands."""

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    CONTACTED = "contacted"
    REPORTED = "reported"
    RESIDENT_TOLD = "resident_told"
    HOTLINE_TOLD = "hotline_told"
    CLOSED = "closed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class BranchVerb(StrEnum):
    """What may happen to it."""

    SIGN = "sign"
    TRY_CONTACT = "try_contact"
    CONTACT = "contact"
    REPORT = "report"
    CANNOT = "cannot_finish"
    TELL_RESIDENT = "tell_resident"
    TELL_HOTLINE = "tell_hotline"
    RETURN = "return"
    WITHDRAW = "withdraw"
    UNDO_DISPATCH = "undo_dispatch"
    HAND_OVER = "hand_over"
    ABSORB = "absorb"


S, V = BranchStatus, BranchVerb

LIFE: dict[tuple[BranchStatus, BranchVerb], BranchStatus] = {
    (S.TO_SIGN, V.SIGN): S.SIGNED,
    (S.TO_SIGN, V.RETURN): S.RETURNED,
    (S.SIGNED, V.RETURN): S.RETURNED,
    (S.SIGNED, V.TRY_CONTACT): S.SIGNED,
    (S.SIGNED, V.CONTACT): S.CONTACTED,
    (S.SIGNED, V.REPORT): S.REPORTED,
    (S.CONTACTED, V.TRY_CONTACT): S.CONTACTED,
    (S.CONTACTED, V.CONTACT): S.CONTACTED,
    (S.CONTACTED, V.REPORT): S.REPORTED,
    # Beside a lead only: what it cannot finish goes to the lead, with why and how far it came.
    (S.SIGNED, V.CANNOT): S.REPORTED,
    (S.CONTACTED, V.CANNOT): S.REPORTED,
    (S.REPORTED, V.TELL_RESIDENT): S.RESIDENT_TOLD,
    (S.REPORTED, V.TELL_HOTLINE): S.HOTLINE_TOLD,
    (S.RESIDENT_TOLD, V.TELL_HOTLINE): S.CLOSED,
    (S.HOTLINE_TOLD, V.TELL_RESIDENT): S.CLOSED,
    # Sent by mistake, and taken back within seconds: as if the unit had never been asked.
    (S.TO_SIGN, V.UNDO_DISPATCH): S.UNDONE,
    # The caller has taken the whole complaint back.
    (S.TO_SIGN, V.WITHDRAW): S.WITHDRAWN,
    (S.SIGNED, V.WITHDRAW): S.WITHDRAWN,
    (S.CONTACTED, V.WITHDRAW): S.WITHDRAWN,
    (S.REPORTED, V.WITHDRAW): S.WITHDRAWN,
    (S.RESIDENT_TOLD, V.WITHDRAW): S.WITHDRAWN,
    (S.HOTLINE_TOLD, V.WITHDRAW): S.WITHDRAWN,
}

# A unit that ends hands its work over as it stands, or to a branch that its successor has already.
LIFE |= {
    (start, verb): end or start
    for start in (
        S.TO_SIGN, S.SIGNED, S.CONTACTED, S.REPORTED, S.RESIDENT_TOLD, S.HOTLINE_TOLD,
    )
    for verb, end in ((V.HAND_OVER, None), (V.ABSORB, S.RETURNED))
}  # fmt: skip

# Ended without having been worked to its end: counts for nobody.
ENDED = frozenset({S.RETURNED, S.WITHDRAWN, S.UNDONE})
OPEN = frozenset(S) - ENDED - {S.CLOSED}


def after(status: str, verb: BranchVerb) -> BranchStatus:
    """Where `verb` leads from `status`; raises WrongState where it may not run."""
    return step(LIFE, BranchStatus(status), verb)


def allowed_from(status: str) -> frozenset[BranchVerb]:
    """The verbs a page may offer."""
    return verbs_from(LIFE, status)


def before(status: str, verb: BranchVerb, start: str) -> BranchStatus:
    """Where undoing a withdrawal leads: back to `start`, if that is where it came from."""
    if verb == V.WITHDRAW and LIFE.get((BranchStatus(start), verb)) == status:
        return BranchStatus(start)
    raise WrongState(verb, status)

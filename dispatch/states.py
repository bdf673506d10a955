"""Lives of dispatch, one table each: a branch, a whistle, a summons to it.

A branch is one unit's part in a complaint, from being asked to both feedbacks. Failed tries to
reach the caller are recorded without leaving `signed`; a report may follow from there when the
caller left no contact or could not be reached.
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
    TELL_RESIDENT = "tell_resident"
    TELL_HOTLINE = "tell_hotline"
    RETURN = "return"
    WITHDRAW = "withdraw"
    UNDO_DISPATCH = "undo_dispatch"


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


class WhistleStatus(StrEnum):
    """Where a whistle stands: blown until every unit called has come or was excused."""

    BLOWN = "blown"
    AT_WORK = "at_work"
    CONCLUDED = "concluded"
    CALLED_OFF = "called_off"


class WhistleVerb(StrEnum):
    """What may happen to it. `work` is whatever is done together: meetings, visits, duties."""

    SUMMON = "summon"
    LINK = "link"
    ANSWER = "answer"
    GATHER = "gather"
    WORK = "work"
    SCORE = "score"
    CONCLUDE = "conclude"
    CALL_OFF = "call_off"


W, X = WhistleStatus, WhistleVerb

WHISTLE_LIFE: dict[tuple[WhistleStatus, WhistleVerb], WhistleStatus] = {
    (W.BLOWN, X.SUMMON): W.BLOWN,
    (W.BLOWN, X.LINK): W.BLOWN,
    (W.BLOWN, X.ANSWER): W.BLOWN,
    (W.BLOWN, X.GATHER): W.AT_WORK,
    (W.BLOWN, X.WORK): W.BLOWN,
    (W.BLOWN, X.CALL_OFF): W.CALLED_OFF,
    # One more unit is called, and waited for.
    (W.AT_WORK, X.SUMMON): W.BLOWN,
    (W.AT_WORK, X.LINK): W.AT_WORK,
    (W.AT_WORK, X.ANSWER): W.AT_WORK,
    (W.AT_WORK, X.WORK): W.AT_WORK,
    (W.AT_WORK, X.SCORE): W.AT_WORK,
    (W.AT_WORK, X.CONCLUDE): W.CONCLUDED,
}
WHISTLE_OPEN = frozenset({W.BLOWN, W.AT_WORK})


class SummonsStatus(StrEnum):
    """Where one unit's answer to a whistle stands."""

    AWAITED = "awaited"
    SILENT = "silent"
    REFUSED = "refused"
    REPORTED_IN = "reported_in"
    LEFT = "left"
    EXCUSED = "excused"
    LET_GO = "let_go"


class SummonsVerb(StrEnum):
    """What the unit, the clock and the street do."""

    REPORT_IN = "report_in"
    FALL_SILENT = "fall_silent"
    REFUSE = "refuse"
    EXCUSE = "excuse"
    LEAVE = "leave"
    LET_GO = "let_go"


U, Y = SummonsStatus, SummonsVerb

SUMMONS_LIFE: dict[tuple[SummonsStatus, SummonsVerb], SummonsStatus] = {
    (U.AWAITED, Y.REPORT_IN): U.REPORTED_IN,
    (U.AWAITED, Y.FALL_SILENT): U.SILENT,
    (U.AWAITED, Y.REFUSE): U.REFUSED,
    (U.AWAITED, Y.EXCUSE): U.EXCUSED,
    (U.AWAITED, Y.LET_GO): U.LET_GO,
    # Late is better than never: the breach stays on record.
    (U.SILENT, Y.REPORT_IN): U.REPORTED_IN,
    (U.SILENT, Y.REFUSE): U.REFUSED,
    (U.SILENT, Y.EXCUSE): U.EXCUSED,
    (U.SILENT, Y.LET_GO): U.LET_GO,
    (U.REFUSED, Y.REPORT_IN): U.REPORTED_IN,
    (U.REFUSED, Y.EXCUSE): U.EXCUSED,
    (U.REFUSED, Y.LET_GO): U.LET_GO,
    (U.REPORTED_IN, Y.LEAVE): U.LEFT,
}
# Somebody is still waited for.
UNANSWERED = frozenset({U.AWAITED, U.SILENT, U.REFUSED})
CAME = frozenset({U.REPORTED_IN, U.LEFT})


class MeetingStatus(StrEnum):
    """Where a joint meeting and its minutes stand."""

    PLANNED = "planned"
    IN_SESSION = "in_session"
    AMENDING = "amending"
    FROZEN = "frozen"
    NOT_HELD = "not_held"


class MeetingVerb(StrEnum):
    """What may happen to it. Minutes are written while it lasts, amended afterwards by those who
    were there, and then stand for good."""

    OPEN = "open"
    ATTEND = "attend"
    WRITE = "write"
    END = "end"
    AMEND = "amend"
    FREEZE = "freeze"
    DROP = "drop"


M, Z = MeetingStatus, MeetingVerb

MEETING_LIFE: dict[tuple[MeetingStatus, MeetingVerb], MeetingStatus] = {
    (M.PLANNED, Z.OPEN): M.IN_SESSION,
    (M.PLANNED, Z.DROP): M.NOT_HELD,
    (M.IN_SESSION, Z.ATTEND): M.IN_SESSION,
    (M.IN_SESSION, Z.WRITE): M.IN_SESSION,
    (M.IN_SESSION, Z.END): M.AMENDING,
    (M.AMENDING, Z.AMEND): M.AMENDING,
    (M.AMENDING, Z.FREEZE): M.FROZEN,
}


def meeting_after(status: str, verb: MeetingVerb) -> MeetingStatus:
    """Where `verb` leads a meeting; raises WrongState where it may not run."""
    return step(MEETING_LIFE, MeetingStatus(status), verb)


def meeting_allowed_from(status: str) -> frozenset[MeetingVerb]:
    """The verbs a page may offer on a meeting."""
    return verbs_from(MEETING_LIFE, status)


def whistle_after(status: str, verb: WhistleVerb) -> WhistleStatus:
    """Where `verb` leads a whistle; raises WrongState where it may not run."""
    return step(WHISTLE_LIFE, WhistleStatus(status), verb)


def whistle_allowed_from(status: str) -> frozenset[WhistleVerb]:
    """The verbs a whistle's page may offer."""
    return verbs_from(WHISTLE_LIFE, status)


def summons_after(status: str, verb: SummonsVerb) -> SummonsStatus:
    """Where `verb` leads a summons; raises WrongState where it may not run."""
    return step(SUMMONS_LIFE, SummonsStatus(status), verb)


def summons_allowed_from(status: str) -> frozenset[SummonsVerb]:
    """The verbs a page may offer on one unit's answer."""
    return verbs_from(SUMMONS_LIFE, status)


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
ASK_FROM: dict[str, frozenset[BranchStatus]] = {
    "objection": frozenset({S.TO_SIGN, S.SIGNED}),
    "extension": frozenset({S.SIGNED, S.CONTACTED}),
    "pause": frozenset({S.CONTACTED}),
    "shelf": frozenset({S.CONTACTED, S.REPORTED, S.RESIDENT_TOLD, S.HOTLINE_TOLD, S.CLOSED}),
}


def ask_after(status: str, verb: AskVerb) -> AskStatus:
    """Where `verb` leads what was asked; raises WrongState where it may not run."""
    return step(ASK_LIFE, AskStatus(status), verb)

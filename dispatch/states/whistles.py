"""The lives of a whistle, of a summons to it, and of a joint meeting under it."""

from enum import StrEnum

from complaints.states import step, verbs_from


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

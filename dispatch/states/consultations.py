"""The life of a talk about who must act, before anybody is asked (会商)."""

from enum import StrEnum

from complaints.states import step


class TalkStatus(StrEnum):
    """Open until it is settled by a dispatch, or called off."""

    OPEN = "talking"
    SETTLED = "settled"
    CALLED_OFF = "talk_off"


class TalkVerb(StrEnum):
    """What may happen to it."""

    OPINE = "opine"
    SETTLE = "settle"
    CALL_OFF = "call_off_talk"


T, W = TalkStatus, TalkVerb

TALK_LIFE: dict[tuple[TalkStatus, TalkVerb], TalkStatus] = {
    (T.OPEN, W.OPINE): T.OPEN,
    (T.OPEN, W.SETTLE): T.SETTLED,
    (T.OPEN, W.CALL_OFF): T.CALLED_OFF,
}


def talk_after(status: str, verb: TalkVerb) -> TalkStatus:
    """Where `verb` leads; raises WrongState where it may not run."""
    return step(TALK_LIFE, TalkStatus(status), verb)

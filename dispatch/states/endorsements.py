"""The life of a matter laid before the head of the street (批办)."""

from enum import StrEnum

from complaints.states import step


class EndorseStatus(StrEnum):
    """Where it stands: with the head, with whom he passed it to, or on the spot."""

    WAITING = "waiting"
    SIGNED = "signed_on"
    PASSED_ON = "passed_on"
    ON_SPOT = "on_spot"
    DONE = "spot_done"
    GIVEN_BACK = "given_back"


class EndorseVerb(StrEnum):
    """What the head, and whom he passes it to, may do."""

    SIGN = "sign"
    HAND_ON = "hand_on"
    GO = "go"
    FINISH = "finish"
    GIVE_BACK = "give_back"


E, P = EndorseStatus, EndorseVerb

ENDORSE_LIFE: dict[tuple[EndorseStatus, EndorseVerb], EndorseStatus] = {
    (E.WAITING, P.SIGN): E.SIGNED,
    (E.WAITING, P.HAND_ON): E.PASSED_ON,
    (E.WAITING, P.GO): E.ON_SPOT,
    (E.WAITING, P.GIVE_BACK): E.GIVEN_BACK,
    (E.SIGNED, P.HAND_ON): E.PASSED_ON,
    (E.SIGNED, P.GO): E.ON_SPOT,
    (E.PASSED_ON, P.GO): E.ON_SPOT,
    (E.ON_SPOT, P.FINISH): E.DONE,
}


def endorse_after(status: str, verb: EndorseVerb) -> EndorseStatus:
    """Where `verb` leads; raises WrongState where it may not run."""
    return step(ENDORSE_LIFE, EndorseStatus(status), verb)

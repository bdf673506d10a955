"""The life of a petition (信访) beside a complaint, after the 信访工作条例 of 2022."""

from enum import StrEnum

from complaints.states import step


class PetitionStatus(StrEnum):
    """Where it stands."""

    RECEIVED = "pet_received"
    REGISTERED = "pet_registered"
    ACCEPTED = "pet_accepted"
    FINISHED = "pet_finished"
    IN_REVIEW = "pet_review"
    REVIEWED = "pet_reviewed"
    IN_REREVIEW = "pet_rereview"
    ENDED = "pet_ended"


class PetitionVerb(StrEnum):
    """What may happen to it."""

    REGISTER = "register"
    OBJECT = "object_transfer"
    INFORM = "inform"
    EXTEND = "extend"
    FINISH = "finish_petition"
    ASK_REVIEW = "ask_review"
    REVIEW = "review_petition"
    ASK_REREVIEW = "ask_rereview"
    REREVIEW = "rereview"


P, V = PetitionStatus, PetitionVerb

PETITION_LIFE: dict[tuple[PetitionStatus, PetitionVerb], PetitionStatus] = {
    (P.RECEIVED, V.REGISTER): P.REGISTERED,
    (P.REGISTERED, V.OBJECT): P.REGISTERED,
    (P.REGISTERED, V.INFORM): P.ACCEPTED,
    (P.ACCEPTED, V.EXTEND): P.ACCEPTED,
    (P.ACCEPTED, V.FINISH): P.FINISHED,
    (P.FINISHED, V.ASK_REVIEW): P.IN_REVIEW,
    (P.IN_REVIEW, V.REVIEW): P.REVIEWED,
    (P.REVIEWED, V.ASK_REREVIEW): P.IN_REREVIEW,
    (P.IN_REREVIEW, V.REREVIEW): P.ENDED,
}


def petition_after(status: str, verb: PetitionVerb) -> PetitionStatus:
    """Where `verb` leads; raises WrongState where it may not run."""
    return step(PETITION_LIFE, PetitionStatus(status), verb)

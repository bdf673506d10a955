"""The life of what is supervised (督办): demanded, replied to, and let go by somebody else."""

from enum import StrEnum

from complaints.states import step


class SuperviseStatus(StrEnum):
    """Where it stands: with who must reply, with who reads the reply, or ended."""

    DEMANDED = "demanded"
    REPLIED = "replied"
    CLEARED = "cleared"


class SuperviseVerb(StrEnum):
    """What may happen to it."""

    REPLY = "reply"
    SEND_BACK = "send_back"
    CLEAR = "clear"


D, G = SuperviseStatus, SuperviseVerb

SUPERVISE_LIFE: dict[tuple[SuperviseStatus, SuperviseVerb], SuperviseStatus] = {
    (D.DEMANDED, G.REPLY): D.REPLIED,
    # The matter has ended by itself: nobody need reply any more.
    (D.DEMANDED, G.CLEAR): D.CLEARED,
    (D.REPLIED, G.SEND_BACK): D.DEMANDED,
    (D.REPLIED, G.CLEAR): D.CLEARED,
}


def supervise_after(status: str, verb: SuperviseVerb) -> SuperviseStatus:
    """Where `verb` leads; raises WrongState where it may not run."""
    return step(SUPERVISE_LIFE, SuperviseStatus(status), verb)

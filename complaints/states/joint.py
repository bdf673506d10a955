"""How a complaint stands to others of the same matter (一案多诉): alone, leading them, or going
along. Every caller keeps an own number; only the lead goes to the units. A lead whose caller takes
it back is left by all, and the first of them is joined by the others.
"""

from enum import StrEnum

from complaints.states.tables import step, verbs_from


class Standing(StrEnum):
    """Read from the open membership rows; no column holds it."""

    ALONE = "alone"
    LEADING = "leading"
    ALONG = "along"


class JointVerb(StrEnum):
    """What may happen between them; the histories of both call it so."""

    # It goes along with another one, and brings whoever went along with it.
    JOIN = "join"
    BE_JOINED = "be_joined"
    SPLIT = "split"
    # Somebody leaves and others stay; the last one leaves.
    BE_SPLIT = "be_split"
    BE_LEFT = "be_left"


T, B = Standing, JointVerb

JOINT_LIFE: dict[tuple[Standing, JointVerb], Standing] = {
    (T.ALONE, B.JOIN): T.ALONG,
    (T.LEADING, B.JOIN): T.ALONG,
    (T.ALONE, B.BE_JOINED): T.LEADING,
    (T.LEADING, B.BE_JOINED): T.LEADING,
    (T.LEADING, B.BE_SPLIT): T.LEADING,
    (T.LEADING, B.BE_LEFT): T.ALONE,
    (T.ALONG, B.SPLIT): T.ALONE,
}


def joint_after(standing: str, verb: JointVerb) -> Standing:
    """Where `verb` leads from `standing`; raises WrongState where it may not run."""
    return step(JOINT_LIFE, Standing(standing), verb)


def joint_allowed_from(standing: str) -> frozenset[JointVerb]:
    """What may happen to one that stands so."""
    return verbs_from(JOINT_LIFE, standing)

"""Who signs what is laid before the head, and who goes on with it."""

from complaints.models import Complaint, Role, User
from complaints.permissions import has_role_there
from dispatch.models import Endorsement


def can_endorse(user: User, complaint: Complaint) -> bool:
    """The head of the street where it is."""
    return has_role_there(user, complaint, Role.HEAD)


def can_go_on_with(user: User, endorsement: Endorsement) -> bool:
    """The head, or the one he passed it to."""
    if user.is_active and endorsement.passed_to_id == user.pk:
        return True
    return can_endorse(user, endorsement.complaint)


def endorses(user: User) -> bool:
    """Has a queue of what is laid before him, or lays it there."""
    return user.has_role(Role.HEAD, Role.DESK, Role.TRIAGE_OFFICER)

"""Who links petitions to a complaint and writes their steps down."""

from complaints.models import Complaint, Role, User
from complaints.permissions import has_role_there
from dispatch.permissions.branches import APPLICANTS


def can_keep_petitions(user: User, complaint: Complaint) -> bool:
    """The street's office and head, and the district."""
    return has_role_there(user, complaint, *APPLICANTS, Role.DISTRICT_LEADER)

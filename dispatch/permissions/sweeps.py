"""Who has like places looked at, and who looks."""

from complaints.models import Complaint, Role, User
from complaints.permissions import can_file
from dispatch.models import SweptPlace
from dispatch.permissions.branches import WORKERS, can_dispatch


def can_sweep(user: User, complaint: Complaint, *, works: bool) -> bool:
    """The street's office, or who does the work (`works`)."""
    return can_dispatch(user, complaint) or works


def can_look(user: User, place: SweptPlace) -> bool:
    """The street's office, who opened it, and who works in that community."""
    if can_dispatch(user, place.sweep.complaint) or place.sweep.opened_by_id == user.pk:
        return True
    return user.is_active and any(
        post.role in (*WORKERS, Role.HEAD) and post.area_id == place.area_id
        for post in user.current_posts
    )


def can_file_finding(user: User, place: SweptPlace) -> bool:
    """Whoever takes in complaints there."""
    return can_file(user) and can_dispatch(user, place.sweep.complaint)

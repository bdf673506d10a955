"""Who says which unit goes on with the work of one that ends."""

from complaints.models import Organisation, Role, User
from complaints.permissions import can_edit_reference
from dispatch.permissions.branches import APPLICANTS


def can_hand_over(user: User, unit: Organisation) -> bool:
    """The street's office for the units of its area, and who keeps the register of units."""
    if can_edit_reference(user):
        return True
    area = unit.area
    places = {area.pk, area.parent_id} if area else set()
    return user.is_active and any(
        post.role in APPLICANTS and post.area_id in places for post in user.current_posts
    )


def sees_endings(user: User) -> bool:
    """Has a list of them."""
    return can_edit_reference(user) or user.has_role(Role.TRIAGE_OFFICER, Role.DESK, Role.HEAD)

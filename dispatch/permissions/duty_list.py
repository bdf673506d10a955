"""Who keeps the street from what is not its own."""

from complaints.models import Organisation, Role, User
from dispatch.permissions.branches import APPLICANTS

READERS = (*APPLICANTS, Role.COMMUNITY_WORKER, Role.HANDLER, Role.CADRE, Role.DISTRICT_LEADER)


def reads_duties(user: User) -> bool:
    """Looks duties up: who dispatches, who objects, who looks over."""
    return user.has_role(*READERS, Role.ADMINISTRATOR, Role.HOTLINE_CLERK)


def can_keep_matters(user: User, street: Organisation) -> bool:
    """Registers and decides for the street."""
    return user.is_active and any(
        post.role in APPLICANTS and post.area_id == street.area_id for post in user.current_posts
    )


def can_keep_figures(user: User, community: Organisation) -> bool:
    """The community itself, and its street's office."""
    above = community.area.parent_id if community.area else None
    return user.is_active and any(
        (post.role == Role.COMMUNITY_WORKER and post.organisation_id == community.pk)
        or (post.role in APPLICANTS and post.area_id == above)
        for post in user.current_posts
    )

"""Who demands a reply, who gives it, and who lets it go."""

from collections.abc import Collection

from complaints.models import Complaint, Organisation, Role, User
from complaints.permissions import has_role_there
from dispatch.models import Supervision
from dispatch.permissions.branches import WORKERS, can_dispatch, unit_of

STREET = (Role.HEAD, Role.DESK, Role.TRIAGE_OFFICER)
DISTRICT = (Role.DISTRICT_LEADER, Role.HOTLINE_CLERK)


def can_supervise(user: User, complaint: Complaint) -> str:
    """On which level he may demand a reply about it; "" where he may not."""
    if has_role_there(user, complaint, *DISTRICT):
        return Supervision.Level.DISTRICT.value
    return Supervision.Level.STREET.value if has_role_there(user, complaint, *STREET) else ""


def may_reply(user: User, row: Supervision, *, units: Collection[int]) -> bool:
    """The people of the units at work on it (`units`, by key) or the street's office; to the city
    about a threat only the office; about a unit, who holds a post there."""
    if row.complaint is None:
        return user.is_active and any(
            post.organisation_id == row.organisation_id for post in user.current_posts
        )
    if can_dispatch(user, row.complaint):
        return True
    return row.trigger != Supervision.Trigger.THREAT and unit_of(user, units) is not None


def may_clear(user: User, row: Supervision) -> bool:
    """Of the level that demands it, and never who replied."""
    if user.pk == row.replied_by_id:
        return False
    if row.complaint is None:
        return row.organisation is not None and _leads_district_of(user, row.organisation)
    roles = DISTRICT if row.level == Supervision.Level.DISTRICT else STREET
    return has_role_there(user, row.complaint, *roles)


def may_clear_unreplied(user: User, row: Supervision) -> bool:
    """Nobody need reply any more: the complaint has ended, or who gave his word takes it back."""
    ended = row.complaint is not None and not row.complaint.is_under_way
    return ended or row.opened_by_id == user.pk


def sees_supervision(user: User) -> bool:
    """Has a list of what is supervised."""
    return user.has_role(*STREET, *DISTRICT, *WORKERS, Role.CITY_VIEWER)


def _leads_district_of(user: User, unit: Organisation) -> bool:
    areas = {unit.area_id}
    if unit.area is not None:
        areas |= {unit.area.parent_id, unit.area.parent.parent_id if unit.area.parent else None}
    return user.is_active and any(
        post.role == Role.DISTRICT_LEADER and post.area_id in areas for post in user.current_posts
    )

"""Who may do what to a branch. Asking and judging are apart from doing."""

from complaints.models import Role, User
from complaints.permissions import TRIAGE
from dispatch.models import Assignment

WORKERS = (Role.HANDLER, Role.COMMUNITY_WORKER, Role.PROPERTY_CLERK, Role.CADRE)
CALLERS = (Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER, Role.DESK)
APPLICANTS = (Role.TRIAGE_OFFICER, Role.DESK, Role.HEAD)


def can_dispatch(user: User) -> bool:
    """Name the unit that must act."""
    return user.has_role(*TRIAGE)


def can_work(user: User, assignment: Assignment) -> bool:
    """Sign, contact, report and tell the resident: the unit's own people, or the one named."""
    if assignment.handler_id is not None:
        return assignment.handler_id == user.pk and user.is_active
    return user.is_active and any(
        post.organisation_id == assignment.organisation_id and post.role in WORKERS
        for post in user.current_posts
    )


def can_tell_hotline(user: User, assignment: Assignment) -> bool:
    """The second feedback is given by the centre, not by the unit that did the work."""
    return user.has_role(*CALLERS) and not _is_of_unit(user, assignment)


def can_call_back(user: User, assignment: Assignment) -> bool:
    """The caller is never of the unit judged."""
    return user.has_role(*CALLERS) and not _is_of_unit(user, assignment)


def can_apply_exclusion(user: User) -> bool:
    """Ask for a ticket to leave the second base."""
    return user.has_role(*APPLICANTS)


def can_decide_exclusion(user: User) -> bool:
    """Decide on it, for the district."""
    return user.has_role(Role.DISTRICT_LEADER)


def can_read_month(user: User) -> bool:
    """Read the month's rates and rankings."""
    return user.has_role(
        Role.DISTRICT_LEADER, Role.CITY_VIEWER, Role.HEAD, Role.DESK, Role.TRIAGE_OFFICER,
        Role.HOTLINE_CLERK,
    )  # fmt: skip


def _is_of_unit(user: User, assignment: Assignment) -> bool:
    return any(post.organisation_id == assignment.organisation_id for post in user.current_posts)

"""Who may look ahead, and who may ask for a scan."""

from complaints.models import Role, User

READERS = (
    Role.TRIAGE_OFFICER, Role.DESK, Role.HEAD, Role.DISTRICT_LEADER, Role.CITY_VIEWER,
)  # fmt: skip


def can_foresee(user: User) -> bool:
    """Read counts and scans."""
    return user.has_role(*READERS)


def can_request_scan(user: User) -> bool:
    """Ask for a run by hand."""
    return user.has_role(Role.DESK, Role.TRIAGE_OFFICER, Role.DISTRICT_LEADER)

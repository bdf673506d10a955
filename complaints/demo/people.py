"""Accounts of every role, and a worker for every unit that is ever asked to act.

Names say what somebody does; no account is a person. The fixed sign-in names belong to one street.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from complaints.actions.accounts import Account, open_accounts
from complaints.models import Actor, Organisation, OrganisationKind, Role, User

SINCE = date(2024, 1, 1)
STREET = "110107011"
COMMUNITY = f"{STREET}010"
PROPERTY = "PM-11"
_BODIES: tuple[tuple[str, Role, str], ...] = (
    ("clerk", Role.HOTLINE_CLERK, "BJ-HOTLINE"),
    ("centre", Role.TRIAGE_OFFICER, f"ST-{STREET}-complaint_centre"),
    ("desk", Role.DESK, f"ST-{STREET}"),
    ("office", Role.HANDLER, f"ST-{STREET}-urban_management"),
    ("cadre", Role.CADRE, f"CM-{COMMUNITY}"),
    ("community", Role.COMMUNITY_WORKER, f"CM-{COMMUNITY}"),
    ("property", Role.PROPERTY_CLERK, PROPERTY),
    ("lanehead", Role.LANE_HEAD, f"ST-{STREET}"),
    ("steward", Role.STEWARD, f"CM-{COMMUNITY}"),
    ("judge", Role.JUDGE, f"ST-{STREET}"),
    ("head", Role.HEAD, f"ST-{STREET}"),
    ("district", Role.DISTRICT_LEADER, "SJS-CENTRE"),
    ("city", Role.CITY_VIEWER, "BJ-HOTLINE"),
    ("privacy", Role.PRIVACY_OFFICER, "SJS-CENTRE"),
    ("admin", Role.ADMINISTRATOR, "SJS-CENTRE"),
    ("security", Role.SECURITY_ADMIN, "SJS-CENTRE"),
    ("auditor", Role.AUDITOR, "SJS-CENTRE"),
    ("resident", Role.RESIDENT, f"CM-{COMMUNITY}"),
    ("clerk-2", Role.HOTLINE_CLERK, "BJ-HOTLINE"),
    ("clerk-3", Role.HOTLINE_CLERK, "BJ-HOTLINE"),
)
_IN_ADMIN = (Role.ADMINISTRATOR, Role.SECURITY_ADMIN)
_ROLE_AT_WORK: Mapping[str, Role] = {
    OrganisationKind.OFFICE: Role.HANDLER,
    OrganisationKind.CENTRE: Role.HANDLER,
    OrganisationKind.COMMUNITY: Role.COMMUNITY_WORKER,
    OrganisationKind.PROPERTY: Role.PROPERTY_CLERK,
    OrganisationKind.ENTERPRISE: Role.HANDLER,
    OrganisationKind.DISTRICT_DEPARTMENT: Role.HANDLER,
    OrganisationKind.BRANCH_OFFICE: Role.HANDLER,
}
_OF_A_STREET = (
    ("desk", Role.DESK),
    ("head", Role.HEAD),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who takes which step. `workers` by organisation, `triage` and `desks` by street's area."""

    clerks: tuple[User, ...]
    district: User
    workers: Mapping[int, tuple[User, ...]]
    triage: Mapping[int, User]
    desks: Mapping[int, User]


def open_demonstration(password: str) -> Staff:
    """Open every account; the ground must be laid."""
    bodies = list(Organisation.objects.order_by("code"))
    users = open_accounts(list(_accounts(bodies)), by=Actor.MACHINE, password=password, since=SINCE)
    workers: dict[int, tuple[User, ...]] = {}
    for body in bodies:
        if body.kind in _ROLE_AT_WORK:
            workers[body.pk] = (users[body.code.lower()],)
    for name, role, code in _BODIES:
        if role in (Role.HANDLER, Role.COMMUNITY_WORKER, Role.PROPERTY_CLERK):
            key = next(body.pk for body in bodies if body.code == code)
            workers[key] = (users[name], *workers[key])
    return Staff(
        clerks=(users["clerk"], users["clerk-2"], users["clerk-3"]),
        district=users["district"],
        workers=workers,
        triage=_of_streets(bodies, users, "centre"),
        desks=_of_streets(bodies, users, "desk"),
    )


def _accounts(bodies: list[Organisation]) -> Iterator[Account]:
    known = {body.code: body for body in bodies}
    for name, role, code in _BODIES:
        title = f"{known[code].name} {role.label}"
        yield Account(name, title, known[code].pk, role, is_staff=role in _IN_ADMIN)
    for body in bodies:
        if work := _ROLE_AT_WORK.get(body.kind):
            yield Account(body.code.lower(), f"{body.name} {work.label}", body.pk, work)
        if body.kind == OrganisationKind.SUBDISTRICT and body.code != f"ST-{STREET}":
            for name, role in _OF_A_STREET:
                username = f"{name}-{body.code.removeprefix('ST-')}"
                yield Account(username, f"{body.name} {role.label}", body.pk, role)
        if body.kind == OrganisationKind.CENTRE and not body.code.startswith(f"ST-{STREET}"):
            username = f"centre-{body.code.split('-')[1]}"
            role = Role.TRIAGE_OFFICER
            yield Account(username, f"{body.name} {role.label}", body.pk, role)


def _of_streets(
    bodies: list[Organisation], users: Mapping[str, User], name: str
) -> dict[int, User]:
    found: dict[int, User] = {}
    for body in bodies:
        if body.kind == OrganisationKind.SUBDISTRICT and body.area_id is not None:
            street = body.code.removeprefix("ST-")
            found[body.area_id] = users[name if street == STREET else f"{name}-{street}"]
    return found

"""Who may do what to a branch. Asking and judging are apart from doing."""

from collections.abc import Collection

from complaints.models import Complaint, Role, User
from complaints.permissions import (
    INTAKE,
    TRIAGE,
    can_edit_reference,
    can_read_original,
    has_role_there,
)
from dispatch.models import Ask, Assignment, Note, Phrase, SavedView

WORKERS = (Role.HANDLER, Role.COMMUNITY_WORKER, Role.PROPERTY_CLERK, Role.CADRE)
CALLERS = (Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER, Role.DESK)
OFFICE = (Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER, Role.DESK, Role.HEAD)
APPLICANTS = (Role.TRIAGE_OFFICER, Role.DESK, Role.HEAD)


def can_dispatch(user: User, complaint: Complaint) -> bool:
    """Name the unit that must act."""
    return has_role_there(user, complaint, *TRIAGE)


def can_read_rules(user: User) -> bool:
    """See by which rules complaints are sent on: who writes them, and who sends."""
    return can_edit_rules(user) or user.has_role(*TRIAGE)


def can_edit_rules(user: User) -> bool:
    """Draft the next version and publish it: it decides for every street."""
    return can_edit_reference(user)


def can_label(user: User, complaint: Complaint) -> bool:
    """Hang the office's labels on it."""
    return has_role_there(user, complaint, *INTAKE)


def can_name_handler(user: User, assignment: Assignment) -> bool:
    """Name another person of the unit asked."""
    return can_dispatch(user, assignment.complaint)


def can_work(user: User, assignment: Assignment) -> bool:
    """Sign, contact, report and tell the resident: the unit's own people, or the one named. Where
    the one named has left the unit, a colleague goes on, but not with a secret complaint."""
    if not _works_for_the_unit(user, assignment):
        return False
    named = assignment.handler
    if named is None or named.pk == user.pk:
        return True
    return not assignment.complaint.is_secret and not _works_for_the_unit(named, assignment)


def can_read_notes(user: User, assignment: Assignment) -> bool:
    """Read notes beside a branch as they were written: its unit, and who reads the original."""
    if can_read_original(user, assignment.complaint):
        return True
    return _works_for_the_unit(user, assignment)


def can_write_note(user: User, complaint: Complaint, units: Collection[int]) -> bool:
    """For colleagues, beside a complaint: the office there, and the people of the units asked
    (`units`, by key)."""
    return writes_for_the_office(user, complaint) or unit_of(user, units) is not None


def writes_for_the_office(user: User, complaint: Complaint) -> bool:
    """His notes are the office's, not one unit's."""
    return has_role_there(user, complaint, *OFFICE)


def can_read_note(user: User, note: Note) -> bool:
    """The office reads all; a unit its own, and what was shared with everybody who sees the
    complaint. Whoever looks over an area without working on it reads what was shared."""
    if note.is_shared or note.by_id == user.pk or writes_for_the_office(user, note.complaint):
        return True
    return note.organisation_id is not None and unit_of(user, [note.organisation_id]) is not None


def unit_of(user: User, units: Collection[int]) -> int | None:
    """The one of these units that he works for."""
    held = (post.organisation_id for post in user.current_posts if post.role in WORKERS)
    return next((key for key in held if key in units), None) if user.is_active else None


def can_keep_phrases(user: User) -> bool:
    """Whoever writes to callers or to the office."""
    return user.has_role(*OFFICE, *WORKERS)


def can_change_phrase(user: User, phrase: Phrase) -> bool:
    """Its owner; and the office, what its street shares."""
    return phrase.owner_id == user.pk or phrase.area_id in areas_of_office(user)


def areas_of_office(user: User) -> frozenset[int]:
    """The streets for whose office he speaks."""
    if not user.is_active:
        return frozenset()
    posts = (post for post in user.current_posts if post.role in APPLICANTS)
    return frozenset(post.area_id for post in posts if post.area_id)


def can_tell_hotline(user: User, assignment: Assignment) -> bool:
    """The second feedback is given by the centre, not by the unit that did the work."""
    return _speaks_with_the_caller(user, assignment)


def can_call_back(user: User, assignment: Assignment) -> bool:
    """The caller is never of the unit judged."""
    return _speaks_with_the_caller(user, assignment)


def can_apply_exclusion(user: User, assignment: Assignment) -> bool:
    """Ask for a ticket to leave the second base: the street of the place, or of the unit judged."""
    if has_role_there(user, assignment.complaint, *APPLICANTS):
        return True
    return user.is_active and any(
        post.role in APPLICANTS and post.area_id == assignment.organisation.area_id
        for post in user.current_posts
    )


def can_decide_exclusion(user: User, assignment: Assignment) -> bool:
    """Decide on it, for the district."""
    return has_role_there(user, assignment.complaint, Role.DISTRICT_LEADER)


def may_ask(user: User, assignment: Assignment, kind: str) -> bool:
    """Ask for another unit, more time or a stopped clock: the unit's people. For the shelf also
    the office, which answers for what nobody can solve now."""
    office = kind == Ask.Kind.SHELF and can_dispatch(user, assignment.complaint)
    return office or can_work(user, assignment)


def may_decide_ask(user: User, ask: Ask) -> bool:
    """Never who is of the unit, nor who asked. The office decides; on the shelf the district."""
    assignment = ask.assignment
    is_of_unit = any(p.organisation_id == assignment.organisation_id for p in user.current_posts)
    if is_of_unit or ask.asked_by_id == user.pk:
        return False
    if ask.kind == Ask.Kind.SHELF:
        return can_decide_exclusion(user, assignment)
    return can_dispatch(user, assignment.complaint)


def may_end_ask(user: User, ask: Ask) -> bool:
    """Let a stopped clock run, review the shelf, strike off: the office and, but for striking off,
    the unit."""
    assignment = ask.assignment
    if can_dispatch(user, assignment.complaint):
        return True
    return ask.kind == Ask.Kind.PAUSE and can_work(user, assignment)


def works_on_asks(user: User) -> bool:
    """Asks, decides or looks over."""
    return user.has_role(*WORKERS, *APPLICANTS, Role.DISTRICT_LEADER)


def works_on_exclusions(user: User) -> bool:
    """Asks for exclusions or decides on them, somewhere."""
    return user.has_role(*APPLICANTS, Role.DISTRICT_LEADER)


def can_change_view(user: User, view: SavedView) -> bool:
    """Its owner; where he has left the unit it is shared with, anybody of the unit."""
    if view.owner_id == user.pk:
        return True
    unit = view.organisation_id
    is_of_unit = any(post.organisation_id == unit for post in user.current_posts)
    return is_of_unit and all(post.organisation_id != unit for post in view.owner.current_posts)


def can_read_month(user: User) -> bool:
    """Read the month's rates and rankings."""
    return user.has_role(
        Role.DISTRICT_LEADER, Role.CITY_VIEWER, Role.HEAD, Role.DESK, Role.TRIAGE_OFFICER,
        Role.HOTLINE_CLERK,
    )  # fmt: skip


def can_close_month(user: User) -> bool:
    """Close a period, so that its figures stand."""
    return user.has_role(Role.DISTRICT_LEADER)


def _works_for_the_unit(user: User, assignment: Assignment) -> bool:
    # The district's own body has no clerks here: its leader acts for it (区兜底).
    return user.is_active and any(
        post.organisation_id == assignment.organisation_id
        and (post.role in WORKERS or post.role == Role.DISTRICT_LEADER)
        for post in user.current_posts
    )


def _speaks_with_the_caller(user: User, assignment: Assignment) -> bool:
    is_of_unit = any(
        post.organisation_id == assignment.organisation_id for post in user.current_posts
    )
    return not is_of_unit and has_role_there(user, assignment.complaint, *CALLERS)

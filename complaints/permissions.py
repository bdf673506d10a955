"""Who may do what to a complaint he sees. Sight itself is `visible_to`; here are the verbs.

A unit may be the one complained about, so units read the confirmed text only, and property
companies and volunteers never reach the caller's identity (defaults of domain notes 9.3).
"""

from complaints.models import Complaint, Holding, Organisation, Role, User
from complaints.models.people import SEE_EVERYWHERE, SEE_UNPLACED, CurrentPost

INTAKE = (Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER, Role.DESK)
TRIAGE = (Role.TRIAGE_OFFICER, Role.DESK)
READS_ORIGINAL = (Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER, Role.DESK)
REVEALS_IN_AREA = (Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER, Role.DESK)
REVEALS_WHEN_HOLDING = (Role.HANDLER,)
KEEPS_ARTICLES = (Role.TRIAGE_OFFICER, Role.DESK, Role.ADMINISTRATOR)
READS_ARTICLES = (
    *INTAKE, Role.HANDLER, Role.COMMUNITY_WORKER, Role.CADRE, Role.HEAD, Role.DISTRICT_LEADER,
    Role.ADMINISTRATOR,
)  # fmt: skip


def can_file(user: User) -> bool:
    """Key in a complaint on somebody's behalf."""
    return user.has_role(*INTAKE)


def can_import(user: User) -> bool:
    """Take in another system's file, and see what came of it."""
    return user.has_role(*TRIAGE)


def has_role_there(user: User, complaint: Complaint, *roles: str) -> bool:
    """One of these roles is in force for the complaint's place. A post in one street gives no right
    over another street's complaint that its holder sees by another post."""
    return user.is_active and any(
        post.role in roles and _reaches(post, complaint) for post in user.current_posts
    )


def can_speak_for_the_caller(user: User, complaint: Complaint) -> bool:
    """Chase, add, withdraw or reopen for a caller on the telephone."""
    return has_role_there(user, complaint, *INTAKE)


def can_triage(user: User, complaint: Complaint) -> bool:
    """Place, classify, answer and dispatch."""
    return has_role_there(user, complaint, *TRIAGE)


def can_advise(user: User, complaint: Complaint) -> bool:
    """End what is never dispatched. Whoever takes the call: an emergency waits for nobody."""
    return has_role_there(user, complaint, *INTAKE)


def reads_flags(user: User) -> bool:
    """See the risk flags of what he sees. Not a unit's people: a flag tells of words that the
    party complained about need not know."""
    sight = user.sight
    return sight.everywhere or bool(sight.areas)


def can_read_original(user: User, complaint: Complaint) -> bool:
    """Read the words as they were said, and see the original photos without a watermark."""
    return has_role_there(user, complaint, *READS_ORIGINAL)


def can_reveal_identity(user: User, complaint: Complaint, *, is_seen: bool = False) -> bool:
    """Open the caller's name, phone and home, with a reason, on record. `is_seen` where the row
    was just read by `visible_to` for this person."""
    if not is_seen and not Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists():
        return False
    if has_role_there(user, complaint, *REVEALS_IN_AREA):
        return True
    holders = [p.organisation_id for p in user.current_posts if p.role in REVEALS_WHEN_HOLDING]
    held = Holding.objects.filter(
        complaint=complaint, organisation_id__in=holders, until__isnull=True
    )
    return held.exclude(role=Holding.Role.COPY).exists()


def can_read_articles(user: User) -> bool:
    """Read what the office answers, the internal part too."""
    return user.has_role(*READS_ARTICLES)


def can_keep_articles(user: User) -> bool:
    """Write articles for some unit."""
    return user.has_role(*KEEPS_ARTICLES, Role.HANDLER)


def can_keep_articles_of(user: User, owner: Organisation) -> bool:
    """Write and revise the articles of this unit: its own people, and who triages for its area.
    `owner` comes with its area and the one above."""
    if not user.is_active:
        return False
    around = _areas_around(owner)
    return any(
        post.role == Role.ADMINISTRATOR
        or (post.role in KEEPS_ARTICLES and post.area_id in around)
        or (post.role == Role.HANDLER and post.organisation_id == owner.pk)
        for post in user.current_posts
    )


def can_read_access_log(user: User) -> bool:
    """Read who looked at identities."""
    return user.has_role(Role.PRIVACY_OFFICER, Role.AUDITOR)


def can_edit_reference(user: User) -> bool:
    """Edit territory, organisations, catalogue, limits and calendars."""
    return user.has_role(Role.ADMINISTRATOR)


def can_edit_people(user: User) -> bool:
    """Edit accounts and posts, apart from the reference data (three separate administrators)."""
    return user.has_role(Role.SECURITY_ADMIN)


def keeps_all_outward(user: User) -> bool:
    """Keep the outward addresses of every organisation."""
    return can_edit_reference(user)


def areas_of_outward(user: User) -> frozenset[int]:
    """The streets for whose bodies he keeps the outward addresses."""
    if not user.is_active:
        return frozenset()
    posts = (post for post in user.current_posts if post.role in TRIAGE)
    return frozenset(post.area_id for post in posts if post.area_id)


def keeps_outward(user: User) -> bool:
    """Keep the outward addresses of some organisation."""
    return keeps_all_outward(user) or user.has_role(*TRIAGE)


def can_keep_outward_of(user: User, organisation: Organisation) -> bool:
    """Keep those of this one: the administrator, and who triages in its street. `organisation`
    comes with its area."""
    return keeps_all_outward(user) or bool(_areas_around(organisation) & areas_of_outward(user))


def can_teach(user: User) -> bool:
    """See how well categories are suggested, train anew, and choose which version suggests."""
    return user.has_role(Role.ADMINISTRATOR, *TRIAGE)


def _reaches(post: CurrentPost, complaint: Complaint) -> bool:
    if post.role in SEE_EVERYWHERE:
        return True
    if post.area_id and post.area_id in {complaint.subdistrict_id, complaint.district_id}:
        return True
    is_unplaced = complaint.subdistrict_id is None
    known = complaint.district_id
    return post.role in SEE_UNPLACED and is_unplaced and known in {None, post.area_above_id}


def _areas_around(owner: Organisation) -> set[int]:
    """Its own area and those above, as far as a street's desk reaches."""
    area = owner.area
    if area is None:
        return set()
    return {key for key in (area.pk, area.parent_id) if key}

"""Who may do what to a whistle, and for whom he speaks there."""

from complaints.models import Organisation, OrganisationKind, Role, User
from dispatch.models import Breach, Duty, Fund, Summons, Whistle
from dispatch.permissions.branches import APPLICANTS, WORKERS
from dispatch.states import CAME

# City departments and bodies that are no office of the city's may have nobody who signs in here.
WITHOUT_ACCOUNTS = (OrganisationKind.OUTSIDE, OrganisationKind.CITY_DEPARTMENT)


def can_blow(user: User) -> bool:
    """Blow a whistle for some body: a street's office, the district; a community for residents."""
    return user.has_role(*APPLICANTS, Role.DISTRICT_LEADER, Role.COMMUNITY_WORKER)


def works_on_whistles(user: User) -> bool:
    """Blows them, answers them, or looks over those who do."""
    return user.has_role(*APPLICANTS, *WORKERS, Role.DISTRICT_LEADER, Role.CITY_VIEWER)


def reads_whistle_rates(user: User) -> bool:
    """Compares how often streets blow."""
    return user.has_role(*APPLICANTS, Role.DISTRICT_LEADER, Role.CITY_VIEWER)


def speaks_for(user: User, body: Organisation) -> bool:
    """In a whistle: for a street its centre, desk and head; for the district its leader; for every
    other body whoever works there."""
    if not user.is_active:
        return False
    if body.kind in (OrganisationKind.SUBDISTRICT, OrganisationKind.DISTRICT_BODY):
        is_street = body.kind == OrganisationKind.SUBDISTRICT
        roles = APPLICANTS if is_street else (Role.DISTRICT_LEADER,)
        return any(
            post.role in roles and post.area_id == body.area_id for post in user.current_posts
        )
    return any(
        post.role in WORKERS and post.organisation_id == body.pk for post in user.current_posts
    )


def side_of(user: User, whistle: Whistle) -> Organisation | None:
    """For whom he works on a whistle: for who blew it, or for another street that came to it. Its
    summons come with their organisations."""
    if speaks_for(user, whistle.blower):
        return whistle.blower
    partners = (one.organisation for one in whistle.summons.all() if is_partner(one))
    return next((body for body in partners if speaks_for(user, body)), None)


def is_partner(summons: Summons) -> bool:
    """Another street that has come: from then on the whistle is both streets' work."""
    return summons.status in CAME and summons.organisation.kind == OrganisationKind.SUBDISTRICT


def can_report_in(user: User, summons: Summons) -> bool:
    """Come for the unit called. To residents who signed, its head comes himself."""
    if summons.whistle.origin == Whistle.Origin.RESIDENTS:
        heads = (Role.HEAD, Role.DISTRICT_LEADER)
        area = summons.organisation.area_id
        is_head = any(p.role in heads and p.area_id == area for p in user.current_posts)
        return is_head and speaks_for(user, summons.organisation)
    return speaks_for(user, summons.organisation)


def can_write_down_arrival(user: User, summons: Summons) -> bool:
    """For a body without accounts, whoever called it says that it has come."""
    outside = summons.organisation.kind in WITHOUT_ACCOUNTS
    return outside and side_of(user, summons.whistle) is not None


def can_say_it_left(user: User, summons: Summons) -> bool:
    """The unit itself, or who called it."""
    if speaks_for(user, summons.organisation):
        return True
    return side_of(user, summons.whistle) is not None


def body_of(user: User, whistle: Whistle) -> Organisation | None:
    """For whom he takes part in the work: one of the sides, or a unit that came."""
    side = side_of(user, whistle)
    if side is not None:
        return side
    there = (one.organisation for one in whistle.summons.all() if one.status in CAME)
    return next((body for body in there if speaks_for(user, body)), None)


def can_settle_duty(user: User, duty: Duty) -> bool:
    """Whose it is, or whoever blew the whistle."""
    return speaks_for(user, duty.owner) or speaks_for(user, duty.whistle.blower)


def can_grant(user: User, fund: Fund) -> bool:
    """The district of the whistle; never who asked for it."""
    return user.pk != fund.asked_by_id and speaks_for(user, fund.whistle.district_body)


def can_excuse(user: User, summons: Summons) -> bool:
    """Whoever blew it, or the district; never the unit itself."""
    if speaks_for(user, summons.organisation):
        return False
    whistle = summons.whistle
    return speaks_for(user, whistle.blower) or speaks_for(user, whistle.district_body)


def can_decide_breach(user: User, breach: Breach) -> bool:
    """The district that it was reported to."""
    return speaks_for(user, breach.reported_to)

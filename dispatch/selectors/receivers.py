"""Who is next: the people to tell of a hand-over, as keys of their accounts."""

from collections.abc import Sequence
from datetime import date

from complaints.models import Complaint, OrganisationKind, Post, Role, User
from complaints.selectors.receivers import MOST
from dispatch.models import Assignment, Escalation
from dispatch.permissions import CALLERS, WORKERS

OFFICE = (Role.TRIAGE_OFFICER, Role.DESK)


def people_of_unit(branch: Assignment, *, on: date) -> list[int]:
    """The one named, as long as he is of the unit; else all who work there. Of a secret complaint
    nobody but the one named."""
    posts = Post.objects.current(on).filter(
        organisation=branch.organisation_id,
        role__in=(*WORKERS, Role.DISTRICT_LEADER),
        user__is_active=True,
    )
    people = list(dict.fromkeys(posts.order_by("pk").values_list("user_id", flat=True)))
    if branch.handler_id in people:
        return [branch.handler_id]
    return [] if branch.complaint.is_secret else people[:MOST]


def people_of_office(
    complaint: Complaint, *, on: date, first: int | None = None, roles: tuple[str, ...] = OFFICE
) -> list[int]:
    """`first`, whose work it was before, while he holds such a post there; else all who do. Only
    who triages is told of a secret one."""
    wanted = (Role.TRIAGE_OFFICER,) if complaint.is_secret else roles
    posts = Post.objects.current(on).filter(
        organisation__area=complaint.subdistrict_id, role__in=wanted, user__is_active=True
    )
    people = list(dict.fromkeys(posts.order_by("pk").values_list("user_id", flat=True)))
    return [first] if first in people else people[:MOST]


def people_of_lead(complaint: Complaint, *, on: date) -> list[int]:
    """The people of the unit that leads in this round."""
    branches = Assignment.objects.live().filter(complaint=complaint, round=complaint.round)
    lead = branches.filter(role=Assignment.Role.LEAD).select_related("complaint").first()
    return people_of_unit(lead, on=on) if lead else []


def people_of_heads(complaint: Complaint, *, on: date) -> list[int]:
    """Who answers for the street of the place."""
    posts = Post.objects.current(on).filter(
        organisation__area=complaint.subdistrict_id, role=Role.HEAD, user__is_active=True
    )
    return list(posts.order_by("pk").values_list("user_id", flat=True).distinct()[:MOST])


def people_of_district(complaint: Complaint, *, on: date) -> list[int]:
    """Who decides for the district."""
    posts = Post.objects.current(on).filter(
        organisation__area=complaint.district_id, role=Role.DISTRICT_LEADER, user__is_active=True
    )
    return list(posts.order_by("pk").values_list("user_id", flat=True).distinct()[:MOST])


def who_calls_back(branch: Assignment, *, on: date) -> list[int]:
    """Who speaks with the caller there."""
    local = tuple(role for role in CALLERS if role != Role.HOTLINE_CLERK)
    return people_of_office(branch.complaint, on=on, first=branch.dispatched_by_id, roles=local)


def people_of_city(*, on: date) -> list[int]:
    """Who looks over the city from the hotline body."""
    posts = Post.objects.current(on).filter(
        organisation__kind=OrganisationKind.HOTLINE, role=Role.CITY_VIEWER, user__is_active=True
    )
    return list(posts.order_by("pk").values_list("user_id", flat=True).distinct()[:MOST])


def people_of_areas(areas: Sequence[int], *, on: date) -> list[int]:
    """Who works for a body of these communities."""
    posts = Post.objects.current(on).filter(
        organisation__area__in=areas, organisation__kind=OrganisationKind.COMMUNITY,
        role__in=WORKERS, user__is_active=True,
    )  # fmt: skip
    return list(posts.order_by("pk").values_list("user_id", flat=True).distinct()[:MOST])


def people_of_body(key: int, *, on: date) -> list[int]:
    """Everybody with a post there."""
    posts = Post.objects.current(on).filter(organisation=key, user__is_active=True)
    return list(posts.order_by("pk").values_list("user_id", flat=True).distinct()[:MOST])


def up_the_chain(branch: Assignment, step: int, *, on: date) -> list[int]:
    """Who may be told at a step, as far as they see the complaint: a secret one goes no further
    than who may know of it."""
    complaint = branch.complaint
    if step == Escalation.Step.UNIT:
        people = people_of_unit(branch, on=on)
    elif step == Escalation.Step.HEAD:
        people = people_of_heads(complaint, on=on)
    elif step == Escalation.Step.DISTRICT:
        people = people_of_district(complaint, on=on)
    else:
        people = people_of_city(on=on)
    order = {key: place for place, key in enumerate(people)}
    found = sorted(User.objects.filter(pk__in=people), key=lambda one: order[one.pk])
    seen = Complaint.objects.filter(pk=complaint.pk)
    return [one.pk for one in found if seen.visible_to(one).exists()]

"""Who may be named in a note: people who may see the complaint, asked in two queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import IntegerField, Q, Value
from django.utils import timezone

from complaints.models import Complaint, ComplaintEvent, Holding, Post, Role, User
from complaints.models.people import CurrentPost
from complaints.querysets import DatedQuerySet
from dispatch.permissions import OFFICE, WORKERS

OFFERED_MAX = 80


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who sees the complaint; `words` are name, unit and role."""

    user: User
    unit: str
    words: str


def colleagues_on(complaint: Complaint, *, but: User) -> list[Colleague]:
    """The office there, the people of the units that hold it, and who of the hotline took a step
    on it; each only if he may see it by the posts he holds today."""
    posts: dict[int, list[Post]] = {}
    for post in _posts(complaint).exclude(user=but)[: OFFERED_MAX * 2]:
        posts.setdefault(post.user_id, []).append(post)
    people = [_read_with(own) for own in list(posts.values())[:OFFERED_MAX]]
    seeing = _who_sees(complaint, people)
    return [
        Colleague(user, posts[user.pk][0].organisation.name, _words(user, posts[user.pk][0]))
        for user in people
        if user.pk in seeing
    ]


def _posts(complaint: Complaint) -> DatedQuerySet[Post]:
    areas = [key for key in (complaint.subdistrict_id, complaint.district_id) if key]
    held = Holding.objects.filter(complaint=complaint, until__isnull=True)
    acted = ComplaintEvent.objects.filter(complaint=complaint, by__isnull=False)
    local = [role for role in OFFICE if role != Role.HOTLINE_CLERK]
    wanted = Q(role__in=local, organisation__area__in=areas)
    wanted |= Q(role__in=WORKERS, organisation__in=held.values("organisation"))
    wanted |= Q(role=Role.HOTLINE_CLERK, user__in=acted.values("by"))
    rows = Post.objects.current(timezone.localdate()).filter(wanted, user__is_active=True)
    return rows.select_related("user", "organisation__area").order_by("organisation__code", "pk")


def _read_with(posts: Sequence[Post]) -> User:
    """The person with the posts already read, so that asking for his sight costs no query."""
    user = posts[0].user
    user.__dict__["current_posts"] = tuple(
        CurrentPost(
            post.role,
            post.organisation_id,
            post.organisation.kind,
            post.organisation.area_id,
            post.organisation.area.parent_id if post.organisation.area else None,
            post.organisation.area.code if post.organisation.area else None,
        )
        for post in posts
    )
    return user


def _who_sees(complaint: Complaint, people: Sequence[User]) -> set[int]:
    asked = [
        Complaint.objects.visible_to(user)
        .filter(pk=complaint.pk)
        .order_by()
        .annotate(who=Value(user.pk, IntegerField()))
        .values_list("who", flat=True)
        for user in people
    ]
    if not asked:
        return set()
    return set(asked[0].union(*asked[1:], all=True))


def _words(user: User, post: Post) -> str:
    parts = [post.organisation.name, str(Role(post.role).label)]
    return " ".join([str(user), *(part for part in parts if part not in str(user))])

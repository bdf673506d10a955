"""Who else is at a complaint, as far as this person may know of him."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from complaints.models import Complaint, User
from dispatch.kernels.differences import fingerprint
from dispatch.models import Presence
from dispatch.permissions import WORKERS, writes_for_the_office

# A beat comes every twenty seconds; who missed three is gone.
GONE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else with the page open."""

    name: str
    is_writing: bool


@dataclass(frozen=True, slots=True)
class Company:
    """All of them; `shown` is the same as long as they are."""

    others: tuple[Other, ...]
    shown: str


def company_at(complaint: Complaint, user: User, *, at: datetime | None = None) -> Company:
    """In one query. The office sees everybody; a unit sees the office and its own people, and never
    which person of another unit looks."""
    at = at or timezone.now()
    rows = Presence.objects.filter(complaint=complaint, seen_at__gt=at - GONE).exclude(user=user)
    if not writes_for_the_office(user, complaint):
        own = {post.organisation_id for post in user.current_posts if post.role in WORKERS}
        rows = rows.filter(Q(is_office=True) | Q(organisation__in=own))
    found = rows.select_related("user").order_by("-is_writing", "user_id")
    others = tuple(Other(str(row.user), row.is_writing) for row in found[:10])
    return Company(others, fingerprint("\n".join(f"{o.name} {o.is_writing}" for o in others)))

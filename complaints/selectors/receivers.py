"""Whom to tell of what happens to a complaint, as keys of accounts."""

from datetime import date

from complaints.models import Complaint, Holding, Post
from complaints.models.people import SEE_HELD

# Who is told at once, at most; a larger unit names its handler.
MOST = 50


def people_of_holders(complaint: Complaint, *, on: date) -> set[int]:
    """The people of every unit that holds it, or the one named there; of a secret complaint only
    those named."""
    held = Holding.objects.filter(complaint=complaint, until__isnull=True)
    named = set(held.filter(person__isnull=False).values_list("person_id", flat=True))
    if complaint.is_secret:
        return named
    open_to_all = held.filter(person__isnull=True).values("organisation")
    posts = Post.objects.current(on).filter(
        organisation__in=open_to_all, role__in=SEE_HELD, user__is_active=True
    )
    return named | set(posts.order_by("pk").values_list("user_id", flat=True)[:MOST])

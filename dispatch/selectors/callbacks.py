"""Callbacks that wait, and the one that is being made."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, User
from dispatch.models import Assignment, Callback, CallbackAttempt
from dispatch.permissions import can_call_back
from dispatch.selectors.paging import page_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One callback in the queue."""

    key: int
    number: str
    words: str
    place: str
    unit: str
    opened_at: datetime
    tries: int
    last_try: str
    is_secret: bool


def waiting_callbacks(user: User, *, after: int = 0) -> tuple[list[Waiting], int]:
    """Fifty open callbacks, oldest first, none of the own unit; the offset of the next fifty."""
    own = [post.organisation_id for post in user.current_posts]
    seen = Complaint.objects.visible_to(user).values("pk")
    rows = Callback.objects.filter(
        Q(status=Callback.Status.OPEN), assignment__complaint__in=seen
    ).exclude(assignment__organisation__in=own)
    rows = rows.select_related(
        "assignment__organisation",
        "assignment__complaint__community",
        "assignment__complaint__subdistrict",
    ).defer(
        "assignment__complaint__community__outline", "assignment__complaint__subdistrict__outline"
    )
    rows = rows.prefetch_related("attempts").order_by("opened_at", "pk")
    found, following = page_of(rows, after=after, size=PAGE)
    mine = [call for call in found if can_call_back(user, call.assignment)]
    return [_waiting(callback) for callback in mine], following


def find_callback(key: int, user: User) -> Callback:
    """A callback of a complaint that this person may see."""
    rows = Callback.objects.select_related("assignment__organisation", "assignment__complaint")
    seen = Assignment.objects.visible_to(user)
    found = rows.prefetch_related("attempts__by").filter(pk=key, assignment__in=seen).first()
    if found is None:
        raise NotFound(_("没有这次回访，或不在您的查看范围内。"))
    return found


def _waiting(callback: Callback) -> Waiting:
    complaint = callback.assignment.complaint
    tries = list(callback.attempts.all())
    last = CallbackAttempt.Outcome(tries[-1].outcome).label if tries else ""
    return Waiting(
        key=callback.pk,
        number=complaint.number,
        words=" ".join(complaint.redacted_text[:90].split()),
        place=complaint.place_words,
        unit=callback.assignment.organisation.name,
        opened_at=callback.opened_at,
        tries=len(tries),
        last_try=str(last),
        is_secret=complaint.is_secret,
    )

"""What a caller told earlier, for who has him on the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.models import Complaint, Rating, User
from complaints.states import Verb, allowed_from

WORDS = 120


@dataclass(frozen=True, slots=True)
class Earlier:
    """One complaint from the same telephone number; `rated` is the caller's own last word on it."""

    number: str
    words: str
    place: str
    status: str
    status_words: str
    received_at: datetime
    rated: str
    may_add: bool


def earlier_calls(keys: Sequence[int], user: User) -> tuple[Earlier, ...]:
    """Those keys, in their order, as far as this person sees them."""
    rows = Complaint.objects.visible_to(user).with_place().in_bulk(list(keys))
    ratings = Rating.objects.filter(complaint__in=list(rows)).order_by("round", "pk")
    rated = {one.complaint_id: str(one.get_satisfaction_display()) for one in ratings}
    return tuple(_line(rows[key], rated.get(key, "")) for key in keys if key in rows)


def joined_key(number: str, user: User) -> int | None:
    """The complaint of this number; None where none was named."""
    if not number:
        return None
    found = Complaint.objects.visible_to(user).filter(number=number).values_list("pk", flat=True)
    key = found.first()
    if key is None:
        raise Invalid(_("没有这件诉求，或不在您的查看范围内。"))
    return key


def _line(complaint: Complaint, rated: str) -> Earlier:
    may_add = Verb.SUPPLEMENT in allowed_from(complaint.status) and not complaint.finished_at
    return Earlier(
        number=complaint.number,
        words=" ".join(complaint.redacted_text[:WORDS].split()),
        place=complaint.place_words,
        status=complaint.status,
        status_words=complaint.get_status_display(),
        received_at=complaint.received_at,
        rated=rated,
        may_add=may_add,
    )

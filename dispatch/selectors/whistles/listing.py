"""Whistles as lists: what this person's bodies are waited for, what is open, all."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from complaints.models import Complaint, User
from dispatch.models import Summons, Whistle
from dispatch.selectors.paging import page_of
from dispatch.states import CAME

PAGE = 50


@dataclass(frozen=True, slots=True)
class WhistleLine:
    """One line: how many were called, how many came, when the next must be there."""

    whistle: Whistle
    called: int
    came: int
    next_due_at: datetime | None
    is_mine_to_answer: bool


def whistles_seen(user: User, *, which: str = "", after: int = 0) -> tuple[list[WhistleLine], int]:
    """Fifty of those this person sees, newest first; the offset of the next."""
    rows = Whistle.objects.visible_to(user).select_related("blower")
    if which != "all":
        rows = rows.open()
    mine = waited_for(user)
    if which == "mine":
        rows = rows.filter(pk__in=mine.values("whistle_id"))
    rows = rows.annotate(
        called_count=Count("summons"),
        came_count=Count("summons", filter=Q(summons__status__in=[one.value for one in CAME])),
        next_due=Min("summons__report_by_at", filter=Q(summons__status="awaited")),
    )
    found, following = page_of(rows.order_by("-blown_at", "-pk"), after=after, size=PAGE)
    keys = set(
        mine.filter(whistle__in=[one.pk for one in found]).values_list("whistle_id", flat=True)
    )
    lines = [_line(one, keys) for one in found]
    return lines, following


def whistles_on(complaint: Complaint, user: User) -> tuple[Whistle, ...]:
    """Those that a complaint is under, as far as this person sees them."""
    rows = Whistle.objects.visible_to(user).filter(tickets__complaint=complaint)
    return tuple(rows.order_by("blown_at", "pk"))


def waited_for(user: User) -> QuerySet[Summons]:
    """What his own bodies are called to and have not answered."""
    sight = user.sight
    streets = Q(organisation__kind="subdistrict", organisation__area__in=sight.areas)
    own = Q(organisation__in=sight.holders) | streets
    open_rows = Whistle.objects.open().values("pk")
    return Summons.objects.to_answer().filter(own, whistle__in=open_rows)


def _line(whistle: Whistle, mine: set[int]) -> WhistleLine:
    counted = vars(whistle)
    return WhistleLine(
        whistle=whistle,
        called=counted["called_count"],
        came=counted["came_count"],
        next_due_at=counted["next_due"],
        is_mine_to_answer=whistle.pk in mine,
    )

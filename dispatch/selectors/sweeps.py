"""Like places, the sweeps one sees, and one of them with this person's steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Area, Complaint, User
from dispatch.models import Assignment, Sweep, SweptPlace
from dispatch.permissions import can_file_finding, can_look, can_work

# How far back the like is counted.
BACK = timedelta(days=365)
PAGE = 50


@dataclass(frozen=True, slots=True)
class LikePlace:
    """A community of the street; `told` complaints of the category there in the last year."""

    area: Area
    told: int


@dataclass(frozen=True, slots=True)
class Looked:
    """One place, with what this person may do."""

    place: SweptPlace
    may_look: bool
    may_file: bool


@dataclass(frozen=True, slots=True)
class SweepPage:
    """One sweep; `sees_complaint`: this person may open the complaint it came from."""

    sweep: Sweep
    places: tuple[Looked, ...]
    sees_complaint: bool


def like_places(complaint: Complaint, *, at: datetime) -> list[LikePlace]:
    """The communities of the street, those first where the like was told most often."""
    if complaint.subdistrict_id is None:
        return []
    rows = Complaint.objects.filter(
        subdistrict=complaint.subdistrict_id, category=complaint.category_id,
        received_at__gte=at - BACK, received_at__lte=at,
    ).exclude(pk=complaint.pk)  # fmt: skip
    counted = dict(rows.order_by().values_list("community").annotate(n=Count("pk")))
    areas = Area.objects.filter(parent=complaint.subdistrict_id, level=Area.Level.COMMUNITY)
    found = [LikePlace(area, counted.get(area.pk, 0)) for area in areas.defer("outline")]
    return sorted(found, key=lambda one: (-one.told, one.area.code))


def has_result(complaint: Complaint) -> bool:
    """A unit has reported, and it is not put away yet."""
    if complaint.status == Complaint.StatusChoice.ARCHIVED:
        return False
    branches = Assignment.objects.live().filter(complaint=complaint, round=complaint.round)
    return branches.filter(reported_at__isnull=False).exists()


def works_on(user: User, complaint: Complaint) -> bool:
    """One of its branches is his unit's."""
    branches = Assignment.objects.live().filter(complaint=complaint).select_related("handler")
    rows = list(branches)
    for branch in rows:
        branch.complaint = complaint
    return any(can_work(user, branch) for branch in rows)


def sweep_url(sweep: Sweep) -> str:
    """Its page."""
    return reverse("office-sweep", args=[sweep.pk])


def sweep_of(place: int) -> int:
    """The sweep that a place belongs to; 0 where there is no such place."""
    found = SweptPlace.objects.filter(pk=place).values_list("sweep_id", flat=True).first()
    return found or 0


def sweeps_on(complaint: Complaint) -> list[Sweep]:
    """With how many places, and how many looked at."""
    rows = Sweep.objects.filter(complaint=complaint).select_related("opened_by")
    return list(
        rows.annotate(
            all_count=Count("places"),
            done_count=Count("places", filter=~Q(places__result="")),
            found_count=Count("places", filter=Q(places__result="found")),
        )
    )


def find_sweep(key: int, user: User) -> SweepPage:
    """One on a complaint he may see, or with a place that is his to look at."""
    sweep = Sweep.objects.select_related("complaint", "opened_by").filter(pk=key).first()
    if sweep is None:
        raise NotFound(_("没有这次举一反三，或不在您的查看范围内。"))
    sees = Complaint.objects.visible_to(user).filter(pk=sweep.complaint_id).exists()
    rows = sweep.places.select_related("area", "by", "filed").defer("area__outline")
    places = list(_looked(sweep, rows, user))
    if not sees:
        places = [one for one in places if can_look(user, one.place)]
    if not places:
        raise NotFound(_("没有这次举一反三，或不在您的查看范围内。"))
    return SweepPage(sweep, tuple(places), sees)


def _looked(sweep: Sweep, rows: Iterable[SweptPlace], user: User) -> Iterable[Looked]:
    for place in rows:
        place.sweep = sweep
        is_found = place.result == SweptPlace.Result.FOUND and place.filed_id is None
        yield Looked(
            place=place,
            may_look=not place.result and can_look(user, place),
            may_file=is_found and can_file_finding(user, place),
        )

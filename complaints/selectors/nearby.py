"""Open matters of the same kind close by, for somebody who is about to tell of one.

Everybody may ask, so all that is shown was checked by a person before units read it, and what may
lead to a caller is not shown at all (`told_to_neighbours`). The reference is derived and not a
number: it opens nothing, and is good only where the same question finds the same matter again.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from complaints import fields
from complaints.kernels.bigrams import bigrams
from complaints.kernels.geometry import METRES_A_DEGREE, LonLat, convert, metres_between
from complaints.kernels.likeness import overlap
from complaints.models import Category, Complaint, Parameter, Photo
from complaints.selectors.joint import joined_counts
from complaints.selectors.parameters import amount_of, span_of
from complaints.selectors.places import area_at, placement_of

SHOWN = 3
FINEST = 3
# Read at most, newest first: enough for a street's open matters of one kind.
READ = 200
STEP_METRES = 50
LEAST_OVERLAP = 0.12


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody tells of it, in WGS 84, as far as is known."""

    point: LonLat | None = None
    community_id: int | None = None


@dataclass(frozen=True, slots=True)
class NearbyMatter:
    """`metres` is rounded up; None where only the community is the same. `others` are those who
    have joined already."""

    reference: str
    words: str
    place: str
    metres: int | None
    days: int
    others: int
    photo: UUID | None = None


def nearby_matters(
    category: Category | None, text: str, spot: Spot, *, at: datetime
) -> tuple[NearbyMatter, ...]:
    """The few likest of the same kind, near in place and time."""
    found = _ranked(category, text, spot, at=at)
    counts = joined_counts(row.pk for row, _metres in found)
    photos = _photos([row.pk for row, _metres in found])
    return tuple(
        NearbyMatter(
            reference=_reference(row),
            words=row.redacted_text,
            place=row.place_words,
            metres=None if metres is None else _told_metres(metres),
            days=(timezone.localdate(at) - timezone.localdate(row.received_at)).days,
            others=counts.get(row.pk, 0),
            photo=photos.get(row.pk),
        )
        for row, metres in found
    )


def referred_to(
    reference: str, category: Category | None, text: str, spot: Spot, *, at: datetime
) -> int | None:
    """The key of the matter somebody says is his too, if it is still shown to him."""
    for row, _metres in _ranked(category, text, spot, at=at):
        if _reference(row) == reference:
            return row.pk
    return None


def _ranked(
    category: Category | None, text: str, spot: Spot, *, at: datetime
) -> list[tuple[Complaint, float | None]]:
    if category is None or not (spot.point or spot.community_id):
        return []
    on = timezone.localdate(at)
    reach = amount_of(Parameter.Key.NEARBY_DISTANCE, on=on)
    since = at - span_of(Parameter.Key.NEARBY_AGE, on=on)
    said = bigrams(text)
    scored = []
    for row in _candidates(category, spot, since=since, reach=reach):
        metres = _distance(row, spot.point)
        likeness = overlap(said, bigrams(row.redacted_text))
        is_same = row.category_id == category.pk
        if (is_same or likeness >= LEAST_OVERLAP) and (metres is None or metres <= reach):
            scored.append((not is_same, -likeness, metres or 0.0, row, metres))
    scored.sort(key=lambda one: one[:3])
    return [(row, metres) for *_order, row, metres in scored[:SHOWN]]


def _candidates(category: Category, spot: Spot, *, since: datetime, reach: int) -> list[Complaint]:
    """Of the kind above the finest one: two officers file a lamp under two names."""
    kind = category.parent_id if category.level == FINEST else category.pk
    same_kind = Q(category=category) | Q(category__parent=kind)
    rows = Complaint.objects.told_to_neighbours().going_alone().with_place()
    rows = rows.filter(same_kind, _around(spot, reach), received_at__gte=since)
    return list(rows.order_by("-received_at")[:READ])


def _around(spot: Spot, reach: int) -> Q:
    here = Q(community_id=spot.community_id)
    if spot.point is None:
        return here
    lon, lat = spot.point
    north = reach / METRES_A_DEGREE
    east = north / math.cos(math.radians(lat))
    # By street, where an index holds the open ones; the corners name those beyond a border.
    corners = [(lon, lat), *((lon + x, lat + y) for x in (-east, east) for y in (-north, north))]
    streets = {placement_of(area_at(*corner)).subdistrict_id for corner in corners} - {None}
    box = Q(lon__range=(lon - east, lon + east), lat__range=(lat - north, lat + north))
    return box & Q(subdistrict_id__in=streets) | here & Q(lon__isnull=True)


def _photos(keys: list[int]) -> dict[int, UUID]:
    """The first photo of each that a person lets neighbours see."""
    rows = Photo.objects.filter(complaint__in=keys, shown_at__isnull=False)
    newest_first = rows.order_by("-added_at", "-pk").values_list("complaint_id", "pk")
    return dict(newest_first)


def _told_metres(metres: float) -> int:
    """Rounded up, and never nothing: where exactly it was told is nobody's business."""
    return max(1, math.ceil(metres / STEP_METRES)) * STEP_METRES


def _distance(row: Complaint, point: LonLat | None) -> float | None:
    if point is None or row.lon is None or row.lat is None:
        return None
    datum: Any = row.datum
    return metres_between(point, convert(row.lon, row.lat, source=datum, target="wgs84"))


def _reference(row: Complaint) -> str:
    return fields.keyed_hash(str(row.pk), purpose="nearby matter")[:24]

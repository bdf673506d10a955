"""The demonstration's communities as places people speak of, read from the ground."""

import random
from dataclasses import dataclass, field

from complaints.models import Area, GazetteerEntry, PropertyContract


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place with its point (WGS 84), and for an estate who manages it."""

    name: str
    lon: float
    lat: float
    manager_id: int | None = None


@dataclass(frozen=True, slots=True)
class Community:
    """A community and the names that its people use."""

    pk: int
    code: str
    name: str
    street: str
    street_id: int
    weight: float
    estates: tuple[Spot, ...]
    roads: tuple[Spot, ...]
    lanes: tuple[Spot, ...]
    marks: tuple[Spot, ...]


@dataclass(slots=True)
class _Names:
    estate: list[Spot] = field(default_factory=list)
    road: list[Spot] = field(default_factory=list)
    lane: list[Spot] = field(default_factory=list)
    landmark: list[Spot] = field(default_factory=list)
    building: list[Spot] = field(default_factory=list)


def communities(rng: random.Random) -> list[Community]:
    """Those that the gazetteer knows, in order of code; how much each complains is drawn."""
    managers = dict(
        PropertyContract.objects.filter(until__isnull=True).values_list("estate", "organisation")
    )
    names: dict[int, _Names] = {}
    for entry in GazetteerEntry.objects.order_by("area__code", "kind", "name"):
        spot = Spot(entry.name, entry.lon or 0, entry.lat or 0, managers.get(entry.pk))
        getattr(names.setdefault(entry.area_id, _Names()), entry.kind).append(spot)
    areas = Area.objects.filter(pk__in=names).select_related("parent").defer("outline")
    return [_community(area, names[area.pk], rng) for area in areas.order_by("code") if area.parent]


def _community(area: Area, names: _Names, rng: random.Random) -> Community:
    assert area.parent is not None  # noqa: S101 - a community has a street
    return Community(
        pk=area.pk,
        code=area.code,
        name=area.name,
        street=area.parent.name,
        street_id=area.parent.pk,
        weight=rng.lognormvariate(0, 0.55),
        estates=tuple(names.estate),
        roads=tuple(names.road),
        lanes=tuple(names.lane),
        marks=tuple(names.landmark),
    )

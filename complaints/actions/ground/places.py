"""Territory, its names, and for a demonstration the bodies that stand on it."""

from collections.abc import Sequence

from complaints.actions.ground.adding import add_missing, keys_by_code, spelt
from complaints.files.seeds import AreaSeed, Ground
from complaints.kernels.geometry import inner_point
from complaints.models import (
    Area,
    Category,
    Component,
    GazetteerEntry,
    Organisation,
    PropertyContract,
)


def lay_areas(seeds: Sequence[AreaSeed]) -> int:
    added = 0
    for level in ("city", "district", "subdistrict", "community"):
        keys = keys_by_code(Area.objects.all())
        added += add_missing(
            Area.objects.all(),
            (seed for seed in seeds if seed.level == level),
            key=lambda seed: (seed.code,),
            row=lambda seed, keys=keys: {  # type: ignore[misc]
                "code": seed.code,
                "name": seed.name,
                "level": seed.level,
                "kind": seed.kind,
                "parent_id": keys[seed.parent] if seed.parent else None,
                **spelt(seed.name),
            },
            standing=("code",),
        )
    return added


def lay_outlines(ground: Ground) -> int:
    drawn = {seed.code: seed for seed in ground.outlines}
    bare = list(Area.objects.filter(code__in=drawn, outline__isnull=True).order_by("code"))
    for area in bare:
        seed = drawn[area.code]
        area.outline = seed.geometry
        area.outline_origin = seed.origin
        area.lon, area.lat = inner_point(seed.geometry)
    Area.objects.bulk_update(bare, ["outline", "outline_origin", "lon", "lat"], batch_size=100)
    return len(bare)


def lay_places(ground: Ground) -> int:
    areas = keys_by_code(Area.objects.all())
    return add_missing(
        GazetteerEntry.objects.all(),
        ground.places,
        key=lambda seed: (seed.name, seed.kind, areas[seed.area]),
        row=lambda seed: {
            "name": seed.name,
            "kind": seed.kind,
            "area_id": areas[seed.area],
            "lon": seed.lon,
            "lat": seed.lat,
            "origin": seed.origin,
            **spelt(seed.name),
        },
        standing=("name", "kind", "area_id"),
    )


def lay_organisations(ground: Ground) -> int:
    areas = keys_by_code(Area.objects.all())
    added = 0
    waiting = list(ground.organisations)
    while waiting:
        keys = keys_by_code(Organisation.objects.all())
        ready = [seed for seed in waiting if not seed.parent or seed.parent in keys]
        if not ready:
            msg = f"organisations without their parent: {[seed.code for seed in waiting]}"
            raise ValueError(msg)
        added += add_missing(
            Organisation.objects.all(),
            ready,
            key=lambda seed: (seed.code,),
            row=lambda seed, keys=keys: {  # type: ignore[misc]
                "code": seed.code,
                "name": seed.name,
                "kind": seed.kind,
                "office_key": seed.office_key,
                "area_id": areas[seed.area] if seed.area else None,
                "parent_id": keys[seed.parent] if seed.parent else None,
                "around_the_clock": seed.around_the_clock,
                "since": seed.since,
                "until": seed.until,
            },
            standing=("code",),
        )
        waiting = [seed for seed in waiting if seed not in ready]
    return added


def lay_contracts(ground: Ground) -> int:
    firms = keys_by_code(Organisation.objects.all())
    held = GazetteerEntry.objects.filter(kind=GazetteerEntry.Kind.ESTATE)
    estates = {(area, name): pk for area, name, pk in held.values_list("area__code", "name", "pk")}
    return add_missing(
        PropertyContract.objects.all(),
        ground.contracts,
        key=lambda seed: (
            firms[seed.organisation],
            estates[seed.area, seed.estate],
            seed.since,
        ),
        row=lambda seed: {
            "organisation_id": firms[seed.organisation],
            "estate_id": estates[seed.area, seed.estate],
            "since": seed.since,
            "until": seed.until,
        },
        standing=("organisation_id", "estate_id", "since"),
    )


def lay_components(ground: Ground) -> int:
    areas = keys_by_code(Area.objects.all())
    categories = keys_by_code(Category.objects.all())
    return add_missing(
        Component.objects.all(),
        ground.components,
        key=lambda seed: (seed.code,),
        row=lambda seed: {
            "code": seed.code,
            "name": seed.name,
            "kind": seed.kind,
            "area_id": areas[seed.area],
            "where": seed.where,
            "lon": seed.lon,
            "lat": seed.lat,
            "category_id": categories.get(seed.category),
            "since": seed.since,
        },
        standing=("code",),
    )

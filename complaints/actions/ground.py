"""Laying the ground: territory, catalogue, clocks and, for a demonstration, organisations.

Laid twice it adds what is missing and leaves every row that stands as it is, for an office may have
changed it since. Only an outline that an area still lacks is filled in.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from complaints.errors import NotAllowed
from complaints.files.seeds import AreaSeed, Ground
from complaints.kernels.geometry import inner_point
from complaints.kernels.pinyin import spell
from complaints.models import (
    Actor,
    Area,
    By,
    CalendarDay,
    CalendarYear,
    Category,
    ClockLimit,
    GazetteerEntry,
    Organisation,
    PropertyContract,
    WorkingSession,
)
from complaints.permissions import can_edit_reference
from complaints.selectors.places import forget_territory

M = TypeVar("M", bound=models.Model)
S = TypeVar("S")

_BATCH = 1000


class GroundLaid(NamedTuple):
    """Rows added, by noun; 0 where all stood already."""

    areas: int
    outlines: int
    categories: int
    limits: int
    sessions: int
    years: int
    places: int
    organisations: int
    contracts: int


def load_ground(ground: Ground, *, by: By) -> GroundLaid:
    """Add the rows of `ground` that are not there yet."""
    if by != Actor.MACHINE and (isinstance(by, Actor) or not can_edit_reference(by)):
        raise NotAllowed(_("只有系统管理员可以载入基础数据。"))
    with transaction.atomic():
        areas = _lay_areas(ground.areas)
        outlines = _lay_outlines(ground)
        laid = GroundLaid(
            areas=areas,
            outlines=outlines,
            categories=_lay_categories(ground),
            limits=_lay_limits(ground),
            sessions=_lay_sessions(ground),
            years=_lay_years(ground),
            places=_lay_places(ground),
            organisations=_lay_organisations(ground),
            contracts=_lay_contracts(ground),
        )
    forget_territory()
    return laid


def _lay_areas(seeds: Sequence[AreaSeed]) -> int:
    added = 0
    for level in ("city", "district", "subdistrict", "community"):
        keys = _keys(Area.objects.all())
        added += _add(
            Area.objects.all(),
            (seed for seed in seeds if seed.level == level),
            key=lambda seed: (seed.code,),
            row=lambda seed, keys=keys: {  # type: ignore[misc]
                "code": seed.code,
                "name": seed.name,
                "level": seed.level,
                "kind": seed.kind,
                "parent_id": keys[seed.parent] if seed.parent else None,
                **_spelt(seed.name),
            },
            standing=("code",),
        )
    return added


def _lay_outlines(ground: Ground) -> int:
    drawn = {seed.code: seed for seed in ground.outlines}
    bare = list(Area.objects.filter(code__in=drawn, outline__isnull=True).order_by("code"))
    for area in bare:
        seed = drawn[area.code]
        area.outline = seed.geometry
        area.outline_origin = seed.origin
        area.lon, area.lat = inner_point(seed.geometry)
    Area.objects.bulk_update(bare, ["outline", "outline_origin", "lon", "lat"], batch_size=100)
    return len(bare)


def _lay_categories(ground: Ground) -> int:
    added = 0
    for level in (1, 2, 3):
        keys = _keys(Category.objects.all())
        added += _add(
            Category.objects.all(),
            (seed for seed in ground.categories if seed.level == level),
            key=lambda seed: (seed.code,),
            row=lambda seed, keys=keys: {  # type: ignore[misc]
                "code": seed.code,
                "name": seed.name,
                "level": seed.level,
                "parent_id": keys[seed.parent] if seed.parent else None,
                "demand_kind": seed.demand_kind,
                "clock_kind": seed.clock_kind,
                "sensitivity": seed.sensitivity,
                "office_key": seed.office_key,
                "source": seed.source,
                "since": seed.since,
                **_spelt(seed.name),
            },
            standing=("code",),
        )
    return added


def _lay_limits(ground: Ground) -> int:
    return _add(
        ClockLimit.objects.all(),
        ground.limits,
        key=lambda seed: (seed.stage, seed.clock_kind, seed.since),
        row=lambda seed: {
            "stage": seed.stage,
            "clock_kind": seed.clock_kind,
            "amount": seed.amount,
            "unit": seed.unit,
            "since": seed.since,
            "source": seed.source,
            "is_ours": seed.is_ours,
        },
        standing=("stage", "clock_kind", "since"),
    )


def _lay_sessions(ground: Ground) -> int:
    """Only where the office keeps no hours yet: a second set beside its own would run twice."""
    if WorkingSession.objects.exists():
        return 0
    return _add(
        WorkingSession.objects.all(),
        ground.sessions,
        key=lambda seed: (seed.starts, seed.since),
        row=lambda seed: {
            "starts": seed.starts,
            "ends": seed.ends,
            "since": seed.since,
            "source": seed.source,
            "is_ours": seed.is_ours,
        },
        standing=("starts", "since"),
    )


def _lay_years(ground: Ground) -> int:
    """A year comes with all its days; one that stands is the office's own, days and all."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [seed for seed in ground.years if seed.year not in known]
    CalendarYear.objects.bulk_create(
        CalendarYear(year=seed.year, source=seed.source, is_provisional=seed.is_provisional)
        for seed in missing
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day.day, year_id=seed.year, is_working=day.is_working, name=day.name)
        for seed in missing
        for day in seed.days
    )
    return len(missing)


def _lay_places(ground: Ground) -> int:
    areas = _keys(Area.objects.all())
    return _add(
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
            **_spelt(seed.name),
        },
        standing=("name", "kind", "area_id"),
    )


def _lay_organisations(ground: Ground) -> int:
    areas = _keys(Area.objects.all())
    added = 0
    waiting = list(ground.organisations)
    while waiting:
        keys = _keys(Organisation.objects.all())
        ready = [seed for seed in waiting if not seed.parent or seed.parent in keys]
        if not ready:
            msg = f"organisations without their parent: {[seed.code for seed in waiting]}"
            raise ValueError(msg)
        added += _add(
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


def _lay_contracts(ground: Ground) -> int:
    firms = _keys(Organisation.objects.all())
    held = GazetteerEntry.objects.filter(kind=GazetteerEntry.Kind.ESTATE)
    estates = {(area, name): pk for area, name, pk in held.values_list("area__code", "name", "pk")}
    return _add(
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


def _add(
    rows: models.QuerySet[M],
    seeds: Iterable[S],
    *,
    key: Callable[[S], tuple[Hashable, ...]],
    row: Callable[[S], dict[str, Any]],
    standing: tuple[str, ...],
) -> int:
    """Create the seeds whose `key` none of `rows` has in its `standing` columns."""
    there = set(rows.values_list(*standing))
    fresh = [rows.model(**row(seed)) for seed in seeds if key(seed) not in there]
    rows.bulk_create(fresh, batch_size=_BATCH)
    return len(fresh)


def _keys(rows: models.QuerySet[Any]) -> dict[str, int]:
    return dict(rows.values_list("code", "pk"))


def _spelt(name: str) -> dict[str, str]:
    spelling = spell(name)
    return {"pinyin": spelling.full, "initials": spelling.initials}

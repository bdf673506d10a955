"""The ground as it comes with the program: files beside this one, read into plain rows.

`seed/SOURCES.txt` says where each comes from. Nothing is written here and nothing is looked up.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Any

SEED = Path(__file__).resolve().parent / "seed"


@dataclass(frozen=True, slots=True)
class AreaSeed:
    code: str
    name: str
    level: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class OutlineSeed:
    """`geometry` is GeoJSON; `origin` one of `Area.OutlineOrigin`."""

    code: str
    geometry: dict[str, Any]
    origin: str


@dataclass(frozen=True, slots=True)
class PlaceSeed:
    name: str
    kind: str
    area: str
    lon: float
    lat: float
    origin: str


@dataclass(frozen=True, slots=True)
class CategorySeed:
    code: str
    name: str
    level: int
    parent: str
    demand_kind: str
    clock_kind: str
    sensitivity: str
    office_key: str
    source: str
    since: date


@dataclass(frozen=True, slots=True)
class LimitSeed:
    stage: str
    clock_kind: str
    amount: int
    unit: str
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class SessionSeed:
    starts: time
    ends: time
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class DaySeed:
    day: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class YearSeed:
    year: int
    source: str
    is_provisional: bool
    days: tuple[DaySeed, ...]


@dataclass(frozen=True, slots=True)
class OrganisationSeed:
    code: str
    name: str
    kind: str
    office_key: str
    area: str
    parent: str
    around_the_clock: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ContractSeed:
    """`area` and `estate` name the gazetteer entry of kind estate."""

    organisation: str
    area: str
    estate: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the demonstration's outlines are drawn from: see `kernels.cells.nested_cells`."""

    district: str
    seed: int
    seats: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Ground:
    areas: tuple[AreaSeed, ...]
    outlines: tuple[OutlineSeed, ...]
    categories: tuple[CategorySeed, ...]
    limits: tuple[LimitSeed, ...]
    sessions: tuple[SessionSeed, ...]
    years: tuple[YearSeed, ...]
    places: tuple[PlaceSeed, ...] = ()
    organisations: tuple[OrganisationSeed, ...] = ()
    contracts: tuple[ContractSeed, ...] = ()


def read_ground(*, demonstration: bool = True) -> Ground:
    """Territory, catalogue and clocks of all Beijing; with the demonstration also the invented
    outlines, gazetteer, organisations and contracts of its district.
    """
    ground = Ground(
        areas=read_areas(),
        outlines=read_outlines("districts.geojson", origin="official"),
        categories=read_categories(),
        limits=read_limits(),
        sessions=read_sessions(),
        years=read_years(),
    )
    if not demonstration:
        return ground
    return replace(
        ground,
        outlines=ground.outlines + read_outlines("cells.geojson", origin="ours"),
        places=read_places(),
        organisations=read_organisations(),
        contracts=read_contracts(),
    )


def read_areas() -> tuple[AreaSeed, ...]:
    """Parents before children."""
    found = [AreaSeed(**row) for row in _rows("areas.csv")]
    return tuple(sorted(found, key=lambda area: (area.level != "city", len(area.code), area.code)))


def read_outlines(name: str, *, origin: str) -> tuple[OutlineSeed, ...]:
    return tuple(
        OutlineSeed(feature["properties"]["code"], feature["geometry"], origin)
        for feature in _geojson(name)["features"]
    )


def read_drawing() -> Drawing:
    held = _geojson("cells.geojson")
    seats = {code: (float(lon), float(lat)) for code, (lon, lat) in held["seats"].items()}
    return Drawing(held["district"], held["seed"], seats)


def read_places() -> tuple[PlaceSeed, ...]:
    return tuple(
        PlaceSeed(r["name"], r["kind"], r["area"], float(r["lon"]), float(r["lat"]), r["origin"])
        for r in _rows("gazetteer.csv")
    )


def read_categories() -> tuple[CategorySeed, ...]:
    """Parents before children."""
    found = [
        CategorySeed(
            code=r["code"],
            name=r["name"],
            level=int(r["level"]),
            parent=r["parent"],
            demand_kind=r["demand_kind"],
            clock_kind=r["clock_kind"],
            sensitivity=r["sensitivity"],
            office_key=r["office_key"],
            source=r["source"],
            since=date.fromisoformat(r["since"]),
        )
        for r in _rows("categories.csv")
    ]
    return tuple(sorted(found, key=lambda category: (category.level, category.code)))


def read_limits() -> tuple[LimitSeed, ...]:
    return tuple(
        LimitSeed(
            stage=r["stage"],
            clock_kind=r["clock_kind"],
            amount=int(r["amount"]),
            unit=r["unit"],
            since=date.fromisoformat(r["since"]),
            source=r["source"],
            is_ours=_yes(r["is_ours"]),
        )
        for r in _rows("clock_limits.csv")
    )


def read_sessions() -> tuple[SessionSeed, ...]:
    return tuple(
        SessionSeed(
            starts=time.fromisoformat(r["starts"]),
            ends=time.fromisoformat(r["ends"]),
            since=date.fromisoformat(r["since"]),
            source=r["source"],
            is_ours=_yes(r["is_ours"]),
        )
        for r in _rows("working_sessions.csv")
    )


def read_years() -> tuple[YearSeed, ...]:
    """Each year with the days that differ from a plain week."""
    days = [
        DaySeed(date.fromisoformat(r["day"]), _yes(r["is_working"]), r["name"])
        for r in _rows("calendar_days.csv")
    ]
    return tuple(
        YearSeed(
            year=int(r["year"]),
            source=r["source"],
            is_provisional=_yes(r["is_provisional"]),
            days=tuple(day for day in days if day.day.year == int(r["year"])),
        )
        for r in _rows("calendar_years.csv")
    )


def read_organisations() -> tuple[OrganisationSeed, ...]:
    """In the order of the file, which puts parents first."""
    return tuple(
        OrganisationSeed(
            code=r["code"],
            name=r["name"],
            kind=r["kind"],
            office_key=r["office_key"],
            area=r["area"],
            parent=r["parent"],
            around_the_clock=_yes(r["around_the_clock"]),
            since=date.fromisoformat(r["since"]),
            until=_day(r["until"]),
        )
        for r in _rows("organisations.csv")
    )


def read_contracts() -> tuple[ContractSeed, ...]:
    return tuple(
        ContractSeed(
            organisation=r["organisation"],
            area=r["area"],
            estate=r["estate"],
            since=date.fromisoformat(r["since"]),
            until=_day(r["until"]),
        )
        for r in _rows("contracts.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _geojson(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((SEED / name).read_text(encoding="utf-8"))
    return held


def _yes(text: str) -> bool:
    return text == "1"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

"""The scoring schemes that come with the program."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "seed"
SEED, BANDS = FOLDER / "schemes.csv", FOLDER / "bands.csv"


@dataclass(frozen=True, slots=True)
class SchemeSeed:
    """Columns of `ScoringScheme`."""

    name: str
    response_weight: int
    resolution_weight: int
    satisfaction_weight: int
    basic_factor: Decimal
    composite_digits: int
    least_valid: int
    start_day: int
    since: date
    until: date | None
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class BandSeed:
    """Columns of `GradeBand`."""

    name: str
    name_en: str
    least: Decimal


def read_bands() -> tuple[BandSeed, ...]:
    """The grades that every scheme of ours begins with."""
    with BANDS.open(encoding="utf-8", newline="") as file:
        return tuple(
            BandSeed(r["name"], r["name_en"], Decimal(r["least"])) for r in csv.DictReader(file)
        )


def read_schemes() -> tuple[SchemeSeed, ...]:
    """In the order of the file."""
    with SEED.open(encoding="utf-8", newline="") as file:
        return tuple(
            SchemeSeed(
                name=r["name"],
                response_weight=int(r["response_weight"]),
                resolution_weight=int(r["resolution_weight"]),
                satisfaction_weight=int(r["satisfaction_weight"]),
                basic_factor=Decimal(r["basic_factor"]),
                composite_digits=int(r["composite_digits"]),
                least_valid=int(r["least_valid"]),
                start_day=int(r["start_day"]),
                since=date.fromisoformat(r["since"]),
                until=date.fromisoformat(r["until"]) if r["until"] else None,
                source=r["source"],
                is_ours=r["is_ours"] == "1",
            )
            for r in csv.DictReader(file)
        )

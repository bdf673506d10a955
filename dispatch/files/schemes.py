"""The scoring schemes that come with the program."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

SEED = Path(__file__).resolve().parent / "seed" / "schemes.csv"


@dataclass(frozen=True, slots=True)
class SchemeSeed:
    """Columns of `ScoringScheme`."""

    name: str
    response_weight: int
    resolution_weight: int
    satisfaction_weight: int
    basic_factor: Decimal
    composite_digits: int
    start_day: int
    since: date
    until: date | None
    source: str
    is_ours: bool


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
                start_day=int(r["start_day"]),
                since=date.fromisoformat(r["since"]),
                until=date.fromisoformat(r["until"]) if r["until"] else None,
                source=r["source"],
                is_ours=r["is_ours"] == "1",
            )
            for r in csv.DictReader(file)
        )

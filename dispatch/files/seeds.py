"""The routing rules a street starts with: which office of the street takes which category."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SEED = Path(__file__).resolve().parent / "seed"


@dataclass(frozen=True, slots=True)
class RuleSeed:
    """Columns of `RoutingRule`; `category`, `area` and `organisation` are codes or empty."""

    position: int
    category: str
    area: str
    demand_kind: str
    target: str
    organisation: str
    office_key: str
    note: str
    since: date


def read_rules(*, demonstration: bool = True) -> tuple[RuleSeed, ...]:
    """In order of position. The demonstration's own rules name its bodies and come first."""
    names = ("demonstration_rules.csv", "rules.csv") if demonstration else ("rules.csv",)
    return tuple(rule for name in names for rule in _read(name))


def _read(name: str) -> tuple[RuleSeed, ...]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return tuple(
            RuleSeed(
                position=int(r["position"]),
                category=r["category"],
                area=r["area"],
                demand_kind=r["demand_kind"],
                target=r["target"],
                organisation=r["organisation"],
                office_key=r["office_key"],
                note=r["note"],
                since=date.fromisoformat(r["since"]),
            )
            for r in csv.DictReader(file)
        )

"""The duty list that comes with the program: ours, after the six offices."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SEED = Path(__file__).resolve().parent / "seed" / "duties.csv"


@dataclass(frozen=True, slots=True)
class DutySeed:
    """Columns of `DutyEntry`."""

    code: str
    group: str
    title: str
    holder: str
    article: str
    source: str
    is_ours: bool
    since: date


def read_duties() -> tuple[DutySeed, ...]:
    """In the order of the file."""
    with SEED.open(encoding="utf-8", newline="") as file:
        return tuple(
            DutySeed(
                code=r["code"],
                group=r["group"],
                title=r["title"],
                holder=r["holder"],
                article=r["article"],
                source=r["source"],
                is_ours=r["is_ours"] == "1",
                since=date.fromisoformat(r["since"]),
            )
            for r in csv.DictReader(file)
        )

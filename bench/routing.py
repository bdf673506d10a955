"""Which unit acts: a district's real events, each day predicted from the days before it."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import cycle, groupby
from typing import NamedTuple

from bench.measure import Figure, milliseconds
from dispatch.kernels.suggesting import UnitModel, chains_of
from tests import make
from tests.conftest import SHARED_DATA

FILE = SHARED_DATA / "pingshan2018" / "events_shared_to_2018-10-31.csv"
FIELDS = ("street", "community", "event_type", "main_type", "sub_type")
FIRST_JUDGED = "2018-09-01"
BINS = 15


class Walked(NamedTuple):
    """Shares of events whose unit was the first, or one of three; the calibration error of the
    first; how many events; and the model afterwards."""

    first: float
    third: float
    loss: float
    events: int
    model: UnitModel


def figures(_office: make.Office) -> Iterator[Figure]:
    if not FILE.is_file():
        print(f"{'':>10} routing: the reference data are not at {FILE}, nothing measured")
        return
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        events = sorted(csv.DictReader(file), key=lambda one: one["create_time"])
    walked = walk(events)
    remark = f"{walked.events:,} events of two months, each day from the days before it"
    yield _one("units first suggested that acted", walked.first, 0.64, remark)
    yield _one("units among three suggested that acted", walked.third, 0.815, remark)
    loss = round(walked.loss, 3)
    name = "calibration error of the first"
    yield Figure(name, "", loss, loss, loss, 1, remark=f"{BINS} bins")
    asked = cycle(events)
    yield milliseconds(
        "a suggestion of three units", lambda: walked.model.guesses(next(asked)), runs=200,
        at_most=5,
    )  # fmt: skip


def walk(events: list[dict[str, str]]) -> Walked:
    """Day by day; a day is learnt when it is over."""
    model = UnitModel(chains_of([e for e in events if e["create_time"] < FIRST_JUDGED], FIELDS))
    count = first = third = 0
    bins = [[0.0, 0.0] for _ in range(BINS)]
    for told, group in groupby(events, key=lambda one: one["create_time"]):
        day, today = date.fromisoformat(told).toordinal(), list(group)
        for event in today if told >= FIRST_JUDGED else ():
            guesses, acted = model.guesses(event, day=day), event["dispose_unit"]
            is_right = guesses[0].unit == acted
            count, first = count + 1, first + is_right
            third += acted in [guess.unit for guess in guesses]
            held = bins[min(int(guesses[0].confidence * BINS), BINS - 1)]
            held[0] += guesses[0].confidence
            held[1] += is_right
        for event in today:
            model.add(event, event["dispose_unit"], day=day)
    loss = sum(abs(said - right) for said, right in bins) / count
    return Walked(first / count, third / count, loss, count, model)


def _one(name: str, value: float, least: float, remark: str) -> Figure:
    share = round(value, 4)
    return Figure(
        name, "", share, share, share, 1, budget=f"≥ {least:g}", is_within=value >= least,
        remark=remark,
    )  # fmt: skip

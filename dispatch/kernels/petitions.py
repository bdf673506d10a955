"""By which day each step of a petition is due."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple


class Clock(NamedTuple):
    """One step: the day it is due, the day it was done, if it was."""

    name: str
    due_on: date
    done_on: date | None

    def is_late(self, today: date) -> bool:
        """Done after its day, or not done and its day behind."""
        return (self.done_on or today) > self.due_on


# Each step is counted in calendar days from another one.
FROM = {
    "register": "received",
    "inform": "register",
    "finish_petition": "inform",
    "review_petition": "ask_review",
    "rereview": "ask_rereview",
}


def petition_clocks(
    days: Mapping[str, date], *, limits: Mapping[str, int], object_by: date | None = None
) -> tuple[Clock, ...]:
    """`days` are those of the steps taken, with `received`; `limits` calendar days by step, with
    `extend` what an extension adds to `finish_petition`. `object_by` is the last of the five
    working days for objecting to a transfer, from a calendar that is the caller's. A step whose
    start is not known yet has no clock. Source: 信访工作条例 (2022): 15, 15, 60 + 30, 30, 30."""
    clocks = []
    for name, start in FROM.items():
        if start not in days:
            continue
        amount = limits[name]
        if name == "finish_petition" and "extend" in days:
            amount += limits["extend"]
        due = days[start] + timedelta(days=amount)
        clocks.append(Clock(name, due, days.get(name)))
        if name == "register" and "register" in days and object_by is not None:
            clocks.append(Clock("object_transfer", object_by, days.get("object_transfer")))
    return tuple(clocks)

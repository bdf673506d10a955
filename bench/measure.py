"""How a figure comes to be: the same work several times, the median told with both ends."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured thing. `amount` is how much work one run was, in the unit's own nouns."""

    name: str
    unit: str
    minimum: float
    median: float
    maximum: float
    runs: int
    remark: str = ""


def per_second(name: str, work: Callable[[], object], *, amount: int, runs: int = 5) -> Figure:
    """`amount` pieces of work a run, told as pieces per second."""
    rates = [amount / seconds for seconds in _timed(work, runs=runs)]
    return _figure(name, "1/s", rates)


def milliseconds(name: str, work: Callable[[], object], *, runs: int = 15) -> Figure:
    """One piece of work a run; a first run that fills caches is not counted."""
    work()
    return _figure(name, "ms", [seconds * 1000 for seconds in _timed(work, runs=runs)])


def _timed(work: Callable[[], object], *, runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def _figure(name: str, unit: str, values: list[float]) -> Figure:
    low, middle, high = min(values), statistics.median(values), max(values)
    return Figure(name, unit, round(low, 3), round(middle, 3), round(high, 3), len(values))

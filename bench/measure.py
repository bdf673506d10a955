"""How a figure comes to be: the same work several times, the median told with both ends.

A twin is the barest code that does the same kind of work; ours and it take turns in one run, so
whatever else the machine does slows both, and their ratio is what a budget is about.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One measured thing. `ratio` is ours ÷ its bare twin in speed: 1 is as fast, 0.5 takes twice
    as long. `is_within` is None where the budget names none of this run's figures."""

    name: str
    unit: str
    minimum: float
    median: float
    maximum: float
    runs: int
    bare: float | None = None
    ratio: float | None = None
    budget: str = ""
    is_within: bool | None = None
    remark: str = ""


def per_second(
    name: str, work: Work, *, amount: int, runs: int = 5, at_least: float | None = None
) -> Figure:
    """`amount` pieces of work a run, told as pieces per second."""
    rates = [amount / _seconds(work) for _ in range(runs)]
    budget = "" if at_least is None else f"≥ {at_least:g}/s"
    is_within = None if at_least is None else statistics.median(rates) >= at_least
    return _figure(name, "1/s", rates, budget=budget, is_within=is_within)


def milliseconds(name: str, work: Work, *, runs: int = 15, at_most: float | None = None) -> Figure:
    """One piece of work a run; a first run that fills caches is not counted."""
    work()
    taken = [_seconds(work) * 1000 for _ in range(runs)]
    budget = "" if at_most is None else f"≤ {at_most:g} ms"
    is_within = None if at_most is None else statistics.median(taken) <= at_most
    return _figure(name, "ms", taken, budget=budget, is_within=is_within)


def slowest(
    name: str, works: Sequence[Work], *, at_most: float | None = None, remark: str = ""
) -> Figure:
    """Each of `works` once, after a first that fills caches: what nineteen of twenty stay below,
    told as the median with both ends beside it."""
    works[0]()
    taken = sorted(_seconds(work) * 1000 for work in works)
    ninety_five = taken[int(len(taken) * 0.95)]
    return _figure(
        name,
        "ms",
        taken,
        budget="" if at_most is None else f"p95 ≤ {at_most:g} ms",
        is_within=None if at_most is None else ninety_five <= at_most,
        remark="; ".join(part for part in (f"p95 {ninety_five:.1f} ms", remark) if part),
    )


def beside(
    name: str,
    ours: Work,
    bare: Work,
    *,
    amount: int = 1,
    runs: int = 9,
    at_least: float | None = None,
    remark: str = "",
) -> Figure:
    """Ours and its bare twin in turns, milliseconds a piece; `at_least` is the ratio's budget."""
    ours()
    bare()
    taken, twins = [], []
    for _ in range(runs):
        twins.append(_seconds(bare) * 1000 / amount)
        taken.append(_seconds(ours) * 1000 / amount)
    ratio = statistics.median(twins) / statistics.median(taken)
    return _figure(
        name,
        "ms",
        taken,
        bare=round(statistics.median(twins), 3),
        ratio=round(ratio, 3),
        budget="" if at_least is None else f"ratio ≥ {at_least:g}",
        is_within=None if at_least is None else ratio >= at_least,
        remark=remark,
    )


def _seconds(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _figure(name: str, unit: str, values: list[float], **more: object) -> Figure:
    low, middle, high = min(values), statistics.median(values), max(values)
    return Figure(
        name,
        unit,
        round(low, 3),
        round(middle, 3),
        round(high, 3),
        len(values),
        **more,  # type: ignore[arg-type]
    )

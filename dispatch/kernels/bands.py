"""Whether a figure lies in the band of the figures before it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

LEAST = 3


class Band(NamedTuple):
    """`mean - k*sd` (never below 0) to `mean + k*sd`, sd of the sample (ddof 1)."""

    mean: float
    low: float
    high: float

    def verdict(self, value: float) -> int:
        """-1 below, 0 within, 1 above; the ends belong to the band."""
        return int(value > self.high) - int(value < self.low)


def band_of(values: Sequence[float], *, k: float) -> Band | None:
    """The band of at least three finite figures, each >= 0; None for fewer: two say nothing of how
    much a third may differ. `k` >= 0. Source: Shewhart's control limits, with k as the office sets
    it; the city says only that whistles be neither too few nor too many (2018)."""
    if k < 0:
        raise ValueError(k)
    if len(values) < LEAST:
        return None
    given = np.asarray(values, dtype=np.float64)
    mean, spread = float(given.mean()), float(k * given.std(ddof=1))
    return Band(mean, max(0.0, mean - spread), mean + spread)

"""How sure a composite and its rank are: a parametric bootstrap over the valid callbacks.

The composite is the mean of what each valid callback scores, a number in [0, 1] here. Its sampling
distribution is a Beta that has the unit's mean and as many effective callbacks as its variance
tells: n times m(1 - m) over the variance of one callback's score, never fewer than n (no score in
[0, 1] varies more than a yes or no). Few failures tell little of a variance, so the gain over n
counts by f / (f + 1), f the failures. Half a callback is added on both sides (Jeffreys). Ranks are
drawn from the same distributions: intervals of ranks as in Goldstein and Spiegelhalter, League
tables and their limitations, J. R. Statist. Soc. A 159 (1996) 385-443. That each callback is a
draw of its own is assumed, as there; many callers of one matter are not. How the gain is damped is
ours; its coverage is measured by tests.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dispatch.kernels.rates import Scheme, Tally, rates_of

MOST_DRAWS, LEAST_DRAWS = 4000, 1000
# Units times draws: a city's 343 streets in a tenth of a second.
CELLS = 350_000
SEED = 19
LEVEL = 0.95
_MOST_GAIN = 10.0
_BAD_PIECE = "a mean lies in [0, 1], a variance is not negative, and somebody was asked"


class Piece(NamedTuple):
    """What one unit's valid callbacks scored: mean and variance of one score in [0, 1], and n."""

    mean: float
    variance: float
    n: int


class Pairs(NamedTuple):
    """How often two answers came together, among the valid callbacks."""

    contacted_resolved: int = 0
    contacted_satisfied: int = 0
    contacted_basic: int = 0
    resolved_satisfied: int = 0
    resolved_basic: int = 0


class Range(NamedTuple):
    """From `low` to `high`, both included."""

    low: float
    high: float


def piece_of(tally: Tally, pairs: Pairs, scheme: Scheme) -> Piece | None:
    """What one valid callback scores under a scheme; None where there is none."""
    n = tally.valid
    if not n:
        return None
    total = float(sum(scheme.weights))
    contact, resolve, satisfy = (float(weight) / total for weight in scheme.weights)
    factor = float(scheme.basic_factor)
    mean = float(rates_of(tally, scheme).composite) / 100
    square = (
        contact**2 * tally.contacted
        + resolve**2 * tally.resolved
        + satisfy**2 * (tally.satisfied + factor**2 * tally.basic)
        + 2 * contact * resolve * pairs.contacted_resolved
        + 2 * contact * satisfy * (pairs.contacted_satisfied + factor * pairs.contacted_basic)
        + 2 * resolve * satisfy * (pairs.resolved_satisfied + factor * pairs.resolved_basic)
    ) / n
    return Piece(mean, max(square - mean**2, 0.0), n)


def draws_of(pieces: Sequence[Piece]) -> npt.NDArray[np.float64]:
    """Shape (len(pieces), from 1,000 to 4,000), each row what the unit's composite could have
    been, in [0, 1]. The same pieces draw the same. Raises ValueError for pieces that cannot be."""
    for one in pieces:
        if not (0 <= one.mean <= 1 and one.variance >= 0 and one.n > 0):
            raise ValueError(_BAD_PIECE)
    if not pieces:
        return np.empty((0, 0))
    draws = max(LEAST_DRAWS, min(MOST_DRAWS, CELLS // len(pieces)))
    mean, variance, n = (np.array(column, dtype=float) for column in zip(*pieces, strict=True))
    spread = mean * (1 - mean)
    gain = np.divide(spread, variance, out=np.ones_like(spread), where=variance > 0)
    failures = n * (1 - mean)
    gain = 1 + (np.clip(gain, 1, _MOST_GAIN) - 1) * failures / (failures + 1)
    effective = n * gain
    chance = np.random.default_rng(SEED)
    alpha, beta = mean * effective + 0.5, (1 - mean) * effective + 0.5
    return chance.beta(alpha[:, None], beta[:, None], size=(len(pieces), draws))


def intervals(drawn: npt.NDArray[np.float64], *, level: float = LEVEL) -> list[Range]:
    """The middle `level` of each row."""
    if not len(drawn):
        return []
    tail = (1 - level) / 2
    last = drawn.shape[1] - 1
    at_low, at_high = int(tail * last), last - int(tail * last)
    found = np.partition(drawn, (at_low, at_high), axis=1)
    return [Range(*pair) for pair in found[:, (at_low, at_high)].tolist()]


def rank_ranges(drawn: npt.NDArray[np.float64], *, level: float = LEVEL) -> list[tuple[int, int]]:
    """Of each row the ranks it takes in the middle `level` of the draws; 1 is best."""
    if not len(drawn):
        return []
    # A draw a row, so that each is sorted where it lies.
    each = np.ascontiguousarray(-drawn.T)
    ranks = np.empty(each.shape, dtype=np.int32)
    places = np.arange(1, len(drawn) + 1, dtype=np.int32)
    np.put_along_axis(ranks, np.argsort(each, axis=1), places[None, :], axis=1)
    last = len(ranks) - 1
    tail = (1 - level) / 2
    at_low, at_high = int(tail * last), last - int(tail * last)
    found = np.partition(np.ascontiguousarray(ranks.T), (at_low, at_high), axis=1)
    return list(zip(found[:, at_low].tolist(), found[:, at_high].tolist(), strict=True))


def around(place: int, found: tuple[int, int]) -> tuple[int, int]:
    """A range of ranks, widened where the rank itself lies outside: ties are broken by other than
    the composite."""
    return min(found[0], place), max(found[1], place)

"""The three rates, the composite and the rank, exact until the one rounding at the print.

Counts in, exact fractions inside (an arithmetic mean of many units' rates has no finite decimal),
Decimal out. Rates lie in [0, 1], the composite in [0, 100]. Source of the arithmetic: the public
source code of one district's hotline reports (three rates over valid callbacks, basic satisfaction
at 0.9, weights 10/50/40, one decimal; the foot has sums of counts and the plain mean of rates).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeVar

_ZERO = Fraction(0)
_BAD_TALLY = "counts are not negative, and no answer is counted oftener than the valid callbacks"
_BAD_SCHEME = "weights are not negative and not all zero, the factor lies in [0, 1]"
_BAD_ON_TIME = "late ones are among all"
_BAD_WEIGHTS = "one weight for each rate"


class Rounding(StrEnum):
    """How the printed figure is made."""

    HALF_UP = "half_up"
    DOWN = "down"


class Tie(StrEnum):
    """Who stands first of two equal composites."""

    ACCEPTED = "accepted"
    LOWEST_RANK = "lowest_rank"


class Tally(NamedTuple):
    """What was counted for one unit in one period. `accepted` is tickets; all others are callbacks:
    `valid` ones, and among them contacted, resolved, satisfied, basically satisfied.
    """

    accepted: int
    valid: int
    contacted: int
    resolved: int
    satisfied: int
    basic: int


@dataclass(frozen=True)
class Scheme:
    """Weights of response, resolution, satisfaction: only their proportion counts (10/50/40 equals
    0.1/0.5/0.4). Digits are of the printed percentages and of the printed composite. With fewer
    valid callbacks than `least_valid` a unit is not ranked.
    """

    weights: tuple[Decimal, Decimal, Decimal] = (Decimal(10), Decimal(50), Decimal(40))
    basic_factor: Decimal = Decimal("0.9")
    rate_digits: int = 2
    composite_digits: int = 1
    rounding: Rounding = Rounding.HALF_UP
    tie: Tie = Tie.ACCEPTED
    least_valid: int = 0

    def __post_init__(self) -> None:
        if min(self.weights) < 0 or not any(self.weights) or not 0 <= self.basic_factor <= 1:
            raise ValueError(_BAD_SCHEME)


class Rates(NamedTuple):
    """Exact. Rates in [0, 1], the composite in [0, 100]."""

    response_rate: Fraction
    resolution_rate: Fraction
    satisfaction_rate: Fraction
    composite: Fraction


class PrintedRates(NamedTuple):
    """Rounded once: percentages with the scheme's rate digits, the composite with its own."""

    response_percent: Decimal
    resolution_percent: Decimal
    satisfaction_percent: Decimal
    composite: Decimal


class Summary(NamedTuple):
    """The foot of the table: sums of the counts, plain means of the units' rates."""

    tally: Tally
    rates: Rates


K = TypeVar("K", Decimal, Fraction, tuple[Decimal, int])


def rates_of(tally: Tally, scheme: Scheme) -> Rates:
    """All zero where no callback was valid. Raises ValueError for counts that cannot be."""
    if min(tally) < 0 or tally.valid < max(
        tally.contacted, tally.resolved, tally.satisfied + tally.basic
    ):
        raise ValueError(_BAD_TALLY)
    if tally.valid == 0:
        return Rates(_ZERO, _ZERO, _ZERO, _ZERO)
    satisfied = tally.satisfied + Fraction(scheme.basic_factor) * tally.basic
    rates = (
        Fraction(tally.contacted, tally.valid),
        Fraction(tally.resolved, tally.valid),
        satisfied / tally.valid,
    )
    return Rates(*rates, composite=100 * weighted_mean(rates, scheme.weights))


def weighted_mean(
    rates: Sequence[Fraction | Decimal], weights: Sequence[Fraction | Decimal | int]
) -> Fraction:
    """Exact weighted mean of any number of measures; the unit of `rates` is kept."""
    if len(rates) != len(weights):
        raise ValueError(_BAD_WEIGHTS)
    total = sum((Fraction(weight) for weight in weights), _ZERO)
    pairs = zip(rates, weights, strict=True)
    return sum((Fraction(rate) * Fraction(weight) for rate, weight in pairs), _ZERO) / total


def summary(tallies: Sequence[Tally], scheme: Scheme) -> Summary:
    """A unit without a valid callback counts in the means with its zeros, as in the table."""
    rates = [rates_of(tally, scheme) for tally in tallies]
    sums = Tally(*(sum(column) for column in zip(*tallies, strict=True))) if tallies else None
    return Summary(
        sums or Tally(0, 0, 0, 0, 0, 0),
        Rates(*(_mean(column) for column in zip(*rates, strict=True)))
        if rates
        else Rates(_ZERO, _ZERO, _ZERO, _ZERO),
    )


def printed(rates: Rates, scheme: Scheme) -> PrintedRates:
    """The one rounding."""
    digits, rounding = scheme.rate_digits, scheme.rounding
    return PrintedRates(
        rounded(100 * rates.response_rate, digits, rounding),
        rounded(100 * rates.resolution_rate, digits, rounding),
        rounded(100 * rates.satisfaction_rate, digits, rounding),
        rounded(rates.composite, scheme.composite_digits, rounding),
    )


def rounded(value: Fraction, digits: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """`value` with `digits` decimals; rounds the exact value, so no figure is rounded twice."""
    scaled = abs(value) * 10**digits
    if rounding is Rounding.HALF_UP:
        scaled += Fraction(1, 2)
    whole = scaled.numerator // scaled.denominator
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


def ranks(tallies: Sequence[Tally], scheme: Scheme) -> list[int]:
    """Ranks in the order of the input, 1 is best, 0 is not ranked: too few valid callbacks. The
    composite as printed decides (what nobody can see must not order two equal figures), then, if
    the scheme says so, more accepted tickets; who is equal in all that shares the better rank and
    the next number is left out.
    """
    fit = [tally for tally in tallies if tally.valid >= scheme.least_valid]
    composites = [printed(rates_of(tally, scheme), scheme).composite for tally in fit]
    places = iter(tied_ranks(composites, [tally.accepted for tally in fit], scheme.tie))
    return [next(places) if tally.valid >= scheme.least_valid else 0 for tally in tallies]


def tied_ranks(composites: Sequence[Decimal], accepted: Sequence[int], tie: Tie) -> list[int]:
    """1 is best; of two equal composites more accepted tickets stand first, if the rule says so."""
    if tie is Tie.LOWEST_RANK:
        return lowest_ranks(composites)
    return lowest_ranks(list(zip(composites, accepted, strict=True)))


def lowest_ranks(values: Sequence[K]) -> list[int]:
    """1 + how many are greater: equals share the lowest rank number."""
    first: dict[K, int] = {}
    for rank, value in enumerate(sorted(values, reverse=True), start=1):
        first.setdefault(value, rank)
    return [first[value] for value in values]


def on_time_rate(closed: int, late: int) -> Fraction:
    """(closed - late) / closed, zero for none closed."""
    if not 0 <= late <= closed:
        raise ValueError(_BAD_ON_TIME)
    return Fraction(closed - late, closed) if closed else _ZERO


def _mean(values: Iterable[Fraction]) -> Fraction:
    column = list(values)
    return sum(column, _ZERO) / len(column)

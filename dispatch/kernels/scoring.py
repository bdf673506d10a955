"""Any weighted mean of rates, as a scheme names them: scored, ranked within leagues and graded.

The month's own three rates are the default; other houses weigh other measures, and the tables that
they publish are the oracles of this module. Exact fractions inside, one rounding at the print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from dispatch.kernels.certainty import Piece, around, draws_of, rank_ranges
from dispatch.kernels.rates import Rounding, Tie, rounded, tied_ranks, weighted_mean

_ZERO, _ONE = Fraction(0), Fraction(1)
_HUNDRED = Decimal(100)
SATISFIED: Final = "satisfied"
BASIC: Final = "basic"
_SHOWN_DIGITS = 12


class Unfit(ValueError):
    """Where the file is wrong, and what was expected there."""

    def __init__(self, where: str, expected: str) -> None:
        super().__init__(f"{where}: {expected}")


@dataclass(frozen=True, slots=True)
class Measure:
    """A rate: one column over another, or a column that gives it in percent. The numerator
    `satisfied` takes the column `basic` along, times the scheme's factor. `complement`: what is
    missing to one counts. Over nothing it is zero."""

    name: str
    weight: Decimal
    num: str = ""
    den: str = ""
    rate: str = ""
    complement: bool = False


THREE_RATES: Final = (
    Measure("response_rate", Decimal(10), num="contacted", den="valid"),
    Measure("resolution_rate", Decimal(50), num="resolved", den="valid"),
    Measure("satisfaction_rate", Decimal(40), num=SATISFIED, den="valid"),
)


@dataclass(frozen=True, slots=True)
class Band:
    """A grade, and the composite as printed from which it is given."""

    name: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class TableScheme:
    """How a table of units is scored. `given` names a column that is the composite already: then
    nothing is weighed, and no range of ranks is known. `rate_digits` None prints what is exact.
    Below `min_n` callbacks (the least denominator) a unit gets neither rank nor grade."""

    measures: tuple[Measure, ...] = THREE_RATES
    basic_factor: Decimal = Decimal("0.9")
    rate_digits: int | None = None
    composite_digits: int = 1
    rounding: Rounding = Rounding.HALF_UP
    given: str = ""
    tie: Tie = Tie.ACCEPTED
    min_n: int = 0
    bands: tuple[Band, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.given:
            return
        if not self.measures:
            raise Unfit("measures", "at least one is needed")
        if sum(one.weight for one in self.measures) != _HUNDRED:
            raise Unfit("measures", "the weights sum to 100")
        if min(one.weight for one in self.measures) < 0:
            raise Unfit("measures", "no weight is negative")
        if not 0 <= self.basic_factor <= 1:
            raise Unfit("basic_factor", "a number from 0 to 1")


class Line(NamedTuple):
    """One unit as it is printed. Measures in percent, in the scheme's order; rank 0, no range and
    no grade where too few were asked."""

    unit: str
    league: str
    measures: tuple[Decimal, ...]
    composite: Decimal
    rank: int
    grade: str
    rank_range: tuple[int, int] | None


class _Scored(NamedTuple):
    row: Mapping[str, Decimal]
    rates: tuple[Fraction, ...]
    composite: Decimal
    n: int | None
    piece: Piece | None


def score_table(
    rows: Sequence[tuple[str, str, Mapping[str, Decimal]]], scheme: TableScheme
) -> list[Line]:
    """Lines in the order of `rows`, which are unit, league and numbers by column; ranks count
    within a league. Raises Unfit, naming the unit, for what cannot be."""
    scored = [_scored(unit, numbers, scheme) for unit, _league, numbers in rows]
    leagues = [league for _unit, league, _numbers in rows]
    ranks: dict[int, tuple[int, tuple[int, int] | None]] = {}
    for league in dict.fromkeys(leagues):
        own = [at for at, name in enumerate(leagues) if name == league]
        ranked = [at for at in own if not _too_few(scored[at], scheme)]
        ranks |= dict(zip(ranked, _ranked([scored[at] for at in ranked], scheme), strict=True))
    return [
        _line(unit, league, one, ranks.get(at), scheme)
        for at, ((unit, league, _numbers), one) in enumerate(zip(rows, scored, strict=True))
    ]


def grade_of(composite: Decimal, bands: Sequence[Band]) -> str:
    """The highest band that the composite reaches; "" where it reaches none."""
    reached = [band for band in bands if composite >= band.least]
    return max(reached, key=lambda band: band.least).name if reached else ""


def _ranked(
    scored: Sequence[_Scored], scheme: TableScheme
) -> list[tuple[int, tuple[int, int] | None]]:
    accepted = [int(one.row.get("accepted", 0)) for one in scored]
    places = tied_ranks([one.composite for one in scored], accepted, scheme.tie)
    # Of whom nobody was asked nothing is known; his rates are zero, he stands behind the others.
    pieces = [one.piece for one in scored if one.piece is not None]
    ranges = iter(rank_ranges(draws_of(pieces)))
    return [
        (place, around(place, next(ranges)) if one.piece is not None else None)
        for place, one in zip(places, scored, strict=True)
    ]


def _too_few(one: _Scored, scheme: TableScheme) -> bool:
    return one.n is not None and one.n < scheme.min_n


def _scored(unit: str, row: Mapping[str, Decimal], scheme: TableScheme) -> _Scored:
    if scheme.given:
        return _Scored(row, (), row[scheme.given], None, None)
    rates = tuple(_rate(unit, one, row, scheme) for one in scheme.measures)
    weights = [one.weight for one in scheme.measures]
    mean = weighted_mean(rates, weights)
    composite = rounded(100 * mean, scheme.composite_digits, scheme.rounding)
    counted = [int(row[one.den]) for one in scheme.measures if one.den]
    n = min(counted) if counted else None
    return _Scored(row, rates, composite, n, _piece(rates, mean, row, scheme))


def _rate(unit: str, one: Measure, row: Mapping[str, Decimal], scheme: TableScheme) -> Fraction:
    if one.rate:
        rate = Fraction(row[one.rate]) / 100
    else:
        top = Fraction(row[one.num])
        if one.num == SATISFIED and BASIC in row:
            top += Fraction(scheme.basic_factor) * Fraction(row[BASIC])
        if not row[one.den]:
            return _ZERO
        rate = top / Fraction(row[one.den])
    if not 0 <= rate <= 1:
        raise Unfit(unit, f"{one.name} between 0 and 100 percent")
    return _ONE - rate if one.complement else rate


def _piece(
    rates: Sequence[Fraction], mean: Fraction, row: Mapping[str, Decimal], scheme: TableScheme
) -> Piece | None:
    """Known from counts alone; the measures are taken as independent of each other, since a table
    of sums does not tell how they go together."""
    if not all(one.den and row[one.den] for one in scheme.measures):
        return None
    least = min(row[one.den] for one in scheme.measures)
    variance = sum(
        float(one.weight / _HUNDRED) ** 2 * float(rate * (1 - rate) / Fraction(row[one.den]))
        for one, rate in zip(scheme.measures, rates, strict=True)
    )
    return Piece(float(mean), variance * float(least), int(least))


def _line(
    unit: str,
    league: str,
    one: _Scored,
    ranked: tuple[int, tuple[int, int] | None] | None,
    scheme: TableScheme,
) -> Line:
    digits = scheme.rate_digits
    shown = tuple(
        rounded(100 * rate, digits, scheme.rounding) if digits is not None else _exact(100 * rate)
        for rate in one.rates
    )
    rank, span = ranked or (0, None)
    grade = grade_of(one.composite, scheme.bands) if ranked else ""
    return Line(unit, league, shown, one.composite, rank, grade, span)


def _exact(percent: Fraction) -> Decimal:
    """All its decimals where they end, else twelve."""
    return Decimal(str(rounded(percent, _SHOWN_DIGITS))).normalize() + 0

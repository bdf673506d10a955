"""What stands beside a figure: how much more or less than before, as reports say it.

Counts are compared in percent of the earlier one, rates in percentage points; the words follow the
figure as printed, so what rounds to nothing is level. Points are the difference of the printed
rates, which a reader can subtract himself.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from dispatch.kernels.rates import Rounding, rounded


class Direction(StrEnum):
    """上升, 下降, 持平."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


class Compared(NamedTuple):
    """`amount` is absolute: percent for counts, percentage points for rates."""

    direction: Direction
    amount: Decimal

    @property
    def signed(self) -> Decimal:
        """Below zero for less."""
        return -self.amount if self.direction is Direction.DOWN else self.amount


def compare_counts(
    before: int, after: int, *, digits: int = 2, rounding: Rounding = Rounding.HALF_UP
) -> Compared | None:
    """None where there was nothing before: nothing has no percent."""
    if not before:
        return None
    change = Fraction(100 * (after - before), before)
    return _compared(rounded(change, digits, rounding))


def compare_rates(before: Decimal, after: Decimal) -> Compared:
    """Of two rates as they were printed, in percent."""
    return _compared(after - before)


def _compared(change: Decimal) -> Compared:
    if not change:
        return Compared(Direction.LEVEL, abs(change))
    return Compared(Direction.UP if change > 0 else Direction.DOWN, abs(change))
